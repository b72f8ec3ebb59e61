"""The canary test: 120 values are planted, the whole flow runs, and no byte of a run holds one."""

from __future__ import annotations

import csv
import html
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from docx import Document

from pipeline import run
from tests import cities
from tests.clean.specimens import KINDS, Specimen, specimens

PLANTED = 120
_RARE = (
    "Заковряшин Тюлюбаев Кадашников Мошнягин Рябоконев Тырышкин Шабунин Чечулин Ощепков Голощапов "
    "Достовалов Пустовойтов"
).split()
_FIRST = ("Олег Ильич", "Пётр Львович", "Глеб Ильич")


def _canaries() -> list[Specimen]:
    """Ten or more of every kind; names are rare, so that they are nowhere else by chance."""
    each = -(-PLANTED // len(KINDS))
    planted = [one for kind in KINDS if kind != "имя" for one in specimens(kind, each, seed=77)]
    for number, surname in enumerate(_RARE):
        name = f"{surname} {_FIRST[number % len(_FIRST)]}"
        planted.append(Specimen("имя", f"Обратился {name}, в подъезде нет света", name, (surname,)))
    return planted


def _plant(folder: Path, canaries: list[Specimen]) -> None:
    """Two answers of three go to a survey, the others to a group paper and a draft."""
    cities.write(folder, cities.rows(40))
    (folder / "dataset.toml").unlink()  # everything is read as it comes
    with (folder / "canaries.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(
            ["E-mail", "Телефон", "Какие проблемы города требуют решения?", "Что Вы предложите?"]
        )
        for one in canaries[::3]:
            rows.writerow(
                [f"{one.secrets[0]}@mail.ru", "8-923-000-11-22", one.text, "Построить мост"]
            )
        for one in canaries[1::3]:
            rows.writerow(["", "", "Нет света", one.text])
        rows.writerow(["", "", f"Исполнитель: {canaries[-1].value}", ""])  # is told in a note
    group = folder / "groups" / "бизнес"
    group.mkdir(parents=True, exist_ok=True)
    paper = Document()
    for one in canaries[2::3]:
        paper.add_paragraph(one.text.replace("\n", " "), style="List Bullet")
    names = [one.value for one in canaries if one.kind == "имя"]
    paper.save(str(group / f"{names[0]} 2018-04-19.docx"))  # a moderator's name
    (group / f"{names[1]}.docx").write_bytes(b"no document")
    (folder / f"{names[2]}.jpg").write_bytes(b"a picture")


def _contents(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file under the folder as text: Parquet decoded, archives opened, escapes undone."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = str(path.relative_to(folder))
            yield name, name
            yield from _texts(name, path.read_bytes())


def _texts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    if name.endswith(".parquet"):
        yield (
            name,
            json.dumps(
                pq.read_table(io.BytesIO(content)).to_pylist(), ensure_ascii=False, default=str
            ),
        )
        return
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                yield from _texts(f"{name}/{part}", archive.read(part))
        return
    for encoding in ("utf-8", "utf-16-le"):
        text = content.decode(encoding, errors="ignore")
        yield name, html.unescape(text)
    if b"\\u04" in content:
        yield (
            name,
            content.decode("ascii", errors="ignore")
            .encode()
            .decode("unicode_escape", errors="ignore"),
        )


@pytest.mark.slow
def test_no_canary_is_anywhere_in_a_run(tmp_path: Path) -> None:
    canaries = _canaries()
    assert len(canaries) >= PLANTED
    folder, out = tmp_path / "raw" / "город", tmp_path / "out"
    _plant(folder, canaries)
    assert sum(one.value in one.text for one in canaries) == len(canaries)
    finished = run(folder, out=out)
    answers = " ".join(finished.answers["text"])
    assert [kind for kind in KINDS if f"[{kind}]" not in answers] == []
    whole = "\n".join(text for _, text in _contents(out)).casefold().replace("ё", "е")
    leaked = [one for one in canaries if _is_in(one, whole)]
    structured = [one.text for one in leaked if one.kind != "имя"]
    assert structured == []
    assert len(leaked) <= 0.01 * PLANTED, [one.text for one in leaked]


def _is_in(one: Specimen, whole: str) -> bool:
    """Whether the value, or a name's surname in any form, is in the text."""
    looked_for = one.value if one.kind != "имя" else one.secrets[0]
    return looked_for.casefold().replace("ё", "е") in whole


@pytest.mark.slow
def test_the_search_itself_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"x": "Заковряшин"}), encoding="utf-8")
    document = Document()
    document.add_paragraph("Тюлюбаев")
    document.save(str(tmp_path / "b.docx"))
    whole = "\n".join(text for _, text in _contents(tmp_path))
    assert "Заковряшин" in whole and "Тюлюбаев" in whole
