"""Starting the desk: where it listens, who may come in, what it says to who started it."""

from __future__ import annotations

import ipaddress
import secrets
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from pipeline import runs, settings
from pipeline.errors import InputError
from pipeline.serve import certificate
from pipeline.serve.accounts import Accounts


def accounts(out: Path | None) -> Accounts:
    """The accounts beside the runs."""
    return Accounts(out or runs.PROCESSED)


def serve(
    dataset: Path,
    host: str,
    port: int,
    out: Path | None,
    names: Sequence[str],
    tls_cert: Path | None,
    tls_key: Path | None,
) -> None:
    """Serve the desk of a dataset until stopped. InputError says what is missing."""
    import uvicorn
    from filelock import FileLock, Timeout

    from pipeline.decisions.log import FILE, Log
    from pipeline.serve.app import LOOPBACK, create
    from pipeline.serve.room import Room

    described = _described(dataset, out)
    local, secure = _is_loopback(host), certificate.check(tls_cert, tls_key)
    known = accounts(out)
    if not local and not known.people():
        raise InputError(
            f"на адресе {host} стол виден другим, а учётных записей нет",
            remedy="Сначала: veche user add ИМЯ --role analyst",
        )
    folder = (out or runs.PROCESSED) / dataset.resolve().name
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".desk.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise InputError(
            "этот набор уже открыт другим veche serve",
            file=folder,
            remedy="Остановите тот или откройте его страницу",
        ) from error
    with socket.socket(_family(host), socket.SOCK_STREAM) as listening:
        _bind(listening, host, port)
        port = listening.getsockname()[1]
        key = secrets.token_urlsafe(24) if local and not known.people() else ""
        room = Room(described, folder, Log(folder / FILE))
        threading.Thread(target=room.warm, daemon=True).start()
        app = create(
            room, known, start_key=key,
            names=[*LOOPBACK, *names, *([] if local else [host, socket.gethostname()])],
            addresses=not local, secure=secure,
        )  # fmt: skip
        _say(host, port, key, secure, local)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False,
            proxy_headers=False, ssl_certfile=tls_cert, ssl_keyfile=tls_key,
            timeout_graceful_shutdown=3,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])


def _described(dataset: Path, out: Path | None) -> settings.Dataset:
    if dataset.is_dir():
        return settings.load(dataset)[0]
    if ((out or runs.PROCESSED) / dataset.name).is_dir():
        return settings.Dataset(dataset, dataset.name)  # the raw files were taken away
    raise InputError(
        "нет такой папки с данными", file=dataset, remedy="Проверьте путь: data/raw/<набор>"
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _bind(listening: socket.socket, host: str, port: int) -> None:
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        raise InputError(
            f"адрес {host}:{port} занят или недоступен", remedy="Укажите другой --port"
        ) from error


def _say(host: str, port: int, key: str, secure: bool, local: bool) -> None:
    shown = f"[{host}]" if ":" in host else host
    address = f"{'https' if secure else 'http'}://{shown}:{port}/"
    lines = [f"Стол модераторов: {address}"]
    if key:
        lines.append(f"Войти (адрес сработает один раз): {address}start?key={key}")
    if not local and not secure:
        lines.append(
            "Внимание: без TLS пароли и ответы идут по сети открыто. "
            "Добавьте --tls-cert и --tls-key."
        )
    lines.append("Остановить: Ctrl+C. Решения записываются сразу.")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
