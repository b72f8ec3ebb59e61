"""`report.html`: one file that opens by a double click, with no network."""

from __future__ import annotations

from typing import Any

from pipeline.findings.support import FEW
from pipeline.report import page_data, typography
from pipeline.report.agreement import group_verdicts, said_of, telling, theses
from pipeline.report.choices import choices
from pipeline.report.figures import Figures, groups_of
from pipeline.report.glossary import TERMS
from pipeline.report.method import (
    cleaning,
    closed_rows,
    counting_rules,
    ledger_rows,
    masked_rows,
    model_rows,
)
from pipeline.report.overview import (
    leading,
    overview,
    unsure,
    what_was_found,
    where_most,
    who_spoke,
    whose,
)
from pipeline.report.release import released
from pipeline.report.result import Result
from pipeline.report.templates import asset, environment, source
from pipeline.report.topic_levels import tree
from pipeline.report.topic_map import HEIGHT, WIDTH, discs
from pipeline.vocabulary import (
    CONSENSUS_NOTES,
    EDITION_MARKS,
    FINDING_TITLES,
    MARK_TITLES,
    STATUS_TITLES,
    VERDICT_TITLES,
)

_SCRIPTS = ("text.js", "store.js", "counting.js", "statements.js", "detail.js", "explorer.js",
            "main.js")  # fmt: skip
_STYLES = ("page.css", "parts.css", "print.css")


def report_html(result: Result) -> str:
    """The page; equal results give equal text. Scripts and styles are allowed by their hashes."""
    result = released(result)
    style = "".join(asset(name) for name in _STYLES)
    script = "".join(asset(name) for name in _SCRIPTS)
    template = environment("report.html", "parts.html", "levels.html").get_template("report.html")
    return template.render(
        result=result,
        style=style,
        script=script,
        policy=_policy(script, style),
        data=page_data.embedded(page_data.first_view(result)),
        said="" if result.public else page_data.packed(page_data.all_said(result)),
        **_view(result),
    )


def _view(result: Result) -> dict[str, Any]:
    """What the page says before any script runs."""
    figures, facts = Figures(result), overview(result)
    circles, coloured = discs(result)
    statuses, ledger = ledger_rows(result)
    return {
        "figures": figures, "whose": whose(facts), "facts": facts,
        "mark": EDITION_MARKS[result.edition],
        "lead": " ".join((who_spoke(facts), what_was_found(facts, result.hides_below),
                          where_most(result, figures))),
        "unsure": unsure(result), "choices": choices(result, figures),
        "tops": [(kind, title, leading(result, kind, 5)) for kind, title in
                 (("problem", "Главные проблемы"), ("solution", "Главные предложения"))],
        "discs": circles, "coloured": coloured, "branches": tree(result),
        "map_size": (WIDTH, HEIGHT),
        "sections": _directions(result), "matrix": _matrix(result), "districts": _districts(result),
        "statuses": [STATUS_TITLES[s] for s in statuses], "ledger": ledger,
        "cleaning": cleaning(result), "masked": masked_rows(result), "models": model_rows(result),
        "closed": closed_rows(result), "rules": counting_rules(result), "terms": TERMS,
        "few": FEW, "verdicts": VERDICT_TITLES, "group_verdicts": group_verdicts,
        "said_of": said_of,
        "consensus": CONSENSUS_NOTES, "kinds": FINDING_TITLES, "marks": MARK_TITLES,
        "groups_of": groups_of, "t": typography,
        "theses": [*theses(result, "draft"), *theses(result, "region")],
    }  # fmt: skip


def _directions(result: Result) -> list[dict[str, Any]]:
    """A row per direction: people, how many problems and solutions, the most named problem."""
    rows = []
    for section in result.strategy.sections:
        problems = [row.problem_id for row in section.rows if row.problem_id]
        solutions = {sid for row in section.rows for sid in row.solution_ids}
        first = result.finding[problems[0]] if problems else None
        rows.append({"id": section.direction, "title": result.direction(section.direction),
                     "people": section.respondents, "problems": len(problems),
                     "solutions": len(solutions), "first": first})  # fmt: skip
    return rows


def _matrix(result: Result) -> dict[str, Any]:
    matrix = result.strategy.matrix
    fixed = ("finding_id", "kind", "name", "consensus", "opposed")
    return {"voices": [c for c in matrix.columns if c not in fixed],
            "rows": telling(result).head(30).to_dict("records"), "all": len(matrix)}  # fmt: skip


def _districts(result: Result) -> list[dict[str, Any]]:
    """A row per district: people asked about problems, and the most named problems."""
    profile = result.strategy.districts
    problems = profile[profile["kind"] == "problem"]
    made = []
    for value, part in problems.groupby("value", sort=True):
        ranked = part.sort_values(["respondents", "finding_id"], ascending=[False, True])
        made.append({"value": value, "base": int(part["base"].max()),
                     "rows": list(ranked.head(5).itertuples(index=False))})  # fmt: skip
    return made


def _policy(script: str, style: str) -> str:
    return (
        f"default-src 'none'; script-src {source(script)}; style-src {source(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
