"""The package's own templates, styles and scripts."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined

from pipeline.report.columns import titled


@cache
def asset(name: str) -> str:
    """The text of a file under assets/."""
    return files("pipeline.report").joinpath("assets", name).read_text("utf-8")


def source(content: str) -> str:
    """How a content security policy names an inline script or style: by its hash."""
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def environment(*names: str) -> Environment:
    """An environment that knows the named templates; everything printed is escaped."""
    made = Environment(
        loader=DictLoader({name: asset(name) for name in names}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["titled"] = titled
    return made
