"""Training of the reader but for torch: the start parsed, pieces kept, the graph, packs, scores."""

import json
import struct
import sys

import numpy as np
import pandas as pd
import pytest

from pipeline import packs
from pipeline.errors import InputError
from pipeline.statements import pieces as reading
from pipeline.statements import roles, sixbit
from pipeline.statements.careful import reading_of
from pipeline.statements.pieces import SPECIAL, Pieces, Reading
from pipeline.statements.reader import Reader
from pipeline.train import reader, reader_data, reader_fit, reader_net, reader_pack
from pipeline.train import roles as training
from pipeline.train.reader_pieces import is_name, kept_pieces
from pipeline.train.reader_start import dequantised, read_start

HIDDEN, WIDE, BLOCK, HEADS = 96, 64, 32, 12
CLASSES = {"roles": ["problem", "solution"], "directions": ["other", "transport", "zhkh"]}
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
WORDS = [*SPECIAL, "▁", *LETTERS, "▁яма", "▁двор", "▁Иванов", "▁дом", "漢", "▁редко"]


def scores_of(words):
    """Whole words likelier than their letters."""
    return np.array([-1.0 if len(word) > 2 else -6.0 for word in words], np.float32)


@pytest.fixture(scope="module")
def pieces():
    return Pieces(WORDS, scores_of(WORDS).tolist())


# --- the file to start from


def blocks(values):
    """(rows, columns) as Q4_0: the scale is that of the largest, halves 0 to 15."""
    out = b""
    for block in values.reshape(-1, BLOCK):
        scale = np.float16(np.abs(block).max() / 7 or 1.0)
        halves = np.clip(np.round(block / np.float32(scale)) + 8, 0, 15).astype(np.uint8)
        out += scale.tobytes() + bytes(halves[:16] | halves[16:] << 4)
    return out


def start_file(path, layers=1):
    """A tiny file of the kind, and the arrays that it holds."""
    chance = np.random.default_rng(1)
    sizes = {"emb.word": (len(WORDS) + 2, HIDDEN)}
    real = {"emb.pos": 8 * HIDDEN, "emb.type": HIDDEN, "emb.ln.w": HIDDEN, "emb.ln.b": HIDDEN}
    for number in range(layers):
        for name in ("q", "k", "v", "ao", "fi", "fo"):
            shape = {"fi": (WIDE, HIDDEN), "fo": (HIDDEN, WIDE)}.get(name, (HIDDEN, HIDDEN))
            sizes[f"l{number}.{name}.w"] = shape
            real[f"l{number}.{name}.b"] = shape[0]
        real |= {f"l{number}.{name}": HIDDEN for name in ("aln.w", "aln.b", "oln.w", "oln.b")}
    arrays = {name: chance.normal(size=shape) for name, shape in sizes.items()}
    arrays |= {name: chance.normal(size=count).astype("<f4") for name, count in real.items()}
    stored = {name: blocks(v) if v.ndim == 2 else v.tobytes() for name, v in arrays.items()}
    text = [word.encode() for word in WORDS]
    starts = np.cumsum([0, *map(len, text)]).astype("<u4")
    head = b"E5S1" + struct.pack(
        "<I7ifi", 1, HIDDEN, layers, 12, WIDE, len(WORDS) + 2, 8, 1, 1e-12, BLOCK
    )
    head += struct.pack("<5iQ", len(WORDS), 0, 2, 1, 3, int(starts[-1]))
    head += starts.tobytes() + scores_of(WORDS).astype("<f4").tobytes() + b"".join(text)
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0x41, 1, 0x61)  # a table to be skipped
    head += struct.pack("<i", len(stored))
    begins = len(head) + sum(2 + len(name) + 21 for name in stored)
    directory = b""
    for name, content in stored.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", 0, 0, begins, len(content))
        begins += len(content)
    path.write_bytes(head + directory + b"".join(stored.values()))
    return {name: dequantised(np.frombuffer(blocks(v), np.uint8)).reshape(v.shape)
            if v.ndim == 2 else v for name, v in arrays.items()}  # fmt: skip


