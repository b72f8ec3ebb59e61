"""Invented people: names of many kinds and origins, in any case of the grammar."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Any

MEN = (
    "Александр Алексей Анатолий Андрей Антон Аркадий Артём Борис Вадим Валентин Валерий Василий "
    "Виктор Виталий Владимир Владислав Вячеслав Геннадий Георгий Григорий Денис Дмитрий Евгений "
    "Егор Иван Игорь Илья Кирилл Константин Леонид Максим Михаил Никита Николай Олег Павел Пётр "
    "Роман Руслан Рустам Семён Сергей Станислав Степан Тимур Фёдор Юрий Ярослав Ильдар Марат"
).split()
WOMEN = (
    "Александра Алина Алла Анастасия Анна Валентина Валерия Вера Вероника Виктория Галина Дарья "
    "Евгения Екатерина Елена Елизавета Зинаида Зоя Ирина Карина Кристина Ксения Лариса Лидия "
    "Любовь Людмила Маргарита Марина Мария Надежда Наталья Нина Оксана Ольга Полина Раиса "
    "Светлана Софья Тамара Татьяна Ульяна Юлия Яна Гульнара Алсу Лилия Тамара Антонина Инна"
).split()
SHORT_MEN = (
    "Саша Лёша Толик Андрюха Антоха Боря Вадик Валера Вася Витя Виталик Вова Слава Гена Гоша Гриша "
    "Дениска Дима Женя Ваня Игорёк Кирюша Костя Лёня Макс Миша Коля Паша Петя Рома Сеня Серёжа "
    "Стас Стёпа Федя Юра"
).split()
SHORT_WOMEN = (
    "Алинка Настя Аня Валя Верка Вика Галя Даша Катя Лена Лиза Зина Ира Ксюша Лариска Лида Люба "
    "Люда Рита Марина Маша Надя Наташа Нина Оля Поля Рая Света Соня Тома Таня Юля"
).split()
_FATHERS = (
    "Александр Алексей Анатолий Андрей Борис Вадим Валентин Василий Виктор Виталий Владимир "
    "Геннадий Григорий Дмитрий Евгений Иван Игорь Константин Леонид Максим Михаил Николай Олег "
    "Павел Пётр Роман Сергей Степан Фёдор Юрий Рашид Марат Ильдар"
).split()
_IRREGULAR = {
    "Илья": ("Ильич", "Ильинична"),
    "Павел": ("Павлович", "Павловна"),
    "Пётр": ("Петрович", "Петровна"),
    "Михаил": ("Михайлович", "Михайловна"),
}
# Man's form; the woman's is made by the ending. Last: names that are the same for both.
SURNAMES = (
    "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков "
    "Алексеев Лебедев Семёнов Егоров Козлов Степанов Николаев Орлов Андреев Захаров Зайцев "
    "Соловьёв Борисов Яковлев Григорьев Романов Воробьёв Сергеев Фролов Дмитриев Королёв Гусев "
    "Киселёв Ильин Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев Антонов Тарасов "
    "Жилин Баранов Филиппов Комаров Давыдов Беляев Герасимов Богданов Осипов Сидоров Матвеев "
    "Гильмутдинов Абдрахманов Бекмурзин Сафиуллин Хабибуллин Тюлюбаев Курбанов Алимжанов "
    "Шестопалов Заковряшин Пустовойтов Чечулин Мошнягин Кадашников Рябоконев Тырышкин Шабунин "
    "Достовалов Кожемякин Ощепков Батурин Голощапов Щеглов Вяткин Карпухин Пушкарёв Лысенков "
    "Бородинский Верховский Каменский Заболотский Соболевский Озерецковский Вишневский Троицкий"
).split()
SAME = (
    "Коваленко Шевчук Бондаренко Ткачук Гончаренко Мельник Кравчук Петренко Шаповал Черненко "
    "Ким Цой Шмидт Вагнер Фельдман Мкртчян Саркисян Гогоберидзе Швец Дурново Белых Черных Долгих Седых"
).split()
CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def inflected(word: str, case: str, gender: str, grammeme: str) -> str:
    """The name in a case; as it is when the dictionary cannot say."""
    if case == "nomn":
        return word
    for parse in _analyzer().parse(word):
        if (
            grammeme in parse.tag
            and (gender in parse.tag or "ms-f" in parse.tag)
            and "sing" in parse.tag
        ):
            form = parse.inflect({case})
            if form:
                return form.word.capitalize()
    return word


def woman(surname: str) -> str:
    """«Иванов» → «Иванова», «Каменский» → «Каменская»."""
    if surname in SAME:
        return surname
    return surname[:-2] + "ая" if surname.endswith(("ий", "ый")) else surname + "а"


def patronymic(father: str, gender: str) -> str:
    man = gender == "masc"
    if father in _IRREGULAR:
        return _IRREGULAR[father][0 if man else 1]
    if father.endswith("ий"):
        return father[:-2] + ("ьевич" if man else "ьевна")
    if father.endswith(("й", "ь")):
        return father[:-1] + ("евич" if man else "евна")
    return father + ("ович" if man else "овна")


def person(random: Random, case: str = "nomn") -> tuple[str, str, str]:
    """(first name, patronymic, surname) of one invented person in a case."""
    gender = random.choice(("masc", "femn"))
    first = random.choice(MEN if gender == "masc" else WOMEN)
    father = patronymic(random.choice(_FATHERS), gender)
    last = random.choice(SURNAMES + SAME)
    if gender == "femn":
        last = woman(last)
    return (
        inflected(first, case, gender, "Name"),
        inflected(father, case, gender, "Patr"),
        inflected(last, case, gender, "Surn") if gender == "masc" or last not in SAME else last,
    )
