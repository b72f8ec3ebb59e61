"""The certificate and key of TLS, checked before the desk listens: one plain sentence if wrong."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import InputError

_VERSION, _UTC_TIME = 0xA0, 0x17  # tags of DER (X.690, RFC 5280 4.1)
_BEFORE_VALIDITY = 3  # serial number, algorithm, issuer


def check(cert: Path | None, key: Path | None, now: datetime | None = None) -> bool:
    """True when both are given and fit; False when neither is. InputError says what is wrong."""
    if cert is None and key is None:
        return False
    if cert is None or key is None:
        raise InputError("для TLS нужны и --tls-cert, и --tls-key")
    for path in (cert, key):
        if not path.is_file():
            raise InputError("нет такого файла", file=path)
    _load(cert, key)
    begins, ends = _validity(cert)
    moment = now or datetime.now(UTC)
    if moment > ends:
        raise InputError(
            f"сертификат просрочен: действовал до {ends:%d.%m.%Y}", file=cert,
            remedy="Выпустите новый и укажите его в --tls-cert",
        )  # fmt: skip
    if moment < begins:
        raise InputError(
            f"сертификат начнёт действовать только {begins:%d.%m.%Y}", file=cert,
            remedy="Проверьте часы компьютера или возьмите другой сертификат",
        )  # fmt: skip
    return True


def _load(cert: Path, key: Path) -> None:
    """Do the two fit, as the server itself will read them; a password is never asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    asked = []

    def password() -> str:
        asked.append(True)
        return ""

    try:
        context.load_cert_chain(cert, key, password)
    except (ssl.SSLError, ValueError, OSError) as error:
        if asked:
            raise InputError(
                "ключ закрыт паролем", file=key,
                remedy="Снимите пароль с ключа: openssl pkey -in КЛЮЧ -out БЕЗ_ПАРОЛЯ",
            ) from error  # fmt: skip
        if getattr(error, "reason", "") == "KEY_VALUES_MISMATCH":
            raise InputError(
                "ключ не от этого сертификата", file=key, remedy=f"Нужен ключ к файлу {cert.name}"
            ) from error
        blamed = cert if not _is_certificate(cert) else key
        raise InputError(
            "в файле нет сертификата" if blamed == cert else "в файле нет ключа", file=blamed,
            remedy="Нужен текстовый вид (PEM), где стоит «-----BEGIN …»",
        ) from error  # fmt: skip


def _is_certificate(path: Path) -> bool:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except (ssl.SSLError, OSError):
        return False
    return True


def _validity(cert: Path) -> tuple[datetime, datetime]:
    """From when to when the first certificate of the file is good."""
    text = cert.read_text(encoding="utf-8", errors="replace")
    end = "-----END CERTIFICATE-----"
    first = text[text.index("-----BEGIN CERTIFICATE-----") : text.index(end) + len(end)]
    whole = next(_fields(ssl.PEM_cert_to_DER_cert(first)))[1]
    fields = [field for field in _fields(next(_fields(whole))[1]) if field[0] != _VERSION]
    begins, ends = (_moment(*time) for time in _fields(fields[_BEFORE_VALIDITY][1]))
    return begins, ends


def _fields(der: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each element that stands in a row."""
    place = 0
    while place < len(der):
        tag, size, place = der[place], der[place + 1], place + 2
        if size & 0x80:
            count = size & 0x7F
            size, place = int.from_bytes(der[place : place + count], "big"), place + count
        yield tag, der[place : place + size]
        place += size


def _moment(tag: int, content: bytes) -> datetime:
    """UTCTime has two digits of a year: below 50 they are of this century (RFC 5280 4.1.2.5.1)."""
    text = content.decode("ascii")
    if tag == _UTC_TIME:
        text = ("20" if int(text[:2]) < 50 else "19") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
