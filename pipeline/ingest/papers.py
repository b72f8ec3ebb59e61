"""Papers of groups and drafts to items: one a proposal, headings and table columns as context."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.ingest.content import Block, Cell, Content
from pipeline.ingest.outline import Line, outline
from pipeline.ingest.readers.prose import blocks_of
from pipeline.ingest.sessions import session_in, session_of
from pipeline.ingest.sources import Source
from pipeline.ingest.wording import clean, guess_role
from pipeline.ingest.worktables import LABEL, labelled, rows_of, slot_of
from pipeline.tables import short_hash

Record = dict[str, Any]
_TITLE_LINES, _TITLE_LENGTH = 4, 120  # lines and characters of a title
_META = re.compile(
    r"(дата(\s+и\s+место)?(\s+проведения)?|модераторы?|секретарь|присутств\w+|место(\s+проведения)?|группа|рабочая\s+группа|участник\w*"
    r"|слушали|выступил\w*|голосовали|итоги\s+голосования|результаты\s+голосования"
    r"|время(\s+проведения)?|сессия|состав(\s+группы)?|председатель|ведущ(ий|ая)|эксперт\w*|подпис\w*|приглаш[её]нн\w+|повестка(\s+дня)?|численность(\s+группы)?)"
    r"\s*(?:[:–—]|\s-\s)\s*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SIGNATURE = re.compile(
    r"(итого|всего)\b[^.]{0,40}\d+|[_\s.]*_{3,}.*|.*_{5,}\s*[/(]?.*|(стр(аница)?\.?\s*)?\d+(\s+из\s+\d+)?",
    re.I,
)
_OF_GROUP = re.compile(
    r"(?:рабочая\s+)?(?:группа|секция|стол)\b[\s№\d.:–—-]*[«\"]?(?P<name>[^\W\d][^«»\"(,;]{1,60})",
    re.I,
)
# «Т1. …», «Тезис 3: …»: the draft's own ids, by which later verdicts name its theses.
_THESIS = re.compile(
    r"(?:тезис\s*(?:№\s*)?(?=\d))?(?P<id>[А-ЯЁA-Z]{0,3}\d{1,3}(?:\.\d{1,3})*)\s*[.:)–—]\s+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass
class Paper:
    """The items of a paper and what it says of itself."""

    records: list[Record] = field(default_factory=list)
    group: str = ""
    session: str = ""
    moderator: str = ""
    aside: list[str] = field(default_factory=list)


def paper_of(content: Content, source: Source) -> Paper:
    """The items of a document in reading order."""
    paper = Paper()
    blocks = [block for block in content.blocks if not _is_meta(block, paper)]
    paper.session = paper.session or _dated(blocks)
    row_key = ""
    for line in _without_preamble(list(outline(blocks)), paper):
        if line.block.kind == "table":
            _add_table(paper, line, source)
            row_key = ""
            continue
        for text in labelled(line.block.text.strip()):
            row_key = _add_line(paper, line, text, source, row_key)
    _finish(paper, source)
    return paper


def _dated(blocks: list[Block]) -> str:
    """The date in the title lines of a paper: «Стратегическая сессия 12.03.2025»."""
    for block in blocks[:_TITLE_LINES]:
        if block.kind in ("item", "table") or len(block.text) > _TITLE_LENGTH:
            break
        found = session_in(block.text)
        if found:
            return found
    return ""


def _without_preamble(lines: list[Line], paper: Paper) -> Iterator[Line]:
    """The lines without opening remarks: paragraphs before the first list, table or section."""
    structured = any(line.block.kind in ("item", "table") for line in lines)
    for at, line in enumerate(lines):
        if not structured or line.block.kind != "paragraph" or line.role != "open":
            yield from lines[at:]
            return
        text = line.block.text.strip()
        named = re.search(
            r"модератор\w*\s*[:–—-]\s*((?:[^.;\n]|(?<=\b[А-ЯЁ])\.)+)", text, re.IGNORECASE
        )
        if named:
            paper.moderator = paper.moderator or named[1].strip()
        paper.aside.append(f"вступление: «{text[:80]}»")


def _is_meta(block: Block, paper: Paper) -> bool:
    """True for lines about the session itself; what they say is kept in `paper`."""
    text = block.text.strip()
    if block.kind == "table" or not text:
        return False
    if _SIGNATURE.fullmatch(text):
        paper.aside.append("подпись, итог или номер страницы")
        return True
    match = _META.fullmatch(text)
    if not match or len(text) > 300:
        return False
    label, value = match[1].casefold(), match["value"].strip(" .")
    if "модератор" in label or label.startswith("ведущ"):
        paper.moderator = paper.moderator or value
    elif "групп" in label and "состав" not in label and "числ" not in label:
        paper.group = paper.group or value.strip('«»"')
    elif label.startswith(("дата", "сессия")):
        paper.session = paper.session or session_of(value)
    paper.aside.append(f"сведения о заседании: «{label}»")
    return True


def _add_line(paper: Paper, line: Line, text: str, source: Source, row_key: str) -> str:
    """Add the text of a paragraph or item; what follows a label belongs to the row above."""
    label = LABEL.fullmatch(text)
    if label and label["rest"].strip():
        slot = slot_of(label["label"])
        if slot and paper.records and row_key:
            for record in paper.records:
                if record["row_id"] == row_key:
                    slots = json.loads(record["slots"])
                    slots[slot] = "; ".join(
                        filter(None, [slots.get(slot, ""), label["rest"].strip()])
                    )
                    record["slots"] = json.dumps(slots, ensure_ascii=False, sort_keys=True)
            return row_key
        role = guess_role(label["label"])[0]
        if role in ("problem", "solution"):
            last = paper.records[-1] if paper.records else None
            continues = row_key and role == "solution" and last and last["row_id"] == row_key
            key = row_key if continues else short_hash(source.name, len(paper.records), text)
            _append(paper, line, label["rest"].strip(), label["label"].capitalize(), role, source)
            paper.records[-1]["row_id"] = key
            if continues and last:  # «Причина: …» stood between the problem and its solution
                paper.records[-1]["slots"] = last["slots"]
            return key
    _append(paper, line, text, line.question, line.role, source)
    paper.records[-1]["row_id"] = short_hash(source.name, len(paper.records), text)
    return str(paper.records[-1]["row_id"])


def _append(paper: Paper, line: Line, text: str, question: str, role: str, source: Source) -> None:
    number = len(paper.records) + 1
    paper.records.append(
        {
            "kind": source.kind,
            "source": source.name,
            "locator": f"пункт {number}",
            "position": number - 1,
            "question": question,
            "question_role": role,
            "respondent": "",
            "group": "",
            "attributes": "{}",
            "heading": " › ".join(line.headings),
            "row_id": "",
            "slots": "{}",
            "thesis": line.block.number if line.block.number != "•" else "",
            "text": text,
        }
    )


def _add_table(paper: Paper, line: Line, source: Source) -> None:
    for row in rows_of(line.block.table, line.question, line.role):
        key = short_hash(source.name, len(paper.records), row.key)
        where = replace(line, headings=[*line.headings, *row.headings])
        for said in row.said:
            _append(paper, where, said.text, said.question, said.role, source)
            record = paper.records[-1]
            record["slots"] = json.dumps(said.slots, ensure_ascii=False, sort_keys=True)
            record["thesis"] = row.number
            record["group"] = row.group
            record["row_id"] = key


def _finish(paper: Paper, source: Source) -> None:
    """Lay group, session, moderator and thesis ids over the records."""
    heads = [_group_of(record["heading"]) for record in paper.records]
    several = len(set(filter(None, heads))) > 1  # one paper of several groups
    ids = _thesis_ids(paper.records) if source.kind == "draft" else [""] * len(paper.records)
    for record, thesis, head in zip(paper.records, ids, heads, strict=True):
        own = record["group"] or (head if several else "")
        group = own or source.group or paper.group or head
        record["group"] = group if source.kind == "proposal" else ""
        record["session"] = source.session or paper.session
        record["moderator"] = source.moderator or paper.moderator
        record["thesis"] = thesis


def _group_of(heading: str) -> str:
    """The group that a heading above names: «Группа 1. «Бизнес» (модератор …)», "" if none."""
    named = (_OF_GROUP.match(part) for part in heading.split(" › "))
    return next((match["name"].strip(" .,:") for match in named if match), "")


def _thesis_ids(records: list[Record]) -> list[str]:
    """The draft's own numbers if every thesis has one of its own, else places: «Т-12»."""
    ids = []
    for record in records:
        told = _THESIS.fullmatch(record["text"])
        if told:
            record["text"] = told["rest"]
        ids.append(told["id"] if told else record["thesis"])
    names = [_thesis_name(text) for text in ids]
    if not all(ids) or len(set(names)) < len(names):
        names = [_thesis_name(str(number)) for number in range(1, len(ids) + 1)]
    return names


def _thesis_name(number: str) -> str:
    """«Т1» and «1» are written «Т-1»; other ids stay as they are."""
    short = re.fullmatch(r"([^\W\d]+)(\d.*)", number)
    if short:
        return f"{short[1]}-{short[2]}"
    return number if re.match(r"[^\W\d]", number) else f"Т-{number}"


def sheet_blocks(content: Content) -> Iterator[Block]:
    """Tables of a workbook as blocks of a document, each under the name of its sheet."""
    for sheet in content.sheets:
        rows = [row for row in sheet.rows if row]
        if not rows or sheet.hidden:
            continue
        if len(content.sheets) > 1:
            yield Block("heading", clean(sheet.name), level=1)
        yield Block(
            "table",
            table=[
                [Cell(_cell_blocks(text), column=at) for at, text in enumerate(row)] for row in rows
            ],
        )


def _cell_blocks(text: str) -> list[Block]:
    return blocks_of(text.split("\n"), markdown=False)
