"""PDF and ODT as an office program saves them say the same as the DOCX they come from."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import made_papers as made
import pytest

from pipeline import settings
from pipeline.engines import InProcess
from pipeline.ingest import read_dataset


def page(landscape: bool = False, columns: int = 1):
    """An A4 document with a running head and the number of the page below."""
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = docx.Document()
    style = document.styles["Normal"].font
    style.name, style.size = "Liberation Serif", Pt(12)
    section = document.sections[0]
    sizes = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    section.page_width, section.page_height = sizes
    section.header.paragraphs[0].text = "Стратегия развития города до 2035 года"
    run = section.footer.paragraphs[0].add_run("Страница ")
    for kind in ("begin", "", "end"):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = "PAGE"
        run._r.append(mark)
    if columns > 1:
        section._sectPr.find(qn("w:cols")).set(qn("w:num"), str(columns))
    document.add_paragraph().add_run(made.TITLE).bold = True
    return document


def table(document, names, rows, widths) -> None:
    from docx.shared import Cm

    made_table = document.add_table(rows=0, cols=len(names))
    made_table.style, made_table.autofit = "Table Grid", False
    for row in (names, *rows):
        for cell, value, width in zip(made_table.add_row().cells, row, widths, strict=True):
            cell.text, cell.width = value, Cm(width)


def working_table():
    document = page(landscape=True)
    table(document, made.COLUMNS, made.ROWS, (1, 5, 4, 5.5, 4, 2.5, 3))
    return document


NARROW = (
    ("1", "Неудовлетворительное водоснабжение посёлка", "нехватка финансирования", "Реконструкция водопровода",
     "Водоканал, администрация", "2026", "Софинансирование из регионального бюджета"),
    ("2", "Недостаточная освещённость общественных пространств", "", "Энергосберегающие светильники",
     "Горэлектросеть", "2027", "Муниципальный бюджет"),
    ("3", "Несвоевременное снегоудаление с тротуаров по всему городу", "изношенность техники",
     "Приобретение специализированной снегоуборочной техники", "Благоустройство", "ежегодно", "Внебюджетные средства"),
    ("4", "Отсутствие безбарьерной среды", "", "Переоборудование подъездов пандусами", "Управляющие организации",
     "2029", "Субсидирование"),
)  # fmt: skip


def narrow_cells():
    """Cells narrower than their words, which are cut without a hyphen."""
    document = page()
    table(document, made.COLUMNS, NARROW, (0.8, 2.1, 2, 2.2, 1.9, 1.5, 2))
    return document


def table_of_pages():
    document = page()
    rows = [
        (str(n), f"{made.ROWS[n % 3][1]}, участок {n}", f"{made.ROWS[n % 3][3]}, очередь {n}")
        for n in range(1, 41)
    ]
    table(document, ("№", "Проблема", "Решение"), rows, (1.2, 7, 8))
    return document


def two_columns():
    document = page(columns=2)
    for section in made.PLAIN:
        document.add_paragraph().add_run(section.heading).bold = True
        for number in (1, 2, 3):
            for text in section.items:
                paragraph = document.add_paragraph(f"{text} ({number})", style="List Number")
                paragraph.alignment = 3  # justified: words stand apart
    return document


def typed_lists():
    document = page()
    for section in made.NESTED:
        document.add_paragraph().add_run(f"{section.part}. {section.heading}").bold = True
        for number, text in enumerate(section.items * 4, start=1):
            line = (
                f"{number}) {text}, с пояснением, которое переходит на следующую строку страницы;"
            )
            document.add_paragraph(line).alignment = 3
    return document


def sections_of_numbers():
    document = page()
    for at, section in enumerate(made.NESTED, start=1):
        document.add_paragraph().add_run(f"{at}. {section.heading}").bold = True
        for number, text in enumerate(section.items, start=1):
            document.add_paragraph(f"{at}.{number}. {text}")
    return document


def labels():
    document = page()
    for at, row in enumerate(made.ROWS, start=1):
        document.add_paragraph(f"Проблема {at}. {row[1]}")
        document.add_paragraph(f"Решение: {row[3]}")
        document.add_paragraph(f"Ресурсы: {row[6]}")
    return document


DOCUMENTS: dict[str, Callable[[], object]] = {
    "working table": working_table,
    "narrow cells": narrow_cells,
    "table of pages": table_of_pages,
    "two columns": two_columns,
    "typed lists": typed_lists,
    "sections": sections_of_numbers,
    "labelled lines": labels,
}


def said(path: Path, folder: Path) -> list[tuple[str, str, str]]:
    place = folder / path.stem / path.suffix[1:]
    (place / "groups").mkdir(parents=True)
    shutil.copy(path, place / "groups" / path.name)
    dataset, chosen = settings.load(place)
    items = read_dataset(dataset, chosen, InProcess()).items
    return list(zip(items["text"], items["question_role"], items["slots"], strict=True))


@pytest.mark.slow
def test_what_an_office_program_saves_says_the_same(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed")
    for name, make in DOCUMENTS.items():
        make().save(tmp_path / f"{name}.docx")  # type: ignore[attr-defined]
    for kind in ("pdf", "odt"):
        command = [office, "--headless", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"]
        command += ["--convert-to", kind, "--outdir", str(tmp_path)]
        command += [str(tmp_path / f"{name}.docx") for name in DOCUMENTS]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    for name in DOCUMENTS:
        expected = said(tmp_path / f"{name}.docx", tmp_path)
        assert len(expected) >= 6
        for kind in ("pdf", "odt"):
            assert said(tmp_path / f"{name}.{kind}", tmp_path) == expected, f"{name}.{kind}"
