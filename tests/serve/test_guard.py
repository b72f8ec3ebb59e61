"""Hosts, origins, tokens, sessions, passwords, headers."""

import re
import time

import pytest
from desk_people import PASSWORD, PEOPLE, QUICK

from pipeline.errors import InputError
from pipeline.serve import access, accounts
from pipeline.serve.accounts import Accounts
from pipeline.serve.guard import COOKIE, DEVICE
from pipeline.serve.limits import LoginLimits
from pipeline.serve.refusals import TooOften

CHANGING = [path for method, path in access.ROUTES if method == "POST"]
HOSTS = ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:80",
         "", "[::1", "127.0.0.1@evil.example", "0x7f.1", "127.1.1.1", "192.168.0.7"]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_strange_hosts_are_refused_on_every_route(come, host):
    for path in ("/", "/login", "/static/desk.css", "/cards", "/nowhere"):
        assert come("Анна").get(path, headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:8000", "LOCALHOST"])
def test_our_own_names_pass(come, host):
    assert come("").get("/login", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", CHANGING)
def test_changes_need_the_token_the_origin_and_a_form(app, come, path):
    anna = come("Анна")
    address = path.replace("{action}", "open")
    before = app.state.room.log.last
    if path not in ("/login", "/start"):
        assert anna.client.post(address, data={}).status_code == 403
        assert anna.client.post(address, data={"csrf": "x" * 32}).status_code == 403
        assert anna.client.post(f"{address}?csrf={anna.csrf}", data={}).status_code == 403
    for origin in (
        "http://evil.example",
        "null",
        "http://127.0.0.1:9999",
        "https://127.0.0.1.evil.example",
    ):
        answer = anna.client.post(address, data={"csrf": anna.csrf}, headers={"origin": origin})
        assert answer.status_code == 403, origin
    for site in ("cross-site", "same-site"):
        answer = anna.client.post(
            address, data={"csrf": anna.csrf}, headers={"sec-fetch-site": site}
        )
        assert answer.status_code == 403
    for kind in ("text/plain", "application/json", ""):
        answer = anna.client.post(
            address, content=f"csrf={anna.csrf}", headers={"content-type": kind}
        )
        assert answer.status_code == 403
    assert anna.get(address).status_code in (200, 405)  # nothing changes by looking
    assert anna.client.request("DELETE", address).status_code in (403, 404, 405)
    assert app.state.room.log.last == before


def test_a_token_of_another_session_is_refused(app, come):
    anna, boris = come("Анна"), come("Борис")
    answer = boris.client.post("/decide/open", data={"csrf": anna.csrf})
    assert answer.status_code == 403


def test_every_answer_carries_the_headers(app, come):
    paths = ["/", "/login", "/static/desk.css", "/nowhere", "/log.csv", "/live?since=0"]
    for answer in [come("Анна").get(path) for path in paths] + [come("").get("/cards")]:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"
    assert come("Анна").get("/cards").headers["cache-control"] == "no-store"


def test_too_large_and_endless_requests_are_refused(come):
    anna = come("Анна")
    assert anna.post("/decide/note", text="я" * 600_000).status_code == 413
    stream = anna.client.post("/decide/note", content=(b"a=1&" for _ in range(10)),
                              headers={"content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert stream.status_code == 411


def test_the_cookie_is_closed_to_scripts_and_other_sites(come):
    answer = come("").client.post("/login", data={"name": "Анна", "password": PASSWORD})
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie
    token = re.search(f"{COOKIE}=([^;]+)", cookies[0])[1]
    assert len(token) >= 43  # 256 bits


def test_a_session_ends_when_the_person_leaves(come):
    anna = come("Анна")
    token = anna.client.cookies[COOKIE]
    assert anna.post("/logout").status_code == 303
    anna.client.cookies.set(COOKIE, token)
    assert anna.get("/").status_code == 303


def test_coming_in_makes_a_new_session_and_ends_the_old(app, come):
    visitor = come("")
    visitor.client.cookies.set(COOKIE, "fixed-by-an-attacker")
    visitor.client.post("/login", data={"name": "Анна", "password": PASSWORD})
    tokens = [c.value for c in visitor.client.cookies.jar if c.name == COOKIE]
    assert "fixed-by-an-attacker" not in tokens[-1:]
    assert app.state.accounts.session("fixed-by-an-attacker", False) is None


def test_sessions_end_by_themselves(app, come, monkeypatch):
    token, known = come("Анна").client.cookies[COOKIE], app.state.accounts
    assert known.session(token, False) is not None
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + accounts.IDLE + 1)
    assert known.session(token, False) is None
    monkeypatch.setattr(time, "time", lambda: now)
    assert known.session(token, False) is None  # it stays ended


def test_a_removed_person_is_out_at_once(app, come):
    anna = come("Анна")
    app.state.accounts.remove("Анна")
    assert anna.get("/").status_code == 303


def test_tokens_and_passwords_are_not_kept_as_they_are(app, come, tmp_path):
    token = come("Анна").client.cookies[COOKIE]
    content = b"".join(p.read_bytes() for p in tmp_path.glob("accounts.sqlite*"))
    assert token.encode() not in content and PASSWORD.encode() not in content
    assert b"$argon2id$" in content
    assert (tmp_path / "accounts.sqlite").stat().st_mode & 0o077 == 0


def test_a_readable_accounts_file_is_refused(tmp_path):
    Accounts(tmp_path, QUICK).close()
    (tmp_path / "accounts.sqlite").chmod(0o644)
    with pytest.raises(InputError, match="chmod 600"):
        Accounts(tmp_path, QUICK)


def test_two_installs_have_different_secrets(tmp_path):
    one, two = Accounts(tmp_path / "a", QUICK), Accounts(tmp_path / "b", QUICK)
    assert one.device("Анна") != two.device("Анна")


def test_wrong_names_and_passwords_look_the_same(come):
    answers = [come("").client.post("/login", data={"name": n, "password": "не тот пароль"})
               for n in ("Анна", "Никого такого")]  # fmt: skip
    assert [a.status_code for a in answers] == [401, 401]
    texts = [re.sub('value="[^"]*"', "", a.text) for a in answers]
    assert texts[0] == texts[1]


def test_guessing_is_slow_and_locks_nobody_out(app, come):
    known_device = come("Борис").client.cookies[DEVICE]
    evaluated = 0
    seen = app.state.accounts.verify
    calls = []
    app.state.accounts.verify = lambda n, p: calls.append(n) or seen(n, p)
    limits = app.state.login_limits
    for number in range(100):
        answer = come("").client.post(
            "/login", data={"name": "Борис", "password": f"попытка {number}"}
        )
        evaluated += answer.status_code == 401
    assert evaluated == len(calls) <= 10
    for address in range(50):  # the same from fifty addresses
        for _ in range(20):
            try:
                limits.check("Борис", f"10.0.0.{address}", False)
            except TooOften:
                continue
            limits.failed("Борис", f"10.0.0.{address}", False)
            evaluated += 1
    assert evaluated <= 100
    own = come("").client
    own.cookies.set(DEVICE, known_device)
    answer = own.post("/login", data={"name": "Борис", "password": PASSWORD})
    assert answer.status_code == 303


def test_a_limit_forgets_with_time():
    clock = [0.0]
    limits = LoginLimits(lambda: clock[0])
    for _ in range(8):
        limits.failed("Анна", "10.0.0.1", False)
    with pytest.raises(TooOften):
        limits.check("Анна", "10.0.0.1", False)
    clock[0] = 15 * 60 + 1
    limits.check("Анна", "10.0.0.1", False)


@pytest.mark.parametrize("password", ["", "короткий"[:7], "password", "Password123!", "12345678",
                                      "qwerty12345", "абвгдежз", "aaaaaaaaaa", "я" * 129, "йцукен123",
                                      "Анна1234"])  # fmt: skip
def test_easy_passwords_are_refused(tmp_path, password):
    with pytest.raises(InputError):
        Accounts(tmp_path, QUICK).add("Анна", "viewer", "", password)


@pytest.mark.parametrize("password", ["правильная лошадь батарейка", "Xk3!vQ9z", "я" + "щука" * 31])
def test_long_passwords_of_any_make_are_taken(tmp_path, password):
    known = Accounts(tmp_path, QUICK)
    known.add("Анна", "viewer", "", password)
    assert known.verify("Анна", password) and known.verify("Анна", password + "x") is None


@pytest.mark.parametrize("role, group", [("moderator", ""), ("analyst", "бизнес"), ("admin", "")])
def test_roles_and_groups_go_together(tmp_path, role, group):
    with pytest.raises(InputError):
        Accounts(tmp_path, QUICK).add("Анна", role, group, PASSWORD)


def test_the_local_person_comes_in_once_by_the_printed_address(app, tmp_path):
    from starlette.testclient import TestClient

    from pipeline.serve.app import create

    known = Accounts(tmp_path / "local", QUICK)
    client = TestClient(create(app.state.room, known, start_key="ключ-один-раз"),
                        base_url="http://127.0.0.1", follow_redirects=False)  # fmt: skip
    assert client.get("/").status_code == 303
    assert client.get("/start?key=ключ-один-раз").status_code == 200  # looking changes nothing
    assert client.post("/start", data={"key": "другой"}).status_code == 403
    assert client.post("/start", data={"key": ""}).status_code == 403
    assert client.post("/start", data={"key": "ключ-один-раз"}).status_code == 303
    assert "аналитик" in client.get("/").text
    other = TestClient(client.app, base_url="http://127.0.0.1", follow_redirects=False)
    assert other.post("/start", data={"key": "ключ-один-раз"}).status_code == 403
    token = client.cookies[COOKIE]
    assert known.session(token, local=False) is None
    known.add("Анна", "analyst", "", PASSWORD)  # from the first account on, everybody has one
    assert client.get("/").status_code == 303


def test_without_a_printed_address_there_is_no_way_in(app, come):
    assert come("").client.post("/start", data={"key": ""}).status_code == 403


@pytest.mark.parametrize("back", ["//evil.example", "http://evil.example", "/\\evil.example",
                                  "javascript:alert(1)", "/ok\nSet-Cookie: a=b", ""])  # fmt: skip
def test_the_way_back_stays_inside(app, come, back):
    answer = come("Анна").decide("open", back=back)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("query", ["' OR 1=1 --", '"', "NEAR(", "a* OR b", "id:1", "words : x", "\x00",
                                   "AND", "дорога) OR (", "%", "😀", "я" * 5000])  # fmt: skip
def test_queries_are_words_not_code(come, query):
    anna = come("Анна")
    for path in ("/search", "/cards"):
        for field in ("q", "sort", "state", "role", "district", "page", "direction"):
            answer = anna.client.get(path, params={field: query})
            assert answer.status_code == 200, (path, field)


def test_the_four_people_are_in(app):
    assert {p.name: (p.role, p.group) for p in app.state.accounts.people()} == PEOPLE
