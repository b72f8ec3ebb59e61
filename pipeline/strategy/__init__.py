"""From findings to what a strategy needs: consensus, draft coverage, sections, changes."""

from pipeline.strategy.changes import changes
from pipeline.strategy.region import Region, read_region
from pipeline.strategy.stage import Strategy, strategy

__all__ = ["Region", "Strategy", "changes", "read_region", "strategy"]
