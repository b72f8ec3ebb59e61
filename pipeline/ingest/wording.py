"""What a heading or a survey question asks for, guessed from its words.

Roles are those of the contract: problem, solution, vision, praise, open. The guess is shown to
the user with its confidence and is theirs to change in dataset.toml.
"""

from __future__ import annotations

import re
import unicodedata

# Ordered: the first family that fits wins unless a later one fits better. Weights are votes.
_SIGNS: dict[str, tuple[tuple[str, float], ...]] = {
    "vision": (
        (
            r"\b20[3-9]\d\b.*\b(год|вид|стан|буд|горо|пред)|\b(вид|стан|буд)\w*.*\b20[2-9]\d\b"
            r"|\b(к|до)\s+202\d\b",
            2.0,
        ),
        (r"каким\s+(вы\s+)?(хотели|хотите|вид|мечта|должен|будет|станет|предст)", 3.0),
        (r"(как(ой|им|ая|ое)?\s+вы\s+(себе\s+)?(вид|представля))", 2.5),
        (r"\b(мечт|будуще|образ\s+города|видени|мисси|идеальн)", 2.0),
        (r"(вид|предста)\w*\s+(наш\s+)?(город|район|новокузнецк)", 1.5),
        (r"через\s+\w+\s+лет", 1.5),
        (r"\bvision|in\s+20\d\d", 2.0),
    ),
    "praise": (
        (r"горд(ит|ост|ы\b)", 3.0),
        (r"(?<!не )\bнрав(ит|ят)", 2.5),
        (r"(что|чем|какие)\b.*\b(хорош|удал|радует|довольн|достижен|лучш(его|ее)\b)", 2.0),
        (
            r"(сильн\w+\s+сторон|достоинств|преимуществ|положительн|успех|достижени|благодарност)",
            2.2,
        ),
        (r"(?<!не )\b(по)?(нравил|радовал|вдохнов|запомнил)", 2.5),
        (
            r"(изменил|стал|поменял|меня)\w*\b.{0,40}к\s+лучшему|стало\s+(намного\s+)?лучше"
            r"|сказать\s+спасибо|поблагодарить",
            3.0,
        ),
        (r"за\s+что\s+.*(благодар|любите)|любим\w+\s+мест|ценит", 2.0),
        (r"\bstrength|\blike\s+(most|about)|\bproud", 2.0),
    ),
    "solution": (
        (r"предлож|предлага|предложил", 3.0),
        (r"^(решили|постановили|предложено|рекомендовать|договорились)\b", 2.5),
        (r"\bрешени[ея]\b(?!.*требу)|пути\s+решения|как\s+(можно\s+)?решить", 2.2),
        (r"что\s+(нужно|надо|необходимо|следует|стоит|можно|бы)\b.*", 2.0),
        (r"(сделали\s+бы|изменили\s+бы|хотели\s+бы\s+(измен|улучш|видеть|чтобы))", 2.5),
        (r"(улучш|измен|развит|исправ)\w*", 0.8),
        (
            r"пожелани|инициатив|рекоменд|(?<!ого\s)(?<!его\s)(?<!от\s)мероприяти|\bмеры\b|\bидеи\b|\bидея\b|задачи\b|проекты?\b",
            2.0,
        ),
        (r"на\s+месте\s+(главы|мэра|руковод|губернатор|администр)", 3.0),
        (r"(построить|создать|благоустроить|отремонтировать|сделать|изменить)", 1.5),
        (r"\bподдержк\w+\s+(нам\s+)?нужн|какая\s+помощь|как\w*\s+действи", 1.5),
        (r"\bsuggest|\bpropos|\bimprove|\bsolution|\bwhat\s+should", 2.0),
        (r"цел[иь]\b|целев|показател", 1.0),
    ),
    "problem": (
        (r"проблем", 3.0),
        (r"не\s+(устраива|нравит|нравят|удовлетвор|доволь|хвата)|нехватк|недоста[тёе]", 3.0),
        (r"беспоко|волну|тревож|раздраж|мешает|мешают|огорча|злит|препятств|затрудня", 2.5),
        (
            r"\b(жалоб|претензи|недовол|трудност|сложност|слаб\w+\s+сторон|барьер|риск|угроз|вызовы)",
            2.5,
        ),
        (r"чего\s+(вам\s+)?не\b|(плох|хуже\s+всего|худш)", 2.0),
        (r"требу\w+\s+(решения|внимания|ремонта)", 2.0),
        (r"в\s+чем\b.{0,40}причин|\bпричин[аы]\b", 2.0),
        (r"обращени[ея]|суть\s+(жалобы|обращения|проблемы)|сообщени[ея]\s+о", 1.0),
        (r"\bproblem|\bissue|\bconcern|\bcomplain|\bdislike|\bweak", 2.0),
    ),
    "open": (
        (r"коммент|другое|иное|прочее|дополнит|что-?нибудь\s+ещ|хотите\s+(доба|сказа)", 2.0),
        (r"мнени|отзыв|впечатлен|свободн\w+\s+ответ|открыт\w+\s+вопрос|развернут", 1.6),
        (r"\bпочему\b|поясните|обоснуйте|расскажите|опишите|ассоци", 1.2),
        (r"^(текст|ответ|ответы|сообщение|обращение|письмо|содержание|суть)$", 1.5),
        (
            r"\bcomment|\bother\b|^(text|answer|message|body|content|feedback|sentence)(/\w\w)?$"
            r"|^(review|opinion|appeal)$",
            1.6,
        ),
    ),
}
_COMPILED = {
    role: tuple((re.compile(pattern), weight) for pattern, weight in signs)
    for role, signs in _SIGNS.items()
}
FREE, CLOSED, UNCLEAR = "free", "closed", "unclear"  # what kind of answer a wording asks for

