"""The partition: row order, repeats, tiny corpora, short answers, strangers."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from pipeline.topics.cluster import LEAST, MOST, NONE, SMALL, default_size, divide, fit
from pipeline.topics.space import fit_space
from pipeline.topics.texts import topics_of_texts
from pipeline.topics.tree import parents

MATTERS = {
    "дороги": ["яма", "асфальт", "колея", "разбитая дорога", "ремонт дорог", "выбоины"],
    "свет": ["фонарь не горит", "темно", "нет освещения", "лампы погасли", "столб без света"],
    "врачи": ["нет врача", "поликлиника", "запись к терапевту", "больница", "нет педиатра"],
    "мусор": ["свалка", "контейнеры переполнены", "мусор не вывозят", "отходы", "помойка"],
    "автобусы": ["автобус не ходит", "маршрутка", "остановка", "расписание автобусов"],
}
PLACES = ["во дворе", "на окраине", "у школы", "возле рынка", "в центре", "за мостом", "у парка"]


def city() -> tuple[list[str], list[str]]:
    """Over three hundred distinct texts about five matters."""
    rows = [
        (f"{one}, {other} {place}", matter)
        for matter, said in MATTERS.items()
        for (one, other), place in itertools.product(itertools.permutations(said, 2), PLACES)
    ]
    return [text for text, _ in rows], [matter for _, matter in rows]


def test_the_order_of_rows_moves_no_border() -> None:
    texts, _ = city()
    order = np.random.default_rng(3).permutation(len(texts))
    straight, _, _ = topics_of_texts(texts)
    shuffled, _, _ = topics_of_texts([texts[row] for row in order])
    assert np.array_equal(straight[order], shuffled)


def test_copies_share_a_topic_and_bend_nothing() -> None:
    texts, _ = city()
    alone, _, _ = topics_of_texts(texts)
    copied, _, _ = topics_of_texts(texts + [texts[0].upper() + "!"] * 300)
    assert np.array_equal(alone, copied[: len(texts)])
    assert set(copied[len(texts) :]) == {copied[0]}


def test_matters_do_not_mix() -> None:
    texts, matters = city()
    found, _, part = topics_of_texts(texts)
    assert len(part.centers) == default_size(len(texts))
    for topic in range(len(part.centers)):
        inside = [matter for matter, label in zip(matters, found, strict=True) if label == topic]
        assert max(inside.count(matter) for matter in set(inside)) >= 0.8 * len(inside)


def test_more_topics_are_looked_for_where_much_fits_nowhere() -> None:
    """Long letters on forty matters: the root of their number is too few topics for them."""
    rng = np.random.default_rng(1)
    heads = np.linalg.qr(rng.normal(size=(64, 64)))[0][:40]
    rows = np.repeat(heads, 15, axis=0) + 0.15 * rng.normal(size=(600, 64))
    rows = np.round(rows / np.linalg.norm(rows, axis=1, keepdims=True), 5).astype(np.float32)
    keys = [f"текст {number:03}" for number in range(len(rows))]
    part = fit(rows, keys, spoken=16)
    assert default_size(16) < len(part.centers) <= MOST
    few = fit(rows, keys, size=default_size(16))
    assert np.mean(part.labels == NONE) < np.mean(few.labels == NONE)


def test_the_user_chooses_how_many() -> None:
    texts, matters = city()
    found, _, part = topics_of_texts(texts, size=5)
    assert len(part.centers) == 5
    for matter in MATTERS:
        inside = [label for one, label in zip(matters, found, strict=True) if one == matter]
        assert max(inside.count(label) for label in set(inside)) >= 0.8 * len(inside)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 9, 10, 11, 14, 15, 16, 20, 30, 50])
@pytest.mark.parametrize("kind", ["distinct", "same", "dashes", "function", "words"])
def test_few_texts_of_any_kind_are_grouped(count: int, kind: str) -> None:
    texts, _ = city()
    few = {
        "distinct": texts[:count],
        "same": ["Дороги"] * count,
        "dashes": ["-" * (n % 3 + 1) for n in range(count)],
        "function": ["и в на"] * count,
        "words": ["снег", "дороги", "свет"] * (count // 3) + ["вода"] * (count % 3),
    }[kind]
    found, _, part = topics_of_texts(few)
    assert len(found) == count and part.labels.max(initial=NONE) + 1 == len(part.centers)
    assert len({(text, label) for text, label in zip(few, found, strict=True)}) == len(set(few))


def test_spellings_of_one_answer_come_together_and_others_stay_alone() -> None:
    said = ["благоустройство", "благоустройства", "Благоустроиство", "москва", "г. москва", "вода"]
    found, _, _ = topics_of_texts(said)
    assert len(set(found[:3])) == 1 and found[3] == found[4]
    assert len({found[0], found[3], found[5]}) == 3


def test_a_stranger_fits_nowhere() -> None:
    chance = np.random.default_rng(0)
    axes = np.eye(30, dtype=np.float32)
    near = [axes[n % 3] + 0.05 * chance.normal(size=30) for n in range(SMALL + 30)]
    rows = np.stack([*near, axes[20]]).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    part = fit(rows, [str(n) for n in range(len(rows))], size=3)
    assert part.labels[-1] == NONE and (part.similarity[:-1] > LEAST).all()


def test_topics_are_numbered_by_falling_size() -> None:
    texts, _ = city()
    _, _, part = topics_of_texts(texts)
    sizes = np.bincount(part.labels[part.labels >= 0])
    assert (np.diff(sizes) <= 0).all()


def test_more_groups_than_points_are_not_asked_for() -> None:
    assert len(set(divide(np.eye(3, dtype=np.float32), 3))) == 3
    assert divide(np.eye(1, dtype=np.float32), 1).tolist() == [0]


def test_a_space_without_adaptation_is_the_encoder_alone() -> None:
    chance = np.random.default_rng(0)
    rows = chance.normal(size=(400, 8)).astype(np.float32)
    lemmas = [[f"л{n % 7}", f"л{n % 5}"] for n in range(400)]
    assert fit_space(rows, lemmas, adapt=False).place(rows, lemmas).shape == (400, 8)
    assert fit_space(rows, lemmas).place(rows, lemmas).shape[1] > 8


def test_a_branch_is_headed_by_its_largest_topic() -> None:
    centers = np.repeat(np.eye(3, dtype=np.float32), 4, axis=0)
    sizes = np.array([5, 9, 5, 5, 1, 2, 3, 4, 7, 7, 7, 7])
    assert parents(centers, sizes) == [1, None, 1, 1, 7, 7, 7, None, None, 8, 8, 8]
    assert parents(centers[:5], sizes[:5]) == [None] * 5
