"""Tables as cities really save them: encodings, delimiters, quotes, headers, waves, shapes."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.engines import InProcess
from pipeline.errors import InputError
from pipeline.ingest import read_dataset

ASKED = "Что Вас беспокоит?"
SAID = ["Плохие дороги; ямы, лужи", 'Закрыли "Магнит"', "None", "NA", "нет", "Запах\nи шум"]
HEAD = [ASKED, "Ваш район", "Отметка времени"]


def read(folder: Path):
    dataset, chosen = settings.load(folder)
    return read_dataset(dataset, chosen, InProcess())


def rows() -> list[list[str]]:
    return [
        [text, "Центральный" if at % 2 else "Заводской", f"0{at + 1}.09.2025 10:15"]
        for at, text in enumerate(SAID)
    ]


def csv_text(delimiter: str, newline: str = "\n", always: bool = False) -> str:
    def cell(value: str) -> str:
        quoted = always or any(sign in value for sign in (delimiter, '"', "\n"))
        return '"' + value.replace('"', '""') + '"' if quoted else value

    return newline.join(delimiter.join(map(cell, row)) for row in [HEAD, *rows()]) + newline


def texts(folder: Path) -> list[str]:
    return list(read(folder).items["text"])


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r")


@pytest.mark.parametrize(
    ("encoding", "delimiter", "newline", "always"),
    [
        case
        for at, case in enumerate(
            itertools.product(ENCODINGS, (",", ";", "\t", "|"), ("\n", "\r\n"), (False, True))
        )
        if at % 7 == 0
    ],
)
def test_encodings_delimiters_and_quotes(tmp_path, encoding, delimiter, newline, always):
    content = csv_text(delimiter, newline, always).encode(encoding)
    (tmp_path / "ответы.csv").write_bytes(content)
    found = read(tmp_path)
    assert list(found.items["text"]) == SAID, found.ledger
    assert set(found.items["question_role"]) == {"problem"}
    [entry] = found.ledger
    assert (entry.file_rows, entry.rows) == (6, 6)


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r"])
def test_short_words_of_an_old_encoding(tmp_path: Path, encoding: str):
    (tmp_path / "a.csv").write_bytes(f"{ASKED}\nДороги\nЖКХ\nёлки\n".encode(encoding))
    assert texts(tmp_path) == ["Дороги", "ЖКХ", "ёлки"]


def test_mixed_encodings_are_refused_with_the_row(tmp_path: Path):
    good = f"{ASKED};Район\n" + "Плохие дороги в центре;Центр\n" * 9
    bad = "Мало парков и скверов;Центр\n" * 9
    (tmp_path / "mixed.csv").write_bytes(good.encode() + bad.encode("cp1251"))
    with pytest.raises(
        InputError, match=r"mixed\.csv.*смешаны кодировки.*сначала UTF-8, со строки 11 Windows-1251"
    ):
        read(tmp_path)


def test_the_user_s_encoding_and_delimiter_win(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(csv_text(";").encode("koi8-r"))
    (tmp_path / "dataset.toml").write_text(
        '[[survey]]\nfile = "*.csv"\nencoding = "koi8-r"\ndelimiter = ";"\n', encoding="utf-8"
    )
    assert texts(tmp_path) == SAID


def test_a_table_of_one_column(tmp_path: Path):
    (tmp_path / "a.csv").write_text(f"{ASKED}\nДороги, ямы\nПарки; скверы\n", encoding="utf-8")
    assert texts(tmp_path) == ["Дороги, ямы", "Парки; скверы"]


def test_tsv_under_the_name_of_excel_and_gzip(tmp_path: Path):
    (tmp_path / "a.xls").write_text(csv_text("\t"), encoding="cp1251")
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(csv_text(";").encode("utf-8-sig")))
    assert texts(tmp_path) == SAID * 2


def test_rows_longer_and_shorter_than_the_header(tmp_path: Path):
    (tmp_path / "a.csv").write_text(
        f"{ASKED};Район\nДороги;Центр\nПарки\nВода;Центр;ещё слово\nСвет;Центр\n", encoding="utf-8"
    )
    found = read(tmp_path)
    assert list(found.items["text"]) == ["Дороги", "Парки", "Вода", "Свет"]
    assert any("строки: 3" in note for note in found.notes)


RECORD = {ASKED: "Дороги", "Ваш район": "Центр", "IP": "10.0.0.1"}
SECOND = {ASKED: "Парки", "Ваш район": "Завод", "IP": "10.0.0.2"}
GOOGLE = {
    "responses": [
        {
            "responseId": f"r{at}",
            "createTime": "2025-09-01T10:00:00Z",
            "answers": {"q1": {"questionId": "q1", "textAnswers": {"answers": [{"value": text}]}}},
        }
        for at, text in enumerate(("Дороги", "Парки"))
    ],
    "items": [{"title": ASKED, "questionItem": {"question": {"questionId": "q1"}}}],
}
YANDEX = [
    {"id": at, "data": [{"question": {"label": ASKED}, "value": text}]}
    for at, text in enumerate(("Дороги", "Парки"))
]
JSONS = {
    "rows": json.dumps([RECORD, SECOND]),
    "lines": json.dumps(RECORD) + "\n" + json.dumps(SECOND) + "\n",
    "mark": "\ufeff" + json.dumps([RECORD, SECOND], ensure_ascii=False),
    "wrapped": json.dumps({"total": 2, "responses": [RECORD, SECOND]}),
    "limesurvey": json.dumps({"responses": [{"1": RECORD}, {"2": SECOND}]}),
    "columns and rows": json.dumps([list(RECORD), list(RECORD.values()), list(SECOND.values())]),
    "google": json.dumps(GOOGLE),
    "yandex": json.dumps(YANDEX),
}


@pytest.mark.parametrize("shape", JSONS)
def test_shapes_of_json(tmp_path: Path, shape: str):
    (tmp_path / "a.json").write_text(JSONS[shape], encoding="utf-8")
    found = read(tmp_path)
    assert list(found.items["text"]) == ["Дороги", "Парки"], found.notes
    assert set(found.items["question"]) == {ASKED}
    assert "10.0.0" not in found.items.to_json()


def test_parquet_with_lists_and_numbers(tmp_path: Path):
    import pandas as pd

    frame = pd.DataFrame(
        {ASKED: SAID, "Ваш возраст": [18, 20, None, 40, 50, 60], "Теги": [["а", "б"]] * 6}
    )
    frame.to_parquet(tmp_path / "a.parquet")
    items = read(tmp_path).items
    assert list(items["text"]) == SAID
    assert json.loads(items["attributes"].iloc[0])["Ваш возраст"] == "18"


def workbook(path: Path, sheets: dict[str, list[list[object]]], merged: tuple[str, ...] = ()):
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        page = book.create_sheet(name)
        for row in table:
            page.append(row)
        for cells in merged:
            page.merge_cells(cells)
    book.save(path)


def test_several_sheets_of_answers_and_one_of_words(tmp_path: Path):
    table = [HEAD, *rows()]
    workbook(
        tmp_path / "a.xlsx",
        {
            "Центр": table,
            "Завод": table,
            "Справочник": [["Код", "Район"], [1, "Ц"], [2, "З"], [3, "К"]],
        },
    )
    found = read(tmp_path)
    assert list(found.items["text"]) == SAID * 2
    assert found.items["locator"].iloc[0] == "Лист «Центр», row 1"
    assert any("Справочник" in note and "отложен" in note for note in found.notes)
    [entry] = found.ledger
    assert (entry.file_rows, entry.rows) == (12, 12)


def test_titles_above_and_totals_below_are_set_aside_and_said(tmp_path: Path):
    workbook(
        tmp_path / "a.xlsx",
        {
            "Лист1": [
                ["Анкета жителей"],
                ["г. Энск, 2025"],
                [],
                HEAD,
                *rows(),
                ["ИТОГО", 6],
                ["Исполнитель: отдел"],
            ]
        },
    )
    found = read(tmp_path)
    assert list(found.items["text"]) == SAID
    notes = " ".join(found.notes)
    assert "Анкета жителей" in notes and "ИТОГО" in notes
    assert list(found.items["locator"][:2]) == ["row 1", "row 2"]


def test_a_district_merged_over_its_rows(tmp_path: Path):
    table = [
        ["Ваш район", ASKED],
        ["Центр", "Дороги"],
        [None, "Парки"],
        ["Завод", "Дым"],
        [None, "Шум"],
    ]
    workbook(tmp_path / "a.xlsx", {"Лист1": table}, ("A2:A3", "A4:A5"))
    found = read(tmp_path).items
    assert [json.loads(a)["Ваш район"] for a in found["attributes"]] == ["Центр"] * 2 + [
        "Завод"
    ] * 2


def test_numbers_dates_and_errors_of_cells(tmp_path: Path):
    import datetime

    table = [
        [ASKED, "Ваш возраст"],
        [2035, 18],
        [datetime.date(2025, 4, 3), 20.0],
        ["#Н/Д", 30],
        ["=1+1", 40],
        ["Дороги", 50],
    ]
    workbook(tmp_path / "a.xlsx", {"Лист1": table})
    found = read(tmp_path).items
    assert found["text"].iloc[0] == "2035" and found["text"].iloc[1] == "2025-04-03"
    assert [json.loads(a)["Ваш возраст"] for a in found["attributes"]][:2] == ["18", "20"]


TOML = '[[survey]]\nfile = "*.csv"\n[survey.questions]\n"{}" = "problem"\n'


@pytest.mark.parametrize(
    ("header", "named"),
    [
        (ASKED + " *", ASKED),
        ("  Что Вас\u00a0беспокоит ?", ASKED),
        ("Что Вас беспокоит-", ASKED),
        ("1. Что Вас беспокоит?", "1. Что Вас беспокоит?"),
        ("что вас беспокоит?", ASKED),
        ("Что вас беспокит?", ASKED),
        ("\ufeff" + ASKED, ASKED),
    ],
)
def test_a_column_is_found_by_its_name_however_it_is_written(tmp_path, header, named):
    (tmp_path / "a.csv").write_text(
        f"{header};Район\nДороги;Центр\nПарки;Завод\n", encoding="utf-8"
    )
    (tmp_path / "dataset.toml").write_text(TOML.format(named), encoding="utf-8")
    assert texts(tmp_path) == ["Дороги", "Парки"]


def test_a_wrong_column_names_the_file_and_the_nearest(tmp_path: Path):
    (tmp_path / "a.csv").write_text(f"{ASKED};Район\nДороги;Центр\n", encoding="utf-8")
    (tmp_path / "dataset.toml").write_text(TOML.format("Что тревожит?"), encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.csv.*нет столбца «Что тревожит\?»"):
        read(tmp_path)


def test_renamed_questions_of_waves_are_one_and_said(tmp_path: Path):
    waves = {
        "волна 1.csv": ("Какие проблемы города требуют решения?", "Ваши предложения"),
        "волна 2.csv": ("Какие проблемы нашего города, на Ваш взгляд, требуют решения?", "Ваши предложения"),
    }  # fmt: skip
    for name, asked in waves.items():
        body = ";".join(asked) + "\nДороги разбиты;Отремонтировать\nНет садов;Построить\n"
        (tmp_path / name).write_text(body, encoding="utf-8")
    found = read(tmp_path)
    assert found.items["question"].nunique() == 2
    assert any("принят за тот же" in note for note in found.notes)
    assert set(found.items["session"]) == {"волна 1", "волна 2"}


def test_different_questions_are_not_matched(tmp_path: Path):
    for name, asked in (
        ("a.csv", "Какие проблемы есть в медицине?"),
        ("b.csv", "Какие проблемы есть на дорогах?"),
    ):
        (tmp_path / name).write_text(f"{asked}\nОчереди\nЯмы\n", encoding="utf-8")
    assert read(tmp_path).items["question"].nunique() == 2


def test_repeated_headers_are_told_apart(tmp_path: Path):
    (tmp_path / "a.csv").write_text(
        f"{ASKED};Комментарий;Оцените дороги от 1 до 5;Комментарий\nДороги;а;5;б\nПарки;в;4;г\n",
        encoding="utf-8",
    )
    assert read(tmp_path).items["question"].nunique() == 3


def test_an_unreadable_file_costs_only_itself(tmp_path: Path):
    (tmp_path / "a.csv").write_text(csv_text(";"), encoding="utf-8")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 broken")
    found = read(tmp_path)
    assert list(found.items["text"]) == SAID
    refused = {entry.source: entry.refused for entry in found.ledger}
    assert refused["a.csv"] == "" and "повреждён" in refused["b.xlsx"]
    assert any(note.startswith("b.xlsx: не прочитан") for note in found.notes)


@pytest.mark.parametrize("name", ["ответы проект бульвара.csv", "анкета.txt"])
def test_answers_stay_answers_whatever_else_their_name_says(tmp_path: Path, name: str):
    """Also «Текст Юникод» of Excel: UTF-16 with tabs under the name .txt."""
    (tmp_path / name).write_text(csv_text("\t").replace("Запах\nи шум", "Запах"), encoding="utf-16")
    found = read(tmp_path).items
    assert set(found["kind"]) == {"survey"}
    assert list(found["text"]) == [*SAID[:-1], "Запах"]


def test_rows_that_answer_nothing_are_counted_and_said(tmp_path: Path):
    (tmp_path / "a.csv").write_text(
        f"{ASKED};Район\nДороги;Центр\n;Центр\n  ;Завод\nПарки;Завод\n", encoding="utf-8"
    )
    found = read(tmp_path)
    assert "a.csv: строк без единого открытого ответа: 2 (2, 3)" in found.notes
    [entry] = found.ledger
    assert (entry.file_rows, entry.rows) == (4, 4)


def test_a_table_that_does_not_begin_in_the_first_cell(tmp_path: Path):
    shifted = [[], [None, None, *HEAD], *[[None, None, *row] for row in rows()]]
    workbook(tmp_path / "a.xlsx", {"Лист1": shifted})
    assert texts(tmp_path) == SAID


def test_own_words_under_closed_questions_are_not_stored(tmp_path: Path):
    from random import Random

    chance = Random(5)
    lines = [
        "Чем пользуетесь? (можно выбрать несколько);Ваш статус;Место работы;Что Вас беспокоит?"
    ]
    for at in range(60):
        used = (
            "; ".join(o for o in ("Автобус", "Трамвай", "Такси") if chance.random() < 0.6)
            or "Такси"
        )
        own = f"; мой сосед Пётр Иванов {at}" if at % 20 == 0 else ""
        status = (
            f"пишите мне a{at}@mail.ru"
            if at == 7
            else f"+7 913 555-44-{at}"
            if at == 11
            else "житель"
        )
        lines.append(f'"{used}{own}";{status};Школа {at} учитель Петрова;Дороги {at}')
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    found = read(tmp_path)
    stored = found.frequencies.to_json(force_ascii=False) + " ".join(found.items["attributes"])
    assert not any(word in stored for word in ("Иванов", "Петрова", "555-44"))
    multi = found.frequencies[found.frequencies["type"] == "multi"]
    assert dict(zip(multi["answer"], multi["count"], strict=True))["свой ответ"] == 3


def _headless(tmp_path: Path, text: str, toml: str = "") -> tuple[list[str], list[str]]:
    """The texts read from a file of answers, and the notes."""
    (tmp_path / "ответы.csv").write_text(text, encoding="utf-8")
    if toml:
        (tmp_path / "dataset.toml").write_text(toml, encoding="utf-8")
    found = read(tmp_path)
    return list(found.items["text"]), found.notes


HEADLESS = "\n".join(
    f"{n};{'ЖМ'[n % 2]};{20 + n};{answer}"
    for n, answer in enumerate(
        ("нет света во дворе", "дороги разбиты", "ямы у школы", "мало автобусов", "снег не чистят")
    )
)


def test_a_table_without_a_header_loses_no_row(tmp_path: Path) -> None:
    texts, notes = _headless(tmp_path, HEADLESS)
    assert texts[0] == "нет света во дворе" and len(texts) == 5
    assert any("шапки нет" in note for note in notes)


def test_a_header_that_reads_like_an_answer_is_pointed_at(tmp_path: Path) -> None:
    texts, notes = _headless(tmp_path, "Экология\nвода ржавая\nнет врачей\nмало автобусов\nямы")
    assert len(texts) == 4 and any("похожа на ответ" in note for note in notes)


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("плохо чистят снег зимой", 5),
        ("Плохие дороги", 5),
        ("Проблемы с парковкой", 5),
        ("цены", 4),  # one word may be a topic too: asked for, not decided
        ("Замечания", 4),
        ("Город мечты", 4),
        ("Ответы жителей", 4),
        ("Напишите, что думаете", 4),
    ],
)
def test_a_lone_column_begins_with_a_header_only_where_it_names_one(
    tmp_path: Path, first: str, said: int
) -> None:
    texts, _ = _headless(tmp_path, f"{first}\nвода ржавая\nнет врачей\nмало автобусов\nямы")
    assert len(texts) == said


@pytest.mark.parametrize(("header", "rows"), [(-1, 5), (1, 4)])
def test_dataset_toml_says_whether_there_is_a_header(
    tmp_path: Path, header: int, rows: int
) -> None:
    name = "столбец 4" if header < 0 else "нет света во дворе"
    toml = (
        f'[[survey]]\nfile = "*.csv"\nheader = {header}\n[survey.questions]\n"{name}" = "problem"\n'
    )
    texts, notes = _headless(tmp_path, HEADLESS, toml)
    assert len(texts) == rows and not any("шапк" in note for note in notes)


def test_a_quote_that_stands_alone_is_an_answer_and_swallows_nothing(tmp_path: Path) -> None:
    lines = ["номер\tЧто не так?\tЧто предлагаете?"]
    lines += [f"{n}\tяма {n}\tзасыпать {n}" for n in range(5)]
    lines += ['5\t"\t"', '6\tсвет\t"', '7\t"\tфонари', "8\tмост\tпостроить"]
    (tmp_path / "ответы.tsv").write_text("\n".join(lines), encoding="utf-8")
    said = texts(tmp_path)
    assert len(said) == 18 and said[-8:] == [
        '"',
        '"',
        "свет",
        '"',
        '"',
        "фонари",
        "мост",
        "построить",
    ]


def test_a_table_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    lines = ["Вопрос;Анкета 1;Анкета 2;Анкета 3", "Какие проблемы Вас волнуют?;ямы;нет;снег, лёд"]
    lines += ["Ваши предложения;засыпать;;чистить"]
    (tmp_path / "ответы.csv").write_text("\n".join(lines), encoding="utf-8")
    found = read(tmp_path)
    assert list(found.items["text"]) == ["ямы", "засыпать", "нет", "", "снег, лёд", "чистить"]
    assert list(found.items["question_role"][:2]) == ["problem", "solution"]
    assert found.items["respondent"].nunique() == 3
    assert any("повёрнута" in note for note in found.notes)


@pytest.mark.parametrize("codes_first", [True, False])
def test_codes_beside_the_wordings_of_a_header(tmp_path: Path, codes_first: bool) -> None:
    header = ["id;G1Q1;G1Q2[SQ001];G2Q1", "Номер;Какие проблемы Вас волнуют?;Автобус;Ваши идеи"]
    lines = [*(header if codes_first else header[::-1])]
    lines += [f"{n};яма {n};{'Y' if n % 2 else ''};засыпать {n}" for n in range(12)]
    (tmp_path / "ответы.csv").write_text("\n".join(lines), encoding="utf-8")
    found = read(tmp_path)
    assert list(found.items["text"][:4]) == ["яма 0", "засыпать 0", "яма 1", "засыпать 1"]
    assert set(found.items["question"]) == {"Какие проблемы Вас волнуют?", "Ваши идеи"}


def test_unicode_text_of_excel_with_a_line_break_in_its_header(tmp_path: Path) -> None:
    text = '№\t"Какие проблемы\nрайона?"\tВаши предложения\n1\tямы\tзасыпать\n2\t"лёд\nснег"\t\n'
    (tmp_path / "ответы.txt").write_text(text, encoding="utf-16")
    assert texts(tmp_path) == ["ямы", "засыпать", "лёд\nснег", ""]
