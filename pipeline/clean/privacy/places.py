"""Names that are places or honours: «улица Гагарина», «парк им. Кирова», «на Ленина, 15»."""

from __future__ import annotations

from functools import lru_cache

import regex

from pipeline.clean.morphology import parses
from pipeline.clean.privacy.eponyms import EPONYMS, FAMOUS, is_figure
from pipeline.clean.privacy.gazetteer import name_word

_I = regex.IGNORECASE | regex.VERSION1
_ROAD = (
    r"улиц[а-я]*|ул|проспект[а-я]*|просп|пр-?к?т[а-я]?|пр|переул[а-я]+|пер|площад[а-я]+|пл|"
    r"бульвар[а-я]*|б-р|бул|шоссе|набережн[а-я]+|наб|проезд[а-я]*|тупик[а-я]*|алле[а-я]+|"
    r"тракт[а-я]*|микрорайон[а-я]*|мкрн?|м-н|квартал[а-я]*|адрес[а-я]*"
)
# What bears a name in the genitive: «школа Гагарина», «парк Жукова».
_INSTITUTION = (
    r"парк[а-я]{0,2}|сквер[а-я]{0,2}|сад[а-я]{0,2}|рощ[а-я]+|школ(?:а|ы|е|у|ой|ах)|"
    r"гимнази[яиюей]{1,2}|лице(?:й|я|ю|е|ем|и|ев|ях)|институт[а-я]*|университет[а-я]*|"
    r"академи[а-я]|колледж[а-я]*|училищ[а-я]|техникум[а-я]*|театр(?:а|е|у|ы|ом)?|"
    r"музе(?:й|я|е|ем|ю)|библиотек(?:а|е|и|у|ой)|больниц(?:а|е|ы|у|ей)|госпитал(?:ь|я|е|ем|ю)|"
    r"поликлиник[а-я]*|завод(?:а|е|у|ом)?|шахт[а-я]*|фабрик[а-я]*|комбинат[а-я]*|рудник[а-я]*|"
    r"дк|дворец|дворц[а-я]+|дом культуры|дом-музей|стадион[а-я]*|мост[а-я]{0,2}|памятник[а-я]*|"
    r"бюст[а-я]?|монумент[а-я]*|мемориал[а-я]*|стату[а-я]|портрет[а-я]*|храм[а-я]*|церк[а-я]+|"
    r"собор[а-я]*|часовн[а-я]+|монастыр[а-я]+|свят[а-я]+|св|пос[её]л[а-я]+|район[а-я]*|р-н|"
    r"област[а-я]+|фонд[а-я]?|преми[а-я]|орден[а-я]?|медал[а-я]+|стипенди[а-я]|турнир[а-я]?|"
    r"кубок|кубк[а-я]|мыс[а-я]?|остров[а-я]*|пролив[а-я]?|мор[а-я]|гор[аыеу]|пик[а-я]?|"
    r"рек[аиуе]|озер[а-я]+|балк[а-я]|закон[а-я]?|теорем[а-я]|роман[а-я]?|стих[а-я]*|пьес[а-я]|"
    r"картин[а-я]*|икон[а-я]+|праздник[а-я]*|эпох[а-я]|времен[а-я]?|дивизи[а-я]|бригад[а-я]|полк[а-я]?|консерватори[а-я]|"
    r"филармони[а-я]|реформ[а-я]|наследи[а-я]|врем[а-я]{2,4}|перекр[её]ст[а-я]+|пересечени[а-я]|"
    r"угол|углу|развилк[а-я]"
)
# What bears a name in any case: «кафе Наташа», «остановка Маяковского», «теплоход Пётр Первый».
_APPOSITION = (
    r"станци[а-я]+|метро|вокзал[а-я]*|аэропорт[а-я]*|порт[а-я]?|остановк[а-я]+|ост|пос|пгт|"
    r"деревн[а-я]+|дер|сел[оеау]|станиц[а-я]+|хутор[а-я]*|город(?:ок|ке)|г|снт|жк|тсж|тц|трц|"
    r"трк|бц|торгов[а-я]+ центр[а-я]*|магазин[а-я]*|супермаркет[а-я]*|рынок|рынк[а-я]|кафе|"
    r"ресторан[а-я]*|бар[а-я]?|пиццери[а-я]|кофейн[а-я]|столов[а-я]+|суши|бистро|чайхан[а-я]|паб|"
    r"стоматологи[а-я]|фитнес|автосервис[а-я]*|саун[а-я]|хостел[а-я]*|ломбард[а-я]*|"
    r"гипермаркет[а-я]*|универсам[а-я]*|киоск[а-я]*|"
    r"павильон[а-я]*|бутик[а-я]*|оптик[а-я]|"
    r"(?:культурн|молод[её]жн|оздоровительн|медицинск|спортивн)[а-я]* центр[а-я]?|"
    r"гостиниц[а-я]+|отел[а-я]+|аптек[а-я]+|салон[а-я]*|ателье|теплоход[а-я]?|ледокол[а-я]?|"
    r"санатори[а-я]+|курорт[а-я]?|лагер[а-я]+|пансионат[а-я]*|клуб[а-я]?|кинотеатр[а-я]{0,2}|фирм[а-я]+|ооо|"
    r"зао|оао|пао|ао|турбаз[а-я]|баз[аыеу] отдыха|карьер[а-я]?|разрез[а-я]?|бассейн[а-я]?|"
    r"комплекс[а-я]?|кондитерск[а-я]+|пекарн[а-я]+|парикмахерск[а-я]+|дворец спорта|"
    r"ледов[а-я]+ дворец|сериал[а-я]?|фильм[а-я]?|песн[а-я]+|ураган[а-я]?|циклон[а-я]?|"
    r"детск[а-я]+ сад[а-я]?|ансамбл[а-я]"
)
_TITLE = (
    r"(?:академик|маршал|генерал|адмирал|космонавт|геро(?:я|ев)|л[её]тчик|доктор|профессор|братьев|"
    r"сест[её]р|капитан|лейтенант|полковник|майор|княз|цар|император|композитор|художник|поэт|"
    r"писател|советского|союза|россии|труда|народн|артист|комсомол|партизан|декабрист|апостол|"
    r"великомуч|преподобн|николая|благоверн|крейсер|мученик|мучениц|бр(?![а-я]))[а-я]*"
)
_TAIL = rf"(?!\w)\.?,? ?(?:№ ?\d+ ?)?(?:(?:{_TITLE})\.? ){{0,3}}[«\"„`(]?$"
_AFTER_ROAD = regex.compile(rf"(?<!\w)(?:{_ROAD}){_TAIL}", _I)
_AFTER_INSTITUTION = regex.compile(
    rf"(?<!\w)(?:{_INSTITUTION})(?!\w) (?:№ ?\d+ ?)?(?:(?:{_TITLE})\.? ){{0,3}}[«\"„`(]?$", _I
)
_AFTER_APPOSITION = regex.compile(
    rf"(?<!\w)(?:(?:{_APPOSITION})(?!\w)\.?(?: у)?|(?:с|д|ст|х)\.) ?[«\"„`(]?$", _I
)
_NAMED_AFTER = regex.compile(
    r"""(?<!\w)(?:им\.?|имени|имён|в\ честь)(?!\w)
    [ ]?(?:[а-яё-]+\.?[ ]){0,4}(?:[а-яё]\.[ ]?){0,2}[«"„]?$""",
    _I | regex.VERBOSE,
)
_BEFORE_ROAD = regex.compile(
    r"""[»"”)]?,?[ ]?(?:
        улиц[а-я]* | ул\b | проспект[а-я]* | пр-?к?т | площад[а-я]+ | переул[а-я]+ | бульвар[а-я]*
      | шоссе | набережн[а-я]+ | район[а-я]* | област[а-я]+ | стрит
    )(?!\w)""",
    _I | regex.VERBOSE,
)
_BEFORE_HOUSE = regex.compile(
    r""",?[ ]?(?:(?:дом[а-я]?|д)\.?[ ]?)?(?:№[ ]?)?\d{1,3}(?:[/кс-]\d+)?[а-я]?(?![\w.]*\d)
    (?![ ]?(?:лет|год|г\.|руб|чел|раз|дет|тыс|час|мин))""",
    _I | regex.VERBOSE,
)
_STREET_TALK = regex.compile(
    r"(?<!\w)(?:на|по|вдоль|угол|углу|из|в сторону|со стороны|в районе|в направлении|"
    r"(?:еха|езж|езд|до)[а-я]* до)\s$",
    _I,
)
_COMPLAINT = regex.compile(
    r"""(?:жалоб|жалу|пожал|заявлен|обиж|ругал|крич|злюсь|в\ суд|надежд|надею|похож|внимани|давлен
    |претензи|компромат|донос|повлия|женат|рассчит|голос|письм|обращени|ответ|замуж|выш|рад
    |напал)\w*[ ]
    (?:на|по|за)\s$""",
    _I | regex.VERBOSE,
)
_JOINED = regex.compile(r"(?<!\w)[А-ЯЁа-яё][а-яё]+(?: и |-| / |/| ?[-–—] ?)$")
_CROSSING = regex.compile(
    r"(?:перекр|пересеч|угол|углу|между|улиц|ул\.|проспект|развил|участ\w+ от|от )", _I
)
_NEXT_STREET = regex.compile(r" и [А-ЯЁ]| ?[-–—/] ?[А-ЯЁ]")
_QUOTE_BEFORE = regex.compile(r"[«\"„“`][^«»\"„“”`\n]{0,20}$")
_QUOTE_AFTER = regex.compile(r"[^«»\"„“”`\n]{0,20}[»\"”“`]")
_STREET_ENDINGS = ("ая", "ий", "ый", "ой", "ое", "ко")
_PLACE_ENDING = regex.compile(r"^[А-ЯЁ][а-яё]+(?:[оеё]во|ино|ыно|град|бург)$")
_INITIAL = regex.compile(r"[А-ЯЁ](?:\.|$)")
_MONUMENT = regex.compile(r"(?:памятник|бюст|мемориал|монумент|стел)[а-я]* $", _I)
_TITLED = regex.compile(_TITLE, _I)
_POST = regex.compile(
    r"(?<!\w)(?:глав|директор|завед|завуч|начальник|председател|мэр|врач|учител|ректор|депутат|"
    r"заместител|сотрудни|работни|жител|жильц|владел|собственни|хозя|основател|"
    r"представител|доч|сын|муж|жен|воспитател|тренер|инженер|мастер)[а-я]*(?: [\w№-]+){1,3} ?$",
    _I,
)


