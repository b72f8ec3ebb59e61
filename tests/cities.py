"""Small invented cities, made of few answers, for tests of the whole flow."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

PROBLEMS = (
    "Дороги разбиты",
    "Плохие дороги",
    "Нет мест в детских садах",
    "Не хватает мест в детсаду",
    "Снег не убирают",
    "Бродячие собаки",
    "дороги, снег и автобусы",
    "Автобусы ходят редко",
    "нет",
    "Грязный воздух, нечем дышать",
)
PROPOSALS = (
    "Отремонтировать дороги",
    "Построить детский сад",
    "Убирать снег вовремя",
    "Построить приют для собак",
    "Пустить больше автобусов",
    "Не надо строить торговый центр",
    "не знаю",
    "Поставить фильтры на заводах",
)
DISTRICTS = ("Центральный", "Заводской", "Кузнецкий")
QUESTIONS = ("Какие проблемы города надо решить?", "Что Вы предлагаете сделать?")
Row = tuple[str, str, str, str]


def rows(people: int, seed: int = 0) -> list[Row]:
    """`people` rows of (number, district, problem, proposal)."""
    chance = random.Random(seed)
    return [
        (
            str(number + 1),
            chance.choice(DISTRICTS),
            chance.choice(PROBLEMS),
            chance.choice(PROPOSALS),
        )
        for number in range(people)
    ]


def write(folder: Path, table: Sequence[Row], encoding: str = "utf-8") -> Path:
    """A dataset folder with one CSV of a questionnaire."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "answers.csv").open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Номер анкеты", "Район", *QUESTIONS])
        writer.writerows(table)
    (folder / "dataset.toml").write_text(
        'title = "Город (вымышленный)"\n[[survey]]\nfile = "answers.csv"\n'
        'respondent = "Номер анкеты"\nattributes = ["Район"]\n',
        encoding="utf-8",
    )
    return folder
