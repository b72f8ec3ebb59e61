"""What people do at the desk, in a real browser."""

import time

import pytest

pytestmark = pytest.mark.browser


def first_card(page, role="problem"):
    page.goto(f"/cards?role={role}")
    page.click("#cards .card h2 a >> nth=0")
    page.wait_for_selector("#facts")
    return page.inner_text("#facts h1")


@pytest.mark.slow
def test_read_filter_share_and_search(at):
    page = at("Влад")
    page.goto("/cards")
    everything = page.inner_text("#cards > p")
    page.click("text=Отобрать")
    page.select_option("select[name=district]", index=1)
    page.select_option("select[name=role]", "problem")
    page.click(".filters button")
    page.wait_for_url("**/cards?*district=*")
    assert page.inner_text("#cards > p") != everything
    shared = at("Борис")
    shared.goto(page.url)  # an address is enough to see the same choice
    assert shared.input_value("select[name=district]") == page.input_value("select[name=district]")
    page.fill("#find", "дорогами")
    page.press("#find", "Enter")
    page.wait_for_url("**/search*")
    assert "дорог" in page.inner_text(".thoughts").casefold()
    page.click(".thoughts a >> nth=0")
    page.wait_for_selector("text=Как он прочитан")
    assert not page.query_selector("form[action^='/decide']")
    assert page.said == []


@pytest.mark.slow
def test_rename_undo_redo(at):
    page = at("Борис")
    name = first_card(page)
    page.fill("#rename", "Названо человеком")
    page.click("text=Переименовать")
    page.wait_for_selector("#facts h1:has-text('Названо человеком')")
    assert name in page.inner_text("#facts")  # the machine's name stays in sight
    page.keyboard.press("Control+z")
    page.wait_for_selector(f"#facts h1:has-text('{name}')")
    page.click("#redo button")
    page.wait_for_selector("#facts h1:has-text('Названо человеком')")
    page.goto("/history")
    assert page.inner_text("#log").count("назвать") >= 1 and "Борис" in page.inner_text("#log")


@pytest.mark.slow
def test_merge_split_move_role_hide_lock_quotes_note(at):
    page = at("Анна")
    first_card(page)
    address = page.url
    page.click("text=Разделить: предложить половины")
    page.fill("#new_name", "Вторая половина")
    page.click("button:has-text('Разделить')")
    page.wait_for_url(address)
    page.wait_for_selector("text=Вторая половина")
    members = page.locator("input[name=sid]").count()
    page.check("input[name=sid] >> nth=0")
    page.fill("#new_name", "Выделено руками")
    page.click("button:has-text('Выделить')")
    page.wait_for_selector("text=Выделено руками")
    assert page.locator("input[name=sid]").count() == members - 1
    page.check("input[name=sid] >> nth=0")
    page.click("button:has-text('Выбрать цитатами')")
    page.wait_for_load_state()
    assert page.locator("#facts blockquote").count() == 1
    page.check("input[name=sid] >> nth=1")
    page.select_option("#role", "praise")
    page.click("button:has-text('Сменить роль')")
    page.wait_for_load_state()
    page.check("input[name=sid] >> nth=1")
    page.click("button:has-text('Перенести')")
    page.wait_for_load_state()
    assert page.locator("input[name=sid]").count() == members - 3
    page.fill("#note", "Спросить на сессии")
    page.click("text=Записать заметку")
    page.wait_for_selector("li:has-text('Спросить на сессии')")
    page.click("button:has-text('Закрепить')")
    page.wait_for_selector("button:has-text('Открепить')")
    page.click("button:has-text('Объединить')")
    page.wait_for_load_state()
    page.fill("#why", "не по теме")
    page.click("button:has-text('Скрыть')")
    page.wait_for_selector("text=Скрыто: не по теме")
    page.goto("/cards?state=hidden")
    assert page.locator("#cards .card").count() == 1
    assert page.said == []


@pytest.mark.slow
def test_a_line_is_typed_with_suggestions_within_a_second(at, live):
    page = at("Борис")
    page.goto("/session")
    page.fill("#text", "Построить")
    page.wait_for_selector(".suggest")  # the models are open now
    begun = time.monotonic()
    page.fill("#text", "Построить детский сад в Новоильинском районе")
    page.wait_for_selector(".suggest >> text=Похожее уже сказано")
    assert time.monotonic() - begun < 10  # on a loaded machine; test_commands.py counts the work
    assert page.input_value(".suggest select[name=role]") == "solution"
    page.press("#text", "Enter")
    page.wait_for_selector("#items >> text=Построить детский сад в Новоильинском районе")
    assert page.input_value("#text") == "" and page.is_hidden("#line-state")
    (item,) = live.room.desk.state.items.values()
    assert (item["group"], item["role"], item["who"]) == ("бизнес", "solution", "Борис")
    page.select_option("#items select[name=role]", "problem")
    page.click("#items button:has-text('Сменить')")
    page.wait_for_selector("#items strong:has-text('проблема')")
    page.click("#items button:has-text('Убрать')")
    page.wait_for_selector("#items >> text=Пока ничего")


