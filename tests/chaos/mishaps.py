"""What can happen to a build: each function does it, once, to a project that was edited."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from ground import BUILDERS, Broken, Ended, Ground

Mishap = Callable[[Ground, random.Random], str | None]
"""Lets something happen; returns which set stood afterwards, where it cannot be seen later."""


class Skipped(Exception):
    """Why something cannot happen on this machine, in a sentence."""


# --- killed -------------------------------------------------------------------------------------


def killed(ground: Ground, luck: random.Random) -> None:
    """Kill the build and its workers at a random moment."""
    builders = luck.choice((BUILDERS, ("html",)))
    # Other trials run at the same time: all takes longer than when it was measured.
    longest = ground.seconds * len(builders)
    while True:
        if builders != BUILDERS:
            ground.run("handouts")
        began = time.monotonic()
        build = ground.start(*builders)
        try:
            build.wait(luck.uniform(0.025, 1) * longest)
            longest = time.monotonic() - began  # it was over already; now its length is known
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(build.pid, signal.SIGKILL)
            if build.wait() == -signal.SIGKILL:
                return
        ground.restore()
        ground.edit()


RENAMING = """
import os, signal, sys
from sphinx.cmd.build import build_main
real, left = os.replace, int(sys.argv[1])
def replace(source, target):
    global left
    if "/." not in str(target)[len(sys.argv[-1]):] or ".replacing" in str(target):
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
    real(source, target)
