"""On which pages a document's headings stand: asked of LibreOffice, where it is installed.

A contents list of Word holds page numbers that somebody counted: Word does so when a user asks,
and a file that asks for it by itself greets everybody with a question. So the document is laid
out once here, and the numbers found are written into the list. Nothing leaves the machine.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

_PROGRAMS = ("soffice", "libreoffice", "soffice.exe")
_SECONDS = 120


def office() -> str:
    """The path of LibreOffice; "" where there is none."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), "")


def pages_of(document: bytes) -> list[int]:
    """The page of each heading of a Word document, in their order; [] where nobody can tell."""
    program = office()
    if not program:
        return []
    with tempfile.TemporaryDirectory(prefix="veche-pages-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "document.docx").write_bytes(document)
        # A profile of its own: an open LibreOffice would take the request and not answer it.
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--norestore", "--convert-to", "pdf",
                   "--outdir", name, str(folder / "document.docx")]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
            printed = (folder / "document.pdf").read_bytes()
            return list(_headings(PdfReader(io.BytesIO(printed))))
        except (OSError, subprocess.SubprocessError, PyPdfError):
            return []


def _headings(printed: PdfReader) -> Iterator[int]:
    """Page numbers from 1 of the outline, which holds every heading."""
    left: list[Any] = list(printed.outline)
    while left:
        entry = left.pop(0)
        if isinstance(entry, list):
            left = [*entry, *left]
        else:
            page = printed.get_destination_page_number(entry)
            yield -1 if page is None else page + 1
