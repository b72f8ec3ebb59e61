"""What the arrays and names of a pack must agree on, so that a lying pack is refused when loaded.

Checked is what every release of a task has had; what a later release adds is its own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import PackError

_PLACES = 160  # pieces of the longest reading, LONGEST of `statements.pieces`
Tensors = Mapping[str, np.ndarray]
Data = Mapping[str, Any]


def check(task: str, tensors: Tensors, data: Data, folder: Path) -> None:
    """PackError when arrays and names of a pack of a known task contradict each other."""
    checks: dict[str, Callable[[Tensors, Data], str]] = {
        "roles": lambda arrays, files: _linear(arrays, files, "roles"),
        "directions": lambda arrays, files: _linear(arrays, files, "ids"),
        "encoder": _encoder,
        "topics": _topics,
        "nonanswers": _hashed,
        "reader": _reader,
    }
    if task not in checks:
        return
    if "network" in data:
        raise PackError(
            "модель с сетями прежних выпусков больше не читается",
            file=folder,
            remedy=f"Обучите её заново или верните поставленную: veche models promote {task} "
            "ВЕРСИЯ --why «причина»",
        )
    try:
        fault = checks[task](tensors, data)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        fault = f"не хватает части {error}"
    if fault:
        raise PackError(
            f"части модели не сходятся: {fault}",
            file=folder,
            remedy="Верните папку модели из архива",
        )


def _linear(tensors: Tensors, data: Data, classes: str) -> str:
    """A linear model over vocabularies: weights, one scale a feature, bias, idf of each block."""
    model, vocabulary = data["model"], data["vocabulary"]
    names, temperature = model[classes], model["temperature"]
    if not _texts(names) or len(set(names)) < 2:
        return "имена классов"
    if type(temperature) not in (int, float) or not 0 < temperature < 1e6:
        return "температура"
    weights = tensors["weights"]
    if weights.ndim != 2 or weights.shape[1] != len(names):
        return "веса и классы"
    if tensors["weight_scales"].shape != (weights.shape[0],):
        return "веса и их масштабы"
    if tensors["bias"].shape != (len(names),):
        return "сдвиги и классы"
    for block, terms in vocabulary.items():
        if not _texts(terms) or len(set(terms)) != len(terms):
            return f"словарь «{block}»"
        if tensors[f"idf_{block}"].shape != (len(terms),):
            return f"словарь «{block}» и его веса"
    if weights.shape[0] < sum(len(terms) for terms in vocabulary.values()):
        return "веса и словарь"
    return _careful(model.get("careful"))


def _careful(told: Any) -> str:
    """What a linear model says of the reader, where it says anything."""
    if told is None:
        return ""
    numbers = ("below", "weight", "temperature")
    if set(told) != {"reader", *numbers} or not isinstance(told["reader"], str):
        return "внимательное чтение"
    sizes = [told[name] for name in numbers]
    known = all(type(size) in (int, float) and 0 <= size < 1e6 for size in sizes)
    return "" if known and told["temperature"] > 0 else "внимательное чтение"


def _reader(tensors: Tensors, data: Data) -> str:
    """A transformer: a row for each piece, four blocks a layer, a head for roles and directions."""
    told, pieces = data["model"], data["pieces"]
    layers, count = told["layers"], len(pieces["pieces"])
    if type(layers) is not int or not 1 <= layers <= 48:
        return "число слоёв"
    if not _texts(pieces["pieces"]) or len(pieces["scores"]) != count:
        return "части слов и их веса"
    stored = tensors["tokens"]
    if stored.ndim != 2 or len(stored) != count or stored.shape[1] % 3:
        return "части слов и их векторы"
    width = stored.shape[1] // 3 * 4
    wanted: dict[str, tuple[int, ...]] = {"tokens_scale": (count,), "parts": (4, width)}
    for head in ("roles", "directions"):
        if not _texts(told[head]):
            return f"имена классов «{head}»"
        wanted |= {head: (len(told[head]), 2 * width), f"{head}_bias": (len(told[head]),)}
    deep = tensors["layer0_wide_scale"].shape[0]
    for number in range(layers):
        for name, rows, columns in (
            ("attention", width, 3 * width),
            ("joined", width, width),
            ("wide", width, deep),
            ("narrow", deep, width),
        ):
            key = f"layer{number}_{name}"
            wanted[key] = (rows, columns // 4 * 3)
            wanted |= {f"{key}_scale": (columns,), f"{key}_bias": (columns,)}
        for name in ("first_gain", "first_shift", "second_gain", "second_shift"):
            wanted[f"layer{number}_{name}"] = (width,)
    wanted |= {"start_gain": (width,), "start_shift": (width,)}
    if tensors["graph"].dtype != np.uint8 or tensors["places"].shape[1] != width:
        return "граф и места"
    if len(tensors["places"]) < _PLACES:
        return "места длинных высказываний"
    # The weights are handed over; a graph that names another file would have it read.
    graph = tensors["graph"].tobytes()
    if graph.count(b"location") != graph.count(b"j\x13\n\x08location\x12\x07weights"):
        return "граф"
    fault = next((name for name, shape in wanted.items() if tensors[name].shape != shape), "")
    return f"слой «{fault}»" if fault else ""


def _encoder(tensors: Tensors, data: Data) -> str:
    """A static encoder: a row and a scale for each word, and for each hashed n-gram; one width."""
    words, table = data["words"], tensors["table"]
    if not _texts(words) or len(set(words)) != len(words):
        return "список слов"
    if table.ndim != 2 or table.shape[0] != len(words):
        return "слова и векторы"
    if tensors["scales"].shape != (len(words),):
        return "векторы и их масштабы"
    grams = tensors.get("grams")
    if grams is not None:
        if grams.ndim != 2 or grams.shape[1] != table.shape[1]:
            return "ширина векторов"
        if tensors["gram_scales"].shape != (grams.shape[0],):
            return "части слов и их масштабы"
    center = tensors.get("center")
    return "" if center is None or center.shape == (table.shape[1],) else "центр"


def _topics(tensors: Tensors, data: Data) -> str:
    """Topics: a centre for each, and its id and name."""
    topics, centers = data["topics"], tensors["centers"]
    if not isinstance(topics, list) or not _texts([one["id"] for one in topics]):
        return "список тем"
    if not _texts([one["name"] for one in topics]) or not _texts(data["words"]):
        return "имена тем"
    return "" if centers.ndim == 2 and centers.shape[0] == len(topics) else "темы и их центры"


def _hashed(tensors: Tensors, data: Data) -> str:
    """A linear model over hashed features: a weight for each slot, a bias, a threshold."""
    told = data["model"]
    if not all(type(told[name]) in (int, float) for name in ("bias", "threshold", "elsewhere")):
        return "сдвиг и пороги"
    return "" if tensors["weights"].ndim == 1 and len(tensors["weights"]) else "веса"


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
