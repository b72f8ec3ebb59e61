"""How ids of the tables are said in Russian, in every message, report and page."""

from __future__ import annotations

KIND_TITLES = {"survey": "опрос", "proposal": "предложение группы", "draft": "тезис наработок"}
SOURCE_TITLES = {"survey": "анкеты", "proposal": "бумаги рабочих групп", "draft": "наработки"}
QUESTION_ROLE_TITLES = {
    "problem": "спрашивают о проблемах",
    "solution": "спрашивают о предложениях",
    "vision": "спрашивают о будущем",
    "praise": "спрашивают, чем гордятся",
    "open": "открытый вопрос",
}
STATUS_TITLES = {
    "used": "принят",
    "empty": "пустой",
    "non_answer": "отговорка вместо ответа",
    "duplicate": "повтор",
    "rejected": "отклонён",
}
ROLE_TITLES = {
    "problem": "проблема",
    "solution": "предложение",
    "against": "возражение",
    "vision": "образ будущего",
    "praise": "похвала",
    "fact": "сведение",
    "question": "вопрос",
    "personal": "личное",
    "empty": "без содержания",
}
FINDING_TITLES = {
    "problem": "Проблема",
    "solution": "Предложение",
    "against": "Возражение",
    "vision": "Образ будущего",
}
CONSENSUS_NOTES = {
    "общее": "называют и жители, и большинство рабочих групп",
    "запрос жителей": "называют жители, а рабочие группы — ни одна или немногие",
    "экспертное": "называют не меньше двух рабочих групп, а жители — единицы или никто",
    "конфликт": "есть и за, и против",
    "особое мнение": "называют немногие жители или одна группа",
}
IN_DRAFT_TITLES = {
    "covered": "есть в наработках",
    "contradicted": "наработки говорят обратное",
    "missing": "в наработках нет",
}
SLOT_TITLES = {
    "object": "объект",
    "place": "место",
    "cause": "причина",
    "effect": "следствие",
    "addressee": "кому адресовано",
    "resource": "ресурс",
    "deadline": "срок",
    "indicator": "показатель",
    "benchmark": "пример для сравнения",
    "place_name": "название места",
    "resource_rub": "в рублях",
    "benchmark_city": "город для сравнения",
    "level": "величина",
    "change": "изменение",
    "height": "оценка",
}
MARK_TITLES = {
    "unstable": "неустойчивая: при повторном подсчёте может распасться",
    "catch_all": "сборная: собрано разное",
    "overlaps": "почти о том же, что другая тема",
    "campaign": "одинаковые тексты: похоже на организованный сбор",
    "few_answers": "мало ответов: доли мало что значат",
    "unsure": "под вопросом: модель не уверена, что это за высказывания",
}
FLAG_TITLES = {
    "irony": "возможна ирония",
    "counterfactual": "сказано о том, чего не было",
    "past_modal": "«надо было»: сказано о прошлом",
    "negation": "отрицание меняет смысл",
    "unsure": "модель не уверена",
}
DIRECTION_NOTE = "не определены"
EDITION_MARKS = {"working": "для служебного пользования", "public": "для публикации"}
MODEL_TITLES = {
    "roles": "Роль мысли: проблема, предложение, возражение …",
    "directions": "Направление стратегии",
    "encoder": "Близость мыслей по смыслу",
    "topics": "Темы",
    "nonanswers": "Ответы без содержания",
}
VERDICT_TITLES = {
    "supported": "поддержан",
    "amended": "предлагают изменить",
    "contradicted": "возражают",
    "unasked": "никто не говорил",
}
GROUP_VERDICT_TITLES = {"accept": "принять", "amend": "изменить", "reject": "отклонить"}
DISPOSITION_TITLES = {
    "taken": "учтено",
    "partly": "учтено частично",
    "rejected": "отклонено",
    "beyond": "вне полномочий",
}
DECIDED_TITLES = {
    "verdict": "решение по тезису",
    "disposition": "вошло ли в стратегию",
    "lock": "закреплено",
    "note": "заметка",
}
CHANGE_TITLES = {
    "new": "появилось",
    "gone": "не называют",
    "grown": "называют чаще",
    "shrunk": "называют реже",
    "same": "без изменений",
    "merged": "вошло в другое",
    "split": "выделилось",
}
