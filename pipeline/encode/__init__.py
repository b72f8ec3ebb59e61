"""Statements and texts to vectors: unit rows, close when people speak of the same matter."""

from pipeline.encode.stage import embed, encode

__all__ = ["embed", "encode"]