def test_the_start_is_parsed(tmp_path):
    held = start_file(tmp_path / "e5.bin", layers=2)
    start = read_start(tmp_path / "e5.bin")
    assert start.pieces == WORDS
    assert start.scores == pytest.approx(scores_of(WORDS))
    assert np.array_equal(start.words, held["emb.word"])
    assert start.places == pytest.approx(held["emb.pos"].reshape(8, -1) + held["emb.type"])
    assert len(start.layers) == 2
    second = start.layers[1]
    joined = np.vstack([held[f"l1.{one}.w"] for one in "qkv"])
    assert np.array_equal(second["attention"], joined.T)
    assert second["narrow"].shape == (WIDE, HIDDEN)
    assert np.array_equal(second["wide_bias"], held["l1.fi.b"])
    assert np.array_equal(second["second_gain"], held["l1.oln.w"])


def test_halves_of_bytes_are_in_the_order_of_ggml():
    stored = np.frombuffer(np.float16(0.5).tobytes() + bytes([0x1F] + [0x88] * 15), np.uint8)
    found = dequantised(stored)
    assert found[0] == (15 - 8) * 0.5
    assert found[16] == (1 - 8) * 0.5
    assert not np.delete(found, [0, 16]).any()


def test_another_or_a_cut_file_is_refused(tmp_path):
    start_file(tmp_path / "e5.bin")
    whole = (tmp_path / "e5.bin").read_bytes()
    for name, content in (("cut", whole[:-100]), ("short", whole[:60]), ("other", b"GGUF" + whole)):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match="оборван"):
            read_start(tmp_path / name)
    with pytest.raises(InputError, match="нет файла"):
        read_start(tmp_path / "absent")


# --- pieces


def test_pieces_are_kept_by_how_many_have_them():
    texts = ["яма двор Иванов дом"] * 3 + ["редко"] * 3 + ["漢"]
    groups = ["1", "2", "3", "4", "4", "4", "5"]
    kept = kept_pieces(WORDS, scores_of(WORDS), texts, groups, people=3)
    words = [WORDS[place] for place in kept]
    assert words[:4] == list(SPECIAL)
    assert list(kept) == sorted(kept)
    assert {"▁яма", "▁двор", "▁дом"} <= set(words)
    assert not {"▁Иванов", "▁редко", "漢"} & set(words)  # a name, one document, another script


def test_single_characters_are_kept_once_met():
    kept = kept_pieces(WORDS, scores_of(WORDS), ["юз"], ["1"], people=8)
    assert {WORDS[place] for place in kept} == {*SPECIAL, "▁", "ю", "з"}


def test_names_are_those_of_the_dictionary():
    assert is_name("▁Иванов")
    assert is_name("▁Мария")
    assert not is_name("▁дорога")
    assert not is_name("ина")  # the end of a word


def test_a_reading_is_cut_and_its_parts_told(pieces):
    long = Reading("яма " * 90, "дом " * 60 + "двор", "двор " * 200)
    places, parts = pieces.encode(long)
    assert len(places) == len(parts) == reading.LONGEST
    assert [parts.count(one) for one in range(4)] == [1, 33, 37, 89]
    assert places[0] == SPECIAL.index("<s>")
    assert places[parts.index(2) : parts.index(3)][-2] == WORDS.index("▁двор")  # the end is read
    bare, of = pieces.encode(Reading("", "", "яма"))
    assert bare == [0, 2, 2, WORDS.index("▁яма"), 2]
    assert of == [0, 1, 2, 3, 3]


# --- examples


@pytest.fixture
def frame():
    rows = [
        ("яма", "", "", "двор", "problem", ["transport"], "kursk-1", 1.0),
        ("дом", "двор", "", "", "solution", [], "двор", 1.0),
        ("яма двор", "", "дом", "яма", None, ["transport", "zhkh"], "spb-2", 0.3),
        ("двор", "", "", "", "solution", None, "plan-3", 0.05),
    ]
    names = ("text", "question", "heading", "before", "role", "directions", "group", "weight")
    files = ["gold/train.jsonl", "gold/train.jsonl", "labels/topics.toml", "plans/sentences.csv"]
    found = pd.DataFrame(rows, columns=names).assign(real=True, file=files)
    return found.assign(gold=found["file"] == "gold/train.jsonl")


