"""Papers of working groups: three contents in eight forms, 24 files, one truth for each content."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

GROUP, DATE, MODERATOR = "бизнес", "2018-04-19", "руководитель объединения"
TITLE = "Предложения рабочей группы"
FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/Library/Fonts/DejaVuSans.ttf",
)


@dataclass(frozen=True)
class Said:
    """An item as it must be read."""

    text: str
    role: str
    heading: str = ""  # what must be among its headings
    slots: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading with its items; `part` is a heading above it."""

    heading: str
    role: str
    items: tuple[str, ...]
    part: str = ""


PLAIN = (
    Section("Проблемы", "problem", (
        "Отток молодёжи из города: уезжает каждый третий выпускник школ",
        "Износ тепловых сетей превышает 70 %, аварии повторяются каждую зиму в одних и тех же кварталах",
        "нет прямых рейсов в соседние региональные центры",
        "Зависимость экономики от двух предприятий (см. п. 2.1 стратегии); доля в доходах бюджета — 5 млрд руб.",
    )),
    Section("Предложения", "solution", (
        "Создать технопарк на площадке бывшего завода",
        "Провести капитальный ремонт теплотрасс по программе на 10 лет. Начать с Заводского района.",
        "Снизить ставку аренды муниципальных помещений для социальных и научно-технических предприятий",
        "Запустить городской конкурс «Лучший двор»",
    )),
    Section("Каким мы видим город в 2035 году", "vision", (
        "Город, в котором хочется растить детей",
        "Центр горного туризма Сибири",
    )),
)  # fmt: skip

NESTED = (
    Section("Проблемы", "problem", (
        "Пробки на мостах в часы пик",
        "Нет пандусов у остановок",
    ), "Дороги и транспорт"),
    Section("Решения", "solution", (
        "Построить третий мост через реку",
        "Выделить полосу для автобусов на главном проспекте",
    ), "Дороги и транспорт"),
    Section("Проблемы", "problem", (
        "Выбросы промышленных предприятий в дни без ветра",
        "Свалки вдоль берега",
    ), "Экология"),
    Section("Решения", "solution", (
        "Вывести ТЭЦ на газ до 2030 года",
        "Поставить датчики воздуха у школ и открыть их данные",
    ), "Экология"),
)  # fmt: skip

COLUMNS = ("№", "Проблема", "Причина", "Решение", "Ответственный", "Срок", "Ресурс")
ROWS = (
    ("1", "Нехватка врачей в поликлиниках", "нет жилья для молодых специалистов",
     "Построить служебное жильё для врачей", "минздрав, мэрия", "2025", "областной бюджет"),
    ("2", "Старые школы без спортзалов", "", "Пристроить спортивные залы к пяти школам",
     "управление образования", "до 2028 г.", "2 млрд руб."),
    ("3", "Бездомные собаки во дворах", "нет приюта", "Открыть муниципальный приют на 300 мест",
     "мэрия", "2026", "бюджет города"),
)  # fmt: skip


def truth(content: str) -> list[Said]:
    """The items of a content in order."""
    if content == "table":
        return [said for row in ROWS for said in _of_row(row)]
    sections = PLAIN if content == "plain" else NESTED
    return [
        Said(text, section.role, section.part) for section in sections for text in section.items
    ]


def _of_row(row: tuple[str, ...]) -> Iterator[Said]:
    names = ("cause", "addressee", "deadline", "resource")
    slots = tuple((n, v) for n, v in zip(names, (row[2], *row[4:]), strict=True) if v)
    yield Said(row[1], "problem", slots=slots)
    yield Said(row[3], "solution", slots=slots)


def _sections(content: str) -> tuple[Section, ...]:
    return PLAIN if content == "plain" else NESTED


def _with_parts(content: str) -> Iterator[tuple[str, Section]]:
    """Sections, each with the part that begins at it or an empty text."""
    last = ""
    for section in _sections(content):
        yield (section.part if section.part != last else ""), section
        last = section.part


# --- forms ----------------------------------------------------------------------------------------


