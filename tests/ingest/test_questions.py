"""Which columns of a city's questionnaire are open questions, and which are not."""

from __future__ import annotations

from random import Random

import pytest

from pipeline.ingest.columns import Column, classify
from pipeline.ingest.header import Table
from pipeline.ingest.wording import guess_role, invites

FEW = (
    "Дороги разбиты",
    "Нет мест в садах",
    "нет",
    "Снег не убирают",
    "Грязный воздух, нечем дышать",
)
OFTEN = ("Каждый день", "Несколько раз в неделю", "Реже раза в месяц", "Не пользуюсь")
AGREE = ("Да", "Нет", "Затрудняюсь ответить")
MARKS = ("1", "2", "3", "4", "5")
CHOICES = ("Дороги", "Медицина", "Экология", "Транспорт, остановки", "Образование")
LONG = tuple(f"Отремонтируйте двор номер {n} и поставьте там лавочки" for n in range(400))


def column(wording: str, values: tuple[str, ...], people: int = 60, seed: int = 1) -> Column:
    """The wording as it is classified with `people` answers drawn from `values`."""
    chance = Random(seed)
    rows = [[str(n), chance.choice(values)] for n in range(people)]
    return classify(Table(["ID", wording], rows, header_row=1))[1]


OPEN = [
    ("Какие проблемы города надо решить?", "problem"),
    ("Какие проблемы города, по Вашему мнению, требуют решения в первую очередь?", "problem"),
    ("1. Что Вас не устраивает в городе?", "problem"),
    ("Чего Вам не хватает в Вашем районе?", "problem"),
    ("Что мешает развитию бизнеса в городе?", "problem"),
    ("Опишите основные проблемы Вашего микрорайона", "problem"),
    ("Проблемы", "problem"),
    ("Что Вы предлагаете сделать?", "solution"),
    ("Ваши предложения", "solution"),
    ("Ваши предложения по развитию города до 2035 года", "solution"),
    ("Какие меры, на Ваш взгляд, необходимо принять?", "solution"),
    ("Что бы Вы изменили на месте мэра?", "solution"),
    ("Есть ли у Вас предложения по благоустройству?", "solution"),
    ("Каким Вы видите наш город в 2035 году?", "vision"),
    ("Каким должен быть город через 15 лет?", "vision"),
    ("Чем Вы гордитесь в нашем городе?", "praise"),
    ("Что Вам нравится в городе?", "praise"),
    ("Напишите, что ещё Вы хотели бы сказать", "open"),
    ("Комментарий", "open"),
    ("Другое (напишите)", "open"),
]
CLOSED = [
    ("Как часто Вы пользуетесь автобусом?", OFTEN, "single"),
    ("Довольны ли Вы работой транспорта?", AGREE, "single"),
    ("Согласны ли Вы, что город стал чище?", AGREE, "single"),
    ("Как Вы относитесь к переименованию площади?", AGREE, "single"),
    ("Какая из перечисленных проблем для Вас главная?", CHOICES, "single"),
    ("Выберите главную проблему города", CHOICES, "single"),
    ("Оцените качество дорог от 1 до 5", MARKS, "scale"),
    ("Насколько Вы довольны жизнью в городе?", MARKS, "scale"),
    ("Ваш район", ("Центральный", "Заводской"), "attribute"),
    ("Где Вы живёте?", ("Центральный район", "Заводской район"), "attribute"),
    ("Ваш возраст", ("18–24", "25–34", "65+"), "attribute"),
    ("Сколько Вам лет?", ("18", "34", "65"), "attribute"),
    ("Род занятий", ("Работаю", "Учусь", "На пенсии"), "attribute"),
    ("Район проблемы", ("Центральный", "Заводской"), "attribute"),
    ("Категория проблемы", ("Дороги", "ЖКХ"), "single"),
    ("Q12", AGREE, "single"),
    ("Дата решения проблемы", ("01.02.2025", "11.03.2025"), "technical"),
    ("Ваш e-mail", ("a@mail.ru", "b@mail.ru"), "technical"),
    ("IP-адрес", ("10.0.0.1", "10.0.0.2"), "technical"),
    ("Длительность, с", ("30", "45"), "technical"),
    ("User Agent", ("Mozilla/5.0 (X11)",), "technical"),
    ("Как к Вам обращаться?", ("Анна", "Пётр"), "technical"),
]  # fmt: skip


@pytest.mark.parametrize("people", [5, 12, 60, 300])
@pytest.mark.parametrize(("wording", "role"), OPEN)
def test_an_open_wording_stays_open_however_answers_repeat(wording, role, people):
    for values in (FEW, LONG):
        found = column(wording, values, people)
        assert (found.kind, found.role) == ("open", role), found


@pytest.mark.parametrize("people", [12, 60, 300])
@pytest.mark.parametrize(("wording", "values", "kind"), CLOSED)
def test_closed_questions_and_attributes(wording, values, kind, people):
    assert column(wording, values, people).kind == kind


