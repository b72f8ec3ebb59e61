"""The network over words: a text is judged alone, whatever stands beside it in a batch."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from pipeline import packs
from pipeline.errors import PackError
from pipeline.statements import sentence_net as net
from pipeline.statements.lexicon import lexicon
from pipeline.statements.roles import read_units
from pipeline.train import sentence_net as training

TEXTS = ["Нет света", "", "Прошу построить мост через реку", "да"]


@pytest.fixture(scope="module")
def units():
    return read_units(pd.DataFrame({"text": TEXTS}))


@pytest.fixture(scope="module")
def whole(units):
    """A network with the parameters that training starts from."""
    lemmas, shapes = ["мост", "нет", "свет"], ["N.nom", "V.pres.1"]
    params = training.start(
        {"lemmas": 5, "shapes": 4, "senses": lexicon().senses}, 3, 2, np.random.default_rng(0)
    )
    return net.SentenceNet(net.places(lemmas), net.places(shapes), (params,), 1.0)


def context(rows: int) -> sparse.csr_matrix:
    return sparse.csr_matrix(np.ones((rows, 3), np.float32))


def test_scores_are_log_chances(whole, units):
    found = whole.scores(units, units[::-1], context(len(units)))
    assert np.exp(found).sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_a_text_is_judged_alone(whole, units):
    together = whole.scores(units, units[::-1], context(len(units)))
    for place, one in enumerate(units):
        alone = whole.scores([one], [units[-1 - place]], context(1))
        assert alone[0] == pytest.approx(together[place], abs=1e-5)


def test_runs_never_cross_from_text_to_text():
    layout = net.lay(np.array([0, 3]), np.array([3, 2]))
    assert layout.source.tolist() == [-1, -1, 0, 1, 2, -1, -1, 3, 4, -1, -1]
    for width in net.WIDTHS:
        for first, end, own in zip(layout.first, layout.ends, [{0, 1, 2}, {3, 4}], strict=True):
            rows = range(first - width + 1, end)
            touched = [set(layout.source[row : row + width]) - {-1} for row in rows]
            assert all(touched)
            assert set().union(*touched) == own


def test_context_that_came_later_is_left_out(whole, units):
    wide = sparse.hstack([context(len(units)), context(len(units))], format="csr")
    expected = whole.scores(units, units, context(len(units)))
    assert (whole.scores(units, units, wide) == expected).all()


def test_tensors_and_contents_make_the_same_network(whole, units):
    again = net.SentenceNet.from_pack({"network": whole.contents()}, whole.tensors())
    assert again is not None
    before = whole.scores(units, units, context(len(units)))
    after = again.scores(units, units, context(len(units)))
    assert after == pytest.approx(before, abs=0.02)  # half precision


@pytest.mark.parametrize("layer", ["", "out", "lemmas", "filters", "hidden_bias"])
def test_a_pack_whose_layers_do_not_fit_is_refused(whole, tmp_path, layer):
    linear = {
        "weights": np.zeros((1, 2), np.int8),
        "weight_scales": np.ones(1, np.float32),
        "bias": np.zeros(2),
        "idf_words": np.ones(1, np.float32),
    }
    tensors = linear | whole.tensors()
    if layer:
        tensors[f"network0_{layer}"] = tensors[f"network0_{layer}"][..., :-1]
    if layer == "lemmas":
        tensors["network0_lemmas"] = whole.tensors()["network0_lemmas"][:-1]
    data = {
        "vocabulary": {"words": ["мост"]},
        "model": {"roles": ["problem", "solution"], "temperature": 1.0},
        "network": whole.contents(),
    }
    packs.save("roles", "one", tensors=tensors, data=data, meta={}, card="", root=tmp_path)
    if layer:
        with pytest.raises(PackError, match="не сходятся"):
            packs.load("roles", "one", tmp_path)
    else:
        assert packs.load("roles", "one", tmp_path).data["network"]["members"] == 1


@pytest.fixture(scope="module")
def bare(units):
    """A network without a table of senses, as packs up to 1.4 have."""
    lemmas, shapes = ["мост", "нет", "свет"], ["N.nom", "V.pres.1"]
    params = training.start({"lemmas": 5, "shapes": 4}, 3, 2, np.random.default_rng(0))
    return net.SentenceNet(net.places(lemmas), net.places(shapes), (params,), 1.0)


def test_a_network_without_senses_is_read_and_scores(bare, units):
    again = net.SentenceNet.from_pack({"network": bare.contents()}, bare.tensors())
    assert again is not None
    before = bare.scores(units, units, context(len(units)))
    assert again.scores(units, units, context(len(units))) == pytest.approx(before, abs=0.02)


def test_a_network_of_another_lexicon_is_refused(whole):
    tensors = whole.tensors()
    tensors["network0_senses"] = tensors["network0_senses"][:-1]
    with pytest.raises(PackError, match="другим словарём"):
        net.SentenceNet.from_pack({"network": whole.contents()}, tensors)
