"""Before and after a session: the checklist, copies of the log, the register, what changed."""

import re
import shutil

import pytest
from desk_people import PEOPLE

from pipeline.decisions.log import Log
from pipeline.serve import register
from pipeline.serve.listing import Filters


def text(answer):
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_the_checklist_says_what_is_not_ready(app, come):
    room, anna = app.state.room, come("Анна")
    said = text(anna.get("/ready"))
    assert "Модели открыты" in said and "Ещё открываются" in said
    for name in PEOPLE:
        assert name in said
    room.warmed = True
    anna.decide("note", target=next(iter(room.desk.base.groups)), text="раз")
    said = text(anna.get("/ready"))
    assert "Подсказки отвечают сразу" in said and "Копии журнала ещё нет" in said
    assert "только на столе" not in said  # a note changes no table of the run
    anna.decide("rename", target=next(iter(room.desk.base.groups)), name="Иначе")
    assert "1 решение лежит только на столе" in text(anna.get("/ready"))


def test_moderators_see_no_accounts_on_the_checklist(come):
    said = text(come("Борис").get("/ready"))
    assert "Учётные записи" not in said and "Копия журнала" not in said
    assert "наука" not in said


def test_theses_without_voices_and_conflicts_are_named(app, come):
    base = app.state.room.desk.base
    first, anna = next(iter(base.theses.values())), come("Анна")
    anna.decide("verdict", target=first.id, verdict="accept", group="бизнес")
    anna.decide("verdict", target=first.id, verdict="reject", why="рано", group="наука")
    assert f"Группы разошлись: {first.number}" in text(anna.get("/ready"))


def test_changed_files_make_a_run_stale(app, come, tmp_path):
    room, anna = app.state.room, come("Анна")
    room.dataset.folder.mkdir(parents=True)
    (room.dataset.folder / "новое.csv").write_text("а\n", encoding="utf-8")
    said = text(anna.get("/ready"))
    assert "После прогона изменились файлы: " in said and "новое.csv" in said


def test_a_copy_of_the_log_holds_every_decision_and_opens_as_a_log(app, come, tmp_path):
    room, anna = app.state.room, come("Анна")
    for number in range(3):
        anna.decide("note", target=next(iter(room.desk.base.groups)), text=f"раз {number}")
    assert anna.post("/backup").status_code == 303
    copy = room.log.newest_copy()
    assert copy.decisions == 3 and copy.path.stat().st_mode & 0o077 == 0
    restored = tmp_path / "desk.sqlite"
    shutil.copy(copy.path, restored)
    log = Log(restored)
    assert log.decisions == room.log.decisions
    log.close()
    assert "Копия журнала решений" in text(anna.get("/ready"))
    assert come("Борис").post("/backup").status_code == 403


def test_the_register_puts_what_is_open_first_and_says_who_decided(app, come):
    room, anna = app.state.room, come("Анна")
    view = room.desk.view(come_person(room))
    problem = next(c for c in view.cards.values() if c.kind == "problem" and c.recurring)
    anna.decide("dispose", target=problem.id, what="rejected", why="нет полномочий")
    view = room.desk.view(come_person(room))
    cards = room.lister.cards(view, Filters())
    for by in register.KEYS:
        found = register.clusters(cards, view, by, room.directions)
        assert sum(len(c.open) + len(c.decided) for c in found) == len(cards)
        assert [c.people for c in found] == sorted((c.people for c in found), reverse=True)
        assert [card.id for c in found for card in c.decided] == [problem.id]
        said = text(anna.get(f"/register?by={by}"))
        assert "нет полномочий" in said and "Анна" in said
    assert "нет полномочий" not in text(anna.get("/register?only=open"))
    assert "Решить" not in text(come("Влад").get("/register"))


def come_person(room):
    from pipeline.serve.people import Person

    return Person("Анна", "analyst")


def test_changes_say_that_there_is_nothing_to_compare_with(come):
    assert "Сравнивать не с чем" in text(come("Анна").get("/changes"))
    assert come("Борис").get("/changes").status_code == 403


def test_changes_against_the_run_before(come, app, city_folder, tmp_path):

    from city_run import frames, regrouped, write_run

    from pipeline.runs import open_run
    from pipeline.serve.desk import read_base

    room, folder = app.state.room, shutil.copytree(city_folder, tmp_path / "two")
    made = regrouped(frames(), 3)
    made["info"] = {**made["info"], "previous": open_run(folder).path.name}
    run = write_run(folder, made, "2018-06-20-0000000002")
    assert run.info["previous"]
    room.folder = folder
    room.use(read_base(run), run)
    said = text(come("Анна").get("/changes"))
    assert "Было:" in said and "Повторяющиеся проблемы и предложения" in said


@pytest.mark.parametrize("path", ["/", "/cards?sort=trend"])
def test_the_trend_since_the_last_session_is_shown(come, path):
    assert re.search(r"(называют чаще|называют реже|появилось|не называют|без изменений)",
                     text(come("Влад").get(path)))  # fmt: skip
