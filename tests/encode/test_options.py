"""Encoders of other makers: tiny ones made here, and clear words where they cannot be had."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.encode import embed
from pipeline.encode.options import text_encoder
from pipeline.errors import InputError

WORDS = {"[UNK]": 0, "[PAD]": 1, "яма": 2, "дорога": 3, "врач": 4}


def installed(*names: str) -> bool:
    return all(importlib.util.find_spec(name) is not None for name in names)


def test_an_unknown_kind_is_told_with_what_there_is() -> None:
    with pytest.raises(InputError, match="неизвестный вид") as told:
        text_encoder("onx:папка")
    assert "onnx" in str(told.value)


@pytest.mark.parametrize("kind", ["onnx", "model2vec"])
def test_a_folder_that_is_not_there_is_told(kind: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="нет модели"):
        text_encoder(f"{kind}:{tmp_path / 'нет'}")


@pytest.mark.parametrize(("kind", "package"), [("onnx", "tokenizers"), ("model2vec", "model2vec")])
def test_a_missing_package_is_told(kind: str, package: str, tmp_path: Path) -> None:
    if installed(package):
        pytest.skip(f"{package} is installed")
    with pytest.raises(InputError, match="не установлен") as told:
        text_encoder(f"{kind}:{tmp_path}")
    assert "pip install" in str(told.value)


def test_sentence_transformers_are_optional(tmp_path: Path) -> None:
    reason = "нет модели" if installed("sentence_transformers") else "не установлен"
    with pytest.raises(InputError, match=reason):
        text_encoder(f"sentence-transformers:{tmp_path / 'нет'}")


def write_tokenizer(folder: Path) -> None:
    """A tokenizer of whole words."""
    made = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": WORDS, "unk_token": "[UNK]"},
    }
    (folder / "tokenizer.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")


def test_an_onnx_folder_gives_unit_rows(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx", reason="onnx is not installed")
    pytest.importorskip("tokenizers", reason="tokenizers is not installed")
    write_tokenizer(tmp_path)
    table = np.eye(len(WORDS), 4, dtype=np.float32) + 0.1
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Gather", ["table", "input_ids"], ["states"])],
        "tiny",
        [onnx.helper.make_tensor_value_info("input_ids", onnx.TensorProto.INT64, ["n", "m"])],
        [onnx.helper.make_tensor_value_info("states", onnx.TensorProto.FLOAT, ["n", "m", 4])],
        [onnx.numpy_helper.from_array(table, "table")],
    )
    opset = [onnx.helper.make_opsetid("", 13)]
    onnx.save(
        onnx.helper.make_model(graph, opset_imports=opset, ir_version=8), tmp_path / "model.onnx"
    )
    rows = embed(["яма", "яма дорога", "врач"], f"onnx:{tmp_path}")
    assert rows.shape == (3, 4) and np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_an_onnx_folder_without_its_files_is_told(tmp_path: Path) -> None:
    pytest.importorskip("tokenizers", reason="tokenizers is not installed")
    with pytest.raises(InputError, match="model.onnx"):
        text_encoder(f"onnx:{tmp_path}")


def test_a_model2vec_folder_without_a_model_is_told(tmp_path: Path) -> None:
    pytest.importorskip("model2vec", reason="model2vec is not installed")
    with pytest.raises(InputError, match="нет модели"):
        text_encoder(f"model2vec:{tmp_path}")


def test_a_model2vec_folder_gives_unit_rows(tmp_path: Path) -> None:
    model2vec = pytest.importorskip("model2vec", reason="model2vec is not installed")
    tokenizers = pytest.importorskip("tokenizers", reason="tokenizers is not installed")
    write_tokenizer(tmp_path)
    tokenizer = tokenizers.Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    table = np.eye(len(WORDS), 4, dtype=np.float32) + 0.1
    model2vec.StaticModel(table, tokenizer).save_pretrained(tmp_path / "m")
    rows = embed(["яма", "яма дорога", "врач"], f"model2vec:{tmp_path / 'm'}")
    assert rows.shape == (3, 4) and np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
