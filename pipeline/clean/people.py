"""Pseudonyms of respondents: the same person, the same sign; no way back without the key."""

from __future__ import annotations

import hashlib
import hmac

_DEFAULT_KEY = "veche: pseudonyms of respondents"


def pseudonym(scope: str, respondent: str, key: str) -> str:
    """A sign such as «р-3f9a1c…» of the respondent `respondent` of the survey `scope`.

    HMAC over keyed BLAKE2b: whoever lacks `key` (settings.privacy.key) cannot try identifiers
    one by one. With an empty key the sign is stable but can be tried.
    """
    return "р-" + signed(f"{scope}\x1f{respondent}", key, 12)


def signed(text: str, key: str, digits: int) -> str:
    """The first hex digits of a text's HMAC under `key`."""
    secret = (key or _DEFAULT_KEY).encode("utf-8")
    return hmac.new(secret, text.encode("utf-8"), hashlib.blake2b).hexdigest()[:digits]
