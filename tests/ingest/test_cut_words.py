"""Words that narrow cells of a PDF cut are put together, and words that stand apart are not."""

from __future__ import annotations

import pytest

from pipeline.ingest.readers.cutwords import mended

CUT = (
    "водоснабж/ение водоснабжение", "пространст/в пространств", "светильник/и светильники", "пандуса/ми пандусами", "горэлектр/осеть горэлектросеть",
    "Ответствен/ный Ответственный", "неудовлет/ворительн/ое неудовлетворительное", "организаци/и организации", "Администра/ция; Администрация;",
    "энергосб/ерегающи/е энергосберегающие", "снегоубороч/ной снегоуборочной", "реконстру/кция реконструкция", "общежити/й, общежитий,",
)  # fmt: skip
APART = (
    "Дороги/и тротуары", "ремонт/дорог", "по/мощь", "школы/и/садики", "Построить/мост", "Водоканал/администрация", "Выделить/деньги/на/ремонт",
    "до/2030", "не/хватает", "за/дача", "у/дача", "Росавтодор/мэрия", "ООО/ГорСвет", "врачи/медсёстры", "от/ход", "в/место", "МКУ/УБиЦ", "на/дом",
    "пере/рыв в работе", "ремонт крыш/и подвалов", "светильник/и лампы", "дома/их ремонт", "участки/не чистят",
)  # fmt: skip


@pytest.mark.parametrize("pair", CUT)
def test_a_cut_word_is_put_together(pair: str) -> None:
    cut, word = pair.split()
    assert mended(cut.split("/")) == [word]
    assert mended(["слово", *cut.split("/"), "ещё слова"])[1] == word or len(cut.split("/")[-1]) < 3


@pytest.mark.parametrize("text", APART)
def test_words_that_stand_apart_stay_apart(text: str) -> None:
    assert mended(text.split("/")) == text.split("/")


def test_the_rest_of_a_line_stays_with_the_word() -> None:
    lines = ["Недостато", "чная", "освещённо", "сть дворов", "и улиц"]
    assert mended(lines) == ["Недостаточная", "освещённость дворов", "и улиц"]
    assert mended([]) == []
