"""Are the findings of a run what people would find? A blind check by two coders.

A coder sees the name of a finding and a statement, and says whether the statement belongs to it.
Half of the pairs are statements that the run put there, half are others of the same kind, from the
same direction where there are such; which is which stands in the run alone. From the answers come
precision, recall and F1 of the run against each coder, and of the coders against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.annotate.agreement import alpha
from pipeline.errors import InputError
from pipeline.evaluate import metrics
from pipeline.evaluate.metrics import Estimate
from pipeline.runs import Run
from pipeline.tables import short_hash
from pipeline.vocabulary import FINDING_TITLES

COLUMNS = ("pair", "kind", "finding", "question", "statement", "belongs")
_YES, _NO = ("да", "+", "1", "yes", "д"), ("нет", "-", "0", "no", "н")
_LEAST = 20  # answered pairs below which no figure is given


def sample(run: Run, findings: int = 40, each: int = 3, seed: int = 0) -> pd.DataFrame:
    """COLUMNS of the pairs to judge, `belongs` empty: up to `each` from inside and as many others.

    Findings are drawn by chance among the recurring ones, or among all where none recurs.
    """
    table = run.findings
    recurring = table[table["recurring"].fillna(False).astype(bool)]
    table = recurring if len(recurring) else table
    order = sorted(table.index, key=lambda row: short_hash(seed, table["finding_id"][row]))
    pairs = []
    said = run.statements.set_index("statement_id")
    about = run.answers.set_index("answer_id")["question"]
    for row in order[:findings]:
        finding = table.loc[row]
        inside = _drawn(finding["statement_ids"], each, seed, finding["finding_id"])
        outside = _drawn(_others(said, finding), len(inside), seed, finding["finding_id"])
        for name in (*inside, *outside):
            pairs.append(
                {
                    "pair": f"{finding['finding_id']}:{name}",
                    "kind": FINDING_TITLES[finding["kind"]],
                    "finding": finding["name"],
                    "question": about.get(said["answer_id"][name], ""),
                    "statement": said["text"][name],
                    "belongs": "",
                }
            )
    pairs.sort(key=lambda pair: short_hash(seed, "order", pair["pair"]))
    return pd.DataFrame(pairs, columns=list(COLUMNS))


def _others(said: pd.DataFrame, finding: pd.Series) -> list[str]:
    """Statements of the finding's kind that it does not hold, of its direction where enough."""
    inside = set(finding["statement_ids"])
    same = said[(said["role"] == finding["kind"]) & ~said.index.isin(inside)]
    near = same[[finding["direction"] in ids for ids in same["directions"]]]
    return sorted((near if len(near) >= 3 else same).index)


def _drawn(names: Sequence[str], count: int, seed: int, key: str) -> list[str]:
    return sorted(names, key=lambda name: short_hash(seed, key, name))[:count]


def judge(run: Run, files: Sequence[Path]) -> dict[str, Any]:
    """What one or two coders say of the run: figures with intervals, ready for JSON.

    Resampled are whole findings. The sample holds as many pairs from outside as from inside, so
    precision is of that mixture. InputError names the file and row of an answer that is none.
    """
    if not 1 <= len(files) <= 2:
        raise InputError("нужны ответы одного или двух кодировщиков")
    answers = [_answers(path) for path in files]
    both = sorted(set(answers[0]) & set(answers[-1]))
    if len(both) < _LEAST:
        raise InputError(f"общих ответов {len(both)}, нужно не меньше {_LEAST}", file=files[0])
    members = {
        (row.finding_id, name) for row in run.findings.itertuples() for name in row.statement_ids
    }
    keys = [tuple(pair.split(":", 1)) for pair in both]
    machine = np.array([key in members for key in keys])
    drawn = metrics.resampled([key[0] for key in keys])
    drawn = np.vstack([np.ones((1, len(both)), dtype=np.float32), drawn])
    coders = [np.array([said[pair] for pair in both]) for said in answers]
    result: dict[str, Any] = {"pairs": len(both), "findings": len({key[0] for key in keys})}
    result["model_person"] = [_figures(machine, coder, drawn) for coder in coders]
    if len(coders) == 2:
        result["person_person"] = _figures(coders[0], coders[1], drawn)
        units = [[str(one), str(other)] for one, other in zip(*coders, strict=True)]
        result["alpha"] = round(alpha(units), 4)
    return result


def _figures(said: np.ndarray, truth: np.ndarray, drawn: np.ndarray) -> dict[str, dict[str, float]]:
    both = drawn @ (said & truth)
    precision = both / np.maximum(drawn @ said, 1)
    recall = both / np.maximum(drawn @ truth, 1)
    f1 = 2 * both / np.maximum(drawn @ said.astype(int) + drawn @ truth.astype(int), 1)
    named = {"precision": precision, "recall": recall, "f1": f1}
    return {name: Estimate.of(values[0], values[1:]).plain() for name, values in named.items()}


def _answers(path: Path) -> dict[str, bool]:
    if not path.is_file():
        raise InputError("нет такого файла", file=path)
    try:
        frame = pd.read_csv(
            path, dtype=str, keep_default_na=False, sep=None, engine="python", encoding="utf-8-sig"
        )
    except (ValueError, UnicodeDecodeError, pd.errors.ParserError) as error:
        raise InputError("файл не читается", file=path, remedy="Нужен CSV в UTF-8") from error
    for column in ("pair", "belongs"):
        if column not in frame:
            raise InputError("нет столбца", file=path, column=column)
    found = {}
    for number, (pair, word) in enumerate(zip(frame["pair"], frame["belongs"], strict=True), 1):
        said = word.strip().lower()
        if said and said not in (*_YES, *_NO):
            raise InputError(
                f"непонятный ответ «{word}»",
                file=path,
                row=number,
                column="belongs",
                remedy="Пишите «да» или «нет»",
            )
        if said:
            found[pair] = said in _YES
    return found


def summary(result: dict[str, Any]) -> str:
    """The figures in plain words."""

    def interval(one: dict[str, float]) -> str:
        text = f"{one['value']:.3f} ({one['low']:.3f}–{one['high']:.3f})"
        return text.replace(".", ",")

    lines = [f"Пар {result['pairs']}, выводов {result['findings']}."]
    for number, one in enumerate(result["model_person"], 1):
        lines.append(f"Программа — человек {number}: F1 {interval(one['f1'])}")
    if "person_person" in result:
        lines.append(f"Человек — человек: F1 {interval(result['person_person']['f1'])}")
        lines.append(f"Альфа Криппендорфа: {result['alpha']:.3f}".replace(".", ","))
    return "\n".join(lines)
