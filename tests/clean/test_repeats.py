"""Repeats: one person's collapse, many people's are a campaign that is counted twice and kept."""

from __future__ import annotations

from collections import Counter
from random import Random

import pandas as pd
import pytest

from pipeline.clean.repeats import near_groups, signature, template_groups
from tests.clean.made_items import cleaned, paper, survey

_WHAT = (
    "дороги|тротуары|поликлиника|детский сад|школа|парк|набережная|автобусы|трамвай|мусор|снег|воздух|вода|отопление|фонари|лавочки|площадка|стадион|рынок|мост|"
    "больница|аптека|библиотека|кинотеатр|каток|бассейн|вокзал|подъезд|двор|фасад"
).split("|")
_BAD = (
    "в ужасном состоянии|давно не ремонтировали|закрывают без объяснений|работает плохо|не хватает на всех|переполнены по утрам|никто не убирает|"
    "слишком далеко от нас|стоит дорого|зимой не пройти|постоянно ломается|выглядит заброшенно|не приспособлено для инвалидов|пора обновить|опасно для детей"
).split("|")
_WHERE = (
    "возле нашего дома|в центре|на окраине|за рекой|у вокзала|в Абашево|на Форштадте|в Ильинке|рядом со школой|вдоль шоссе|на нашей улице|в посёлке|за площадью|у рынка"
).split("|")
_AND = (
    "жители писали много раз|обещали сделать прошлой весной|дети боятся ходить|пенсионерам тяжело|а денег всё нет|администрация молчит|приезжала комиссия|"
    "соседи уже уехали|в других городах иначе|лучше бы сделали это|я живу здесь давно|терпение кончилось"
).split("|")
_CAMPAIGN = (
    "Просим построить в нашем городе крематорий потому что на кладбищах больше нет места и жители вынуждены хоронить близких "
    "далеко за городом а это дорого и неудобно для всех семей"
)
_TEMPLATE = (
    "Уважаемая администрация я {who} из {where} требую {act} старый кинотеатр и сделать там {what} для {whom} потому что других "
    "таких мест в городе совсем не осталось и ходить вечером некуда"
)
_SLOTS = {
    "who": ["житель", "пенсионер", "студентка", "мама троих", "рабочий"],
    "where": ["Ильинки", "Центра", "Заводского", "Форштадта", "Абашево"],
    "act": ["восстановить", "отремонтировать", "вернуть", "открыть", "спасти"],
    "what": ["клуб", "центр", "студию", "театр", "музей"],
    "whom": ["детей", "молодёжи", "всех", "семей", "пожилых"],
}


def organic(random: Random, count: int) -> list[str]:
    return [
        f"{random.choice(_WHAT)} {random.choice(_BAD)} {random.choice(_WHERE)}, {random.choice(_AND)} и {random.choice(_WHAT)} {random.choice(_BAD)} {random.choice(_WHERE)}"
        for _ in range(count)
    ]


def copies(kind: str, random: Random, count: int) -> list[str]:
    if kind == "verbatim":
        return [_CAMPAIGN] * count
    if kind == "one word":
        words = _CAMPAIGN.split()
        texts = []
        for _ in range(count):
            changed = list(words)
            changed[random.randrange(len(words))] = random.choice(_WHAT)
            texts.append(" ".join(changed))
        return texts
    return [
        _TEMPLATE.format(**{slot: random.choice(values) for slot, values in _SLOTS.items()})
        for _ in range(count)
    ]


def _campaigns(size: int, kind: str, share: float) -> tuple[float, float]:
    """(share of planted answers in one campaign, share of organic answers in any)."""
    random = Random(f"{kind} {share}")
    planted = copies(kind, random, round(size * share))
    texts = [*organic(random, size), *planted]
    items = survey([(str(number), text) for number, text in enumerate(texts)])
    answers = cleaned(items, mask=False).answers
    number = answers["locator"].str.removeprefix("row ").astype(int) - 1
    marks = Counter(answers.loc[number >= size, "campaign"])
    biggest = max((count for mark, count in marks.items() if mark), default=0)
    return biggest / len(planted), float((answers.loc[number < size, "campaign"] != "").mean())


