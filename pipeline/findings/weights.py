"""Survey weights: raking to known shares, for weighted shares beside the plain ones.

Deming, W. E., Stephan, F. F. (1940), Annals of Mathematical Statistics 11 (4), 427–444. Weights
correct for who answered more readily, never for who did not answer at all, so they are off unless
shares are given in `findings.weights`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.errors import SettingsError, did_you_mean
from pipeline.findings.support import attributes_of

_ROUNDS, _CLOSE = 100, 1e-6
_TRIM = (0.2, 5.0)  # weights outside are cut: one person must not speak for twenty
_ENTRY = re.compile(r"\s*(?P<attribute>.+?)\s*:\s*(?P<value>.+?)\s*=\s*(?P<share>[\d.,]+)\s*%?\s*")


def known_shares(entries: Sequence[str]) -> dict[str, dict[str, float]]:
    """Attribute -> value -> share (summing to 1) from texts «Район: Центральный = 31 %»."""
    shares: dict[str, dict[str, float]] = {}
    for entry in entries:
        match = _ENTRY.fullmatch(str(entry))
        if match is None:
            raise SettingsError(
                f"настройка «findings.weights»: не понята запись «{entry}»",
                remedy='Пример: "Район: Центральный = 31"',
            )
        share = float(match["share"].replace(",", "."))
        shares.setdefault(match["attribute"], {})[match["value"]] = share
    for attribute, values in shares.items():
        total = sum(values.values())
        if total <= 0:
            raise SettingsError(
                f"настройка «findings.weights»: доли «{attribute}» равны нулю",
                remedy="Укажите доли жителей",
            )
        shares[attribute] = {value: share / total for value, share in values.items()}
    return shares


def rake(people: pd.DataFrame, shares: Mapping[str, Mapping[str, float]]) -> pd.Series:
    """Weights of mean 1 that bring the margins of `people` to `shares`.

    `people` has one row per respondent and a column per attribute. Respondents whose value is
    unknown or not among the shares keep their weight in that margin.
    """
    weights = pd.Series(1.0, index=people.index)
    for _ in range(_ROUNDS):
        before = weights.copy()
        for attribute, values in shares.items():
            known = people[attribute].isin(list(values))
            present = [v for v in values if (people[attribute] == v).any()]
            total = float(weights[known].sum())
            scale = sum(values[v] for v in present)
            for value in present:
                here = people[attribute] == value
                weights[here] *= total * values[value] / scale / float(weights[here].sum())
        weights = weights.clip(*_TRIM)
        weights /= weights.mean()
        if float(np.abs(weights - before).max()) < _CLOSE:
            break
    return weights


class Weights:
    """Weights of the respondents of a dataset; `known` is False when no shares are given."""

    def __init__(self, answers: pd.DataFrame, entries: Sequence[str]) -> None:
        shares = known_shares(entries)
        self.known = bool(shares)
        self._weights: dict[str, float] = {}
        if not self.known:
            return
        surveys = answers[answers["kind"] == "survey"]
        people = attributes_of(answers, frozenset(surveys["respondent"]) - {""})
        for attribute in shares:
            if attribute not in people.columns:
                raise SettingsError(
                    f"настройка «findings.weights»: в анкете нет вопроса «{attribute}»",
                    remedy=did_you_mean(attribute, people.columns),
                )
        self._weights = rake(people, shares).to_dict()

    def share(self, persons: frozenset[str], asked: frozenset[str]) -> float | None:
        """The weighted share of `persons` among `asked`; None without weights or base."""
        if not self.known or not asked:
            return None
        total = math.fsum(self._weights.get(person, 1.0) for person in sorted(asked))
        part = math.fsum(self._weights.get(person, 1.0) for person in sorted(persons))
        return part / total
