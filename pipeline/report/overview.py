"""The plain facts that every document opens with: who spoke, how much, and what is unsure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.findings.support import FEW
from pipeline.report.figures import Figures
from pipeline.report.result import Result
from pipeline.report.typography import counted, listed, number, people, percent, plural

SELF_SELECTED = (
    "Ответившие выбрали себя сами: анкета была открытой. Доли относятся к ответившим на вопрос, "
    "а не ко всем жителям города."
)


@dataclass(frozen=True)
class Overview:
    """Counts of the run, each recountable from ids."""

    questions: int  # open questions that somebody answered
    people: int  # distinct respondents who said anything
    said: int  # things said in questionnaires: cells of open questions, empty ones left out
    used: int  # of them, taken into the analysis
    groups: tuple[str, ...]
    items: int  # items of group papers taken into the analysis
    theses: int
    sessions: tuple[str, ...]
    thoughts: int  # statements of people and groups
    problems: int  # recurring
    solutions: int
    objections: int
    visions: int
    rare: int


def overview(result: Result) -> Overview:
    """Count what the first page says."""
    answers, findings, shown = result.answers, result.findings, result.shown
    survey = answers[(answers["kind"] == "survey") & (answers["status"] != "empty")]
    used = answers[answers["status"] == "used"]
    drafts = set(answers.loc[answers["kind"] == "draft", "answer_id"])
    recurring = findings[findings["recurring"]]["kind"].value_counts()
    return Overview(
        questions=len(result.strategy.answered),
        people=result.strategy.asked,
        said=shown(len(survey)),
        used=shown((used["kind"] == "survey").sum()),
        groups=result.strategy.groups,
        items=int((used["kind"] == "proposal").sum()),
        theses=int((used["kind"] == "draft").sum()),
        sessions=result.strategy.session_names,
        thoughts=shown((~result.statements["answer_id"].isin(drafts)).sum()),
        problems=int(recurring.get("problem", 0)),
        solutions=int(recurring.get("solution", 0)),
        objections=int(recurring.get("against", 0)),
        visions=int(recurring.get("vision", 0)),
        rare=int((~findings["recurring"].astype(bool)).sum()),
    )


def who_spoke(facts: Overview) -> str:
    """One sentence: how many people and groups said how much."""
    parts = []
    if facts.people:
        answers = counted(facts.said, "ответ", "ответа", "ответов")
        asked = " на открытые вопросы" if facts.questions > 1 else ""
        verb = plural(facts.people, "дал", "дали", "дали")
        parts.append(f"{people(facts.people)} {verb} {answers}{asked}")
    if facts.groups:
        groups = counted(len(facts.groups), "рабочая группа", "рабочие группы", "рабочих групп")
        items = counted(facts.items, "предложение", "предложения", "предложений")
        verb = plural(len(facts.groups), "записала", "записали", "записали")
        parts.append(f"{groups} ({listed(facts.groups)}) {verb} {items}")
    return f"{'; '.join(parts)}." if parts else "Ответов нет."


def whose(facts: Overview) -> str:
    """Whose words these are, in the genitive: «жителей», «рабочих групп» or both."""
    parts = ["жителей"] if facts.people else []
    return listed([*parts, "рабочих групп"] if facts.groups else parts or ["жителей"])


def what_was_found(facts: Overview, least: int = 0) -> str:
    """How many recurring problems and solutions came out; `least` people are needed to be shown."""
    if not facts.thoughts:
        return ""
    counts = (
        (facts.problems, ("повторяющаяся проблема", "повторяющиеся проблемы",
                          "повторяющихся проблем")),
        (facts.solutions, ("повторяющееся предложение", "повторяющихся предложения",
                           "повторяющихся предложений")),
        (facts.objections, ("возражение", "возражения", "возражений")),
    )  # fmt: skip
    found = [counted(count, *forms) for count, forms in counts if count]
    thoughts = counted(facts.thoughts, "отдельной мысли", "отдельных мыслей", "отдельных мыслей")
    if not found and least:
        return f"Ни одного вывода не назвали {least} человек и больше: показать можно только темы."
    if not found:
        return f"Из {thoughts} повторяющихся выводов не сложилось."
    first = next(count for count, _ in counts if count)
    verb = plural(first, "собрана" if facts.problems else "собрано", "собраны", "собрано")
    text = f"Из {thoughts} {verb} {listed(found)}"
    if least:
        text += f": показано то, что назвали не меньше {least} человек или рабочие группы"
    return f"{text}."


def where_most(result: Result, figures: Figures) -> str:
    """One sentence: the directions that most people speak of."""
    spoken = [s for s in result.strategy.sections if s.direction and s.respondents][:3]
    if not spoken:
        return ""
    names = [f"«{result.direction(s.direction)}» ({figures.people(s.respondents)})" for s in spoken]
    return f"Больше всего людей говорят о направлениях {listed(names)}."


def leading(result: Result, kind: str, most: int) -> list[Any]:
    """The most supported recurring finding of each matter, so that none is there twice."""
    first: dict[str, Any] = {}
    for finding in top(result, kind, len(result.findings)):
        first.setdefault(finding.matter_id or finding.finding_id, finding)
    return list(first.values())[:most]


def top(result: Result, kind: str, most: int) -> list[Any]:
    """The most supported recurring findings of a kind."""
    findings = result.findings
    chosen = findings[(findings["kind"] == kind) & findings["recurring"].astype(bool)]
    return list(chosen.head(most).itertuples(index=False))


def unsure(result: Result) -> list[str]:
    """What a reader should keep in mind before relying on the figures."""
    notes = [SELF_SELECTED] if result.strategy.self_selected else []
    thin = [question for question, count in result.strategy.answered.items() if 0 < count < FEW]
    if thin:
        questions = counted(len(thin), "вопрос", "вопроса", "вопросов")
        notes.append(f"На {questions} ответили меньше {FEW} человек: доли по ним мало что значат.")
    doubtful = result.shown(sum("unsure" in (flags or ()) for flags in result.statements["flags"]))
    if doubtful:
        share = percent(doubtful / max(1, len(result.statements)))
        notes.append(
            f"В {number(doubtful)} мыслях ({share}) программа не уверена, проблема это, "
            "предложение или что-то иное; они помечены для проверки человеком."
        )
    shaky = sum("unstable" in (marks or ()) for marks in result.topics["marks"])
    if shaky:
        topics = counted(shaky, "тема неустойчива", "темы неустойчивы", "тем неустойчивы")
        notes.append(f"{topics}: при повторном подсчёте они могут разделиться иначе.")
    pushed = sum("campaign" in (marks or ()) for marks in result.findings["marks"])
    if pushed:
        lines = counted(pushed, "вывод держится", "вывода держатся", "выводов держатся")
        notes.append(
            f"{lines} в основном на одинаковых текстах: похоже на организованный сбор голосов."
        )
    if result.strategy.unspecific:
        vague = counted(result.shown(len(result.strategy.unspecific)), "мысль", "мысли", "мыслей")
        notes.append(
            f"{vague} — приветствия, просьбы без указания дела и пояснения к рассказу; "
            "в выводы они не вошли."
        )
    return notes
