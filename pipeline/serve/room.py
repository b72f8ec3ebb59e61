"""Everything the pages need of one dataset: its desk, and what is worked out from its run."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from weakref import WeakKeyDictionary

import pandas as pd

from pipeline import runs, settings
from pipeline.comparing import Comparison, compare
from pipeline.decisions.base import TOPIC, Base
from pipeline.decisions.cards import View
from pipeline.decisions.log import Log
from pipeline.report.result import Result
from pipeline.report.topic_map import Disc, discs
from pipeline.runs import Run
from pipeline.serve.accounts import LOCAL
from pipeline.serve.desk import Desk, read_base
from pipeline.serve.listing import Lister
from pipeline.serve.near import Nearness, guess
from pipeline.topics.places import places


class Room:
    """One dataset. `desk` is None until `veche run` has finished a run."""

    def __init__(self, dataset: settings.Dataset, folder: Path, log: Log) -> None:
        self.dataset, self.folder, self.log = dataset, folder, log
        self.directions = _directions(dataset)
        self.desk: Desk | None = None
        self.warmed = False  # are the models open
        self._reading, self._drawing = threading.Lock(), threading.Lock()
        self.refresh()

    def refresh(self) -> None:
        """Take the newest finished run, if it is not the one on the desk."""
        pointer = self.folder / "latest"
        if not pointer.is_file():
            return
        name = pointer.read_text(encoding="utf-8").strip()
        if self.desk and self.desk.base.name == name:
            return
        if self._reading.acquire(blocking=False):
            try:
                run, first = runs.open_run(self.folder), self.desk is None
                self.use(read_base(run), run)
                if not first:  # whoever starts the desk warms it; a new run meets readers at work
                    threading.Thread(target=self.warm, daemon=True).start()
            finally:
                self._reading.release()

    def use(self, base: Base, run: Run | None = None) -> None:
        """Put a run on the desk."""
        if self.desk is None:
            self.desk = Desk(base, self.log, self.directions, run)
        else:
            self.desk.use(base, run)
        self.lister = Lister(base, self.desk.index)
        self.near = Nearness(base)
        self._places: pd.DataFrame | None = None
        self._compared: Comparison | None = None
        self._maps: WeakKeyDictionary[View, tuple[list[Disc], list[str]]] = WeakKeyDictionary()

    def discs(self, view: View) -> tuple[list[Disc], list[str]]:
        """The map of topics as they are called now; worked out once for each view."""
        with self._drawing:
            if view not in self._maps:
                self._maps[view] = discs(cast(Result, self._map_result(view)))
            return self._maps[view]

    def warm(self) -> None:
        """Open the models and lay the map out ahead, so that the first reader does not wait."""
        guess("Нет парковок во дворах")
        self.warmed = True
        if self.desk:
            view = self.desk.view(LOCAL)
            self.discs(view)
            for card in list(view.cards.values())[:1]:
                self.near.kin(card, view)

    def compared(self) -> Comparison | None:
        """The run against the one before it; None where there is none, or it is gone."""
        run = self.desk.run if self.desk else None
        name = run.info.get("previous", "") if run else ""
        if run is None or not name or not (self.folder / name / "run.json").is_file():
            return None
        with self._drawing:
            if self._compared is None:
                self._compared = compare(runs.open_run(self.folder / name), run)
            return self._compared

    def _map_result(self, view: View) -> Any:
        topics = [card for card in view.cards.values() if card.kind == TOPIC]
        frame = pd.DataFrame(
            [(c.id, c.name, c.people, len(c.members), [c.direction], list(c.marks))
             for c in topics],
            columns=["topic_id", "name", "respondents", "statements", "directions", "marks"],
        )  # fmt: skip
        return SimpleNamespace(topics=frame, places=self._laid_out(view.base))

    def _laid_out(self, base: Base) -> pd.DataFrame | None:
        if self._places is None and base.vectors is not None:
            ids = sorted(g.id for g in base.groups.values() if g.kind == TOPIC)
            topics = pd.DataFrame({"topic_id": ids})
            said = pd.DataFrame({"topic_id": [s.topic_id for s in base.statements.values()]})
            self._places = places(topics, said, base.vectors)
        return self._places


def _directions(dataset: settings.Dataset) -> dict[str, str]:
    from pipeline.statements.directions_taxonomy import taxonomy

    return {d.id: d.title for d in taxonomy(dataset.directions).directions}
