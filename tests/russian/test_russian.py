"""The Russian pipeline: tokens, sentences, lemmas, syntax, names, tables."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from pipeline import engines, settings, tables
from pipeline.errors import InputError
from pipeline.russian import annotate, load_russian
from pipeline.russian.analysis import analyse, tree
from pipeline.russian.corrections import corrected
from pipeline.russian.lemmas import lemma
from pipeline.russian.tokens import sentences

SETTINGS = settings.Settings(settings.defaults())
TEXT = "Почините светофор на ул. Мира!  Щас ваще темно.\nНет воды в Кузнецком районе."


@pytest.fixture(scope="module")
def nlp():
    return load_russian()


def test_sentences_end_at_line_breaks():
    text = "Нет дорог\nНет света. Темно"
    pieces = [[text[start:end] for start, end in tokens] for tokens in sentences(text)]
    assert pieces == [["Нет", "дорог"], ["Нет", "света", "."], ["Темно"]]


def test_sentences_end_at_marks_that_a_capital_letter_follows():
    text = "Дышать нечем!?!?Выключайте отопление! Когда?!Ждём"
    pieces = [text[tokens[0][0] : tokens[-1][1]] for tokens in sentences(text)]
    assert pieces == ["Дышать нечем!?!?", "Выключайте отопление!", "Когда?!", "Ждём"]


def test_document_keeps_its_text_and_has_every_layer(nlp):
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Почините светофор на ул. Мира!",
        "Щас ваще темно.",
        "Нет воды в Кузнецком районе.",
    ]
    words = {token.text: token for token in doc}
    assert words["светофор"].pos_ == "NOUN"
    assert words["воды"].morph.get("Case") == ["Gen"]
    assert words["Кузнецком"].head.text == "районе"
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Кузнецком районе", "LOC")]


def test_given_words_are_kept(nlp):
    words = ["Дороги", "разбиты", ".", "Нет", "света"]
    doc = nlp(Doc(nlp.vocab, words=words))
    assert [token.text for token in doc] == words
    assert [token.lemma_ for token in doc] == ["дорога", "разбить", ".", "нет", "свет"]
    assert [token.is_sent_start for token in doc] == [True, False, False, True, False]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "!", "😀", "a" * 2000, "да " * 900])
def test_any_text_is_analysed(nlp, text):
    assert nlp(text).text == text


def test_components_say_what_they_need(nlp):
    problems = nlp.analyze_pipes()["problems"]
    assert nlp.pipe_names == ["sentences", "morphology", "syntax", "lemmas", "names"]
    assert not any(problems.values())


def test_unknown_model_is_one_clear_message():
    with pytest.raises(InputError, match="нет_такой"):
        load_russian("нет_такой")


@pytest.mark.parametrize(
    ("form", "pos", "feats", "expected"),
    [
        ("дорог", "NOUN", "Case=Gen|Gender=Fem|Number=Plur", "дорога"),
        ("дорог", "ADJ", "Degree=Pos|Gender=Masc|Number=Sing|Variant=Short", "дорогой"),
        ("деньгами", "NOUN", "Case=Ins|Number=Plur", "деньги"),
        ("счастья", "NOUN", "Case=Gen|Gender=Neut|Number=Sing", "счастье"),
        ("большая", "ADJ", "Case=Nom|Gender=Fem|Number=Sing", "большой"),
        ("лучшие", "ADJ", "Case=Nom|Number=Plur", "лучший"),
        ("крупнейшего", "ADJ", "Case=Gen|Gender=Masc|Number=Sing", "крупнейший"),
        ("чаще", "ADV", "Degree=Cmp", "часто"),
        ("больше", "ADV", "Degree=Cmp", "больше"),
        ("дороже", "ADJ", "Degree=Cmp", "дорогой"),
        ("выше", "ADJ", "Degree=Cmp", "высокий"),
        ("основном", "ADJ", "Case=Loc|Gender=Neut|Number=Sing", "основной"),
        ("должны", "ADJ", "Number=Plur|Variant=Short", "должен"),
        ("Владимировной", "PROPN", "Case=Ins|Gender=Fem|Number=Sing", "владимировна"),
        ("построено", "VERB", "Number=Sing|VerbForm=Part|Variant=Short", "построить"),
        ("ЖКХ", "NOUN", "", "жкх"),
        ("УК", "PROPN", "", "ук"),
        ("ТКО", "PROPN", "", "тко"),
        ("щас", "ADV", "", "сейчас"),
        ("ваще", "ADV", "", "вообще"),
        ("норм", "ADV", "", "нормально"),
        ("норм", "NOUN", "Case=Gen|Number=Plur", "норма"),
        ("плоооохо", "ADV", "Degree=Pos", "плохо"),
        ("подезда", "NOUN", "Case=Gen|Gender=Masc|Number=Sing", "подъезд"),
        ("тратуары", "NOUN", "Case=Nom|Number=Plur", "тротуар"),
        ("отсутсвует", "VERB", "Number=Sing|Person=3|VerbForm=Fin", "отсутствовать"),
        ("пилонный", "ADJ", "Case=Nom|Gender=Masc|Number=Sing", "пилонный"),
        ("Лесницкий", "PROPN", "Case=Nom|Gender=Masc|Number=Sing", "лесницкий"),
        ("сьезд", "NOUN", "Case=Nom|Number=Sing", "съезд"),
        ("всё-таки", "PART", "", "все-таки"),
        ("волонтёрство", "NOUN", "Case=Nom", "волонтерство"),
        ("ул.", "NOUN", "", "улица"),
        ("млн", "NOUN", "", "миллион"),
        ("#дороги", "PUNCT", "", "#дорога"),
        ("123", "NUM", "", "123"),
        ("юго-западного", "ADJ", "Case=Gen|Gender=Masc|Number=Sing", "юго-западный"),
    ],
)
def test_lemma(form, pos, feats, expected):
    assert lemma(form, pos, feats) == expected


def test_predicate_is_a_short_adjective():
    (found,) = analyse([["Во", "дворе", "темно"]])
    assert found.lemmas == ["в", "двор", "темный"]


@pytest.mark.parametrize(
    ("form", "pos", "initial", "expected"),
    [
        ("Почините", "ADJ", True, "VERB"),
        ("Дороги", "NOUN", True, "NOUN"),
        ("Уберите", "PROPN", False, "PROPN"),
        ("уберите", "NOUN", False, "VERB"),
        ("стали", "NOUN", False, "NOUN"),
        ("управляющая", "ADJ", False, "ADJ"),
    ],
)
def test_tags_are_corrected_where_the_dictionary_is_sure(form, pos, initial, expected):
    assert corrected(form, pos, "", initial)[0] == expected


def test_tree_has_one_root_and_no_loop():
    assert tree([1, 0, 2], ["obj", "amod", "root"]) == [
        (2, "parataxis"),
        (0, "amod"),
        (2, "root"),
    ]


def test_annotations_are_the_same_alone_and_in_company():
    texts = ["Нет дорог", "Плохая экология. Грязный воздух", "", "УК не чистит снег во дворах!"]
    together = annotate(texts, SETTINGS, engines.InProcess())
    alone = [annotate([text], SETTINGS, engines.InProcess()).iloc[0] for text in texts]
    assert list(together.columns) == tables.ANNOTATIONS.names
    for row, other in zip(together.itertuples(index=False), alone, strict=True):
        assert all(list(one) == list(two) for one, two in zip(row, other, strict=True))


def test_offsets_and_heads_point_into_the_row():
    (row,) = annotate([TEXT], SETTINGS, engines.InProcess()).itertuples(index=False)
    assert [TEXT[start:end] for start, end in zip(row.starts, row.ends, strict=True)][:2] == [
        "Почините",
        "светофор",
    ]
    assert all(0 <= head < len(row.starts) for head in row.heads)
    assert list(row.sentences)[0] == 0


def test_spelling_leads_a_misspelt_form_to_its_lemma():
    (row,) = annotate(
        ["нет поликлинники"],
        SETTINGS,
        engines.InProcess(),
        spelling={"поликлинники": "поликлиники"},
    ).itertuples(index=False)
    assert list(row.lemmas) == ["нет", "поликлиника"]


@pytest.mark.parametrize(
    "text", ["Дароги", "Плохие дароги", "Разбитые дароги во дворе", "Нет дарог", "дарогу сделайте"]
)
def test_a_misspelt_word_has_the_lemma_and_the_tag_of_what_it_stands_for(nlp, text):
    texts = [text, text.replace("аро", "оро")]
    row, right = annotate(texts, SETTINGS, engines.InProcess()).itertuples(index=False)
    place = next(i for i, token in enumerate(text.lower().split()) if token.startswith("даро"))
    assert row.lemmas[place] == "дорога"
    assert list(row.lemmas) == list(right.lemmas) and list(row.pos) == list(right.pos)
    assert row.text == text and text[row.starts[place] : row.ends[place]].lower()[:4] == "даро"
    token = nlp(text)[place]
    assert (token.text, token.lemma_) == (text.split()[place], "дорога")


def test_a_name_inside_a_sentence_is_not_respelt(nlp):
    assert nlp("Живём у Дароги")[2].lemma_ != "дорога"


def test_a_model_of_the_users_own(tmp_path):
    spacy.blank("ru").to_disk(tmp_path / "own")
    values = settings.defaults()
    values["russian"]["model"] = str(tmp_path / "own")
    own = annotate(["Нет дорог. Нет света"], settings.Settings(values), engines.InProcess())
    assert list(own["lemmas"].iloc[0]) == [""] * 5
    assert list(own["heads"].iloc[0]) == [0, 1, 2, 3, 4]


def test_no_texts_no_rows():
    assert annotate([], SETTINGS, engines.InProcess()).empty


@pytest.mark.slow
def test_lemmas_of_social_media(shared):
    from pipeline.evaluate.lemmas import evaluate

    table = evaluate(shared / "morphology" / "lemmas.tsv", genres=("social",))
    assert table.loc["social", "veche"] > 0.95
