"""The desk over TLS with a certificate of a real authority, made here by openssl."""

from __future__ import annotations

import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from desk_people import PASSWORD, QUICK

from pipeline.errors import InputError
from pipeline.serve.accounts import Accounts
from pipeline.serve.certificate import check

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl is installed")
VECHE = [sys.executable, "-m", "pipeline.cli"]


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ca.pem, cert.pem with key.pem for localhost, other.key, locked.key."""
    folder = tmp_path_factory.mktemp("tls")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl(folder, "req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30",
            "-subj", "/CN=veche test authority", "-addext", "keyUsage=critical,keyCertSign")  # fmt: skip
    openssl(
        folder, "req", *curve, "-keyout", "key.pem", "-out", "req.pem", "-subj", "/CN=localhost"
    )
    (folder / "ext").write_text(
        "subjectAltName=DNS:localhost,IP:127.0.0.1\nauthorityKeyIdentifier=keyid\n"
    )
    openssl(folder, "x509", "-req", "-in", "req.pem", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-days", "7", "-extfile", "ext", "-out", "cert.pem")  # fmt: skip
    openssl(folder, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "other.key")
    openssl(
        folder, "pkcs8", "-topk8", "-in", "key.pem", "-out", "locked.key", "-passout", "pass:abc"
    )
    (folder / "words.txt").write_text("просто слова", encoding="utf-8")
    return folder


@pytest.mark.parametrize("cert, key, message", [
    ("cert.pem", "other.key", "ключ не от этого сертификата"),
    ("cert.pem", "locked.key", "ключ закрыт паролем"),
    ("cert.pem", "words.txt", "в файле нет ключа"),
    ("words.txt", "key.pem", "в файле нет сертификата"),
    ("key.pem", "key.pem", "в файле нет сертификата"),
    ("cert.pem", "nowhere.pem", "нет такого файла"),
])  # fmt: skip
def test_files_that_do_not_fit_are_one_sentence(made, cert, key, message):
    with pytest.raises(InputError, match=message):
        check(made / cert, made / key)


@pytest.mark.parametrize("year, message", [(2060, "просрочен"), (2001, "начнёт действовать")])
def test_a_certificate_out_of_its_time(made, year, message):
    with pytest.raises(InputError, match=message):
        check(made / "cert.pem", made / "key.pem", datetime(year, 1, 1, tzinfo=UTC))


def test_files_that_fit(made):
    assert check(made / "cert.pem", made / "key.pem") is True
    assert check(None, None) is False


@pytest.fixture
def address(made, folder, tmp_path):
    """The address of a real `veche serve` for the network, with TLS."""
    accounts = Accounts(folder.parent, QUICK)
    accounts.add("Анна", "analyst", "", PASSWORD)
    accounts.close()
    raw = tmp_path / "raw" / "city"
    raw.mkdir(parents=True)
    process = subprocess.Popen(
        [*VECHE, "serve", str(raw), "--host", "0.0.0.0", "--port", "0", "--out", str(folder.parent),
         "--tls-cert", str(made / "cert.pem"), "--tls-key", str(made / "key.pem")],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    said = process.stdout.readline()
    yield f"https://localhost:{re.search(r'https://0.0.0.0:([0-9]+)/', said)[1]}"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


@pytest.mark.slow
def test_the_desk_speaks_tls_and_nothing_else(address, made):
    context = ssl.create_default_context(cafile=str(made / "ca.pem"))
    with httpx2.Client(base_url=address, verify=context, timeout=60) as client:
        answer = client.post("/login", data={"name": "Анна", "password": PASSWORD})
        assert answer.status_code == 303
        for cookie in answer.headers.get_list("set-cookie"):
            assert {"Secure", "HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
        page = client.get("/")
        assert page.status_code == 200 and "Анна" in page.text
        assert int(page.headers["strict-transport-security"].partition("=")[2]) >= 31536000
    with pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx2.get(address, timeout=60, trust_env=False)  # an authority that nobody named
    with pytest.raises(httpx2.TransportError):
        httpx2.get(address.replace("https", "http"), timeout=60)
