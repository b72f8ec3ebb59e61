"""Encoders of other makers, by name or local path; nothing is fetched at run time.

`sentence-transformers:PATH`, `onnx:PATH`, `model2vec:PATH`. Their packages are extras: where one
is missing, the error says what to install.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.encode.static import unit
from pipeline.errors import InputError, did_you_mean

TextEncoder = Callable[[Sequence[str]], np.ndarray]
BATCH = 64


def text_encoder(model: str) -> TextEncoder:
    """The function texts → unit vectors of `kind:name`; InputError when it cannot be had."""
    kind, _, name = model.partition(":")
    makers = {
        "sentence-transformers": _sentence_transformers,
        "onnx": _onnx,
        "model2vec": _model2vec,
    }
    if kind not in makers:
        raise InputError(
            f"неизвестный вид энкодера «{kind}» в encoder.model",
            remedy=did_you_mean(kind, sorted(makers)) or "Возможны: " + ", ".join(sorted(makers)),
        )
    raw = makers[kind](name)
    return lambda texts: unit(np.asarray(raw(texts), dtype=np.float32))


def _sentence_transformers(name: str) -> TextEncoder:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise _missing("sentence-transformers", "pip install 'veche[transformers]'") from error
    try:
        model = SentenceTransformer(name, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise _absent("sentence-transformers", name) from error
    return lambda texts: model.encode(list(texts), batch_size=BATCH, show_progress_bar=False)


def _model2vec(name: str) -> TextEncoder:
    folder = _folder("model2vec", name)
    try:
        from model2vec import StaticModel
    except ImportError as error:
        raise _missing("model2vec", "pip install model2vec") from error
    try:
        model = StaticModel.from_pretrained(folder)
    except (OSError, ValueError, KeyError) as error:
        raise _absent("model2vec", name) from error
    return lambda texts: model.encode(list(texts))


def _onnx(name: str) -> TextEncoder:
    """A folder with model.onnx and tokenizer.json: mean of the last hidden states over tokens."""
    folder = _folder("onnx", name)
    try:
        from onnxruntime import InferenceSession
        from tokenizers import Tokenizer
    except ImportError as error:
        raise _missing("onnx", "pip install tokenizers") from error
    for needed in ("model.onnx", "tokenizer.json"):
        if not (folder / needed).is_file():
            raise InputError(f"в папке модели нет {needed}", file=folder)
    session = InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_padding()
    tokenizer.enable_truncation(512)
    return lambda texts: np.concatenate(
        [
            _mean_states(session, tokenizer.encode_batch(list(texts[start : start + BATCH])))
            for start in range(0, len(texts), BATCH)
        ]
    )


def _mean_states(session: Any, encoded: Sequence[Any]) -> np.ndarray:
    ids = np.array([one.ids for one in encoded], dtype=np.int64)
    mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
    known = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    wanted = {given.name for given in session.get_inputs()}
    states = session.run(None, {name: known[name] for name in sorted(wanted)})[0]
    return (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)


def _folder(kind: str, name: str) -> Path:
    folder = Path(name)
    if not folder.is_dir():
        raise _absent(kind, name)
    return folder


def _missing(kind: str, install: str) -> InputError:
    return InputError(
        f"для энкодера «{kind}» не установлен нужный пакет", remedy=f"Установите: {install}"
    )


def _absent(kind: str, name: str) -> InputError:
    return InputError(
        f"на этом компьютере нет модели «{name}» для энкодера «{kind}»",
        remedy="Скачайте её заранее и укажите папку: encoder.model = "
        f'"{kind}:ПАПКА" (в работе veche ничего не скачивает)',
    )
