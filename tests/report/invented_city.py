"""An invented city for the report's tests: answers, groups, a draft, findings counted from ids."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd
from city_themes import (
    DRAFT,
    EMPTY,
    GROUPS,
    PRAISE,
    QUESTIONS,
    SESSIONS,
    THEMES,
    VISION,
    Theme,
)  # fmt: skip

from pipeline import tables
from pipeline.report.result import Result
from pipeline.settings import Settings, defaults
from pipeline.strategy import strategy
from pipeline.strategy.subjects import lemmas_of

DISTRICTS = {
    "Центральный": 31, "Заводской": 17, "Орджоникидзевский": 15, "Новоильинский": 14,
    "Куйбышевский": 14, "Кузнецкий": 9,
}  # fmt: skip
AGES = ("18–24", "25–34", "35–44", "45–54", "55–64", "65+")
PAYLOADS = (
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "<!-- <script> ]]> \u2028\u2029 {{7*7}} ${7*7} javascript:alert(1)",
    "\"><svg/onload=window.hacked=1>",
    "=HYPERLINK(\"http://evil\",\"a\")",
    "=1+1", "+7", "-2", "@SUM(1)", "\tTAB", "</title></style></template>",
)  # fmt: skip


class City:
    """Collects answers and statements; remembers which theme and kind each statement has."""

    def __init__(self, seed: int, hostile: bool) -> None:
        self.random = random.Random(seed)
        self.hostile = hostile
        self.answers: list[dict] = []
        self.statements: list[dict] = []
        self.theme_of: dict[str, tuple[str, str]] = {}

    def answer(self, kind: str, question: int, parts: list[tuple], **fields) -> None:
        """One answer made of `parts`: (text, role, theme id, direction, slots)."""
        text = " ".join(part[0] for part in parts)
        source = fields.get("source", "анкета.csv")
        answer_id = tables.short_hash(source, fields["locator"], question, text)
        wording, role = (
            QUESTIONS[question] if kind == "survey" else (fields.pop("heading", ""), "open")
        )
        self.answers.append({
            "answer_id": answer_id, "kind": kind, "question": wording, "question_role": role,
            "text": text, "analysis": text, "status": "used", "reason": "", "repeats": 1,
            "campaign": "", "duplicate_of": "", "slots": "{}", "row_id": "", "thesis": "",
            "moderator": "", "heading": "", "group": "", "session": "", "respondent": "",
            "attributes": "{}", "source": source, **fields,
        })  # fmt: skip
        start = 0
        for said, role, theme, direction, slots in parts:
            self._statement(answer_id, start, said, role, theme, direction, slots)
            start += len(said) + 1

    def _statement(self, answer_id, start, said, role, theme, direction, slots) -> None:  # type: ignore[no-untyped-def]
        statement_id = f"{answer_id}-{start}"
        self.theme_of[statement_id] = (theme, role)
        self.statements.append({
            "statement_id": statement_id, "answer_id": answer_id, "start": start,
            "end": start + len(said), "text": said, "role": role, "role_confidence": 0.9,
            "lemmas": _lemmas(said), "second_role": "", "rules": [],
            "directions": [direction] if direction else [], "topic_id": theme or None,
            "topic_confidence": 0.8 if theme else None, "flags": [], "context": "",
            "slots": json.dumps(slots, ensure_ascii=False),
        })  # fmt: skip


@cache
def result(people: int = 400, seed: int = 1, hostile: bool = False, long: int = 1) -> Result:
    """A finished run of `people` invented respondents; `long` repeats sentences for size."""
    city = City(seed, hostile)
    _survey(city, people, long)
    _papers(city)
    _draft(city)
    answers = tables.conform(pd.DataFrame(city.answers), "answers")
    statements = tables.conform(pd.DataFrame(city.statements), "statements")
    answers = answers.drop_duplicates("answer_id").sort_values("answer_id", ignore_index=True)
    statements = statements.drop_duplicates("statement_id").sort_values(
        "statement_id", ignore_index=True
    )
    answers["topic_id"] = [None] * len(answers)
    found = _findings(city, answers, statements)
    links = _links(found)
    settings = Settings(defaults())
    made = strategy(
        answers, statements, _topics(city, statements, answers), found, links,
        tables.empty("frequencies"), settings,
    )  # fmt: skip
    return Result(
        title="Новокузнецк-2035", date="2018-05-20", answers=answers, statements=statements,
        topics=_topics(city, statements, answers), links=links, frequencies=_frequencies(people),
        journal=_journal(), strategy=made, directions=directions(), run=_run(answers),
    )  # fmt: skip


def directions() -> dict[str, str]:
    """id -> title, as the shipped taxonomy has them."""
    from pipeline.statements.directions_taxonomy import shipped

    return {direction.id: direction.title for direction in shipped().directions}


@cache
def _lemmas(text: str) -> list[str]:
    return lemmas_of(text)


def _survey(city: City, people: int, long: int) -> None:
    rng = city.random
    weights = [theme.weight for theme in THEMES]
    for number in range(people):
        person = f"p{tables.short_hash(number)}"
        attributes = {
            "Район": rng.choices(list(DISTRICTS), list(DISTRICTS.values()))[0],
            "Возраст": rng.choice(AGES),
        }
        fields = {
            "respondent": person, "session": SESSIONS[number % 2],
            "attributes": json.dumps(attributes, ensure_ascii=False),
            "locator": f"row {number + 1}",
            "source": ("анкета.csv", "анкета-вторая-волна.xlsx")[number % 2],
        }  # fmt: skip
        themes = rng.choices(THEMES, weights, k=rng.choice((1, 1, 2, 3)) * long)
        if city.hostile and number < len(PAYLOADS):
            city.answer(
                "survey", 0, [(PAYLOADS[number], "problem", "air", "ecology", {})], **fields
            )
        else:
            _asked(city, 0, [_part(t, "problem", rng) for t in themes], fields)
        if rng.random() < 0.7:
            _asked(city, 1, [_part(t, "solution", rng) for t in themes[: 2 * long]], fields)
        elif rng.random() < 0.5:
            _set_aside(city, 1, fields)
        if rng.random() < 0.4:
            text, direction, _ = rng.choice(VISION)
            city.answer(
                "survey", 2, [(text, "vision", f"vision-{direction}", direction, {})], **fields
            )
        if rng.random() < 0.35:
            text, direction = rng.choice(PRAISE)
            city.answer("survey", 3, [(text, "praise", "", direction, {})], **fields)


def _asked(city: City, question: int, parts: list[tuple], fields: dict) -> None:
    distinct = list({part[0]: part for part in parts}.values())
    city.answer("survey", question, distinct, **fields)


def _set_aside(city: City, question: int, fields: dict) -> None:
    status, text, reason = city.random.choice(EMPTY)
    answer_id = tables.short_hash(fields["source"], fields["locator"], question, text)
    wording, role = QUESTIONS[question]
    city.answers.append({
        "answer_id": answer_id, "kind": "survey", "question": wording, "question_role": role,
        "text": text, "analysis": text, "status": status, "reason": reason, "repeats": 1,
        "campaign": "", "duplicate_of": "", "slots": "{}", "row_id": "", "thesis": "",
        "moderator": "", "heading": "", "group": "", **fields,
    })  # fmt: skip


def _part(theme: Theme, role: str, rng: random.Random) -> tuple:
    said = rng.choice(theme.problems if role == "problem" else theme.solutions)
    if rng.random() < 0.06:
        said, role = rng.choice(theme.against or (said,)), "against" if theme.against else role
    slots = {}
    if role == "problem" and theme.cause and rng.random() < 0.2:
        slots["cause"] = theme.cause
    if role == "solution" and theme.resource and rng.random() < 0.2:
        slots |= {"resource": theme.resource}
    return said, role, theme.id, theme.direction, slots


def _papers(city: City) -> None:
    rng = city.random
    for group, interests in GROUPS.items():
        for session in SESSIONS:
            for number, theme in enumerate(t for t in THEMES if t.id in interests):
                fields = {
                    "group": group, "session": session, "moderator": "И. Модератор",
                    "source": f"groups/{group}/{session}.docx",
                    "row_id": f"{group}{session}{number}",
                }  # fmt: skip
                for role in ("problem", "solution"):
                    if rng.random() < 0.8:
                        part = _part(theme, role, rng)
                        if part[1] == "solution":
                            part[4].update(responsible="администрация города", deadline="2025 год")
                        heading = "Проблема" if role == "problem" else "Решение"
                        where = f"пункт {number}{role}"
                        city.answer("proposal", 0, [part], heading=heading, locator=where, **fields)


def _draft(city: City) -> None:
    for number, (text, direction) in enumerate(DRAFT, 1):
        city.answer("draft", 0, [(text, "solution", "", direction, {})], source="наработки.docx",
                    locator=f"пункт {number}", thesis=f"Т-{number}")  # fmt: skip


def _findings(city: City, answers: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """One finding a theme and kind, counted from ids as the product does."""
    by_id = answers.set_index("answer_id")
    said = statements.join(
        by_id[
            ["kind", "respondent", "group", "session", "question", "question_role", "attributes"]
        ],
        on="answer_id",
    )
    said = said[said["kind"] != "draft"].assign(
        attributes=lambda f: f["attributes"].map(json.loads)
    )
    surveyed = answers[
        (answers["kind"] == "survey") & ~answers["status"].isin(("empty", "rejected"))
    ]
    rows = []
    for (theme_id, kind), ids in _grouped(city, said["statement_id"]).items():
        part = said[said["statement_id"].isin(ids)]
        asking = surveyed["question_role"].isin((kind, "open") if kind != "against" else
                                                ("problem", "solution", "open"))  # fmt: skip
        asked = set(
            surveyed.loc[asking | surveyed["question"].isin(part["question"]), "respondent"]
        )
        rows.append(_row(theme_id, kind, part, len(asked - {""})))
    frame = pd.DataFrame(rows).sort_values(
        ["kind", "respondents", "finding_id"], ascending=[True, False, True], ignore_index=True
    )
    order = [tables.FINDING_KINDS.index(kind) for kind in frame["kind"]]
    return tables.conform(frame.iloc[np.argsort(order, kind="stable")], "findings")


def _grouped(city: City, ids: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    groups: dict[tuple[str, str], list[str]] = {}
    for statement_id in ids:
        theme, role = city.theme_of[statement_id]
        if theme and role in tables.FINDING_KINDS:
            groups.setdefault((theme, role), []).append(statement_id)
    return dict(sorted(groups.items()))


def _row(theme_id: str, kind: str, part: pd.DataFrame, base: int) -> dict:
    theme = {t.id: t for t in THEMES}.get(theme_id)
    people = set(part["respondent"]) - {""}
    low, high = wilson(len(people), base)
    slots: dict[str, Counter] = {}
    for text in part["slots"]:
        for name, value in json.loads(text).items():
            slots.setdefault(name, Counter())[value] += 1
    names = {"problem": "name", "solution": "solution", "against": "objection"}
    shown = part.drop_duplicates("text").drop_duplicates("respondent")
    return {
        "finding_id": f"{kind[0]}{tables.short_hash(theme_id, kind)}", "kind": kind,
        "name": getattr(theme, names[kind]) if theme else _image(theme_id),
        "direction": part["directions"].iloc[0][0], "topic_id": theme_id, "statements": len(part),
        "respondents": len(people), "base": base, "share": len(people) / base,
        "share_low": low, "share_high": high, "groups": _json(_items(part)),
        "sessions": _json(_voices(part, "session")), "attributes": _json(_crosstabs(part)),
        "statement_ids": list(part["statement_id"]), "quotes": list(shown["statement_id"][:3]),
        "questions": _json(_voices(part[part["respondent"] != ""], "question")),
        "messages": len(part), "campaign_respondents": 0,
        "slots": _json({k: [[v, n] for v, n in c.most_common()] for k, c in slots.items()}),
        "recurring": len(people) >= 3 or len(_items(part)) >= 2, "marks": [],
    }  # fmt: skip


def _image(theme_id: str) -> str:
    return next(name for _, direction, name in VISION if theme_id == f"vision-{direction}")


def _links(found: pd.DataFrame) -> pd.DataFrame:
    ids = {(row.topic_id, row.kind): row for row in found.itertuples()}
    rows = [
        {"problem_id": row.finding_id, "solution_id": ids[topic, "solution"].finding_id,
         "score": 0.8, "same_answer": 3, "evidence": list(row.quotes)}
        for (topic, kind), row in sorted(ids.items())
        if kind == "problem" and (topic, "solution") in ids and topic != "youth"
    ]  # fmt: skip
    return tables.conform(pd.DataFrame(rows, columns=tables.LINKS.names), "links")


def _topics(city: City, statements: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    person = dict(zip(answers["answer_id"], answers["respondent"], strict=True))
    names = {t.id: t for t in THEMES}
    rows = []
    for topic_id, part in statements[statements["topic_id"].notna()].groupby("topic_id"):
        theme = names.get(str(topic_id))
        rows.append({
            "topic_id": topic_id, "name": theme.topic if theme else "Каким видят город",
            "keywords": list(theme.keywords) if theme else ["зелёный", "город"],
            "statements": len(part), "groups": "{}", "alternatives": [], "parent_id": None,
            "name_origin": "morphology",
            "respondents": len({person[a] for a in part["answer_id"]} - {""}),
            "directions": [theme.direction] if theme else ["environment"],
            "stability": 0.4 + (len(str(topic_id)) % 6) / 10,
            "quotes": list(part["statement_id"][:3]),
            "coherence": 0.2, "specificity": 0.7, "overlap": "{}",
            "marks": ["unstable"] if len(str(topic_id)) % 6 == 0 else [], "rim": [],
        })  # fmt: skip
    return tables.conform(pd.DataFrame(rows, columns=tables.TOPICS.names), "topics")


def _frequencies(people: int) -> pd.DataFrame:
    question = "Хотели бы вы, чтобы ваши дети жили в Новокузнецке?"
    rows = [
        {"source": "анкета.csv", "question": question, "type": "single", "answer": answer,
         "count": round(people * share), "base": people}
        for answer, share in (("Да", 0.31), ("Нет", 0.42), ("Затрудняюсь ответить", 0.27))
    ]  # fmt: skip
    return tables.conform(pd.DataFrame(rows), "frequencies")


def _journal() -> pd.DataFrame:
    rows = [
        {"source": "анкета.csv", "kind": kind, "method": "шаблон", "count": count}
        for kind, count in (("телефон", 7), ("почта", 3), ("имя", 5))
    ]
    return tables.conform(pd.DataFrame(rows), "journal")


def _run(answers: pd.DataFrame) -> dict:
    ledger: dict[str, dict] = {}
    for source, part in answers.groupby("source"):
        ledger[str(source)] = {
            "source": source, "file_rows": part["locator"].nunique(), "rows": len(part),
            "kind": part["kind"].iloc[0], "status": part["status"].value_counts().to_dict(),
        }  # fmt: skip
    return {
        "veche": "0.1.0",
        "key": "1a2b3c4d5e",
        "versions": {"python": "3.11.9"},
        "settings": defaults(),
        "models": {
            "roles": {"version": "0.1", "scores": {"f1": 0.86, "low": 0.83, "high": 0.89}},
            "encoder": {"version": "0.1", "scores": {}},
        },
        "inputs": dict.fromkeys(ledger, "0" * 64),
        "ledger": ledger,
        "notes": [],
    }


def wilson(count: int, base: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    share, z = count / base, 1.96
    middle = share + z * z / (2 * base)
    spread = z * (share * (1 - share) / base + z * z / (4 * base * base)) ** 0.5
    scale = 1 + z * z / base
    return max(0.0, min(share, (middle - spread) / scale)), min(1.0, (middle + spread) / scale)


def _items(part: pd.DataFrame) -> dict[str, int]:
    papers = part[part["group"] != ""]
    return {str(k): int(n) for k, n in papers.groupby("group")["answer_id"].nunique().items()}


def _voices(part: pd.DataFrame, column: str) -> dict[str, int]:
    """Value -> distinct voices; a group is one voice of a session."""
    named = part[part[column] != ""]
    voice = named["respondent"].where(named["respondent"] != "", named["group"])
    return {str(k): int(n) for k, n in voice.groupby(named[column]).nunique().items()}


def _crosstabs(part: pd.DataFrame) -> dict[str, dict[str, int]]:
    people: dict[str, dict[str, set[str]]] = {}
    for person, attributes in zip(part["respondent"], part["attributes"], strict=True):
        for name, value in attributes.items():
            people.setdefault(name, {}).setdefault(value, set()).add(person)
    return {n: {v: len(p) for v, p in values.items()} for n, values in people.items()}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
