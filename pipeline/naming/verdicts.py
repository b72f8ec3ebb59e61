"""What a working group's verdict on a thesis says besides: «Тезис 33 отклонить: не надо …»."""

from __future__ import annotations

import re

_THESIS = r"(?:тезис|пункт)\w?\s*(?:№\s*)?\d+(?:\.\d+)*"
_DEED = (
    r"(?:не\s+)?(?:поддержа|отклони|измени|доработа|дополни|исключи|приня|остави|сня|развива|"
    r"уточни|объедини)\w*"
)
_VERDICT = re.compile(
    rf"\W*(?:{_THESIS}(?:\s*[:.,–—-]?\s*{_DEED})?\s*(?:[:.–—-]|$)|(?:(?:а|и)\s+)?{_DEED}\s*:)\s*",
    re.IGNORECASE,
)


def without_verdict(text: str) -> str:
    """The text without the number of a thesis and the verdict on it; "" when it says no more."""
    found = _VERDICT.match(text)
    return text[found.end() :].strip() if found else text
