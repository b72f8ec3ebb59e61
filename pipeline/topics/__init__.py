"""Statements that speak of one matter, gathered into topics with measured quality."""

from pipeline.topics.stage import Topics, topics

__all__ = ["Topics", "topics"]
