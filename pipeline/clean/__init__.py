"""Cleaning: items as read become answers with personal data masked and a status each."""

from pipeline.clean.stage import Cleaned, clean

__all__ = ["Cleaned", "clean"]
