"""Which version is current: proof before promotion, rollback, refusal of a loss; the tables."""

import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from pipeline import packs
from pipeline.errors import InputError, PackError
from pipeline.evaluate import evaluation, listing, page, promotion
from pipeline.statements import roles
from pipeline.train import packing

THINGS = ["дороги", "школы", "парки", "мосты", "больницы", "бассейны", "дворы", "дома"]
ROWS = [
    ("Нет {} у нас", "problem"),
    ("Разбиты {} совсем", "problem"),
    ("Построить {} срочно", "solution"),
    ("Прошу открыть {} рядом", "solution"),
]


def write(path: Path, swap: bool = False) -> Path:
    """A labelled file; with `swap` every label is the wrong one."""
    other = {"problem": "solution", "solution": "problem"}
    rows = [
        {"text": text.format(thing), "role": other[role] if swap else role, "person": thing}
        for text, role in ROWS
        for thing in THINGS
    ]
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Own packs: `good` is current, `bad` has learnt everything wrong, `same` is good again."""
    root = tmp_path_factory.mktemp("models")
    right = write(root / "верно.csv")
    wrong = write(root / "неверно.csv", swap=True)
    packing.train_roles(right, "good", root)
    packing.train_roles(wrong, "bad", root)
    packs.set_current("roles", "good", root)
    again = packing.Choices(name="same", base="good", budget=1)
    packing.train("roles", [right], again, root)
    return root


@pytest.fixture
def check(tmp_path: Path) -> Path:
    """Rows that no version has learnt from."""
    return write(tmp_path / "проверка.csv", swap=False)


def checked(home: Path, check: Path, version: str) -> dict:
    changed = pd.read_csv(check).assign(text=lambda t: t["text"] + "!")
    changed.to_csv(check, index=False)
    found = evaluation.evaluate("roles", check, version, root=home)
    evaluation.keep(found, home)
    return found.result


def test_promotion_needs_an_evaluation_on_the_same_data(home: Path) -> None:
    with pytest.raises(InputError, match="не сравнивали.*veche evaluate roles"):
        promotion.promote("roles", "same", root=home)
    assert packs.current("roles", home) == "good"


def test_a_loss_is_refused_unless_told_why_and_can_be_rolled_back(home: Path, check: Path) -> None:
    result = checked(home, check, "bad")
    assert result["against"]["difference"][result["main"]]["high"] < 0
    assert result["against"]["difference"]["mcnemar"]["p"] < 0.01
    with pytest.raises(InputError, match="хуже текущей"):
        promotion.promote("roles", "bad", root=home)
    promotion.promote("roles", "bad", why="проверка отката", root=home)
    assert packs.current("roles", home) == "bad"
    assert promotion.history("roles", home)[-1]["why"] == "проверка отката"
    promotion.rollback("roles", home)
    assert packs.current("roles", home) == "good"
    with pytest.raises(InputError, match="нет прежней версии"):
        promotion.rollback("roles", home)


def test_no_loss_is_promoted(home: Path, check: Path) -> None:
    result = checked(home, check, "same")
    assert result["against"]["difference"][result["main"]]["high"] >= 0
    promotion.promote("roles", "same", root=home)
    assert packs.current("roles", home) == "same"
    promotion.rollback("roles", home)


def test_data_that_were_learnt_from_prove_nothing(tmp_path: Path) -> None:
    right, other = write(tmp_path / "верно.csv"), write(tmp_path / "неверно.csv", swap=True)
    packing.train_roles(right, "good", tmp_path)
    packing.train_roles(other, "bad", tmp_path)
    packs.set_current("roles", "good", tmp_path)
    found = evaluation.evaluate("roles", other, "bad", root=tmp_path)
    assert found.result["learnt_from"]
    evaluation.keep(found, tmp_path)
    with pytest.raises(InputError, match="училась"):
        promotion.promote("roles", "bad", root=tmp_path)


def test_what_is_kept_holds_no_text(home: Path, check: Path) -> None:
    checked(home, check, "bad")
    for path in (home / "roles" / evaluation.RECORDS).glob("*.json"):
        assert "Построить" not in path.read_text("utf-8")


def test_the_next_call_in_the_same_process_uses_the_new_version(home: Path, monkeypatch) -> None:
    monkeypatch.setenv("VECHE_MODELS", str(home))
    before = roles.load().bias.tolist()
    promotion.promote("roles", "bad", why="проверка", root=home)
    assert roles.load().bias.tolist() != before
    promotion.rollback("roles", home)
    assert roles.load().bias.tolist() == before


def test_versions_of_one_name_in_two_folders_are_two_models(tmp_path: Path, monkeypatch) -> None:
    found = []
    for folder, swap in (("мои", False), ("чужие", True)):
        home = tmp_path / folder
        packing.train_roles(write(tmp_path / f"{folder}.csv", swap=swap), "mine", home)
        monkeypatch.setenv("VECHE_MODELS", str(home))
        found.append(roles.load("mine").weights.tolist())
    assert found[0] != found[1]


def test_a_damaged_pack_is_not_promoted(home: Path) -> None:
    packing.train_roles(write(home / "ещё.csv"), "hurt", home)
    (home / "roles" / "hurt" / "weights.safetensors").write_bytes(b"0")
    with pytest.raises(PackError):
        promotion.promote("roles", "hurt", why="всё равно", root=home)


def with_networks(folder: Path) -> None:
    """A pack as an older release wrote it."""
    content = b'{"members": 1}'
    (folder / "network.json").write_bytes(content)
    meta = json.loads((folder / "pack.json").read_text("utf-8"))
    meta["files"]["network.json"] = hashlib.sha256(content).hexdigest()
    (folder / "pack.json").write_text(json.dumps(meta), "utf-8")


def without_weights(folder: Path) -> None:
    (folder / "weights.safetensors").unlink()


@pytest.mark.parametrize("spoil", [with_networks, without_weights])
def test_a_current_version_that_does_not_load_is_replaced_for_a_reason(
    home: Path, tmp_path: Path, spoil
) -> None:
    for version in ("good", "bad"):
        shutil.copytree(home / "roles" / version, tmp_path / "roles" / version)
    packs.set_current("roles", "good", tmp_path)
    with pytest.raises(InputError, match="не сравнивали"):  # a reason alone is not enough
        promotion.promote("roles", "bad", why="так надо", root=tmp_path)
    spoil(tmp_path / "roles" / "good")
    with pytest.raises(InputError, match="не сравнивали"):
        promotion.promote("roles", "bad", root=tmp_path)
    assert packs.current("roles", tmp_path) == "good"
    promotion.promote("roles", "bad", why="не читается", root=tmp_path)
    assert packs.current("roles", tmp_path) == "bad"
    (entry,) = promotion.history("roles", tmp_path)
    assert (entry["from"], entry["to"], entry["why"]) == ("good", "bad", "не читается")
    assert "difference" not in entry


def test_versions_are_listed_with_their_scores(home: Path) -> None:
    table = listing.table("roles", "f1", home)
    assert {"good", "bad", "same"} <= set(table["version"])
    assert table["f1"].dropna().is_monotonic_decreasing
    assert table.set_index("version").loc["same", "parent"] == "good"
    assert "←" in listing.shown(table)
    with pytest.raises(InputError, match="нет столбца «f2»"):
        listing.table("roles", "f2", home)
    beside = listing.side_by_side("roles", "good", "same", home).set_index("what")
    assert beside.loc["settings: way", "good"] == "fresh"
    assert beside.loc["settings: way", "same"] == "adapted"


def test_the_page_shows_the_comparison_and_opens_offline(home: Path, check: Path) -> None:
    result = checked(home, check, "bad")
    shown = page.evaluation_html(json.loads(json.dumps(result)))
    assert "<svg" in shown and "Рядом с другой версией" in shown
    assert "Похожи ли данные" in shown
    assert "http" not in shown and "<script" not in shown


def test_topics_are_never_current(home: Path) -> None:
    with pytest.raises(InputError, match="topics.model"):
        promotion.promote("topics", "wave", root=home)


def test_two_annotators_of_a_table_stand_beside_the_model(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "двое.csv"
    frame = pd.read_csv(home / "верно.csv")
    frame["role_a"] = frame["role"]
    frame["role_b"] = [role if n % 4 else "fact" for n, role in enumerate(frame["role"])]
    frame.to_csv(path, index=False)
    people = evaluation.evaluate("roles", path, "good", root=home).result["people"]
    assert people["person_person"]["value"] < 1
    assert people["model_person"]["value"] > people["person_person"]["value"]
