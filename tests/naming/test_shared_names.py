"""Groups of invented statements to the names that a report may print, and what it may not."""

from __future__ import annotations

import pytest

from pipeline.naming import Member, best_name, claim
from pipeline.naming.names import quoted, unsayable
from pipeline.naming.telling import told
from pipeline.naming.words import words


def members(*texts: str) -> list[Member]:
    return [
        Member(text, frozenset(w.lemma for w in words(text) if w.readings), 1.0) for text in texts
    ]


def shown(kind: str, texts: list[str]) -> str:
    found = best_name(members(*texts), kind)
    assert found is not None
    return quoted(members(*texts)) if unsayable(found, kind) else found.name


SHARED = [
    # two claims of one thing, neither of them by half
    ("problem", ["Нет тротуара", "тротуара у школы нет", "тротуар разбит", "плохой тротуар у рынка",
                 "по тротуару едут машины", "отсутствует тротуар", "тротуар убитый"],
     "Отсутствие и неудовлетворительное состояние тротуара"),
    ("problem", ["сухие деревья", "сухое дерево у дома", "аварийное дерево", "аварийные деревья",
                 "упавшее дерево"], "Сухие и аварийные деревья"),
    # who does nothing
    ("problem", ["УК не реагирует", "УК молчит", "наша УК отказывается чинить крышу", "УК"],
     "Бездействие УК"),
    ("problem", ["администрация не отвечает", "администрация игнорирует письма", "администрация"],
     "Бездействие администрации"),
    # what befell it
    ("problem", ["переезд закрыли", "хотят закрыть переезд", "закрыли переезд без объявления"],
     "Закрытие переезда"),
    ("problem", ["тарифы растут", "тарифы", "растут тарифы на воду"], "Рост тарифов"),
    ("problem", ["код не пришёл", "не пришёл код", "код"], "Отсутствие кода"),
    # an evil and of what
    ("problem", ["нарушение инструкций", "не соблюдение инструкций", "несоблюдение инструкций",
                 "инструкции"], "Несоблюдение инструкций"),
    ("problem", ["боязнь ошибки", "боязнь начальства", "боязнь срыва", "боязнь"],
     "Боязнь срыва и ошибки"),
    ("problem", ["сжатые сроки", "сроки", "слишком сжатые сроки"], "Сжатые сроки"),
    # what is wrong with a thing that nobody claims one thing of
    ("problem", ["мост и пробки", "на мосту пробки", "через мост полчаса", "мост"],
     "Проблемы с мостом: пробки"),
    # solutions
    ("solution", ["парковки", "парковка у вокзала", "парковки"], "Строительство парковок"),
    ("solution", ["Ремонт дворов", "благоустроить двор", "отремонтировать двор", "двор для людей"],
     "Ремонт дворов"),
    ("solution", ["обучить водителей", "обучение кассиров", "обучать охранников", "обучение"],
     "Обучение кассиров и водителей"),
    ("solution", ["щебень", "щебень", "подсыпать щебень"], "Подсыпать щебень"),
    ("solution", ["планирование", "планирование", "планирование смен"], "Планирование"),
    ("problem", ["ЖКХ", "платежи за ЖКХ", "ЖКХ"], "Проблемы с ЖКХ"),
    # visions
    ("vision", ["зелёная волна", "зелёный", "зелёный", "зелёные дворы"], "Зелёный город"),
    ("vision", ["ухоженные дворы", "двор для людей", "тихий двор", "дворы"],
     "Тихие и ухоженные дворы"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "texts", "name"), SHARED)
def test_name_of_what_is_shared(kind: str, texts: list[str], name: str) -> None:
    assert shown(kind, texts) == name


NOT_SO = [
    # the only «нет» among other complaints
    ("problem", ["нет подвала", "в подвале плесень", "в подвал заходят", "заделали подвал"],
     "Отсутствие"),
    # trees are not growth, nor is «в человеческий рост»
    ("problem", ["растут тополя", "тополь у дома", "растёт тополь"], "Рост"),
    ("problem", ["трава в человеческий рост", "бурьян в человеческий рост"], "Человеческий рост"),
    # «полно дорог, где…» is no excess of roads, nor does anybody have too much money
    ("problem", ["полно дорог, которым это нужно", "дороги", "едем по дороге"], "Большое"),
    ("problem", ["туда вбухано много денег", "много денег потрачено зря"], "Большое"),
    # what went as it should is no evil
    ("problem", ["подписаны документы", "документы приняты", "документы"], "Подписанные"),
    ("problem", ["подул ветер", "сильный ветер", "ветер"], "Подувш"),
    # a clause is not a predicate of the noun beside it
    ("problem", ["врач не видел, в каком я состоянии", "врач ушёл"], "Неудовлетворительное"),
    ("problem", ["обещаний воз и маленькая тележка", "воз и ныне там"], "Маленькая воз"),
    # a deed of one is no deed of all
    ("solution", ["открыть двор для жителей", "подмести двор", "двор без машин", "осветить двор"],
     "Открытие"),
    # the polite frame of a wish
    ("solution", ["Надеяться, что вы вернёте автобус", "надеемся на автобус"], "Надеяться"),
    # a thing of a kind is no evil by itself
    ("problem", ["дорожные знаки", "у школы дорожные знаки", "дорожный знак"], "Дорожные знаки"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "texts", "start"), NOT_SO)
def test_what_must_not_be_named_so(kind: str, texts: list[str], start: str) -> None:
    assert not shown(kind, texts).startswith(start)


def test_a_number_that_not_all_say_is_in_no_name() -> None:
    texts = ["мигает лампа, 18 этаж", "лампа моргает", "лампа то моргает, то нет", "3 этаж, лампа"]
    assert not any(map(str.isdigit, shown("problem", texts)))
    assert not any(map(str.isdigit, quoted(members("некуда идти в доме 5", "некуда пойти"))))


def test_order_of_members_changes_no_name() -> None:
    for kind, texts, _ in SHARED:
        assert shown(kind, texts) == shown(kind, texts[::-1])


def test_plain_name_is_of_one_claim_and_a_lack_speaks_first() -> None:
    found = best_name(members(*SHARED[0][1]), "problem")
    assert found is not None
    assert found.plain == "Отсутствие тротуара"


def test_what_befell_is_told_beside_the_claim_and_a_wish_tells_nothing() -> None:
    assert [c.name() for c in told("Остановку снесли", "problem")][-1] == "Снос остановки"
    assert all(c.frame != "harm" for c in told("закройте переезд", "problem"))
    assert all(c.frame != "harm" for c in told("когда спилят дерево", "problem"))


def test_readings_for_names_leave_the_claim_of_a_statement_alone() -> None:
    found = claim("УК не реагирует", "problem")
    assert found is not None and found.frame == "words"


def test_a_quotation_keeps_what_governs_it_and_avoids_pronouns_and_places() -> None:
    group = members("чтобы дети гуляли", "дети чтобы гуляли там у дома 5", "он хочет, дети гуляли")
    assert quoted(group) == "«Чтобы дети гуляли»"
    assert quoted(members("Прошу, пожалуйста, дайте дышать", "дышать")) == "«Дайте дышать»"
