"""The examples of all that can be written: one file each in ``constructs``, one project of all.

The manual shows them, and the tests prove that their words are on paper, or that they are refused.
A file begins with comments of the form ``% key: value`` (``.. key: value`` in reStructuredText):
``title`` and ``about`` for the reader, ``needs`` (the extension or setting without which it is not
there), ``program`` (what must be installed beside), ``web`` (``yes`` where the manual's page shows
it in itself), and either ``paper`` (words that the sheet says, in this order, parted by bars) or
``refused`` (a part of the sentence with which it is refused).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "constructs"
SUFFIXES = (".md", ".rst")
BRAND = b'name = ""\npapers = ["a4"]\nvariants = ["standard"]\n'
ROUNDS = 4
"""Errors of reading, of assembling and of rendering are told one after the other."""

_KEY = re.compile(r"(?:%|\.\.) (title|about|needs|paper|program|refused|web): (.*)")


@dataclass(frozen=True, slots=True)
class Construct:
    """One example: what it is, its source, and what becomes of it."""

    path: Path
    title: str
    about: str
    source: str
    first_line: int
    """Line of the file on which the source begins."""
    needs: str = ""
    program: str = ""
    """A program that must be installed; without it, the example is left out."""
    paper: tuple[str, ...] = ()
    refused: str = ""
    web: str = ""
    """``yes`` where the page of the manual can show it in itself."""

    @property
    def docname(self) -> str:
        """The name of its page in the project: two files may differ in their suffix alone."""
        return f"{self.path.stem}-{self.path.suffix[1:]}"

    @property
    def page(self) -> str:
        """The file of its page in the project."""
        return self.docname + self.path.suffix


def read(path: Path) -> Construct:
    """Read one example."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    keys: dict[str, str] = {}
    first = 0
    while first < len(lines) and (found := _KEY.match(lines[first])):
        keys[found[1]] = found[2].strip()
        first += 1
    while first < len(lines) and not lines[first].strip():
        first += 1
    paper = tuple(filter(None, map(str.strip, keys.pop("paper", "").split(" | "))))
    if not keys.get("title") or not keys.get("about") or bool(paper) == ("refused" in keys):
        raise ValueError(f"{path.name}: give title, about, and either paper or refused")
    return Construct(path, source="".join(lines[first:]), first_line=first + 1, paper=paper, **keys)


def read_all(folder: Path = FOLDER) -> list[Construct]:
    """Read every example, in the order of their names."""
    return [read(path) for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES]


def available(constructs: Iterable[Construct]) -> list[Construct]:
    """Return the examples whose program is on this machine."""
    return [c for c in constructs if not c.program or shutil.which(c.program)]


@dataclass
class Pressed:
    """What a build made of examples."""

    folder: Path
    said: str = ""
    """Everything that was reported."""

    @cached_property
    def _pdfs(self) -> dict[str, Path]:
        manifest = self.folder / "_build/handouts/manifest.json"
        entries = json.loads(manifest.read_bytes())["editions"] if manifest.is_file() else []
        return {entry["slug"]: manifest.parent / entry["path"] for entry in entries}

    def pdf(self, construct: Construct) -> Path | None:
        """Return the sheet of an example, if there is one."""
        return self._pdfs.get(construct.docname)

    def errors(self, construct: Construct) -> list[str]:
        """Return the errors of ours that were reported with the file of an example."""
        lines = self.said.splitlines()
        return [line for line in lines if f"/{construct.page}:" in line and "[handouts." in line]


def lay_out(constructs: Sequence[Construct], folder: Path) -> None:
    """Write a project that prints a handout of each example; what is as it was stays untouched."""
    wanted = {
        path.relative_to(FOLDER): path.read_bytes()
        for path in FOLDER.rglob("*")
        if (path.is_file() and path.parent != FOLDER) or path.suffix not in SUFFIXES
        if path.is_file()
    }
    wanted |= {Path(c.page): c.path.read_bytes() for c in constructs}
    wanted[Path("index.md")] = b"# Constructs\n"
    wanted[Path("handouts/catalogue.toml")] = _catalogue(constructs).encode()
    wanted[Path("handouts/brands/plain/brand.toml")] = BRAND
    for path in list(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] != "_build" and name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _catalogue(constructs: Iterable[Construct]) -> str:
    rows = (
        f'[[handout]]\nid = "EX-{number:03}"\nslug = "{construct.docname}"\n'
        f"title = {json.dumps(construct.title, ensure_ascii=False)}\npages = 4\n"
        f'parts = ["{construct.docname}"]\n'
        for number, construct in enumerate(constructs, 1)
    )
    return "\n".join(rows)


def press(constructs: Sequence[Construct], folder: Path) -> Pressed:
    """Print a sheet of each example that is printed."""
    lay_out(constructs, folder)
    command = ("-m", "sphinx", "-N", "-q", "-b", "handouts", "-j", "2")
    trees = ("-d", str(folder / "_build/doctrees"))
    done = subprocess.run(
        [sys.executable, *command, *trees, str(folder), str(folder / "_build/handouts")],
        capture_output=True,
        text=True,
        check=False,
    )
    return Pressed(folder, done.stderr)


def refuse(constructs: Sequence[Construct], folder: Path) -> Pressed:
    """Build the examples that are refused, until each has been or none is any more."""
    left, said = list(constructs), ""
    for _round in range(ROUNDS):
        made = press(left, folder)
        said += made.said
        refused = [construct for construct in left if made.errors(construct)]
        left = [construct for construct in left if construct not in refused]
        if not refused or not left:
            break
    shutil.rmtree(folder / "_build/handouts", ignore_errors=True)
    return Pressed(folder, said)
