"""The reader as shipped: what it takes of a statement, the same numbers each time, what it knows."""

import gc
import json
import re
import weakref

import numpy as np
import onnxruntime
import pytest

from pipeline import packs
from pipeline.encode.lemmas import morphology
from pipeline.errors import PackError
from pipeline.statements import reader as reading
from pipeline.statements.pieces import BEFORE, LONGEST, QUESTION, SPECIAL, TEXT, Reading
from pipeline.statements.reader import HEADS, Reader

VERSION = packs.current("reader", packs.shipped()) or ""
START, END, UNKNOWN = (SPECIAL.index(name) for name in ("<s>", "</s>", "<unk>"))
WORD = re.compile("▁[А-Яа-яЁё]{3,}")
PERSON = {"Name", "Surn", "Patr"}
ONE = Reading("Что мешает жить?", "Двор. Темно.", "Нет света на детской площадке")
OTHERS = [Reading("", "вода " * count, "Спасибо за парк " * count) for count in (1, 2, 5, 20)]


@pytest.fixture(scope="module")
def pack():
    return packs.load("reader", VERSION, packs.shipped())


@pytest.fixture(scope="module")
def made(pack):
    return Reader(pack.data, pack.tensors)


@pytest.fixture(scope="module")
def pieces(made):
    return made._pieces


def anew(made, readings, head="roles"):
    """Log chances with nothing remembered of what was read before."""
    made._read.cache_clear()
    return made.log_chances(readings, head)


# --- what is taken of a statement


def test_parts_stand_in_order_each_with_its_end(pieces):
    places, parts = pieces.encode(Reading("где", "двор", "яма и снег"))
    own = [pieces.split(text) for text in ("где", "двор", "яма и снег")]
    assert places == [START, *own[0], END, *own[1], END, *own[2], END]
    assert parts == [0, *(part for part, one in enumerate(own, 1) for _ in range(len(one) + 1))]


def test_of_a_question_and_a_statement_the_beginning_is_read_of_what_stands_before_the_end(pieces):
    numbers = " ".join(f"вода {number}" for number in range(100, 200))
    question, before, text = (numbers[:most] for most in (200, 700, 700))
    places, parts = pieces.encode(Reading(question, before, text))
    part = {of: [p for p, one in zip(places, parts, strict=True) if one == of] for of in (1, 2, 3)}
    assert part[1] == [*pieces.split(question)[:QUESTION], END]
    assert part[2] == [*pieces.split(before)[-BEFORE:], END]
    assert part[3] == [*pieces.split(text)[:TEXT], END]
    assert len(places) == LONGEST


def test_what_is_beyond_the_pieces_of_a_statement_changes_nothing(made, pieces):
    long = "Нет воды в доме. " * 40
    assert len(pieces.split(long)) > TEXT
    whole, cut = Reading("", "", long + "Спасибо!"), Reading("", "", long)
    assert pieces.encode(whole) == pieces.encode(cut)
    assert (anew(made, [whole]) == anew(made, [cut])).all()


def test_nothing_around_leaves_the_ends_alone(pieces):
    places, parts = pieces.encode(Reading("", "", "яма"))
    assert places[:3] == [START, END, END]
    assert parts[:3] == [0, 1, 2]
    assert pieces.encode(Reading("", "", "")) == ([START, END, END, END], [0, 1, 2, 3])


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("  дом\u00a0и\tдвор\n", "дом и двор"),
        ("ул. Мира,\u202f№\u20095", "ул. Мира, No 5"),
        ("е\u0308лка", "ёлка"),
        ("100 м²", "100 м2"),
        ("ﬁнал", "fiнал"),
        ("Дом \ud800", "Дом ?"),
    ],
)
def test_writings_of_one_text_are_one(pieces, written, plain):
    assert pieces.split(written) == pieces.split(plain)


def test_large_letters_are_read_as_such(pieces):
    assert pieces.split("ДОМ") != pieces.split("дом")


def test_another_script_is_unknown_not_lost(pieces):
    assert UNKNOWN in pieces.split("漢")


# --- the same numbers each time


@pytest.mark.parametrize("head", HEADS)
def test_a_reading_gives_the_same_alone_after_others_and_before_them(made, head):
    alone = anew(made, [ONE], head)[0]
    assert np.array_equal(anew(made, [*OTHERS, ONE], head)[-1], alone)
    assert np.array_equal(anew(made, [ONE, *OTHERS], head)[0], alone)


def test_order_turns_the_rows_and_nothing_else(made):
    straight = anew(made, [ONE, *OTHERS])
    assert np.array_equal(anew(made, [ONE, *OTHERS][::-1])[::-1], straight)
    assert len({row.tobytes() for row in straight}) == len(straight)


def test_the_memory_that_the_session_reads_is_kept(pack, monkeypatch):
    """onnxruntime reads weights where they lie; had they been given back, others would lie there."""
    lent = []
    original = onnxruntime.OrtValue.ortvalue_from_numpy

    def spy(values):
        lent.append(weakref.ref(values))
        return original(values)

    monkeypatch.setattr(onnxruntime.OrtValue, "ortvalue_from_numpy", staticmethod(spy))
    made = Reader(pack.data, pack.tensors)
    gc.collect()
    assert len(lent) > 10 * pack.data["model"]["layers"]
    assert all(values() is not None for values in lent)
    assert np.isfinite(made.log_chances([ONE], "roles")).all()


