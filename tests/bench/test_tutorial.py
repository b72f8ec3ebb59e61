"""The tutorial runs from the first block to the last, and shows what every block prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.slow
def test_the_tutorial_runs(tmp_path: Path) -> None:
    page = tmp_path / "tutorial.md"
    page.write_text((DOCS / "tutorial.md").read_text("utf-8"), "utf-8")
    done = subprocess.run(
        [sys.executable, str(DOCS / "execute.py"), str(page)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "VECHE_MODELS": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    fresh = page.read_text("utf-8")
    blocks = re.findall(r"```python\n.*?```\n\n```text\n(.*?)```", fresh, re.DOTALL)
    assert len(blocks) == fresh.count("```python")
    assert "back to True" in fresh
    assert fresh.count("```text") == (DOCS / "tutorial.md").read_text("utf-8").count("```text")
