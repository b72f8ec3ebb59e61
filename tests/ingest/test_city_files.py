"""Files as a city's analyst has them: small things that tables and papers are full of."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline import settings
from pipeline.engines import InProcess
from pipeline.ingest import check, read_dataset
from pipeline.ingest.sessions import session_in
from pipeline.ingest.wording import guess_role

ANSWERS = (
    "Дороги разбиты, особенно ул. Советская", "нет", "Мало садиков", "Транспорт. Автобус 14 ходит раз в час", "Свалка у реки; запах",
    "Нет освещения во дворе", "Грязная вода из крана", "Медицина: нет узких специалистов", "Шум по ночам", "Пробки на мосту",
)  # fmt: skip


def _book(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Свод"
    sheet.append(["Результаты анкетирования жителей г. Энска"])
    sheet.append([])
    name = "Оцените благоустройство двора от 1 до 5"
    sheet.append(["Nomer", "Пол", name, "Что, по Вашему мнению, нужно сделать?"])
    for number, answer in enumerate(ANSWERS, start=1):
        sheet.append([number, "жм"[number % 2], str(1 + number % 5), answer])
    sheet.append(["ИТОГО:", None, 30])
    sheet.append([None, None, None, "Исполнитель: Петрова О.А., тел. 22-33-44"])
    chart = book.create_sheet("Диаграмма")
    chart.append(["Мужчины", 5])
    chart.append(["Женщины", 5])
    book.save(path)


def test_a_hand_made_workbook(tmp_path: Path) -> None:
    _book(tmp_path / "Свод анкет.xlsx")
    dataset, chosen = settings.load(tmp_path)
    (source,) = check.inspect(dataset, chosen).sources
    assert [(q.role, q.filled) for q in source.questions] == [("solution", 10)]
    assert source.rows == 10 and check.aside(source)["technical"] == ["Nomer"]
    assert check.aside(source)["scale"] == ["Оцените благоустройство двора от 1 до 5"]
    notes = "; ".join(source.notes)
    assert "Исполнитель" in notes and "ИТОГО" in notes and "«Диаграмма» отложен" in notes


def test_an_answer_at_the_end_of_a_table_is_no_signature(tmp_path: Path) -> None:
    lines = ["ID;Что Вас беспокоит?", "1;Шум", "2;Дым", "3;Ответственные лица не отвечают: жалобы"]
    (tmp_path / "ответы.csv").write_text("\n".join(lines), encoding="utf-8")
    dataset, chosen = settings.load(tmp_path)
    assert len(read_dataset(dataset, chosen, InProcess()).items) == 3


@pytest.mark.parametrize(
    ("wording", "role"),
    [
        ("Что, по Вашему мнению, нужно сделать в первую очередь?", "solution"),
        ("Как Вы считаете, каких объектов не хватает городу?", "problem"),
        ("На Ваш взгляд, что мешает развитию города?", "problem"),
        ("Каким Вы видите город, по-вашему, в 2035 году?", "vision"),
        ("Ваше мнение о работе транспорта", "open"),
    ],
)
def test_whose_opinion_is_asked_for_changes_no_role(wording: str, role: str) -> None:
    assert guess_role(wording)[0] == role


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("Стратегическая сессия 12.03.2025", "2025-03-12"), ("Группа «Наука», 5 мая 2018 г.", "2018-05-05"), ("Бюджет на 2025 год", ""),
        ("Приказ № 12.03", ""), ("Пункт 1.2.2025.1", ""), ("32.13.2025", ""),
    ],
)  # fmt: skip
def test_a_date_in_a_title_is_the_session(text: str, session: str) -> None:
    assert session_in(text) == session


def test_a_paper_takes_its_date_from_its_title(tmp_path: Path) -> None:
    (tmp_path / "groups").mkdir()
    text = "Группа «Наука», 12.03.2025\n\nПроблемы\n- Нет кадров до 01.09.2026\n"
    (tmp_path / "groups" / "наука.txt").write_text(text, encoding="utf-8")
    dataset, chosen = settings.load(tmp_path)
    items = read_dataset(dataset, chosen, InProcess()).items
    assert list(items["session"]) == ["2025-03-12"]
