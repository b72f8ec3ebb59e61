"""What each column of a survey is: technical, person, attribute, closed or open question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest.header import Table
from pipeline.ingest.wording import guess_role, looks_closed, looks_open
from pipeline.tables import fold

TECHNICAL, PERSON, ATTRIBUTE = "technical", "person", "attribute"
SINGLE, MULTI, SCALE, MATRIX, OPEN = "single", "multi", "scale", "matrix", "open"
EMPTY = "empty"

_TECHNICAL = re.compile(
    r"""\bip\b|ip[-_ ]?(адрес|addr)|ipaddr|e-?mail|эл(ектронн\w+|\.)?\s*(почт|адрес)|\bпочта\b
    |телефон|\bphone|\bтел\.|мобильн\w+\s+номер|контактн|\bконтакт(ы|ные)?\b
    |\bфио\b|ф\.\s*и\.\s*о|фамили|\bотчество|(ваше|полное)\s+имя|^имя$|^имя\b.*(респонд|пользоват|участник)
    |как\s+(к\s+вам|вас)\s+(обра|зовут|звать)|\b(first|last|full|user)[-_ ]?name\b|^name$
    |user[-_ ]?agent|браузер|browser|устройств|\bdevice|операционн\w+\s+систем
    |длительност|duration|(затраченн|время|времени)\w*\s+(на\s+)?(заполн|прохожд|ответ|опрос)|затраченн|interviewtime
    |отметка\s+времени|timestamp|time[-_ ]?stamp|datestamp
    |(start|submit|end)[-_ ]?(date|time)
    |дата\s+(и\s+время|отправ|создан|заполн|ответ|запуск|начал|оконч|заверш|послед|получ|измен)|^дата$|^date$|^время$|^time$
    |время\s+(создан|отправ|начал|оконч|заверш|послед)|created|updated|submitted|recorded
    |last\s*page|последняя\s+страниц|start\s*language|стартовый\s+язык|начальный\s+язык|язык\s+(анкеты|опроса|интерфейса)|^language$
    |\bseed\b|начальное\s+число|refer(r)?er|ссылка|\burl\b|token|токен|session[-_ ]?id|cookie|utm_
    |collector|custom\s*data|^status$|^статус|progress|прогресс|finished|^завершен|distribution\s*channel|recipient
    |latitude|longitude|координат|\bgeo\b|широта|долгота|external\s*(data)?\s*reference|\bguid\b|\buuid\b
    |^№$|^n$|^№\s*п\W*п\W*$|^no\.?$|номер\s+(строки|по\s+порядку|п)|согласи[ея]\b.*(обработк|персональн)|адрес\s+(проживан|регистрац)|домашн\w+\s+адрес
    |дата\s+рождения|\bснилс\b|паспорт|\bинн\b|\bпароль|snils|locale|^locale$|component|participatory|^space|follow""",
    re.IGNORECASE | re.VERBOSE,
)
_PERSON = re.compile(
    r"""^(id|ид|код|номер)$
    |^(id|ид|код|номер|№)[-_ ]*(ответа|респондента|анкеты|участника|пользователя|заполнения
        |автора|записи|жителя|опрошенного
        |response|respondent|user|author)
    |^(respondent|response|participant|user|author|person|visitor|answer)
        [-_ ]*(id|no|number|code|uid|key)?$
    |^(респондент|участник|автор|пользователь|анкета)\b[-_ №]*(id|код|номер|no)?$
    |responseid|\bid\s+ответа|ид\s+ответа""",
    re.IGNORECASE | re.VERBOSE,
)
_PEOPLE_FIRST = re.compile(
    r"respondent|participant|user|author|person|респондент|участник|автор|пользов|жител", re.I
)
_ATTRIBUTE = re.compile(
    r"""\bрайон|\bвозраст|\bпол\b|\bпол:|занят(ость|ие|ия)|професси|род\s+деятельн|социальн\w+\s+(положен|статус|групп)|образовани[ея]\b
    |\bдоход|семейн|\bдет(и|ей)\b|(лет|долго|давно)\b.*(жив|прожива)|(жив|прожива)\w*.*\b(лет|долго|давно)\b|населенн|населённ|муниципал|\bокруг|микрорайон|\bгород\s+прожив
    |где\s+вы\s+(живете|живёте|прожива)|место\s+(жительства|проживания|работы)|сколько\s+вам\s+лет|кем\s+вы|ваш\s+статус
    |\b(age|gender|sex|district|occupation|education|income|city|region|municipality|category|object|type)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_VALUE_KINDS = (
    re.compile(r"[^@\s]+@[^@\s]+\.[a-zа-я]{2,}", re.I),
    re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{1,4}(:[0-9a-f]{0,4}){3,7}", re.I),
    re.compile(r"(\+7|8|7)[\s(\-]*\d{3}[\s)\-]*\d{3}[\s\-]*\d{2}[\s\-]*\d{2}"),
    re.compile(r"(mozilla|opera)/\d.*", re.I | re.S),
    re.compile(r"https?://\S+", re.I),
    re.compile(
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24,64}", re.I
    ),
    re.compile(
        r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?|\d{1,2}:\d\d(:\d\d)?"
        r"|\d{1,2}\.\d{1,2}\.\d{2,4}(,?\s+\d{1,2}:\d\d.*)?"
    ),
    re.compile(r"\d{4}/\d{1,2}/\d{1,2}( .*)?|\d{1,2}/\d{1,2}/\d{2,4}( .*)?"),
)
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")
_BRACKET = re.compile(r"(.+?)\s*\[(.+)\]\s*(\(\d+\))?$", re.S)
_SEPARATORS = (";", "\n", "|", ",")
_CHECKS = {
    "",
    "да",
    "нет",
    "y",
    "n",
    "yes",
    "no",
    "1",
    "0",
    "true",
    "false",
    "истина",
    "ложь",
    "x",
    "х",
    "+",
    "✓",
    "не выбрано",
    "выбрано",
    "checked",
    "unchecked",
}
_OTHER = re.compile(
    r"друго[ей]|ино[ей]|other|свой\s+(вариант|ответ)|сво[ей]|комментари|comment", re.I
)