def test_free_words_under_a_closed_wording_are_kept():
    found = column("Оцените работу транспорта и объясните", LONG, 60)
    assert found.kind == "open"


@pytest.mark.parametrize("joiner", ["; ", ", ", "\n", " | "])
def test_a_form_s_own_list_under_an_open_wording_is_a_choice(joiner):
    chance = Random(2)
    cells = tuple(
        joiner.join(option for option in CHOICES if chance.random() < 0.5) or CHOICES[0]
        for _ in range(200)
    )
    found = column("Какие проблемы Вас волнуют больше всего?", cells)
    assert found.kind == "multi"
    assert set(found.options) == set(CHOICES)


def test_people_s_own_lists_are_not_a_choice():
    chance = Random(3)
    words = ("дороги", "снег", "автобусы", "больница", "мусор", "воздух")
    cells = tuple(", ".join(chance.sample(words, chance.randint(1, 3))) for _ in range(200))
    assert column("Какие проблемы города надо решить?", cells).kind == "open"


def test_an_option_with_a_comma_is_one_answer():
    found = column("Довольны ли Вы уборкой?", ("да, вполне", "скорее нет", "затрудняюсь"), 60)
    assert found.kind == "single"


def test_open_parts_of_one_question_stay_open():
    names = ["Ваши предложения: дороги", "Ваши предложения: медицина"]
    rows = [["нет", "нет"], ["-", "нет"], ["нет", "-"], ["Ямы", "нет"]] * 8
    assert [c.kind for c in classify(Table(names, rows, header_row=1))] == ["open", "open"]


@pytest.mark.parametrize("mark", [" [{}]", " / {}", ": {}", " - {}", " — {}"])
def test_parts_of_a_matrix(mark):
    names = ["Насколько Вы довольны" + mark.format(part) for part in ("дорогами", "уборкой")]
    chance = Random(4)
    rows = [[chance.choice(AGREE), chance.choice(AGREE)] for _ in range(20)]
    found = classify(Table(names, rows, header_row=1))
    assert [(c.kind, c.option) for c in found] == [("matrix", "дорогами"), ("matrix", "уборкой")]


@pytest.mark.parametrize(
    "wording",
    ["Уважаемые жители! Какие проблемы города Вас волнуют?", "Вопрос 3. Что бы Вы предложили?"],
)
def test_words_before_the_question_do_not_hide_it(wording):
    assert invites(wording) == "free"
    assert guess_role(wording)[1] >= 0.6


def kinds(header: str, *rows: str) -> dict[str, str]:
    """Kinds of the columns of a small table by name."""
    names = header.split(";")
    cells = [row.split(";") for row in rows]
    table = [[cell.replace("#", str(at)) for cell in row] for at, row in enumerate(cells * 5)]
    return {
        c.name: c.kind for c in classify(Table(names, table, header_row=1)) if c.kind != "technical"
    }


def test_what_stands_beside_an_appeal_is_no_question():
    found = kinds(
        "Номер обращения;Дата создания;Категория;Адрес проблемы;Текст обращения;Текст ответа;Фото (ссылка)",
        "ПОС-#;01.09.2025;Дороги;ул. Кирова, #;Яма у дома номер #;Направлено в округ #;https://a.ru/#",
        "ПОС-1#;02.09.2025;ЖКХ;ул. Мира, #;Не вывозят мусор #;Принято в работу #;https://a.ru/1#",
    )
    assert {name for name, kind in found.items() if kind == "open"} == {"Текст обращения"}
    assert found["Адрес проблемы"] == found["Текст ответа"] == "empty"


def test_an_export_of_decidim_has_one_text():
    found = kinds(
        "id;reference;category/name/ru;title/ru;body/ru;state;supports;author/id;published_at;url",
        "#;vt-PROP-#;Дороги;Идея #;Починить мост номер #;accepted;3;1#;2025-09-01 10:00:00 UTC;https://a.ru/#",
        "1#;vt-PROP-1#;Парки;Мысль #;Посадить липы у дома #;accepted;5;2#;2025-09-02 10:00:00 UTC;https://a.ru/2#",
    )
    assert {name for name, kind in found.items() if kind == "open"} == {"body/ru"}
    assert found["author/id"] == "person"


def test_codes_of_limesurvey_before_the_wording_are_left_out():
    from pipeline.ingest.content import Sheet
    from pipeline.ingest.header import find_table

    header = [
        "id. ID ответа",
        "G1Q1. Ваш пол",
        "G2Q1. Что Вас беспокоит?",
        "G2Q2[SQ1]. Оцените [Скорая]",
    ]
    table = find_table(Sheet(rows=[header, ["1", "М", "Дороги", "5"], ["2", "Ж", "Парки", "4"]]))
    assert table is not None
    assert table.columns == ["ID ответа", "Ваш пол", "Что Вас беспокоит?", "Оцените [Скорая]"]