def test_examples_are_numbers_alone(frame, pieces):
    found = reader_data.examples(frame, pieces)
    assert list(found["roles"]) == CLASSES["roles"]
    assert list(found["directions"]) == CLASSES["directions"]
    assert list(found["role"]) == [0, 1, -1, 1]
    assert found["shares"].tolist() == [[0, 1, 0], [1, 0, 0], [0, 0.5, 0.5], [0, 0, 0]]
    assert found["role_weight"] == pytest.approx([1, 1, 0, 0.05])
    assert found["direction_weight"] == pytest.approx([1, 0.3, 0.3, 0])  # a poll's counts for less
    assert found["around_sizes"].sum() == len(found["around_pieces"]) == len(found["around_parts"])
    assert found["around_sizes"][0] == found["bare_sizes"][0] + 1
    assert all(value.dtype.kind in "iufbU" for value in found.values())
    assert list(reader_fit.rows_learnt(found)) == [0, 1, 2]  # the weak label is left out
    fold = int(found["fold"][0])
    assert 0 not in reader_fit.rows_learnt(found, fold)
    assert not found["fresh"].any()
    named = reader_data.examples(frame, pieces, ["labels/topics.toml"])
    assert list(named["fresh"]) == [False, False, True, False]


def test_fresh_rows_are_learnt_with_as_many_met_before():
    rows = np.arange(0, 100, 2)
    fresh = np.zeros(100, bool)
    fresh[[1, 4, 10, 50]] = True  # row 1 weighs too little to be learnt
    gold = np.zeros(100, bool)
    gold[[3, 8, 20, 22]] = True
    found = reader_fit.with_replay(rows, fresh, gold, seed=1)
    assert {4, 10, 50} <= set(found)
    assert gold[found].sum() == 1  # of three replayed no more than half
    assert gold[reader_fit.with_replay(rows, gold, fresh, seed=1)].sum() == 3  # 3 is not learnt
    assert len(found) == len(set(found)) == 6
    assert set(found) <= set(rows)
    assert np.array_equal(found, reader_fit.with_replay(rows, fresh, gold, seed=1))
    assert not np.array_equal(found, reader_fit.with_replay(rows, fresh, gold, seed=2))
    every = np.ones(100, bool)
    assert len(reader_fit.with_replay(rows, every, gold, seed=1)) == 50  # nothing to replay
    with pytest.raises(InputError, match="нечему"):
        reader_fit.with_replay(rows, np.zeros(100, bool), gold, seed=1)


def test_what_stands_before_begins_with_the_heading(frame):
    assert reader_data.readings(frame)[2] == Reading("", "дом. яма", "яма двор")
    assert reader_data.readings(frame, bare=True)[2] == Reading("", "", "яма двор")


@pytest.mark.parametrize("question", ["", "Что мешает?"])
@pytest.mark.parametrize(
    ("heading", "before", "expected"),
    [("", "", ""), ("Двор", "", "Двор"), ("", "Темно.", "Темно."), ("Двор", "Яма", "Двор. Яма")],
)
def test_readings_are_joined_in_training_as_in_use(question, heading, before, expected):
    row = {"text": "Нет света", "question": question, "heading": heading, "before": before}
    frame = pd.DataFrame([row])
    (one,) = reader_data.readings(frame)
    assert one == Reading(question, expected, "Нет света")
    (unit,), (near,) = roles.read_units(frame), roles.read_around(frame)
    assert reading_of(unit, near) == one


# --- whole numbers


def test_six_bits_there_and_back():
    values = np.random.default_rng(0).integers(-31, 32, (7, 24)).astype(np.int8)
    stored = sixbit.packed(values)
    assert stored.shape == (7, 18)
    assert np.array_equal(sixbit.unpacked(stored), values)


@pytest.mark.parametrize("axis", [0, 1])
def test_whole_numbers_have_the_least_error_of_the_clippings(axis):
    values = np.random.default_rng(0).normal(size=(64, 48)).astype(np.float32)
    whole, scale = reader_fit.whole_numbers(values, axis)
    assert np.abs(whole).max() <= sixbit.MOST
    error = ((whole * np.expand_dims(scale.astype(float), axis) - values) ** 2).sum(axis=axis)
    largest = np.abs(values).max(axis=axis, keepdims=True)
    for clipping in reader_fit.CLIPPINGS:
        other = largest * clipping / sixbit.MOST
        plain = np.clip(np.round(values / other), -31, 31) * other
        assert (error <= ((plain - values) ** 2).sum(axis=axis) * 1.02 + 1e-9).all()


# --- the graph and the pack


