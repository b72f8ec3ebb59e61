"""What changed between two runs: sessions, waves, or the same survey before and after."""

from pipeline.comparing.compare import Comparison, compare
from pipeline.comparing.opening import open_either

__all__ = ["Comparison", "compare", "open_either"]
