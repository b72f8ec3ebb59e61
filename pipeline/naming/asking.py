"""One question to a language model in the user's own network, by the OpenAI-compatible protocol.

Nothing is sent anywhere else: the address must be private (RFC 1918, RFC 4193, loopback,
link-local) or its host named in the settings; no proxy is used and no redirect followed.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import SettingsError

_LONGEST_ANSWER = 64 * 1024  # bytes read of an answer


class NoAnswerError(Exception):
    """The model gave no answer that can be read; says why, in Russian."""


@dataclass(frozen=True)
class Endpoint:
    """Where to ask: `url` is the base («http://10.0.0.5:8000/v1»), `model` the model's name."""

    url: str
    model: str
    timeout_s: float = 20.0

    def ask(self, messages: Sequence[dict[str, str]]) -> str:
        """The text of the answer; raises NoAnswerError whatever goes wrong."""
        body = {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "seed": 0,
            "max_tokens": 200,
        }
        request = urllib.request.Request(  # noqa: S310  (the scheme is checked in `endpoint`)
            self.url.rstrip("/") + "/chat/completions",
            data=json.dumps(body, ensure_ascii=False).encode("utf-8"),
            headers={"Content-Type": "application/json"},
            method="POST",
        )
        try:
            with _opener().open(request, timeout=self.timeout_s) as response:
                content = response.read(_LONGEST_ANSWER + 1)
        except (OSError, ValueError, urllib.error.URLError) as error:
            raise NoAnswerError(f"нет ответа: {error}") from error
        return _text(content)


def endpoint(url: str, model: str, host: str = "", timeout_s: float = 20.0) -> Endpoint:
    """The endpoint of the settings; SettingsError for an address outside the user's network."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(
            f"names.url = «{url}» — не адрес", remedy="Пример: http://127.0.0.1:8000/v1"
        )
    if parts.hostname != host and not _private(parts.hostname):
        raise SettingsError(
            f"names.url ведёт за пределы вашей сети: «{parts.hostname}»",
            remedy="Тексты уйдут туда, только если назвать этот узел в names.host",
        )
    return Endpoint(url, model, timeout_s)


def _private(host: str) -> bool:
    """True when every address of a host is of a private network."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
        addresses = [ipaddress.ip_address(str(address).split("%")[0]) for address in found]
    except (OSError, ValueError):
        return False
    return bool(addresses) and all(
        (a.is_private or a.is_loopback or a.is_link_local) and not a.is_unspecified
        for a in addresses
    )


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """No address but the one that was allowed."""


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())


def _text(content: bytes) -> str:
    if len(content) > _LONGEST_ANSWER:
        raise NoAnswerError("ответ слишком длинный")
    try:
        text = json.loads(content)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise NoAnswerError("ответ не по протоколу") from error
    if not isinstance(text, str):
        raise NoAnswerError("ответ не по протоколу")
    return text
