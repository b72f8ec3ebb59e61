"""The checklist of the last minutes before a session: what is ready, what is not, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline import keys
from pipeline.decisions.cards import View
from pipeline.decisions.settled import TAKEN_IN
from pipeline.report.typography import counted, date, listed
from pipeline.serve.people import Person
from pipeline.serve.room import Room
from pipeline.serve.theses import ordered, outcome, voting

_NAMED = 6  # theses, groups named in one line


@dataclass(frozen=True)
class Check:
    """One line of the list: `good` or something to do; `href` and `action` lead there."""

    title: str
    good: bool
    told: str
    href: str = ""
    action: str = ""


def checks(room: Room, person: Person, view: View, people: Sequence[Person]) -> list[Check]:
    """Everything that is worth a look; accounts, files and copies are the analyst's."""
    found = [_models(room), *_papers(view), *_theses(view, person), *_carried(room, view)]
    if person.role == "analyst":
        found += [_fresh(room), _returned(room), _copied(room), _accounts(view, people)]
    return sorted(found, key=lambda check: check.good)


def _models(room: Room) -> Check:
    told = "Подсказки отвечают сразу." if room.warmed else "Ещё открываются; обычно до минуты."
    return Check("Модели открыты", room.warmed, told)


def _papers(view: View) -> Iterator[Check]:
    base = view.base
    held = {s.session for s in base.answers.values() if s.group and s.session}
    last = max(held, default="")
    heard = {s.group for s in base.answers.values() if s.session == last and s.group}
    groups = [g for g in base.working_groups if view.scope is None or g in view.scope]
    silent = [g for g in groups if g not in heard]
    when = f"сессии {date(last)}" if last else "последней сессии"
    if silent:
        told = f"Нет листов {when}: {listed(silent)}. Положите их в набор и повторите veche run."
    else:
        told = f"Листы {when} есть у всех: {listed(groups)}." if groups else "Групп пока нет."
    yield Check("Листы групп", not silent and bool(groups), told)


def _theses(view: View, person: Person) -> Iterator[Check]:
    theses = ordered(view.base.theses.values())
    if not theses:
        yield Check("Наработки", False, "Тезисов нет: положите файл наработок в набор.")
        return
    alone = [t.number or t.text[:40] for t in theses if not view.found(t.findings)]
    told = (
        f"О них никто не говорил: {_some(alone)}. Спросите группу."
        if alone else f"О каждом из {len(theses)} тезисов кто-то говорил."
    )  # fmt: skip
    yield Check("Тезисы без голосов", not alone, told, "/session", "К тезисам")
    groups = voting(view)
    torn = [t.number or t.text[:40] for t in theses if "конфликт" in outcome(t.id, groups, view)]
    if torn:
        told = f"Группы разошлись: {_some(torn)}."
        yield Check("Осталось с прошлой сессии", False, told, "/matrix", "К итогам")


def _carried(room: Room, view: View) -> Iterator[Check]:
    lost = len(view.state.uncarried)
    told = f"Не нашли места в новом прогоне: {lost}." if lost else "Все решения на своих местах."
    yield Check("Решения перенесены", not lost, told, "/carried" if lost else "", "Посмотреть")


def _fresh(room: Room) -> Check:
    title = "Прогон свежий"
    run = room.desk.run if room.desk else None
    if run is None or not room.dataset.folder.is_dir():
        return Check(title, True, "Исходных файлов рядом нет: сверить не с чем.")
    then, now = run.info.get("files", {}), keys.file_hashes(room.dataset.folder)
    changed = sorted(name for name in {*then, *now} if then.get(name) != now.get(name))
    if changed:
        told = f"После прогона изменились файлы: {_some(changed)}. Повторите veche run."
        return Check(title, False, told)
    return Check(title, True, f"Прогон {run.path.name}: файлы с тех пор не менялись.")


def _returned(room: Room) -> Check:
    assert room.desk is not None
    new = [
        d for d in room.desk.active if d.action in TAKEN_IN and d.id not in room.desk.base.settled
    ]
    if not new:
        return Check("Решения в прогоне", True, "Всё решённое уже учтено в прогоне.")
    told = (
        f"{counted(len(new), 'решение лежит', 'решения лежат', 'решений лежат')} только на столе. "
        "Нажмите «Вернуть в прогон» и повторите veche run."
    )
    return Check("Решения в прогоне", False, told, "/history", "К истории")


def _copied(room: Room) -> Check:
    copy, last = room.log.newest_copy(), room.log.last
    if copy is None:
        told = "Копии журнала ещё нет." if last else "Решений ещё нет, копировать нечего."
        return Check("Копия журнала решений", not last, told, "/backup" if last else "", "Сделать")
    since = last - copy.decisions
    made = _clock(copy.path)
    told = f"Копия {made}, решений в ней {copy.decisions}" + (f", новых {since}." if since else ".")
    return Check("Копия журнала решений", not since, told, "/backup" if since else "", "Обновить")


def _clock(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone().strftime("%d.%m %H:%M")


def _accounts(view: View, people: Sequence[Person]) -> Check:
    title = "Учётные записи"
    if not people:
        told = "Их нет: стол открыт только на этом компьютере. Заведите: veche user add."
        return Check(title, False, told)
    named = [f"{p.name}{f' («{p.group}»)' if p.group else ''}" for p in people]
    held = {p.group for p in people}
    without = [g for g in view.base.working_groups if g not in held]
    told = f"Могут войти: {_some(named, 20)}."
    if without:
        told += f" Нет модератора у групп: {listed(without)}."
    return Check(title, not without, told)


def _some(names: Sequence[str], most: int = _NAMED) -> str:
    more = f" и ещё {len(names) - most}" if len(names) > most else ""
    return ", ".join(names[:most]) + more
