"""What a password must be like: long, not one that everybody tries first. No rules of composition.

OWASP ASVS 5.0, 6.2: at least 8 characters, at least 64 allowed, common ones refused.
"""

from __future__ import annotations

import re

from pipeline.errors import InputError

SHORTEST, LONGEST = 8, 128
_COMMON = frozenset(
    """password passw0rd qwerty qwertyuiop qwerty123 qwerty1234 asdfghjkl zxcvbnm 1q2w3e4r 1qaz2wsx
    1q2w3e4r5t iloveyou sunshine princess football baseball welcome monkey dragon letmein admin
    administrator master superman batman trustno1 starwars whatever computer internet samsung
    abc abcd abc123 test testtest guest user changeme secret default moderator analyst viewer veche
    пароль йцукен йцукенгшщз фывапролдж админ администратор модератор аналитик привет любовь
    солнышко россия москва город стратегия новокузнецк кемерово кузбасс вече спартак наташа марина
    максим андрей светлана gfhjkm ghbdtn vfrcbv fylhtq yfnfif cdtnf vfhbyf k.,jdm hjccbz
    """.split()
)


def check_password(password: str, name: str) -> None:
    """Raise InputError, with what to do, for a password that is easily guessed."""
    if len(password) < SHORTEST:
        raise InputError(
            f"пароль короче {SHORTEST} знаков", remedy="Лучше всего — четыре случайных слова"
        )
    if len(password) > LONGEST:
        raise InputError(f"пароль длиннее {LONGEST} знаков")
    bare = re.sub(r"[\W\d_]+$|^[\W\d_]+", "", password.casefold())
    repeated = len(set(password)) < 4 or _run_of_keys(password.casefold())
    if bare in _COMMON or not bare or repeated or bare == name.casefold():
        raise InputError(
            "такой пароль подбирают первым", remedy="Лучше всего — четыре случайных слова"
        )


def _run_of_keys(password: str) -> bool:
    """Is it one run of the keyboard or the alphabet, like 12345678."""
    steps = {ord(b) - ord(a) for a, b in zip(password, password[1:], strict=False)}
    return len(steps) == 1
