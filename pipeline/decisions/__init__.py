"""Decisions of people over a run: an append-only log, what it makes of the run, labels from it.

`log` keeps them, `base` reads a run, `carry` finds a decision's targets in another run, `state`
folds decisions into differences, `cards` shows a run with those differences, `labels` and
`corrected` give them back to training and to `veche run`.
"""
