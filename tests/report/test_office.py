"""LibreOffice opens every document as it is, without repair, and prints it."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from pipeline.paging import pages_of
from pipeline.report.documents import documents

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def soffice() -> str:
    path = shutil.which("soffice")
    if not path:
        pytest.skip("no LibreOffice is installed")
    return path


def test_documents_open_and_print(files: dict[str, bytes], soffice: str, tmp_path: Path) -> None:
    office = {
        name: data for name, data in sorted(files.items()) if name.endswith((".docx", ".xlsx"))
    }
    folders = {}
    for number, (name, data) in enumerate(office.items()):
        folders[name] = tmp_path / str(number)
        folders[name].mkdir()
        (folders[name] / name).write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for name, folder in folders.items():
        done = subprocess.run(
            [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder),
             str(folder / name)],
            capture_output=True, text=True, timeout=180, check=True,
        )  # fmt: skip
        assert "repair" not in done.stderr.casefold()
        assert (folder / Path(name).with_suffix(".pdf").name).read_bytes().startswith(b"%PDF")


def test_the_contents_tell_the_pages_on_which_headings_stand(
    city: Any, soffice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.paging.office", lambda: soffice)
    annex = documents(city, pages_of)["strategy.docx"]
    entries = {}
    for link in Document(io.BytesIO(annex)).element.body.iter(qn("w:hyperlink")):
        text, *_, page = [run.text for run in link.iter(qn("w:t"))]
        entries[text] = int(page)
    assert len(entries) > 20
    (tmp_path / "annex.docx").write_bytes(annex)
    subprocess.run(
        [soffice, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "annex.docx")],
        capture_output=True, timeout=180, check=True,
    )  # fmt: skip
    printed = [page.extract_text() for page in PdfReader(tmp_path / "annex.pdf").pages]
    for text, page in entries.items():
        assert text.split()[0] in printed[page - 1]
        assert "".join(text.split()) in "".join(printed[page - 1].split())


def test_without_an_office_the_contents_claim_no_pages(city: Any) -> None:
    annex = documents(city, pages_of)["strategy.docx"]
    codes = [i.text for i in Document(io.BytesIO(annex)).element.iter(qn("w:instrText"))]
    assert any("TOC" in code for code in codes)
    assert not any("PAGEREF" in code for code in codes)