@dataclass(frozen=True)
class Column:
    """One column and what it was taken for."""

    name: str
    kind: str
    role: str = ""  # of an open question
    confidence: float = 1.0
    why: str = ""  # in Russian, for `veche check`
    options: tuple[str, ...] = ()  # of a multi-select, longest first
    separator: str = ""
    question: str = ""  # of a matrix or an expanded multi-select: the part before [option]
    option: str = ""


@dataclass
class _Values:
    """The values of a column and what can be counted of them."""

    filled: list[str]
    distinct: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, cells: Sequence[str]) -> _Values:
        filled = [cell.strip() for cell in cells if cell.strip()]
        return cls(filled, Counter(filled))

    @property
    def repeated(self) -> float:
        """Share of the cells whose value occurs at least five times (three in a small table)."""
        often = 5 if len(self.filled) >= 60 else 3
        covered = sum(count for count in self.distinct.values() if count >= often)
        return covered / max(1, len(self.filled))

    @property
    def words(self) -> float:
        """Mean words of a value, over the distinct ones."""
        return sum(len(v.split()) for v in self.distinct) / max(1, len(self.distinct))


def classify(table: Table) -> list[Column]:
    """What each column of the table is, in order; a person column is chosen at most once."""
    values = [_Values.of([row[at] for row in table.rows]) for at in range(len(table.columns))]
    columns = [_classify(name, v) for name, v in zip(table.columns, values, strict=True)]
    columns = _brackets(columns, values)
    return _one_person(columns, values, len(table.rows))


def _classify(name: str, values: _Values) -> Column:
    if _PERSON.search(name) and not looks_open(name):
        return Column(name, PERSON, why="номер человека или анкеты")
    if _TECHNICAL.search(name) and not _asks(name):
        return Column(name, TECHNICAL, why="служебный столбец")
    if not values.filled:
        if looks_open(name) and not _ATTRIBUTE.search(name):
            role, confidence = guess_role(name)
            return Column(name, OPEN, role, confidence, "пусто, но спрошено открыто")
        return Column(name, EMPTY, why="пустой столбец")
    if _mostly(values.filled, _VALUE_KINDS) and not _ATTRIBUTE.search(name):
        return Column(name, TECHNICAL, why="адреса, даты или номера, а не ответы")
    return _classify_values(name, values)


def _asks(name: str) -> bool:
    """True for a wording that is a question, so that «почта» or «телефон» in it is a subject."""
    return name.rstrip().endswith("?") and len(name.split()) >= 4 and "зовут" not in name.lower()