MIXES = [
    (kind, share, needed)
    for kind, needed in (("verbatim", 0.99), ("one word", 0.95), ("mail-merge", 0.80))
    for share in (0.01, 0.1, 0.5)
]


@pytest.mark.parametrize(("kind", "share", "needed"), [mix for mix in MIXES if mix[1] == 0.1])
def test_campaigns_are_found_in_a_tenth(kind: str, share: float, needed: float) -> None:
    grouped, wrong = _campaigns(300, kind, share)
    assert grouped >= needed
    assert wrong <= 0.005


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "share", "needed"), MIXES)
def test_campaigns_are_found_among_two_thousand(kind: str, share: float, needed: float) -> None:
    grouped, wrong = _campaigns(2_000, kind, share)
    assert grouped >= needed
    assert wrong <= 0.005


def test_a_campaign_shows_messages_and_people_and_drops_nobody() -> None:
    rows = [(f"p{number}", _CAMPAIGN) for number in range(6)] + [
        ("p0", _CAMPAIGN),
        ("p0", _CAMPAIGN.upper()),
        ("q", "Нужен мост"),
    ]
    answers = cleaned(survey(rows)).answers
    campaign = answers[answers["campaign"] != ""]
    kept = campaign[campaign["status"] == "used"]
    assert len(campaign) == 8
    assert kept["respondent"].nunique() == len(kept) == 6
    assert kept["repeats"].sum() == 8
    assert set(campaign.loc[campaign["status"] == "duplicate", "duplicate_of"]) <= set(
        kept["answer_id"]
    )


def test_one_person_alone_makes_no_campaign() -> None:
    answers = cleaned(survey([("p", _CAMPAIGN)] * 20)).answers
    assert set(answers["campaign"]) == {""}
    assert (answers["status"] == "used").sum() == 1
    assert answers["repeats"].max() == 20


def test_short_answers_of_many_people_are_no_campaign() -> None:
    answers = cleaned(survey([(str(n), "Дороги") for n in range(50)])).answers
    assert set(answers["status"]) == {"used"} and set(answers["campaign"]) == {""}


def test_near_copies_of_one_person_collapse_and_others_do_not() -> None:
    one = "Во дворе дома на Кирова нет освещения уже второй год, дети ходят в темноте, прошу поставить фонари"
    other = "Во дворе дома на Кирова нет освещения уже второй год, дети ходят в темноте, прошу поставить фонари!!"
    third = "Во дворе дома на Кирова нет площадки уже пятый год, собаки бегают, прошу сделать горку и качели детям"
    answers = cleaned(survey([("a", one), ("a", other), ("a", third), ("b", one)])).answers
    assert Counter(answers["status"]) == {"used": 3, "duplicate": 1}
    assert answers.loc[answers["repeats"] == 2, "text"].tolist() == [other]


def test_a_group_repeats_itself_once_a_session_and_theses_never_repeat() -> None:
    twice = pd.concat(
        [
            paper(["Построить мост", "Построить мост"]),
            paper(["Построить мост"], session="2018-05-17"),
        ],
        ignore_index=True,
    )
    assert Counter(cleaned(twice).answers["status"]) == {"used": 2, "duplicate": 1}
    theses = paper(["Построить мост", "Построить мост"], kind="draft")
    assert set(cleaned(theses).answers["status"]) == {"used"}


def test_groups_depend_on_the_texts_alone() -> None:
    texts = [
        signature(text) for text in [*organic(Random(1), 60), *copies("mail-merge", Random(2), 20)]
    ]
    assert template_groups(texts) == template_groups(texts[::-1])
    assert near_groups(texts, 0.85) == near_groups(texts[::-1], 0.85)
