"""`veche check`: what it shows, the draft of dataset.toml, the table of answers, its messages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import made_papers
import made_surveys
import pandas as pd
import pytest
from rich.console import Console

from pipeline import checking, settings
from pipeline.engines import InProcess
from pipeline.errors import InputError
from pipeline.ingest import read_dataset
from pipeline.ingest.check import Inspection, draft_toml, inspect
from pipeline.ingest.checkview import render


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset of a survey, a group's papers, a draft and a broken file, without dataset.toml."""
    place = tmp_path / "Энск"
    made_surveys.write(place, "handmade", "xlsx", made_surveys.people())
    for at, content in enumerate(("plain", "table")):
        path = place / "groups" / "наука" / f"2018-0{at + 4}-19.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made_papers.md(content))
    (place / "наработки.txt").write_text("1. Построить мост\n2. Открыть музей\n", encoding="utf-8")
    (place / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    (place / "README.md").write_text("о данных", encoding="utf-8")
    return place


def inspected(folder: Path) -> Inspection:
    return inspect(*settings.load(folder))


def shown(inspection: Inspection, width: int = 110) -> str:
    console = Console(width=width, record=True, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    render(inspection, console)
    console.file.close()
    return console.export_text()


def items(folder: Path) -> pd.DataFrame:
    return read_dataset(*settings.load(folder), InProcess()).items


def test_it_shows_files_questions_roles_and_what_was_set_aside(folder: Path) -> None:
    text = shown(inspected(folder))
    for words in (
        "answers.xlsx", "анкета · XLSX · шапка в строке 4 · строк: 60", "проблемы", "0,95",
        "служебные, не хранятся: № п/п", "признаки для разрезов: Ваш район; Ваш возраст",
        "оценки по шкале: Оцените качество дорог", "таблицы оценок: Довольны ли Вы (столбцов: 2)",
        "скрытых строк 1", "над шапкой: «Результаты анкетирования", "ИТОГО",
        "строка 1", "Мало внимания: больницы школы 1",
        "документ группы · Markdown · UTF-8 · пунктов: 10 · группа: наука",
        "наработки · текст · UTF-8 · пунктов: 2", "Не прочитано файлов: 1",
        "не прочитан: файл повреждён", "README.md: не данные, не читался",
    ):  # fmt: skip
        assert words in text, words


def test_the_draft_of_dataset_toml_changes_nothing(folder: Path) -> None:
    before, inspection = items(folder), inspected(folder)
    (folder / "broken.xlsx").unlink()
    text = draft_toml(inspection)
    (folder / "dataset.toml").write_text(text, encoding="utf-8")
    pd.testing.assert_frame_equal(items(folder), before)
    assert "# не прочитан: broken.xlsx" in text
    assert "# служебные, не хранятся: № п/п" in text
    assert 'file = "groups/наука/*.md"' in text


def test_unsure_questions_are_marked_in_the_draft(tmp_path: Path) -> None:
    body = "Q1;Q2\n" + "".join(f"слова о городе {n};другие слова {n}\n" for n in range(20))
    (tmp_path / "a.csv").write_text(body, encoding="utf-8")
    inspection = inspected(tmp_path)
    assert 'Q1 = "open" # неясно, впишите роль' in draft_toml(inspection)
    assert "Вопросов с неясной ролью: 2." in shown(inspection)


def test_a_long_table_shows_its_questions(tmp_path: Path) -> None:
    rows = [
        f"{n};Какие проблемы Вы видите?;ямы {n}\n{n};Что предлагаете?;мост {n}\n" for n in range(9)
    ]
    (tmp_path / "a.csv").write_text("Респондент;Вопрос;Ответ\n" + "".join(rows), encoding="utf-8")
    inspection = inspected(tmp_path)
    [source] = inspection.sources
    assert [(q.wording, q.role, q.filled) for q in source.questions] == [
        ("Какие проблемы Вы видите?", "problem", 9),
        ("Что предлагаете?", "solution", 9),
    ]
    before = items(tmp_path)
    (tmp_path / "dataset.toml").write_text(draft_toml(inspection), encoding="utf-8")
    pd.testing.assert_frame_equal(items(tmp_path), before)


def test_signs_that_a_terminal_obeys_are_not_printed(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J.csv").write_text(
        "Что Вас беспокоит?;Район\n\x1b[31m\x07Дороги [red]и[/];Центр\n", encoding="utf-8"
    )
    text = shown(inspected(tmp_path))
    assert not any(ord(sign) < 32 and sign != "\n" for sign in text)
    assert "[red]и[/]" in text


def test_write_does_not_touch_a_file_that_is_there(folder: Path) -> None:
    checking.check(folder, write=True)
    first = (folder / "dataset.toml").read_bytes()
    with pytest.raises(InputError, match=r"dataset\.toml.*не тронут"):
        checking.check(folder, write=True)
    assert (folder / "dataset.toml").read_bytes() == first


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda place: place.joinpath("a.csv").unlink(), "нет ни одного файла с данными"),
        (lambda place: place.joinpath("a.csv").write_bytes(b""), "a.csv: файл пуст"),
        (
            lambda place: place.joinpath("dataset.toml").write_text(
                '[[survey]]\nfile = "b.csv"\n', encoding="utf-8"
            ),
            "по образцу «b.csv» не найдено",
        ),
        (
            lambda place: place.joinpath("dataset.toml").write_text(
                '[[survey]]\nfile = "../*.csv"\n', encoding="utf-8"
            ),
            "ведёт за пределы папки",
        ),
        (
            lambda place: place.joinpath("dataset.toml").write_text(
                '[[survey]]\nfile = "a.csv"\nrespondnet = "ID"\n', encoding="utf-8"
            ),
            "неизвестная настройка «survey.respondnet». Возможно, имелось в виду «respondent»",
        ),
        (
            lambda place: place.joinpath("dataset.toml").write_text(
                '[[survey]]\nfile = "a.csv"\nrespondent = "Номер"\n', encoding="utf-8"
            ),
            "a.csv: нет столбца «Номер»",
        ),
        (
            lambda place: place.joinpath("dataset.toml").write_text(
                '[[survey]]\nfile = "a.csv"\nencoding = "utf8000"\n', encoding="utf-8"
            ),
            "неизвестная кодировка «utf8000»",
        ),
    ],
)
def test_faults_are_one_message_that_names_the_place(tmp_path: Path, make, words: str) -> None:
    (tmp_path / "a.csv").write_text("Что Вас беспокоит?;Район\nДороги;Центр\n", encoding="utf-8")
    make(tmp_path)
    with pytest.raises(InputError) as caught:
        inspected(tmp_path)
    message = str(caught.value)
    assert words in message and "\n" not in message


@pytest.mark.slow
def test_the_command_line(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "answers.parquet"
    command = [sys.executable, "-m", "pipeline.cli", "check", str(folder), "--answers", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    answers = pd.read_parquet(target)
    assert len(answers) == len(items(folder))
    assert set(answers["status"]) <= {"used", "empty", "non_answer", "duplicate", "rejected"}
    for missing in ("нет-такой", str(tmp_path / "нет")):
        command = [sys.executable, "-m", "pipeline.cli", "check", missing]
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 1 and "нет такой папки" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_every_shared_source_is_read(shared: Path, tmp_path: Path) -> None:
    """Real exports of appeals, polls and letters: one text column, the rest set aside."""
    texts = {
        "kursk/appeals.csv": ["text"],
        "troitsk/letters.csv": ["text"],
        "comments/comments.csv": ["text"],
    }
    for name, expected in texts.items():
        place = tmp_path / name.partition("/")[0]
        place.mkdir()
        (place / "data.csv").write_bytes((shared / name).read_bytes())
        [source] = inspected(place).sources
        assert [question.wording for question in source.questions] == expected, name
        assert source.rows == source.questions[0].filled
