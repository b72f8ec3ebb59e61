"""The pattern language and the rules themselves."""

import pytest

from pipeline.statements.rules.engine import compile_pattern, encode, fired, rules
from pipeline.statements.rules.questions import question_kind, question_role
from pipeline.statements.rules.words import TOKEN, words

PATTERNS = [
    ("надо|нужно #INF", "Надо строить мост", True),
    ("надо|нужно #INF", "Надо мост", False),
    ("@строить", "Строят мост", True),
    ("построй*", "Постройте мост", True),
    ("надо ~1 #INF", "Надо срочно строить", True),
    ("надо ~1 #INF", "Надо бы очень срочно строить", False),
    ("^ #INF", "- Построить мост", True),
    ("^ #INF", "Хочу построить мост", False),
    ("мост $", "Нужен мост!", True),
    ("мост $", "Мост нужен", False),
    ("надо !было", "Надо было строить", False),
    ("надо ,? сказать", "Надо сказать", True),
    ("< не #V+imp", "Прошу, не стройте", True),
    ("нет ~ парковок", "Света нет. Парковок хватает", False),
    ("#N+gen", "нет дорог", True),
    ("%plus", "красивый парк", True),
    ("%plus|тихо", "здесь тихо", True),
]


@pytest.mark.parametrize(("pattern", "text", "found"), PATTERNS)
def test_pattern_language(pattern, text, found):
    assert bool(compile_pattern(pattern).search(encode(words(text)))) is found


FIRES = [
    ("Отсутствие ливневой канализации", "P01"),
    ("Нет нормальных дорог", "P02"),
    ("Врачей катастрофически не хватает", "P01"),
    ("Детям негде гулять", "P12"),
    ("Ходить вечером страшно.", "P11"),
    ("Автобус вечером не ходит", "P09"),
    ("Когда наконец сделают дорогу?", "P33"),
    ("Построить мост в Новоильинский район", "S05"),
    ("Строительство бассейна в Кузнецком районе", "S07"),
    ("Необходимо построить объездную дорогу", "S01"),
    ("Предлагаю создать молодёжный центр", "S08"),
    ("Прошу отремонтировать дорогу", "S09"),
    ("Почему бы не сделать пешеходную улицу?", "S30"),
    ("Неужели нельзя вычистить берег озера?", "S30"),
    ("Не надо строить новые торговые центры.", "A01"),
    ("Хватит строить многоэтажки во дворах!", "A01"),
    ("Надо было строить мост двадцать лет назад.", "N02"),
    ("Если бы построили объездную раньше, пробок бы не было.", "N03"),
    ("Надо сказать, город заметно похорошел.", "N01"),
    ("Проблем нет, всё устраивает.", "G01"),
    ("Когда будет построена школа в 7-м микрорайоне?", "Q02"),
    ("Хотелось бы узнать, когда начнётся отопительный сезон.", "Q01"),
    ("Вижу Новокузнецк чистым, зелёным городом", "V01"),
    ("не знаю", "E01"),
    ("С уважением, жильцы", "E02"),
]


@pytest.mark.parametrize(("text", "name"), FIRES)
def test_rule_fires(text, name):
    assert name in [rule.name for rule in fired(words(text))]


SILENT = [
    ("Проблем нет, всё устраивает.", "P14"),
    ("Нет претензий к управляющей компании.", "P02"),
    ("Надо сказать, город заметно похорошел.", "S01"),
    ("Надо было строить мост двадцать лет назад.", "S01"),
    ("Не надо строить новые торговые центры.", "S01"),
    ("Больше года нет воды.", "S17"),
    ("Безопасность на дорогах обеспечивается хорошо.", "P14"),
    ("Дети стояли на морозе", "S05"),
    ("Есть следы возгорания", "S05"),
    ("Поддерживаю предложение про набережную.", "S08"),
]


@pytest.mark.parametrize(("text", "name"), SILENT)
def test_rule_keeps_silent(text, name):
    assert name not in [rule.name for rule in fired(words(text))]


def test_rules_are_named_once_and_explained():
    names = [rule.name for rule in rules()]
    assert len(set(names)) == len(names)
    assert all(rule.about for rule in rules())


QUESTIONS = [
    ("Какие проблемы города требуют решения?", "problem"),
    ("Что Вас беспокоит?", "problem"),
    ("Что мешает людям меняться?", "problem"),
    ("Что бы Вы предложили для развития города?", "solution"),
    ("Что надо улучшить?", "solution"),
    ("Какие меры нужны?", "solution"),
    ("Каким Вы видите город в 2035 году?", "vision"),
    ("Чем Вы гордитесь?", "praise"),
    ("Что Вам нравится в городе?", "praise"),
    ("Что Вам не нравится в городе?", "problem"),
    ("Комментарий", "open"),
    ("", "open"),
]


@pytest.mark.parametrize(("question", "role"), QUESTIONS)
def test_question_role(question, role):
    assert question_role(question) == role


def test_question_against():
    assert question_kind("С чем в проекте Вы не согласны?") == "against"


def test_words_keep_places_and_fold_yo():
    text = "Ёлки у ТКО-площадки, 15 шт.!"
    found = words(text)
    assert found.forms[0] == "елки"
    assert [text[start] for start in found.starts] == ["Ё", "у", "Т", ",", "1", "ш", ".", "!"]
    assert len(found.forms) == len(found.lemmas) == len(found.tags) == len(TOKEN.findall(text))
