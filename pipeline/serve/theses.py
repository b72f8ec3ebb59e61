"""Theses of the draft as groups decide on them: in parts, what is left, what verdicts come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.decisions.base import Thesis
from pipeline.decisions.cards import View


class Part(NamedTuple):
    """Theses of one direction, and how many of them the group has still to decide on."""

    direction: str
    theses: list[Thesis]
    left: int


def ordered(theses: Iterable[Thesis]) -> list[Thesis]:
    """By number, as they were handed out."""

    def order(thesis: Thesis) -> tuple[int, str]:
        digits = "".join(c for c in thesis.number if c.isdigit())
        return (int(digits) if digits else 10**6, thesis.text)

    return sorted(theses, key=order)


def by_direction(theses: Iterable[Thesis], group: str, view: View) -> list[Part]:
    """Theses in parts of one direction each, in the order in which they were handed out."""
    parts: dict[str, list[Thesis]] = {}
    for thesis in ordered(theses):
        parts.setdefault(thesis.direction, []).append(thesis)
    return [Part(direction, held, left(group, view, held)) for direction, held in parts.items()]


def left(group: str, view: View, theses: Iterable[Thesis] | None = None) -> int:
    """Theses (all, unless said which) that the group has not decided on."""
    some = view.base.theses.values() if theses is None else theses
    return sum(group not in view.state.verdicts.get(thesis.id, {}) for thesis in some)


def verdicts_of(group: str, view: View) -> list[tuple[Thesis, dict[str, str]]]:
    """The theses that the group has decided on, with its verdicts."""
    return [(thesis, view.state.verdicts[thesis.id][group])
            for thesis in ordered(view.base.theses.values())
            if group in view.state.verdicts.get(thesis.id, {})]  # fmt: skip


def voting(view: View) -> list[str]:
    """Groups whose verdicts are open to the reader: those of the run and those that voted."""
    held = {g for verdicts in view.state.verdicts.values() for g in verdicts}
    known = {*view.base.working_groups, *held}
    return sorted(g for g in known if view.scope is None or g in view.scope)


def outcome(thesis: str, groups: Sequence[str], view: View) -> str:
    """What the groups' verdicts make of a thesis: agreed, redactions side by side, to the plenary.

    All accept: agreed; any amend: the wordings stand side by side; accept and reject: conflict.
    """
    held = [v["verdict"] for g, v in view.state.verdicts.get(thesis, {}).items() if g in groups]
    if not held:
        return ""
    if "reject" in held and len(set(held)) > 1:
        return "конфликт: на пленарное заседание"
    if "amend" in held:
        return "сверить редакции"
    if "reject" in held:
        return "отклонён"
    waiting = len(groups) - len(held)
    return "принят" if not waiting else f"принят, ждём ещё: {waiting}"
