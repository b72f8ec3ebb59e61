"""The moderators' desk: `veche serve`. Pages over a finished run, and decisions about it."""
