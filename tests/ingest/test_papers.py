"""Papers of groups in any form: every item once, in order, with its group and role."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import made_papers as made
import pytest

from pipeline import settings
from pipeline.engines import InProcess
from pipeline.ingest import read_dataset

ALL = list(itertools.product(made.FORMS, made.CONTENTS))
FAST = [("docx", "nested"), ("docx_rich", "plain"), ("odt", "table"), ("pdf", "plain")]
FAST += [("pptx", "nested"), ("xlsx", "table"), ("txt", "table"), ("md", "nested")]


def read(folder: Path):
    dataset, chosen = settings.load(folder)
    return read_dataset(dataset, chosen, InProcess())


@pytest.mark.parametrize(("form", "content"), FAST)
def test_some_papers_every_item_once_in_order(tmp_path: Path, form: str, content: str):
    check(tmp_path, form, content)


@pytest.mark.slow
@pytest.mark.parametrize(("form", "content"), ALL)
def test_papers_every_item_once_in_order(tmp_path: Path, form: str, content: str):
    check(tmp_path, form, content)


def check(tmp_path: Path, form: str, content: str) -> None:
    """Every item once, in order, with its group, session, role, headings and slots."""
    if form == "pdf" and not made.font():
        pytest.skip("no font with Russian letters is installed")
    made.write(tmp_path, form, content)
    found = read(tmp_path)
    items = found.items
    expected = made.truth(content)
    if form == "xlsx" and content == "nested":  # the table pairs each problem with its solution
        expected = [expected[at] for at in (0, 2, 1, 3, 4, 6, 5, 7)]
    assert list(items["text"]) == [said.text for said in expected], found.notes
    assert list(items["question_role"]) == [said.role for said in expected]
    assert set(items["group"]) == {made.GROUP}
    assert set(items["session"]) == {made.DATE}
    assert set(items["kind"]) == {"proposal"}
    if form not in ("docx_rich", "pdf", "xlsx"):
        assert set(items["moderator"]) == {made.MODERATOR}
    for heading, said in zip(items["heading"], expected, strict=True):
        assert said.heading.casefold() in heading.casefold()
    if content == "table":
        for slots, said in zip(items["slots"], expected, strict=True):
            assert json.loads(slots) == dict(said.slots)
        rows = list(items["row_id"])
        assert rows[::2] == rows[1::2] and len(set(rows)) == len(made.ROWS)
    [entry] = found.ledger
    assert entry.rows == entry.file_rows == len(expected)


def text_paper(folder: Path, text: str, name: str = "groups/наука/2018-05-24.txt"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read(folder).items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Проблема 1. Нет освещения в парках\nРешение: поставить фонари\nСрок: 2025\n",
            [
                ("problem", "Нет освещения в парках", {"deadline": "2025"}),
                ("solution", "поставить фонари", {"deadline": "2025"}),
            ],
        ),
        (
            "Проблема № 2: Бродячие собаки – Решение: построить приют. Ответственный: мэрия",
            [
                ("problem", "Бродячие собаки", {"addressee": "мэрия"}),
                ("solution", "построить приют.", {"addressee": "мэрия"}),
            ],
        ),
        (
            "Что мешает бизнесу:\n- аренда;\n- проверки.\nЧто предлагаем:\n- снизить аренду\n",
            [
                ("problem", "аренда;", {}),
                ("problem", "проверки.", {}),
                ("solution", "снизить аренду", {}),
            ],
        ),
        (
            "ПРОТОКОЛ\nДата: 24.05.2018\nПрисутствовали: 20 человек\n\nПредложения\n"
            "1) открыть лицей\n2) отремонтировать\n   спортзал\nИтого предложений: 2\nМодератор ________ Иванов",
            [("solution", "открыть лицей", {}), ("solution", "отремонтировать спортзал", {})],
        ),
    ],
)
def test_papers_typed_by_hand(tmp_path: Path, text: str, expected):
    items = text_paper(tmp_path, text)
    found = zip(items["question_role"], items["text"], map(json.loads, items["slots"]), strict=True)
    assert list(found) == expected


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Т1. Построить мост\nТ2. Открыть музей\n", ["Т-1", "Т-2"]),
        ("Тезис 3: Построить мост\nТезис 5: Открыть музей\n", ["Т-3", "Т-5"]),
        ("1. Построить мост\n2. Открыть музей\n", ["Т-1", "Т-2"]),
        ("- Построить мост\n- Открыть музей\n", ["Т-1", "Т-2"]),
        ("А. Мосты\n\n1) Построить мост\n\nБ. Музеи\n\n1) Открыть музей\n", ["Т-1", "Т-2"]),
    ],
)
@pytest.mark.parametrize("name", ["draft.txt", "Наработки к сессии.txt", "проект/тезисы.txt"])
def test_a_draft_is_known_by_its_name_and_its_theses_have_ids(tmp_path, name, text, ids):
    items = text_paper(tmp_path, text, name)
    assert set(items["kind"]) == {"draft"}
    found = [
        (text, thesis)
        for text, thesis in zip(items["text"], items["thesis"], strict=True)
        if text in ("Построить мост", "Открыть музей")
    ]
    assert [text for text, _ in found] == ["Построить мост", "Открыть музей"]
    assert len(set(items["thesis"])) == len(items)
    if len(items) == 2:
        assert list(items["thesis"]) == ids


def test_merged_cells_and_section_rows_of_a_table(tmp_path: Path):
    import docx

    document = docx.Document()
    table = document.add_table(rows=5, cols=4)
    rows = [
        ("№ п/п", "Проблема", "Предлагаемое решение", "Ответственные"),
        ("Экология", "", "", ""),
        ("1", "Смог зимой", "Газификация домов", "мэрия"),
        ("", "", "Контроль выбросов", "надзор"),
        ("2", "Мусор", "1) Контейнеры\n2) Раздельный сбор", "УК"),
    ]
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            table.cell(at, column).text = value
    table.cell(1, 0).merge(table.cell(1, 3))
    table.cell(2, 1).merge(table.cell(3, 1))
    path = tmp_path / "groups" / "наука" / "сессия 2.docx"
    path.parent.mkdir(parents=True)
    document.save(path)
    items = read(tmp_path).items
    assert list(items["text"]) == [
        "Смог зимой", "Газификация домов", "Контроль выбросов", "Мусор", "Контейнеры", "Раздельный сбор",
    ]  # fmt: skip
    assert list(items["question_role"]) == ["problem", "solution", "solution"] * 2
    assert items["row_id"].nunique() == 2
    assert all("Экология" in heading for heading in items["heading"])
    assert set(items["session"]) == {"сессия 2"} and set(items["group"]) == {"наука"}


def test_a_scan_says_that_it_needs_recognition(tmp_path: Path):
    from made_hostile import pdf

    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    scan = pdf([b"q Q"], {2: b"<</Type/Pages/Kids[3 0 R 7 0 R]/Count 2>>", 7: page})
    (tmp_path / "groups").mkdir()
    (tmp_path / "groups" / "бизнес.pdf").write_bytes(scan)
    text_paper(tmp_path, "Предложения\n- открыть лицей\n")
    notes = read(tmp_path).notes
    assert any("бизнес.pdf" in note and "нужно распознавание, страниц: 2" in note for note in notes)


@pytest.mark.parametrize(
    ("name", "group", "session", "moderator"),
    [
        ("groups/бизнес/2018-04-19.txt", "бизнес", "2018-04-19", ""),
        ("groups/2018-04-19/наука.txt", "наука", "2018-04-19", ""),
        ("Группы/Рабочая группа «Наука»/сессия 2.txt", "Наука", "сессия 2", ""),
        ("предложения/бизнес 19.04.2018.txt", "бизнес", "2018-04-19", ""),
        ("бизнес_2018-04-19_модератор Петрова.txt", "бизнес", "2018-04-19", "Петрова"),
        ("Протокол группы общественность от 24.05.2018.txt", "общественность", "2018-05-24", ""),
    ],
)
def test_group_and_session_come_from_the_path(tmp_path, name, group, session, moderator):
    items = text_paper(tmp_path, "Предложения\n- открыть лицей\n- убрать свалку\n", name)
    assert set(items["group"]) == {group}
    assert set(items["session"]) == {session}
    assert set(items["moderator"]) == {moderator}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("наработки.txt", "draft"),
        ("Проект стратегии города.txt", "draft"),
        ("Черновик/раздел 1.txt", "draft"),
        ("groups/бизнес/наработки.txt", "draft"),
        ("Предложения группы бизнес к проекту стратегии.txt", "proposal"),
        ("Замечания к проекту.txt", "proposal"),
        ("groups/наука/тезисы.txt", "proposal"),
        ("Протокол заседания.txt", "proposal"),
    ],
)
def test_drafts_and_papers_are_told_apart_by_name(tmp_path: Path, name: str, kind: str):
    items = text_paper(tmp_path, "Предложения\n- открыть лицей\n- убрать свалку\n", name)
    assert set(items["kind"]) == {kind}
    assert list(items["text"]) == ["открыть лицей", "убрать свалку"]


@pytest.mark.skipif(not made.font(), reason="no font with Russian letters is installed")
@pytest.mark.parametrize(
    "align", ["MIDDLE", *(pytest.param(name, marks=pytest.mark.slow) for name in ("TOP", "BOTTOM"))]
)
def test_a_cell_of_a_pdf_merged_over_rows_is_said_once(tmp_path: Path, align: str) -> None:
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import SimpleDocTemplate, Table

    pdfmetrics.registerFont(TTFont("D", made.font()))
    rows = [
        ["Проблема", "Решение", "Ответственный", "Срок"],
        ["Дороги изношены", "Отремонтировать Горную", "УДКХ", "2025"],
        ["", "Проверять подрядчиков", "", "2026"],
        ["", "Создать дорожный фонд", "", "2027"],
        ["Мало врачей", "Дать служебное жильё", "Минздрав", "2026"],
    ]
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), "D", 9),
        ("SPAN", (0, 1), (0, 3)), ("SPAN", (2, 1), (2, 3)), ("VALIGN", (0, 0), (-1, -1), align),
        ("ALIGN", (0, 0), (-1, 0), "CENTER"),
    ]  # fmt: skip
    folder = tmp_path / "groups" / "бизнес"
    folder.mkdir(parents=True)
    SimpleDocTemplate(str(folder / "лист.pdf"), pagesize=A4).build([Table(rows, style=style)])
    items = read(tmp_path).items
    said = [
        (row.text, json.loads(row.slots).get("addressee"), json.loads(row.slots).get("deadline"))
        for row in items.itertuples()
    ]
    assert said == [
        ("Дороги изношены", "УДКХ", "2025; 2026; 2027"),
        ("Отремонтировать Горную", "УДКХ", "2025"),
        ("Проверять подрядчиков", "УДКХ", "2026"),
        ("Создать дорожный фонд", "УДКХ", "2027"),
        ("Мало врачей", "Минздрав", "2026"),
        ("Дать служебное жильё", "Минздрав", "2026"),
    ]


@pytest.mark.parametrize(
    ("codes", "theses"),
    [
        (("Т-1", "Т-3"), ["Т-1", "Т-3"]),
        (("1.", "2."), ["Т-1", "Т-2"]),
        (("Мост", "Музей"), ["Т-1", "Т-2", "Т-3", "Т-4"]),  # words are said, not numbers
    ],
)
def test_a_draft_in_a_table_without_a_head_has_its_own_numbers(tmp_path: Path, codes, theses):
    import docx

    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for at, row in enumerate(zip(codes, ("Построить мост", "Открыть музей"), strict=True)):
        for column, value in enumerate(row):
            table.cell(at, column).text = value
    document.save(tmp_path / "draft.docx")
    items = read(tmp_path).items
    assert list(items["thesis"]) == theses
    assert [t for t in items["text"] if len(t) > 8] == ["Построить мост", "Открыть музей"]
    assert len(items) == len(theses)
