"""A folder with handouts in it, in which commands are typed."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import pty
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sphinx_handouts.__main__ import main, parser
from sphinx_handouts.project.revisions import Ledger, load
from sphinx_handouts.records.manifest import Entry, Manifest, TranslationRecord
from sphinx_handouts.records.page import Translated
from sphinx_handouts.records.states import State

DAY = "1795392000"  # 2026-11-23
TRANSLATION = TranslationRecord(
    source_language="en",
    source_title="Walk more",
    source_version="0.1",
    source_hash="sha256:" + 64 * "0",
    standing=Translated.UNREVIEWED,
    translator="Erika Muster",
)
"""What is said of a sheet in another language than English."""
NEXT_REVIEW = dt.date(2027, 2, 1)  # 70 days later


def command_parsers() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of every command, by its name as it is typed."""
    (found,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(found.choices)


def command_names() -> list[str]:
    """Return the name of every command."""
    return [*command_parsers()]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left on the screen."""

    status: int
    out: list[str]
    err: list[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder with handouts in it, in which commands are typed."""

    folder: Path

    def type(self, *words: str, **environ: str) -> Said:
        """Type a command: a process of its own, without a terminal."""
        done = subprocess.run(
            [sys.executable, "-m", "sphinx_handouts", *words],
            cwd=self.folder,
            env=os.environ | {"SOURCE_DATE_EPOCH": DAY} | environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout.splitlines(), done.stderr.splitlines())

    def call(self, *words: str, **environ: str) -> Said:
        """Run a command in this process, as fast as a test can."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, Path(os.devnull).open() as nobody:
            patch.chdir(self.folder)
            patch.setattr(sys, "stdin", nobody)
            for name, value in ({"SOURCE_DATE_EPOCH": DAY} | environ).items():
                patch.setenv(name, value)
            with redirect_stdout(out), redirect_stderr(err):
                try:
                    status = main(words)
                except SystemExit as leave:  # argparse has explained the usage
                    status = int(str(leave.code))
        return Said(status, out.getvalue().splitlines(), err.getvalue().splitlines())

    def good(self, *words: str) -> list[str]:
        """Run a command that is right, and return what it says."""
        said = self.call(*words)
        assert (said.status, said.err) == (0, [])
        return said.out

    def bad(self, *words: str) -> str:
        """Run a command that is wrong, and return the one sentence that it says."""
        before = self.files()
        said = self.call(*words)
        assert said.status == 2
        assert said.out == []
        (line,) = said.err
        assert self.files() == before
        return line

    def answer(self, answers: str, *words: str) -> tuple[int, str]:
        """Type a command at a terminal, and answer its questions."""
        master, slave = pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-m", "sphinx_handouts", *words],
            cwd=self.folder,
            stdin=slave,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as command:
            os.close(slave)
            os.write(master, answers.encode())
            out, _err = command.communicate(timeout=120)
            os.close(master)
            return command.returncode, out

    def files(self) -> dict[str, bytes]:
        """Return every file of the folder."""
        paths = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}

    @property
    def ledger(self) -> Ledger:
        """The ledger, which must be right."""
        ledger, findings = load(self.folder / "handouts", "handouts")
        assert findings == []
        return ledger

    def build(
        self,
        *,
        standing: Translated = Translated.UNREVIEWED,
        state: State = State.PENDING,
        **entries: str,
    ) -> None:
        """Write the manifest of a build: the digest of each handout, and its version.

        *standing* is how far translations are to be relied on, and *state* that of all pages.
        """
        translation = TRANSLATION.model_copy(update={"standing": standing})
        made = []
        for name, words in entries.items():
            series, number, *language = name.split("_")
            letter, _space, version = words.partition(" ")
            made.append(
                entry(
                    id=f"{series}-{number}",
                    language="".join(language) or "en",
                    version=version or "0.1",
                    content_hash="sha256:" + 64 * letter,
                    state=state,
                    path=f"plain/{name}.pdf",
                    translation=translation if language else None,
                )
            )
        path = self.folder / "_build/handouts/manifest.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(Manifest(tools={}, editions=tuple(made)).to_json())


def entry(**own: Any) -> Entry:
    """Return what the manifest says of a sheet."""
    return Entry(
        slug="walk",
        title="Walk more",
        summary="",
        subject="",
        brand="plain",
        clinic="",
        paper="a4",
        variant="standard",
        next_review=NEXT_REVIEW,
        pages=1,
        bytes=9,
        sha256=64 * "0",
        sources=("walk",),
        **own,
    )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a folder with two handouts built, one of them in two languages."""
    (tmp_path / "handouts/brands").mkdir(parents=True)
    desk = Desk(tmp_path)
    desk.build(KP_01="a", KP_01_de="b", KP_02="c 0.3")
    return desk