def bears_a_name(view: str, start: int, end: int) -> bool:
    """Whether the name at `start:end` is that of a place, an institution or an honour."""
    before, after = view[max(0, start - 90) : start], view[end : end + 30]
    joined = _JOINED.search(before)
    bearer = before[: joined.start()] if joined else before  # «церковь Петра и Павла»
    words = view[start:end].split()
    if _NAMED_AFTER.search(before) or is_figure(view, start, end):
        return True
    if _is_full(words):
        return False
    posted = bool(_POST.search(before)) and not is_eponym(words[-1])
    if _AFTER_ROAD.search(bearer) or (_AFTER_APPOSITION.search(bearer) and not posted):
        return True
    if _QUOTE_BEFORE.search(before) and _QUOTE_AFTER.match(after):
        return True
    if _PLACE_ENDING.search(words[-1]) and (len(words) == 1 or _INITIAL.match(words[0])):
        return True
    if (_BEFORE_HOUSE.match(after) or _BEFORE_ROAD.match(after)) and _has_house(words):
        return True
    if _MONUMENT.search(before) and all(_has_case(word, "datv") for word in words):
        return True
    if not all(map(is_genitive, words)):
        return len(words) == 1 and _has(words[0], FAMOUS)
    if _AFTER_INSTITUTION.search(bearer) and not posted:
        return True
    return _has(words[-1], FAMOUS) or _is_street(before, after, words)


