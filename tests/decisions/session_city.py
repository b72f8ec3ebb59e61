"""A small invented city with a group's paper and a draft: enough for a session."""

from __future__ import annotations

from pathlib import Path

from tests import cities

PAPER = """Проблемы
1. Дороги разбиты во всех районах города после каждой зимы
2. Нет мест в детских садах

Предложения
1. Построить мост через реку у старого вокзала до конца года
2. Отремонтировать дороги
"""
DRAFT = """Т-1. Отремонтировать дороги города до 2030 года
Т-2. Построить три детских сада
"""
TWIN = "Построить мост через реку у старого вокзала до конца года"  # as the paper has it


def write_city(folder: Path) -> Path:
    """Write the dataset: sixty answers, a paper of «бизнес», two theses."""
    cities.write(folder, cities.rows(60))
    (folder / "groups" / "бизнес").mkdir(parents=True)
    (folder / "groups" / "бизнес" / "2018-04-19.txt").write_text(PAPER, encoding="utf-8")
    (folder / "draft.txt").write_text(DRAFT, encoding="utf-8")
    with (folder / "dataset.toml").open("a", encoding="utf-8") as described:
        described.write('[[papers]]\nfile = "groups/бизнес/*.txt"\ngroup = "бизнес"\n')
        described.write('[[draft]]\nfile = "draft.txt"\n')
    return folder
