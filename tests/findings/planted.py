"""A survey with known findings: planted problems and linked solutions among noise.

Each planted problem and solution is said by a known number of people in several wordings; noise
answers use rare dictionary nouns that hardly anyone else uses, so nothing in them recurs.
"""

from __future__ import annotations

import importlib.util
import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline.naming.words import analyzer, readings

# (what is lacking or bad: genitive singular or plural, accusative, where)
_SUBJECTS = (
    "мест в яслях|места в яслях|", "детской поликлиники|детскую поликлинику|",
    "моста через реку|мост через реку|", "уличного освещения|уличное освещение|",
    "велодорожек|велодорожки|", "общественных туалетов|общественные туалеты|",
    "ливневой канализации|ливневую канализацию|", "площадок для выгула собак|площадки для выгула собак|",
    "приюта для животных|приют для животных|", "пандусов у подъездов|пандусы у подъездов|",
    "кинотеатра|кинотеатр|", "бассейна|бассейн|", "ледового катка|ледовый каток|",
    "набережной|набережную|", "автовокзала|автовокзал|", "надземного перехода|надземный переход|",
    "объездной дороги|объездную дорогу|", "светофора на перекрёстке|светофор на перекрёстке|",
    "парковок у больницы|парковки у больницы|", "остановочных павильонов|остановочные павильоны|",
    "врачей-педиатров|врачей-педиатров|", "учителей физики|учителей физики|",
    "школьных автобусов|школьные автобусы|", "урн на аллеях|урны на аллеях|",
    "скамеек в скверах|скамейки в скверах|", "технопарка|технопарк|",
    "библиотеки для молодёжи|библиотеку для молодёжи|", "музея города|музей города|",
    "фонтана на площади|фонтан на площади|", "спортивных тренажёров|спортивные тренажёры|",
    "камер видеонаблюдения|камеры видеонаблюдения|", "участковых полицейских|участковых полицейских|",
    "газовых котельных|газовые котельные|", "фильтров на заводах|фильтры на заводах|",
    "постов контроля воздуха|посты контроля воздуха|", "раздельного сбора отходов|раздельный сбор отходов|",
    "контейнеров для пластика|контейнеры для пластика|", "тротуара вдоль трассы|тротуар вдоль трассы|",
    "трамвайной линии|трамвайную линию|", "ночных маршрутов|ночные маршруты|",
    "кружков робототехники|кружки робототехники|", "центра реабилитации инвалидов|центр реабилитации инвалидов|",
    "хосписа|хоспис|", "родильного дома|родильный дом|", "аптеки в посёлке|аптеку в посёлке|",
    "банкомата|банкомат|", "почтового отделения|почтовое отделение|", "водопровода|водопровод|",
    "колонок с водой|колонки с водой|", "рынка фермерских продуктов|рынок фермерских продуктов|",
    "бизнес-инкубатора|бизнес-инкубатор|", "консультаций для предпринимателей|консультации для предпринимателей|",
    "гостиницы|гостиницу|", "туристических маршрутов|туристические маршруты|",
    "лыжной базы|лыжную базу|", "детского лагеря|детский лагерь|", "дома культуры|дом культуры|",
    "театральной студии|театральную студию|", "общежития для студентов|общежитие для студентов|",
    "зарядных станций|зарядные станции|",
)  # fmt: skip
_PROBLEM = ("Нет {gen}", "Не хватает {gen}", "В нашем районе нет {gen}", "нет у нас {gen}!",
            "Отсутствие {gen}", "в городе очень не хватает {gen}", "{gen} нет уже много лет")  # fmt: skip
_SOLUTION = ("Надо сделать {acc}", "Нужно организовать {acc}", "прошу создать {acc}",
             "сделать {acc}", "Обеспечить город: сделать {acc}", "Необходимо построить {acc}")  # fmt: skip
_NOISE = ("В {loc} стоит старый {nom}, и {nom2} рядом", "{nom} напоминает {nom2}",
          "У {gen} плохой {nom2}", "Починить {acc} возле {gen2}", "надо убрать {acc} с {gen2}",
          "не нравится {nom} и {nom2}")  # fmt: skip


_NOUNS = {f"NOUN,inan,{gender} sing,nomn" for gender in ("masc", "femn", "neut")}


@dataclass(frozen=True)
class Said:
    """One answer of the planted survey: thoughts as (role, text, planted key or "")."""

    person: str
    thoughts: tuple[tuple[str, str, str], ...]


