"""What is served ends with whoever serves it, and nothing is left running."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import attend
import psutil
import pytest
import serve
from hosts import ROOT
from projects import wait_until

SERVE = str(ROOT / ".ci/serve.py")
NOX_LIKE = "import subprocess, sys; subprocess.run(sys.argv[1:])"
"""A program that waits for the one which it started, and does not pass on what ends it."""

WAYS = {"nginx": (), "python": ("--python",)}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder to serve."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("<!doctype html><title>Guide</title>", "utf-8")
    return tmp_path / "site"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[list[str], int], psutil.Process]]:
    """Return a function that starts a command and waits until somebody listens at a port."""
    (tmp_path / "temporary").mkdir()
    started: list[psutil.Process] = []

    def begin(command: list[str], port: int) -> psutil.Process:
        environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
        process = psutil.Popen(command, stdout=subprocess.DEVNULL, env=environment)
        started.append(process)
        wait_until(lambda: serve.answers(port), "the server answers")
        started.extend(process.children(recursive=True))
        return process

    yield begin
    for process in started:
        if process.is_running():
            process.kill()
    psutil.wait_procs(started)


def serving(site: Path, way: str) -> tuple[list[str], int]:
    """Return how to serve *site*, and at which port."""
    if way == "nginx" and not (shutil.which("nginx") or Path("/usr/sbin/nginx").is_file()):
        pytest.skip("no nginx here: .ci/system.py server says how to install one")
    port = serve.free_port()
    return [sys.executable, SERVE, str(site), str(port), *WAYS[way]], port


def gone(processes: list[psutil.Process]) -> bool:
    """Return whether none of *processes* runs."""
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("way", WAYS)
def test_a_signal_ends_all(
    way: str,
    number: signal.Signals,
    site: Path,
    start: Callable[[list[str], int], psutil.Process],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    """Whatever asks it to end: nobody listens, no process is left, and no file.

    So it is where it was started beside other work, in a shell that lets it ignore Ctrl-C.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    request.addfinalizer(partial(signal.signal, signal.SIGINT, before))
    command, port = serving(site, way)
    process = start(command, port)
    family = [process, *process.children(recursive=True)]
    assert len(family) == (2 if way == "nginx" else 1)
    process.send_signal(number)
    assert process.wait(60) == 0
    wait_until(lambda: gone(family), "all have ended")
    assert not serve.answers(port)
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("way", WAYS)
def test_it_ends_with_whoever_started_it(
    way: str,
    number: signal.Signals,
    site: Path,
    start: Callable[[list[str], int], psutil.Process],
) -> None:
    """A session that is killed, and tells nobody, leaves nobody listening."""
    command, port = serving(site, way)
    session = start([sys.executable, "-c", NOX_LIKE, *command], port)
    family = session.children(recursive=True)
    assert len(family) == (2 if way == "nginx" else 1)
    session.send_signal(number)
    session.wait(60)
    wait_until(lambda: gone(family), "all have ended")
    assert not serve.answers(port)


def test_servers_of_the_tests_end_with_them(
    start: Callable[[list[str], int], psutil.Process],
) -> None:
    """What tests, pictures and ratings start for themselves does not outlive them, either."""
    port = serve.free_port()
    server = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    tests = start([sys.executable, "-c", NOX_LIKE, *attend.attended(server)], port)
    family = tests.children(recursive=True)
    assert len(family) == 2
    tests.kill()
    tests.wait(60)
    wait_until(lambda: gone(family), "all have ended")
    assert not serve.answers(port)


SLOW = """
import signal, time

def end(*_):
    time.sleep(1)
    print("ended", flush=True)
    raise SystemExit

signal.signal(signal.SIGTERM, end)
print("begun", flush=True)
time.sleep(600)
"""
"""A program that takes longer to end than a busy server does."""


def test_it_ends_no_sooner_than_what_it_runs() -> None:
    """Who waits for it knows that nothing is answered any more."""
    with subprocess.Popen(
        attend.attended([sys.executable, "-c", SLOW]), stdout=subprocess.PIPE, text=True
    ) as attended:
        assert attended.stdout is not None
        assert attended.stdout.readline() == "begun\n"
        attended.terminate()
        assert attended.wait(60) == 0
        os.set_blocking(attended.stdout.fileno(), False)
        assert attended.stdout.readline() == "ended\n"


def test_what_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that does not listen keeps nobody waiting."""
    monkeypatch.setattr(attend, "PATIENCE", 0.2)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    with subprocess.Popen(
        [sys.executable, "-c", f"{deaf}; print(flush=True); time.sleep(600)"],
        stdout=subprocess.PIPE,
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        attend.end(program)
        assert program.returncode == -signal.SIGKILL


def test_a_port_that_is_taken(site: Path) -> None:
    """It is said in a sentence, without a traceback."""
    command, port = serving(site, "nginx")
    with subprocess.Popen(
        [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as other:
        wait_until(lambda: serve.answers(port), "the other answers")
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        other.terminate()
    assert done.returncode == 1
    assert f"is port {port} free?" in done.stderr
    assert "Traceback" not in done.stderr
