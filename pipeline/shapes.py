"""What the arrays and names of a pack must agree on, so that a lying pack is refused when loaded.

Checked is what every release of a task has had; what a later release adds is its own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import PackError

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
    }
    if task not in checks:
        return
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
    return _networks(tensors, data["network"], len(names)) if "network" in data else ""


def _networks(tensors: Tensors, told: Any, classes: int) -> str:
    """Networks beside a linear model: tables of the words told, layers that fit one another."""
    members, weight = told["members"], told["weight"]
    if type(members) is not int or not 1 <= members <= 16 or not 0 < weight < 1e6:
        return "число сетей и их вес"
    if not _texts(told["lemmas"]) or not _texts(told["shapes"]):
        return "слова сетей"
    for number in range(members):
        size = {
            name.removeprefix(f"network{number}_"): value.shape
            for name, value in tensors.items()
            if name.startswith(f"network{number}_")
        }
        parts = ("projection", "lemmas", "shapes", *({"senses"} & set(size)))
        token = sum(size[name][1] for name in parts)
        runs = size["filters"][1]
        joined = runs + size["context"][1] + size["around"][1]
        wanted = {
            "lemmas": (len(told["lemmas"]) + 2, size["lemmas"][1]),
            "shapes": (len(told["shapes"]) + 2, size["shapes"][1]),
            "filters": (token, runs),
            "filters_bias": (runs // 2,),
            "around": (runs, size["around"][1]),
            "hidden": (joined, size["hidden"][1]),
            "out": (size["hidden"][1], classes),
        }
        wanted |= {
            f"{name}_bias": (size[name][1],) for name in ("context", "around", "hidden", "out")
        }
        fault = next((name for name, shape in wanted.items() if size[name] != shape), "")
        if fault:
            return f"слой сети «{fault}»"
    return ""


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
