"""Run the Python blocks of a Markdown page in order and write what they print below each.

python docs/execute.py docs/tutorial.md
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from pathlib import Path

BLOCK = re.compile(r"```python\n(.*?)```\n(?:\n```text\n.*?```\n)?", re.DOTALL)


def execute(page: str) -> str:
    """The page with fresh outputs; an error in a block is raised as it is."""
    names: dict[str, object] = {"__name__": "tutorial"}

    def run(found: re.Match[str]) -> str:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(found[1], "tutorial", "exec"), names)  # noqa: S102 - our own page
        output = said.getvalue().rstrip()
        return f"```python\n{found[1]}```\n" + (f"\n```text\n{output}\n```\n" if output else "")

    return BLOCK.sub(run, page)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(execute(target.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
