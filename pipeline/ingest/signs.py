"""What the name of a column and its values give away: services, people, attributes, dates."""

from __future__ import annotations

import re

TECHNICAL = re.compile(
    r"""\bip\b|ip[-_ ]?(адрес|addr)|ipaddr|e-?mail|эл(ектронн\w+|\.)?\s*(почт|адрес)|\bпочта\b
    |телефон|\bphone|\bтел\.|мобильн\w+\s+номер|контактн|\bконтакт(ы|ные)?\b
    |\bфио\b|ф\.\s*и\.\s*о|фамили|\bотчество|(ваше|полное)\s+имя|^имя$|^имя\b.*(респонд|пользоват|участник)
    |как\s+(к\s+вам|вас)\s+(обра|зовут|звать)|\b(first|last|full|user)[-_ ]?name\b|^name$
    |user[-_ ]?agent|браузер|browser|\bустройств|\bdevice|операционн\w+\s+систем
    |длительност|duration|(затраченн|время|времени)\w*\s+(на\s+)?(заполн|прохожд|ответ|опрос)|затраченн|interviewtime
    |отметка\s+времени|timestamp|time[-_ ]?stamp|datestamp
    |(start|submit|end)[-_ ]?(date|time)
    |дата\s+(и\s+время|отправ|создан|заполн|ответ|запуск|начал|оконч|заверш|послед|получ|измен)|^дата$|^date$|^время$|^time$
    |время\s+(создан|отправ|начал|оконч|заверш|послед)|created|updated|submitted|recorded
    |last\s*page|последняя\s+страниц|start\s*language|стартовый\s+язык|начальный\s+язык|язык\s+(анкеты|опроса|интерфейса)|^language$
    |\bseed\b|начальное\s+число|refer(r)?er|ссылка|\burl\b|token|токен|session[-_ ]?id|cookie|utm_
    |collector|custom\s*data|^status$|^статус|progress|прогресс|finished|^завершен|distribution\s*channel|recipient
    |latitude|longitude|координат|\bgeo\b|широта|долгота|external\s*(data)?\s*reference|\bguid\b|\buuid\b
    |^№$|^n$|^№\s*п\W*п\W*$|^no\.?$|номер\s+(строки|по\s+порядку|п)|согласи[ея]\b.*(обработк|персональн)|адрес\s+(проживан|регистрац)|(домашн\w+|ваш|полный)\s+адрес|адрес\s+дома|^адрес$
    |дата\s+рождения|\bснилс\b|паспорт|\bинн\b|\bпароль|snils|locale|^locale$|component|participatory|^space|follow""",
    re.IGNORECASE | re.VERBOSE,
)
PERSON = re.compile(
    r"""^(id|ид|код|номер)$
    |^(id|ид|код|номер|№)[-_ ]*(ответа|респондента|анкеты|участника|пользователя|заполнения
        |автора|записи|жителя|опрошенного
        |response|respondent|user|author)
    |^(respondent|response|participant|user|author|person|visitor|answer)
        [-_ /]*(id|no|number|code|uid|key)?$
    |^(респондент|участник|автор|пользователь|анкета)\b[-_ №]*(id|код|номер|no)?$
    |^(from|owner|author|user)[-_ ]?id$|responseid|\bid\s+ответа|ид\s+ответа""",
    re.IGNORECASE | re.VERBOSE,
)
PEOPLE_FIRST = re.compile(
    r"respondent|participant|user|author|person|from[-_ ]?id|респондент|участник|автор|пользов"
    r"|жител",
    re.I,
)
ATTRIBUTE = re.compile(
    r"""\bрайон|\bвозраст|\bпол\b|\bпол:|занят(ость|и[еяй])|професси|род\s+деятельн|социальн\w+\s+(положен|статус|групп)|образовани[ея]\b
    |\bдоход|семейн|\bдет(и|ей)\b|(лет|долго|давно)\b.*(жив|прожива)|(жив|прожива)\w*.*\b(лет|долго|давно)\b|населенн|населённ|муниципал|\bокруг|микрорайон|\bгород\s+прожив
    |где\s+вы\s+(живете|живёте|прожива)|место\s+(жительства|проживания|работы)|сколько\s+вам\s+лет|кем\s+вы|ваш\s+статус
    |\b(age|gender|sex|district|occupation|education|income|city|region|municipality|category|object|type)\b""",
    re.IGNORECASE | re.VERBOSE,
)
CONTACTS = (
    re.compile(r"[^@\s]+@[^@\s]+\.[a-zа-я]{2,}", re.I),
    re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{1,4}(:[0-9a-f]{0,4}){3,7}", re.I),
    re.compile(r"(\+7|8|7)[\s(\-]*\d{3}[\s)\-]*\d{3}[\s\-]*\d{2}[\s\-]*\d{2}"),
)
VALUE_KINDS = (
    *CONTACTS,
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
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")
# A name of a field rather than a question: «address_extracted», «title», «Заголовок»; not «Q7».
MARK = re.compile(
    r"(?!q_?\d+$|question)[a-z][a-z0-9]*([_ ./-][a-z0-9]+)*"
    r"|заголовок|тема|рубрика|кластер|метка|тег",
    re.IGNORECASE,
)
# What officials wrote back stands beside what people said.
OFFICIAL = re.compile(
    r"(ответ|комментарий|резолюция|решение)\s+(исполнител|администрац|орган|ведомств|оив|оператор|модератор)"
    r"|результат\s+рассмотр|принят\w+\s+мер|^ответ\s+на\s+(обращени|сообщени|жалоб)",
    re.IGNORECASE,
)
OFFICIAL_BESIDE = re.compile(r"^(текст\s+)?ответа?$|^answer$", re.IGNORECASE)
APPEAL = re.compile(r"обращени|сообщени|жалоб|appeal|message", re.IGNORECASE)
# A cell of figures, dates or shares, not the name of anything.
FIGURES = re.compile(r"[-+]?\d[\d\s.,:/\-T]*%?")
CODE = re.compile(r"(?=\S*\d)[\w./№#:-]{2,40}")  # «ПОС-1204», «vt-PROP-2025-09-1»


def is_contact(value: str) -> bool:
    """True for a value with an e-mail, a phone or an IP address in it."""
    return any(pattern.search(value) for pattern in CONTACTS)
