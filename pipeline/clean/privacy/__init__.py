"""Personal data in Russian free text: found, masked, counted, never kept."""

from pipeline.clean.privacy.masking import Masked, mask_texts

__all__ = ["Masked", "mask_texts"]
