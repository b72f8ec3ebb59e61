"""Valid specimens of personal data as people write them, in the sentences that they write.

A specimen knows which of its parts must not be seen after masking: all the digits of a number, the
words of a name. Everything is drawn with a seed; nobody's real data are here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.clean.people import CASES, SHORT_MEN, SHORT_WOMEN, WOMEN, person

_WORDS = "ноль один два три четыре пять шесть семь восемь девять".split()
_TEENS = (
    "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать "
    "восемнадцать девятнадцать"
).split()
_TENS = "_ _ двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто".split()
_HUNDREDS = "_ сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот".split()
_LATIN_TWINS = str.maketrans("АВЕКМНОРСТУХавекмнорстух", "ABEKMHOPCTYXabekmhopctyx")
_MONTHS = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
)


@dataclass(frozen=True)
class Specimen:
    """A sentence with one value; `secrets` must not be seen in the masked sentence."""

    kind: str
    text: str
    value: str
    secrets: tuple[str, ...]

    def leaks(self, masked: str) -> bool:
        """Whether anything of the value is still there."""
        return any(secret in masked for secret in self.secrets)


def _digits(random: Random, count: int, first: str = "0123456789") -> str:
    return random.choice(first) + "".join(random.choice("0123456789") for _ in range(count - 1))


def _cut(digits: str, *sizes: int) -> list[str]:
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    return parts


def _said(number: str) -> str:
    """A group of up to three digits in words; leading zeros are said."""
    zeros = len(number) - len(number.lstrip("0"))
    words, value = ["ноль"] * zeros, int(number)
    if value >= 100:
        words.append(_HUNDREDS[value // 100])
        value %= 100
    if value >= 20:
        words.append(_TENS[value // 10])
        value %= 10
    if value >= 10:
        words.append(_TEENS[value - 10])
    elif value:
        words.append(_WORDS[value])
    return " ".join(words)


def phone(random: Random) -> str:
    mobile = "9" + _digits(random, 9)
    code, three, two, last = _cut(mobile, 3, 3, 2, 2)
    city = f"{random.randint(20, 98)}-{_digits(random, 2)}-{_digits(random, 2)}"
    lead = random.choice(("8", "+7", "7"))
    spoken = " ".join(("восемь", _said(code), _said(three), _said(two), _said(last)))
    return random.choice(
        (
            f"{lead}{mobile}", f"{lead}-{code}-{three}-{two}-{last}", f"{lead} ({code}) {three}-{two}-{last}",
            f"{lead} {code} {three} {two} {last}", f"8.{code}.{three}.{two}.{last}", f"{lead}({code}){three}{two}{last}",
            mobile, f"{code}-{three}-{two}-{last}", f"{code} {three} {two} {last}", f"{lead} {code} {three}{two}{last}",
            f"8 {' '.join(_cut(mobile, 2, 2, 2, 2, 2))}", f"8_{code}_{three}_{two}_{last}", f"+7({code})-{three}-{two}-{last}",
            f"8 {' '.join(mobile)}", f"8—{code}—{three}—{two}—{last}", f"8\u00a0{code}\u00a0{three}\u00a0{two}\u00a0{last}",
            f"8\u200b{code}\u200b{three}\u200b{two}{last}", spoken, f"8 {_said(code)} {three} {two} {last}",
            f"8 {code} {three} {two} {last}".replace("0", "О"), f"8/{code}/{three}{two}{last}", f"(3843) {city}",
            f"8 (3843) {city}", f"8-3843-{city}", f"8 ({code}) {three} {two} {last} доб. 12".replace(" доб. 12", ""),
            f"8 - {code} - {three} - {two} - {last}", f"8 {code} {three}-{two}{last}", f"+ 7 {code} {three} {two} {last}",
            f"8{code}.{three}.{two}{last}", "８" + mobile,
        )
    )  # fmt: skip


def email(random: Random) -> str:
    first = random.choice(
        "ivan petr masha olga sergey.k nata dima ksu an.petrov v_smirnov ii1961 elena".split()
    )
    name = first + random.choice(("", "_85", ".nk", "1977", "-home", "_" + _digits(random, 3)))
    host = random.choice(
        "mail.ru yandex.ru gmail.com bk.ru inbox.ru list.ru rambler.ru ya.ru".split()
    )
    site, zone = host.split(".")
    zone_said = {"ru": "ру", "com": "ком"}[zone]
    return random.choice(
        (
            f"{name}@{host}", f"{name}@{host}".upper(), f"{name} @ {host}", f"{name}@{site}. {zone}", f"{name}(at){host}",
            f"{name} (собака) {host}", f"{name} собака {site} точка {zone}", f"{name} собака {site} точка {zone_said}",
            f"{name}[at]{host}", f"{name}＠{host}", f"иван-{_digits(random, 2)}@почта.рф", f"{name}[собака]{host}",
            f"{name}@mail.{site}.{zone}", f"{name}@{host}".replace("a", "а"), f"{name} собачка {host}",
        )
    )  # fmt: skip


def snils(random: Random) -> str:
    digits = "1" + _digits(random, 8)
    total = sum(int(d) * w for d, w in zip(digits, range(9, 0, -1), strict=True)) % 101 % 100
    one, two, three, check = _cut(f"{digits}{total:02d}", 3, 3, 3, 2)
    return random.choice(
        (
            f"{one}-{two}-{three} {check}", f"{one}{two}{three}{check}", f"{one} {two} {three} {check}",
            f"{one}-{two}-{three}-{check}", f"{one}.{two}.{three}.{check}", f"{one}-{two}-{three}{check}",
            f"{one}–{two}–{three} {check}", f"{one}{two}{three} {check}", f"{one} - {two} - {three} - {check}",
        )
    )  # fmt: skip


def inn(random: Random) -> str:
    digits = _digits(random, 2, "1234567") + _digits(random, 8)
    for weights in ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)):
        total = sum(int(d) * w for d, w in zip(digits, weights, strict=True))
        digits += str(total % 11 % 10)
    return random.choice(
        (
            digits, digits, " ".join(_cut(digits, 4, 4, 4)), " ".join(_cut(digits, 3, 3, 3, 3)),
            "-".join(_cut(digits, 4, 6, 2)), " ".join(_cut(digits, 2, 2, 6, 2)),
        )
    )  # fmt: skip


def passport(random: Random) -> str:
    region, year, number = (
        f"{random.randint(1, 92):02d}",
        f"{random.randint(0, 24):02d}",
        _digits(random, 6),
    )
    return random.choice(
        (
            f"{region} {year} {number}", f"{region}{year} {number}", f"{region}{year}{number}", f"{region}{year} №{number}",
            f"серия {region}{year} номер {number}", f"серии {region} {year} № {number}", f"{region} {year} № {number}",
            f"{region}{year}-{number}", f"{region}-{year} {number}", f"{region} {year} {number[:3]} {number[3:]}",
            f"серия {region} {year}, номер {number}", f"с. {region}{year} н. {number}",
        )
    )  # fmt: skip


def card(random: Random) -> str:
    digits = random.choice(("2200", "2202", "4276", "5469", "4081"[:1] + "279", "5536")) + _digits(
        random, 11
    )
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(digits)]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    digits += str(-total % 10)
    groups = _cut(digits, 4, 4, 4, 4)
    return random.choice(
        (digits, " ".join(groups), "-".join(groups), ".".join(groups), "  ".join(groups), "–".join(groups), "\u00a0".join(groups))
    )  # fmt: skip


def plate(random: Random) -> str:
    letters = [random.choice("АВЕКМНОРСТУХ") for _ in range(3)]
    one, two, three = letters
    number, region = (
        f"{random.randint(1, 999):03d}",
        random.choice(("42", "142", "54", "154", "22", "70", "777", "24")),
    )
    whole = f"{one}{number}{two}{three}{region}"
    return random.choice(
        (
            whole, whole.lower(), f"{one} {number} {two}{three} {region}", f"{one}{number}{two}{three} {region}",
            f"{one}{number}{two}{three}/{region}", whole.translate(_LATIN_TWINS), f"{one}{number}{two}{three} {region} RUS",
            f"{one}{number}{two}{three}{region}rus", f"{one.lower()}{number}{two.lower()}{three.lower()} {region}",
            f"{one} {number} {two} {three} {region}", f"{one}{number}{two}{three}", f"{one}-{number}-{two}{three}-{region}",
        )
    )  # fmt: skip


def birth(random: Random) -> str:
    day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(1935, 2012)
    named = f"{day} {_MONTHS[month - 1]} {year}"
    figures = f"{day:02d}.{month:02d}.{year}"
    return random.choice(
        (
            f"{figures} г.р.", f"родился {named} года", f"родилась {figures}", f"дата рождения {figures}", f"дата рождения: {named} г.",
            f"{named} года рождения", f"{day:02d}.{month:02d}.{year % 100:02d} г. р.", f"д.р. {figures}", f"ДР: {figures}",
            f"{day}/{month}/{year} г.р.", f"рождён {named} г.", f"{figures} года рождения", f"дата рожд. {day:02d}-{month:02d}-{year}",
            f"{year} г.р.", f"{year} года рождения", f"{year}-{month:02d}-{day:02d} (дата рождения)", f"родилась в {year} году",
            f"день рождения {figures}", f"родился {day}.{month}.{year % 100:02d}",
        )
    )  # fmt: skip


def handle(random: Random) -> str:
    name = random.choice(
        "ivan_petrov masha_nk sergey.volkov olga1985 dimon_nvkz kat_rina a_sidorov svetik_k".split()
    )
    name += random.choice(("", _digits(random, 2), "_" + _digits(random, 2)))
    number = _digits(random, 8, "123456789")
    return random.choice(
        (
            f"@{name}", f"t.me/{name}", f"https://t.me/{name}", f"vk.com/id{number}", f"https://vk.com/{name}", f"ok.ru/profile/{number}",
            f"телеграм {name}", f"в телеге {name}", f"инста: {name}", f"вк id{number}", f"мой ник {name}", f"instagram.com/{name}",
            f"https://www.instagram.com/{name}/", f"telegram: {name}", f"тг @{name}", f"m.vk.com/{name}", f"вконтакте {name}", f"tg: @{name}",
        )
    )  # fmt: skip


_STREETS = (
    "Кирова|Тольятти|Металлургов|Строителей|Мира|Садовая|Зыряновская|Пионерский|Орджоникидзе|Белана|Климасенко|Дружбы|"
    "40 лет Победы|Первого Мая|Новосёлов|Горьковская|Шахтёров|Советской Армии|Циолковского|Ермакова|Запсибовцев"
).split("|")


def address(random: Random) -> tuple[str, tuple[str, ...]]:
    """A home address with a flat, and its house and flat, which must not be seen."""
    street = random.choice(_STREETS)
    house, flat = f"{random.randint(61, 299)}", f"{random.randint(301, 899)}"
    letter = random.choice(("", "", "", "а", "Б", "/2"))
    form = random.choice(
        (
            "ул. {s}, д. {h}, кв. {f}", "улица {s} {h}, квартира {f}", "{s}, {h}, кв. {f}", "{s} {h} кв {f}", "ул {s} дом {h} кв {f}",
            "пр. {s}, {h}, кв.{f}", "проспект {s}, дом {h}, квартира {f}", "г. Новокузнецк, ул. {s}, {h}, кв. {f}",
            "пр-т {s} д.{h} кв.{f}", "{s} {h}, квартира № {f}", "ул.{s},{h},кв.{f}", "ул. {s}, д. {h}, корп. 1, кв. {f}",
            "улица {s} дом {h} подъезд 2 этаж 5 квартира {f}", "бульвар {s} {h} кв. {f}", "{h} дом по улице {s}, квартира {f}",
            "кв. {f}, дом {h}, улица {s}", "654000, Новокузнецк, {s}, {h}, кв. {f}", "ул. {s} {h} - {f}!", "ул. {s}, {h}-{f}!",
            "{s} {h}-{f}!", "УЛ. {s}, Д. {h}, КВ. {f}",
        )
    )  # fmt: skip
    if form.endswith("!"):  # a flat behind a dash is one only after «живу»
        form = random.choice(
            ("живу {}", "проживаю по адресу {}", "мой адрес: {}", "прописана {}")
        ).format(form[:-1])
    return form.format(s=street, h=house + letter, f=flat), (house, flat)


def full_name(random: Random, way: str) -> tuple[str, tuple[str, ...]]:
    """A name in one of the slices of the measure, and its words."""
    first, father, last = person(random, random.choice(CASES) if way == "inflected" else "nomn")
    if way == "diminutive":
        short = random.choice(SHORT_WOMEN if first in WOMEN else SHORT_MEN)
        name = random.choice((f"{short} {last}", f"{last} {short}"))
        return name, tuple(name.split())
    if way == "initials":
        one, two = first[0], father[0]
        name = random.choice(
            (
                f"{last} {one}.{two}.",
                f"{one}.{two}. {last}",
                f"{last} {one}. {two}.",
                f"{one}. {two}. {last}",
                f"{one}. {last}",
                f"{last} {one}.",
            )
        )
        return name, (last,)
    name = random.choice(
        (
            f"{last} {first} {father}",
            f"{first} {father} {last}",
            f"{first} {last}",
            f"{first} {father}",
            f"{last} {first}",
        )
    )
    if way == "typo":
        place = random.randrange(1, len(name) - 2)
        pair = name[place : place + 2]
        if pair.isalpha() and pair.islower():
            name = name[:place] + pair[::-1] + name[place + 2 :]
    name = {"lower": name.lower(), "caps": name.upper()}.get(way, name)
    return name, tuple(name.split())


NAME_WAYS = ("clean", "lower", "caps", "inflected", "typo", "diminutive", "initials")

_ANY = (
    "Прошу связаться со мной: {}. Во дворе не убирают снег.",
    "{}, жду ответа по вопросу отопления",
    "В подъезде темно, лампочки нет. {}",
    "нет воды уже неделю, {} , помогите пожалуйста",
    "Надо отремонтировать дорогу! Мои данные — {}!",
    "Сколько можно писать ({})? Ничего не меняется.",
    "Нужен детский сад. Контакты: {}\nСпасибо",
    "для обратной связи {} - ответьте",
)  # fmt: skip
CARRIERS: dict[str, tuple[str, ...]] = {
    "телефон": (
        *_ANY, "мой телефон {}", "Звоните {} после шести", "тел. {}", "Тел.: {}, крыша течёт с осени", "ПРОШУ ПЕРЕЗВОНИТЬ {}",
        "моб {} диспетчер не отвечает", "сотовый {}", "Писать в ватсап {}", "вайбер: {}", "позвоните мне пожалуйста на {} срочно",
        "номер для связи {}, зовите в любое время", "контактный телефон {}", "т. {}",
    ),
    "почта": (
        *_ANY, "моя почта {}", "пишите на {}", "e-mail: {}", "Ответ прошу отправить на {}", "Эл. почта {} для ответа",
        "жду письма {}", "адрес электронной почты — {}",
    ),
    "СНИЛС": (
        "Мой СНИЛС {}, перерасчёт не сделали", "снилс {}", "СНИЛС: {}. Прошу назначить субсидию", "Пенсионный фонд не видит ({}, СНИЛС) мой стаж",
        "номер СНИЛС — {}", "по снилсу {} отказали", "СНИЛС № {}", "Страховой номер {} потеряли в поликлинике", "у мамы снилс {} и льготы нет",
    ),
    "ИНН": (
        "Мой ИНН {}, налог насчитали дважды", "инн {}", "ИНН: {}. Разберитесь", "ИНН № {}", "налоговая (ИНН {}) прислала чужой счёт",
        "данные: ИНН физлица {}", "Прошу вернуть налог, {}, переплата за год", "я самозанятый, ИНН {}",
    ),
    "паспорт": (
        "Паспорт {}, выдан УВД", "мой паспорт {}", "паспортные данные: {}", "ПАСПОРТ: {}. Не могу прописаться", "по паспорту {} субсидию не дали",
        "Гражданка РФ, паспорт {}, прошу помочь", "заявитель, паспорт гражданина {}", "в паспортном столе потеряли мой паспорт {}",
    ),
    "карта": (
        *_ANY[:6], "номер карты {}", "переведите на карту {}", "карта Сбербанка {}, деньги за ремонт не вернули", "Карта мир {}",
        "собираем на площадку, сбер {}", "верните деньги за поездку на карту {}",
    ),
    "госномер": (
        "машина {} стоит на газоне", "Автомобиль с номером {} перекрыл проезд", "на тротуаре паркуется {}", "гос. номер {} каждый день на детской площадке",
        "водитель маршрутки {} хамит", "Toyota {} загородила въезд во двор", "Г/Н {}, примите меры", "{} — вот эта машина мешает убирать снег",
        "грузовик {} разбил дорогу", "Хозяин {} не даёт пройти с коляской", "нарушитель: {}!",
    ),
    "дата рождения": (
        "Ребёнок {}, места в саду нет", "я {}, инвалид второй группы", "Сын {}, очередь не движется", "мама {}, лекарств не дают", "Пенсионерка, {}, ветеран труда",
        "Прошу помочь: {}, живу одна",
    ),
    "аккаунт": (
        *_ANY, "пишите {}", "мой профиль: {}", "фото ямы скину, {}", "подробности у меня на странице {}", "найдёте меня: {}", "связь {}",
    ),
    "адрес": (
        "{} — течёт крыша", "Прошу принять меры, {}", "Адрес: {}. Нет отопления", "в квартире холодно, {}", "Соседи сверху топят, {}, управляющая молчит",
        "{}", "Капремонт не сделан. {}. Жду комиссию", "нет горячей воды ({})", "По адресу {} шумят ночью",
    ),
    "имя": (
        "Прошу помочь. {}", "С уважением, {}", "меня зовут {}, живу тут двадцать лет", "{}, пенсионер", "Обратилась {} в управляющую компанию, толку нет",
        "заявитель {}", "Нужен мост. {}.", "соседка {} подтвердит, что воды нет", "в очереди стоит {} с ребёнком", "{}\nпрошу отремонтировать подъезд",
        "спасибо, {}", "Написал {} от имени жильцов",
    ),
}  # fmt: skip

_MAKERS: dict[str, Callable[[Random], str]] = {
    "телефон": phone, "почта": email, "СНИЛС": snils, "ИНН": inn, "паспорт": passport, "карта": card,
    "госномер": plate, "дата рождения": birth, "аккаунт": handle,
}  # fmt: skip
KINDS = (*_MAKERS, "адрес", "имя")


def specimens(kind: str, count: int, seed: int = 1) -> list[Specimen]:
    """`count` specimens of one kind; «имя» may be narrowed to a slice: «имя/lower»."""
    random = Random(f"{kind} {seed}")
    return [_specimen(kind, random) for _ in range(count)]


def _specimen(kind: str, random: Random) -> Specimen:
    kind, _, way = kind.partition("/")
    carrier = random.choice(CARRIERS[kind])
    if kind == "имя":
        value, secrets = full_name(
            random, way or random.choice(("clean", "clean", "inflected", "initials"))
        )
    elif kind == "адрес":
        value, secrets = address(random)
    else:
        value = _MAKERS[kind](random)
        secrets = _secrets(kind, value)
    return Specimen(kind, carrier.format(value), value, secrets)


def _secrets(kind: str, value: str) -> tuple[str, ...]:
    """Every run of two digits and more; of an address on the net, its name."""
    runs, run = [], ""
    for character in value + " ":
        if character.isdigit():
            run += character
        else:
            runs.append(run)
            run = ""
    secrets = [run for run in runs if len(run) > 1]
    if kind in ("почта", "аккаунт"):
        names = [
            w
            for w in value.replace("@", " ")
            .replace("/", " ")
            .replace("(", " ")
            .replace("[", " ")
            .split()
            if "_" in w or "." in w
        ]
        secrets += names[:1]
    if not secrets:
        secrets = [word for word in value.split() if len(word) > 2]
    return tuple(secrets)