_FROM = 30_000  # ranks of the vocabulary that are left out: words that everybody uses


@lru_cache(maxsize=4)
def rare_nouns(count: int) -> tuple[str, ...]:
    """`count` inanimate nouns from the tail of Navec's vocabulary, by frequency."""
    spec = importlib.util.find_spec("natasha")
    assert spec is not None and spec.submodule_search_locations
    from navec import Navec

    folder = Path(spec.submodule_search_locations[0]) / "data" / "emb"
    vocabulary = Navec.load(str(next(folder.glob("navec_news*")))).vocab.words
    used = " ".join(_SUBJECTS)
    found = []
    for word in vocabulary[_FROM:]:
        if len(found) == count:
            break
        reading = next(iter(readings(word)), None)
        if (5 < len(word) < 11 and word.isalpha() and reading and reading.lemma == word
                and reading.tag in _NOUNS and word[:5] not in used
                and analyzer().word_is_known(word)):  # fmt: skip
            found.append(word)
    return tuple(found)


def planted(seed: int, subjects: int = 60, noise: int = 3000) -> list[Said]:
    """The answers of the planted survey in random order."""
    rng = random.Random(seed)
    said: list[Said] = []
    for number, subject in enumerate(_SUBJECTS[:subjects]):
        genitive, accusative, _ = subject.split("|")
        both, alone, wanted = rng.randint(3, 8), rng.randint(1, 10), rng.randint(0, 6)
        for index in range(both + alone + wanted):
            problem = ("problem", rng.choice(_PROBLEM).format(gen=genitive), f"p{number}")
            solution = ("solution", rng.choice(_SOLUTION).format(acc=accusative), f"s{number}")
            thoughts = (
                (problem, solution) if index < both else (problem,) if index < both + alone
                else (solution,)
            )  # fmt: skip
            said.append(Said(f"planted-{number}-{index}", thoughts))
    nouns, pairs = list(rare_nouns(min(6000, 2 * noise))), []
    while len(pairs) < noise:  # every noun once a round, each time with another
        rng.shuffle(nouns)
        pairs += list(zip(nouns[::2], nouns[1::2], strict=False))[: noise - len(pairs)]
    for index, (one, other) in enumerate(pairs):
        template = rng.choice(_NOISE)
        role = "solution" if template[:1] in "Пн" and "{acc}" in template else "problem"
        said.append(Said(f"noise-{index}", ((role, _filled(template, one, other), ""),)))
    rng.shuffle(said)
    return said


def _filled(template: str, one: str, other: str) -> str:
    forms = {}
    for suffix, noun in (("", one), ("2", other)):
        parse = readings(noun)[0].parse
        for name, case in (("nom", "nomn"), ("gen", "gent"), ("acc", "accs"), ("loc", "loct")):
            inflected = parse.inflect({case})
            forms[name + suffix] = inflected.word if inflected else noun
    return template.format(**forms)


@dataclass(frozen=True)
class Scores:
    """How well findings match what was planted."""

    found: float  # share of planted findings found with support within 10 %
    linked: float  # share of planted links found
    false: float  # share of recurring findings that are none of the planted
    mixed: int  # findings that mix two planted keys, counted by statements


def scores(findings, links, key_of: dict[str, str], people_of: dict[str, set[str]]) -> Scores:
    """Compare the tables with the plan; `key_of` maps statement ids to planted keys ("" noise)."""
    home: dict[str, str] = {}
    exact, false, mixed, recurring = 0, 0, 0, 0
    for row in findings[findings["recurring"]].itertuples():
        recurring += 1
        keys = [key_of[s] for s in row.statement_ids]
        best = max(sorted(set(keys)), key=keys.count)
        if not best or keys.count(best) <= len(keys) / 2:
            false += 1
            continue
        mixed += len(set(keys)) > 1
        known = len(people_of[best])
        if best not in home and abs(row.respondents - known) <= 0.1 * known:
            exact += 1
        home[best] = home.get(best, row.finding_id)
    pairs = set(zip(links["problem_id"], links["solution_id"], strict=True))
    numbers = sorted({key[1:] for key in people_of})
    linked = np.mean([(home.get(f"p{n}"), home.get(f"s{n}")) in pairs for n in numbers])
    return Scores(exact / len(people_of), float(linked), false / max(1, recurring), mixed)
