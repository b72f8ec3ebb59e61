"""What in a text may tell a person apart even when names and addresses are masked.

Quasi-identifiers: age, family, illness, money, work, dates, a house or a flat, a piece of a phone,
a name that masking missed, a firm or society of few. A street or a district alone may be printed:
that is how places are told in what leaves the building. The public edition prints no quote that
holds one; it is strict on purpose: a quote lost is cheap, a person found is not.
"""

from __future__ import annotations

import re

_LONGEST = 300
_MONTHS = (r"(?:январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр)"
           r"\w{0,3}\b")  # fmt: skip
_KIN = (r"(?:муж|жен[аоеу]|супруг|сын|доч|мам|мат[ье]р|отец|отц|пап[аоеу]|брат|сестр|бабуш|дедуш|"
        r"внук|внуч|реб[её]н|дет[ияеь]|семь)")  # fmt: skip
_WHO = (r"(?:пенсионер|инвалид|ветеран|многодетн|вдов[аеоу]|вдовец|одинок|матер|мать|мама|студент|"
        r"учител|педагог|преподавател|воспитател|врач|медсест|фельдшер|медик|водител|шахт[её]р|"
        r"машинист|продав|бухгалтер|инженер|депутат|директор|заведующ|начальник|сотрудни|работни|"
        r"предпринимател|военн|полицей|юрист|бывш|мать-одиночк|отец-одиночк)")  # fmt: skip
_NUMBERED = (r"(?:д|дом\w{0,3}|кв|квартир\w{0,2}|корп|корпус\w{0,2}|стр|строени\w|подъезд\w{0,2}|"
             r"участ\w{2,3}|литер\w?)")  # fmt: skip
_STREET = (r"(?:ул|улиц\w{1,2}|пр|просп|проспект\w{0,2}|пр-т\w?|пер|переул\w{2,4}|бульвар\w{0,2}|"
           r"б-р|шоссе|проезд\w{0,2}|мкр|микрорайон\w{0,2})")  # fmt: skip
