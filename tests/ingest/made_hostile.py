"""Hostile and broken files: zip bombs, entities, lying sizes, loops, links, wrong types, ruins.

`CASES` maps a name to a `Case`: what the file is called, how it is made, and what must happen:
"refused", "read", or "any" where both are right as long as nothing breaks.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CANARY = "КАНАРЕЙКА-7391"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ха">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
SECRET = '<!DOCTYPE x [<!ENTITY i SYSTEM "file://{canary}">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:{port}/evil.dtd">'


@dataclass(frozen=True)
class Place:
    """What a maker may need: the dataset's folder, a secret file outside it, a listening port."""

    folder: Path
    canary: Path
    port: int


@dataclass(frozen=True)
class Case:
    """A file by its name, its maker, and what must become of it."""

    file: str
    make: Callable[[Place], bytes | None]  # None: the maker has put it there itself
    outcome: str = "refused"


CASES: dict[str, Case] = {}


def case(name: str, file: str, outcome: str = "refused") -> Callable[..., object]:
    def keep(make: Callable[[Place], bytes | None]) -> Callable[[Place], bytes | None]:
        assert name not in CASES
        CASES[name] = Case(file, make, outcome)
        return make

    return keep


# --- packages ---------------------------------------------------------------------------------

ROWS = [
    ["Что Вас беспокоит?", "Ваш район"],
    ["Плохие дороги", "Центральный"],
    ["Мало парков", "Заводской"],
]
TEXTS = ("Построить парк у реки", "Отремонтировать мост")


def good(kind: str) -> bytes:
    """A small sound file."""
    out = io.BytesIO()
    if kind == "xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(out)
    elif kind == "docx":
        import docx

        document = docx.Document()
        for text in TEXTS:
            document.add_paragraph(text, style="List Bullet")
        document.save(out)
    elif kind == "pptx":
        import pptx

        deck = pptx.Presentation()
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = "Предложения"
        slide.placeholders[1].text = "\n".join(TEXTS)
        deck.save(out)
    elif kind == "ods":
        from odf.opendocument import OpenDocumentSpreadsheet
        from odf.table import Table, TableCell, TableRow
        from odf.text import P

        sheet = OpenDocumentSpreadsheet()
        table = Table(name="Лист1")
        for row in ROWS:
            line = TableRow()
            for value in row:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=value))
                line.addElement(cell)
            table.addElement(line)
        sheet.spreadsheet.addElement(table)
        sheet.write(out)
    elif kind == "odt":
        from odf.opendocument import OpenDocumentText
        from odf.text import P

        document = OpenDocumentText()
        for text in TEXTS:
            document.text.addElement(P(text=text))
        document.write(out)
    elif kind == "xls":
        import xlwt

        book = xlwt.Workbook()
        page = book.add_sheet("Лист1")
        for at, row in enumerate(ROWS):
            for column, value in enumerate(row):
                page.write(at, column, value)
        book.save(out)
    elif kind == "parquet":
        import pandas as pd

        pd.DataFrame(ROWS[1:], columns=ROWS[0]).to_parquet(out)
    elif kind == "csv":
        out.write("\n".join(";".join(row) for row in ROWS).encode("utf-8"))
    elif kind == "pdf":
        return pdf([b"BT /F1 12 Tf 72 700 Td (Fix the bridge over the river now) Tj ET"])
    return out.getvalue()


