"""`veche serve` and `veche user` as they are typed."""

import os
import re
import signal
import subprocess
import sys
import time

import httpx2
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import InputError
from pipeline.serve import starting

VECHE = [sys.executable, "-m", "pipeline.cli"]


def veche(*arguments, stdin=""):
    return CliRunner().invoke(app, list(arguments), input=stdin)


def test_accounts_are_added_listed_removed(tmp_path):
    out = ["--out", str(tmp_path)]
    assert "нет" in veche("user", "list", *out).output
    added = veche("user", "add", "Мария", "--role", "moderator", "--group", "бизнес",
                  "--password-stdin", *out, stdin="четыре случайных слова\n")  # fmt: skip
    assert added.exit_code == 0, added.output
    assert "Мария\tмодератор\tгруппа «бизнес»" in veche("user", "list", *out).output
    assert starting.accounts(tmp_path).verify("Мария", "четыре случайных слова")
    assert veche("user", "remove", "Мария", *out).exit_code == 0
    assert "нет" in veche("user", "list", *out).output


@pytest.mark.parametrize("arguments, message", [
    (("user", "add", "Х", "--role", "viewer", "--password-stdin"), "короче 8"),
    (("user", "add", "Х", "--role", "admin", "--password-stdin"), "роли «admin» нет"),
    (("user", "add", "Х", "--role", "viewer"), "--password-stdin"),
    (("user", "remove", "Никто"), "нет"),
])  # fmt: skip
def test_faults_are_one_plain_message(tmp_path, arguments, message):
    result = veche(*arguments, "--out", str(tmp_path), stdin="12\n")
    assert isinstance(result.exception, InputError) and message in str(result.exception)


@pytest.mark.parametrize("more, message", [
    (["--host", "0.0.0.0"], "учётных записей нет"),
    (["--tls-cert", "x.pem"], "--tls-key"),
    (["--tls-cert", "x.pem", "--tls-key", "y.pem"], "нет такого файла"),
])  # fmt: skip
def test_what_is_missing_is_said_before_listening(tmp_path, example, more, message):
    result = veche("serve", str(example), "--out", str(tmp_path), *more)
    assert message in str(result.exception)


def test_a_folder_that_is_not_there(tmp_path):
    result = veche("serve", str(tmp_path / "нет"), "--out", str(tmp_path))
    assert "нет такой папки" in str(result.exception)


@pytest.fixture
def started(tmp_path, folder):
    """A real `veche serve` of the invented city; its first lines are in `.said`."""
    raw = tmp_path / "raw" / "city"
    raw.mkdir(parents=True)
    process = subprocess.Popen([*VECHE, "serve", str(raw), "--port", "0", "--out", str(folder.parent)],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               env={**os.environ, "OMP_NUM_THREADS": "1"})  # fmt: skip
    process.said = [process.stdout.readline() for _ in range(3)]
    yield process
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


@pytest.mark.slow
def test_the_printed_address_lets_one_in_and_a_killed_server_has_lost_nothing(started, folder):
    address = re.search(r"http://127\.0\.0\.1:\d+/", started.said[0])[0]
    key = re.search(r"start\?key=(\S+)", started.said[1])[1]
    client = httpx2.Client(base_url=address, timeout=30)
    assert client.get("/").status_code == 303
    assert client.post("/start", data={"key": key}).status_code == 303
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)[1]
    card = re.search(r'/card/(\w+)"', client.get("/cards").text)[1]
    for number in range(20):
        answer = client.post("/decide/note", data={"csrf": csrf, "seen": number, "target": card,
                                                   "text": f"заметка {number}"})  # fmt: skip
        assert answer.status_code == 303
    client.close()
    second = veche("serve", str(folder.parent / "raw" / "city"), "--out", str(folder.parent))
    assert "уже открыт" in str(second.exception)
    started.send_signal(signal.SIGKILL)
    started.wait()
    from pipeline.decisions.log import FILE, Log

    log = Log(folder / FILE)
    assert [d.payload["text"] for d in log.decisions] == [f"заметка {n}" for n in range(20)]
    log.close()


@pytest.mark.slow
def test_a_suggestion_takes_less_than_a_second_of_work(folder):
    from pipeline.serve.near import guess

    guess("Нет парковок")  # opens the models
    begun = time.process_time()
    for text in ("Построить школу в Ильинке", "Разбитые дороги во дворах", "Не хватает врачей"):
        guess(text)
    assert (time.process_time() - begun) / 3 < 1
