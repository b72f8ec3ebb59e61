"""The stage: items as read → answers, cleaned, masked, each with one status."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import pandas as pd

from pipeline import engines, tables
from pipeline.clean import emptiness
from pipeline.clean.analysis import analysis_form
from pipeline.clean.campaigns import mark_campaigns
from pipeline.clean.duplicates import mark_duplicates
from pipeline.clean.people import pseudonym
from pipeline.clean.privacy import PLACEHOLDER, Masked, mask_texts
from pipeline.clean.status import status_of
from pipeline.clean.text import clean_text
from pipeline.settings import Settings

_PARTITION = 2_000  # distinct texts
_ONCE = (
    "heading",
    "question",
    "moderator",
)  # stand beside many items and are counted once for each source
_MODERATOR = "модератор"
_SAME = ("kind", "source", "question", "respondent", "group", "session")


@dataclass(frozen=True)
class Cleaned:
    """`answers` (tables.ANSWERS) and `journal` (tables.JOURNAL): what was masked, by source."""

    answers: pd.DataFrame
    journal: pd.DataFrame


@dataclass(frozen=True)
class _Form:
    """What becomes of one distinct text."""

    text: str
    analysis: str
    found: Mapping[tuple[str, str], int]  # (kind, method) -> count


def clean(
    items: pd.DataFrame,
    settings: Settings,
    executor: Executor,
    progress: Callable[[int, int], None] | None = None,
) -> Cleaned:
    """Clean, mask and sort out `items` (tables.ITEMS): every item ends in exactly one status.

    Distinct texts are worked on in partitions; the answers come in canonical order, whatever the
    order of the items.
    """
    items = items.assign(moderator=[_called(text) for text in items["moderator"]])
    forms = _forms(items, settings, executor, progress)
    answers = pd.DataFrame({name: items[name] for name in items if name in tables.ANSWERS.names})
    raw = [str(text or "") for text in items["text"]]
    answers["text"] = [forms[text].text for text in raw]
    answers["analysis"] = [forms[text].analysis for text in raw]
    answers["respondent"] = [
        pseudonym(row.source, row.respondent, settings.privacy.key) if row.kind == "survey" else ""
        for row in _with_person(items).itertuples()
    ]
    for column in ("attributes", "slots"):
        answers[column] = [_masked_json(value, forms) for value in items[column]]
    answers["heading"] = [forms[str(text or "")].text for text in items["heading"]]
    answers["question"] = [_masked_question(str(text or ""), forms) for text in items["question"]]
    answers["moderator"] = [_post(forms[str(text or "")].text) for text in items["moderator"]]
    journal = _journal(items, forms)
    answers["position"] = items["position"]
    answers = _identified(answers.reset_index(drop=True))
    model = emptiness.load(settings.clean.nonanswers)
    statuses = [
        status_of(row.analysis, row.question, row.question_role, model)
        for row in answers.itertuples()
    ]
    answers["status"] = [status for status, _ in statuses]
    answers["reason"] = [reason for _, reason in statuses]
    answers = mark_duplicates(answers, settings.clean.near_duplicate)
    answers["campaign"] = mark_campaigns(answers, settings.clean.campaign_people)
    return Cleaned(tables.conform(_ordered(answers), "answers"), journal)


def _forms(
    items: pd.DataFrame,
    settings: Settings,
    executor: Executor,
    progress: Callable[[int, int], None] | None,
) -> dict[str, _Form]:
    """Every distinct text of the items -> its form; values of JSON columns and headings too."""
    texts = {str(text or "") for column in ("text", *_ONCE) for text in items[column]}
    for column in ("attributes", "slots"):
        texts |= {part for value in set(items[column]) for part in _strings(value)}
    distinct = sorted(texts)
    worker = partial(_clean_part, mask=bool(settings.privacy.mask))
    parts = engines.map_partitions(executor, worker, distinct, _PARTITION, progress)
    return dict(zip(distinct, (form for part in parts for form in part), strict=True))


def _clean_part(texts: Sequence[str], mask: bool) -> list[_Form]:
    cleaned = [clean_text(text) for text in texts]
    masked = mask_texts(cleaned) if mask else [Masked(text, {}) for text in cleaned]
    return [_Form(item.text, analysis_form(item.text), item.found) for item in masked]


def _strings(value: object) -> list[str]:
    """The strings among the values of a JSON object; none when it is empty."""
    parsed = json.loads(str(value or "{}"))
    return [part for part in parsed.values() if isinstance(part, str)]


def _masked_json(value: object, forms: Mapping[str, _Form]) -> str:
    parsed = json.loads(str(value or "{}"))
    masked = {k: forms[v].text if isinstance(v, str) else v for k, v in parsed.items()}
    return json.dumps(masked, ensure_ascii=False)


def _with_person(items: pd.DataFrame) -> pd.DataFrame:
    """The items with a person for each survey row, its own where the survey names none."""
    nobody = (items["kind"] == "survey") & (items["respondent"].fillna("") == "")
    if not nobody.any():
        return items
    own = items["row_id"].where(items["row_id"].fillna("") != "", items["locator"])
    return items.assign(respondent=items["respondent"].mask(nobody, own))


def _called(moderator: object) -> str:
    """A moderator with the word before, after which a lone «Мария» is known for a name."""
    return f"{_MODERATOR} {moderator}" if moderator else ""


def _post(moderator: str) -> str:
    """What is left of a moderator without a name: the post, or nothing."""
    post = PLACEHOLDER.sub("", moderator.removeprefix(_MODERATOR))
    return " ".join(post.split()).strip(" ,;:-–—()")


def _masked_question(question: str, forms: Mapping[str, _Form]) -> str:
    """The wording as it was asked; masked only where it holds personal data."""
    return forms[question].text if forms[question].found else question


def _journal(items: pd.DataFrame, forms: Mapping[str, _Form]) -> pd.DataFrame:
    """What was masked by source, kind and method: texts, values beside them, headings, names."""
    counts: Counter[tuple[str, str, str]] = Counter()
    texts = [(row.source, str(row.text or "")) for row in items.itertuples()]
    for column in ("attributes", "slots"):
        pairs = zip(items["source"], items[column], strict=True)
        texts += [(source, part) for source, value in pairs for part in _strings(value)]
    for column in _ONCE:
        texts += sorted(set(zip(items["source"], items[column].fillna(""), strict=True)))
    for source, text in texts:
        for (kind, method), count in forms[text].found.items():
            counts[source, kind, method] += count
    for source in sorted(set(items["source"])):
        for placeholder in PLACEHOLDER.findall(source):
            counts[source, placeholder.strip("[]"), "имя файла"] += 1
    rows = [(*key, count) for key, count in sorted(counts.items())]
    return tables.conform(
        pd.DataFrame(rows, columns=["source", "kind", "method", "count"]), "journal"
    )


def _identified(answers: pd.DataFrame) -> pd.DataFrame:
    """With `answer_id`: content and a running number among those with the same content.

    The locator breaks the last ties, between rows that nothing else tells apart.
    """
    answers["folded"] = [tables.fold(text) for text in answers["text"]]
    key = [*_SAME, "folded"]
    ties = ["attributes", "heading", "slots", "thesis", "row_id", "text", "position", "locator"]
    answers = answers.sort_values([*key, *ties], kind="stable", ignore_index=True)
    ordinal = answers.groupby(key, sort=False, dropna=False).cumcount()
    answers["answer_id"] = [
        tables.short_hash(*values)
        for values in zip(*(answers[k] for k in key), ordinal, strict=True)
    ]
    return answers.drop(columns="folded")


def _ordered(answers: pd.DataFrame) -> pd.DataFrame:
    """Papers in their own order, surveys by id."""
    own = answers["position"].where(answers["kind"] != "survey", 0)
    answers = answers.assign(own=own).sort_values(
        ["kind", "source", "question", "own", "answer_id"], kind="stable", ignore_index=True
    )
    return answers.drop(columns=["own", "position"])
