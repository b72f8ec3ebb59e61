"""How many lemmas are right, beside pymorphy3's first guess and its first guess by part of speech.

    python -m pipeline.evaluate.lemmas morphology/lemmas.tsv

DATA is a tab-separated table of gold tokens: source, genre, sent_id, form, lemma, upos, feats.
Counted are content words; participles stand apart (treebanks lead them to the verb), and case and ё
are folded.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipeline.russian.analysis import analyse
from pipeline.russian.lemmas import POS
from pipeline.russian.readings import dictionary, fold
from pipeline.russian.treebank import CONTENT, read, sentences

METHODS = {"first": "первый разбор", "by_pos": "по части речи", "veche": "veche"}


def evaluate(path: Path, genres: Sequence[str] = ()) -> pd.DataFrame:
    """Accuracy by genre, and of participles: columns `tokens` and METHODS, shares of 1."""
    tokens = read(path)
    if genres:
        tokens = tokens[tokens["genre"].isin(genres)].copy()
    parts = sentences(tokens)
    results = analyse([list(part["form"]) for part in parts])
    order = [index for part in parts for index in part.index]
    tokens.loc[order, "pos"] = [pos for result in results for pos in result.pos]
    tokens.loc[order, "veche"] = [lemma for result in results for lemma in result.lemmas]
    tokens["first"] = [_first(form, "") for form in tokens["form"]]
    tokens["by_pos"] = [
        _first(form, pos) for form, pos in zip(tokens["form"], tokens["pos"], strict=True)
    ]
    content = tokens[tokens["upos"].isin(CONTENT)]
    right = content[list(METHODS)].eq(content["gold"], axis=0)
    right["tokens"] = 1
    genre = content["genre"].where(~content["feats"].str.contains("VerbForm=Part"), "(причастия)")
    social = right[genre.str.startswith("social")]
    table = right.groupby(genre.rename("genre")).agg({"tokens": "sum", **_mean()})
    table.loc["social, все вместе"] = social.agg({"tokens": "sum", **_mean()})
    return table


def _mean() -> dict[str, str]:
    return dict.fromkeys(METHODS, "mean")


def _first(form: str, pos: str) -> str:
    """pymorphy3's first guess, of the readings that the part of speech allows where there are."""
    parses = dictionary().parse(form.lower())
    allowed = [p for p in parses if p.tag.POS in POS.get(pos, ())] or parses
    return fold(str(allowed[0].normal_form))


def main() -> None:
    """Print the table."""
    table = evaluate(Path(sys.argv[1])).rename(columns={**METHODS, "tokens": "слов"})
    sys.stdout.write(
        table.to_string(float_format="{:.4f}".format, formatters={"слов": "{:.0f}".format}) + "\n"
    )


if __name__ == "__main__":
    main()
