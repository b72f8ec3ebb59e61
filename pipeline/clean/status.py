"""The status of a single answer, before repeats are looked for, and its reason in Russian."""

from __future__ import annotations

from pipeline.clean.emptiness import Emptiness
from pipeline.clean.nonanswers import non_answer

EMPTY = "пустой ответ"
UNREADABLE = "текст не читается: неверная кодировка"
OWN_REPEAT = "повтор своего ответа"
GROUP_REPEAT = "повтор в бумагах той же группы"
_UNREADABLE_SHARE = 0.1


def status_of(
    form: str, question: str, question_role: str, model: Emptiness | None = None
) -> tuple[str, str]:
    """(status, reason) of the `analysis` form of an answer: used, empty, rejected, non_answer.

    `model` is that of non-answers, the current one by default.
    """
    if not form.strip():
        return "empty", EMPTY
    if form.count("\ufffd") > _UNREADABLE_SHARE * len(form):
        return "rejected", UNREADABLE
    reason = non_answer(form, question, question_role, model)
    return ("non_answer", reason) if reason else ("used", "")
