"""Cleaning: items as read become answers with personal data masked and a status each.

`stage` and `sources` bring the analyzer of personal data, a second of start-up: nothing is imported
here, so that who needs the spelling alone (`veche label`) starts without it.
"""