def _has_house(words: list[str]) -> bool:
    """Whether what stands before a house number is a street: «Веры Слуцкой 83», «Нагорная 4»."""
    if all(map(is_genitive, words)):
        return True
    lone = len(words) == 1 or bool(_INITIAL.match(words[0]))
    return lone and words[-1].lower().endswith(_STREET_ENDINGS)


def _is_street(before: str, after: str, words: list[str]) -> bool:
    """Whether a name in the genitive stands where streets stand: «на Зыряновской», «по Кирова»."""
    complaint = _COMPLAINT.search(before)
    talk = _STREET_TALK.search(before) and not complaint
    if is_eponym(words[-1]) and (talk or (len(words) == 1 and not complaint)):
        return True
    if len(words) > 1:
        governed = "datv" if before.endswith("по ") else "accs"
        titled = bool(_TITLED.fullmatch(words[0]))
        crossed = _NEXT_STREET.match(after) and not _names_another(after)
        return bool(talk) and bool(titled or crossed or not _has_case(words[0], governed))
    if talk and not name_word(words[0]).first:
        return True
    crossing = _CROSSING.search(before)
    return bool(crossing and (_JOINED.search(before) or _NEXT_STREET.match(after)))


def _names_another(after: str) -> bool:
    """Whether a person's first name follows: «на Петра Иванова и Марию Сидорову»."""
    following = regex.search(r"[А-ЯЁ][а-яё]+", after)
    return bool(following and name_word(following.group()).first)


def _is_full(words: list[str]) -> bool:
    """Whether it is written as people are: with a patronymic, or initials behind the surname."""
    last = words[-1]
    return len(words) > 1 and (
        any(name_word(word).patronymic for word in words) or last.endswith(".") or len(last) == 1
    )


def is_eponym(word: str) -> bool:
    """Whether the surname is one that streets bear everywhere."""
    return _has(word, EPONYMS) or _has(word, FAMOUS)


@lru_cache(maxsize=20_000)
def _has(word: str, surnames: frozenset[str]) -> bool:
    normal = {reading.normal_form.replace("ё", "е") for reading in parses(word.lower())}
    return not normal.isdisjoint(surnames)


def _has_case(word: str, case: str) -> bool:
    return any(case in reading.tag for reading in parses(word.lower()))


@lru_cache(maxsize=20_000)
def is_genitive(word: str) -> bool:
    """Whether a street can be called so: «Кирова», «Зыряновской», «Белана»."""
    readings = parses(word.lower())
    if readings and readings[0].is_known:
        return any("gent" in r.tag and ("sing" in r.tag or "ADJF" in r.tag) for r in readings)
    return word.lower().endswith(("а", "я", "ы", "и", "ого", "ой", "ых", "их")) or word.endswith(
        "."
    )
