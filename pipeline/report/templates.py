"""The package's own templates, styles and scripts."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined


@cache
def asset(name: str) -> str:
    """The text of a file under assets/."""
    return files("pipeline.report").joinpath("assets", name).read_text("utf-8")


@cache
def environment(*names: str) -> Environment:
    """An environment that knows the named templates; everything printed is escaped."""
    return Environment(
        loader=DictLoader({name: asset(name) for name in names}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
