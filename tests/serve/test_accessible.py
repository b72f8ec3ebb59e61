"""axe-core finds no serious fault; pages fit 360 px; dark and print; every control has a name."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ("/", "/cards?role=problem&district=Центральный", "/cards?role=topic", "/map", "/wall",
         "/session", "/matrix", "/history", "/search?q=дороги", "/packet?group=бизнес", "/evening?group=бизнес",
         "/carried", "/ready", "/register", "/register?by=topic", "/changes", "CARD", "SPLIT", "ANSWER", "/nowhere")  # fmt: skip


def addresses(live):
    base = live.room.desk.base
    card = next(g.id for g in base.groups.values() if g.kind == "problem" and len(g.members) > 3)
    named = {"CARD": f"/card/{card}", "SPLIT": f"/split/{card}",
             "ANSWER": f"/answer/{next(iter(base.answers))}"}  # fmt: skip
    return [named.get(path, path) for path in PAGES]


def faults(page, only=None):
    found = Axe().run(page, options={"runOnly": only} if only else None).response["violations"]
    return [(v["id"], v["impact"], v["nodes"][0]["html"][:200]) for v in found
            if v["impact"] in ("serious", "critical")]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(at, live, scheme):
    page = at("Анна", color_scheme=scheme)
    only = ["color-contrast"] if scheme == "dark" else None  # nothing else differs in the dark
    page.goto("/session")
    page.fill("#text", "Построить парк")
    page.wait_for_selector(".suggest")
    found = {"/session, typing": faults(page, only)}
    for path in addresses(live):
        page.goto(path)
        found[path] = faults(page, only)
    assert {path: some for path, some in found.items() if some} == {}


def test_the_entrance_is_accessible(browser, live):
    page = browser.new_page(base_url=live.url)
    page.goto("/login")
    assert faults(page) == []
    page.close()


def test_pages_fit_every_screen_and_the_head_stays_one_line(at, live):
    live.room.dataset = replace(live.room.dataset, title="Новокузнецк-2035: стратегия города " * 3)
    page = at("Анна")
    page.goto(addresses(live)[-4])
    page.fill("#note", "Чтобы было что отменять и возвращать")
    page.click("text=Записать заметку")
    page.wait_for_selector("li:has-text('Чтобы было')")
    for path in addresses(live):
        page.goto(path)
        for width in (360, 768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 740})
            wide, tall = page.evaluate(
                "[document.documentElement.scrollWidth, document.querySelector('header.head').offsetHeight]"
            )
            assert wide <= width, (path, width, wide)
            assert width < 1280 or tall < 80, (path, width, tall)


def test_everything_is_reached_by_keyboard(at):
    page = at("Борис")
    page.goto("/session")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    reached = set()
    page.goto("/cards?role=problem")
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(document.activeElement.textContent || document.activeElement.name || '').trim()"
            )
        )
    assert {"К содержанию", "Сессия", "Отобрать", "Выйти"} <= reached


def test_print_leaves_the_controls_out(at):
    page = at("Анна")
    page.emulate_media(media="print")
    for path in ("/packet?group=бизнес", "/evening?group=бизнес", "/matrix"):
        page.goto(path)
        assert page.is_hidden("header.head") and page.is_hidden("[data-print]")
        assert page.is_visible("h1")
