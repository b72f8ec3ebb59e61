"""MLflow: off by default, figures and settings only, a clear word where it is not installed."""

import contextlib
import sys
import types

import pytest

from pipeline.errors import InputError
from pipeline.train import tracking

META = {
    "settings": {"base": "1.0", "strength": 0.3},
    "parent": "1.0",
    "scores": {"cross-validation": {"macro_f1": {"value": 0.5}, "rows": 20}},
}


def test_nothing_is_sent_by_default(monkeypatch) -> None:
    monkeypatch.delenv(tracking.SWITCH, raising=False)
    monkeypatch.setitem(sys.modules, "mlflow", None)
    assert tracking.log("roles", "v", META) is False


def test_a_missing_package_is_named(monkeypatch) -> None:
    monkeypatch.setenv(tracking.SWITCH, "file:mlruns")
    monkeypatch.setitem(sys.modules, "mlflow", None)
    with pytest.raises(InputError, match=r"veche\[mlflow\]"):
        tracking.log("roles", "v", META)


def test_figures_and_settings_are_logged(monkeypatch) -> None:
    logged: dict[str, object] = {}
    fake = types.SimpleNamespace(
        set_experiment=lambda name: logged.update(experiment=name),
        start_run=lambda run_name: contextlib.nullcontext(logged.update(run=run_name)),
        log_params=lambda given: logged.update(params=given),
        log_metrics=lambda given: logged.update(metrics=given),
    )
    monkeypatch.setenv(tracking.SWITCH, "file:mlruns")
    monkeypatch.setitem(sys.modules, "mlflow", fake)
    assert tracking.log("roles", "v", META) is True
    assert logged["metrics"] == {"cross-validation/macro_f1": 0.5}
    assert logged["params"] == {"base": "1.0", "strength": 0.3, "parent": "1.0"}
    assert (logged["experiment"], logged["run"]) == ("veche-roles", "v")
