"""PDF with a text layer: fragments with their places on the page, and the document's blocks.

pypdf gives the text and where each piece stands; `layout` puts pieces into lines, columns and
tables, `prose` finds list items and headings in them.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

from pipeline.ingest.content import Block, Content, Refused
from pipeline.ingest.readers import limits
from pipeline.ingest.readers.layout import blocks_of_pages
from pipeline.ingest.readers.page import Fragment, Page, Rule

_MAX_PAGES = 1_500
_MIN_LETTERS = 0.35  # clean text has 0.51 to 0.96; fonts without a table of signs give less
_TINY = 5  # characters on a page that is a picture


def read_pdf(path: Path) -> Content:
    """The blocks of all pages; pages that are pictures are named in the notes."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.disable(logging.CRITICAL)
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("файл защищён паролем: снимите пароль и сохраните заново")
        total = len(reader.pages)
        if total > _MAX_PAGES:
            raise Refused(f"страниц {total}, предел {_MAX_PAGES}")
        pages = []
        for number in range(total):
            limits.alive()
            pages.append(_page(reader.pages[number], number + 1))
    except DependencyError as error:
        raise Refused("файл зашифрован: сохраните его без защиты") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Refused("файл PDF повреждён") from error
    if not pages:
        raise Refused("в файле PDF нет страниц")
    return _content(pages)


def _content(pages: list[Page]) -> Content:
    texts = ["".join(fragment.text for fragment in page.fragments) for page in pages]
    pictures = [page.number for page, text in zip(pages, texts, strict=True) if len(text) < _TINY]
    if len(pictures) == len(pages):
        raise Refused(f"нет текстового слоя: нужно распознавание, страниц: {len(pages)}")
    if _is_garbage("".join(texts)):
        raise Refused(
            "знаки в файле не читаются (шрифт без таблицы): нужно распознавание,"
            f" страниц: {len(pages)}"
        )
    notes = []
    if pictures:
        shown = ", ".join(map(str, pictures[:20]))
        notes.append(f"нужно распознавание, страниц: {len(pictures)} (номера: {shown})")
    blocks: list[Block] = blocks_of_pages(pages)
    return Content(format="PDF", blocks=blocks, notes=notes)


def _page(page: Any, number: int) -> Page:
    found = Page(number, width=float(page.mediabox.width), height=float(page.mediabox.height))
    point: list[float] = [0.0, 0.0]

    def on_text(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if not text.strip():
            return
        name = str((font or {}).get("/BaseFont", ""))
        x, y = _place(tm[4], tm[5], cm)
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[1]) or 1.0
        found.fragments.append(
            Fragment(x, y, size * scale, _cleaned(text), bool(re.search("bold|black", name, re.I)))
        )

    def on_operand(operator: bytes, operands: list[Any], cm: list[float], tm: list[float]) -> None:
        try:
            if operator == b"re" and abs(float(operands[3])) < 3 < abs(float(operands[2])):
                left, y, width = (float(operand) for operand in operands[:3])
                found.rules.append(_rule((left, y), left + width, cm))
            elif operator == b"m":
                point[:] = [float(operands[0]), float(operands[1])]
            elif operator == b"l":
                across, up = float(operands[0]) - point[0], float(operands[1]) - point[1]
                if abs(up) < 1 and abs(across) > 20:
                    found.rules.append(_rule((point[0], point[1]), float(operands[0]), cm))
        except (ValueError, TypeError, IndexError):
            return

    page.extract_text(visitor_text=on_text, visitor_operand_before=on_operand)
    return found


def _rule(start: tuple[float, float], x: float, cm: list[float]) -> Rule:
    one, other = _place(*start, cm), _place(x, start[1], cm)
    return Rule(one[1], min(one[0], other[0]), max(one[0], other[0]))


def _place(x: float, y: float, cm: list[float]) -> tuple[float, float]:
    return x * cm[0] + y * cm[2] + cm[4], x * cm[1] + y * cm[3] + cm[5]


def _cleaned(text: str) -> str:
    """The text in one line; signs of symbol fonts (private use) are bullets."""
    return re.sub(r"[\ue000-\uf8ff]", "•", text.replace("\n", " ")).replace("\0", "")


def _is_garbage(text: str) -> bool:
    signs = [sign for sign in text if not sign.isspace()]
    letters = sum(sign.isalpha() for sign in signs)
    return len(signs) >= 20 and (
        letters < _MIN_LETTERS * len(signs)
        or text.count("\ufffd") > 0.05 * len(signs)
        or "(cid:" in text
    )
