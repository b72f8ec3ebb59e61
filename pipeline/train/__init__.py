"""Training: labelled or plain data to a new version of a model pack; the current one stays."""
