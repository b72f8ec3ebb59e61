"""What a file really is, by its first bytes and its parts, whatever its name says."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.ingest.content import Content, Refused
from pipeline.ingest.readers import limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TABLES = {".csv", ".tsv", ".tab"}
_PACKAGES = {".docx", ".pptx", ".pdf", ".odt", ".odp", ".ods", ".parquet"}
_UNREADABLE = {
    b"Rar!": "архив RAR: распакуйте его",
    b"7z\xbc\xaf": "архив 7z: распакуйте его",
    b"{\\rtf": "формат RTF не читается: сохраните как DOCX",
    b"\x89PNG": "это картинка: нужно распознавание",
    b"\xff\xd8\xff": "это картинка: нужно распознавание",
    b"GIF8": "это картинка: нужно распознавание",
    b"II*\0": "это скан: нужно распознавание",
    b"MM\0*": "это скан: нужно распознавание",
    b"SQLite format 3": "это база SQLite: выгрузите таблицу в CSV",
    b"MZ": "это программа, а не данные",
    b"\x7fELF": "это программа, а не данные",
}


def read(name: str, options: dict[str, Any]) -> Content:
    """Read any file the product knows; Refused says what to do with others."""
    path = Path(name)
    head = _head(path)
    if not head.strip(b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise Refused("файл пуст")
    for magic, reason in _UNREADABLE.items():
        if head.startswith(magic):
            raise Refused(reason)
    if head.startswith(b"\x1f\x8b"):
        return _read_text(path, options, gzip.open)
    if head.startswith(b"PK"):
        return _read_zip(path)
    if head.startswith(_OLE):
        return _read_ole(path)
    if b"%PDF-" in head[:1024]:
        from pipeline.ingest.readers.pdf import read_pdf

        return read_pdf(path)
    if head.startswith(b"PAR1"):
        from pipeline.ingest.readers.parquet import read_parquet

        return read_parquet(path)
    return _read_text(path, options, open)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8192)


def _read_zip(path: Path) -> Content:
    from pipeline.ingest.readers.archive import Archive

    with Archive(path) as archive:
        if "[Content_Types].xml" in archive.names:
            if any(name.startswith("xl/") for name in archive.names):
                from pipeline.ingest.readers.workbooks import read_workbook

                return read_workbook(path, archive)
            if "word/document.xml" in archive.names:
                from pipeline.ingest.readers.docx import read_docx

                return read_docx(archive)
            if any(name.startswith("ppt/") for name in archive.names):
                from pipeline.ingest.readers.pptx import read_pptx

                return read_pptx(archive)
        if "content.xml" in archive.names:
            kind = archive.read("mimetype").decode("ascii", "replace").strip()
            if "spreadsheet" in kind:
                from pipeline.ingest.readers.workbooks import read_workbook

                return read_workbook(path, archive)
            from pipeline.ingest.readers.odt import read_odt

            return read_odt(archive)
    raise Refused("архив ZIP: распакуйте его в папку набора")


def _read_ole(path: Path) -> Content:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused("файл защищён паролем: снимите пароль и сохраните заново")
    if "WordDocument".encode("utf-16-le") in content:
        raise Refused("старый формат Word (.doc) не читается: сохраните как DOCX")
    if "PowerPoint Document".encode("utf-16-le") in content:
        raise Refused("старый формат PowerPoint (.ppt) не читается: сохраните как PPTX")
    from pipeline.ingest.readers.workbooks import read_workbook

    return read_workbook(path, None)


def _read_text(path: Path, options: dict[str, Any], opener: Callable[..., Any]) -> Content:
    """CSV, JSON, HTML, XML or plain text, possibly packed by gzip."""
    from pipeline.ingest.readers.encodings import detect

    _check_unpacked(path, opener)
    with opener(path, "rb") as file:
        encoding, label = detect(file, options.get("encoding", ""))
    with opener(path, "rb") as file:
        start = file.read(65536).decode(encoding, "ignore").lstrip("\ufeff \r\n\t")
    text_kind = _text_kind(start, _suffix(path))
    if text_kind == "prose" and _suffix(path) in _PACKAGES:
        raise Refused("содержимое не то, что обещает имя файла: это обычный текст")
    if text_kind == "table":
        from pipeline.ingest.readers.delimited import read_delimited

        content = read_delimited(
            lambda: opener(path, "rt", encoding=encoding, newline=""),
            label,
            options.get("delimiter", ""),
        )
        if content.delimiter == "нет" and _suffix(path) in (".xls", ".xlsx"):
            raise Refused("содержимое не то, что обещает имя файла: это обычный текст")
        return content
    with opener(path, "rt", encoding=encoding) as file:
        text = file.read().lstrip("\ufeff")
    if text_kind == "json":
        from pipeline.ingest.readers.jsons import read_json

        return read_json(text, label)
    if text_kind in ("html", "xml"):
        from pipeline.ingest.readers.markup import read_markup

        return read_markup(text, label)
    from pipeline.ingest.readers.prose import read_prose

    return read_prose(text, label, markdown=_suffix(path) == ".md")


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    return Path(path.stem).suffix.lower() if suffix == ".gz" else suffix


def _text_kind(start: str, suffix: str) -> str:
    lowered = start[:4096].lower()
    if suffix in (".json", ".jsonl", ".ndjson") or re.match(r"[\[{]\s*[\[{\"\]}]", start):
        return "json"
    if suffix not in _TABLES:
        if re.match(r"<\?xml|<workbook|<ss:workbook", lowered) and "<html" not in lowered:
            return "xml"
        if re.match(r"<(!doctype html|html|head|meta|table|style|body|!--)", lowered):
            return "html"
        if lowered.startswith("mime-version:"):
            return "html"
    if suffix in _TABLES or suffix in (".xls", ".xlsx") or (suffix == ".txt" and _is_tabbed(start)):
        return "table"
    return "prose"


def _is_tabbed(start: str) -> bool:
    """True for «Текст Юникод» of Excel: as many tabs in every line, at least one."""
    whole = re.sub(r'(?<![^\t\n])"[^"]*"', lambda quoted: quoted[0].replace("\n", " "), start)
    lines = [line for line in whole.split("\n")[:30] if line.strip()][:20]
    tabs = {line.count("\t") for line in lines[:-1] or lines}
    return len(lines) >= 2 and len(tabs) == 1 and tabs != {0}


def _check_unpacked(path: Path, opener: Callable[..., Any]) -> None:
    """Unpack a gzip file once without keeping it, so that a bomb is met before a table is."""
    if opener is open:
        return
    packed, unpacked = path.stat().st_size, 0
    try:
        with opener(path, "rb") as file:
            unpacked = _count(file, packed)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Refused("архив gzip повреждён или обрезан") from error
    if not unpacked:
        raise Refused("файл пуст")


def _count(file: BinaryIO, packed: int) -> int:
    unpacked = 0
    while chunk := file.read(1 << 20):
        unpacked += len(chunk)
        limits.alive()
        if unpacked > limits.MAX_UNPACKED:
            raise Refused("архив распаковывается сверх предела: похоже на «бомбу»")
        if unpacked > limits.MIN_SUSPECT and unpacked > limits.MAX_RATIO * packed:
            raise Refused("архив сжат подозрительно сильно: похоже на «бомбу»")
    return unpacked
