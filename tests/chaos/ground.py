"""A small project to break: how it stood, what it should become, and what stands now."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from sphinx_handouts.storage.files import ABANDONED
from sphinx_handouts.web.hosting import read

ROOTS = Path(__file__).parents[1] / "roots"
BUILDERS = ("handouts", "html")
HANDOUTS, HOSTED = "_build/handouts", "_build/html/handouts"
PRIVATE = (".handouts-seen", ".handouts-state-en")
LEFTOVERS = ("**/.staging-*", "**/.*.tmp", "**/.replacing")

CONF = 'handouts_codes_pages = "codes"\n'
PACK = '\n[[pack]]\nslug = "both"\ntitle = "Both"\nhandouts = ["KP-03", "KP-01"]\n'
CODES = ('title = "Walk more"', 'title = "Walk more"\ncodes = { icd10cm = ["M54.50"] }')
EDITS = (
    ("snippets/get-help.md", "stand on", "put weight on"),
    ("walk.md", "to the gate", "to the oak"),
    ("rest.md", "# Resting", "# Lying down"),
)
"""What is edited before each build that something happens to: every sheet and page changes."""


class Broken(Exception):
    """What should not be so, in a sentence."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it said on the error stream."""

    status: int
    err: str


@dataclass
class Ground:
    """One project, which is put back before each mishap."""

    folder: Path
    old: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    seconds: float = 0
    """How long both builds take, the clean ones: those of an edit are over a little sooner."""

    @property
    def project(self) -> Path:
        """The folder of the project."""
        return self.folder / "project"

    @property
    def snapshot(self) -> Path:
        """The project with its old outputs, cache and all."""
        return self.folder / "snapshot"

    # --- make ready -----------------------------------------------------------------------------

    def prepare(self) -> Ground:
        """Build the project as it was, and cleanly as it should become."""
        lay_out(self.project)
        self.old = self._built()
        shutil.move(self.project, self.snapshot)
        lay_out(self.project)
        self.edit()
        began = time.monotonic()
        self.new = self._built()
        self.seconds = time.monotonic() - began
        return self

    def _built(self) -> dict[str, str]:
        ended = self.run()
        if ended.status or ended.err:
            raise Broken(f"a build to which nothing happened failed: {ended.err}")
        return self.tree()

    def restore(self) -> None:
        """Put everything back as it was before the edit."""
        shutil.rmtree(self.project)
        shutil.copytree(self.snapshot, self.project, symlinks=True)

    def edit(self) -> None:
        """Edit the project."""
        for name, before, after in EDITS:
            change(self.project / name, before, after)

    # --- build ----------------------------------------------------------------------------------

    def command(self, builder: str, doctrees: str = "doctrees") -> list[str]:
        """Return the command that builds."""
        build = self.project / "_build"
        options = ("-q", "-N", "-b", builder, "-d", str(build / doctrees))
        return [*options, str(self.project), str(build / builder)]

    def start(self, *builders: str, doctrees: str = "doctrees") -> subprocess.Popen[bytes]:
        """Start builds, one after the other, in a session of their own."""
        code = (
            "import sys; from sphinx.cmd.build import build_main\n"
            "commands = ' '.join(sys.argv[1:]).split(' NEXT ')\n"
            "sys.exit(next(filter(None, (build_main(c.split()) for c in commands)), 0))"
        )
        commands = [self.command(builder, doctrees) for builder in builders or BUILDERS]
        words = [word for command in commands for word in ("NEXT", *command)][1:]
        with (self.folder / f"{doctrees}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-c", code, *words],
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    def wait(self, build: subprocess.Popen[bytes], doctrees: str = "doctrees") -> Ended:
        """Wait for a build that was started."""
        status = build.wait(300)
        return Ended(status, (self.folder / f"{doctrees}.log").read_text("utf-8", "replace"))

    def run(self, *builders: str) -> Ended:
        """Run builds, one after the other."""
        return self.wait(self.start(*builders))

    # --- judge ----------------------------------------------------------------------------------

    def tree(self) -> dict[str, str]:
        """Return the digest of every output."""
        return {
            path.relative_to(self.project).as_posix(): digest(path)
            for builder in BUILDERS
            for path in sorted((self.project / "_build" / builder).rglob("*"))
            if path.is_file() and path.name not in PRIVATE
        }

    def standing(self) -> str:
        """Return which set of PDFs stands, in both places: "old", "new", or "old and new"."""
        found = [self._set(name) for name in (HANDOUTS, HOSTED)]
        return " and ".join(sorted(set(found), reverse=True))

    def _set(self, name: str) -> str:
        folder = self.project / name
        read(folder)  # completes what a killed build has begun, as every reader does
        now = {
            path.relative_to(self.project).as_posix(): digest(path)
            for path in (*folder.rglob("*.pdf"), folder / "manifest.json")
            if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        }
        for age, outputs in (("new", self.new), ("old", self.old)):
            expected = {
                path: digest
                for path, digest in outputs.items()
                if path.startswith(f"{name}/") and path.endswith((".pdf", "manifest.json"))
            }
            if now == expected:
                return age
        raise Broken(f"{name} holds neither the previous set nor the new one")

    def recover(self) -> None:
        """Build once more, and insist that the outputs are those of a clean build."""
        for path in self._leftovers():  # an hour passes
            then = time.time() - ABANDONED - 60
            os.utime(path, (then, then))
        ended = self.run()
        if ended.status or ended.err:
            raise Broken(f"the next build failed: {ended.err.strip()}")
        now = self.tree()
        wrong = [
            name for name in now.keys() | self.new.keys() if now.get(name) != self.new.get(name)
        ]
        if wrong:
            raise Broken(f"the next build is not that of a clean one: {min(wrong)}")
        if left := self._leftovers():
            raise Broken(f"the next build did not clean up {left[0].relative_to(self.project)}")

    def _leftovers(self) -> list[Path]:
        return [path for pattern in LEFTOVERS for path in self.project.glob(pattern)]


def lay_out(folder: Path) -> None:
    """Lay out three handouts, two brands and a pack, with status pages and pages of codes."""
    for root in ("base", "guide"):
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOTS / f"test-{root}", folder, dirs_exist_ok=True, ignore=leave)
    for name, text in (("conf.py", CONF), ("handouts/catalogue.toml", PACK)):
        with (folder / name).open("a") as file:
            file.write(text)
    change(folder / "handouts/catalogue.toml", *CODES)


def change(path: Path, before: str, after: str) -> None:
    """Replace the one place where a file says *before*."""
    text = path.read_text("utf-8")
    assert text.count(before) == 1, f"{path}: {before}"
    path.write_text(text.replace(before, after), "utf-8")


def digest(path: Path) -> str:
    """Return the digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