def docx(content: str) -> bytes:
    """Word: styled headings and lists, nested lists, a table with merged cells."""
    import docx as word

    document = word.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(f"Модератор: {MODERATOR}")
    if content == "plain":
        for section in PLAIN:
            document.add_heading(section.heading, 1)
            for text in section.items:
                document.add_paragraph(text, style="List Number")
    elif content == "nested":
        for part, section in _with_parts(content):
            if part:
                document.add_paragraph(part, style="List Bullet")
            document.add_paragraph(section.heading + ":", style="List Bullet 2")
            for text in section.items:
                document.add_paragraph(text, style="List Bullet 3")
    else:
        _word_table(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _word_table(document: object) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS))  # type: ignore[attr-defined]
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = name
    for row in ROWS:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value


def docx_rich(content: str) -> bytes:
    """Word after a review: insertions, deletions, moves, boxes, footnotes, content controls."""
    made = _made_rich(content)
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx("plain"))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for info in old.infolist():
            if info.filename == "word/document.xml":
                new.writestr(info.filename, made[0])
            else:
                new.writestr(info.filename, old.read(info.filename))
        new.writestr("word/footnotes.xml", made[1])
    return out.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_LIST = '<w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>'


def _run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def _revised(text: str, way: int, notes: list[str]) -> str:
    """One item as a reviewed document holds it, in one of seven ways."""
    middle = text.find(" ") + 1
    head, tail = text[:middle], text[middle:]
    if way == 0:
        return f'<w:p>{_LIST}{_run(head)}<w:ins w:id="1" w:author="а">{_run(tail)}</w:ins></w:p>'
    if way == 1:
        gone = f'<w:del w:id="2" w:author="а">{_run("вычеркнуто ", "delText")}</w:del>'
        return f"<w:p>{_LIST}{_run(head)}{gone}{_run(tail)}</w:p>"
    if way == 2:
        box = f"<w:txbxContent><w:p>{_LIST}{_run(text)}</w:p></w:txbxContent>"
        return (
            f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}"
            f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
            "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
    if way == 3:
        return f"<w:sdt><w:sdtContent><w:p>{_LIST}{_run(text)}</w:p></w:sdtContent></w:sdt>"
    if way == 4:
        notes.append(text)
        return f'<w:p>{_run("")}<w:r><w:footnoteReference w:id="{len(notes) + 1}"/></w:r></w:p>'
    if way == 5:
        moved = f'<w:moveFrom w:id="3" w:author="а">{_run("старое место")}</w:moveFrom>'
        new = f'<w:moveTo w:id="4" w:author="а">{_run(tail)}</w:moveTo>'
        return f"<w:p>{_LIST}{moved}{_run(head)}{new}</w:p>"
    return (
        f'<w:p>{_LIST}<w:hyperlink w:anchor="x">{_run(head)}</w:hyperlink>'
        f"<w:smartTag>{_run(tail)}</w:smartTag></w:p>"
    )


def _made_rich(content: str) -> tuple[str, str]:
    body, notes, way = [], [], 0
    if content == "table":
        rows = "".join(
            "<w:tr>"
            + "".join(
                f"<w:tc><w:p>{_run(v[:3])}<w:ins w:id='9' w:author='а'>{_run(v[3:])}</w:ins></w:p></w:tc>"
                for v in row
            )
            + "</w:tr>"
            for row in (COLUMNS, *ROWS)
        )
        deleted = f"<w:tr><w:trPr><w:del w:id='8' w:author='а'/></w:trPr><w:tc><w:p>{_run('нет')}</w:p></w:tc></w:tr>"
        body.append(f"<w:sdt><w:sdtContent><w:tbl>{rows}{deleted}</w:tbl></w:sdtContent></w:sdt>")
    for part, section in _with_parts(content) if content != "table" else ():
        for level, title in ((1, part), (2, section.heading)):
            if title:
                style = f'<w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>'
                body.append(f"<w:p>{style}{_run(title)}</w:p>")
        for text in section.items:
            body.append(_revised(text, way % 7, notes))
            way += 1
    footnotes = "".join(
        f'<w:footnote w:id="{number}"><w:p>{_run(text)}</w:p></w:footnote>'
        for number, text in enumerate(notes, start=2)
    )
    return (
        f"<w:document {_W} {_MORE}><w:body>{''.join(body)}</w:body></w:document>",
        f"<w:footnotes {_W}>{footnotes}</w:footnotes>",
    )