def changed(data: bytes, parts: dict[str, bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """The package with some parts replaced and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for info in old.infolist():
            new.writestr(info.filename, parts.get(info.filename, old.read(info.filename)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def part(kind: str, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(good(kind))).read(name)


def with_dtd(xml: bytes, dtd: str, entity: str) -> bytes:
    """The XML with a document type before its root and an entity used in its text."""
    head, sign, rest = xml.partition(b"?>") if xml.startswith(b"<?xml") else (b"", b"", xml)
    close = rest.rfind(b"</")
    return head + sign + dtd.encode() + rest[:close] + entity.encode() + rest[close:]


PARTS = {
    "xlsx": "xl/worksheets/sheet1.xml",
    "docx": "word/document.xml",
    "ods": "content.xml",
    "odt": "content.xml",
    "pptx": "ppt/slides/slide1.xml",
}

for kind, name in PARTS.items():

    @case(f"bomb in {kind}", f"bomb.{kind}")
    def _bomb(place: Place, kind: str = kind, name: str = name) -> bytes:
        xml = part(kind, name)
        close = xml.rfind(b"</")
        return changed(good(kind), {name: xml[:close] + b" " * 60_000_000 + xml[close:]})


for kind in ("xlsx", "docx"):

    @case(f"many parts in {kind}", f"many.{kind}")
    def _many(place: Place, kind: str = kind) -> bytes:
        return changed(good(kind), {}, {f"junk/{n}.xml": b"" for n in range(6000)})

    @case(f"lying sizes in {kind}", f"lying.{kind}")
    def _lying(place: Place, kind: str = kind) -> bytes:
        data = bytearray(good(kind))
        name = PARTS[kind].encode()
        at = data.rfind(name)  # in the central directory; its sizes stand 22 bytes before the name
        struct.pack_into("<I", data, at - 22, 10)
        return bytes(data)

    @case(f"two parts of one name in {kind}", f"twice.{kind}")
    def _twice(place: Place, kind: str = kind) -> bytes:
        out = io.BytesIO(good(kind))
        import warnings

        with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as package:
            warnings.simplefilter("ignore")
            package.writestr(PARTS[kind], part(kind, PARTS[kind]))
        return out.getvalue()


@case("overlapping parts", "overlap.xlsx")
def _overlap(place: Place) -> bytes:
    """A quine-like bomb: every name of the directory points at one packed part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as package:
        package.writestr("[Content_Types].xml", b"<x/>")
        package.writestr("xl/a.xml", b"<a>" + b" " * 5_000_000 + b"</a>")
        first = package.infolist()[1]
        for number in range(100):
            twin = zipfile.ZipInfo(f"xl/b{number}.xml")
            for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(twin, field, getattr(first, field))
            package.filelist.append(twin)
            package.NameToInfo[twin.filename] = twin
    return out.getvalue()


@case("gzip bomb", "bomb.csv.gz")
def _gzip_bomb(place: Place) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    row = b"a;b;c\n" * 200_000
    return b"".join(packer.compress(row) for _ in range(200)) + packer.flush()


@case("zip inside zip", "zips.xlsx")
def _zips(place: Place) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as package:
        package.writestr("inner.zip", good("xlsx"))
    return out.getvalue()


# --- entities and addresses in XML --------------------------------------------------------------

ENTITIES = [
    ("xlsx", "xl/workbook.xml", LAUGHS, "&i;"),
    ("xlsx", "xl/worksheets/sheet1.xml", SECRET, "&i;"),
    ("xlsx", "xl/styles.xml", REMOTE, ""),
    ("docx", "word/document.xml", SECRET, "&i;"),
    ("docx", "word/styles.xml", LAUGHS, "&i;"),
    ("docx", "word/settings.xml", REMOTE, ""),
    ("docx", "docProps/core.xml", SECRET, "&i;"),
    ("ods", "content.xml", LAUGHS, "&i;"),
    ("ods", "styles.xml", SECRET, "&i;"),
    ("odt", "content.xml", SECRET, "&i;"),
    ("pptx", "ppt/slides/slide1.xml", LAUGHS, "&i;"),
]  # fmt: skip
for kind, name, dtd, entity in ENTITIES:

    @case(f"entities in {kind} {name}", f"entities.{kind}")
    def _entities(
        place: Place, kind: str = kind, name: str = name, dtd: str = dtd, entity: str = entity
    ) -> bytes:
        told = dtd.replace("{canary}", str(place.canary)).replace("{port}", str(place.port))
        return changed(good(kind), {name: with_dtd(part(kind, name), told, entity)})


@case("entities in a custom part", "custom.docx")
def _custom(place: Place) -> bytes:
    return changed(good("docx"), {}, {"customXml/item9.xml": f"{LAUGHS}<x>&i;</x>".encode()})


@case("entities in XML 2003", "old.xls")
def _xml_2003(place: Place) -> bytes:
    return (
        f'<?xml version="1.0"?>{SECRET.replace("{canary}", str(place.canary))}'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
        "<Row><Cell><Data>Вопрос</Data></Cell></Row><Row><Cell><Data>&i;</Data></Cell></Row>"
        "</Table></Worksheet></Workbook>"
    ).encode()


@case("entities in UTF-16 XML", "utf16.docx")
def _utf16_entities(place: Place) -> bytes:
    xml = part("docx", "word/document.xml").decode().replace("UTF-8", "UTF-16")
    told = SECRET.replace("{canary}", str(place.canary))
    return changed(
        good("docx"),
        {"word/document.xml": with_dtd(xml.encode(), told, "&i;").decode().encode("utf-16")},
    )


# --- sheets -------------------------------------------------------------------------------------


def sheet(rows: str) -> bytes:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{rows}</sheetData></worksheet>"
    ).encode()


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


SHEETS = {
    "the last cell": f'<row r="1">{text("A1", "Вопрос")}</row><row r="1048576">{text("XFD1048576", "а")}</row>',
    "a cell beyond the sheet": f'<row r="1">{text("A1", "Вопрос")}{text("ZZZZ1", "а")}</row>',
    "a row beyond numbers": f'<row r="1">{text("A1", "Вопрос")}</row><row r="99999999999">{text("A99999999999", "а")}</row>',
    "twenty thousand columns": '<row r="1">' + '<c t="inlineStr"><is><t>а</t></is></c>' * 20_000 + "</row>",
}  # fmt: skip
for name, rows in SHEETS.items():

    @case(name, "sheet.xlsx")
    def _sheet(place: Place, rows: str = rows) -> bytes:
        return changed(good("xlsx"), {PARTS["xlsx"]: sheet(rows)})


@case("empty rows with a style", "styled.xlsx", "any")
def _styled(place: Place) -> bytes:
    rows = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(4, 300_000))
    filled = "".join(
        f'<row r="{n}">{text(f"A{n}", row[0])}{text(f"B{n}", row[1])}</row>'
        for n, row in enumerate(ROWS, start=1)
    )
    return changed(good("xlsx"), {PARTS["xlsx"]: sheet(filled + rows)})


