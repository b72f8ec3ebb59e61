"""The Russian language: tokens, morphology, lemmas, syntax, names."""

from __future__ import annotations

from pipeline.russian.annotate import annotate
from pipeline.russian.language import load_russian

__all__ = ["annotate", "load_russian"]
