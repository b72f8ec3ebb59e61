"""An encoder that has not met what it is measured on: trained on one half, the other written out.

python -m pipeline.train.halves ../shared/data OUT

OUT/models gets the encoders `held` (has met one half of Kursk and of Petersburg) and `across` (has
met no text of Kursk); OUT/kursk.csv, OUT/petersburg.csv and OUT/kursk-across.csv what each has not
met. Then, with VECHE_MODELS=OUT/models:

python -m pipeline.evaluate.topics OUT/kursk.csv --baselines --model=held
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.evaluate.topic_sets import LEAST_CLASS, LEAST_WORDS, PETERSBURG, TAG, WORD
from pipeline.train.encoder_data import shared_streams
from pipeline.train.encoder_pack import STEPS, fitted, save

_LARGE = 10**5  # numbers of Petersburg's appeals are larger, those of Kursk's smaller
_OF_KURSK = ("messages", "topics")


def learns(number: int) -> bool:
    """True for the half that `held` learns from; Petersburg is split by pairs of numbers."""
    return (number // 2) % 2 == 0 if number > _LARGE else number % 2 == 0


def halves(shared: Path, out: Path, steps: int = STEPS) -> list[Path]:
    """Write the two encoders and the three sets under `out`; the folders of the encoders."""
    out.mkdir(parents=True, exist_ok=True)
    kursk = pd.read_csv(shared / "kursk/appeals.csv", dtype={"text": str, "topic": str})
    kursk["text"] = [TAG.sub(" ", text) for text in kursk["text"]]
    _written(kursk, out / "kursk-across.csv")
    _written(kursk[~kursk["id"].map(learns)], out / "kursk.csv")
    _petersburg(shared).to_csv(out / "petersburg.csv", index=False)
    streams = shared_streams(shared, learns)
    across = [stream for stream in streams if stream.name not in _OF_KURSK]
    return [
        save(fitted(part, steps), name, {"kind": "static", "steps": steps}, out / "models")
        for name, part in (("held", streams), ("across", across))
    ]


def _written(frame: pd.DataFrame, path: Path) -> None:
    sizes = frame["topic"].map(frame["topic"].value_counts())
    frame[sizes >= LEAST_CLASS][["text", "topic"]].to_csv(path, index=False)


def _petersburg(shared: Path) -> pd.DataFrame:
    """Distinct texts of four words or more, from the numbers that `held` has not met."""
    frame = pd.read_csv(shared / "petersburg/appeals.csv.gz").rename(columns={"reason": "topic"})
    frame = frame.iloc[np.random.default_rng(0).permutation(len(frame))]
    kept = [
        number % 4 == 2 and len(WORD.findall(text)) >= LEAST_WORDS
        for number, text in zip(frame["id"], frame["text"].astype(str), strict=True)
    ]
    frame = frame[kept]
    return frame[~frame["text"].str.casefold().duplicated()][["text", "topic"]].head(PETERSBURG)


if __name__ == "__main__":
    for folder in halves(Path(sys.argv[1]), Path(sys.argv[2])):
        sys.stdout.write(f"{folder}\n")
