"""What says nothing is set aside with its reason; what says something in a word stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.clean.analysis import analysis_form
from pipeline.clean.nonanswers import (
    LINK,
    NOISE,
    NUMBER,
    PHRASE,
    PUNCTUATION,
    QUESTION,
    non_answer,
    plainly_nothing,
)
from pipeline.clean.text import clean_text

QUESTION_TEXT = "Какие проблемы города требуют решения?"
NON_ANSWERS = (
    "нет|Нет.|НЕТ!!!|неа|нету|не|-|—|--|---|.|..|...|…|*|?|!!!|/|_|0|1|123|5|не знаю|Не знаю|НЕ ЗНАЮ|незнаю|не знаю даже|я не знаю|даже не знаю что сказать|"
    "не знаю, что ответить|честно говоря, не знаю|затрудняюсь ответить|Затрудняюсь|затрудняюсь с ответом|затрудняюсь ответить на этот вопрос|трудно сказать|сложно сказать|"
    "сложно ответить|хз|ХЗ|без понятия|понятия не имею|не могу сказать|не могу ответить|не в курсе|не интересуюсь|мне всё равно|все равно|без разницы|пофиг|"
    "без комментариев|нет комментариев|комментариев нет|нет ответа|без ответа|нет мнения|не имею мнения|не хочу отвечать|отказываюсь отвечать|воздержусь|пропустить|"
    "см. выше|смотри выше|см выше|то же самое|тоже самое|то же|аналогично|уже написал выше|ответил выше|повторяюсь|"
    "нет проблем|проблем нет|никаких проблем|проблем не вижу|не вижу проблем|нет замечаний|замечаний нет|нет жалоб|нет претензий|особых проблем нет|у нас нет проблем|"
    "всё хорошо|Всё хорошо!|все хорошо|всё отлично|все нормально|всё нормально|норм|нормально|всё устраивает|Меня всё устраивает|меня все устраивает|всё ок|все супер|"
    "всем доволен|всем довольна|всё нравится|мне все нравится|в целом всё хорошо|у нас все хорошо|пока всё устраивает|жаловаться не на что|всего хватает|"
    "ничего|Ничего.|нет ничего|никаких|никакие|никакой|нечего сказать|нечего добавить|больше ничего|нет вариантов|нет идей|да|ага|ок|ну|может быть|возможно|"
    "н/д|нд|none|null|n/a|no|тест|test|проверка|asdf|asdfgh|qwerty|йцукен|йцу|фыва|фывапролд|ааааа|ыыыы|вапролд|лорпав|пщшгнр|😀|👍👍👍|🙏🏼|:)|))))|"
    "http://example.ru|https://vk.com/|спасибо|здравствуйте|ytn|yt pyf.|нееет|неет|нет нет|пока нет|не сталкивался|не замечала|а|Н Е Т"
).split("|")  # fmt: skip
ANSWERS = (
    "дороги|Дороги|ДОРОГИ|ЖКХ|жкх|вода|свет|парковки|парковка|снег|мусор|экология|воздух|смог|пробки|медицина|врачи|поликлиника|школы|садики|детсад|работа|зарплаты|"
    "цены|тарифы|коррупция|власть|бардак|грязь|пыль|лёд|ямы|лужи|фонари|тротуары|транспорт|автобусы|трамваи|маршрутки|такси|мост|мосты|парк|парки|скверы|зелень|деревья|"
    "собаки|наркотики|алкоголь|преступность|молодёжь|пенсионеры|дети|спорт|каток|бассейн|стадион|кино|театр|культура|музеи|туризм|бизнес|налоги|завод|заводы|шахты|уголь|"
    "отопление|тепло|холод|лифт|лифты|подъезды|дворы|площадки|лавочки|урны|ТЦ|МФЦ|УК|ТКО|СНТ|ИЖС|ФОК|РЖД|КДН|МСК|шум|вонь|скука|безработица|отток|всё плохо|все плохо|ужас|"
    "ничего не делается|ничего не меняется|нет дорог|нет работы|нет света|нет воды|нет парковок|нет ничего для детей|нет врачей|не чистят снег|не ходят автобусы|не хватает садиков|"
    "не знаю куда сдать мусор|не знаю, но дороги ужасные|всё хорошо, но дороги плохие|всё устраивает, кроме дорог|нормальные дороги|хорошие врачи|отличный парк|"
    "да, нужен мост|да, дороги|нет, но нужен парк|аквапарк|велодорожки|самокаты|wi-fi|5G|интернет|связь|IKEA|метро|аэропорт|дарогы|парковак|освещние|много чиновников|мэр|глава|"
    "3 школа|12 школа|55 маршрут|дом 5|Ленина 15|ул. Мира|Абашево|Форштадт|Ильинка|окбм|еддс|денеееег|дорооооги|за|быт|лес|газ|ГАЗ|еда|дом"
).split("|")  # fmt: skip


def _reason(text: str, role: str = "problem") -> str:
    return non_answer(analysis_form(clean_text(text)), QUESTION_TEXT, role)


def test_recall_on_non_answers() -> None:
    missed = [text for text in NON_ANSWERS if not _reason(text)]
    assert len(NON_ANSWERS) >= 120
    assert len(missed) <= 0.05 * len(NON_ANSWERS), missed


def test_short_answers_stay() -> None:
    wrong = {text: reason for text in ANSWERS if (reason := _reason(text))}
    assert len(wrong) <= 0.01 * len(ANSWERS), wrong


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("—", PUNCTUATION), ("😀👍", PUNCTUATION), ("123", NUMBER), ("фывапр", NOISE), ("https://a.ru/b", LINK),
        ("какие проблемы города требуют решения", QUESTION), ("Не знаю", PHRASE), ("дороги", ""), ("", PUNCTUATION),
    ],
)  # fmt: skip
def test_the_reason_is_said(text: str, reason: str) -> None:
    assert _reason(text) == reason


def test_the_question_decides_what_contentment_is() -> None:
    assert _reason("всё устраивает", "problem") and _reason("всё устраивает", "solution")
    assert not _reason("всё устраивает", "praise")
    assert not _reason("отлично", "open")
    assert plainly_nothing("ничем", "Чем гордитесь?", "praise")
    assert not plainly_nothing("ничем", QUESTION_TEXT, "problem")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Сколько раз в неделю Вы ездите на автобусе?", "5"), ("В каком году Вы переехали в город?", "1998"),
        ("Довольны ли Вы работой поликлиники?", "да"), ("Готовы выйти на субботник?", "нет"), ("Станет ли город лучше?", "не уверен"),
        ("С каким настроением Вы пришли на сессию?", "😀"), ("Ваши впечатления от парка одним словом", "всё отлично"), ("Как Вам новый автобус?", "8"),
        ("Как изменился город за пять лет?", "никак"), ("Каким Вы видите город?", "2035"), ("Кто отвечает за двор?", "я"),
        ("Какой язык Вы изучаете?", "C#"), ("Фильмы с каким рейтингом Вы смотрите?", "18+"),
    ],
)  # fmt: skip
def test_a_question_that_asks_for_it_makes_it_an_answer(question: str, answer: str) -> None:
    form = analysis_form(clean_text(answer))
    assert not non_answer(form, question, "open")
    assert non_answer(form, QUESTION_TEXT, "problem") or answer in {"я", "C#", "18+"}


@pytest.mark.parametrize(
    "answer",
    [
        "сложностей не возникало", "нет никаких рекомендаций", "без замечаний", "открытий не случилось", "таких трудностей нет",
        "тест тест тест", "првет", "незнаю", "нехочу отвечать", "длоррпииогмрогт", "123www", "'; drop table users;", "это личное", "вопрос не понятен",
    ],
)  # fmt: skip
def test_what_is_asked_for_is_said_to_be_absent(answer: str) -> None:
    assert _reason(answer)


WHAT = "Что планируете применять?"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (WHAT, "да, идеи есть"), (WHAT, "открытия были"), (WHAT, "есть"), (WHAT, "планирую"), (WHAT, "наверное ничего"), (WHAT, "в раздумьях пока"),
        ("На какие темы поговорить с мэром?", "на любые"), ("Что ещё обсудить?", "всё уже обсудили"), ("Что ещё обсудить?", "обсудили всё что актуально"),
        ("Что ещё обсудить?", "уже отвечали вроде"), ("5 слов, которые описывают год", "ну ок"),
    ],
)  # fmt: skip
def test_what_affirms_and_tells_nothing_is_no_answer(question: str, answer: str) -> None:
    assert non_answer(analysis_form(clean_text(answer)), question, "open")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("На какой фильм похож год?", "12"), ("Слово года", "2.0"), ("Слово дня", "спасибо"), ("Как настроение?", "ну ок"), ("Довольны ли Вы двором?", "конечно"),
        (WHAT, "есть план по мостам"), (WHAT, "идеи коллег"), (WHAT, "планирую сажать деревья"), (WHAT, "дороги уже обсудили, нужен мост"), ("Где поставить урны?", "в городе"),
        ("Когда начать?", "сейчас"), (WHAT, "проблемы есть с водой"),
    ],
)  # fmt: skip
def test_what_names_something_stays(question: str, answer: str) -> None:
    assert not non_answer(analysis_form(clean_text(answer)), question, "open")


def test_an_invitation_is_no_question_of_yes_and_no() -> None:
    for question in ("Есть ли у Вас предложения?", "Хотите ли Вы что-то добавить?"):
        assert non_answer("нет", question, "open") and non_answer("да", question, "open")


def test_the_word_to_be_explained_is_no_explanation() -> None:
    assert non_answer("стратегия", "Что такое стратегия?", "open") == QUESTION
    assert not non_answer("план", "Что такое стратегия?", "open")


def test_praise_of_something_and_long_answers_stay() -> None:
    for text in (
        "Парк стал красивым",
        "нет нет нет и ещё раз нет вырубке нашего парка у реки",
        "не знаю как вы, а мы без воды третий день",
    ):
        assert not _reason(text)


def test_real_short_answers_stay(shared: Path) -> None:
    import pandas as pd

    polls = pd.read_csv(shared / "polls" / "answers_labeled.csv")
    answers = sorted(
        {
            str(text)
            for text in polls["answer"]
            if any(map(str.isalpha, str(text))) and len(str(text)) > 1
        }
    )
    flagged = [text for text in answers if non_answer(analysis_form(clean_text(text)), "", "open")]
    assert len(flagged) <= 0.02 * len(answers), flagged
