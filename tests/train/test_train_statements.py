"""Training of roles and directions: same bytes, clear errors, nothing measured is learnt from."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from pipeline import labelled, packs
from pipeline.errors import InputError, PackError
from pipeline.statements.careful import Careful
from pipeline.statements.roles import RolesModel, read_units
from pipeline.train import directions, packing, places, roles, search, shipped, sources

PAIRS = Path(__file__).parents[1] / "statements" / "minimal_pairs.tsv"
ROWS = [
    ("Нет {} у нас", "problem"),
    ("Разбиты {} совсем", "problem"),
    ("Построить {} срочно", "solution"),
    ("Прошу открыть {} рядом", "solution"),
    ("Спасибо за {} от души", "praise"),
]
THINGS = ["дороги", "школы", "парки", "мосты", "больницы", "бассейны", "дворы"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    rows = [
        {"text": text.format(thing), "question": "", "role": role, "directions": name}
        for text, role in ROWS
        for thing, name in zip(THINGS, ["transport", "education", "environment"] * 3, strict=False)
    ]
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def digest(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.mark.parametrize("train", [packing.train_roles, packing.train_directions])
def test_same_data_same_bytes(data, tmp_path, train):
    shuffled = tmp_path / "again" / data.name
    shuffled.parent.mkdir()
    shuffled.write_bytes(data.read_bytes())
    first = train(data, "one", tmp_path / "a")
    second = train(shuffled, "one", tmp_path / "b")
    assert digest(first) == digest(second)


def test_trained_pack_loads_and_knows_its_data(data, tmp_path):
    folder = packing.train_roles(data, root=tmp_path)
    pack = packs.load("roles", folder.name, tmp_path)
    model = RolesModel.from_pack(pack)
    units = read_units(pd.DataFrame({"text": ["Нет бассейна у нас", "Построить мост срочно"]}))
    chances = model.probabilities(units)
    assert [model.roles[place] for place in chances.argmax(axis=1)] == ["problem", "solution"]
    assert pack.meta["data"] == {"labels.csv": hashlib.sha256(data.read_bytes()).hexdigest()}


READER = roles.CAREFUL.reader
CAREFUL = Careful(READER, below=1.1, weight=0.5, temperature=1.2)  # all is read again


def save_careful(root: Path, name: str, careful: Careful | None) -> Path:
    """The version `one` of roles under another name, with what reads again."""
    model = RolesModel.from_pack(packs.load("roles", "one", root))
    contents = roles.contents(replace(model, careful=careful))
    made = {"task": "roles", "version": name, "card": ""}
    return packing.save(roles.tensors(model), contents, made, root)


def test_a_pack_says_that_it_needs_its_reader(data, tmp_path):
    assert "needs" not in json.loads(
        (packing.train_roles(data, "one", tmp_path) / "pack.json").read_text("utf-8")
    )
    save_careful(tmp_path, "careful", CAREFUL)
    assert packs.load("roles", "careful", tmp_path).meta["needs"] == {"reader": READER}
    save_careful(tmp_path, "lost", replace(CAREFUL, reader="9.9"))
    with pytest.raises(PackError, match="нужна версия «9.9» модели «reader»"):
        packs.load("roles", "lost", tmp_path)


@pytest.mark.parametrize("adapted", [True, False])
def test_training_asks_no_reader_and_keeps_that_of_the_base(data, tmp_path, monkeypatch, adapted):
    way = search.Candidate(adapted, 1.0)
    monkeypatch.setattr(search, "candidates", lambda *_: [way])
    packing.train_roles(data, "one", tmp_path)

    def never(*_):
        raise AssertionError("the reader is asked")

    for name in ("knows", "told", "read_again"):
        monkeypatch.setattr(Careful, name, never)
    found = {}
    for base, careful in (("careful", CAREFUL), ("bare", None)):
        save_careful(tmp_path, base, careful)
        choices = packing.Choices(name=f"of-{base}", base=base)
        packing.train("roles", [data], choices, tmp_path)
        found[base] = packs.load("roles", choices.name, tmp_path)
        assert RolesModel.from_pack(found[base]).careful == careful
        assert found[base].meta["settings"]["way"] == ("adapted" if adapted else "fresh")
    read, bare = found["careful"], found["bare"]
    assert read.meta["needs"] == {"reader": READER}
    assert "needs" not in bare.meta
    assert read.meta["scores"] == bare.meta["scores"]
    assert read.data["model"]["temperature"] == bare.data["model"]["temperature"]
    assert all((read.tensors[name] == bare.tensors[name]).all() for name in bare.tensors)


def test_row_order_does_not_matter(data):
    frame = labelled.read(data, "role")
    one = roles.fit(roles.examples(frame), calibrate=False)
    other = roles.fit(roles.examples(frame.iloc[::-1]), calibrate=False)
    assert (one.weights == other.weights).all()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text,rôle\nа,problem\n", "столбец «role»"),
        ("text,role\nа,problem\nб,problen\n", "строка 2.*неизвестная роль «problen»"),
        ("text,role\nа,problem\n", "мало данных"),
    ],
)
def test_wrong_data_is_named(tmp_path, content, said):
    path = tmp_path / "labels.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        packing.train_roles(path, root=tmp_path)


def test_folds_keep_groups_together():
    groups = ["a", "b", "a", "c", "b"]
    for fold in roles.folds(groups):
        inside = {groups[row] for row in fold}
        assert all(row in fold for row, group in enumerate(groups) if group in inside)


def test_templates_fill_every_role():
    found = sources.templated()
    assert found["role"].nunique() == 9
    assert not found["text"].str.contains(r"[{}]").any()


INVENTED = dict(zip(sources.INVENTED, (15_000, 17_000, 4_000), strict=True))  # at least so many


@pytest.mark.parametrize("name", INVENTED)
def test_units_of_an_invented_document_follow_one_another(name):
    found = sources.invented_documents(name)
    first = ~found["group"].duplicated()
    assert len(found) > INVENTED[name]
    assert (found.loc[first, "before"] == "").all()
    assert (found.loc[found["question"] != "", "before"] == "").all()
    told = found[~first & (found["question"] == "")]
    assert (told["before"] == found["text"].shift()[told.index]).all()
    assert not found["real"].any()


def test_pairs_are_kept_from_training():
    pairs = pd.read_csv(PAIRS, sep="\t", dtype=str, keep_default_na=False)
    documents = [sources.invented_documents(name) for name in INVENTED]
    learnt = pd.concat([sources.own_invented(), *documents, sources.templated()])
    texts = {
        (text.lower(), role) for text, role in zip(learnt["text"], learnt["role"], strict=True)
    }
    whole = pairs[(pairs["question"] == "") & (pairs["text"].str.split().str.len() > 3)]
    assert not [row for row in zip(whole["text"].str.lower(), whole["role"], strict=True)
                if row in texts]  # fmt: skip


def test_pack_of_roles_names_only_what_it_learns_from(tmp_path):
    for name in ("gold/train.jsonl", "gold/invented.jsonl", "plans/sentences.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    both = [shipped.data_hashes(tmp_path, task) for task in ("directions", "roles")]
    unread = {f"labels/{name}" for name in sources.DIRECTIONS_ALONE}
    assert set(both[0]) - set(both[1]) == unread


def test_shipped_packs_are_of_the_labels_that_lie_here(tmp_path):
    for name in ("gold/train.jsonl", "gold/invented.jsonl", "plans/sentences.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    for task in ("directions", "roles"):
        known = packs.read_meta(task, packs.current(task) or "")["data"]
        here = shipped.data_hashes(tmp_path, task)
        labels = {name for name in here if name.startswith("labels/")} | {"lexicon.tsv"}
        assert {name: known.get(name) for name in labels} == {name: here[name] for name in labels}


@pytest.fixture(scope="module")
def measured(shared):
    """The units of dev.jsonl."""
    lines = (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [SimpleNamespace(**json.loads(line)) for line in lines]


def test_documents_are_named_as_in_their_tables(measured):
    documents = {sources.document(unit) for unit in measured}
    assert not [name for name in documents if name.startswith("kursk-tr")]
    assert sources.document(SimpleNamespace(source="kursk", id="kursk-tr12-3")) == "kursk-12"


def test_no_label_is_of_a_measured_document(measured):
    rows = pd.concat([places.places(name) for name in places.FILES])
    named = set(rows["source"] + "-" + rows["doc"])
    assert not named & {sources.document(unit) for unit in measured}


@pytest.mark.parametrize("name", places.FILES)
def test_places_stand_in_one_order_and_say_a_role_unless_for_directions(name):
    rows = places.places(name)
    assert len(rows) > 4000
    assert rows["direction"].notna().all()
    assert set(rows["role"].isna()) == {name == places.FOR_DIRECTIONS}
    assert rows[["source", "doc", "start"]].apply(tuple, axis=1).is_monotonic_increasing


def test_no_place_is_labelled_in_two_files():
    rows = pd.concat([places.places(name) for name in places.FILES])
    assert not rows.duplicated(["source", "doc", "start"]).any()


def test_directions_learn_the_same_whatever_role_is_said():
    rows = {"text": ["Нет света", "Ямы", "Спасибо"], "directions": [["a"], ["b"], []]}
    frame = pd.DataFrame(rows)
    said, unsaid = (directions.examples(frame.assign(role=role)) for role in ("problem", None))
    assert said.places == unsaid.places
    assert (said.ids == unsaid.ids).all()


@pytest.mark.slow
def test_nothing_measured_is_learnt_from(shared, measured):
    documents = {sources.document(unit) for unit in measured}
    parts = [
        *places.extra(shared).values(),
        sources.plans(shared, documents),
        sources.weak_directions(shared, documents),
    ]
    for part in parts:
        assert len(part) > 1000
        assert not documents & set(part["group"])


def test_a_version_that_is_there_is_told_before_training(tmp_path, capsys):
    there = packs.current("roles")
    assert shipped.main([str(tmp_path), there, "roles"]) == 1
    assert "уже есть" in capsys.readouterr().err
    assert shipped.main([str(tmp_path), "new", "rules"]) == 1
    assert "нет задачи «rules»" in capsys.readouterr().err
    assert shipped.main([]) == 1
    assert "версия" in capsys.readouterr().err
