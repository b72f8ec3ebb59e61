"""Training by contrast: it learns, it repeats itself to the byte, it says what is wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline import packs
from pipeline.encode.static import StaticEncoder
from pipeline.errors import InputError
from pipeline.train import encoder, encoder_pack
from pipeline.train.encoder_data import Stream, file_streams
from pipeline.train.encoder_start import Start

MATTERS = [
    "яма асфальт дорога колея выбоина",
    "врач поликлиника больница терапевт запись",
    "фонарь темно освещение лампа свет",
    "мусор свалка контейнер отход вывоз",
]


@pytest.fixture
def small_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start of a few words with vectors by chance, in place of Navec."""
    words = " ".join(MATTERS).split() + [f"слово{n}" for n in range(400)]
    rows = np.random.default_rng(1).normal(size=(len(words), 300)).astype(np.float32)
    start = Start(words, rows, np.arange(len(words), 0, -1).astype(np.float64))
    monkeypatch.setattr(encoder, "lemma_start", lambda: start)
    monkeypatch.setattr(encoder_pack, "BUCKETS", 512)


def write_pairs(path: Path) -> Path:
    """Pairs of one matter whose sides share no word."""
    chance = np.random.default_rng(0)
    lines = ["text_a,text_b"]
    for _ in range(200):
        words = list(chance.permutation(MATTERS[chance.integers(len(MATTERS))].split()))
        lines.append(f"{' '.join(words[:2])},{' '.join(words[2:])}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def trained(path: Path, root: Path) -> StaticEncoder:
    encoder_pack.train_encoder(path, "try", root, steps=150)
    return StaticEncoder.from_pack(packs.load("encoder", "try", root))


def test_words_of_one_matter_come_together(small_start: None, tmp_path: Path) -> None:
    found = trained(write_pairs(tmp_path / "pairs.csv"), tmp_path / "models")
    rows = found.vectors([["яма"], ["выбоина"], ["терапевт"], ["свет"]])
    assert rows[0] @ rows[1] > max(rows[0] @ rows[2], rows[0] @ rows[3]) + 0.3


def test_strange_words_of_the_news_are_left_out(small_start: None, tmp_path: Path) -> None:
    """«слово7» is in no dictionary and in no text: such words of Navec are mostly surnames."""
    found = trained(write_pairs(tmp_path / "pairs.csv"), tmp_path / "models")
    assert set(found.words) == set(" ".join(MATTERS).split())


def test_the_same_training_gives_the_same_bytes(small_start: None, tmp_path: Path) -> None:
    data = write_pairs(tmp_path / "pairs.csv")
    for name in ("one", "two"):
        encoder_pack.train_encoder(data, "try", tmp_path / name, steps=20)
    one, two = (tmp_path / name / "encoder" / "try" for name in ("one", "two"))
    assert [path.read_bytes() for path in sorted(one.iterdir())] == [
        path.read_bytes() for path in sorted(two.iterdir())
    ]


def test_halves_of_texts_are_enough(small_start: None, tmp_path: Path) -> None:
    data = tmp_path / "texts.csv"
    data.write_text("text\n" + "\n".join(f"{m} {m}" for m in MATTERS * 20), encoding="utf-8")
    assert trained(data, tmp_path / "models").vectors([["яма", "колея"]]).any()


def test_a_training_does_not_touch_the_current_model(small_start: None, tmp_path: Path) -> None:
    trained(write_pairs(tmp_path / "pairs.csv"), tmp_path / "models")
    assert packs.current("encoder", tmp_path / "models") is None


def test_a_file_without_texts_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "x.csv"
    data.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="text_a"):
        file_streams(data)


def test_proper_names_inside_a_sentence_are_no_matter(tmp_path: Path) -> None:
    data = tmp_path / "x.csv"
    data.write_text("text_a,text_b\nЯма на улице Ленина,Дорога\n", encoding="utf-8")
    assert file_streams(data)[0].left == [["яма", "улица"]]


def test_pairs_of_one_matter_are_no_negatives() -> None:
    stream = Stream("x", 1.0, [["а"], ["б"]], [["а"], ["б"]], ["м", "м"])
    left, right, rows, groups = encoder._drawer(stream, {"а": 0, "б": 1})[1](  # type: ignore[index]
        np.random.default_rng(0)
    )
    assert left.shape == right.shape == (2, len(rows)) and groups.tolist() == [0, 0]
