"""Recurring problems, solutions, objections and visions, and which solution answers which problem.

`findings` is the stage; `carry` keeps the ids of a former run.
"""

from pipeline.findings.identity import carry
from pipeline.findings.stage import Findings, findings

__all__ = ["Findings", "carry", "findings"]