@pytest.fixture(scope="module")
def weights():
    """One layer as `reader_fit` leaves it."""
    chance = np.random.default_rng(3)
    shapes = {
        "tokens": (len(WORDS), HIDDEN),
        "layer0_attention": (HIDDEN, 3 * HIDDEN),
        "layer0_joined": (HIDDEN, HIDDEN),
        "layer0_wide": (HIDDEN, WIDE),
        "layer0_narrow": (WIDE, HIDDEN),
    }
    found = {}
    for name, shape in shapes.items():
        values = chance.normal(size=shape).astype(np.float32) * 0.15
        axis = 1 if name == "tokens" else 0
        found[name], found[f"{name}_scale"] = reader_fit.whole_numbers(values, axis)
        if name != "tokens":
            found[f"{name}_bias"] = chance.normal(size=shape[1]).astype(np.float32) * 0.1
    for name in ("start", "layer0_first", "layer0_second"):
        found[f"{name}_gain"] = 1 + chance.normal(size=HIDDEN).astype(np.float32) * 0.1
        found[f"{name}_shift"] = chance.normal(size=HIDDEN).astype(np.float32) * 0.1
    found["places"] = chance.normal(size=(reading.LONGEST, HIDDEN)).astype(np.float32) * 0.3
    found["parts"] = chance.normal(size=(4, HIDDEN)).astype(np.float32) * 0.3
    for head, names in CLASSES.items():
        found[head] = chance.normal(size=(len(names), 2 * HIDDEN)).astype(np.float32) * 0.3
        found[f"{head}_bias"] = chance.normal(size=len(names)).astype(np.float32)
    return found


@pytest.fixture
def small(weights):
    data = {"model": CLASSES, "pieces": {"pieces": WORDS, "scores": scores_of(WORDS).tolist()}}
    return Reader(data, reader_pack.tensors(weights))


def slowly(weights, pieces, one):
    """Log chances of both heads by the formulas, no number rounded on the way."""
    from scipy.special import erf, log_softmax, softmax

    def matrix(name, axis):
        scale = weights[f"{name}_scale"].astype(float)
        return weights[name] * np.expand_dims(scale, axis)

    def dense(values, name):
        return values @ matrix(f"layer0_{name}", 0) + weights[f"layer0_{name}_bias"]

    def normal(values, name):
        away = values - values.mean(axis=1, keepdims=True)
        plain = away / np.sqrt((away**2).mean(axis=1, keepdims=True) + 1e-12)
        return plain * weights[f"{name}_gain"] + weights[f"{name}_shift"]

    numbers, parts = (np.array(value) for value in pieces.encode(one))
    seen = matrix("tokens", 1)[numbers] + weights["parts"][parts]
    last = normal(seen + weights["places"][: len(numbers)], "start")
    joined = dense(last, "attention").reshape(len(numbers), 3, HEADS, -1)
    queries, keys, values = joined.transpose(1, 2, 0, 3)  # (heads, pieces, width of a head) each
    shares = softmax(queries @ keys.transpose(0, 2, 1) / (HIDDEN / HEADS) ** 0.5, axis=-1)
    attended = (shares @ values).transpose(1, 0, 2).reshape(len(numbers), HIDDEN)
    last = normal(last + dense(attended, "joined"), "layer0_first")
    spread = dense(last, "wide")
    spread = spread * (1 + erf(spread / 2**0.5)) / 2
    last = normal(last + dense(spread, "narrow"), "layer0_second")
    both = np.concatenate([last[parts == 3].mean(axis=0), last[0]])
    return [log_softmax(weights[head] @ both + weights[f"{head}_bias"]) for head in CLASSES]


def test_the_graph_is_the_layers(small, weights, pieces):
    for one in (
        Reading("двор", "дом яма", "яма двор"),
        Reading("", "", "яма"),
        Reading("", "", ""),
    ):
        wanted = slowly(weights, pieces, one)
        for head, value in zip(CLASSES, wanted, strict=True):
            found = small.log_chances([one], head)[0]
            # numbers of eight and six bits; with ReLU for GELU the logarithms are 0.7 away
            assert found == pytest.approx(value, abs=0.25)


