import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import tables


def test_conform_adds_orders_and_types_columns() -> None:
    frame = tables.conform(pd.DataFrame({"count": [1], "kind": ["телефон"]}), "journal")
    assert list(frame.columns) == tables.JOURNAL.names
    assert frame["source"][0] is None


def test_a_column_that_no_schema_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="colour"):
        tables.conform(pd.DataFrame({"colour": [1]}), "journal")


@pytest.mark.parametrize("name", tables.SCHEMAS)
def test_an_empty_table_keeps_its_schema(name: str) -> None:
    assert tables.to_arrow(tables.empty(name), name).schema == tables.SCHEMAS[name]


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_ids_are_made_of_all_their_parts(first: list[str], second: list[str]) -> None:
    same = "\x1f".join(first) == "\x1f".join(second)
    assert (tables.short_hash(*first) == tables.short_hash(*second)) == same


def test_fold_ignores_case_yo_and_spaces_alone() -> None:
    assert tables.fold("  Ёлки\n И палки ") == tables.fold("елки и  палки")
    assert tables.fold("не надо") != tables.fold("надо")
