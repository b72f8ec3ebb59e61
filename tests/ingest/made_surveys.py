"""One invented survey as eight sources export it, in nine containers: 72 files, one truth."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

DISTRICTS = ("Центральный", "Куйбышевский", "Заводской", "Орджоникидзевский")
AGES = ("18–24", "25–34", "35–44", "65+")
PROBLEM = "Какие проблемы города, по Вашему мнению, требуют решения в первую очередь?"
SOLUTION = "Что бы Вы предложили сделать?"
VISION = "Каким Вы видите наш город в 2035 году?"
SCALE = "Оцените качество дорог от 1 до 5"
MULTI = "Чем Вы пользуетесь? (можно выбрать несколько)"
OPTIONS = ("Парки", "Школы, детские сады", "Автобусы", "Поликлиника")
MATRIX = "Довольны ли Вы"
SPHERES = ("освещением", "уборкой")
LEVELS = ("да, вполне", "скорее нет", "затрудняюсь")
OPEN = (PROBLEM, SOLUTION, VISION)

TRAPS = (
    "None", "NA", "нет", "N/A", "null", "NaN", "-", "007", "2035", "01.09.2025", "=1+2",
    "Дороги; снег; автобусы", 'Закрыли «Пятёрочку», остался "Магнит"', "Нет света\nНет тепла",
    '"Пятёрочка" закрыта', "1) дороги\n2) парки", "- дороги\n- снег", "Да", "ИТОГО ничего",
    "Запах, дым, сажа, шум, пыль, мусор", "цена 1 000,50 руб.", "Всего не хватает", "a;b,c|d\te",
    "ёлки у дома № 5 срубили", "Ошибка #Н/Д на сайте", "<b>нет</b> парков & скверов", "'кавычка",
    "Очень длинный ответ. " * 60,
)  # fmt: skip


@dataclass
class Person:
    """One respondent of the survey."""

    number: int
    stamp: str
    district: str
    age: str
    said: tuple[str, str, str]
    mark: int
    chosen: tuple[str, ...]
    levels: tuple[str, ...]


def people(count: int = 60, seed: int = 7) -> list[Person]:
    """The respondents; every trap occurs among their answers."""
    random = Random(seed)
    nouns = ("дороги", "парки", "больницы", "тротуары", "остановки", "дворы", "школы", "реки")
    made = []
    for number in range(1, count + 1):
        said = [
            f"{random.choice(('Плохие', 'Мало внимания:', 'Не чистят'))} {random.choice(nouns)}"
            f" {random.choice(nouns)} {number}",
            f"Сделать {random.choice(nouns)} {number}",
            f"Город, где есть {random.choice(nouns)} и {random.choice(nouns)}"
            if number % 3
            else "",
        ]
        if number <= 2 * len(TRAPS):
            said[number % 2] = TRAPS[(number - 1) // 2 if number % 2 else (number - 1) // 2]
        made.append(
            Person(
                number,
                f"2025-09-{1 + number % 28:02} 09:{number % 60:02}:07",
                random.choice(DISTRICTS),
                random.choice(AGES),
                (said[0], said[1], said[2]),
                random.randint(1, 5),
                tuple(o for o in OPTIONS if random.random() < 0.5) or (OPTIONS[0],),
                tuple(random.choice(LEVELS) for _ in SPHERES),
            )
        )
    return made


def truth(group: list[Person], container: str) -> list[tuple[str, str]]:
    """Question and answer of every open cell, in the order of people.

    A page of HTML shows a tab as a space, so a file of that kind does not carry it.
    """
    tab = " " if container == "html_xls" else "\t"
    return [
        (question, person.said[at].strip().replace("\t", tab))
        for person in group
        for at, question in enumerate(OPEN)
    ]


@dataclass
class Rendered:
    """A survey as a source exports it: header rows, body, and rows around them."""

    header: list[list[str]]
    body: list[list[object]]
    above: list[list[object]] = field(default_factory=list)
    below: list[list[object]] = field(default_factory=list)
    other_sheet: bool = False
    hidden_row: bool = False


def _closed(person: Person, joiner: str) -> list[object]:
    return [person.mark, joiner.join(person.chosen), *person.levels]


def _grid_titles() -> list[str]:
    return [f"{MATRIX} [{sphere}]" for sphere in SPHERES]


def yandex(group: list[Person]) -> Rendered:
    header = ["ID", "Время создания", "Ваш район", "Ваш возраст", *OPEN, SCALE, MULTI]
    header += [f"{MATRIX} / {sphere}" for sphere in SPHERES]
    body = [
        [f"6{p.number:08}", p.stamp, p.district, p.age, *p.said, *_closed(p, ", ")] for p in group
    ]
    return Rendered([header], body)


def google(group: list[Person]) -> Rendered:
    header = ["Отметка времени", "Адрес электронной почты", "Ваш район", "Ваш возраст"]
    header += [*OPEN, SCALE, MULTI, *_grid_titles()]
    body = [
        [p.stamp, f"user{p.number}@mail.ru", p.district, p.age, *p.said, *_closed(p, ";")]
        for p in group
    ]
    return Rendered([header], body)


def limesurvey(group: list[Person]) -> Rendered:
    header = ["ID ответа", "Дата отправки", "Последняя страница", "Начальный язык", "IP-адрес"]
    header += ["Ваш район", "Ваш возраст", *OPEN, SCALE]
    header += [f"{MULTI} [{option}]" for option in OPTIONS] + _grid_titles()
    body: list[list[object]] = []
    for p in group:
        ticks = ["Да" if option in p.chosen else "Нет" for option in OPTIONS]
        row = [p.number, p.stamp, 3, "ru", f"10.0.0.{p.number}", p.district, p.age]
        body.append([*row, *p.said, p.mark, *ticks, *p.levels])
    return Rendered([header], body)


def surveymonkey(group: list[Person]) -> Rendered:
    upper = ["Respondent ID", "Collector ID", "Start Date", "IP Address", "Email Address"]
    lower = [""] * len(upper)
    for title in ("Ваш район", "Ваш возраст"):
        upper.append(title)
        lower.append("Response")
    for title in OPEN:
        upper.append(title)
        lower.append("Open-Ended Response")
    upper += [SCALE, MULTI, *[""] * (len(OPTIONS) - 1), MATRIX, *[""] * (len(SPHERES) - 1)]
    lower += ["Response", *OPTIONS, *SPHERES]
    body: list[list[object]] = []
    for p in group:
        ticks = [option if option in p.chosen else "" for option in OPTIONS]
        row = [11000 + p.number, 77, p.stamp, f"10.0.0.{p.number}", ""]
        body.append([*row, p.district, p.age, *p.said, p.mark, *ticks, *p.levels])
    return Rendered([upper, lower], body)


def bitrix(group: list[Person]) -> Rendered:
    header = ["ID", "Дата изменения", "Пользователь", "Ваш район", "Ваш возраст", *OPEN]
    header += [SCALE, MULTI, *_grid_titles()]
    body = [
        [p.number, p.stamp, f"Гость {p.number}", p.district, p.age, *p.said, *_closed(p, " | ")]
        for p in group
    ]
    return Rendered([header], body)


def decidim(group: list[Person]) -> Rendered:
    header = ["id", "created_at", "ip", "user_agent", "Ваш район", "Ваш возраст"]
    header += [f"{at}. {title}" for at, title in enumerate(OPEN, 1)]
    header += [f"4. {SCALE}", f"5. {MULTI}", *_grid_titles()]
    agent = "Mozilla/5.0 (X11; Linux x86_64)"
    body = [
        [p.number, p.stamp, f"10.0.0.{p.number}", agent, p.district, p.age, *p.said]
        + _closed(p, "; ")
        for p in group
    ]
    return Rendered([header], body)


def handmade(group: list[Person]) -> Rendered:
    upper = ["№ п/п", "Сведения о респонденте", "", "Вопросы анкеты", "", "", SCALE, MULTI]
    lower = ["", "Ваш район", "Ваш возраст", *OPEN, "", ""]
    upper += [MATRIX, ""]
    lower += list(SPHERES)
    body = [[p.number, p.district, p.age, *p.said, *_closed(p, "\n")] for p in group]
    return Rendered(
        [upper, lower],
        body,
        above=[["Результаты анкетирования жителей города"], ["сентябрь 2025 года"], []],
        below=[["ИТОГО", len(group)], [], ["Исполнитель: отдел экономики"]],
        other_sheet=True,
        hidden_row=True,
    )


def qualtrics(group: list[Person]) -> Rendered:
    codes = ["StartDate", "IPAddress", "ResponseId", "Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7"]
    codes += [f"Q8_{at}" for at in range(1, len(SPHERES) + 1)]
    titles = ["Start Date", "IP Address", "Response ID", "Ваш район", "Ваш возраст", *OPEN]
    titles += [SCALE, MULTI, *_grid_titles()]
    ids = [json.dumps({"ImportId": f"QID{at}"}) for at in range(len(codes))]
    body = [
        [p.stamp, f"10.0.0.{p.number}", f"R_{p.number:05}", p.district, p.age, *p.said]
        + _closed(p, ",")
        for p in group
    ]
    return Rendered([codes, titles, ids], body)


PROFILES: dict[str, Callable[[list[Person]], Rendered]] = {
    "yandex": yandex,
    "google": google,
    "limesurvey": limesurvey,
    "surveymonkey": surveymonkey,
    "bitrix": bitrix,
    "decidim": decidim,
    "handmade": handmade,
    "qualtrics": qualtrics,
}


def _grid(made: Rendered) -> list[list[object]]:
    return [*made.above, *made.header, *made.body, *made.below]


def _csv(made: Rendered, delimiter: str, newline: str, encoding: str, quote_all: bool) -> bytes:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    grid = _grid(made)
    width = max(map(len, grid))
    for row in grid:
        writer.writerow([*row, *[""] * (width - len(row))])
    return out.getvalue().encode(encoding)


def csv_utf8(made: Rendered) -> tuple[str, bytes]:
    return "answers.csv", _csv(made, ",", "\n", "utf-8", quote_all=False)


def csv_bom(made: Rendered) -> tuple[str, bytes]:
    return "answers.csv", _csv(made, ";", "\r\n", "utf-8-sig", quote_all=True) + b"\r\n"


def csv_cp1251(made: Rendered) -> tuple[str, bytes]:
    return "answers.csv", _csv(made, ";", "\r\n", "cp1251", quote_all=False)


def csv_utf16(made: Rendered) -> tuple[str, bytes]:
    return "answers.csv", _csv(made, "\t", "\r\n", "utf-16", quote_all=False)


def xlsx(made: Rendered) -> tuple[str, bytes]:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Ответы")
    for at, row in enumerate(_grid(made)):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(at, column, value)
            else:
                sheet.write(at, column, value)
    if made.hidden_row:
        sheet.set_row(len(made.above) + len(made.header) + 3, None, None, {"hidden": True})
    if made.other_sheet:
        other = book.add_worksheet("Справочник")
        other.hide()
        other.write_column(0, 0, ["Район", *DISTRICTS])
    book.close()
    return "answers.xlsx", out.getvalue()


def xls(made: Rendered) -> tuple[str, bytes]:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Ответы")
    for at, row in enumerate(_grid(made)):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(at, column, value)
    out = io.BytesIO()
    book.save(out)
    return "answers.xls", out.getvalue()


def html_xls(made: Rendered) -> tuple[str, bytes]:
    lines = ["<html><head><meta charset='utf-8'></head><body><table border=1>"]
    for row in _grid(made):
        cells = (html.escape(str(value)).replace("\n", "<br>") for value in row)
        lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return "answers.xls", "\n".join([*lines, "</table></body></html>"]).encode("utf-8")


def ods(made: Rendered) -> tuple[str, bytes]:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    table = Table(name="Ответы")
    for row in _grid(made):
        line = TableRow()
        for value in row:
            if isinstance(value, int):
                cell = TableCell(valuetype="float", value=value)
                cell.addElement(P(text=str(value)))
            else:
                cell = TableCell(valuetype="string") if value else TableCell()
                for part in str(value).split("\n") if value else ():
                    cell.addElement(P(text=part))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return "answers.ods", out.getvalue()


def as_json(made: Rendered) -> tuple[str, bytes]:
    """Rows by name; a header of several rows is what the service calls each field."""
    names = made.header[1] if len(made.header) == 3 else made.header[0]
    if len(made.header) == 2:
        names, above = [], ""
        for upper, lower in zip(*made.header, strict=True):
            above = upper or above
            alone = lower in ("", "Response", "Open-Ended Response") or above.startswith(
                ("Сведения", "Вопросы")
            )
            names.append(
                (lower if above.startswith(("Све", "Воп")) else above)
                if alone
                else f"{above} [{lower}]"
            )
    rows = [dict(zip(names, row, strict=True)) for row in made.body]
    return "answers.json", json.dumps(rows, ensure_ascii=False, indent=1).encode("utf-8")


CONTAINERS: dict[str, Callable[[Rendered], tuple[str, bytes]]] = {
    "csv_utf8": csv_utf8,
    "csv_bom": csv_bom,
    "csv_cp1251": csv_cp1251,
    "csv_utf16": csv_utf16,
    "xlsx": xlsx,
    "xls": xls,
    "html_xls": html_xls,
    "ods": ods,
    "json": as_json,
}


def write(folder: Path, profile: str, container: str, group: list[Person]) -> Path:
    """Write one of the 72 files into `folder`."""
    name, content = CONTAINERS[container](PROFILES[profile](group))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path
