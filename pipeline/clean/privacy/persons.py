"""Names of people in running text by slovnet's recognizer, trained on news (factRuEval F1 0.96).

Its weights come inside the natasha wheel. It wants capitals where they belong, so it is given a
view with shouting lowered and names raised; texts without a sign of a name are not given to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from pipeline.clean.navec import natasha_data
from pipeline.clean.privacy.found import Found
from pipeline.clean.privacy.gazetteer import parts_of_name
from pipeline.clean.shouting import quiet

_BATCH = 32
_CAPITAL = re.compile(r"[А-ЯЁ][а-яё]")
_LOWER_WORD = re.compile(r"(?<![\w@.])[а-яё]{3,}(?![\w@])")


@lru_cache(maxsize=1)
def _model() -> Any:
    from navec import Navec
    from slovnet import NER

    data = natasha_data()
    vectors = Navec.load(str(next(iter(sorted((data / "emb").glob("navec_*.tar"))))))
    path = next(iter(sorted((data / "model").glob("slovnet_ner_*.tar"))))
    return NER.load(str(path), batch_size=_BATCH).navec(vectors)


def named_view(view: str) -> str:
    """`view` as a newspaper would print it, same length: no shouting, names with capitals."""
    return _LOWER_WORD.sub(_raised, quiet(view))


def _raised(match: re.Match[str]) -> str:
    word = match.group()
    parts = parts_of_name(word)
    return word.capitalize() if parts and "c" not in parts else word


def find_persons(views: Sequence[str]) -> Iterator[list[Found]]:
    """Persons of each view (made by `named_view`), in the order of the views."""
    asked = [view for view in views if _CAPITAL.search(view)]
    answers = iter(_model().map(asked) if asked else ())
    for view in views:
        spans = next(answers).spans if _CAPITAL.search(view) else ()
        yield [
            Found(span.start, span.stop, "имя", "slovnet", 0.8)
            for span in spans
            if span.type == "PER"
        ]
