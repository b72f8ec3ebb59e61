"""Cleaning: items as read become answers with personal data masked and a status each."""

from pipeline.clean.sources import stored_groups, stored_names, stored_notes
from pipeline.clean.stage import Cleaned, clean

__all__ = ["Cleaned", "clean", "stored_groups", "stored_names", "stored_notes"]
