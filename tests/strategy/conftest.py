"""Makers of tables, shared with the tests of findings."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "findings"))
