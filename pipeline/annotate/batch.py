"""Which statements to label: those that teach the model most, of every question and direction.

    worth = uncertainty + rule conflict,   then the most different among the worthy

Uncertainty is one minus the confidence of the role; a conflict is a rule that speaks for another
role than the model's. Places are shared out over strata of question and direction by the square
root of their size, so that small ones are heard. A part is drawn by chance alone: only that part
can measure the model without bias.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.labelled import repeat_key
from pipeline.runs import Run
from pipeline.statements.directions_taxonomy import OTHER
from pipeline.statements.rules.engine import rules
from pipeline.tables import fold, short_hash

COLUMNS = (
    "statement_id",
    "text",
    "before",
    "question",
    "question_role",
    "group",
    "source",
    "district",
    "why",
)
POOL = 4  # of so many worthy ones per place the most different are taken
CONFLICT = 0.5  # what a rule against the model is worth beside uncertainty, 0 to 1
_NEAR = 400  # candidates of one stratum that are compared with each other at most
_DISTRICT = ("район", "округ")


@dataclass(frozen=True)
class Pool:
    """Distinct statements of a run with their vectors and what they are worth."""

    frame: pd.DataFrame
    vectors: np.ndarray


def batch(
    run: Run,
    count: int = 200,
    random: float = 0.2,
    seed: int = 0,
    labelled: Iterable[str] = (),
) -> pd.DataFrame:
    """COLUMNS of the chosen statements, in a chance order; labels of the model are not shown.

    `random` is the share drawn by chance. People who said one of the `labelled` texts are left out
    with all they said, so that a batch may measure what another has taught. The same run, numbers
    and seed give the same batch.
    """
    pool = _without(_pool(run), {repeat_key(text) for text in labelled})
    count = min(count, len(pool.frame))
    by_chance = min(round(count * random), count)
    chance = np.random.default_rng(seed)
    drawn = list(chance.permutation(len(pool.frame))[:by_chance])
    rest = np.setdiff1d(np.arange(len(pool.frame)), drawn)
    picked = _picked(pool, rest, count - by_chance)
    why: dict[int, str] = dict.fromkeys((int(row) for row in drawn), "наугад")
    why |= {row: pool.frame["reason"].iloc[row] for row in picked}
    order = sorted(why, key=lambda row: short_hash(seed, pool.frame["statement_id"].iloc[row]))
    chosen = pool.frame.iloc[order].assign(why=[why[row] for row in order])
    return chosen[list(COLUMNS)].reset_index(drop=True)


def _pool(run: Run) -> Pool:
    statements = run.statements
    answers = run.answers.set_index("answer_id")
    own = answers.loc[statements["answer_id"]].reset_index()
    frame = pd.DataFrame(
        {
            "statement_id": statements["statement_id"],
            "text": statements["text"],
            "before": statements["context"].fillna(""),
            "question": own["question"].fillna(""),
            "question_role": own["question_role"].fillna(""),
            "group": [_group(row) for row in own.itertuples(index=False)],
            "source": own["source"].fillna(""),
            "district": [_district(text) for text in own["attributes"]],
            "direction": [(list(ids) or [OTHER])[0] for ids in statements["directions"]],
        }
    )
    pairs = zip(statements["role"], statements["rules"], strict=True)
    conflict = np.array([_conflict(role, names) for role, names in pairs], dtype=bool)
    unsure = 1 - statements["role_confidence"].to_numpy(dtype=float)
    frame["worth"] = unsure + CONFLICT * conflict
    frame["reason"] = np.where(
        conflict & (unsure < CONFLICT), "правила спорят с моделью", "модель не уверена"
    )
    distinct = ~pd.DataFrame(
        {"text": frame["text"].map(fold), "question": frame["question"]}
    ).duplicated()
    kept = np.flatnonzero(distinct.to_numpy())
    return Pool(frame.iloc[kept].reset_index(drop=True), run.vectors[kept])


def _without(pool: Pool, known: set[str]) -> Pool:
    said = pool.frame["text"].map(repeat_key).isin(known)
    people = set(pool.frame["group"][said])
    kept = np.flatnonzero(~said & ~pool.frame["group"].isin(people))
    return Pool(pool.frame.iloc[kept].reset_index(drop=True), pool.vectors[kept])


def _group(answer: object) -> str:
    """Who said it, as a pseudonym of a pseudonym: enough to keep a person's words together."""
    person = getattr(answer, "respondent", "") or getattr(answer, "source", "")
    return short_hash("person", person)


def _district(attributes: str) -> str:
    known = json.loads(attributes) if attributes else {}
    return next(
        (str(known[name]) for name in known if any(word in name.lower() for word in _DISTRICT)), ""
    )


def _conflict(role: str, names: list[str]) -> bool:
    of_rule = {rule.name: rule.role for rule in rules()}
    said = {of_rule.get(name, "") for name in names} - {""}
    return bool(said) and role not in said


def _picked(pool: Pool, rows: np.ndarray, count: int) -> list[int]:
    """`count` of `rows`: a quota for each stratum, inside it the worthy that differ most."""
    frame = pool.frame.iloc[rows]
    strata = frame.groupby(["question", "direction"], sort=True).indices
    quotas = quota({key: len(members) for key, members in strata.items()}, count)
    picked: list[int] = []
    for key, members in strata.items():
        own = rows[members]
        worth = pool.frame["worth"].to_numpy()[own]
        ids = pool.frame["statement_id"].to_numpy(dtype=object)[own]
        order = np.array(sorted(range(len(own)), key=lambda n: (-worth[n], ids[n])), dtype=int)
        worthy = own[order[: min(quotas[key] * POOL, _NEAR)]]
        picked += [int(worthy[n]) for n in spread(pool.vectors[worthy], quotas[key])]
    return picked


def quota(sizes: dict[tuple[str, str], int], count: int) -> dict[tuple[str, str], int]:
    """Places for each stratum by the square root of its size, never more than it holds."""
    left = dict.fromkeys(sizes, 0)
    for _ in range(min(count, sum(sizes.values()))):
        open_ = [key for key in sizes if left[key] < sizes[key]]
        best = max(open_, key=lambda key: (sizes[key] ** 0.5 / (left[key] + 1), key))
        left[best] += 1
    return left


def spread(vectors: np.ndarray, count: int) -> list[int]:
    """`count` rows far from each other, the first row first (Gonzalez 1985, farthest-first)."""
    if not len(vectors) or not count:
        return []
    chosen = [0]
    nearest = vectors @ vectors[0]
    while len(chosen) < min(count, len(vectors)):
        masked = np.where(np.isin(np.arange(len(vectors)), chosen), np.inf, nearest)
        chosen.append(int(np.argmin(masked)))
        nearest = np.maximum(nearest, vectors @ vectors[chosen[-1]])
    return chosen
