"""Jobs in worker processes: everything comes back, whatever becomes of a worker."""

from __future__ import annotations

import base64
import gc
import importlib
import operator
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from distributed import LocalCluster
from jobs import large_answer, meet, put_on, wait_for, wait_to_be_killed, write_fonts
from sphinx_handouts.pdf import toolchain
from sphinx_handouts.pdf.engine import stylesheet
from sphinx_handouts.pdf.limits import Limits
from sphinx_handouts.pdf.render import render
from sphinx_handouts.pdf.toolchain import tools_digest
from sphinx_handouts.press.equipment import pool_of
from sphinx_handouts.press.inputs import Inputs
from sphinx_handouts.press.workers.dask_pool import DaskPool
from sphinx_handouts.press.workers.garbage import garbage_left
from sphinx_handouts.press.workers.lack import PoolError
from sphinx_handouts.press.workers.pool import DIED, Pool, cores
from sphinx_handouts.press.workers.work import PRELOAD, start_worker, work
from sphinx_handouts.records.fonts import Fonts
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.rendered import Failed, Rendered
from typefaces import put_font
from weasyprint import CSS
from weasyprint.formatting_structure.boxes import Box

# A job is a function without arguments, and the work is to call it.
Jobs = dict[str, Callable[[], Any]]

DIE = partial(signal.raise_signal, signal.SIGKILL)
SLOW = partial(time.sleep, 0.2)
LARGE = 3_000_000


def pool(workers: int, start: Callable[[], object] = time.time) -> Pool[Callable[[], Any], Any]:
    """Return a pool that calls its jobs, and whose workers need no preparation."""
    return Pool(operator.call, start, (), workers)


def outcome(pool: Pool[Callable[[], Any], Any], jobs: Mapping[str, Callable[[], Any]]) -> Any:
    """Run *jobs* and return the results, after looking that each came once."""
    results = list(pool.run(jobs))
    assert sorted(key for key, _result in results) == sorted(jobs)
    return dict(results)


def sums(count: int) -> Jobs:
    """Return jobs with results that tell them apart."""
    return {f"job {n}": partial(sum, range(n)) for n in range(count)}


def right(results: Mapping[str, Any], count: int) -> bool:
    """Return whether the jobs of `sums` have the right results."""
    return all(results[f"job {n}"] == sum(range(n)) for n in range(count))


def children() -> set[int]:
    """Return the ids of the worker processes that are there now."""
    return {
        child.pid
        for child in psutil.Process().children(recursive=True)
        if child.status() != psutil.STATUS_ZOMBIE
        and "resource_tracker" not in "".join(child.cmdline())
    }


# --- processes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2, 9])
def test_every_result_comes_back(workers: int) -> None:
    """Each job has its own result, with fewer workers than jobs and with more."""
    assert right(outcome(pool(workers), sums(7)), 7)


def test_no_jobs() -> None:
    """Without jobs no worker starts."""
    assert outcome(pool(2), {}) == {}


def test_one_worker_keeps_the_order() -> None:
    """One worker does the jobs in the order in which they were given."""
    assert [key for key, _result in pool(1).run(sums(6))] == list(sums(6))


def test_results_come_as_they_end(tmp_path: Path) -> None:
    """A slow job holds up nobody: the other worker goes on."""
    results = pool(2).run({"slow": partial(wait_for, tmp_path / "go"), **sums(3)})
    assert [next(results)[0] for _ in range(3)] == list(sums(3))
    (tmp_path / "go").touch()
    assert list(results) == [("slow", True)]


def test_two_workers_work_at_once(tmp_path: Path) -> None:
    """Two workers are two processes, both of them at work, and neither is this one."""
    one, other = tmp_path / "one", tmp_path / "other"
    results = outcome(
        pool(2), {"one": partial(meet, one, other), "other": partial(meet, other, one)}
    )
    assert len({0, os.getpid(), *results.values()}) == 4