def test_a_reading_gives_the_same_whatever_was_read_before(small, weights):
    one = Reading("двор", "дом", "яма двор дом")
    others = [Reading("", "яма" * count, "дом " * count) for count in range(1, 9)]
    among = small.log_chances([*others, one], "roles")[-1]
    data = {"model": CLASSES, "pieces": {"pieces": WORDS, "scores": scores_of(WORDS).tolist()}}
    fresh = Reader(data, reader_pack.tensors(weights))
    assert np.array_equal(fresh.log_chances([one], "roles")[0], among)
    assert np.array_equal(small.log_chances([one, *others], "roles")[0], among)


def test_the_graph_has_the_same_bytes_each_time(weights):
    first, second = (reader_pack.tensors(weights)["graph"] for _ in range(2))
    assert np.array_equal(first, second)


def test_a_folder_becomes_a_pack(tmp_path, frame, pieces, weights):
    found = reader_data.examples(frame, pieces)
    np.savez(tmp_path / "examples.npz", **found)
    settings = np.array(json.dumps({"seed": 1}))
    np.savez(tmp_path / "weights.npz", settings=settings, **weights)
    (tmp_path / "pieces.json").write_text(
        json.dumps({"pieces": WORDS, "scores": scores_of(WORDS).tolist()}), encoding="utf-8"
    )
    for fold, row in enumerate([1, 0]):
        right = {"roles": [np.eye(2)[row]], "directions": [[0, 1, 0]]}
        wrong = {"roles_bare": [np.eye(2)[1 - row]], "directions_bare": [[0, 1, 0]]}
        held = {name: np.array(value, np.float16) for name, value in (right | wrong).items()}
        np.savez(tmp_path / f"held{fold}.npz", rows=np.array([row], np.int32), **held)
    path = tmp_path / "held.safetensors"
    folder = reader_pack.pack_folder(tmp_path, "1.1", root=tmp_path / "models", held_at=path)
    one = reader_pack.held(path)
    assert list(one.rows) == [0, 1]
    assert list(one.fold) == [1, 0]
    pack = packs.load("reader", "1.1", root=tmp_path / "models")
    figures = pack.meta["scores"]["gold/train.jsonl"]
    assert (figures["accuracy"], figures["first_among_gold"], figures["rows"]) == (1.0, 0.5, 2)
    assert list(pack.meta["scores"].values())[1]["accuracy"] == 0.0
    assert pack.data["model"]["roles"] == CLASSES["roles"]
    card = (folder / "card.md").read_text(encoding="utf-8")
    assert "версия 1.1" in card
    assert "| gold/train.jsonl | 2 | 1.000 | 1.000 | 0.500 |" in card
    rows = [pack.meta["scores"][name]["rows"] for name in reader_pack.UNMET]
    assert rows == [5731, 456]
    assert pack.meta["parent"] is None
    assert "{" not in card
    Reader(pack.data, pack.tensors).log_chances([Reading("", "", "яма")], "roles")


def test_a_version_is_gone_on_from_as_it_is_stored(weights):
    """Six bits come back whole; what training starts from says what the pack does."""
    tensors = reader_pack.tensors(weights)
    start = reader_data.start_of_version(tensors)
    assert "graph" not in start
    again = reader_pack.tensors(start)
    assert again.keys() == tensors.keys()
    assert all(np.array_equal(again[name], value) for name, value in tensors.items())
    scale = start["tokens_scale"].astype(np.float32)
    assert np.array_equal(
        reader_net.stored(start, "tokens"), start["tokens"].astype(np.float32) * scale[:, None]
    )


