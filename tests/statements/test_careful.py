"""Reading again what the linear models are unsure of: which rows, and how the two are weighed."""

import json
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.statements import directions, reader, roles
from pipeline.statements.careful import Careful, reading_of
from pipeline.statements.directions_features import read_places
from pipeline.statements.pieces import Reading
from pipeline.statements.reader import Reader
from pipeline.train import roles as training

READER = training.CAREFUL.reader
CAREFUL = Careful(READER, below=0.6, weight=0.5, temperature=2.0)
CHANCES = np.array([[0.5, 0.3, 0.2], [0.9, 0.1, 0.0], [0.3, 0.4, 0.3], [0.2, 0.6, 0.2]])
TEXTS = [
    "Нет света во дворе",
    "Двор, фонари и что-то ещё про это",
    "Прошу построить мост",
    "Хотелось бы, чтобы дороги были как в соседнем городе, а у нас",
    "Спасибо",
    "На карте 2030 года город зелёный, а куда девать машины",
    "Раньше было лучше, теперь всё сделали",
]


@pytest.fixture
def read(monkeypatch):
    """The readings that are asked for, head by head."""
    seen = {head: [] for head in reader.HEADS}
    original = Reader.log_chances

    def spy(self, readings, head):
        seen[head] += readings
        return original(self, readings, head)

    monkeypatch.setattr(Reader, "log_chances", spy)
    return seen


def rows(**columns):
    return pd.DataFrame({"text": TEXTS, **columns})


# --- which rows


def test_unsure_is_below_the_threshold_alone():
    assert CAREFUL.unsure(CHANCES).tolist() == [0, 2]  # 0.6 itself is sure
    assert replace(CAREFUL, below=0.61).unsure(CHANCES).tolist() == [0, 2, 3]
    assert replace(CAREFUL, below=0.0).unsure(CHANCES).tolist() == []
    assert CAREFUL.unsure(np.zeros((0, 3))).tolist() == []


@pytest.mark.parametrize(
    ("most", "expected"),
    [(0, []), (1, [3]), (2, [1, 3]), (3, [1, 3, 4]), (4, [0, 1, 3, 4]), (9, [0, 1, 3, 4])],
)
def test_most_takes_the_least_sure_and_of_equals_the_first(most, expected):
    sure = np.array([0.5, 0.45, 0.99, 0.4, 0.45])
    assert CAREFUL.unsure(np.column_stack([sure, sure * 0]), most).tolist() == expected


# --- how they are weighed


def test_weighed_rows_follow_the_formula():
    heard = np.log([[0.1, 0.8, 0.1]])
    found = CAREFUL.weighed(np.array([[0.5, 0.25, 0.25]]), CAREFUL.weight * heard)
    raised = [
        math.exp((math.log(own) + 0.5 * math.log(other)) / 2.0)
        for own, other in ((0.5, 0.1), (0.25, 0.8), (0.25, 0.1))
    ]
    assert found[0] == pytest.approx([one / sum(raised) for one in raised])
    assert found[0].argmax() == 1  # by the linear model alone it is the first


def test_weighed_rows_sum_to_one_where_a_chance_is_nothing():
    heard = np.array([[-900.0, -1.0, -1.0], [0.0, -50.0, -50.0]])
    found = CAREFUL.weighed(np.array([[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]]), heard)
    assert np.isfinite(found).all()
    assert found.sum(axis=1) == pytest.approx(1)


def test_columns_are_those_of_the_model_not_of_the_reader():
    one = Reading("", "", "Прошу построить мост")
    known = reader.load(READER)
    classes = ("solution", "problem", "praise")
    found = CAREFUL.told("roles", classes, [one])[0]
    heard = known.log_chances([one], "roles")[0]
    places = [known.classes["roles"].index(name) for name in classes]
    assert found == pytest.approx(0.5 * heard[places])
    assert found.argmax() == 0