def test_few_jobs_are_taken_ahead() -> None:
    """A job is handed out only when a worker is about to be free for it."""
    taken: list[str] = []

    jobs = sums(20)

    def load(key: str) -> Callable[[], Any]:
        taken.append(key)
        return jobs[key]

    results = pool(2).run(jobs, load)
    next(results)
    assert 0 < len(taken) <= 4
    results.close()


@dataclass
class Chain:
    """Jobs of which each but the last brings up the next when its result is there."""

    length: int
    asked: list[int] = field(default_factory=list)
    done: int = 0

    def more(self) -> list[str]:
        """Return what has come up."""
        new = range(len(self.asked), min(self.done, self.length - 1))
        self.asked += new
        return [f"link {number}" for number in new]

    def load(self, key: str) -> Callable[[], Any]:
        """Return a job: the first of these links kills its worker."""
        return DIE if key == "link 0" else partial(str, key)

    def run(self, pool: Pool[Callable[[], Any], Any]) -> dict[str, Any]:
        """Run all; each result comes once."""
        results: dict[str, Any] = {}
        for key, result in pool.run({"first": str}, self.load, more=self.more):
            assert key not in results
            results[key] = result
            self.done += 1
        return results


LINKS = {"first": "first", "link 0": Failed(DIED), "link 1": "link 1", "link 2": "link 2"}


@pytest.mark.parametrize("workers", [1, 2])
def test_results_bring_up_more_jobs(workers: int) -> None:
    """A job that comes up when all others have ended is done, too, whatever became of the last."""
    assert Chain(4).run(pool(workers)) == LINKS


def brought_up_beside(pool: Pool[Callable[[], Any], Any], folder: Path) -> list[tuple[str, object]]:
    """Run a slow job and a quick one, whose result brings up another; return what came first."""
    come_up: list[str] = []

    def more() -> list[str]:
        new, come_up[:] = come_up[:], []
        return new

    slow = partial(wait_for, folder / "go")
    jobs: Jobs = {"slow": slow, "quick": int, "more": int}
    found = []
    for key, result in pool.run({"slow": slow, "quick": int}, jobs.__getitem__, more=more):
        found.append((key, result))
        if key == "quick":
            come_up.append("more")
        elif key == "more":
            (folder / "go").touch()
    return found


BESIDE = [("quick", 0), ("more", 0), ("slow", True)]


def test_more_jobs_are_asked_for_when_a_worker_is_free(tmp_path: Path) -> None:
    """One worker is busy with the last of the jobs: the other does what has come up meanwhile."""
    assert brought_up_beside(pool(2), tmp_path) == BESIDE


def test_no_more_workers_are_hired_than_there_is_work_for() -> None:
    """A worker takes longer to begin than a few jobs take: one is hired for each so many."""
    jobs: Jobs = {str(number): os.getpid for number in range(8)}
    assert len({process for _key, process in pool(4).run(jobs, each=8)}) == 1


@pytest.mark.parametrize(
    ("job", "reason"),
    [
        (partial(int, "x"), "ValueError: invalid literal for int() with base 10: 'x'"),
        (partial(operator.truediv, 1, 0), "ZeroDivisionError: division by zero"),
        (partial(sys.exit, 3), "SystemExit: 3"),
        (partial(signal.default_int_handler, signal.SIGINT, None), "KeyboardInterrupt: "),
        (partial(eval, "lambda: 0"), "PicklingError: "),
    ],
)
def test_exception_in_a_worker(job: Callable[[], Any], reason: str) -> None:
    """A job that raises, whatever it raises, fails with its reason; the others have results."""
    results = outcome(pool(2), {"bad": job, **sums(4)})
    failed = results.pop("bad")
    assert isinstance(failed, Failed)
    assert failed.reason.startswith(reason)
    assert right(results, 4)


def test_workers_do_not_hear_ctrl_c() -> None:
    """Ctrl-C reaches every process of a terminal; the build alone answers it."""
    results = outcome(pool(2), {"ctrl-c": partial(signal.raise_signal, signal.SIGINT), **sums(4)})
    assert results.pop("ctrl-c") is None
    assert right(results, 4)


