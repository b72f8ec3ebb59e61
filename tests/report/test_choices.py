"""What the summary says of agreement, difference and decisions rests on the tables."""

import re
from dataclasses import replace

from pipeline.report.choices import agreed, differing, to_decide
from pipeline.report.figures import Figures
from pipeline.strategy.consensus import Opposition


def plain(lines):
    return [line.replace("\xa0", " ") for line in lines]


def test_agreement_names_what_people_and_groups_share(city):
    shared = {f.name for f in city.findings.itertuples() if f.consensus == "общее"}
    lines = plain(agreed(city, Figures(city)))
    assert lines and all(line.split(" — ")[0] in shared for line in lines)
    assert all(re.search(r"\d+ человек", line) and "групп" in line for line in lines)


def test_a_dispute_shows_both_sides_once(city):
    objection = next(f for f in city.findings.itertuples() if f.kind == "against")
    wishes = [f for f in city.findings.itertuples() if f.kind == "solution"][:2]
    sides = {objection.finding_id, *(f.finding_id for f in wishes)}
    findings = city.findings.assign(
        consensus=[
            "конфликт" if fid in sides else told
            for fid, told in zip(
                city.findings["finding_id"], city.findings["consensus"], strict=True
            )
        ]
    )
    pairs = tuple(Opposition(f.finding_id, objection.finding_id, 0.9) for f in wishes)
    strategy = replace(city.strategy, findings=findings, oppositions=pairs)
    disputed = replace(city, strategy=strategy)
    line = plain(differing(disputed, Figures(disputed)))[0]
    assert line.startswith(
        f"«{objection.name}» ({objection.respondents} человек). Другие предлагают:"
    )
    assert all(f"«{f.name}»" in line for f in wishes)
    assert "Разрешить 1 спор:" in plain(to_decide(disputed, Figures(disputed)))[0]


def test_decisions_count_what_the_tables_hold(city):
    lines = plain(to_decide(city, Figures(city)))
    draft = city.coverage[city.coverage["document"] == "draft"]
    silent = int((draft["verdict"] == "unasked").sum())
    assert silent
    assert any(f"{silent} из {len(draft)}" in line for line in lines)
    contradicted = draft.loc[draft["verdict"] == "contradicted", "text"]
    assert all(any(f"«{text}»" in line for line in lines) for text in contradicted[:3])
    demanded = {city.finding[fid].name for fid in city.strategy.demanded_not_in_draft}
    named = next(line for line in lines if line.startswith("Внести"))
    assert set(re.findall(r"«([^»]+)» \(\d", named)) <= demanded


def test_without_a_draft_or_groups_nothing_is_asked_of_them(city):
    bare = replace(
        city.strategy, coverage=city.strategy.coverage.head(0), demanded_not_in_draft=(),
        oppositions=(),
    )  # fmt: skip
    lines = to_decide(replace(city, strategy=bare), Figures(city))
    assert not any("наработ" in line or "спор" in line for line in lines)
