"""Packs: what is saved is loaded, own ones beside shipped ones, and 24 hostile packs refused."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save as to_bytes

from pipeline import packs
from pipeline.errors import PackError

TERMS = ["дорога", "снег"]
ARRAYS = {
    "weights": np.arange(6, dtype=np.int8).reshape(3, 2),
    "weight_scales": np.ones(3, dtype=np.float32),
    "bias": np.zeros(2),
    "idf_words": np.ones(2, dtype=np.float32),
}
MODEL = {"roles": ["problem", "solution"], "temperature": 0.5}


def save(root: Path, version: str = "1", **changed) -> Path:
    given = {
        "tensors": ARRAYS,
        "data": {"vocabulary": {"words": TERMS}, "model": MODEL},
        "meta": {"scores": {"f1": 0.9}},
        "card": "# Роли\n",
        "root": root,
        "make_current": True,
    }
    return packs.save("roles", version, **{**given, **changed})


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    save(tmp_path)
    pack = packs.load("roles", root=tmp_path)
    assert pack.version == "1"
    assert pack.tensors["weights"].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert pack.data["vocabulary"] == {"words": TERMS}
    assert pack.meta["scores"] == {"f1": 0.9}
    assert packs.read_card("roles", "1", tmp_path) == "# Роли\n"


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = save(tmp_path / "a"), save(tmp_path / "b")
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted(path.name for path in second.iterdir())
    assert all((first / n).read_bytes() == (second / n).read_bytes() for n in names)


def test_a_version_is_never_overwritten(tmp_path: Path) -> None:
    save(tmp_path)
    with pytest.raises(PackError, match="уже есть"):
        save(tmp_path)


def test_scraps_of_a_killed_save_do_not_get_in(tmp_path: Path) -> None:
    scraps = tmp_path / "roles" / ".1.aside"
    scraps.mkdir(parents=True)
    (scraps / "old.json").write_text("{}", "utf-8")
    save(tmp_path)
    assert packs.load("roles", root=tmp_path).version == "1"


def test_a_missing_version_names_the_nearest(tmp_path: Path) -> None:
    save(tmp_path, "2026-11")
    with pytest.raises(PackError, match="2026-11"):
        packs.load("roles", "2026-10", root=tmp_path)


def test_own_packs_stand_beside_the_shipped(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("VECHE_MODELS", str(tmp_path))
    shipped = packs.current("roles")
    save(packs.home(), "own", make_current=False)
    assert {"own", shipped} <= set(packs.versions("roles"))
    assert packs.load("roles", shipped).meta["task"] == "roles"
    with pytest.raises(PackError, match="уже есть"):
        save(packs.home(), shipped)
    packs.set_current("roles", "own")
    assert packs.current("roles") == "own"
    assert packs.current("roles", packs.shipped()) == shipped


def edit(folder: Path, **changes) -> None:
    path = folder / "pack.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), "utf-8")


def replace(folder: Path, name: str, content: bytes) -> None:
    """A file of the attacker's with the right hash."""
    (folder / name).write_bytes(content)
    meta = json.loads((folder / "pack.json").read_text("utf-8"))
    edit(folder, files={**meta["files"], name: hashlib.sha256(content).hexdigest()})


PICKLE = b"cos\nsystem\n(S'touch hacked'\ntR."


def npz(folder: Path) -> None:
    np.savez(folder / "weights.npz", a=np.array([{}], dtype=object))
    replace(folder, "weights.npz", (folder / "weights.npz").read_bytes())


def symlinked_file(folder: Path) -> None:
    outside = folder.parents[1] / "outside.md"
    outside.write_bytes((folder / "card.md").read_bytes())
    (folder / "card.md").unlink()
    (folder / "card.md").symlink_to(outside)


def symlinked_folder(folder: Path) -> None:
    real = folder.parents[1] / "elsewhere"
    folder.rename(real)
    folder.symlink_to(real, target_is_directory=True)


def weights(**arrays) -> bytes:
    return to_bytes({**ARRAYS, **arrays})


def header(claim: bytes) -> bytes:
    return len(claim).to_bytes(8, "little") + claim + b"\0" * 8


def sparse_file(folder: Path) -> None:
    with (folder / "vocabulary.json").open("wb") as file:
        file.truncate(300 << 20)


