"""Builds the same files twice, in circumstances that must not matter, and tells what differs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sphinx_handouts

AS_NOBODY = (
    *("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"),
    # Root's own folder may hold the programs: nobody may read them, and write no more than others.
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
)
PRIVATE = (".handouts-seen", ".handouts-state-*")
"""What a build keeps for itself beside its outputs: nobody publishes it."""
ENCODINGS_OFF = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What differs between two machines that build the same files."""

    place: str
    """Folder of the project, below the folder of both."""
    umask: int
    env: Mapping[str, str]
    jobs: str
    """What ``sphinx-build -j`` is told."""
    one_core: bool
    from_above: bool
    """Whether the commands are given in the topmost folder, and not in that of the project."""
    nobody: bool = False
    """Whether the user "nobody" builds, and not whoever runs this."""


def both() -> tuple[Circumstances, Circumstances]:
    """Return two machines that differ in all that must not matter."""
    utf8 = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati"}
    other = {"LANG": foreign_locale(), "LC_ALL": foreign_locale(), "TZ": "America/Adak"}
    return (
        Circumstances("a", 0o022, utf8 | {"PYTHONHASHSEED": "1"}, "1", True, False),
        Circumstances(
            *("deep/er/mit Lücke", 0o077, other | ENCODINGS_OFF | {"PYTHONHASHSEED": "77"}),
            *("2", False, True, nobody_can_build()),
        ),
    )


def foreign_locale() -> str:
    """Return a locale of this machine that is not English; else the one that knows ASCII alone."""
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout
    foreign = [name for name in known.split() if not name.startswith(("C", "POSIX", "en"))]
    return foreign[0] if foreign else "POSIX"


def nobody_can_build() -> bool:
    """Return whether this is root, and another user can read the programs."""
    if os.geteuid() or shutil.which("setpriv") is None:
        return False
    command = [*AS_NOBODY, sys.executable, "-c", "import sphinx_handouts.builder"]
    return not subprocess.run(command, capture_output=True, check=False, cwd="/").returncode


@dataclass(frozen=True, slots=True)
class Twin:
    """One of the two builds."""

    folder: Path
    where: Circumstances
    home: Path = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "home", self.folder.parent / f"home-{self.where.jobs}")

    def build(self, *arguments: str) -> None:
        """Run ``sphinx-build``; names of files are from the folder of the project."""
        command = [sys.executable, "-m", "sphinx", "-q", "-j", self.where.jobs, *arguments]
        if self.where.one_core and shutil.which("taskset"):
            command = ["taskset", "-c", str(min(os.sched_getaffinity(0))), *command]
        if self.where.nobody:
            command = [*AS_NOBODY, *command]
        done = subprocess.run(
            command,
            cwd="/" if self.where.from_above else self.folder,
            env={**self._kept(), "HOME": str(self.home), **self.where.env},
            umask=self.where.umask,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or done.stderr:
            raise AssertionError(f"status {done.returncode} in {self.where}:\n{done.stderr}")

    def _kept(self) -> dict[str, str]:
        """Return what a build needs of the environment; it uses its own copy of the extension."""
        return {"PATH": os.environ["PATH"], "PYTHONPATH": str(self.folder / "build_tools")}

    def path(self, name: str) -> str:
        """Return a file's name as this build is told it."""
        return str(self.folder / name) if self.where.from_above else name

    def take_extension(self) -> None:
        """Copy the extension: it may stand at another place on another machine."""
        here = Path(sphinx_handouts.__file__).parent
        copy = self.folder / "build_tools/sphinx_handouts"
        shutil.copytree(here, copy, ignore=shutil.ignore_patterns("__pycache__"))

    def own(self) -> None:
        """Give the files to whoever builds."""
        self.home.mkdir(exist_ok=True)
        if self.where.nobody:
            for path in (self.home, self.folder, *self.folder.rglob("*")):
                shutil.chown(path, "nobody", "nogroup")


@contextmanager
def twins(lay_out: Callable[[Path], object]) -> Iterator[tuple[Twin, Twin]]:
    """Lay the same project out twice, each where its builder can work, and with its extension."""
    with tempfile.TemporaryDirectory(prefix="twins-") as name:
        Path(name).chmod(0o755)
        made = [Twin(Path(name, where.place), where) for where in both()]
        for twin in made:
            lay_out(twin.folder)
            twin.take_extension()
            twin.own()
        yield made[0], made[1]


# --- what differs -------------------------------------------------------------------------------


def files(folder: Path, leave: Sequence[str] = PRIVATE) -> dict[str, Path]:
    """Return the files below a folder by their names from there."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(path.match(pattern) for pattern in leave)
    }


def first_difference(one: Path, other: Path) -> str:
    """Say in a sentence what differs first between two folders; nothing where nothing does."""
    here, there = files(one), files(other)
    for name in sorted(here.keys() ^ there.keys()):
        return f"{name}: only in {one if name in here else other}"
    for name, path in here.items():
        first, second = path.read_bytes(), there[name].read_bytes()
        if first != second:
            return f"{name}: {_where(first, second)}"
    return ""


def _where(first: bytes, second: bytes) -> str:
    pairs = enumerate(zip(first, second, strict=False))
    at = next((n for n, (a, b) in pairs if a != b), min(len(first), len(second)))
    begin = max(0, at - 40)
    return f"byte {at}: {first[begin : at + 40]!r} and {second[begin : at + 40]!r}"
