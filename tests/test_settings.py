from pathlib import Path

import pytest

from pipeline import settings
from pipeline.errors import SettingsError


def write(folder: Path, text: str) -> Path:
    (folder / settings.DATASET_FILE).write_text(text, encoding="utf-8")
    return folder


def test_dataset_lies_over_defaults_and_overrides_over_both(tmp_path: Path) -> None:
    write(tmp_path, "[settings.findings]\npeople = 5\ngroups = 3\n")
    _, chosen = settings.load(tmp_path, ["findings.people=7"])
    assert (chosen.findings.people, chosen.findings.groups) == (7, 3)
    assert chosen.findings.quotes == settings.defaults()["findings"]["quotes"]


def test_dataset_entries_are_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        'title = "Город"\n[[survey]]\nfile = "a*.csv"\nattributes = ["Район"]\n'
        '[survey.questions]\n"Что плохо?" = "problem"\n[[draft]]\nfile = "draft.docx"\n',
    )
    dataset, _ = settings.load(tmp_path)
    assert dataset.title == "Город"
    assert dataset.surveys[0].attributes == ("Район",)
    assert dataset.surveys[0].questions == {"Что плохо?": "problem"}
    assert dataset.drafts[0].file == "draft.docx"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[settings.topic]\nseed = 1\n", "«topics»"),
        ("[settings.topics]\nsed = 1\n", "«seed»"),
        ('[settings.topics]\nseed = "много"\n', "не того вида"),
        ("[settings]\ntopics = 3\n", "[topics]"),
        ('titel = "x"\n', "«title»"),
        ('[[survey]]\nfyle = "x"\n', "«file»"),
        ('[[survey]]\nattributes = ["Район"]\n', "не указан file"),
        ('[survey]\nfile = "x"\n', "[[survey]]"),
        ('[[survey]]\nfile = "x"\n[survey.questions]\n"В?" = "problems"\n', "«problem»"),
        ('[[survey]]\nfile = "x"\nattributes = "Район"\n', "не того вида"),
        ("title = \n", "ошибка в записи"),
    ],
)
def test_mistakes_name_the_file_and_the_remedy(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.load(write(tmp_path, text))
    assert expected in str(caught.value)
    assert settings.DATASET_FILE in str(caught.value)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / settings.DATASET_FILE).write_bytes('title = "Город"'.encode("cp1251"))
    with pytest.raises(SettingsError, match="UTF-8"):
        settings.load(tmp_path)


@pytest.mark.parametrize("override", ["topics", "topics.seed", "=3", "topics.sed=1"])
def test_a_wrong_override_is_an_error(tmp_path: Path, override: str) -> None:
    with pytest.raises(SettingsError):
        settings.load(tmp_path, [override])


def test_a_number_is_a_fine_name_for_a_text_setting(tmp_path: Path) -> None:
    _, chosen = settings.load(tmp_path, ["topics.model=2018", "topics.adapt=true"])
    assert chosen.topics.model == "2018"
    assert chosen.topics.adapt is True


def test_settings_round_trip_through_toml(tmp_path: Path) -> None:
    import tomllib

    _, chosen = settings.load(tmp_path, ["topics.seed=7"])
    assert tomllib.loads(settings.to_toml(chosen)) == chosen.plain()
