"""Measurements of models and of the Russian pipeline against gold labels."""