def test_a_reading_is_read_once_for_both_heads(made, monkeypatch):
    anew(made, [ONE])
    monkeypatch.setattr(made, "_session", None)
    assert made.log_chances([ONE, ONE], "directions").shape == (2, 16)


@pytest.mark.parametrize("head", HEADS)
def test_chances_sum_to_one(made, head):
    found = made.log_chances([ONE, Reading("", "", ""), *OTHERS], head)
    assert found.shape == (6, len(made.classes[head]))
    assert np.exp(found).sum(axis=1) == pytest.approx(1)
    assert made.log_chances([], head).shape == (0, len(made.classes[head]))


# --- what it knows


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Во дворе дома второй месяц не горит ни один фонарь", "problem"),
        ("Автобус ходит раз в два часа, до работы не доехать", "problem"),
        ("Прошу построить крытый каток рядом со школой", "solution"),
        ("Предлагаю открыть в посёлке пункт приёма макулатуры", "solution"),
    ],
)
def test_plain_complaints_and_requests(made, text, role):
    found = made.log_chances([Reading("", "", text)], "roles")[0]
    assert made.classes["roles"][int(found.argmax())] == role


@pytest.mark.parametrize(
    ("question", "role"),
    [("Какие проблемы есть в городе?", "problem"), ("Что Вы предлагаете?", "solution")],
)
def test_the_question_tells_what_bare_words_are(made, question, role):
    found = made.log_chances([Reading(question, "", "дороги")], "roles")[0]
    assert made.classes["roles"][int(found.argmax())] == role


def test_what_stands_before_tells_what_it_is_about(made):
    texts = {"Автобусы и остановки": "transport", "Поликлиника и врачи": "health"}
    found = made.log_chances(
        [Reading("", near, "Прошу принять меры") for near in texts], "directions"
    )
    names = [made.classes["directions"][place] for place in found.argmax(axis=1)]
    assert names == list(texts.values())


# --- the pack


def person(piece):
    """Whether a piece is a whole word that the dictionary knows first as a person's name."""
    word = piece.removeprefix("▁").lower()
    known = bool(WORD.fullmatch(piece)) and morphology().word_is_known(word)
    return known and bool(PERSON & set(morphology().parse(word)[0].tag.grammemes))


def test_no_piece_is_the_name_of_a_person(pack):
    assert person("▁Мария")
    assert person("▁Иванов")
    assert len(pack.data["pieces"]["pieces"]) > 5000
    assert not [piece for piece in pack.data["pieces"]["pieces"] if person(piece)]


def test_the_pack_is_small():
    folder = packs.folder_of("reader", VERSION, packs.shipped())
    assert sum(path.stat().st_size for path in folder.iterdir()) < 20_000_000


def far(places):
    """Places of which the last are too large for float32: a long reading has no finite chances."""
    return np.vstack([places[:100], np.full_like(places[100:], 1e300, np.float64)])


def loud(tensors):
    return np.full_like(tensors["layer0_attention_scale"], 3e38, np.float32)


def test_what_a_reader_is_tried_on_is_as_long_as_any(pieces):
    places, parts = pieces.encode(reading._LONG)
    assert len(places) == LONGEST
    assert [parts.count(part) for part in (1, 2, 3)] == [QUESTION + 1, BEFORE + 1, TEXT + 1]


@pytest.mark.filterwarnings("ignore:overflow encountered in cast")
def test_places_that_are_wrong_far_off_are_seen_in_long_readings_alone(pack):
    made = Reader(pack.data, dict(pack.tensors) | {"places": far(pack.tensors["places"])})
    assert np.isfinite(made.log_chances([ONE, Reading("", "", "")], "roles")).all()
    assert not np.isfinite(made.log_chances([reading._LONG], "roles")).any()


@pytest.mark.filterwarnings("ignore:overflow encountered in cast")
@pytest.mark.parametrize(
    ("stem", "spoil"),
    [
        ("graph", lambda data, tensors: tensors.update(graph=np.zeros(9, np.uint8))),
        ("places", lambda data, tensors: tensors.update(places=tensors["places"][:2])),
        ("special", lambda data, tensors: data["pieces"]["pieces"].sort()),
        ("far", lambda data, tensors: tensors.update(places=far(tensors["places"]))),
        ("loud", lambda data, tensors: tensors.update(layer0_attention_scale=loud(tensors))),
        ("twice", lambda data, tensors: data["pieces"]["pieces"].__setitem__(-1, ",")),
    ],
)
def test_a_pack_that_cannot_read_is_refused_in_russian(pack, tmp_path, monkeypatch, stem, spoil):
    data, tensors = json.loads(json.dumps(dict(pack.data))), dict(pack.tensors)
    spoil(data, tensors)
    packs.save("reader", stem, tensors=tensors, data=data, meta={}, card="", root=tmp_path)
    monkeypatch.setenv("VECHE_MODELS", str(tmp_path))
    with pytest.raises(PackError, match="не собирается|не сходятся") as refused:
        reading.load(stem)
    assert str(tmp_path) in str(refused.value)


def test_a_version_that_is_not_here_is_named():
    with pytest.raises(PackError, match="нет версии «9.9» модели «reader»"):
        reading.load("9.9")
