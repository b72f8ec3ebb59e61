"""Papers of groups in any form: every item once, in order, with its group and role."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import made_papers as made
import pytest

from pipeline import settings
from pipeline.engines import InProcess
from pipeline.ingest import read_dataset

ALL = list(itertools.product(made.FORMS, made.CONTENTS))


def read(folder: Path):
    dataset, chosen = settings.load(folder)
    return read_dataset(dataset, chosen, InProcess())


@pytest.mark.parametrize(("form", "content"), ALL)
def test_every_item_once_in_order_with_its_group_and_role(tmp_path: Path, form: str, content: str):
    if form == "pdf" and not made.font():
        pytest.skip("no font with Russian letters is installed")
    made.write(tmp_path, form, content)
    found = read(tmp_path)
    items = found.items
    expected = made.truth(content)
    if form == "xlsx" and content == "nested":  # the table pairs each problem with its solution
        expected = [expected[at] for at in (0, 2, 1, 3, 4, 6, 5, 7)]
    assert list(items["text"]) == [said.text for said in expected], found.notes
    assert list(items["question_role"]) == [said.role for said in expected]
    assert set(items["group"]) == {made.GROUP}
    assert set(items["session"]) == {made.DATE}
    assert set(items["kind"]) == {"proposal"}
    if form not in ("docx_rich", "pdf", "xlsx"):
        assert set(items["moderator"]) == {made.MODERATOR}
    for heading, said in zip(items["heading"], expected, strict=True):
        assert said.heading.casefold() in heading.casefold()
    if content == "table":
        for slots, said in zip(items["slots"], expected, strict=True):
            assert json.loads(slots) == dict(said.slots)
        rows = list(items["row_id"])
        assert rows[::2] == rows[1::2] and len(set(rows)) == len(made.ROWS)
    [entry] = found.ledger
    assert entry.rows == entry.file_rows == len(expected)