_QUASI: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, flags))
    for name, pattern, flags in (
        ("маска", r"\[[^\]]*\]|█|\*{3,}", re.I),
        ("возраст", r"\bмне\s+(?:уже\s+)?\d+|\b\d+\s*-?\s*(?:год\w*|лет)\b(?!\s+назад)"
                    r"|\d+-?\s*летн\w+|\b(?:реб[её]нк|сын|доч|внук|внучк|мам|мне)\w*\s+(?:\w+\s+)?"
                    r"(?:год|лет|месяц)\w*|\b\d+\s+г\.?\s?р\b|\b\d{4}\s+года\s+рожд", re.I),
        ("семья", rf"\b(?:мо[йяиеюём]\w*|наш\w*|сво\w+)\s+(?:\w+\s+)?{_KIN}"
                  rf"|\bу\s+(?:меня|нас)\s+(?:\w+\s+){{0,2}}(?:{_KIN}|двое|трое|четверо)", re.I),
        ("здоровье", r"\b(?:инвалид|диабет|онколог|беремен|астм|операци|диагноз|болезн|болен\b|"
                     r"больна\b|болею|боле[ею]т|аллерги|инсульт|инфаркт|протез|лечусь|"
                     r"пациент|госпитализ|инсулин|онко)\w*"
                      r"|(?:добива|жд[уё]|получ|назнач|выписа)\w*[^.!?]{0,60}"
                      r"(?:лекарств|препарат)", re.I),
        ("деньги", r"(?:плачу|платим|плати\w*|получ\w+|начисл\w+|пенси\w+|зарплат\w+|пособи\w+|"
                   r"выплат\w+|кредит\w*)[^.!?]{0,60}\d|\b(?:мне|мы|я|нам)\b[^.!?]{0,40}"
                   r"(?:контракт|пособи|субсиди|ипотек|кредит|пенси)\w*", re.I),
        ("работа", r"\b(?:я\s+работа\w+|работаю\b|работаем\s+в|являюсь|тружусь|моя\s+работа|"
                   rf"моей\s+работ)\w*|\b(?:я|мы|мне|нам)\b[^.!?]{{0,25}}\b{_WHO}\w*"
                   rf"|\bкак\s+(?:\w+\s+)?{_WHO}\w*", re.I),
        ("дом", rf"\b{_NUMBERED}\b\.?\s*(?:№\s*)?\d+"
                rf"|\b{_STREET}\b\.?\s*[^.;!?\d]{{2,40}}?,?\s*\d+"
                r"|\b[А-ЯЁ][а-яё]+(?:ая|ой|ую|ого|ова|ева|ина|ский|ская|ской)\s*,?\s+\d+\b"
                rf"|\d+\s*-?[а-я]?\s+дом\w*|\bдом[а-я]{{0,3}}\s+по\s+{_STREET}\b"
                r"|№\s*\d+\s*(?:,|и)\s*(?:№\s*)?\d+", re.I),
        ("живу", r"\b(?:я|мы)\s+(?:\w+\s+)?(?:жив|прожива)\w+|\bпрожива(?:ю|ем|ющ)\w*"
                 r"|\bживу\b|\bнапротив\s+моего\b|\bмо[йеёяи]\w*\s+(?:дом|двор|подъезд|квартир|окн|"
                 r"участ)\w*", re.I),
        ("дата", rf"\b\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2,4}})?\b|\b\d{{1,2}}\s+{_MONTHS}"
                 rf"|\b{_MONTHS}\s+(?:месяц\w*\s+)?\d{{4}}|\bв\s+ночь\s+(?:с|на)\b", re.I),
        ("номер", r"\d{5,}|\bочеред\w*\s+(?:№\s*)?\d{2,}|\b\d{2,3}[- ]\d{2}[- ]\d{2}\b|\+\s?7"
                  r"|\bтел(?:ефон\w*)?\b\.?:?\s*\d"
                  r"|\b[\w.]+@|@\w+|https?://|www\.|\b[а-яё]\s?\d{3}\s?[а-яё]{2}\b", re.I),
        ("имя", r"\b[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+|\b[А-ЯЁ][а-яё]+\s[А-ЯЁ]\.\s?[А-ЯЁ]\."
                r"|\b[А-ЯЁ][а-яё]+(?:ович|евич|овна|евна|ична|инична)[а-яё]{0,2}\b"
                r"|\b[А-ЯЁ][а-яё]+(?:ов|ев|ин)[аыу]?\s+[А-ЯЁ][а-яё]+\b"
                r"|\b[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:ов|ев|ин)[аыу]?\b", 0),
        # A firm of one owner, a garden or garage society, an association of one house: few people.
        ("фирма", r"\b(?:ИП|ЧП|КФХ)\s+[«\"“„]?[А-ЯЁ]\w+"
                  r"|\b(?:ООО|ЧОП|ЧОО|ТСЖ|ТСН|СНТ|ДНТ|ДНП|ГСК|ЖСК)\s*[«\"“„'№-]*\s*[А-ЯЁ0-9]"
                  r"|\b(?:предпринимател|арендатор|застройщик|владел[еь]?ц)\w*"
                  r"\s+[«\"“„]?[А-ЯЁ]\w+", 0),
        ("подпись", r"\bс\s+уважением\b|\bподпис\w*\b", re.I),
    )
)  # fmt: skip


def quasi_identifiers(text: str) -> list[str]:
    """Kinds of what may tell a person apart in `text`; [] for a quote that may be printed."""
    kinds = [name for name, pattern in _QUASI if pattern.search(text)]
    return [*kinds, "длина"] if len(text) > _LONGEST else kinds


# What tells a person apart in a name made of many people's words: the thing itself may be illness.
_IN_NAMES = frozenset({"маска", "возраст", "дом", "живу", "дата", "номер", "имя", "длина"})


def tells_apart(name: str) -> bool:
    """True for a name that may not be published: somebody's words, or an address, a date, a mask.

    A name in «quotes» is what one person wrote; any other says what many share.
    """
    kinds = set(quasi_identifiers(name))
    return bool(kinds if name.startswith("«") else kinds & _IN_NAMES)
