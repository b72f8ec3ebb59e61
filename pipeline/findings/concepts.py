"""Which municipal matter a word belongs to: «фонарь» and «лампочка» are two things of one matter.

The list follows the classifiers of citizens' appeals. It makes statements akin, never the same:
what they are about in the first place still is the thing that they name.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

MARK = "#"  # begins the name of a matter where it stands among lemmas
_FILE = Path(__file__).with_name("concepts.toml")


@lru_cache(maxsize=1)
def concepts() -> dict[str, str]:
    """Lemma -> its matter, for every lemma on the list."""
    lines = tomllib.loads(_FILE.read_text(encoding="utf-8"))["concepts"]
    return {word: MARK + name for name, words in lines.items() for word in words.split()}