@case("repeated cells of ODS", "repeated.ods", "any")
def _repeated(place: Place) -> bytes:
    xml = part("ods", "content.xml")
    wide = (
        b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        b' table:number-columns-repeated="16000" office:value-type="string"><text:p>x</text:p>'
        b"</table:table-cell></table:table-row></table:table>"
    )
    return changed(good("ods"), {"content.xml": xml.replace(b"</table:table>", wide)})


@case("an endless cell", "long.csv")
def _long_cell(place: Place) -> bytes:
    return ("Вопрос;Район\n" + "а" * 6_000_000 + ";б\n").encode()


@case("a cell of forty thousand signs", "long.xlsx", "read")
def _forty_thousand(place: Place) -> bytes:
    rows = f'<row r="1">{text("A1", "Что Вас беспокоит?")}</row><row r="2">{text("A2", "дорога " * 6000)}</row>'
    return changed(good("xlsx"), {PARTS["xlsx"]: sheet(rows)})


# --- PDF ----------------------------------------------------------------------------------------


def pdf(
    streams: list[bytes], objects: dict[int, bytes] | None = None, trailer: bytes = b""
) -> bytes:
    """A PDF of one page with the streams; `objects` replace or add others by number."""
    made = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }  # fmt: skip
    for stream in streams:
        made[4] = b"<</Length %d>>stream\n" % len(stream) + stream + b"\nendstream"
    made |= objects or {}
    out, places = b"%PDF-1.7\n", {}
    for number, body in sorted(made.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(made) + 1)
    for number in range(1, max(made) + 1):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    out += b"trailer<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF" % (
        max(made) + 1,
        trailer,
        start,
    )
    return out


WORDS = b"BT /F1 12 Tf 72 700 Td (Fix the bridge over the river now) Tj ET"


