"""The same question asked in other words in another wave: brought under one wording, and said."""

from __future__ import annotations

import re
from typing import Any

from pipeline.tables import fold

_FILLER = re.compile(
    r"\b(по\s+вашему\s+мнению|на\s+ваш\s+взгляд|по-вашему|как\s+вы\s+считаете|пожалуйста|в\s+первую\s+очередь|вы|ваш\w*|бы|для|в|во|на|и|с|со|о|об|по|из|от|до"
    r"|какие|какой|какая|каким|каких|что|чего|чем|как|себе|наш\w*)\b"
)
_ALIKE = 0.6


def match_waves(records: list[dict[str, Any]]) -> list[str]:
    """Give renamed questions the wording of the first source, in place; returns what was matched.

    Two wordings of different sources are one question if their role is the same, neither source
    asks both, and their content words (first five letters) overlap by at least 0.6 (Jaccard).
    """
    asked: dict[tuple[str, str], set[str]] = {}
    for record in records:
        if record["kind"] == "survey":
            asked.setdefault((record["question"], record["question_role"]), set()).add(
                record["source"]
            )
    ordered = sorted(asked, key=lambda key: (min(asked[key]), key))
    canonical: dict[tuple[str, str], str] = {}
    notes = []
    for at, later in enumerate(ordered):
        best, score = None, 0.0
        for earlier in ordered[:at]:
            if earlier in canonical or earlier[1] != later[1] or asked[earlier] & asked[later]:
                continue
            alike = _alike(earlier[0], later[0])
            if alike > score:
                best, score = earlier, alike
        if best is None or score < _ALIKE:
            continue
        canonical[later] = best[0]
        asked[best] |= asked[later]
        if fold(best[0]) != fold(later[0]):
            notes.append(f"вопрос «{later[0]}» принят за тот же, что «{best[0]}»")
    if canonical:
        for record in records:
            key = (record["question"], record["question_role"])
            if record["kind"] == "survey" and key in canonical:
                record["question"] = canonical[key]
    return notes


def _alike(left: str, right: str) -> float:
    if fold(left) == fold(right):
        return 1.0
    first, second = _stems(left), _stems(right)
    return len(first & second) / max(1, len(first | second))


def _stems(wording: str) -> set[str]:
    text = _FILLER.sub(" ", fold(wording))
    return {word[:5] for word in re.findall(r"[^\W_]{2,}", text)}
