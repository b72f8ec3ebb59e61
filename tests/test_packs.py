"""Packs: what is saved is loaded, own ones beside shipped ones, and hostile packs are refused."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save as to_bytes
from typer.testing import CliRunner

from pipeline import cli, packs
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
    "networks of an older release": lambda f: replace(f, "network.json", b'{"members": 1}'),
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


@pytest.mark.parametrize(
    "told",
    [
        "1.0",
        {"reader": "1.0"},
        {"reader": 1, "below": 0.7, "weight": 0.5, "temperature": 1.0},
        {"reader": "1.0", "below": 0.7, "weight": 0.5, "temperature": 0},
        {"reader": "1.0", "below": "0.7", "weight": 0.5, "temperature": 1.0},
        {"reader": "1.0", "below": 0.7, "weight": -1, "temperature": 1.0},
    ],
)
def test_a_pack_that_names_its_reader_wrongly_is_refused(tmp_path: Path, told) -> None:
    folder = save(tmp_path)
    model = json.loads((folder / "model.json").read_text("utf-8"))
    replace(folder, "model.json", json.dumps(model | {"careful": told}).encode())
    with pytest.raises(PackError, match="части модели не сходятся"):
        packs.load("roles", root=tmp_path)


@pytest.mark.parametrize("name", ["..", "a/b", "", ".hidden", "x" * 70])
def test_a_version_cannot_leave_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackError):
        packs.load("roles", name, root=tmp_path)


def test_a_pack_of_older_networks_is_one_message(tmp_path: Path, monkeypatch, capsys) -> None:
    replace(save(tmp_path), "network.json", b'{"members": 1}')
    texts = tmp_path / "texts.csv"
    texts.write_text("text\nНет света\n", "utf-8")
    monkeypatch.setenv("VECHE_MODELS", str(tmp_path))
    words = ["veche", "label", str(texts), str(tmp_path / "out.csv"), "--jobs", "1"]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert "Traceback" not in said
    assert "модель с сетями прежних выпусков больше не читается" in said
    assert "не сходятся" not in said
    assert "veche models promote roles ВЕРСИЯ --why «причина»" in said
    assert str(tmp_path / "roles" / "1") in said
    assert not (tmp_path / "out.csv").exists()


def test_what_a_pack_of_older_networks_is_told_to_do_helps(tmp_path: Path, monkeypatch) -> None:
    replace(save(tmp_path), "network.json", b'{"members": 1}')
    monkeypatch.setenv("VECHE_MODELS", str(tmp_path))
    shipped = packs.current("roles", packs.shipped()) or ""
    words = ["models", "promote", "roles", shipped]
    assert CliRunner().invoke(cli.app, words).exit_code != 0
    assert packs.current("roles") == "1"
    done = CliRunner().invoke(cli.app, [*words, "--why", "сети не читаются"])
    assert done.exit_code == 0, done.output
    assert packs.load("roles").version == shipped


def reader_parts() -> tuple[dict[str, np.ndarray], dict[str, object]]:
    """Arrays and JSON of a reader of two layers, one row a piece and blocks of the least size."""
    width, deep, pieces = 8, 16, ["<s>", "<pad>", "</s>", "<unk>", "▁"]
    classes = {"roles": ["problem", "solution"], "directions": ["transport", "zhkh", "other"]}
    arrays = {
        "tokens": np.zeros((len(pieces), width // 4 * 3), np.uint8),
        "tokens_scale": np.ones(len(pieces), np.float16),
        "places": np.zeros((160, width), np.float16),
        "parts": np.zeros((4, width), np.float16),
        "start_gain": np.ones(width, np.float16),
        "start_shift": np.zeros(width, np.float16),
        "graph": np.zeros(16, np.uint8),
    }
    for head, names in classes.items():
        arrays[head] = np.zeros((len(names), 2 * width), np.float16)
        arrays[f"{head}_bias"] = np.zeros(len(names), np.float16)
    blocks = {"attention": (width, 3 * width), "joined": (width, width)}
    blocks |= {"wide": (width, deep), "narrow": (deep, width)}
    for layer in ("layer0", "layer1"):
        for name, (rows, columns) in blocks.items():
            arrays[f"{layer}_{name}"] = np.zeros((rows, columns // 4 * 3), np.uint8)
            arrays[f"{layer}_{name}_scale"] = np.ones(columns, np.float32)
            arrays[f"{layer}_{name}_bias"] = np.zeros(columns, np.float32)
        for name in ("first_gain", "first_shift", "second_gain", "second_shift"):
            arrays[f"{layer}_{name}"] = np.ones(width, np.float16)
    model = {**classes, "layers": 2, "heads": 2}
    return arrays, {"model": model, "pieces": {"pieces": pieces, "scores": [0.0] * len(pieces)}}


def save_reader(root: Path, arrays: dict[str, np.ndarray], files: dict[str, object]) -> None:
    packs.save("reader", "1", tensors=arrays, data=files, meta={}, card="", root=root)


def test_a_reader_whose_parts_fit_is_loaded(tmp_path: Path) -> None:
    save_reader(tmp_path, *reader_parts())
    assert packs.load("reader", "1", tmp_path).data["model"]["layers"] == 2


@pytest.mark.parametrize("name", [name for name in reader_parts()[0] if name != "graph"])
def test_a_reader_with_an_array_of_a_wrong_shape_is_refused(tmp_path: Path, name: str) -> None:
    arrays, files = reader_parts()
    save_reader(tmp_path, arrays | {name: arrays[name][..., :-1]}, files)
    with pytest.raises(PackError, match="части модели не сходятся: .*[а-я]") as refused:
        packs.load("reader", "1", tmp_path)
    assert str(tmp_path) in str(refused.value)
    assert "Верните папку модели" in str(refused.value)


@pytest.mark.parametrize("name", reader_parts()[0])
def test_a_reader_with_a_missing_array_is_refused(tmp_path: Path, name: str) -> None:
    arrays, files = reader_parts()
    save_reader(tmp_path, {key: value for key, value in arrays.items() if key != name}, files)
    with pytest.raises(PackError, match="части модели не сходятся"):
        packs.load("reader", "1", tmp_path)


@pytest.mark.parametrize(
    ("stem", "told"),
    [
        ("model", {"layers": 3}),
        ("model", {"layers": "2"}),
        ("model", {"layers": 10**9}),
        ("model", {"roles": ["problem", "solution", "praise"]}),
        ("model", {"directions": [1, 2, 3]}),
        ("pieces", {"scores": [0.0]}),
        ("pieces", {"pieces": ["<s>", "<pad>", "</s>", "<unk>"]}),
        ("pieces", {"pieces": "abcde"}),
    ],
)
def test_a_reader_that_lies_of_itself_is_refused(tmp_path: Path, stem: str, told: dict) -> None:
    arrays, files = reader_parts()
    save_reader(tmp_path, arrays, files | {stem: {**files[stem], **told}})
    with pytest.raises(PackError, match="части модели не сходятся"):
        packs.load("reader", "1", tmp_path)


# protobuf: external data of 19 bytes, a key of eight characters and its value of seven
WEIGHTS = b"\x6a\x13\x0a\x08location\x12\x07weights"


@pytest.mark.parametrize("graph", [b"", WEIGHTS, b"Add" + WEIGHTS + WEIGHTS])
def test_a_graph_that_names_its_weights_alone_is_loaded(tmp_path: Path, graph: bytes) -> None:
    arrays, files = reader_parts()
    stored = np.frombuffer(graph + b"\0", np.uint8)
    save_reader(tmp_path, arrays | {"graph": stored}, files)
    assert packs.load("reader", "1", tmp_path).tensors["graph"].tobytes() == graph + b"\0"


@pytest.mark.parametrize(
    "told",
    [
        b"\x6a\x17\x0a\x08location\x12\x0b/etc/passwd",
        b"\x6a\x16\x0a\x08location\x12\x0aweights.so",
        b"\x6a\x13\x12\x07weights\x0a\x08location",
        WEIGHTS + b"\x6a\x15\x0a\x08location\x12\x09../secret",
        b"\x6a\x1e\x0a\x08location\x12\x07weights\x12\x09../secret",  # the last one counts
        b"\x6a\x11\x12\x05other\x0a\x08location\x12\x07weights",
    ],
)
def test_a_graph_that_names_another_file_is_refused(tmp_path: Path, told: bytes) -> None:
    arrays, files = reader_parts()
    save_reader(tmp_path, arrays | {"graph": np.frombuffer(told, np.uint8)}, files)
    with pytest.raises(PackError, match="части модели не сходятся: граф(?! и)"):
        packs.load("reader", "1", tmp_path)


# --- packs that need others


@pytest.fixture
def needing(tmp_path: Path, monkeypatch) -> Path:
    """A folder of one's own with roles that need the reader beside them."""
    monkeypatch.setenv("VECHE_MODELS", str(tmp_path))
    save_reader(tmp_path, *reader_parts())
    save(tmp_path, "bare", make_current=False)
    save(tmp_path, meta={"needs": {"reader": "1"}})
    return tmp_path


