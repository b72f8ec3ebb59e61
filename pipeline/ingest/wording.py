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
        (r"\b20[2-9]\d\b.*\b(год|вид|стан|буд|горо|пред)|\b(вид|стан|буд)\w*.*\b20[2-9]\d\b", 2.0),
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
        (r"за\s+что\s+.*(благодар|любите)|любим\w+\s+мест|ценит", 2.0),
        (r"\bstrength|\blike\s+(most|about)|\bproud", 2.0),
    ),
    "solution": (
        (r"предлож|предлага|предложил", 3.0),
        (r"\bрешени[ея]\b(?!.*требу)|пути\s+решения|как\s+(можно\s+)?решить", 2.2),
        (r"что\s+(нужно|надо|необходимо|следует|стоит|можно|бы)\b.*", 2.0),
        (r"(сделали\s+бы|изменили\s+бы|хотели\s+бы\s+(измен|улучш|видеть|чтобы))", 2.5),
        (r"(улучш|измен|развит|исправ)\w*", 0.8),
        (
            r"пожелани|инициатив|рекоменд|мероприяти|\bмеры\b|\bидеи\b|\bидея\b|задачи\b|проекты?\b",
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
        (r"обращени[ея]|суть\s+(жалобы|обращения|проблемы)|сообщени[ея]\s+о", 1.0),
        (r"\bproblem|\bissue|\bconcern|\bcomplain|\bdislike|\bweak", 2.0),
    ),
    "open": (
        (r"коммент|другое|иное|прочее|дополнит|что-?нибудь\s+ещ|хотите\s+(доба|сказа)", 2.0),
        (r"мнени|отзыв|впечатлен|свободн\w+\s+ответ|открыт\w+\s+вопрос|развернут", 1.6),
        (r"\bпочему\b|поясните|обоснуйте|расскажите|опишите|ассоци", 1.2),
        (r"^(текст|ответ|ответы|сообщение|обращение|письмо|содержание|суть)$", 1.5),
        (r"\bcomment|\bother\b|^(text|answer|message|body|content|feedback)$", 1.6),
    ),
}
_COMPILED = {
    role: tuple((re.compile(pattern), weight) for pattern, weight in signs)
    for role, signs in _SIGNS.items()
}
_CLOSED = re.compile(
    r"оцените|по\s+шкале|от\s+1\s+до|выберите|отметьте|укажите\s+(ваш|не\s+более|один|возраст|пол)"
    r"|(один|несколько|до\s+\w+)\s+вариант|да\s*/\s*нет|\bна\s+сколько\b|насколько"
)
_OPEN = re.compile(
    r"^(как(ие|ой|ая|ое|им|ую|их)?|что|чем|чего|кого|почему|зачем|опишите|напишите|назовите|расскажите"
    r"|предложите|ваши|ваше|перечислите|если\s+бы|за\s+что)\b"
)


def clean(heading: str) -> str:
    """The heading as one line: NFC, plain spaces, without a numbering in front and asterisks."""
    text = unicodedata.normalize("NFC", heading).replace("\ufeff", "").replace("\u00ad", "")
    text = " ".join(text.replace("_x000D_", " ").split())
    return text.rstrip("* ").strip() or text


def guess_role(wording: str) -> tuple[str, float]:
    """The role of a question and how sure the guess is, from 0.3 (nothing to go by) to 0.98."""
    text = clean(wording).casefold().replace("ё", "е")
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


def looks_open(wording: str) -> bool:
    """True if the wording invites free words: «Какие …?», «Что …», «Ваши предложения»."""
    text = clean(wording).casefold()
    return not looks_closed(wording) and (
        bool(_OPEN.search(re.sub(r"^[\d.\s)№]+", "", text))) or guess_role(text)[1] >= 0.7
    )


def looks_closed(wording: str) -> bool:
    """True if the wording asks to rate or to choose."""
    return bool(_CLOSED.search(clean(wording).casefold()))
