"""An existing Dask cluster does the row-wise work and gives the same tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import engines, run
from tests import cities
from tests.test_engines import double
from tests.test_flow import TABLES


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_cluster_gives_the_same_tables(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    # more distinct texts than one partition holds, or the cluster would have nothing to do
    said = [(n, where, f"{what}, маршрут {n}", wish) for n, where, what, wish in cities.rows(2100)]
    city = cities.write(tmp_path / "raw" / "город", said)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        with engines.engine(scheduler=cluster.scheduler_address) as executor:
            assert engines.map_partitions(executor, double, range(5), size=2) == [
                [0, 2],
                [4, 6],
                [8],
            ]
        there = run(city, out=tmp_path / "there", scheduler=cluster.scheduler_address)
    here = run(city, out=tmp_path / "here")
    for name in TABLES:
        file = f"{name}.parquet"
        assert (there.path / file).read_bytes() == (here.path / file).read_bytes(), name