os.replace = replace
sys.exit(build_main(sys.argv[2:]))
"""


def killed_while_renaming(ground: Ground, luck: random.Random) -> None:
    """Kill one of the builds between two renames of its outputs."""
    builder = luck.choice(BUILDERS)
    if builder == "html":
        ground.run("handouts")
    most = 30
    while True:
        words = [str(luck.randrange(most)), *ground.command(builder)]
        command = [sys.executable, "-c", RENAMING, *words]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return
        most = max(most // 2, 1)
        ground.restore()
        ground.edit()
        if builder == "html":
            ground.run("handouts")


# --- no room, no right --------------------------------------------------------------------------

PLACES = ("_build/handouts", "_build/html", "_build/cache", "_build")


def disk_full(ground: Ground, luck: random.Random) -> str:
    """Let the disk be full in the middle: a small file system, which is made larger afterwards."""
    place = ground.project / luck.choice(PLACES)
    used = sum(-(-p.stat().st_size // 4096) + 1 for p in place.rglob("*"))
    room = luck.choice((0, 8, 30, 100, 200))
    with _mounted(place, ["-t", "tmpfs", "-o", f"size={(used + room) * 4}k", "tmpfs"]):
        ended = ground.run()
        _insist_on_a_sentence(ended)
        standing = ground.standing()
        _remount(place, "size=100m")
        ground.recover()
    return standing


def read_only(ground: Ground, luck: random.Random) -> None:
    """Forbid writing to a folder of the outputs."""
    place = ground.project / luck.choice(PLACES[:3])
    with _mounted(place, ["--bind", str(place)]):
        _remount(place, "bind,ro")
        ended = ground.run()
        if not ended.status:
            raise Broken("a build that could not write ended well")
        _insist_on_a_sentence(ended)
        ground.standing()
        _remount(place, "bind,rw")


@contextmanager
def _mounted(place: Path, what: list[str]) -> Iterator[None]:
    """Mount something over *place*, with the files that are there; give back what is there then."""
    if os.geteuid():
        raise Skipped("only root can mount a file system")
    kept = place.with_name(f"{place.name}-kept")
    if "tmpfs" in what:
        place.rename(kept)
        place.mkdir()
    done = subprocess.run(["mount", *what, str(place)], capture_output=True, check=False)
    if done.returncode:
        raise Skipped(f"nothing can be mounted here: {done.stderr.decode().strip()}")
    try:
        if kept.exists():
            shutil.copytree(kept, place, dirs_exist_ok=True)
            shutil.rmtree(kept)
        yield
        if "tmpfs" in what:
            shutil.copytree(place, kept)
    finally:
        subprocess.run(["umount", str(place)], check=True)
        if kept.exists():
            place.rmdir()
            kept.rename(place)


def _remount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)


def _insist_on_a_sentence(ended: Ended) -> None:
    """Insist that no traceback is ours; what Sphinx itself cannot write ends in its own words."""
    if re.search(r'File "[^"]*/sphinx_handouts/', ended.err):
        raise Broken(f"a traceback of ours: {ended.err}")


# --- the cache ----------------------------------------------------------------------------------


def damaged_cache(ground: Ground, luck: random.Random) -> None:
    """Cut an entry of the cache short, or flip a bit of it; then ask for all of them again."""
    ground.run()
    for path in sorted((ground.project / "_build/cache").rglob("*.entry")):
        data = bytearray(path.read_bytes())
        place = luck.randrange(len(data))
        if luck.random() < 0.5:
            data = data[:place]
        else:
            data[place] ^= 1 << luck.randrange(8)
        path.write_bytes(bytes(data))
    shutil.rmtree(ground.project / "_build/handouts")


# --- several at once ----------------------------------------------------------------------------


def at_once(ground: Ground, count: int) -> None:
    """Run builds at once, of one project, into one output, with one cache."""
    for builder in BUILDERS:
        names = [f"doctrees-{n}" for n in range(count)]
        builds = [ground.start(builder, doctrees=name) for name in names]
        for build, name in zip(builds, names, strict=True):
            ended = ground.wait(build, name)
            if ended.status or ended.err:
                raise Broken(f"one of {count} builds at once failed: {ended.err.strip()}")
        for name in names:
            shutil.rmtree(ground.project / "_build" / name)


def two_at_once(ground: Ground, _luck: random.Random) -> None:
    """Run two builds at once."""
    at_once(ground, 2)


def four_at_once(ground: Ground, _luck: random.Random) -> None:
    """Run four builds at once."""
    at_once(ground, 4)


# --- out of memory ------------------------------------------------------------------------------

MEMORY = Path("/sys/fs/cgroup/memory")


def out_of_memory(ground: Ground, luck: random.Random) -> None:
    """Let the system kill the first worker for want of memory, or every one."""
    group = MEMORY / f"handouts-chaos-{os.getpid()}-{ground.folder.name}"
    try:
        group.mkdir()
        (group / "memory.limit_in_bytes").write_text(str(1 << 16))
    except OSError as error:
        raise Skipped(f"no limit of memory can be set here: {error.strerror}") from None
    every = luck.random() < 0.3
    try:
        for _attempt in range(10):  # a worker may be done before it is found
            ended = _starve(ground, group, every)
            if killed := _killed_in(group):
                break
            ground.restore()
            ground.edit()
    finally:
        _remove(group)
    if not killed:
        raise Broken("no worker ran out of memory")
    if every and "the worker process died" not in ended.err:
        raise Broken(f"the build does not say that its workers died: {ended.err}")
    if not every and (ended.status or ended.err):
        raise Broken(f"one worker died, and with it the build: {ended.err}")


def _remove(group: Path) -> None:
    """Remove a group; what a killed worker had started for itself may live a moment longer."""
    for _attempt in range(100):
        with suppress(OSError):
            group.rmdir()
            return
        time.sleep(0.1)
    raise Broken(f"processes outlive the build: {(group / 'cgroup.procs').read_text().split()}")


def _killed_in(group: Path) -> int:
    """Return how many processes the system has killed in a group."""
    return int((group / "memory.oom_control").read_text().split("oom_kill ")[1].split()[0])


def _starve(ground: Ground, group: Path, every: bool) -> Ended:
    """Put workers where there is no memory, as soon as they are born."""
    build = ground.start("handouts")
    starved: set[int] = set()
    while build.poll() is None:
        for worker in _workers(build.pid):
            if worker not in starved and (every or not starved):
                starved.add(worker)
                with suppress(OSError):  # it has ended
                    (group / "cgroup.procs").write_text(str(worker))
        time.sleep(0.002)
    return ground.wait(build)


def worker_killed(ground: Ground, luck: random.Random) -> None:
    """Kill a worker, as the system does that has no memory left."""
    build = ground.start("handouts")
    while build.poll() is None:
        if workers := _workers(build.pid):
            time.sleep(luck.uniform(0, 0.5))
            with suppress(ProcessLookupError):
                os.kill(luck.choice(workers), signal.SIGKILL)
            break
        time.sleep(0.01)
    ended = ground.wait(build)
    if ended.status or ended.err:
        raise Broken(f"one worker died, and with it the build: {ended.err}")


def _workers(build: int) -> list[int]:
    """Return the processes that render."""
    try:
        family = psutil.Process(build).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return [process.pid for process in family if _is_worker(process, build)]


def _is_worker(process: psutil.Process, build: int) -> bool:
    """Return whether a process was forked by the server: no compiler that looks for a library."""
    try:
        forked = "multiprocessing.forkserver" in " ".join(process.cmdline())
        return forked and process.ppid() != build
    except psutil.Error:  # it has ended
        return False


# --- time ---------------------------------------------------------------------------------------


def clock_set_back(ground: Ground, luck: random.Random) -> None:
    """Let all files be of tomorrow, as they are after the clock was set back; then build."""
    ground.restore()
    _shift(ground.project, luck.uniform(60, 400 * 86400))
    ground.edit()
    ground.run()


def old_times(ground: Ground, luck: random.Random) -> None:
    """Let the edited files have an old time, as copying tools leave it."""
    then = time.time() - luck.uniform(86400, 400 * 86400)
    for path in ground.project.rglob("*.md"):
        os.utime(path, (then, then))
    ground.run()


def _shift(folder: Path, seconds: float) -> None:
    for path in folder.rglob("*"):
        then = path.lstat().st_mtime + seconds
        os.utime(path, (then, then), follow_symlinks=False)


def nothing(ground: Ground, _luck: random.Random) -> None:
    """Let nothing happen: the measure of all others."""
    ground.run()


MISHAPS: dict[str, tuple[Mishap, int]] = {
    "nothing happens": (nothing, 1),
    "killed at a random moment": (killed, 100),
    "killed between two renames": (killed_while_renaming, 20),
    "disk full": (disk_full, 20),
    "output or cache read-only": (read_only, 6),
    "cache damaged": (damaged_cache, 10),
    "two builds at once": (two_at_once, 5),
    "four builds at once": (four_at_once, 5),
    "worker out of memory": (out_of_memory, 6),
    "worker killed": (worker_killed, 6),
    "clock set back": (clock_set_back, 5),
    "edits with old times": (old_times, 5),
}
"""What happens, and how often by default."""