def test_a_class_new_to_the_reader_leaves_the_linear_chances_in_place(read):
    places = read_places(rows())[:2]
    own, near = [place.unit for place in places], [place.around for place in places]
    chances = np.array([[0.4, 0.3, 0.3], [0.3, 0.3, 0.4]])
    classes = ("transport", "tourism", "other")
    found = CAREFUL.read_again("directions", classes, chances, own, near)
    assert np.array_equal(found, chances)
    assert not CAREFUL.told("directions", classes, [Reading("", "", "мост")]).any()
    assert not read["directions"]


# --- in the models


@pytest.fixture(scope="module")
def model():
    return replace(roles.load(), careful=replace(CAREFUL, below=0.7))


@pytest.mark.parametrize("question", ["", "Какие проблемы?"])
def test_without_careful_roles_are_linear_and_lean_on_the_question(model, question, read):
    plain = replace(model, careful=None)
    units = roles.read_units(pd.DataFrame({"text": [*TEXTS, "дороги"], "question": question}))
    linear = roles.softmax(plain.scores(units) / plain.temperature)
    leaning = roles.lean_on_question(units, linear, plain.roles)
    assert np.array_equal(plain.probabilities(units), leaning)
    assert (leaning[-1] != linear[-1]).any() == bool(question)
    assert not read["roles"]


def test_sure_rows_of_roles_keep_their_chances_and_are_not_read(model, read):
    units = roles.read_units(rows())
    plain = replace(model, careful=None).probabilities(units)
    found = model.probabilities(units)
    unsure = plain.max(axis=1) < 0.7  # no question here, so nothing leans on it
    assert 0 < unsure.sum() < len(TEXTS)
    assert np.array_equal(found[~unsure], plain[~unsure])
    assert (found[unsure] != plain[unsure]).any(axis=1).all()
    assert found.sum(axis=1) == pytest.approx(1)
    assert [one.text for one in read["roles"]] == [TEXTS[row] for row in np.flatnonzero(unsure)]


def test_what_is_read_leans_on_the_question_no_more(model, read):
    """The reader has read the question itself; what is sure still leans."""
    bare = ["дороги", "лес", "берег", "эстакада"]
    units = roles.read_units(pd.DataFrame({"text": bare, "question": "Какие проблемы?"}))
    linear = roles.softmax(model.scores(units) / model.temperature)
    leaning = roles.lean_on_question(units, linear, model.roles)
    sure = sorted(linear.max(axis=1))[2]
    careful = replace(CAREFUL, below=float(sure))
    found = replace(model, careful=careful).probabilities(units)
    unsure = linear.max(axis=1) < sure
    told = careful.told("roles", model.roles, read["roles"][:2])
    assert np.array_equal(found[unsure], careful.weighed(linear[unsure], told))
    assert np.array_equal(found[~unsure], leaning[~unsure])
    assert (leaning != linear).any(axis=1).all()


def test_where_a_class_is_new_to_the_reader_roles_lean_on_the_question(model, read):
    names = tuple("tale" if name == "vision" else name for name in model.roles)
    known = replace(model, careful=replace(CAREFUL, below=1.1))
    new = replace(known, roles=names)
    bare = pd.DataFrame({"text": ["дороги", "лес", *TEXTS], "question": "Какие проблемы?"})
    units = roles.read_units(bare)
    linear = roles.softmax(model.scores(units) / model.temperature)
    leaning = roles.lean_on_question(units, linear, names)
    assert (leaning[:2] != linear[:2]).any(axis=1).all()
    assert np.array_equal(new.probabilities(units), leaning)
    assert not read["roles"]
    assert (known.probabilities(units) != leaning).any(axis=1).all()


def test_why_weighs_the_reader_as_the_words_before_the_temperature(model, monkeypatch):
    text, careful = TEXTS[3], replace(CAREFUL, below=1.1)
    heard = careful.told("roles", model.roles, [Reading("", "", text)])[0]
    role = model.roles[int(heard.argmax())]
    for degrees in (0.2, 3.0):
        warm = replace(model, careful=careful, temperature=degrees)
        monkeypatch.setattr(roles, "load", lambda warm=warm: warm)
        lines = dict(line.rsplit(": ", 1) for line in roles.why(text, role=role, top=1000))
        share = (heard.max() - heard.mean()) * degrees
        told = lines["фраза целиком (внимательное чтение)"]
        assert float(told.replace(",", ".")) == pytest.approx(share, abs=0.006)


