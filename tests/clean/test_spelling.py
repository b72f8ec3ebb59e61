"""Misspelt words count with the words they stand for; names, rare and new words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.spelling import meant, variants

SLIPS = (
    "парковак парковок|дарога дорога|остоновка остановка|асвещение освещение|тратуар тротуар|тротуарр тротуар|детскй детский|площатка площадка|"
    "поликлинника поликлиника|переодически периодически|антена антенна|фанари фонари|графити граффити|просъба просьба|соотвественно соответственно|"
    "балница больница|аптечька аптечка|мусорр мусор|вобще вообще|учавствовать участвовать|пешиходный пешеходный|бардюр бордюр|будующее будущее|"
    "сдесь здесь|зделать сделать|здравоохранние здравоохранение|экалогия экология|спортзалл спортзал|озелененние озеленение|благоустройтсво благоустройство|"
    "отоплениие отопление|кинотиатр кинотеатр|светафор светофор|канализацыя канализация|розетка розетка"
).split("|")
RIGHT = (
    "каток домофон велодорожка велопарковка кринж коворкинг электросамокат запсиб тюлюбаев мандрова хван газелька "
    "урбанистика маршрутка гипермаркет роспотребнадзор левемир вода код жкх тц самокат лавочка мкад метро дериглазова чисто "
    "благоустройство пандус шлагбаум велик буллинг волонтёры техникум"
).split()


@pytest.mark.parametrize("pair", SLIPS)
def test_a_slip_stands_for_the_common_word(pair: str) -> None:
    written, word = pair.split()
    assert meant(written) == word


@pytest.mark.parametrize("word", RIGHT)
def test_a_right_rare_or_foreign_word_stands_for_itself(word: str) -> None:
    assert meant(word) == word.replace("ё", "е")


def test_what_the_corpus_writes_often_is_what_its_misspellings_stand_for() -> None:
    counts = {"запсиб": 60, "запсибб": 1, "дороги": 90, "дароги": 2, "тюлюбаев": 1}
    found = variants(counts)
    assert found["запсибб"] == "запсиб"
    assert found["дароги"] == "дороги"
    assert "запсиб" not in found and "дороги" not in found and "тюлюбаев" not in found


@given(
    st.dictionaries(
        st.text(st.sampled_from(list("абвгдеёжорт")), min_size=1, max_size=9),
        st.integers(1, 50),
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_no_variant_stands_for_itself_and_order_does_not_matter(counts: dict[str, int]) -> None:
    found = variants(counts)
    assert all(form != word for form, word in found.items())
    assert variants(dict(reversed(list(counts.items())))) == found
