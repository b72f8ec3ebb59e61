"""What the directions model sees: words of the statement, of what stands around it, and seeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.statements import navec, roles_features
from pipeline.statements.directions_taxonomy import Taxonomy, seed_scores
from pipeline.statements.lexicon import lexicon
from pipeline.statements.roles import read_around, read_units
from pipeline.statements.roles_features import Vocabulary
from pipeline.statements.unit import Unit

# Of packs that do not name their scales, as none did up to 1.1; «around» is the question, the
# heading and the sentence before.
FIRST_SCALES = {
    "words": 1.0,
    "chars": 1.0,
    "dense": 1.0,
    "seeds": 0.3,
    "around": 1.0,
    "around_dense": 1.0,
}
_MOST_SEEDS = 3.0


@dataclass(frozen=True)
class Place:
    """A statement and the words around it."""

    unit: Unit
    around: Unit


def read_places(units: pd.DataFrame) -> list[Place]:
    """Statements with what stands around them: `question`, `heading`, `before` where given."""
    return place_units(read_units(units[["text"]], with_rules=False), units)


def place_units(read: Sequence[Unit], units: pd.DataFrame) -> list[Place]:
    """`read_places` for units whose words are looked up already."""
    near = read_around(units)
    return [Place(one, around) for one, around in zip(read, near, strict=True)]


def design(
    places: Sequence[Place],
    vocabularies: Mapping[str, Vocabulary],
    idf: Mapping[str, np.ndarray],
    seeds: Taxonomy,
    scales: Mapping[str, float],
) -> sparse.csr_matrix:
    """(places, features) float32: the blocks that `scales` weighs side by side."""
    own, near = [place.unit for place in places], [place.around for place in places]
    weights = dict(zip(vocabularies["words"], idf["words"].tolist(), strict=True))
    blocks: dict[str, Callable[[], sparse.csr_matrix | np.ndarray]] = {
        "words": lambda: roles_features.matrix(own, "words", vocabularies["words"], idf["words"]),
        "chars": lambda: roles_features.matrix(own, "chars", vocabularies["chars"], idf["chars"]),
        "dense": lambda: mean_vectors(own, weights),
        "seeds": lambda: seed_features(own, seeds),
        "lexicon": lambda: lexicon_features(own),
        "around": lambda: roles_features.matrix(near, "words", vocabularies["words"], idf["words"]),
        "around_dense": lambda: mean_vectors(near, weights),
        "around_lexicon": lambda: lexicon_features(near),
    }
    order = sorted(scales, key=list(blocks).index)  # packs up to 1.4 have no lexicon
    return sparse.hstack(
        [sparse.csr_matrix(blocks[name]()) * scales[name] for name in order],
        format="csr",
        dtype=np.float32,
    )


def mean_vectors(units: Sequence[Unit], idf: Mapping[str, float]) -> np.ndarray:
    """(units, 300) float32: Navec averages of all words, unit length; zeros for no known word."""
    return roles_features.dense(units, idf)[:, : navec.SIZE]


def seed_features(units: Sequence[Unit], seeds: Taxonomy) -> np.ndarray:
    """(units, 2 × directions) float32: seed scores, and whether a direction's is the best."""
    scores = np.array([seed_scores(one.words.lemmas, seeds) for one in units], dtype=np.float32)
    scores = scores.reshape(len(units), len(seeds.directions))
    best = scores.max(axis=1, keepdims=True, initial=0.0)
    return np.hstack([np.minimum(scores, _MOST_SEEDS), (scores == best) & (scores > 0)])


def lexicon_features(units: Sequence[Unit]) -> np.ndarray:
    """(units, 3 × directions + 1) float32: words of the lexicon for each direction, whether it has
    the most, its share of all; whether there are none. A word's second direction counts for half.
    """
    known = lexicon().directions
    places = {name: place for place, name in enumerate(known)}
    counts = np.zeros((len(units), len(known)), dtype=np.float32)
    for row, one in enumerate(units):
        for meaning in one.meanings:
            for name, share in zip(meaning.directions, (1.0, 0.5), strict=False):
                counts[row, places[name]] += share
    most = counts.max(axis=1, keepdims=True, initial=0.0)
    total = counts.sum(axis=1, keepdims=True)
    best = (counts == most) & (counts > 0)
    share = counts / np.maximum(total, 1.0)
    return np.hstack([np.minimum(counts, _MOST_SEEDS), best, share, total == 0], dtype=np.float32)
