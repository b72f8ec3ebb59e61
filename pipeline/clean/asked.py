"""What kind of answer a question leaves room for: a number, a name, yes or no, a feeling.

«5» says nothing of a city's problems, but it answers «Какого числа …?»; «да» answers «Считаете ли
Вы …?»; «всё хорошо», «5» and a smile answer «Как Ваше настроение?»; «никак» answers «Как изменился
город?».
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.tables import fold

NUMBER, GRADE, YES_NO, EFFECT = "number", "grade", "yes_no", "effect"
NAME = "name"  # of a film or the word of the day, which may be figures: «12», «2.0»
REASON, MORE = "reason", "more"  # why; whatever one would like to add
FEELING, MOOD = "feeling", "mood"  # a mood is a feeling that «ок» and «спасибо» tell

_NUMBER = re.compile(
    r"\b(сколько|скольк\w+|как(ого|ому|ое)\s+числ\w*|в\s+каком\s+году|цифр\w*|номер\w*|дат[уа]|возраст\w*"
    r"|процент\w*|по\s+шкале|балл\w*|оцените|how\s+many|what\s+date)\b"
)
_GRADE = re.compile(
    r"\b(настро\w+|состояни\w*|самочувств\w*|впечатлени\w*|как\s+(тебе|вам|дела|прош\w+|жизнь))\b"
)
_EFFECT = re.compile(r"\bкак\b.*\b(по)?(мога|влия|мен[ия]|измен|отра[зж]|сказ[аы]|относ)\w+")
_NAME = re.compile(r"\b(фильм|сериал|книг|песн|слоган|девиз|назван|слово\s)\w*")
_MOOD = re.compile(
    r"\b(настро(ени|й|я|е)\w*|эмоци\w*|состояни\w*|ощущени\w*|впечатлени\w*|чувств\w*|самочувств\w*|атмосфер\w*"
    r"|как\s+(тебе|вам|дела|прош\w+|начал\w+|жизнь))\b"
)
_FEELING = re.compile(
    rf"{_MOOD.pattern}|\b(ассоциаци\w*|ассоциир\w*|ожидани\w*|(одним|двумя|пар\w+)\s+слов\w*"
    r"|слово\s+\w+|\d+\s+слов\w*)\b"
)
_WANTING = re.compile(
    r"проблем|предлож|пожелан|улучш|изменит|решени|решит|не\s+(хватает|устраива|нравит)|недостат|мешает|труднос|сложнос"
)
_REASON = re.compile(r"\b(почему|отчего|зачем)\b|\bв\s+чем\b.*\bпричин")
_ASKING = re.compile(
    r"\b(кто|ког|ком|кем|чт|чег|чем|че|где|куда|откуда|когда|зачем|почему|сколько|насколько|чей|чь|отчег|как|каки|како|кака|какую)"
    r"(о|у|м|х|й|я|е|и|ми|го|му)?\b"
)
# «Есть ли у Вас предложения?» is yes or no in form only.
_INVITING = re.compile(
    r"\b(есть|имеют?ся|остал\w+|хот\w+|можете|могли|желаете)\s+(ли|бы)\b|добавить|дополн|замечани|назов|напиш|опиш"
    r"|укаж|расска|поясн|вопрос"
)


@lru_cache(maxsize=10_000)
def room_for(question: str) -> frozenset[str]:
    """Which of these the wording leaves room for; none for most questions."""
    text = fold(question)
    wanting = bool(_WANTING.search(text))
    tests = {
        NUMBER: bool(_NUMBER.search(text)),
        GRADE: not wanting and bool(_GRADE.search(text)),
        EFFECT: bool(_EFFECT.search(text)),
        YES_NO: not wanting and _is_yes_no(text),
        FEELING: not wanting and bool(_FEELING.search(text)),
        MOOD: not wanting and bool(_MOOD.search(text)),
        NAME: not wanting and bool(_NAME.search(text)),
        REASON: bool(_REASON.search(text)),
        MORE: bool(_INVITING.search(text)),
    }
    return frozenset(kind for kind, holds in tests.items() if holds)


def _is_yes_no(text: str) -> bool:
    """Whether it asks «…?» or «… ли …» without a word that asks for more."""
    if _INVITING.search(text):
        return False
    particle = re.search(r"\w+\s+ли\b", text)
    if particle:
        return not _ASKING.search(text[: particle.end()])
    return text.rstrip().endswith("?") and not _ASKING.search(text)
