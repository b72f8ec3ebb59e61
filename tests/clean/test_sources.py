"""A person's name in the name of a file or a group is not stored; the file can still be told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from pipeline import checking, settings
from pipeline.clean.sources import (
    stored_group,
    stored_groups,
    stored_name,
    stored_names,
    without_persons,
)
from pipeline.running import stored_files

SETTINGS = settings.Settings(settings.defaults())
NAMED = (
    ("groups/бизнес/Иванов Иван 2018-04-19.docx", "groups/бизнес/[имя] 2018-04-19 (#).docx"),
    ("groups/бизнес/2018-04-19 Кузнецова Мария Петровна.docx", "groups/бизнес/2018-04-19 [имя] (#).docx"),
    ("groups/Петрова_ОА_наука.txt", "groups/[имя] наука (#).txt"),
    ("Предложения Ивановой О.П..pdf", "Предложения [имя] (#).pdf"),
    ("группы/Сидоров/19.04.2018.docx", "группы/[имя]/19.04.2018 (#).docx"),
    ("groups/наука-Смирнов А.В.-05.2018.odt", "groups/наука [имя]-05.2018 (#).odt"),
    ("groups/Петров.docx", "groups/[имя] (#).docx"),
    ("groups/Соцсфера - Петров И.И..odt", "groups/Соцсфера - [имя] (#).odt"),
    ("groups/модератор Мария.md", "groups/модератор [имя] (#).md"),
    ("ответы 89231234567.csv.gz", "ответы [телефон] (#).csv.gz"),
)  # fmt: skip
PLAIN = (
    "answers.csv", "groups/бизнес/2018-04-19.docx", "Ответы жителей Ленинского района.xlsx", "Опрос_Форштадт_2018.csv", "groups/Наука и кадры/протокол 3.docx",
    "Анкета (1).xlsx", "Кирова 15 двор.csv", "Школа имени Пушкина.docx", "ТОС Ивановка.txt", "Протокол УК ЖЭУ-12.pdf", "Наработки 19.04.2018.docx", "draft.docx",
)  # fmt: skip


@pytest.mark.parametrize(("name", "stored"), NAMED)
def test_a_person_in_the_name_of_a_file_is_masked(name: str, stored: str) -> None:
    assert re.sub(r"\([0-9a-f]{6}\)", "(#)", stored_name(name, "")) == stored


@pytest.mark.parametrize("name", PLAIN)
def test_other_names_of_files_stay(name: str) -> None:
    assert stored_name(name, "") == name


def test_two_files_stay_two_and_a_key_hides_which_is_which() -> None:
    one, other = stored_name("Иванов Иван.docx", ""), stored_name("Петров Пётр.docx", "")
    assert one != other and one.startswith("[имя] (")
    assert stored_name("Иванов Иван.docx", "ключ") not in (one, other)
    assert without_persons(one) == one


def test_groups_named_after_people_stay_apart() -> None:
    assert stored_group("Бизнес", "") == "Бизнес"
    marina, oleg = stored_group("Группа Марины", ""), stored_group("Группа Олега", "")
    assert marina.startswith("Группа ") and oleg.startswith("Группа ") and marina != oleg
    assert stored_group("Иванова Мария", "").startswith("группа ")
    assert stored_group("Транспорт, модератор Иванова Мария", "") == "Транспорт"
    assert stored_group("Соцсфера — Петров И И", "") == "Соцсфера"


def test_nothing_is_masked_where_masking_is_off() -> None:
    values = settings.defaults()
    values["privacy"]["mask"] = False
    off = settings.Settings(values)
    assert stored_names(["Иванов Иван.docx"], off) == {"Иванов Иван.docx": "Иванов Иван.docx"}
    assert stored_groups(["Иванов Иван"], off) == {"Иванов Иван": "Иванов Иван"}


def test_a_run_names_files_as_its_ledger_does_and_hashes_tell_which_they_are() -> None:
    files = {"a.csv": "1", "groups/Иванов Иван.docx": "2"}
    found = stored_files(files, {"a.csv": {}, "groups/[имя].docx": {}}, SETTINGS)
    assert sorted(found.values()) == ["1", "2"] and "Иванов" not in json.dumps([*found])


def test_check_tells_the_analyst_and_answers_hold_no_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "город", tmp_path / "answers.parquet"
    (folder / "groups").mkdir(parents=True)
    for name in ("Иванов Иван", "Петрова Ольга"):
        (folder / "groups" / f"{name} 2018-04-19.txt").write_text(
            "Предложения\n\n- Построить мост\n- Отремонтировать школу\n", encoding="utf-8"
        )
    checking.check(folder, answers=out)
    shown = " ".join(capsys.readouterr().out.split())
    assert "в имени файла есть человек" in shown and "[имя] 2018-04-19 (" in shown
    answers = pd.read_parquet(out)
    assert answers["source"].nunique() == 2 and answers["group"].nunique() == 2
    assert len(answers) == 4 and (answers["session"] == "2018-04-19").all()
    assert not re.search("Иванов|Петров|Ольг", answers.to_json(force_ascii=False))
