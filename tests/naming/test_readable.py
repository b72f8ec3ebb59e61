"""Keywords shown as a reader likes them."""

from __future__ import annotations

from pipeline.naming.readable import readable

TEXTS = ["Нет мест в детском саду", "детские сады переполнены", "Построить детский сад",
         "тарифы ЖКХ", "Высокие тарифы ЖКХ", "уборка снега", "Уборка снега во дворах",
         "дороги", "Плохие дороги", "объездная дорога"]  # fmt: skip


def test_what_goes_together_is_shown_together() -> None:
    shown = readable(["детский", "сад", "уборка", "снег"], TEXTS)
    assert shown == ["детские сады", "уборка снега"]


def test_single_words_have_their_usual_form() -> None:
    assert readable(["дорога", "построить", "жкх"], TEXTS) == ["дороги", "построить", "тарифы ЖКХ"]


def test_what_the_texts_do_not_have_stays() -> None:
    assert readable(["космос", "лететь"], TEXTS) == ["космос", "лететь"]
    assert readable([], TEXTS) == [] and readable(["сад"], []) == ["сад"]


def test_no_keyword_twice() -> None:
    shown = readable(["сад", "детский", "сад", "дорога", "дорога"], TEXTS)
    assert shown == ["детские сады", "дороги"]
