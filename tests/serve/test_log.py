"""The log loses nothing and lets nothing be changed: kill -9, many at once, a hand in the file."""

import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from city_run import city_base
from editing import ANNA, desk

from pipeline.decisions.log import Decision, Log, exported
from pipeline.errors import InputError
from pipeline.serve.people import Person

WRITER = """
import sys
from pathlib import Path
from pipeline.decisions.log import Decision, Log
log = Log(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    taken = log.add(Decision("note", "Анна", ("x",), {"text": "слово " * 200}, key=f"k{log.last}"))
    print(taken.id, flush=True)
"""


def test_killing_while_writing_loses_nothing_that_was_answered(tmp_path):
    path = tmp_path / "desk.sqlite"
    answered = 0
    while answered < 100:
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path), "1000"],
                                   stdout=subprocess.PIPE, text=True)  # fmt: skip
        for _ in range(34):
            answered = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
        process.stdout.close()
        process.wait()
        answered = int(rest[-1]) if rest else answered
        log = Log(path)
        # at most the one that was being written may be there without its answer
        assert answered <= log.last <= answered + 1
        assert [d.id for d in log.decisions] == list(range(1, log.last + 1))
        assert {d.payload["text"] for d in log.decisions} == {"слово " * 200}
        answered = log.last
        log.close()


def test_two_hundred_at_once_lose_nothing(tmp_path):
    one = desk(city_base(), tmp_path / "desk.sqlite")
    cards = list(one.view(ANNA).cards)
    people = [Person(f"Модератор {n}", "moderator", "бизнес") for n in range(4)] + [ANNA]
    taken, faults = [], []

    def work(number):
        person = people[number % 5]
        decision = Decision("note", "", (cards[number % len(cards)],), {"text": f"заметка {number}"},
                            key=f"k{number}")  # fmt: skip
        try:
            taken.append(one.decide(decision, person, 0).id)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == [] and sorted(taken) == list(range(1, 201))
    one.log.close()
    kept = Log(tmp_path / "desk.sqlite")
    assert {d.payload["text"] for d in kept.decisions} == {f"заметка {n}" for n in range(200)}
    assert {d.who for d in kept.decisions} == {p.name for p in people}


def test_conflicting_edits_at_once_are_taken_once_or_refused(tmp_path):
    from pipeline.serve.refusals import Conflict

    one = desk(city_base(), tmp_path / "desk.sqlite")
    card = next(iter(one.view(ANNA).cards))
    taken, refused = [], []

    def work(number):
        person = Person(f"Модератор {number}", "moderator", "бизнес")
        try:
            decision = Decision("rename", "", (card,), {"name": f"имя {number}"}, key=f"k{number}")
            taken.append(one.decide(decision, person, 0))
        except Conflict as conflict:
            refused.append(conflict.others)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1 and len(refused) == 49
    assert all(others == taken for others in refused)  # everybody sees whose change stands


@pytest.fixture
def path(tmp_path: Path) -> Path:
    log = Log(tmp_path / "desk.sqlite")
    for number in range(3):
        log.add(Decision("note", "Анна", ("x",), {"text": f"{number}"}, key=f"k{number}"))
    log.close()
    return tmp_path / "desk.sqlite"


@pytest.mark.parametrize("sql", ["UPDATE decisions SET who = 'Никто'", "DELETE FROM decisions"])
def test_rows_are_neither_changed_nor_deleted(path, sql):
    with sqlite3.connect(path) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(sql)


@pytest.mark.parametrize("sql", ["UPDATE decisions SET who = 'Никто' WHERE id = 2",
                                 "DELETE FROM decisions WHERE id = 2",
                                 "UPDATE decisions SET why = 'иначе' WHERE id = 1"])  # fmt: skip
def test_a_change_behind_our_back_shows(path, sql):
    with sqlite3.connect(path) as db:
        db.executescript(f"DROP TRIGGER never_changed; DROP TRIGGER never_deleted; {sql}")
    with pytest.raises(InputError, match="изменена запись"):
        Log(path)


def test_a_damaged_file_is_said_plainly(tmp_path):
    (tmp_path / "desk.sqlite").write_bytes(b"not a database at all, really not" * 50)
    with pytest.raises(InputError, match="не читается"):
        Log(tmp_path / "desk.sqlite")


def test_only_its_owner_reads_the_file(path):
    assert path.stat().st_mode & 0o077 == 0


def test_the_log_reads_back_as_it_was_exported(path):
    from pipeline.decisions.settled import read, write

    decisions = Log(path).decisions
    write(path.parent, decisions)
    back = read(path.parent)
    assert exported(back) == exported(decisions)
    assert [d.payload for d in back] == [d.payload for d in decisions]