PROGRAM = """
import operator, time
from functools import partial
from sphinx_handouts.press.workers.pool import Pool

with open("loaded", "a") as file:
    file.write("once ")
if __name__ == "__main__":
    print(*Pool(operator.call, time.time, (), 2).run({"job": partial(sum, [1, 2])}))
"""


def test_workers_do_not_load_the_program(tmp_path: Path) -> None:
    """The file that runs a build, as `sphinx-build` does, is not loaded by each worker again."""
    (tmp_path / "program.py").write_text(PROGRAM, "ascii")
    run = subprocess.run(
        [sys.executable, "program.py"], cwd=tmp_path, capture_output=True, check=True, text=True
    )
    assert (run.stdout, run.stderr) == ("('job', 3)\n", "")
    assert (tmp_path / "loaded").read_text("ascii") == "once "


@pytest.mark.parametrize(("workers", "place"), [(1, 3), (2, 0), (2, 3), (2, 6)])
def test_job_that_kills_its_worker(workers: int, place: int) -> None:
    """The job whose worker dies fails, alone, wherever it stands; all others have results."""
    jobs = list(sums(6).items())
    jobs.insert(place, ("killer", DIE))
    results = outcome(pool(workers), dict(jobs))
    assert results.pop("killer") == Failed(DIED)
    assert right(results, 6)


@pytest.mark.parametrize("workers", [1, 2])
def test_killer_among_large_jobs(workers: int) -> None:
    """Jobs that no pipe holds are on their way while a worker dies: nobody waits for a dead one."""
    large = {f"large {n}": partial(len, bytes(LARGE)) for n in range(6)}
    jobs = [*large.items()]
    jobs.insert(2, ("killer", DIE))
    results = outcome(pool(workers), dict(jobs))
    assert results.pop("killer") == Failed(DIED)
    assert results == dict.fromkeys(large, LARGE)


def test_worker_killed_while_it_answers(tmp_path: Path) -> None:
    """A result that comes to its half is not waited for: the job runs again."""
    sign = tmp_path / "pid"
    results = pool(2).run({"answer": partial(large_answer, tmp_path, LARGE), **sums(3)})
    first = next(results)
    (tmp_path / "go").touch()
    assert wait_for(sign)
    time.sleep(0.2)  # it says what its pipe holds, and cannot go on: nobody listens now
    os.kill(int(sign.read_text()), signal.SIGKILL)
    told = dict([first, *results])
    assert len(told.pop("answer")) == LARGE
    assert right(told, 3)


def test_job_that_cannot_be_sent() -> None:
    """A job that no pipe carries fails with its reason; the others have results."""
    results = outcome(pool(2), {"bad": lambda: 0, **sums(4)})
    assert "lambda" in results.pop("bad").reason
    assert right(results, 4)


def test_worker_that_cannot_be_prepared() -> None:
    """Where a worker lacks what it needs, each job is told what that is."""
    results = outcome(pool(2, start=partial(importlib.import_module, "no_such_module")), sums(4))
    why = "ModuleNotFoundError: No module named 'no_such_module'"
    assert set(results.values()) == {Failed(why)}


def test_many_jobs_that_kill_their_workers() -> None:
    """With several of them, each fails and no other does."""
    jobs = {**sums(5), "killer 1": DIE, "killer 2": DIE, **{f"again {n}": SLOW for n in range(2)}}
    results = outcome(pool(2), jobs)
    failed = {key for key, result in results.items() if isinstance(result, Failed)}
    assert failed == {"killer 1", "killer 2"}


