"""What somebody is typing is not lost to others' changes, to a reload, to a lost network."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def card_of(page):
    page.goto("/cards?role=problem")
    page.click("#cards .card h2 a >> nth=0")
    page.wait_for_selector("#facts")
    return page.url


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.name")


@pytest.mark.parametrize("field", ["#note", "#rename", "#why"])
def test_a_field_of_a_card_keeps_text_and_cursor_while_another_changes_the_card(at, field):
    boris, nina = at("Борис"), at("Нина")
    nina.goto(card_of(boris))
    before = boris.input_value(field)
    boris.click(field)
    boris.keyboard.press("End")
    boris.keyboard.type(" начало")
    nina.fill("#rename", "Так назвала Нина")
    nina.click("text=Переименовать")
    boris.wait_for_selector("#facts h1:has-text('Так назвала Нина')")  # it has come by polling
    boris.wait_for_selector(".news >> text=Нина")
    assert focused(boris) == field.removeprefix("#")
    boris.keyboard.type(" и конец")
    assert boris.input_value(field) == f"{before} начало и конец"
    boris.click(".news >> text=Обновить страницу")
    boris.wait_for_selector(".news", state="detached")
    assert boris.input_value(field) == f"{before} начало и конец"  # a reload does not lose it


def test_an_amendment_is_typed_on_while_others_decide(at, live):
    boris, anna = at("Борис"), at("Анна")
    boris.goto("/session")
    thesis = boris.locator(".thesis").nth(2)
    thesis.locator("summary[data-key='2']").click()
    text = thesis.locator("textarea[name=text]").first
    text.fill("Новая редакция, ")
    anna.goto("/session?group=бизнес")
    anna.fill("#text", "Строка аналитика за группу")
    anna.press("#text", "Enter")
    boris.wait_for_selector("#items >> text=Строка аналитика за группу")
    assert thesis.locator("details[open]").count() == 1
    boris.keyboard.type("дописанная потом")
    assert text.input_value() == "Новая редакция, дописанная потом"
    boris.reload()
    assert text.input_value() == "Новая редакция, дописанная потом"
    assert thesis.locator("details[open]").count() == 1
    thesis.locator("text=Записать редакцию").click()
    boris.wait_for_selector(".thesis .decided.amend >> text=дописанная потом")
    boris.reload()
    assert boris.locator("details[open]").count() == 0  # what was sent is no draft any more


def test_a_part_in_which_somebody_chooses_waits_and_then_catches_up(at):
    boris, anna = at("Борис"), at("Анна")
    boris.goto("/session")
    boris.fill("#text", "Первая строка")
    boris.press("#text", "Enter")
    boris.wait_for_selector("#items >> text=Первая строка")
    boris.select_option("#items select[name=role]", "praise")
    boris.focus("#items select[name=role]")
    anna.goto("/session?group=бизнес")
    anna.fill("#text", "Вторая строка")
    anna.press("#text", "Enter")
    boris.wait_for_selector("#items[data-stale]", state="attached")
    assert boris.input_value("#items select[name=role]") == "praise"
    boris.select_option(
        "#items select[name=role]",
        label=boris.eval_on_selector(
            "#items select[name=role]", "s => [...s.options].find(o => o.defaultSelected).label"
        ),
    )
    boris.focus("#text")
    boris.wait_for_selector("#items >> text=Вторая строка")  # by itself, once nobody is in it


def test_a_button_that_is_refreshed_under_the_fingers_keeps_the_focus(at):
    boris, anna = at("Борис"), at("Анна")
    boris.goto(card_of(boris))
    boris.fill("#note", "Заметка")
    boris.click("text=Записать заметку")
    boris.wait_for_selector("li:has-text('Заметка')")
    boris.goto("/history")
    boris.focus("#log form button")
    name = boris.evaluate("document.activeElement.textContent")
    anna.goto(card_of(anna))
    anna.fill("#note", "Другая заметка")
    anna.click("text=Записать заметку")
    boris.wait_for_selector("#log >> text=Другая заметка")
    boris.wait_for_function("name => document.activeElement.textContent === name", arg=name)


def test_what_was_sent_into_a_dead_network_stands_there_again(at):
    page = at("Борис")
    address = card_of(page)
    page.fill("#note", "Важная заметка")
    page.context.set_offline(True)
    page.click("text=Записать заметку")
    page.context.set_offline(False)
    page.goto(address)
    assert page.input_value("#note") == "Важная заметка"
    page.click("text=Записать заметку")
    page.wait_for_selector("li:has-text('Важная заметка')")
    assert page.input_value("#note") == ""


def test_the_next_undecided_thesis_by_key_and_by_button(at):
    page = at("Борис")
    page.goto("/session")
    page.wait_for_selector("#text:focus")
    page.keyboard.press("Escape")
    page.keyboard.press("5")
    first = focused(page)
    page.keyboard.press("1")
    page.wait_for_selector(f"#{first}[data-decided]")
    page.wait_for_function("id => document.activeElement.id === id", arg=first)
    page.click("text=Следующий нерешённый")
    second = focused(page)
    assert second != first and second.startswith("t-")
    assert page.inner_text("#left") == str(page.locator(".thesis").count() - 1)
    parts = page.eval_on_selector_all(
        ".jump .count", "all => all.map(one => Number(one.textContent) || 0)"
    )
    assert sum(parts) == page.locator(".thesis:not([data-decided])").count()
