"""HTML tables and XML Spreadsheet 2003, as content systems write them under the name .xls."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator

from lxml import etree, html

from pipeline.ingest.content import Block, Content, Refused, Row, Sheet
from pipeline.ingest.readers import limits
from pipeline.ingest.readers.archive import parse

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td"}


def read_markup(text: str, encoding: str) -> Content:
    """The tables of the page; a page without tables is read as a document."""
    if re.match(r"\s*mime-version:", text, re.IGNORECASE):
        text = _of_mail(text)
    if "urn:schemas-microsoft-com:office:spreadsheet" in text[:4000] and "<html" not in text[:500]:
        return Content(format="XML 2003", encoding=encoding, sheets=list(_spreadsheet(text)))
    if re.match(r"\s*<\?xml", text) and "<html" not in text[:4000].lower():
        raise Refused("неизвестный вид XML: сохраните таблицу как CSV или XLSX")
    if re.search(r"<!ENTITY", text[:100_000], re.IGNORECASE):
        raise Refused("в файле объявлены сущности XML: это приём атаки")
    root = _page(text)
    tables = [table for table in root.iter("table") if table.find(".//table") is None]
    sheets = [Sheet(rows=rows) for rows in map(_table, tables) if len(rows) > 1]
    if sheets:
        return Content(format="HTML", encoding=encoding, sheets=_largest(sheets))
    return Content(format="HTML", encoding=encoding, blocks=list(_blocks(root)))


def _page(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(no_network=True, remove_comments=True, huge_tree=False)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("страница HTML повреждена") from error
    for junk in list(root.iter("script", "style", "head")):
        junk.drop_tree()
    return root


def _of_mail(text: str) -> str:
    """The HTML part of a page saved as MIME («веб-страница, одним файлом»)."""
    message = email.message_from_string(text, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            return str(part.get_content())
    raise Refused("в файле MIME нет страницы с таблицей")


def _largest(sheets: list[Sheet]) -> list[Sheet]:
    """Pages lay themselves out with tables: keep those near the largest in rows."""
    most = max(len(list(sheet.rows)) for sheet in sheets)
    kept = [sheet for sheet in sheets if len(list(sheet.rows)) >= max(2, most // 4)]
    for number, sheet in enumerate(kept, start=1):
        sheet.name = f"таблица {number}" if len(kept) > 1 else ""
    return kept


def _table(table: html.HtmlElement) -> list[Row]:
    """Rows with cells at their own columns; a merged cell's text stands in its first."""
    rows: list[Row] = []
    taken: dict[int, int] = {}  # column -> rows still covered from above
    for line in table.iter("tr"):
        row: Row = []
        for cell in line:
            if cell.tag not in ("td", "th"):
                continue
            while taken.get(len(row), 0):
                taken[len(row)] -= 1
                row.append("")
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for at in range(len(row), len(row) + across):
                taken[at] = down - 1
            row += [_said(cell)] + [""] * (across - 1)
            if len(row) > limits.MAX_COLUMNS:
                raise Refused(f"столбцов больше {limits.MAX_COLUMNS}")
        for at in range(len(row), max(taken, default=-1) + 1):
            taken[at] = max(0, taken[at] - 1)
        rows.append(row)
    return rows


def _span(cell: html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), limits.MAX_COLUMNS)) if value.isdigit() and len(value) < 6 else 1


def _said(element: html.HtmlElement) -> str:
    """The text of an element, with line breaks where the page shows them."""
    parts: list[str] = []
    for node in element.iter():
        if node.tag == "br" or (node is not element and node.tag in _BLOCKS):
            parts.append("\n")
        if isinstance(node.tag, str):
            parts.append(node.text or "")
        if node is not element:
            parts.append(node.tail or "")
    lines = [" ".join(line.split()) for line in _kept_breaks(parts)]
    return "\n".join(filter(None, lines))


def _kept_breaks(parts: list[str]) -> list[str]:
    """Line breaks of the source are spaces in a page; only those of tags count."""
    joined = "".join(
        part if part == "\n" else part.replace("\r", "").replace("\n", "\x02") for part in parts
    )
    return [
        line.replace("\x02", "\n").strip("\n") if "\x02" in line else line
        for line in joined.split("\n")
    ]


def _blocks(root: html.HtmlElement) -> Iterator[Block]:
    for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "div"):
        if element.tag == "div" and any(child.tag in _BLOCKS for child in element):
            continue
        text = " ".join(_said(element).split())
        if not text:
            continue
        if element.tag[0] == "h":
            yield Block("heading", text, level=int(element.tag[1]))
        elif element.tag == "li":
            depth = sum(1 for parent in element.iterancestors("ul", "ol")) - 1
            yield Block("item", text, level=max(0, depth), number="•")
        else:
            yield Block("paragraph", text)


def _spreadsheet(text: str) -> Iterator[Sheet]:
    root = parse(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).strip().encode("utf-8"))
    for sheet in root.iter(f"{_SS}Worksheet"):
        hidden = sheet.find(".//{urn:schemas-microsoft-com:office:excel}Visible")
        yield Sheet(
            name=sheet.get(f"{_SS}Name", ""),
            rows=list(_spreadsheet_rows(sheet)),
            hidden=hidden is not None and "Hidden" in (hidden.text or ""),
            hidden_rows=sum(row.get(f"{_SS}Hidden") == "1" for row in sheet.iter(f"{_SS}Row")),
        )


def _spreadsheet_rows(sheet: etree._Element) -> Iterator[Row]:
    for row in sheet.iter(f"{_SS}Row"):
        if row.get(f"{_SS}Index"):
            yield []
        cells: Row = []
        for cell in row.iter(f"{_SS}Cell"):
            index = cell.get(f"{_SS}Index", "")
            if index.isdigit():
                if int(index) > limits.MAX_COLUMNS:
                    raise Refused(f"столбцов больше {limits.MAX_COLUMNS}")
                cells += [""] * (int(index) - 1 - len(cells))
            data = cell.find(f"{_SS}Data")
            cells.append(_typed(data) if data is not None else "")
            across = cell.get(f"{_SS}MergeAcross", "")
            cells += [""] * (min(int(across), limits.MAX_COLUMNS) if across.isdigit() else 0)
        yield cells


def _typed(data: etree._Element) -> str:
    text = "".join(data.itertext())
    kind = data.get(f"{_SS}Type")
    if kind == "Number" and re.fullmatch(r"-?\d+\.0+", text):
        return text.partition(".")[0]
    if kind == "DateTime":
        return re.sub(r"\.\d+$", "", text).removesuffix("T00:00:00")
    if kind == "Boolean":
        return "ИСТИНА" if text == "1" else "ЛОЖЬ"
    return text