def test_a_fingerprint_is_of_the_needed_pack_too(needing: Path) -> None:
    own, needed = packs.fingerprint("roles").split("+")
    assert own.startswith("roles/1:")
    assert needed == packs.fingerprint("reader", "1")
    bare = packs.fingerprint("roles", "bare")
    edit(needing / "reader" / "1", scores={"f1": 0.1})
    changed = packs.fingerprint("reader", "1")
    assert packs.fingerprint("roles") == f"{own}+{changed}" != f"{own}+{needed}"
    assert packs.fingerprint("roles", "bare") == bare
    assert "+" not in bare
    assert packs.describe("roles", "1")["fingerprint"] == packs.fingerprint("roles")


def test_a_pack_whose_need_is_gone_is_refused_and_keeps_its_own_fingerprint(needing: Path) -> None:
    assert packs.load("roles").meta["needs"] == {"reader": "1"}
    whole = packs.fingerprint("roles")
    (needing / "reader" / "1").rename(needing / "elsewhere")
    with pytest.raises(PackError, match="нужна версия «1» модели «reader», а её нет") as refused:
        packs.load("roles")
    assert str(needing / "roles" / "1") in str(refused.value)
    assert "обучите эту модель заново" in str(refused.value)
    assert packs.fingerprint("roles") != whole
    assert packs.load("roles", "bare").version == "bare"


@pytest.mark.parametrize(
    "needs", [{"reader": "9.9"}, {"reader": 1}, {"reader": ["1"]}, {"readers": "1"}, {"..": "1"}]
)
def test_a_pack_that_needs_what_cannot_be_is_refused(needing: Path, needs: dict) -> None:
    edit(needing / "roles" / "1", needs=needs)
    with pytest.raises(PackError, match="модели нужна версия"):
        packs.load("roles")


@pytest.mark.parametrize(
    "needs", [{"reader": 1}, {"reader": ["1"]}, {"roles": "1"}, {"directions": "1", "roles": "1"}]
)
def test_a_fingerprint_stands_hostile_needs(needing: Path, needs: dict) -> None:
    edit(needing / "roles" / "1", needs=needs)
    assert packs.fingerprint("roles").startswith("roles/1:")


WATCHED = """
import sys
seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event == "pickle.find_class" else None)
from pathlib import Path
from pipeline import packs
from pipeline.errors import PackError
for task in packs.TASKS:
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
