"""`label`: one row for each text, in order."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from pipeline import cli, labelling
from pipeline.statements import directions, roles
from pipeline.statements.directions_features import read_places
from pipeline.statements.label import COLUMNS, label
from pipeline.statements.reader import Reader
from pipeline.tables import ROLES

HARD = [
    "Вокзал и рынок рядом, как раньше",
    "Набережная, а что с ней станет",
    "Мост, про который все забыли",
    "Хочется, чтобы люди улыбались и здоровались",
    "Площадь, где собираются и стар и млад",
    "Книги в автобусе",
    "Кафе в парке, где можно работать",
    "Школа для всех, не только для своих",
]


def test_label_uses_the_question():
    found = label(["дороги", "дороги"], ["Какие проблемы волнуют?", "Что Вы предлагаете?"])
    assert found["role"].tolist() == ["problem", "solution"]


def test_label_missing_texts():
    found = label(["Нет парковок", None, float("nan"), ""])
    assert found["role"].tolist()[1:] == ["empty"] * 3
    assert found["directions"].tolist()[3] == ["other"]


def test_lemmas_keep_negation():
    assert label(["Нет нормальных дорог, автобус не ходит"])["lemmas"].iloc[0] == [
        "нет",
        "нормальный",
        "дорога",
        "автобус",
        "не",
        "ходить",
    ]


def test_label_nothing():
    assert label([]).columns.tolist() == list(COLUMNS)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_label_keeps_rows_and_order(texts):
    found = label(texts)
    assert found["text"].tolist() == texts
    assert set(found["role"]) <= set(ROLES)
    assert found["role_confidence"].between(0, 1).all()
    alone = [label([text])["role"].iloc[0] for text in texts]
    assert found["role"].tolist() == alone


def test_label_file_reads_equal_rows_once_and_keeps_them_all(tmp_path, monkeypatch):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,text\n1,Нет парковок\n2,Построить мост\n3,Нет парковок\n", "utf-8")
    seen: list[str] = []
    original = labelling._label

    def spy(pairs, share):
        seen.extend(text for text, _ in pairs)
        return original(pairs, share)

    monkeypatch.setattr(labelling, "_label", spy)
    assert labelling.label_file(source, target, "text", "", 1) == 3
    table = pd.read_csv(target, dtype=str)
    assert seen == ["Нет парковок", "Построить мост"]
    assert table["id"].tolist() == ["1", "2", "3"]
    assert table["role"].tolist() == ["problem", "solution", "problem"]


@pytest.mark.parametrize(
    ("whole", "careful", "sizes"),
    [(8, False, [3, 3, 2]), (7, True, [3, 3, 2]), (7, False, [5, 3])],
)
def test_where_all_unsure_texts_are_read_partitions_are_small(
    table, monkeypatch, whole, careful, sizes
):
    """Each process has some: the reader takes most of the time."""
    seen = []

    def stub(pairs, share):
        seen.append((len(pairs), share))
        count = len(pairs)
        columns = {"role": "fact", "role_confidence": 1.0}
        lists = {name: [["а"]] * count for name in ("directions", "lemmas")}
        return pd.DataFrame({"text": [text for text, _ in pairs], **columns, **lists})

    monkeypatch.setattr(labelling, "_label", stub)
    for name, value in (("PARTITION", 5), ("CAREFUL_PARTITION", 3), ("READ_WHOLE", whole)):
        monkeypatch.setattr(labelling, name, value)
    labelling.label_file(table, table.with_name("out.csv"), "text", "", 1, careful)
    assert [size for size, _ in seen] == sizes
    assert {share for _, share in seen} == {labelling.READ_SHARE if sizes[0] == 5 else 1.0}


@pytest.fixture
def read(monkeypatch):
    """The texts that the reader is asked about, by head."""
    seen = {"roles": [], "directions": []}
    original = Reader.log_chances

    def spy(self, readings, head):
        seen[head] += [one.text for one in readings]
        return original(self, readings, head)

    monkeypatch.setattr(Reader, "log_chances", spy)
    return seen


@pytest.fixture(scope="module")
def unsure():
    """Those of HARD that the linear models are unsure of, the least sure first, by head."""
    frame = pd.DataFrame({"text": HARD})
    of_roles, of_directions = roles.load(), directions.load()
    linear = roles.softmax(of_roles.scores(roles.read_units(frame)) / of_roles.temperature)
    scores = of_directions.scores(read_places(frame)) / of_directions.temperature
    chances = {"roles": linear, "directions": roles.softmax(scores)}
    below = {"roles": of_roles.careful.below, "directions": of_directions.careful.below}
    found = {}
    for head, rows in chances.items():
        sure = rows.max(axis=1)
        found[head] = [HARD[row] for row in sure.argsort() if sure[row] < below[head]]
        assert 3 < len(found[head]) < len(HARD)
    return found


@pytest.fixture
def table(tmp_path):
    """A table of HARD, each twice."""
    path = tmp_path / "in.csv"
    pd.DataFrame({"text": [*HARD, *HARD]}).to_csv(path, index=False)
    return path


def test_of_a_table_that_is_not_long_all_unsure_texts_are_read(table, read, unsure, monkeypatch):
    monkeypatch.setattr(labelling, "READ_WHOLE", len(HARD))  # distinct texts count
    labelling.label_file(table, table.with_name("out.csv"), "text", "", 1)
    assert {head: sorted(texts) for head, texts in read.items()} == {
        head: sorted(texts) for head, texts in unsure.items()
    }


@pytest.mark.parametrize(("share", "many"), [(0.01, 1), (0.25, 2), (0.3, 3)])
def test_of_a_long_table_the_least_sure_share_is_read(
    table, read, unsure, monkeypatch, share, many
):
    monkeypatch.setattr(labelling, "READ_WHOLE", len(HARD) - 1)
    monkeypatch.setattr(labelling, "READ_SHARE", share)
    rows = labelling.label_file(table, table.with_name("out.csv"), "text", "", 1)
    assert rows == 2 * len(HARD)
    for head, texts in read.items():
        assert sorted(texts) == sorted(unsure[head][:many])


def test_careful_reads_all_unsure_texts_of_a_long_table(table, read, unsure, monkeypatch):
    monkeypatch.setattr(labelling, "READ_WHOLE", 1)
    part, whole = table.with_name("part.csv"), table.with_name("whole.csv")
    words = ["label", str(table), str(part), "--jobs", "1"]
    assert CliRunner().invoke(cli.app, words).exit_code == 0
    assert {head: len(texts) for head, texts in read.items()} == {"roles": 1, "directions": 1}
    words[2] = str(whole)
    done = CliRunner().invoke(cli.app, [*words, "--careful"])
    assert done.exit_code == 0, done.output
    for head, texts in read.items():
        assert texts[0] == unsure[head][0]
        assert sorted(texts[1:]) == sorted(unsure[head])
    first, second = (pd.read_csv(path) for path in (part, whole))
    assert first["lemmas"].tolist() == second["lemmas"].tolist()
    assert (first["role_confidence"] != second["role_confidence"]).any()
