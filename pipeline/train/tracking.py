"""Logging of trainings to MLflow, for those who keep their experiments there; off by default.

On only where MLFLOW_TRACKING_URI is set and the extra `mlflow` is installed. Only settings and
figures are logged, never a text.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from pipeline.errors import InputError

SWITCH = "MLFLOW_TRACKING_URI"


def log(task: str, version: str, meta: Mapping[str, Any]) -> bool:
    """Log a trained pack as one MLflow run; False where logging is off."""
    if not os.environ.get(SWITCH):
        return False
    try:
        import mlflow
    except ImportError as error:
        raise InputError(
            f"задан {SWITCH}, но пакет mlflow не установлен",
            remedy="Установите: pip install 'veche[mlflow]', или уберите переменную",
        ) from error
    mlflow.set_experiment(f"veche-{task}")
    with mlflow.start_run(run_name=version):
        mlflow.log_params({**meta.get("settings", {}), "parent": meta.get("parent") or ""})
        for data, scores in meta.get("scores", {}).items():
            mlflow.log_metrics(dict(_figures(data, scores)))
    return True


def _figures(data: str, scores: Mapping[str, Any]) -> list[tuple[str, float]]:
    return [
        (f"{data}/{name}".replace(" ", "_"), float(one["value"]))
        for name, one in scores.items()
        if isinstance(one, dict) and "value" in one
    ]
