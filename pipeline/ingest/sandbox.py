"""Open foreign files in one limited child process, reused for all files of a dataset.

The child has bounded memory, no network, writes nothing and answers in JSON; a file that takes
too long or too much costs that child, and the next file gets a new one.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, BinaryIO

from pipeline.ingest.content import Content, Refused, Sheet, block_from
from pipeline.ingest.readers.worker import MEMORY_EXIT

_ROOT = Path(__file__).parents[2]
_START_S = 60.0


class Sandbox:
    """`with Sandbox(timeout_s, memory_mb) as sandbox: content = sandbox.read(path)`."""

    def __init__(self, timeout_s: float, memory_mb: int) -> None:
        self.timeout_s, self.memory_mb = timeout_s, memory_mb
        self._child: subprocess.Popen[bytes] | None = None
        self._frames: SimpleQueue[dict[str, Any] | None] = SimpleQueue()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def read(self, path: Path, options: Mapping[str, Any] | None = None) -> Content:
        """The content of one file; Refused with one Russian sentence when it cannot be had."""
        child = self._start()
        task = {
            "path": str(path.resolve()),
            "options": dict(options or {}),
            "memory_mb": self.memory_mb,
        }
        assert child.stdin is not None
        try:
            child.stdin.write(json.dumps(task).encode("ascii") + b"\n")
            child.stdin.flush()
            return self._collect(self.timeout_s + path.stat().st_size / 1e6)
        except (BrokenPipeError, EOFError) as error:
            code = child.wait()
            self._stop()
            if code == MEMORY_EXIT or code < 0:
                raise Refused(
                    f"файл не поместился в отведённую память ({self.memory_mb} МБ)"
                ) from error
            raise Refused("файл повреждён: программа чтения остановилась на нём") from error
        except TimeoutError:
            self._stop()
            raise Refused(f"файл не удалось прочесть за {self.timeout_s:g} с") from None

    def _start(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._stop()
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")]),
            "OMP_NUM_THREADS": "1",
            "ARROW_DEFAULT_MEMORY_POOL": "system",
        }
        self._child = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "pipeline.ingest.readers.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        assert self._child.stdout is not None
        self._frames = SimpleQueue()
        threading.Thread(
            target=_listen, args=(self._child.stdout, self._frames), daemon=True
        ).start()
        self._next(time.monotonic() + _START_S)
        return self._child

    def _stop(self) -> None:
        if self._child is None:
            return
        child, self._child = self._child, None
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was written to it is gone with it
                    pipe.close()

    def _next(self, until: float) -> dict[str, Any]:
        try:
            frame = self._frames.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            raise TimeoutError from None
        if frame is None:
            raise EOFError
        return frame

    def _collect(self, silence_s: float) -> Content:
        """Frames until the end; TimeoutError after a silence or after twelve of them in all."""
        content = Content("")
        latest = time.monotonic() + 12 * silence_s
        while True:
            frame = self._next(min(latest, time.monotonic() + silence_s))
            if "refused" in frame:
                raise Refused(frame["refused"])
            if "start" in frame:
                content = Content(**frame["start"])
            elif "sheet" in frame:
                content.sheets.append(Sheet(**{**frame["sheet"], "rows": []}))
            elif "rows" in frame:
                content.sheets[-1].rows += frame["rows"]
            elif "blocks" in frame:
                content.blocks += [block_from(block) for block in frame["blocks"]]
            elif "end" in frame:
                content.notes = frame["end"]
                return content


def _listen(pipe: BinaryIO, frames: SimpleQueue[dict[str, Any] | None]) -> None:
    """Put the child's frames into the queue, and None when the child is gone."""
    try:
        while len(head := pipe.read(8)) == 8:
            size = int(head, 16)
            data = pipe.read(size)
            if len(data) < size:
                break
            frames.put(json.loads(data))
    except (ValueError, OSError):  # a killed child can leave half a frame
        pass
    frames.put(None)
