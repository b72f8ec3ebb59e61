import json
from pathlib import Path

import numpy as np
import pytest

from pipeline import packs
from pipeline.errors import PackError


def save(root: Path, version: str = "1") -> Path:
    return packs.save(
        "roles",
        version,
        tensors={"weights": np.arange(6, dtype=np.float32).reshape(2, 3)},
        data={"vocabulary": ["дорога", "снег"]},
        meta={"scores": {"f1": 0.9}},
        card="# Роли\n",
        root=root,
        make_current=True,
    )


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    save(tmp_path)
    pack = packs.load("roles", root=tmp_path)
    assert pack.version == "1"
    assert pack.tensors["weights"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert pack.data["vocabulary"] == ["дорога", "снег"]
    assert pack.meta["scores"] == {"f1": 0.9}


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = save(tmp_path / "a"), save(tmp_path / "b")
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted(path.name for path in second.iterdir())
    assert all((first / n).read_bytes() == (second / n).read_bytes() for n in names)


def test_a_version_is_never_overwritten(tmp_path: Path) -> None:
    save(tmp_path)
    with pytest.raises(PackError, match="уже есть"):
        save(tmp_path)


def test_a_missing_version_names_the_nearest(tmp_path: Path) -> None:
    save(tmp_path, "2026-11")
    with pytest.raises(PackError, match="2026-11"):
        packs.load("roles", "2026-10", root=tmp_path)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))


def add_pickle(folder: Path) -> None:
    (folder / "model.pkl").write_bytes(b"cos\nsystem\n(S'touch hacked'\ntR.")


def name_pickle_in_manifest(folder: Path) -> None:
    add_pickle(folder)
    meta = json.loads((folder / "pack.json").read_text("utf-8"))
    meta["files"]["model.pkl"] = "0" * 64
    (folder / "pack.json").write_text(json.dumps(meta), "utf-8")


def leave_the_folder(folder: Path) -> None:
    meta = json.loads((folder / "pack.json").read_text("utf-8"))
    meta["files"]["../secret.json"] = "0" * 64
    (folder / "pack.json").write_text(json.dumps(meta), "utf-8")


def not_a_number(folder: Path) -> None:
    import hashlib

    from safetensors.numpy import save as to_bytes

    content = to_bytes({"weights": np.array([np.nan], dtype=np.float32)})
    (folder / "weights.safetensors").write_bytes(content)
    meta = json.loads((folder / "pack.json").read_text("utf-8"))
    meta["files"]["weights.safetensors"] = hashlib.sha256(content).hexdigest()
    (folder / "pack.json").write_text(json.dumps(meta), "utf-8")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: flip(folder / "weights.safetensors"),
        lambda folder: flip(folder / "vocabulary.json"),
        lambda folder: (folder / "vocabulary.json").unlink(),
        lambda folder: (folder / "pack.json").write_text("{", "utf-8"),
        lambda folder: (folder / "pack.json").write_text("[]", "utf-8"),
        add_pickle,
        name_pickle_in_manifest,
        leave_the_folder,
        not_a_number,
    ],
)
def test_a_spoilt_pack_is_refused(tmp_path: Path, spoil) -> None:
    spoil(save(tmp_path))
    with pytest.raises(PackError):
        packs.load("roles", root=tmp_path)


def test_nothing_is_unpickled_on_the_way(tmp_path: Path) -> None:
    import sys

    save(tmp_path)
    seen: list[str] = []
    sys.addaudithook(lambda event, _: seen.append(event) if event == "pickle.find_class" else None)
    packs.load("roles", root=tmp_path)
    assert seen == []


@pytest.mark.parametrize("name", ["..", "a/b", "", ".hidden", "x" * 70])
def test_a_version_cannot_leave_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackError):
        packs.load("roles", name, root=tmp_path)