def test_verdicts_by_keys(at, live):
    page = at("Борис")
    page.goto("/session")
    page.wait_for_selector("#text:focus")  # put there by the browser a moment after loading
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.wait_for_selector(".thesis .decided.accept")
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.keyboard.type(", новая редакция")
    page.click(".thesis >> nth=1 >> text=Записать редакцию")
    page.wait_for_selector(".thesis .decided.amend >> text=/.+, новая редакция/")  # at the end
    page.focus(".thesis >> nth=2")
    page.keyboard.press("3")
    page.keyboard.type("нет денег")
    page.keyboard.press("Enter")
    page.wait_for_selector(".thesis .decided.reject")
    page.focus(".thesis >> nth=3")
    page.keyboard.press("4")
    page.keyboard.type("Своё предложение")
    page.click(".thesis >> nth=3 >> text=Записать своё")
    verdicts = [v["бизнес"]["verdict"] for v in live.room.desk.state.verdicts.values()]
    assert sorted(verdicts) == ["accept", "amend", "reject"]
    deadline = time.monotonic() + 60
    while not live.room.desk.state.items and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [i["text"] for i in live.room.desk.state.items.values()] == ["Своё предложение"]


@pytest.mark.slow
def test_the_other_sees_the_change_and_a_stale_form_meets_it(at):
    boris, nina = at("Борис"), at("Нина")
    first_card(boris)
    nina.goto(boris.url)
    boris.fill("#rename", "Так назвал Борис")
    boris.click("text=Переименовать")
    nina.fill("#rename", "А так Нина")
    nina.click("text=Переименовать")
    nina.wait_for_selector("text=Это уже изменил другой человек")
    assert "Так назвал Борис" in nina.inner_text("main") and "А так Нина" in nina.inner_text("main")
    nina.click("text=Сделать всё равно")
    nina.wait_for_selector("#facts h1:has-text('А так Нина')")
    boris.wait_for_selector("#facts h1:has-text('А так Нина')")  # by itself
    assert "Нина" in boris.inner_text(".news")


@pytest.mark.slow
def test_nothing_typed_is_lost_without_a_network(at, live):
    page = at("Борис")
    page.goto("/session")
    page.context.set_offline(True)
    for text in ("Первая строка без связи", "Вторая строка без связи"):
        page.fill("#text", text)
        page.press("#text", "Enter")
    page.wait_for_selector("#line-state:has-text('Ждёт связи: 2')")
    assert live.room.desk.state.items == {}
    page.context.set_offline(False)
    page.wait_for_selector("#items >> text=Вторая строка без связи")
    page.wait_for_selector("#line-state", state="hidden")
    texts = [i["text"] for i in live.room.desk.state.items.values()]
    assert sorted(texts) == ["Вторая строка без связи", "Первая строка без связи"]


@pytest.mark.slow
def test_packet_evening_and_matrix(at):
    page = at("Анна")
    page.goto("/packet?group=бизнес")
    assert "Чего нет в наработках" in page.inner_text("main")
    pdf = page.pdf()
    assert pdf[:5] == b"%PDF-"
    page.goto("/evening?group=бизнес")
    assert "Доклад группы «бизнес»" in page.inner_text("h1")
    with page.expect_download() as download:
        page.click("text=Скачать Word")
    assert download.value.suggested_filename == "доклад-бизнес.docx"
    page.goto("/matrix")
    page.click(".matrix a >> nth=0")
    page.select_option("#what", "rejected")
    page.fill("#dispose-why", "нет полномочий города")
    page.click("form[action='/decide/dispose'] button")
    page.wait_for_selector("#facts >> text=нет полномочий города")
    page.goto("/matrix")
    assert "нет полномочий города" in page.inner_text(".matrix")
    page.goto("/map")
    page.click("svg a >> nth=0")
    page.wait_for_selector("#facts")
    assert page.said == []


@pytest.mark.slow
def test_a_page_says_what_to_do_when_there_is_no_run(browser, tmp_path):
    from browsing import enter, listening
    from desk_people import PASSWORD, PEOPLE

    (tmp_path / "пусто").mkdir()
    with listening(tmp_path / "пусто", PEOPLE, PASSWORD) as server:
        page = enter(browser, server.url, "Анна", PASSWORD)
        assert "veche run" in page.inner_text("main")
        page.context.close()


@pytest.mark.slow
def test_nothing_is_asked_of_other_machines(at, live):
    page = at("Анна")
    for path in ("/", "/cards", "/map", "/session", "/matrix", "/history"):
        page.goto(path)
    assert {url.split("/")[2] for url in page.asked} == {live.url.split("/")[2]}