_CLOSED = re.compile(
    r"оцените|оценк[аи]\s+(качеств|работ|состоян)|как\s+(бы\s+)?(вы\s+)?оцен|по\s+[\w-]*\s*шкале|от\s+[01]\s+до"
    r"|выбер(и|ете)|отметьте|укажите\s+(ваш|свой|не\s+более|один|возраст|пол)|из\s+(списка|перечисленн|следующ|предложенн)"
    r"|(можно|нужно|не\s+более|максимум|до|один|одну|несколько|все)\b.{0,25}\b(выбра|отмети|вариант)|множественн\w+\s+выбор"
    r"|(не\s+более|до)\s+(\d|дв|тр[её]|пят|четыр)\w*\s*(вариант|ответ|пункт|\))|да\s*/\s*нет|насколько\b|на\s+сколько\b|в\s+какой\s+(степени|мере)"
    r"|^как\s+(часто|давно|долго|далеко)|^сколько\b|относитесь\b|степень\b|уровень\s+(удовл|довер|качеств)|удовлетворен\w*\s+ли"
    r"|^как(ой|ая|ое|ую|ие)\s+из\b|^что\s+из\b|согласны\s+(ли|с)\b|^(\w+\s+){0,3}(ли)\s"
)
_FREE = re.compile(
    r"напишите|опишите|расскажите|перечислите|предложите|назовите|сформулируйте|поясните|в\s+свободной\s+форме|свои(ми)?\s+слова"
    r"|^если\s+(да|нет)\b|почему\b|свой\s+вариант"
    r"|есть\s+ли\b.*(предложени|пожелани|иде[ия]|замечани|комментари)|\b(добавить|изменить|предложить)\b.*\?|если\s+бы\b"
)
# «Район проблемы», «Категория обращения»: a label of the answer, not a question.
_LABEL = re.compile(
    r"^(ваш[аеи]?\s+|основн\w+\s+)?(район|округ|категори|тип\b|вид\b|рубрик|раздел|тематик|тема\b|статус|дата|время|адрес|место|номер|код\b|улиц|дом\b"
    r"|объект|источник|канал|приоритет|срок|ответственн|исполнител|ведомств|организаци|количеств|число|category|type|status|district|reason|topic|theme|date)"
)
# How long the answer should be: «двумя-тремя предложениями», «в 2 словах».
_LENGTH = re.compile(
    r"\b(в\s+)?(\d+|одн\w+|дву\w+|тре\w+|нескольк\w+|пар\w+)([-–\s]+(\d+|дву\w+|тре\w+))?"
    r"\s+(слов\w*|предложени(ях|ями|й|ем|и))\b"
)
# What says whose opinion is asked for, which every question may hold.
_WHOSE = re.compile(
    r"[,(]?\s*\b(по\s+(вашему|твоему)(\s+мнению)?|по-вашему|на\s+(ваш|твой)\s+взгляд|как\s+вы\s+(считаете|думаете|полагаете)"
    r"|с\s+вашей\s+точки\s+зрения|(по\s+)?вашему\s+мнению)\b\s*[,)]?"
)
_CODE = re.compile(r"^[a-z]\w*(\[\w+\])*\.\s+(?=\S)", re.I | re.A)
_ASKS = re.compile(
    r"^(как(ие|ой|ая|ое|им|ую|их)?|что|чем|чего|кого|кому|где|зачем|ваш[иеа]?|если\s+бы|за\s+что|в\s+ч[её]м|на\s+что|о\s+ч[её]м|с\s+какими)\b"
)


