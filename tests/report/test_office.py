"""LibreOffice opens every document as it is, without repair, and prints it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

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
