"""Names of topics: given members → name, and what holds of every name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.naming.words import words
from pipeline.topics.coverage import Corpus
from pipeline.topics.naming import LONGEST, TopicName, name_topics

# role, text: a topic's members. The name that a municipal paper would give is the last argument.
TOPICS: dict[str, tuple[str, list[str]]] = {
    "Отсутствие парковок": (
        "problem",
        ["Нет парковок у дома", "нет парковки", "Не хватает парковок", "Отсутствие парковок"],
    ),
    "Нехватка врачей": (
        "problem",
        ["Не хватает врачей", "нехватка врачей", "мало врачей в поликлинике", "нет врачей"],
    ),
    "Неудовлетворительное состояние дорог": (
        "problem",
        ["Плохие дороги", "дороги разбиты", "Ужасные дороги в городе", "убитые дороги", "Дороги"],
    ),
    "Ремонт дорог": (
        "solution",
        ["Отремонтировать дороги", "ремонт дорог", "Сделать ремонт дорог", "починить дороги"],
    ),
    "Строительство бассейна": (
        "solution",
        ["Построить бассейн", "строительство бассейна", "постройте бассейн", "бассейн построить"],
    ),
    "Уборка снега": (
        "problem",
        ["Не убирают снег", "снег не убирают", "Уборка снега", "убирать снег во дворах"],
    ),
}


def corpus(topics: Sequence[tuple[str, list[str]]]) -> Corpus:
    """A corpus of whole topics; lemmas as pymorphy3 has them."""
    rows = [(label, role, text) for label, (role, texts) in enumerate(topics) for text in texts]
    return Corpus(
        texts=[text for _, _, text in rows],
        lemmas=[[w.lemma for w in words(text) if w.readings] for _, _, text in rows],
        roles=[role for _, role, _ in rows],
        weights=np.ones(len(rows)),
        labels=np.array([label for label, _, _ in rows], dtype=np.int64),
        typical=np.ones(len(rows)),
    )


def named(*topics: tuple[str, list[str]]) -> list[TopicName]:
    return name_topics(corpus(topics), len(topics))


@pytest.mark.parametrize("expected", TOPICS)
def test_members_to_name(expected: str) -> None:
    # Among all the others, as in a survey: what is said elsewhere too is no name here.
    others = [topic for name, topic in TOPICS.items() if name != expected and "орог" not in name]
    assert named(TOPICS[expected], *others)[0].name == expected


def test_a_mixed_topic_is_named_by_its_subjects() -> None:
    mixed = ("problem", ["Дороги", "тротуары", "Дороги и тротуары", "нет дорог", "тротуар разбит"])
    assert named(mixed, TOPICS["Нехватка врачей"])[0].name == "Дороги и тротуары"


def test_a_collocation_is_named_whole() -> None:
    gardens = (
        "problem",
        ["Детский сад", "места в детских садах", "детские сады", "детского сада нет"],
    )
    assert named(gardens, TOPICS["Нехватка врачей"])[0].name == "Детские сады"


def test_no_name_twice() -> None:
    twins = [("problem", ["Ямы", "яма во дворе"]), ("problem", ["ямы", "Яма у школы"])]
    names = [one.name for one in named(*twins)]
    assert len({name.casefold() for name in names}) == 2


def test_three_alternatives_that_say_something_else() -> None:
    roads = TOPICS["Неудовлетворительное состояние дорог"][1]
    mixed = ("problem", [*roads, "тротуары и дороги", "лужи на тротуарах", "лужи", "снег и лужи"])
    found = named(mixed, TOPICS["Нехватка врачей"])[0]
    assert len(found.alternatives) == 3
    assert len({found.name, *found.alternatives}) == 4


def test_what_hangs_together_by_nothing_is_called_so() -> None:
    texts = [f"{a} {b}" for a, b in zip("Шум Дым Газ Мёд Лёд Мир Лом Дом".split(),
             "улиц города рек гор садов полей лесов озёр".split(), strict=True)]  # fmt: skip
    many = ("problem", [*texts, *(f"хочется чего-то {n}" for n in range(40))])
    found = named(many)[0]
    assert found.coverage < 0.12 and found.name.startswith("Разное: ")


def test_the_order_of_rows_changes_nothing() -> None:
    topics = list(TOPICS.values())
    turned = [(role, texts[::-1]) for role, texts in topics]
    assert [n.name for n in named(*topics)] == [n.name for n in named(*turned)]


WORDS = st.sampled_from(
    "дороги ямы снег не убирают нет врачей плохие построить мост воды двор ЖКХ МЕРЫ ул д 5 № и в "
    "на очень собаки детский сад горячая прошу из-за 'дом' «Радуга» Ленина , . ! - ...".split()
)
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["problem", "solution", "against", "vision", "praise", "fact", ""]),
            st.lists(TEXTS, min_size=1, max_size=6),
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=40, deadline=None)
def test_what_holds_of_every_name(topics: list[tuple[str, list[str]]]) -> None:
    found = named(*topics)
    assert len(found) == len(topics)
    names = [one.name for one in found]
    assert len({name.casefold() for name in names}) == len(names)
    for one in found:
        assert len(one.alternatives) <= 3 and one.name not in one.alternatives
        assert 0.0 <= one.coverage <= 1.0
        for name in (one.name, *one.alternatives):
            assert name[0].isupper() and name == name.strip()
            assert len(name) <= LONGEST + len("Разное: ")
            assert "\n" not in name and "  " not in name