def flate(data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream"


PDFS: dict[str, tuple[bytes, str]] = {
    "PDF pages in a loop": (
        pdf([WORDS], {2: b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>"}), "any"),
    "PDF pages deep inside pages": (
        pdf([WORDS], {2: b"<</Type/Pages/Kids[10 0 R]/Count 1>>"} | {
            n: b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 1 if n < 3000 else 3, n - 1)
            for n in range(10, 3001)}), "any"),
    "PDF that counts a billion pages": (
        pdf([WORDS], {2: b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>"}), "any"),
    "PDF of a form inside itself": (
        pdf([b"/X Do"], {6: b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
                         b"/Length 5>>stream\n/X Do\nendstream"}), "any"),
    "PDF that refers to its own table": (pdf([WORDS], trailer=b"/Prev 9"), "any"),
    "PDF of arrays in arrays": (pdf([WORDS], {7: b"[" * 50_000 + b"]" * 50_000}, b"/Info 7 0 R"), "any"),
    "PDF cut in the middle": (pdf([WORDS])[:300], "any"),
    "PDF with nothing after its head": (b"%PDF-1.7\n" + b"\0" * 500, "refused"),
    "PDF with a page that is a picture": (pdf([b"q 10 0 0 10 0 0 cm Q"]), "refused"),
    "PDF with a script": (
        pdf([WORDS], {1: b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"}), "read"),
    "PDF whose letters are no text": (
        pdf([b"BT /F1 12 Tf 72 700 Td <" + b"0102030405060708" * 9 + b"> Tj ET"]), "refused"),
}  # fmt: skip
for name, (data, outcome) in PDFS.items():
    case(name, "paper.pdf", outcome)(lambda place, data=data: data)


@case("PDF bomb", "bomb.pdf")
def _pdf_bomb(place: Place) -> bytes:
    return pdf([], {4: flate(b"q Q " * 40_000_000)})


@case("PDF with a password", "locked.pdf")
def _pdf_locked(place: Place) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(good("pdf"))))
    writer.encrypt("тайна", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# --- names and links ----------------------------------------------------------------------------

for number, name in enumerate(
    ("../../evil.csv", "/etc/evil.csv", "..\\evil.csv", "xl/../../../evil.xml")
):

    @case(f"a part that is called {name}", f"named{number}.xlsx", "any")
    def _traversal(place: Place, name: str = name) -> bytes:
        return changed(good("xlsx"), {}, {name: b"<x/>"})


@case("a relation that leads outside", "outside.pptx", "any")
def _outside(place: Place) -> bytes:
    rels = part("pptx", "ppt/_rels/presentation.xml.rels")
    return changed(
        good("pptx"),
        {
            "ppt/_rels/presentation.xml.rels": rels.replace(
                b"slides/slide1.xml", b"../../../etc/passwd"
            )
        },
    )


@case("a link out of the folder", "link.csv")
def _link(place: Place) -> None:
    (place.folder / "link.csv").symlink_to(place.canary)


@case("a link to nothing", "nothing.csv")
def _dangling(place: Place) -> None:
    (place.folder / "nothing.csv").symlink_to("no-such-file.csv")


@case("a link to itself", "loop.csv")
def _self_link(place: Place) -> None:
    (place.folder / "loop.csv").symlink_to("loop.csv")


@case("a folder that is a link to its parent", "inner", "any")
def _folder_link(place: Place) -> None:
    (place.folder / "inner").symlink_to(place.folder, target_is_directory=True)


@case("a pipe", "pipe.csv")
def _pipe(place: Place) -> None:
    os.mkfifo(place.folder / "pipe.csv")


@case("a folder named as a table", "folder.csv", "any")
def _folder(place: Place) -> None:
    (place.folder / "folder.csv").mkdir()


for number, name in enumerate(
    ("ответы\u202exslx.csv", "a\nb.csv", "'; rm -rf ~;'.csv", "$(touch x).csv", "д" * 110 + ".csv")
):
    case(f"an odd name {number}", name, "read")(lambda place: good("csv"))


# --- one kind under the name of another -----------------------------------------------------------

FALSE = {
    "a picture as a table": ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "refused"),
    "a picture as a scan": ("scan.pdf", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40, "refused"),
    "a program as a workbook": ("book.xlsx", b"\x7fELF" + bytes(range(256)) * 40, "refused"),
    "a program of Windows": ("setup.csv", b"MZ" + bytes(range(256)) * 40, "refused"),
    "RAR": ("answers.csv", b"Rar!\x1a\x07" + bytes(range(256)) * 4, "refused"),
    "7z": ("answers.xlsx", b"7z\xbc\xaf\x27\x1c" + bytes(range(256)) * 4, "refused"),
    "a database": ("base.csv", b"SQLite format 3\0" + b"\0" * 2000, "refused"),
    "RTF": ("paper.doc", b"{\\rtf1\\ansi " + b"text " * 50 + b"}", "refused"),
    "noise": ("noise.csv", bytes((n * 7919 + n // 251) % 256 for n in range(20_000)), "refused"),
    "noise as a document": ("noise.docx", bytes((n * 7919 + n // 251) % 256 for n in range(9_000)), "refused"),
}  # fmt: skip
for name, (file, data, outcome) in FALSE.items():
    case(name, file, outcome)(lambda place, data=data: data)

for kind, file, outcome in (
    ("xlsx", "book.csv", "read"), ("docx", "answers.xlsx", "any"), ("pdf", "paper.docx", "read"),
    ("csv", "table.xlsx", "read"), ("xls", "book.xlsx", "read"), ("parquet", "columns.csv", "read"),
):  # fmt: skip
    case(f"{kind} named {file}", file, outcome)(lambda place, kind=kind: good(kind))


@case("old Word", "paper.doc")
def _doc(place: Place) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "WordDocument".encode("utf-16-le") * 9
    )


@case("a workbook with a password", "locked.xlsx")
def _locked(place: Place) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 504
        + "EncryptedPackage".encode("utf-16-le") * 9
    )


@case("a gzip of a workbook", "book.xlsx.gz", "any")
def _gzip_book(place: Place) -> bytes:
    return gzip.compress(good("xlsx"))


@case("a gzip cut short", "cut.csv.gz")
def _gzip_cut(place: Place) -> bytes:
    return gzip.compress(good("csv") * 50)[:-20]


# --- what documents point at ------------------------------------------------------------------------


@case("a template from the network", "template.docx", "read")
def _template(place: Place) -> bytes:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/attachedTemplate" Target="http://127.0.0.1:{place.port}/t.dotm"'
        ' TargetMode="External"/></Relationships>'
    )
    return changed(good("docx"), {}, {"word/_rels/settings.xml.rels": rels.encode()})


@case("a workbook with macros", "macros.xlsm", "read")
def _macros(place: Place) -> bytes:
    return changed(good("xlsx"), {}, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 600})


@case("a workbook with a link to another", "links.xlsx", "read")
def _external(place: Place) -> bytes:
    return changed(good("xlsx"), {}, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


@case("formulas that call programs", "dde.csv", "read")
def _dde(place: Place) -> bytes:
    lines = ["Что Вас беспокоит?;Район", "=cmd|' /C calc'!A0;Центральный"]
    lines.append(f'"=HYPERLINK(""http://127.0.0.1:{place.port}/"";""а"")";Заводской')
    return "\n".join([*lines, "Дороги;Заводской"]).encode()


@case("a page that calls the network", "page.xls", "read")
def _page(place: Place) -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{v}</td>" for v in row) + "</tr>" for row in ROWS)
    address = f"http://127.0.0.1:{place.port}"
    return (
        f'<html><head><link rel=stylesheet href="{address}/a.css"><script src="{address}/a.js">'
        f'</script></head><body><img src="{address}/a.png"><table>{rows}</table></body></html>'
    ).encode()


# --- JSON -------------------------------------------------------------------------------------------

ROW = {"Что Вас беспокоит?": "Дороги", "Район": "Заводской"}
JSONS = {
    "JSON a hundred thousand lists deep": (b"[" * 100_000 + b"]" * 100_000, "refused"),
    "JSON a hundred thousand records deep": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "refused"),
    "JSON of a number of a million digits": (
        b'[{"q":' + b"9" * 1_000_000 + b',"t":"a"},{"q":1,"t":"b"}]', "any"),
    "JSON with infinite numbers": (b'[{"\xd0\xa7\xd1\x82\xd0\xbe?":NaN,"b":1e400},{"b":"c"}]', "any"),
    "JSON of half a letter": (b'[{"a":"\\ud800 \\udfff","b":"c"},{"a":"d","b":"e"}]', "any"),
    "JSON cut short": (json.dumps([ROW, ROW], ensure_ascii=False).encode()[:-9], "refused"),
    "JSON of one word": (b'"word"', "refused"),
    "JSON of an empty list": (b"[]", "refused"),
    "JSON with a name twice": (b'[{"a":"x","a":"y"},{"a":"z"}]', "any"),
    "JSON Lines with a broken line": ((json.dumps(ROW) + "\n" + json.dumps(ROW)[:-5] + "\n").encode(), "refused"),
}  # fmt: skip
for name, (data, outcome) in JSONS.items():
    case(name, "answers.json", outcome)(lambda place, data=data: data)


# --- tables of text ------------------------------------------------------------------------------------

HEAD = "Что Вас беспокоит?;Район\n"
TABLES = {
    "an empty file": (b"", "refused"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "refused"),
    "spaces and lines": (b" \r\n \r\n\t\n" * 100, "refused"),
    "delimiters alone": (b";;;;\n" * 100, "refused"),
    "a header and no rows": (HEAD.encode(), "any"),
    "zeros": (b"\0" * 10_000, "refused"),
    "zeros among letters": ((HEAD + "Дор\0оги;Центр\0\nПарки;Центр\n").encode(), "read"),
    "two encodings": ((HEAD + "Плохие дороги;Центр\n" * 30).encode() + ("Мало парков в городе;Центр\n" * 30).encode("cp1251"), "refused"),
    "UTF-8 cut inside a letter": ((HEAD + "Дороги;Центр").encode()[:-1], "refused"),
    "UTF-16 cut inside a letter": ((HEAD + "Дороги;Центр").encode("utf-16")[:-1], "refused"),
    "a quote that is not closed": ((HEAD + '"Дороги;Центр\n' + "Парки;Центр\n" * 300).encode(), "read"),
    "quotes of a person's own": ((HEAD + '"Магнит" закрыли;Центр\nПарки "Мира";Центр\n').encode(), "read"),
    "thirty thousand columns": ((";".join(f"В{n}" for n in range(30_000)) + "\n").encode() * 2, "refused"),
    "one line of forty megabytes": (b"a" * 40_000_000, "refused"),
    "rows of every width": ((HEAD + "\n".join("а;" * n for n in range(1, 300))).encode(), "any"),
    "a name that is a program for a terminal": ((HEAD + "\x1b[2J\x1b]0;evil\x07Дороги;Центр\n").encode(), "read"),
}  # fmt: skip
for name, (data, outcome) in TABLES.items():
    case(name, "table.csv", outcome)(lambda place, data=data: data)


# --- ruins of sound files ----------------------------------------------------------------------------------

for kind in ("xlsx", "docx", "ods", "odt", "pptx", "xls", "parquet"):

    @case(f"{kind} cut in half", f"half.{kind}")
    def _half(place: Place, kind: str = kind) -> bytes:
        data = good(kind)
        return data[: len(data) // 2]

    @case(f"{kind} with bytes turned over", f"flipped.{kind}", "any")
    def _flipped(place: Place, kind: str = kind) -> bytes:
        data = bytearray(good(kind))
        for at in range(len(data) // 3, len(data), max(1, len(data) // 40)):
            data[at] ^= 0xFF
        return bytes(data)


@case("parquet that counts a billion rows", "rows.parquet", "any")
def _parquet_rows(place: Place) -> bytes:
    data = bytearray(good("parquet"))
    size = struct.unpack("<I", data[-8:-4])[0]
    struct.pack_into("<I", data, len(data) - 8, min(size * 1000, 2**31))
    return bytes(data)


@case("HTML tags ten thousand deep", "deep.xls", "any")
def _deep(place: Place) -> bytes:
    return b"<html><body>" + b"<div>" * 50_000 + b"<table><tr><td>a</td></tr></table></body></html>"


@case("a document of tables in tables", "deep.docx", "any")
def _deep_tables(place: Place) -> bytes:
    start = b"<w:tbl><w:tr><w:tc>" * 3000
    end = b"<w:p/></w:tc></w:tr></w:tbl>" * 3000
    xml = part("docx", "word/document.xml").replace(b"<w:body>", b"<w:body>" + start + end)
    return changed(good("docx"), {"word/document.xml": xml})


def put(case: Case, place: Place) -> Path:
    """Make the file in the folder."""
    path = place.folder / case.file
    data = case.make(place)
    if data is not None:
        path.write_bytes(data)
    return path