def odt(content: str) -> bytes:
    """OpenDocument text, as МойОфис and Р7 write it."""
    from odf.opendocument import OpenDocumentText
    from odf.table import Table, TableCell, TableRow
    from odf.text import H, List, ListItem, P

    document = OpenDocumentText()
    add = document.text.addElement
    add(H(outlinelevel=1, text=TITLE))
    add(P(text=f"Модератор: {MODERATOR}"))
    if content == "table":
        table = Table(name="Таблица")
        for row in (COLUMNS, *ROWS):
            line = TableRow()
            for value in row:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=value))
                line.addElement(cell)
            table.addElement(line)
        add(table)
    for part, section in _with_parts(content) if content != "table" else ():
        if part:
            add(H(outlinelevel=2, text=part))
        add(H(outlinelevel=3, text=section.heading))
        items = List()
        for text in section.items:
            item = ListItem()
            item.addElement(P(text=text))
            items.addElement(item)
        add(items)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def font() -> str:
    """A font with Russian letters; "" where none is installed."""
    return next((path for path in FONTS if Path(path).is_file()), "")


def pdf(content: str) -> bytes:
    """PDF: running heads and page numbers, small pages, hyphens, a table with rules.

    The plain content stands in two columns.
    """
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, A5, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import (
        BaseDocTemplate,
        Frame,
        PageTemplate,
        Paragraph,
        Table,
        TableStyle,
    )

    pdfmetrics.registerFont(TTFont("D", font()))
    size = landscape(A4) if content == "table" else (A4 if content == "plain" else A5)
    out = io.BytesIO()
    width, height = size
    columns = 2 if content == "plain" else 1
    wide = (width - 100) / columns
    # Low frames: the content must run over columns and pages.
    high = 200 if content == "plain" else 300
    frames = [Frame(50 + at * wide, height - 70 - high, wide - 10, high) for at in range(columns)]

    def rim(canvas: object, document: object) -> None:
        canvas.setFont("D", 8)  # type: ignore[attr-defined]
        canvas.drawString(50, height - 30, "Стратегия города до 2035 года")  # type: ignore[attr-defined]
        canvas.drawString(width / 2, 24, str(document.page))  # type: ignore[attr-defined]

    head = ParagraphStyle("h", fontName="D", fontSize=14, leading=18, spaceBefore=8)
    body = ParagraphStyle("b", fontName="D", fontSize=10, leading=13, spaceAfter=3)
    small = ParagraphStyle("s", fontName="D", fontSize=8, leading=10)
    document = BaseDocTemplate(
        out, pagesize=size, pageTemplates=[PageTemplate(frames=frames, onPage=rim)]
    )
    story: list[object] = [
        Paragraph(TITLE, ParagraphStyle("t", parent=head, fontSize=18, leading=22))
    ]
    if content == "table":
        cells = [[Paragraph(v, small) for v in row] for row in (COLUMNS, *ROWS)]
        grid = TableStyle(
            [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        )
        story.append(Table(cells, colWidths=[25, 130, 110, 130, 110, 60, 90], style=grid))
    for part, section in _with_parts(content) if content != "table" else ():
        if part:
            story.append(Paragraph(part, ParagraphStyle("p", parent=head, fontSize=16, leading=20)))
        story.append(Paragraph(section.heading, head))
        for number, text in enumerate(section.items, start=1):
            mark = f"{number}. " if content == "plain" else "• "
            story.append(Paragraph(mark + text.replace("технических", "тех\u00adнических"), body))
    document.build(story)
    return out.getvalue()


def pptx(content: str) -> bytes:
    """Slides: a title and a list each; a table."""
    import pptx as slides
    from pptx.util import Inches

    deck = slides.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = TITLE
    first.placeholders[1].text = f"Модератор: {MODERATOR}"
    if content == "table":
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = "Рабочий лист"
        shape = slide.shapes.add_table(
            len(ROWS) + 1, len(COLUMNS), 0, Inches(2), Inches(9), Inches(4)
        )
        for at, row in enumerate((COLUMNS, *ROWS)):
            for column, value in enumerate(row):
                shape.table.cell(at, column).text = value
    for section in _sections(content) if content != "table" else ():
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = (
            f"{section.part}. {section.heading}" if section.part else section.heading
        )
        slide.placeholders[1].text = "\n".join(section.items)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def xlsx(content: str) -> bytes:
    """Workbooks: a sheet for each section, a table with the direction beside, a working table."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    if content == "plain":
        for section in PLAIN:
            page = book.create_sheet(section.heading[:31])
            page.append([section.heading])
            for text in section.items:
                page.append([text])
    elif content == "nested":
        page = book.create_sheet("Лист1")
        page.append([TITLE])
        page.append(["№", "Направление", "Проблема", "Решение"])
        number = 0
        for problems, solutions in zip(NESTED[::2], NESTED[1::2], strict=True):
            for at, (problem, solution) in enumerate(
                zip(problems.items, solutions.items, strict=True)
            ):
                number += 1
                page.append([number, problems.part if at == 0 else None, problem, solution])
            if page.max_row > 3:
                page.merge_cells(
                    start_row=page.max_row - 1, start_column=2, end_row=page.max_row, end_column=2
                )
    else:
        page = book.create_sheet("Предложения")
        page.append([TITLE, *[None] * 6])
        page.merge_cells("A1:G1")
        page.append(list(COLUMNS))
        for row in ROWS:
            page.append([int(row[0]), *row[1:]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(content: str) -> str:
    lines = [TITLE, f"Модератор: {MODERATOR}", ""]
    if content == "table":
        for row in ROWS:
            lines.append(f"{row[0]}) Проблема: {row[1]}")
            if row[2]:
                lines.append(f"Причина: {row[2]}")
            lines += [
                f"Решение: {row[3]}",
                f"Ответственный: {row[4]}",
                f"Срок: {row[5]}",
                f"Ресурс: {row[6]}",
                "",
            ]
        return "\n".join(lines)
    for part, section in _with_parts(content):
        if part:
            lines += [part.upper(), ""]
        lines.append(section.heading + ":")
        for number, text in enumerate(section.items, start=1):
            mark = f"{number}." if content == "plain" else "-"
            words, wrapped = f"{mark} {text}".split(" "), ""
            for word in words:  # as a mail program wraps lines
                if len(wrapped.rsplit("\n", 1)[-1]) + len(word) > 70:
                    wrapped += "\n" + word
                else:
                    wrapped += (" " if wrapped else "") + word
            lines.append(wrapped)
        lines.append("")
    return "\n".join(lines)


def txt(content: str) -> bytes:
    """Plain text of old Windows, lines wrapped."""
    return _lines(content).replace("\n", "\r\n").encode("cp1251")


def md(content: str) -> bytes:
    """Markdown."""
    lines = [f"# {TITLE}", "", f"Модератор: {MODERATOR}", ""]
    if content == "table":
        lines.append("| " + " | ".join(COLUMNS) + " |")
        lines.append("|" + "---|" * len(COLUMNS))
        lines += ["| " + " | ".join(row) + " |" for row in ROWS]
    for part, section in _with_parts(content) if content != "table" else ():
        lines += [f"## {part}", ""] if part else []
        lines += [
            f"### {section.heading}",
            "",
            *[f"- **{t.split()[0]}** {' '.join(t.split()[1:])}" for t in section.items],
            "",
        ]
    return "\n".join(lines).encode("utf-8")


CONTENTS = ("plain", "nested", "table")
FORMS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "docx": ("docx", docx),
    "docx_rich": ("docx", docx_rich),
    "odt": ("odt", odt),
    "pdf": ("pdf", pdf),
    "pptx": ("pptx", pptx),
    "xlsx": ("xlsx", xlsx),
    "txt": ("txt", txt),
    "md": ("md", md),
}


def write(folder: Path, form: str, content: str) -> Path:
    """Put one of the 24 papers where its group and session are told by the path."""
    suffix, make = FORMS[form]
    path = folder / "groups" / GROUP / f"{DATE}.{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(make(content))
    return path
