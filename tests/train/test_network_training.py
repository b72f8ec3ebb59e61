"""Training of the network: right slopes, the same bytes, and it learns."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from pipeline.statements import sentence_net as net
from pipeline.statements.lexicon import lexicon
from pipeline.statements.roles import read_units
from pipeline.train import sentence_net as training

THINGS = ["дороги", "школы", "парки", "мосты", "больницы", "дворы"]
ROWS = [("Нет {} у нас", 0), ("Разбиты {} совсем", 0), ("Построить {}", 1), ("Прошу открыть {}", 1)]
HIDING = (
    "NO_WORD", "NO_LEMMA", "NO_SEEN", "NO_JOINED", "NO_HIDDEN", "NO_EXTRA",
    "NO_AROUND_RESPONSE", "NO_AROUND",
)  # fmt: skip


@pytest.fixture(scope="module")
def data():
    texts = [text.format(thing) for text, _ in ROWS for thing in THINGS]
    target = np.array([label for _, label in ROWS for _ in THINGS])
    units = read_units(pd.DataFrame({"text": texts}))
    blank = read_units(pd.DataFrame({"text": ["Что мешает?"] * len(texts)}))
    context = sparse.csr_matrix(np.eye(len(texts), dtype=np.float32)[:, :4])
    weights = np.linspace(0.5, 1.0, len(texts)).astype(np.float32)
    groups = np.array([str(number) for number in range(len(texts))])
    return training.examples((units, units[::-1], blank), context, target, 2, weights, groups)


@pytest.mark.parametrize(
    "name",
    [
        "projection",
        "lemmas",
        "shapes",
        "senses",
        "filters",
        "around",
        "hidden",
        "out",
        "filters_bias",
    ],
)
def test_slopes_are_those_of_the_loss(data, monkeypatch, name):
    for share in HIDING:
        monkeypatch.setattr(training, share, 0.0)
    rows = np.arange(len(data.target))
    sizes = {"lemmas": len(data.lemmas) + 2, "shapes": len(data.shapes) + 2}
    sizes["senses"] = lexicon().senses
    chance = np.random.default_rng(1)
    params = {
        key: value.astype(np.float64) for key, value in training.start(sizes, 4, 2, chance).items()
    }

    def loss() -> float:
        found = net.scores(params, data.own, data.around, rows, data.context)
        wanted = np.full(found.shape, training.SMOOTH / 2)
        wanted[rows, data.target] += 1 - training.SMOOTH
        return float(-((wanted * found).sum(axis=1) * data.weights).mean())

    slope = training.step(params, data, rows, chance)[name]
    for table in net.TABLES:
        params[table][net.NOTHING] = 0.0
    if name in net.TABLES:
        slope[net.NOTHING] = 0.0  # stays zero whatever its slope
    place = np.unravel_index(np.argmax(np.abs(slope)), slope.shape)
    small = 1e-4
    params[name][place] += small
    above = loss()
    params[name][place] -= 2 * small
    measured = (above - loss()) / (2 * small)
    assert slope[place] == pytest.approx(measured, rel=0.02)


def test_it_learns_and_gives_the_same_bytes(data):
    recipe = training.Recipe(weight=1.0, epochs=40, members=1)
    first, second = (training.fit(data, recipe) for _ in range(2))
    for name, value in first.tensors().items():
        assert (value == second.tensors()[name]).all(), name
    rows = np.arange(len(data.target))
    found = training.held_scores(data, recipe, rows, rows)
    assert (found.argmax(axis=1) == data.target).all()