def _mostly(values: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> bool:
    sample = values[:500]
    return any(
        sum(bool(pattern.fullmatch(value)) for value in sample) >= 0.8 * len(sample)
        for pattern in patterns
    )


def _classify_values(name: str, values: _Values) -> Column:
    total, distinct = len(values.filled), len(values.distinct)
    numbers = all(_NUMBER.fullmatch(value) for value in values.distinct)
    attribute = bool(_ATTRIBUTE.search(name)) and not _asks_openly(name)
    if numbers:
        if attribute:
            return Column(name, ATTRIBUTE, why="сведения о человеке")
        small = all(0 <= float(v.replace(",", ".")) <= 10 for v in values.distinct)
        if small and distinct <= 11:
            return Column(name, SCALE, why="оценки по шкале")
        if not looks_open(name) or total >= 5:
            return Column(name, TECHNICAL, why="числа, а не ответы")
    if attribute and values.words <= 6:
        return Column(name, ATTRIBUTE, why="сведения о человеке")
    open_wording = looks_open(name)
    multi = _multi(name, values)
    if multi and not (open_wording and total < 30):
        return multi
    closed = _is_closed(values, open_wording, looks_closed(name))
    if closed:
        return Column(name, SINGLE, why=f"вариантов {distinct} на {total} ответов")
    role, confidence = guess_role(name)
    if distinct > 1 and values.words < 1.5 and not open_wording and role == "open":
        confidence = min(confidence, 0.3)
    return Column(name, OPEN, role, confidence, f"разных ответов {distinct} из {total}")


def _asks_openly(name: str) -> bool:
    """True for «Какие проблемы в вашем районе?»: an open question with an attribute's word."""
    return looks_open(name) and guess_role(name)[1] >= 0.6


def _is_closed(values: _Values, open_wording: bool, closed_wording: bool) -> bool:
    total, distinct = len(values.filled), len(values.distinct)
    if closed_wording:
        return distinct <= max(15, total // 3) and values.words <= 8
    if distinct == 1:
        return False if open_wording else total >= 3 and values.words <= 4
    if open_wording:
        # Repeats of «нет» or a campaign do not make a closed question: all values must repeat.
        return total >= 30 and distinct <= 15 and values.repeated >= 0.95 and values.words <= 8
    if total < 10:
        return distinct <= total // 2 and values.words <= 4
    few = distinct <= 25 and total / distinct >= 3
    return (few and values.repeated >= 0.8) or (values.repeated >= 0.9 and values.words <= 8)


def _multi(name: str, values: _Values) -> Column | None:
    """A multi-select: cells of options from a small list, joined by one separator."""
    if len(values.filled) < 8:
        return None
    for separator in _SEPARATORS:
        joined = [value for value in values.filled if separator in value]
        if len(joined) < max(3, 0.08 * len(values.filled)):
            continue
        options = _options(values.filled, separator)
        if options is None:
            continue
        return Column(
            name, MULTI, why=f"выбор из {len(options)}", options=options, separator=separator
        )
    return None


def _options(filled: Sequence[str], separator: str) -> tuple[str, ...] | None:
    """The list of options, pieces of one option that holds the separator put together again."""
    pieces: Counter[str] = Counter()
    followed: dict[str, Counter[str]] = {}
    for value in filled:
        parts = [part.strip() for part in value.split(separator) if part.strip()]
        pieces.update(set(parts))
        for left, right in zip(parts, [*parts[1:], ""], strict=True):
            followed.setdefault(left, Counter())[right] += 1
    often = max(2, len(filled) // 50)
    regular = {piece for piece, count in pieces.items() if count >= often}
    covered = sum(pieces[piece] for piece in regular)
    if not 2 <= len(regular) <= 40 or covered < 0.85 * sum(pieces.values()):
        return None
    if sum(len(piece.split()) for piece in regular) / len(regular) > 8:
        return None
    before = Counter(right for counts in followed.values() for right in counts if right)
    options = set(regular)
    for piece in sorted(regular):
        after = followed[piece]
        follower, count = max(after.items(), key=lambda item: (item[1], item[0]))
        bound = follower and count == sum(after.values()) and before[follower] == 1
        if bound and follower[:1].islower():
            options -= {piece, follower}
            options.add(f"{piece}{separator} {follower}" if separator == "," else piece)
    return tuple(sorted(options, key=lambda option: (-len(option), option)))


def _brackets(columns: list[Column], values: Sequence[_Values]) -> list[Column]:
    """Columns «Вопрос [строка]» of one question: an expanded multi-select or a matrix."""
    groups: dict[str, list[int]] = {}
    for at, column in enumerate(columns):
        match = _BRACKET.match(column.name)
        if match and column.kind not in (TECHNICAL, PERSON):
            groups.setdefault(match[1].strip(), []).append(at)
    result = list(columns)
    for question, places in groups.items():
        inside = [(_BRACKET.match(columns[at].name) or [""] * 3)[2].strip() for at in places]
        regular = [(at, o) for at, o in zip(places, inside, strict=True) if not _OTHER.match(o)]
        if len(places) < 2 or not regular:
            continue
        checks = all(
            {fold(v) for v in values[at].distinct} <= _CHECKS | {fold(option)}
            for at, option in regular
        )
        shared = {fold(v) for at, _ in regular for v in values[at].distinct}
        if not checks and (
            len(shared) > 12 or sum(len(values[at].filled) for at, _ in regular) < len(shared) * 2
        ):
            continue
        for at, option in regular:
            kind = MULTI if checks else MATRIX
            result[at] = Column(
                columns[at].name,
                kind,
                why=f"часть вопроса «{question}»",
                question=question,
                option=option,
            )
        for at, option in zip(places, inside, strict=True):
            if (at, option) not in regular and values[at].filled:
                checked = {fold(v) for v in values[at].distinct} <= _CHECKS | {fold(option)}
                result[at] = Column(
                    columns[at].name,
                    MULTI if checked else OPEN,
                    "" if checked else "open",
                    0.6,
                    f"своё к вопросу «{question}»",
                    question=question,
                    option=option,
                )
    return result


def _one_person(columns: list[Column], values: Sequence[_Values], rows: int) -> list[Column]:
    """Keep the best person column: a person's own number before the number of a row."""
    found = [at for at, column in enumerate(columns) if column.kind == PERSON]
    full = [at for at in found if len(values[at].filled) >= 0.9 * max(1, rows)]
    best = min(full, key=lambda at: (not _PEOPLE_FIRST.search(columns[at].name), at), default=-1)
    return [
        column
        if column.kind != PERSON or at == best
        else Column(column.name, TECHNICAL, why="служебный номер")
        for at, column in enumerate(columns)
    ]
