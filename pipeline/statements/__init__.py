"""Statements: one thought each, with its role, directions and slots."""

from __future__ import annotations

from pipeline.statements.label import label
from pipeline.statements.roles import why
from pipeline.statements.stage import statements

__all__ = ["label", "statements", "why"]
