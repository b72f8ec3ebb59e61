"""Labelling by people: batches out of a run, labels back, agreement of two annotators."""
