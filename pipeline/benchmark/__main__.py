"""python -m pipeline.benchmark DATA [--out docs/benchmark.md] [--only SECTION…]"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline import progress
from pipeline.benchmark.run import SECTIONS, benchmark
from pipeline.errors import VecheError


def main(arguments: list[str] | None = None) -> int:
    """Print the page, or write it to `--out`; 1 with a message when the folder is at fault."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.benchmark", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with gold/, morphology/, entities/ …")
    parser.add_argument("--out", type=Path, help="file to write, docs/benchmark.md")
    parser.add_argument("--only", nargs="+", default=[], help=", ".join(SECTIONS))
    given = parser.parse_args(arguments)

    def write(page: str) -> None:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(page, encoding="utf-8", newline="\n")

    try:
        page = benchmark(given.data, given.only, progress.reporter(), write if given.out else None)
    except VecheError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if given.out:
        write(page)
    else:
        sys.stdout.write(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
