"""Files as a city's analyst has them: small things that tables and papers are full of."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline import checking, settings
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


def _read(folder: Path):
    dataset, chosen = settings.load(folder)
    return read_dataset(dataset, chosen, InProcess()).items


def test_a_legend_spells_out_codes_and_the_draft_is_read_back(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["ID", "В1", "В2", "В3"])
    for number, answer in enumerate(ANSWERS):
        sheet.append([number, "жм"[number % 2], answer, "Построить мост"])
    legend = book.create_sheet("Расшифровка")
    for row in (["Код", "Вопрос"], ["В1", "Ваш пол"], ["В2", "Что Вас беспокоит?"]):
        legend.append(row)
    legend.append(["В3", "Что Вы предлагаете?"])
    book.save(tmp_path / "анкета.xlsx")
    before = _read(tmp_path)
    assert set(before["question"]) == {"Что Вас беспокоит?", "Что Вы предлагаете?"}
    assert set(before["question_role"]) == {"problem", "solution"} and len(before) == 20
    checking.check(tmp_path, write=True)
    after = _read(tmp_path)
    assert list(after["text"]) == list(before["text"])
    assert list(after["respondent"]) == list(before["respondent"])


def test_a_sheet_a_question_is_read_back_without_a_word(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for at, question in enumerate(("Что Вас беспокоит?", "Что Вы предлагаете?")):
        sheet = book.create_sheet(f"Вопрос {at + 1}", at)
        for value in (question, *ANSWERS):
            sheet.append([value])
    book.save(tmp_path / "анкета.xlsx")
    checking.check(tmp_path, write=True)
    dataset, chosen = settings.load(tmp_path)
    read = read_dataset(dataset, chosen, InProcess())
    assert len(read.items) == 20 and not [note for note in read.notes if "нет столбца" in note]


def test_a_column_names_the_group_of_each_row(tmp_path: Path) -> None:
    (tmp_path / "groups").mkdir()
    text = "Группа;Проблема;Предложение\nБизнес;Налоги;Снизить\nНаука;Отток кадров;Дать гранты\n"
    lines = [line.split(";") for line in text.splitlines()]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines).replace(
        "\n", "\n|---|---|---|\n", 1
    )
    (tmp_path / "groups" / "Свод.md").write_text(table, encoding="utf-8")
    items = _read(tmp_path)
    assert list(items["group"]) == ["Бизнес", "Бизнес", "Наука", "Наука"]


@pytest.mark.parametrize("name", ["Сводка ответов анкеты.txt", "Ответы жителей.md"])
def test_answers_typed_into_a_document_are_peoples(tmp_path: Path, name: str) -> None:
    text = "Вопрос 1. Какие проблемы города Вас беспокоят?\n\n- Дороги\n- не хватает врачей\n"
    text += "\nВопрос 2. Что Вы предлагаете?\n\n- Отремонтировать\n- нанять врачей\n"
    (tmp_path / name).write_text(text, encoding="utf-8")
    items = _read(tmp_path)
    assert set(items["kind"]) == {"survey"} and set(items["group"]) == {""}
    assert list(items["question_role"]) == ["problem", "problem", "solution", "solution"]
    checking.check(tmp_path, write=True)
    again = _read(tmp_path)
    assert list(again["text"]) == list(items["text"]) and set(again["kind"]) == {"survey"}


def test_answers_one_a_line_are_apart_whatever_their_first_letter(tmp_path: Path) -> None:
    said = ["Отремонтировать дороги", "не знаю", "Построить детский сад в Заречном", "мост"]
    text = "Что нужно сделать?\n\n" + "\n".join(said)
    (tmp_path / "Ответы.txt").write_text(text, encoding="utf-8")
    assert list(_read(tmp_path)["text"]) == said


def test_a_protocol_says_what_was_decided(tmp_path: Path) -> None:
    (tmp_path / "groups").mkdir()
    text = (
        "Протокол заседания группы «Наука» от 5 мая 2025 года\n\nСЛУШАЛИ: о развитии науки.\n\nРЕШИЛИ:\n\n"
        "Создать научный центр при университете.\n\nУчредить гранты.\n\nГолосовали: «за» — 18.\n\n"
        "Секретарь: Волкова И.П.\n"
    )
    (tmp_path / "groups" / "Протокол №3 наука.txt").write_text(text, encoding="utf-8")
    items = _read(tmp_path)
    assert list(items["text"]) == ["Создать научный центр при университете.", "Учредить гранты."]
    assert set(items["question_role"]) == {"solution"} and set(items["group"]) == {"наука"}
    assert set(items["session"]) == {"2025-05-05"}


def test_the_first_lines_are_shown_as_they_will_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "ID;Что Вас беспокоит?\n1;<p>Темно, звоните 8 923 111-22-33</p>\n2;Шум\n"
    (tmp_path / "ответы.csv").write_text(text, encoding="utf-8")
    checking.check(tmp_path)
    assert "Темно, звоните [телефон]" in capsys.readouterr().out


def test_one_paper_of_two_groups(tmp_path: Path) -> None:
    (tmp_path / "groups").mkdir()
    text = (
        "# Итоги сессии\n\n## Группа 1. «Бизнес» (модератор – Орлова Е.С.)\n\n### Проблемы\n\n- Налоги\n\n"
        "## Группа 2. «Общественность»\n\n### Проблемы\n\n- Мало парков\n- Мусор\n"
    )
    (tmp_path / "groups" / "Итоги.md").write_text(text, encoding="utf-8")
    assert list(_read(tmp_path)["group"]) == ["Бизнес", "Общественность", "Общественность"]


def test_a_group_of_the_folder_is_not_called_after_its_title(tmp_path: Path) -> None:
    (tmp_path / "groups" / "среда").mkdir(parents=True)
    text = "# Рабочая группа «Городская среда»\n\n## Проблемы\n\n- Мусор\n"
    (tmp_path / "groups" / "среда" / "1.md").write_text(text, encoding="utf-8")
    assert list(_read(tmp_path)["group"]) == ["среда"]


@pytest.mark.parametrize(
    ("left", "right", "line"),
    [
        ("благоустрой-", "ство дворов", "благоустройство дворов"), ("социально-", "бытовые услуги", "социально-бытовые услуги"),
        ("врачами-", "специалистами", "врачами-специалистами"), ("по-", "мощь", "помощь"), ("водо-", "провод", "водопровод"),
        ("ре-", "монт", "ремонт"), ("Ивановой-", "Петровой", "Ивановой- Петровой"),
    ],
)  # fmt: skip
def test_a_hyphen_at_the_end_of_a_line(left: str, right: str, line: str) -> None:
    from pipeline.ingest.readers.page import joined

    assert joined(left, right) == line


def test_tags_in_a_header_and_the_author_of_a_comment(tmp_path: Path) -> None:
    rows = ["id;from_id;<b>Какие проблемы</b> требуют решения?", "1;7;Шум", "2;7;Дым", "3;8;Ямы"]
    (tmp_path / "ответы.csv").write_text("\n".join(rows), encoding="utf-8")
    items = _read(tmp_path)
    assert set(items["question"]) == {"Какие проблемы требуют решения?"}
    assert items["respondent"].nunique() == 2