def clean(heading: str) -> str:
    """The heading as one line: NFC, plain spaces, without a numbering in front and asterisks."""
    text = unicodedata.normalize("NFC", heading).replace("\ufeff", "").replace("\u00ad", "")
    text = re.sub(r"</?[a-z][^<>]{0,200}>", " ", text, flags=re.IGNORECASE)
    text = " ".join(text.replace("_x000D_", " ").split())
    return text.rstrip("* ").strip() or text


def guess_role(wording: str) -> tuple[str, float]:
    """The role of a question and how sure the guess is, from 0.3 (nothing to go by) to 0.98."""
    text = _LENGTH.sub(" ", clean(wording).casefold().replace("ё", "е"))
    text = " ".join(_WHOSE.sub(" ", text).split()) or text
    votes = {
        role: sum(weight for pattern, weight in signs if pattern.search(text))
        for role, signs in _COMPILED.items()
    }
    best = max(votes, key=lambda role: votes[role])
    if not votes[best]:
        return "open", 0.3
    second = max(vote for role, vote in votes.items() if role != best)
    if second and votes[best] - second < 0.5:
        mixed = {role for role, vote in votes.items() if votes[best] - vote < 0.5}
        if mixed == {"problem", "solution"}:
            return ("solution" if re.search(r"предл|реш", text) and "как" in text else "open"), 0.5
    share = votes[best] / (votes[best] + second)
    return best, round(min(0.98, 0.45 + 0.5 * share * min(1.0, votes[best] / 2.5)), 2)


def uncoded(name: str) -> str:
    """The wording without the code that some exports put before it: «G2Q1[SQ3]. Какие …»."""
    return _CODE.sub("", name) or name


def is_label(wording: str) -> bool:
    """True for the name of a field beside an answer: «Адрес проблемы», «Тема обращения»."""
    return bool(_LABEL.search(clean(wording).casefold().replace("ё", "е")))


def invites(wording: str) -> str:
    """What kind of answer the wording asks for: FREE words, one of a CLOSED list, or UNCLEAR.

    «Какие проблемы города …?», «Ваши предложения» and «Комментарий» are free; «Оцените …»,
    «Как часто …», «Довольны ли Вы …» closed; «Ваш район», «Q7» unclear.
    """
    text = re.sub(r"^[\d.\s)№]+|^(вопрос|q)\s*№?\s*\d+[.:)]?\s*", "", clean(wording).casefold())
    text = text.replace("ё", "е")
    if _FREE.search(text):
        return FREE
    if _CLOSED.search(text):
        return CLOSED
    if _LABEL.search(text):
        return UNCLEAR
    role, confidence = guess_role(text)
    sure = confidence >= (0.6 if _ASKS.search(text) and role != "open" else 0.7)
    return FREE if sure else UNCLEAR


def asks(wording: str) -> bool:
    """True if the wording begins as a question or a request does: «Что …», «Напишите …»."""
    text = clean(wording).casefold().replace("ё", "е")
    return bool(_ASKS.search(text) or _FREE.match(text))


def looks_open(wording: str) -> bool:
    """True if the wording invites free words or at least begins as such a question does."""
    text = re.sub(r"^[\d.\s)№]+", "", clean(wording).casefold())
    kind = invites(wording)
    return kind == FREE or (kind == UNCLEAR and bool(_ASKS.search(text)))
