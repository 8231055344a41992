"""The handouts are built in the background, one build at a time, and none too few."""

from __future__ import annotations

import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock
from projects import Maker
from sphinx_handouts.__main__ import main
from sphinx_handouts.commands import live
from sphinx_handouts.commands.live import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk in an empty folder."""
    return Desk(tmp_path / "_build" / "handouts")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("gone", "out"), "gone: no such folder; name the one with conf.py"),
        ((".", "file"), "file is a file; name a folder to print into"),
    ],
)
def test_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    sentence: str,
) -> None:
    """What Sphinx would crash of in the background is told at once, and nothing is asked for."""
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    assert main(["live", *words]) == 2
    assert capsys.readouterr().err == f"error: {sentence}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_nothing_asked_nothing_built(desk: Desk) -> None:
    """Without a request there is no build."""
    desk.serve(lambda: pytest.fail("must not build"))


def test_many_requests_one_build(desk: Desk) -> None:
    """Requests that pile up before a build are served by one."""
    built: list[int] = []
    for _ in range(3):
        desk.ask()
    desk.serve(lambda: built.append(1))
    assert built == [1]
    assert not desk.request.exists()


def test_a_request_during_a_build_is_served_once_more(desk: Desk) -> None:
    """However often it was asked meanwhile, one more build follows."""
    built: list[int] = []

    def build() -> None:
        built.append(1)
        if len(built) == 1:
            desk.ask()
            desk.ask()

    desk.ask()
    desk.serve(build)
    assert built == [1, 1]


def test_second_server_leaves_it_to_the_first(desk: Desk) -> None:
    """While one builds, another returns at once and leaves the request to it."""
    desk.ask()
    with FileLock(desk.lock):
        desk.serve(lambda: pytest.fail("must not build"))
    assert desk.request.exists()


def test_a_request_at_the_last_moment_is_not_lost(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request after the last look, before the lock is released, is served all the same."""
    built: list[int] = []
    release = FileLock.release

    def late(lock: FileLock, *args: object, **kwargs: object) -> None:
        if len(built) == 1:
            desk.ask()
        release(lock)

    monkeypatch.setattr(FileLock, "release", late)
    desk.ask()
    desk.serve(lambda: built.append(1))
    assert built == [1, 1]


def test_a_failing_build_does_not_end_the_service(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A broken page is Sphinx's to report; the next request is served as ever."""
    live.build_handouts(str(tmp_path / "no-such-folder"), str(tmp_path / "out"), ["-q"])
    assert "handouts: see above" in capfd.readouterr().out


def test_asking_returns_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command leaves a request, starts a server with the same options and does not wait."""
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", started.append)
    assert main(["live", "docs", str(desk.out), "-d", "doctrees", "-q"]) == 0
    assert desk.request.exists()
    again = ["--serve", "docs", str(desk.out), "-d", "doctrees", "-q"]
    assert started == [[sys.executable, "-m", "sphinx_handouts", "live", *again]]


def test_a_request_interrupts_the_build(
    make_project: Maker, capfd: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    """It ends at once, with nothing published; what it has rendered serves the next one.

    So it does where a shell lets what runs beside it ignore Ctrl-C.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    request.addfinalizer(partial(signal.signal, signal.SIGINT, before))
    project = make_project(cold=True)
    cache = project.folder / "_build/cache"
    place = str(project.folder), str(project.out), ["-q"]
    live.build_handouts(*place, lambda: any(cache.glob("??/*")))
    assert "handouts: interrupted: there is news" in capfd.readouterr().out
    assert not (project.out / "manifest.json").exists()
    rendered = set(cache.glob("??/*"))
    live.build_handouts(*place)
    assert "handouts: up to date" in capfd.readouterr().out
    assert rendered <= set(cache.glob("??/*"))
    assert len(project.editions()) == 6