HOSTILE = {
    "one byte changed": lambda f: (f / "weights.safetensors").write_bytes(weights()[:-1] + b"\1"),
    "file missing": lambda f: (f / "vocabulary.json").unlink(),
    "pack.json cut": lambda f: (f / "pack.json").write_text("{", "utf-8"),
    "pack.json a list": lambda f: (f / "pack.json").write_text("[]", "utf-8"),
    "pickle beside": lambda f: (f / "model.pkl").write_bytes(PICKLE),
    "pickle listed": lambda f: replace(f, "model.pkl", PICKLE),
    "pickle as weights": lambda f: replace(f, "weights.safetensors", PICKLE),
    "npz with objects": npz,
    "path out of the folder": lambda f: edit(f, files={"../secret.json": "0" * 64}),
    "absolute path": lambda f: edit(f, files={"/etc/passwd.json": "0" * 64}),
    "link to a file": symlinked_file,
    "link to a folder": symlinked_folder,
    "folder inside": lambda f: (f / "more").mkdir(),
    "protocol of the future": lambda f: edit(f, protocol=99),
    "protocol no number": lambda f: edit(f, protocol="1"),
    "another task": lambda f: edit(f, task="topics"),
    "another version": lambda f: edit(f, version="2"),
    "weights not a number": lambda f: replace(
        f, "weights.safetensors", weights(bias=np.array([np.nan, 0]))
    ),
    "shape lies in the header": lambda f: replace(
        f,
        "weights.safetensors",
        header(b'{"w":{"dtype":"F32","shape":[1000000,1000],"data_offsets":[0,8]}}'),
    ),
    "endless header": lambda f: replace(f, "weights.safetensors", b"\xff" * 8 + b"{}"),
    "fewer weights than words": lambda f: replace(
        f, "weights.safetensors", weights(weights=np.zeros((1, 2), np.int8))
    ),
    "no such array": lambda f: replace(f, "weights.safetensors", to_bytes({"a": np.zeros(1)})),
    "huge JSON": sparse_file,
    "deep JSON": lambda f: replace(f, "vocabulary.json", b"[" * 200_000 + b"]" * 200_000),
    "NaN in JSON": lambda f: replace(f, "model.json", b'{"roles": ["a", "b"], "temperature": NaN}'),
    "words that are no words": lambda f: replace(f, "vocabulary.json", b'{"words": [1, 2]}'),
}


@pytest.mark.parametrize("spoil", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_pack_is_refused_with_a_reason(tmp_path: Path, spoil) -> None:
    spoil(save(tmp_path))
    with pytest.raises(PackError) as refused:
        packs.load("roles", root=tmp_path)
    assert str(tmp_path) in str(refused.value)
    assert len(refused.value.what) > 10


@pytest.mark.parametrize("pointer", ["../../elsewhere", "", "x\n" * 5000, "/etc"])
def test_a_hostile_pointer_is_refused(tmp_path: Path, pointer: str) -> None:
    save(tmp_path)
    (tmp_path / "roles" / "current").write_text(pointer, "utf-8")
    with pytest.raises(PackError):
        packs.load("roles", root=tmp_path)


@pytest.mark.parametrize("name", ["..", "a/b", "", ".hidden", "x" * 70])
def test_a_version_cannot_leave_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackError):
        packs.load("roles", name, root=tmp_path)


WATCHED = """
import sys
seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event == "pickle.find_class" else None)
from pathlib import Path
from pipeline import packs
from pipeline.errors import PackError
for task in ("roles", "directions", "encoder", "topics"):
    for version in packs.versions(task):
        packs.load(task, version)
for root in sorted(Path(sys.argv[1]).iterdir()):
    try:
        packs.load("roles", root=root)
    except PackError:
        continue
    raise SystemExit(f"loaded: {root}")
from pipeline.statements import directions, roles
from pipeline.encode import embed
roles.load(), directions.load(), embed(["дорога"])
raise SystemExit(len(seen))
"""


@pytest.mark.slow
def test_nothing_is_unpickled_on_any_load_path(tmp_path: Path) -> None:
    for number, spoil in enumerate(HOSTILE.values()):
        spoil(save(tmp_path / f"{number:02}"))
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.rglob("hacked"))
