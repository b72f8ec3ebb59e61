"""Personal data in Russian free text: found, masked, counted, never kept."""

from pipeline.clean.privacy.found import Found
from pipeline.clean.privacy.masking import PLACEHOLDER, Masked, find_personal, mask_texts

__all__ = ["PLACEHOLDER", "Found", "Masked", "find_personal", "mask_texts"]
