"""Validation on what the models have not met, and what stands around a labelled place."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from pipeline import packs
from pipeline.errors import PackError
from pipeline.statements.careful import Careful
from pipeline.tables import ROLES
from pipeline.train import reader_held, roles, validate, validate_directions
from pipeline.train.as_dev import TITLE, AsDev
from pipeline.train.places import sentence_before
from pipeline.train.validate_directions import WAYS

ROWS = [
    ("Нет {} у нас", "problem"),
    ("Разбиты {} совсем", "problem"),
    ("Построить {} срочно", "solution"),
    ("Прошу открыть {} рядом", "solution"),
]
THINGS = ["дороги", "школы", "парки", "мосты", "больницы", "бассейны", "дворы", "рынки", "клубы"]
READER = roles.CAREFUL.reader
ALL = Careful(READER, below=1.1, weight=1.0, temperature=1.0)  # everything is read again


def saying(classes, said):
    """What `held_log_chances` gives of a reader that is all but sure of `said`, by place."""
    return {
        place: np.where(np.array(classes) == name, -0.001, -30.0) for place, name in said.items()
    }


@pytest.mark.parametrize(
    ("group", "real", "source"),
    [
        ("kursk-17", True, "kursk"),
        ("plan-3_part_0", False, "plan"),
        ("Какие проблемы?", True, "poll"),
        ("template-praise-2", False, "invented"),
    ],
)
def test_source_of_a_group(group, real, source):
    assert validate.source_of(group, real) == source


def test_every_part_is_measured_without_having_been_met():
    rows = [
        {"text": text.format(thing), "role": role, "group": f"{source}-{thing}", "real": real}
        for text, role in ROWS
        for thing in THINGS
        for source, real in (("kursk", True), ("troitsk", True), ("plan", False))
    ]
    found = validate.validate(roles.examples(pd.DataFrame(rows))).set_index("часть")
    assert found["единиц"].to_dict() == {
        "новые документы и вопросы": 72,
        "  kursk": 36,
        "  troitsk": 36,
        "планы: проблема или план": 36,
        "без kursk в обучении": 36,
        "без troitsk в обучении": 36,
    }
    assert (found["верно"] > 0.9).all()


@pytest.fixture
def labelled_rows():
    """Rows of which every other is of the labelled file, in no order of the alphabet."""
    rows = [
        {
            "text": text.format(thing),
            "role": role,
            "group": f"kursk-{thing}",
            "gold": place % 2 == 0,
        }
        for place, thing in enumerate(THINGS)
        for text, role in ROWS[::-1]
    ]
    return pd.DataFrame(rows)


def test_rows_of_the_labelled_file_are_told_apart(labelled_rows, monkeypatch):
    monkeypatch.setattr(validate, "held_log_chances", lambda *_: {})
    found = validate.validate(roles.examples(labelled_rows), left_out=False).set_index("часть")
    assert found.loc[validate.GOLD, "единиц"] == labelled_rows["gold"].sum() == 20
    assert found[validate.CALIBRATION].dropna().between(0, 0.5).all()
    assert not any("внимательным чтением" in title for title in found.index)


@pytest.mark.parametrize(("right", "share"), [(True, 1.0), (False, 0.0)])
def test_roles_that_a_reader_has_not_met_are_read_again_by_their_places(
    labelled_rows, monkeypatch, right, share
):
    places = labelled_rows.index[labelled_rows["gold"]][3:15]
    other = {"problem": "solution", "solution": "problem"}
    said = {
        place: role if right else other[role]
        for place, role in labelled_rows["role"][places].items()
    }
    said[4] = "praise"  # of no gold row, so it is of no account
    monkeypatch.setattr(validate, "held_log_chances", lambda *_: saying(ROLES, said))
    found = validate.validate(roles.examples(labelled_rows), ALL, left_out=False).set_index("часть")
    before = found.loc["в частях с внимательным чтением, до него"]
    (title,) = (one for one in found.index if one.startswith("после него"))
    assert "прочитано 100%" in title
    assert before["единиц"] == found.loc[title, "единиц"] == 12
    assert before["верно"] > 0.9
    assert found.loc[title, "верно"] == share
    assert found.loc[validate.GOLD, "верно"] > 0.9  # of all gold rows, by the linear model alone


def test_what_is_sure_is_not_read_again(labelled_rows, monkeypatch):
    said = dict.fromkeys(labelled_rows.index, "praise")
    monkeypatch.setattr(validate, "held_log_chances", lambda *_: saying(ROLES, said))
    careful = Careful(READER, below=0.0, weight=1.0, temperature=1.0)
    table = validate.validate(roles.examples(labelled_rows), careful, left_out=False)
    titles = table["часть"].tolist()
    assert "в частях с внимательным чтением, до него" in titles
    assert not any(title.startswith("после него") for title in titles)


def test_units_are_also_counted_as_dev_has_them(labelled_rows, monkeypatch):
    """Sources in turns; the last six units are of one that dev lacks, and the reader is wrong."""
    gold = labelled_rows["gold"].to_numpy()
    other = {"problem": "solution", "solution": "problem"}
    places = labelled_rows.index[gold]
    said = {place: labelled_rows["role"][place] for place in places}
    said |= {place: other[said[place]] for place in places[-6:]}
    monkeypatch.setattr(validate, "held_log_chances", lambda *_: saying(ROLES, said))
    units = labelled_rows.assign(source="kursk", question="")
    units.loc[places[-6:], "source"] = "odd"
    known = AsDev(units, pd.Series({"kursk": 1.0}))
    table = validate.validate(roles.examples(labelled_rows), ALL, left_out=False, as_dev=known)
    found = table.set_index("часть").filter(like=TITLE, axis=0)
    assert [title.rpartition(", ")[2] for title in found.index] == [
        "одна линейная модель",
        "прочитано",
        "TF-IDF",
    ]
    assert (found["единиц"] == len(places) - 6).all()
    assert found.loc[f"{TITLE}, прочитано", "верно"] == 1.0
    assert (found["верно"] > 0.9).all()


@pytest.fixture
def about():
    """Units about roads and doctors; half of them only their heading tells."""
    texts = {"Дорога вся в ямах": "transport", "Врачей в больнице нет": "health"}
    rows = [
        {"text": text, "heading": head, "before": "", "directions": [texts[head]], "gold": True}
        | {"group": f"kursk-{number}-{head}", "question": ""}
        for number in range(15)
        for head in texts
        for text in (head.lower(), "Примите меры")
    ]
    return pd.DataFrame(rows)


def test_directions_are_measured_with_and_without_what_stands_around(about, monkeypatch):
    def held(head, classes, bare=False):
        even = np.log(np.full(len(classes), 1 / len(classes)))
        return dict.fromkeys(range(len(about)), even)

    monkeypatch.setattr(validate_directions, "held_log_chances", held)
    found = validate_directions.validate(about, ALL).set_index("часть")
    assert found.loc["все", "единиц"] == found.loc["kursk", "единиц"] == len(about)
    near, alone = found.loc["все", list(validate_directions.WAYS)]
    assert near == 1
    assert 0.5 <= alone < 0.9
    read = [name + validate_directions.READ for name in validate_directions.WAYS]
    assert found.loc["все", read].tolist() == [near, alone]  # an even reader changes nothing


def test_directions_are_read_again_each_way_where_a_reader_has_not_met_them(about, monkeypatch):
    other = {"transport": "health", "health": "transport"}
    places = range(0, len(about), 3)
    first = {place: about["directions"][place][0] for place in places}

    def held(head, classes, bare=False):
        assert head == "directions"
        said = first if bare else {place: other[name] for place, name in first.items()}
        return saying(classes, said)

    monkeypatch.setattr(validate_directions, "held_log_chances", held)
    found = validate_directions.validate(about, ALL).set_index("часть")
    near, alone = (name + validate_directions.READ for name in validate_directions.WAYS)
    assert found.loc["все", "единиц"] == len(places)
    assert found.loc["все", near] == 0
    assert found.loc["все", alone] == 1
    assert found.loc["все", validate_directions.WAYS[0]] == 1


def test_directions_are_also_counted_as_dev_has_them(about, monkeypatch):
    first = {place: known[0] for place, known in enumerate(about["directions"]) if place >= 20}

    def held(head, classes, bare=False):
        return saying(classes, first)

    monkeypatch.setattr(validate_directions, "held_log_chances", held)
    source = np.where(np.arange(len(about)) < 40, "odd", "kursk")
    units = about.assign(source=source, direction=[one[0] for one in about["directions"]])
    known = AsDev(units, pd.Series({"kursk": 1.0}))
    found = validate_directions.validate(about, ALL, known).set_index("часть")
    assert found.loc["все", "единиц"] == len(about) - 20
    assert found.loc[TITLE, "единиц"] == len(about) - 40
    assert found.loc[TITLE, [name + validate_directions.READ for name in WAYS]].tolist() == [1, 1]
    assert 0.5 <= found.loc[TITLE, "TF-IDF"] < 0.9  # half of the units name nothing themselves


def test_directions_none_of_which_is_unsure_are_measured_as_they_are(about, monkeypatch):
    def held(head, classes, bare=False):
        return saying(classes, dict.fromkeys(range(len(about)), "sport"))

    monkeypatch.setattr(validate_directions, "held_log_chances", held)
    sure = Careful(READER, below=0.0, weight=1.0, temperature=1.0)
    found = validate_directions.validate(about, sure).set_index("часть").loc["все"]
    assert found["единиц"] == len(about)
    for name in validate_directions.WAYS:
        assert found[name + validate_directions.READ] == found[name] > 0


def test_the_reader_whose_scores_are_held_is_the_one_that_roles_name(monkeypatch):
    other = replace(roles.CAREFUL, reader="9.9")
    monkeypatch.setattr(reader_held.roles, "CAREFUL", other)
    with pytest.raises(PackError, match="9.9"):
        reader_held.held_log_chances("roles", ROLES)


@pytest.mark.parametrize(("bare", "name"), [(False, "problem"), (True, "praise")])
def test_scores_of_readers_become_log_chances_by_place(monkeypatch, bare, name):
    names = packs.load("reader").data["model"]["roles"]
    stored = {
        key: np.array([[3.0 * (one == said) for one in names]] * 2, np.float16)
        for key, said in (("roles", "problem"), ("roles_bare", "praise"))
    }
    held = SimpleNamespace(rows=np.array([4, 9], np.int32), **stored)
    monkeypatch.setattr(reader_held, "held", lambda: held)
    found = reader_held.held_log_chances("roles", ROLES, bare)
    assert list(found) == [4, 9]
    assert np.exp(found[9]).sum() == pytest.approx(1)
    assert ROLES[int(found[9].argmax())] == name


@pytest.mark.parametrize(
    ("text", "start", "before"),
    [
        ("Нет света. Темно. Там страшно", 18, "Темно."),
        ("<p>Добрый день.</p> Нет света", 20, "Добрый день."),
        ("Нет света", 0, ""),
    ],
)
def test_sentence_before_a_place(text, start, before):
    assert sentence_before(text, start) == before
