"""What a stage of the flow is: a function from what stages before it made to what it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from pipeline.settings import Dataset, Settings

Made = dict[str, Any]


@dataclass(frozen=True)
class Inputs:
    """What a stage function is given: the dataset, the settings, and what stages before it made."""

    dataset: Dataset
    settings: Settings
    made: Mapping[str, Any]
    executor: Executor
    progress: Callable[[int, int], None]


@dataclass(frozen=True)
class Stage:
    """One stage: what it needs and makes, and what else its result depends on."""

    name: str
    title: str
    run: Callable[[Inputs], Made]
    needs: tuple[str, ...]
    makes: tuple[str, ...]
    settings: tuple[str, ...]  # sections
    code: tuple[str, ...]  # packages under pipeline/
    models: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # task -> its setting
    kept: bool = True  # False: cheaper to work out again than to keep