def test_labels_that_are_not_there_are_named(frame, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(reader.sources, "training_frame", lambda shared: frame)
    given = [
        "prepare",
        str(tmp_path),
        training.CAREFUL.reader,
        str(tmp_path / "f"),
        "labels/none.csv",
    ]
    assert reader.main(given) == 1
    told = capsys.readouterr().err
    assert "labels/none.csv" in told
    assert "labels/topics.toml" in told


@pytest.fixture
def version(tmp_path, weights, monkeypatch):
    """A reader of two roles and three directions among the user's own packs."""
    monkeypatch.setenv("VECHE_MODELS", str(tmp_path / "models"))
    pieces = {"pieces": WORDS, "scores": scores_of(WORDS).tolist()}
    reader_pack.pack(weights, CLASSES, pieces, "small", {"parent": None})
    return "small"


def test_a_version_goes_on_and_is_packed_with_its_parent(
    frame, version, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(reader.sources, "training_frame", lambda shared: frame)
    folder = tmp_path / "folder"
    folder.mkdir()
    for left in ("weights.npz", "held2.npz"):
        (folder / left).write_bytes(b"of an earlier training")
    given = ["prepare", str(tmp_path), version, str(folder), "labels/topics.toml"]
    assert reader.main(given) == 0
    assert sorted(one.name for one in folder.iterdir()) == [
        "examples.npz",
        "pieces.json",
        "start.npz",
    ]
    assert np.load(folder / "examples.npz")["fresh"].tolist() == [False, False, True, False]
    start = dict(np.load(folder / "start.npz"))
    assert start["tokens"].dtype == np.int8
    np.savez(folder / "weights.npz", settings=np.array(json.dumps({"seed": 1})), **start)
    assert reader.main(["pack", str(folder), "next"]) == 0
    meta = packs.read_meta("reader", "next")
    assert meta["parent"] == version
    assert meta["settings"] == {"seed": 1, "fresh": ["labels/topics.toml"]}
    assert set(meta["scores"]) == set(reader_pack.UNMET)
    first, second = (packs.load("reader", one).tensors for one in (version, "next"))
    assert all(np.array_equal(first[name], second[name]) for name in first)
    capsys.readouterr()
    assert reader.main(["pack", str(folder), "next"]) == 1
    assert "уже есть" in capsys.readouterr().err


def test_labels_of_other_classes_are_refused(frame, version, tmp_path, monkeypatch, capsys):
    other = frame.assign(role=["problem", "praise", None, "praise"])
    monkeypatch.setattr(reader.sources, "training_frame", lambda shared: other)
    given = ["prepare", str(tmp_path), version, str(tmp_path / "f"), "labels/topics.toml"]
    assert reader.main(given) == 1
    assert "классы меток (roles)" in capsys.readouterr().err
    assert not (tmp_path / "f").exists()


def test_what_training_begins_with_and_new_labels_go_together(
    frame, version, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(reader.sources, "training_frame", lambda shared: frame)
    start_file(tmp_path / "e5.bin")
    folder = str(tmp_path / "f")
    for begins, fresh in ((version, []), (str(tmp_path / "e5.bin"), ["labels/topics.toml"])):
        assert reader.main(["prepare", str(tmp_path), begins, folder, *fresh]) == 1
        assert "новые метки называют" in capsys.readouterr().err
    assert reader.main(["prepare", str(tmp_path), "smal", folder]) == 1
    assert version in capsys.readouterr().err


def test_a_folder_that_lacks_data_is_told(tmp_path, version, capsys):
    given = ["prepare", str(tmp_path), version, str(tmp_path / "f"), "labels/topics.toml"]
    assert reader.main(given) == 1
    assert "gold/train.jsonl" in capsys.readouterr().err.replace("\\", "/")


def test_a_version_cannot_leave_out_a_fold(tmp_path, frame, pieces, weights, monkeypatch):
    monkeypatch.setattr(reader_fit, "_torch", lambda: None)
    np.savez(tmp_path / "examples.npz", **reader_data.examples(frame, pieces))
    start = reader_data.start_of_version(reader_pack.tensors(weights))
    np.savez(tmp_path / "start.npz", **start)
    with pytest.raises(InputError, match="отложить часть нельзя"):
        reader_fit.fit(tmp_path, 0)


def test_what_is_missing_is_said(tmp_path, capsys):
    assert reader.main(["pack", str(tmp_path), "new"]) == 1
    assert "prepare" in capsys.readouterr().err
    assert reader.main([]) == 1
    assert "prepare ДАННЫЕ" in capsys.readouterr().err
    assert reader.main(["fit", str(tmp_path), "9"]) == 1
    assert "от 0 до 4" in capsys.readouterr().err
    with pytest.raises(InputError, match="отложенных"):
        reader_pack.held(tmp_path / "absent")


def test_without_torch_a_person_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert reader.main(["fit", str(tmp_path)]) == 1
    assert "PyTorch" in capsys.readouterr().err


def test_the_scores_that_lie_beside_the_labels():
    one = reader_pack.held()
    assert one.roles.shape == (len(one.rows), 9)
    assert one.directions.shape == one.directions_bare.shape == (len(one.rows), 16)
    assert set(one.fold.tolist()) <= set(range(5))
    assert (np.diff(one.rows) > 0).all()
