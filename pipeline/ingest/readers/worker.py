"""The child process: takes paths on standard input, gives frames of JSON on standard output.

A frame is eight hexadecimal digits of its length and UTF-8 JSON. For each path: a `start`, then
`rows` and `blocks`, then `end`; or `refused` with the reason at any point.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from pipeline.ingest.content import Content, Refused, Row, plain
from pipeline.ingest.readers import limits

BATCH = 2000
MEMORY_EXIT = 77


def main() -> None:
    """Serve until standard input closes."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints cannot break the frames
    limits.lock_down()
    limits.on_alive.append(lambda: _send(out, {"alive": True}))
    _send(out, {"ready": os.getpid()})
    for line in sys.stdin.buffer:
        task = json.loads(line)
        limits.limit_memory(task["memory_mb"], MEMORY_EXIT)
        try:
            for frame in _frames(task):
                _send(out, frame)
        except Refused as refusal:
            _send(out, {"refused": str(refusal)})
        except MemoryError:
            os._exit(MEMORY_EXIT)
        except RecursionError:
            _send(out, {"refused": "слишком глубокая вложенность"})
        except Exception as error:  # noqa: BLE001 - a foreign file can break a reader in any way
            _send(out, {"refused": f"файл повреждён ({type(error).__name__})"})


def _frames(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from pipeline.ingest.readers.formats import read

    content = read(task["path"], task["options"])
    yield {"start": _head(content)}
    for number, sheet in enumerate(content.sheets):
        head = {
            "name": sheet.name,
            "hidden": sheet.hidden,
            "hidden_rows": sheet.hidden_rows,
            "merged": sheet.merged,
        }
        yield {"sheet": head}
        rows = limits.bounded(sheet.rows)
        while batch := list(islice(rows, BATCH)):
            yield {"rows": batch, "of": number}
    blocks = iter(content.blocks)
    while some := list(islice(blocks, BATCH)):
        yield {"blocks": [plain(block) for block in some]}
    yield {"end": content.notes}


def _head(content: Content) -> dict[str, str]:
    return {
        "format": content.format,
        "encoding": content.encoding,
        "delimiter": content.delimiter,
    }


def _send(out: BinaryIO, frame: dict[str, Any] | dict[str, list[Row]]) -> None:
    data = json.dumps(frame, ensure_ascii=False).encode("utf-8", "replace")
    out.write(b"%08x" % len(data) + data)
    out.flush()


if __name__ == "__main__":
    main()
