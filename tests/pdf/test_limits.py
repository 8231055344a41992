"""Jobs that take too long or too much memory: each fails with a reason, alone."""

from __future__ import annotations

import operator
import os
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from distributed import LocalCluster
from jobs import grow, leap, put_on, spin, spin_deaf, stay_in_c
from sphinx_handouts.pdf.limits import Limits
from sphinx_handouts.press.workers.dask_pool import DaskPool
from sphinx_handouts.press.workers.pool import Pool
from sphinx_handouts.records.rendered import Failed

SHORT = Limits(seconds=0.5)
SMALL = Limits(mebibytes=200)


def outcome(limits: Limits, jobs: dict[str, Callable[[], Any]], workers: int = 2) -> dict[str, Any]:
    """Run *jobs* within *limits*; each has one result."""
    pool = Pool(operator.call, time.time, (), workers, limits=limits)
    results = list(pool.run(jobs))
    assert sorted(key for key, _result in results) == sorted(jobs)
    return dict(results)


def others(count: int = 4) -> dict[str, Callable[[], Any]]:
    """Return jobs that are within all limits."""
    return {f"job {n}": partial(sum, range(n)) for n in range(count)}


@pytest.mark.parametrize("job", [spin, stay_in_c, spin_deaf])
def test_too_long(job: Callable[[], Any]) -> None:
    """It is stopped, whatever it does, with a reason that names the option; the others go on."""
    began = time.monotonic()
    results = outcome(SHORT, {"long": job, **others()})
    assert time.monotonic() - began < 60
    assert results.pop("long") == SHORT.too_long
    assert results == {f"job {n}": sum(range(n)) for n in range(4)}
    assert "longer than 0.5 s" in SHORT.too_long.reason
    assert "handouts_timeout in conf.py" in SHORT.too_long.reason


@pytest.mark.parametrize("job", [grow, leap])
def test_too_large(job: Callable[[], Any]) -> None:
    """The same for memory, whether it is taken bit by bit or in one go."""
    results = outcome(SMALL, {"large": job, **others()})
    assert results.pop("large") == SMALL.too_large
    assert results == {f"job {n}": sum(range(n)) for n in range(4)}
    assert "more than 200 MiB" in SMALL.too_large.reason
    assert "handouts_memory in conf.py" in SMALL.too_large.reason


def test_next_job_does_not_pay() -> None:
    """A worker that a job left fat is replaced: the job after it has all the memory it may use."""
    results = outcome(SMALL, {"fat": partial(put_on, 120), "next": os.getpid}, workers=1)
    assert isinstance(results["next"], int)
    assert results["next"] != results["fat"]


def test_worker_is_used_again_after_a_long_job() -> None:
    """A job that was stopped leaves its worker whole: the next one has its own time there."""
    results = outcome(SHORT, {"first": os.getpid, "long": spin, "last": os.getpid}, workers=1)
    assert results == {"first": results["last"], "long": SHORT.too_long, "last": results["first"]}


def test_no_limits() -> None:
    """Without limits a job takes what it needs."""
    results = outcome(Limits(), {"slow": partial(time.sleep, 0.3), "fat": partial(put_on, 60)})
    assert not any(isinstance(result, Failed) for result in results.values())


def test_dask() -> None:
    """On Dask workers, too, one of somebody else's that is fat already; it stays."""
    jobs = {"fat": partial(put_on, 150), "long": spin, "large": grow, "last": os.getpid}
    limits = Limits(seconds=2, mebibytes=200)
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=True, dashboard_address="127.0.0.1:0"
    ) as cluster:
        pool = DaskPool(
            operator.call,
            time.time,
            (),
            2,
            cluster.scheduler_address,
            limits=limits,
        )
        results = dict(pool.run(jobs))
    assert results["long"] == limits.too_long
    assert results["large"] == limits.too_large
    assert results["fat"] == results["last"]