def test_sure_rows_of_directions_keep_their_chances_and_are_not_read(read):
    model = replace(directions.load(), careful=CAREFUL)
    places = read_places(rows(heading="Дороги"))
    plain = replace(model, careful=None).probabilities(places)
    found = model.probabilities(places)
    unsure = plain.max(axis=1) < 0.6
    assert 0 < unsure.sum() < len(TEXTS)
    assert np.array_equal(found[~unsure], plain[~unsure])
    assert (found[unsure] != plain[unsure]).any(axis=1).all()
    assert found.sum(axis=1) == pytest.approx(1)
    assert read["directions"] == [
        Reading("", "Дороги", TEXTS[row]) for row in np.flatnonzero(unsure)
    ]


def test_most_is_how_many_are_read(model, read):
    units = roles.read_units(rows())
    plain = replace(model, careful=None).probabilities(units)
    model.probabilities(units, most=1)
    assert [one.text for one in read["roles"]] == [TEXTS[plain.max(axis=1).argmin()]]
    before = len(read["roles"])
    assert np.array_equal(model.probabilities(units, most=0), plain)
    assert len(read["roles"]) == before


def test_roles_of_a_text_do_not_depend_on_the_texts_beside_it(model):
    frame = rows(heading=["Двор", ""] * 3 + ["Дороги"], before="Пишу не первый раз.")
    units, near = roles.read_units(frame), roles.read_around(frame)
    together = model.probabilities(units, near)
    turned = model.probabilities(units[::-1], near[::-1])[::-1]
    assert turned == pytest.approx(together, abs=1e-9)
    reader.load(READER)._read.cache_clear()
    for place, one in enumerate(units):
        alone = model.probabilities([one], [near[place]])
        assert alone[0] == pytest.approx(together[place], abs=1e-9)


def test_a_pack_says_how_careful_it_is(model):
    told = training.contents(model)["model"]
    assert Careful.from_pack(json.loads(json.dumps(told))) == model.careful
    bare = training.contents(replace(model, careful=None))["model"]
    assert "careful" not in bare
    assert Careful.from_pack(bare) is None


def test_the_shipped_models_name_the_shipped_reader():
    for found in (roles.load().careful, directions.load().careful):
        assert found is not None
        assert reader.load(found.reader).classes
        assert 0 < found.below < 1
        assert found.weight > 0


# --- the reading


@pytest.mark.parametrize(
    ("question", "heading", "before", "expected"),
    [
        ("", "", "", ""),
        ("", "Двор", "", "Двор"),
        ("", "Двор", "Темно.", "Двор. Темно."),
        ("Что мешает", "", "", ""),
        ("Что мешает?", "", "", ""),
        ("Что мешает?", "Двор", "", "Двор"),
        ("Что мешает?", "Двор", "Темно.", "Двор. Темно."),
        ("Что мешает", "", "Что мешает жить", "Что мешает жить"),
        ("Что мешает?", "", "Что мешает? Темнота", "Что мешает? Темнота"),
        ("Двор", "Двор", "Двор", "Двор. Двор"),
    ],
)
def test_the_question_and_what_stands_before_are_told_apart(question, heading, before, expected):
    row = {"text": "Нет света", "question": question, "heading": heading, "before": before}
    frame = pd.DataFrame([row])
    (one,), (near,) = roles.read_units(frame), roles.read_around(frame)
    assert reading_of(one, near) == Reading(question, expected, "Нет света")
    place = read_places(frame)[0]
    assert reading_of(place.unit, place.around) == Reading(question, expected, "Нет света")


def test_without_what_stands_around_there_is_the_question():
    (one,) = roles.read_units(pd.DataFrame({"text": ["Дороги"], "question": ["Что мешает?"]}))
    (near,) = roles.questions_of([one])
    assert reading_of(one, near) == Reading("Что мешает?", "", "Дороги")