def test_worker_killed_from_outside(tmp_path: Path) -> None:
    """A worker that is killed once, in the middle of a job, costs nothing: the job runs again."""
    sign = tmp_path / "pid"

    def kill() -> None:
        if wait_for(sign):
            os.kill(int(sign.read_text()), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    results = outcome(pool(2), {"victim": partial(wait_to_be_killed, sign), **sums(5)})
    killer.join()
    assert results.pop("victim") is True
    assert right(results, 5)


def test_worker_that_cannot_start() -> None:
    """Where workers die as they start, every job fails, and the build comes to its end."""
    results = outcome(pool(2, start=partial(os._exit, 1)), sums(4))
    assert set(results.values()) == {Failed(DIED)}


def test_nobody_is_left_behind() -> None:
    """When the jobs are done, or given up in the middle, no worker process is left."""
    outcome(pool(2), sums(3))
    before = children()
    running = pool(2).run({str(n): SLOW for n in range(9)})
    next(running)
    running.close()
    assert children() <= before


def test_sheets_in_workers(job: RenderJob) -> None:
    """Workers make the very PDF that this process makes; a sheet that fails fails alone."""
    jobs = {"good": job, "bad": RenderJob(None, ""), "again": job}
    results = dict(Pool(work, start_worker, PRELOAD, 2).run(jobs))
    assert isinstance(results["bad"], Failed)
    assert results["good"] == results["again"] == render(job)


def test_a_sheet_that_is_printed_leaves_no_layout_behind(
    job: RenderJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However seldom garbage is looked for, a worker holds the sheet alone that it lays out."""

    def laid_out() -> int:
        return sum(isinstance(one, Box) for one in gc.get_objects())

    with garbage_left():
        monkeypatch.setattr(gc, "freeze", lambda: None)  # what is frozen is not among the objects
        work(job)  # what it loads once
        before = laid_out()
        work(job)
        assert laid_out() == before


def test_what_stays_for_the_next_sheet_is_not_looked_at_again(job: RenderJob) -> None:
    """A style sheet is no garbage while it is known, and goes without being looked for."""
    stylesheet.cache_clear()
    with garbage_left():
        work(job)
        assert not any(isinstance(one, CSS) for one in gc.get_objects())
    sheet = weakref.ref(stylesheet(job.css, job.fonts)[0])
    assert stylesheet.cache_info().misses == 1
    assert sheet() is not None
    stylesheet.cache_clear()
    assert sheet() is None


def test_workers_leave_no_fonts_behind(tmp_path: Path) -> None:
    """What WeasyPrint writes of a font goes with its worker, however many builds there are."""
    font = base64.b64encode(put_font(tmp_path, "Own").read_bytes()).decode()
    there = Pool(operator.call, start_worker, PRELOAD, 1)
    found = outcome(there, {"a": partial(write_fonts, f"data:font/ttf;base64,{font}")})
    assert Path(found["a"]).name.startswith("weasyprint-")
    assert not Path(found["a"]).exists()


def test_a_worker_that_is_replaced_leaves_no_fonts_behind(tmp_path: Path) -> None:
    """Nor does one that has grown too large for the next job."""
    font = base64.b64encode(put_font(tmp_path, "Own").read_bytes()).decode()
    there = Pool(operator.call, start_worker, PRELOAD, 1, limits=Limits(mebibytes=200))
    write = partial(write_fonts, f"data:font/ttf;base64,{font}")
    found = outcome(there, {"a": write, "fat": partial(put_on, 120), "next": os.getpid})
    assert found["next"] != found["fat"]
    assert not Path(found["a"]).exists()


def test_cores() -> None:
    """As many workers as this process may use processors."""
    assert 1 <= cores() <= (os.cpu_count() or 1)


# --- Dask ---------------------------------------------------------------------------------------


def dask_pool(address: str = "") -> DaskPool[Callable[[], Any], Any]:
    """Return a pool of two Dask workers that call their jobs."""
    return DaskPool(operator.call, time.time, (), 2, address)


def test_dask_results_and_exceptions() -> None:
    """On a Dask cluster of its own, jobs have their results, and one that raises fails alone."""
    results = outcome(dask_pool(), {"bad": partial(int, "x"), **sums(5)})
    assert results.pop("bad").reason.startswith("ValueError: invalid literal")
    assert right(results, 5)


@pytest.fixture(scope="module")
def staying() -> Iterator[DaskPool[Callable[[], Any], Any]]:
    """Have a cluster of our own that stays from one run to the next, as in a build."""
    with dask_pool() as pool:
        yield pool


def test_dask_is_given_more_jobs_when_a_worker_is_free(
    staying: DaskPool[Callable[[], Any], Any], tmp_path: Path
) -> None:
    """A worker of a cluster does what has come up meanwhile, too."""
    assert brought_up_beside(staying, tmp_path) == BESIDE


def test_dask_results_bring_up_more_jobs(staying: DaskPool[Callable[[], Any], Any]) -> None:
    """On a cluster, too, whatever became of the job that came before."""
    assert Chain(4).run(staying) == LINKS


def test_dask_job_that_kills_its_worker(staying: DaskPool[Callable[[], Any], Any]) -> None:
    """Dask's workers may be killed, too: only the killer fails, not what its worker had ahead."""
    slow = {f"slow {n}": SLOW for n in range(4)}
    results = outcome(staying, {"killer": DIE, **slow, **sums(4)})
    assert results.pop("killer") == Failed(DIED)
    assert right(results, 4)
    assert {results[key] for key in slow} == {None}


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Start a Dask cluster as an administrator would, with two threads a worker."""
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=True, dashboard_address="127.0.0.1:0"
    ) as running:
        yield running


def test_dask_cluster_of_somebody_else(cluster: LocalCluster, job: RenderJob) -> None:
    """On a cluster that runs already, with threads, sheets come out as they do here."""
    remote: DaskPool[RenderJob, Rendered] = DaskPool(
        *(work, start_worker, PRELOAD, 2, cluster.scheduler_address, tools_digest)
    )
    results = dict(remote.run({str(n): job for n in range(4)}))
    assert set(results) == {"0", "1", "2", "3"}
    assert set(results.values()) == {render(job)}
    assert len(cluster.workers) == 1


def test_dask_worker_with_other_tools(cluster: LocalCluster) -> None:
    """A worker that would make other bytes than this machine is refused, before any job."""
    address = cluster.scheduler_address
    other: Any = DaskPool(operator.call, time.time, (), 2, address, os.getpid)
    with pytest.raises(PoolError, match="has other versions or fonts than this machine"):
        next(other.run(sums(1)))


def test_tools_are_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker is asked for tells another version of a program."""
    here = tools_digest()
    monkeypatch.setattr(toolchain, "versions", lambda: {"pango": "0"})
    assert tools_digest() != here


def test_dask_worker_with_other_fonts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: RenderJob
) -> None:
    """A worker that would draw the letters of another font is refused; nothing is rendered."""
    probe = partial(tools_digest, (Fonts(),))
    here = probe()
    put_font(tmp_path / "fonts", "Noto Sans")
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_DATA_HOME", str(tmp_path))
        running = LocalCluster(n_workers=1, processes=True, dashboard_address="127.0.0.1:0")
    with running:
        remote: DaskPool[RenderJob, Rendered] = DaskPool(
            work, start_worker, PRELOAD, 1, running.scheduler_address, probe
        )
        with pytest.raises(PoolError, match=r"has other versions or fonts than this machine"):
            dict(remote.run({"sheet": job}))
    assert probe() == here


def test_dask_is_asked_for_its_tools(tmp_path: Path) -> None:
    """The pool of a build on a cluster asks its workers for their tools and the fonts in use."""
    settings = {"executor": "dask", "dask_address": "tcp://a", "jobs": 2, "timeout": 0, "memory": 0}
    settings |= {"fonts": [], "fonts_folder": ""}
    config: Any = SimpleNamespace(**{f"handouts_{name}": to for name, to in settings.items()})
    rest: Any = (tmp_path, tmp_path, SimpleNamespace(clinics=()), None, None, ())
    found = pool_of(Inputs(config, *rest), 1)
    assert isinstance(found, DaskPool)
    assert found.address == "tcp://a"
    assert found.probe() == tools_digest()
