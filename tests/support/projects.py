"""Small projects to build, change, break and look into; each begins as a folder of tests/roots."""

from __future__ import annotations

import gettext
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import psutil
import pytest
from once import once
from sphinx.cmd.build import main
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.locale import translators

SUMMARY = re.compile(
    r"(\d+) editions?: (\d+) from cache, (?:(\d+) dressed, )?"
    r"(\d+) rendered, (\d+) failed in [\d.]+ s"
)
READ = re.compile(r"updating environment: (?:\[.*?\] )?(\d+) added, (\d+) changed, (\d+) removed")
PATIENCE = 60
"""Seconds after which something that should have happened has not."""

Edit = str | bytes | tuple[str, str]
"""What a file becomes: its whole content, or an old text of it and the new one."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build left on the screen, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def counts(self) -> tuple[int, int, int]:
        """Editions made from the cache, rendered, and failed, from the summary line."""
        found = SUMMARY.search(self.out)
        assert found, f"no summary in:\n{self.out}\n{self.err}"
        total, cached, dressed, rendered, failed = map(int, found.groups("0"))
        assert total == cached + dressed + rendered + failed
        return cached + dressed, rendered, failed

    @property
    def dressed(self) -> int:
        """How many of those from the cache were dressed anew."""
        found = SUMMARY.search(self.out)
        return int(found[3] or 0) if found else 0

    @property
    def labels(self) -> set[str]:
        """The editions that were rendered, from the progress lines."""
        return {
            line.partition("] ")[2].strip()
            for line in self.out.splitlines()
            if line.startswith("rendering handouts...")
        }

    @property
    def read(self) -> int:
        """How many pages were read."""
        found = READ.search(self.out)
        assert found, f"nothing about the environment in:\n{self.out}\n{self.err}"
        return int(found[1]) + int(found[2])

    def said(self, *words: str) -> list[str]:
        """Return the lines of the error stream that hold all *words*."""
        return [line for line in self.err.splitlines() if all(word in line for word in words)]


def forget_words() -> None:
    """Forget the words of one language, which would stay for the next build in this process."""
    translators.clear()
    gettext._translations.clear()


def sphinx_build(*arguments: str) -> Built:
    """Build in this process: the program without the time that Python takes to start."""
    stdout, stderr = io.StringIO(), io.StringIO()
    forget_words()
    with warnings.catch_warnings(), redirect_stdout(stdout), redirect_stderr(stderr):
        # Ours are errors, as everywhere in the tests; MyST has still to follow Sphinx.
        warnings.filterwarnings("ignore", "'myst_parser", RemovedInSphinx11Warning)
        status = main(list(arguments))
    return Built(status, stdout.getvalue(), stderr.getvalue())


@dataclass(frozen=True, slots=True)
class Project:
    """A project in a folder of its own; names of files are from there."""

    folder: Path

    @property
    def out(self) -> Path:
        """The folder of the handouts."""
        return self.folder / "_build/handouts"

    @property
    def html(self) -> Path:
        """The folder of the hosted guide."""
        return self.folder / "_build/html"

    # --- its files ----------------------------------------------------------------------------

    def read(self, name: str) -> str:
        """Return the text of a file."""
        return (self.folder / name).read_text("utf-8")

    def edit(self, name: str, change: Edit) -> None:
        """Change a file."""
        path = self.folder / name
        if isinstance(change, tuple):
            old, new = change
            text = self.read(name)
            assert text.count(old) == 1, f'{name} has "{old}" {text.count(old)} times'
            change = text.replace(old, new)
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.stat().st_mtime_ns if path.exists() else 0
        path.write_bytes(change.encode() if isinstance(change, str) else change)
        # Sphinx compares times: two edits in one tick of the clock are still two.
        os.utime(path, ns=(time.time_ns(), max(time.time_ns(), before + 1_000_000)))

    def outputs(self) -> dict[str, bytes]:
        """Return every file among the handouts, but what a failed build leaves to look at.

        What the press remembers of the looks of files is its own: it changes with their times.
        """
        return {
            name: path.read_bytes()
            for path in sorted(self.out.rglob("*"))
            if path.is_file()
            and not (name := path.relative_to(self.out).as_posix()).startswith("rejected/")
            and name != ".handouts-seen"
        }

    def manifest(self) -> dict[str, Any]:
        """Return the manifest."""
        made: dict[str, Any] = json.loads((self.out / "manifest.json").read_bytes())
        return made

    def editions(self) -> dict[str, dict[str, Any]]:
        """Return the manifest's editions by path."""
        return {entry["path"]: entry for entry in self.manifest()["editions"]}

    def pdf(self, words: str) -> Path:
        """Return the one PDF whose path holds *words*."""
        (found,) = (path for path in self.editions() if words in path)
        return self.out / found

    # --- builds -------------------------------------------------------------------------------

    def arguments(self, *options: str, builder: str = "handouts", out: str = "") -> list[str]:
        """Return the arguments of ``sphinx-build``: doctrees shared, no colours."""
        target = self.folder / "_build" / (out or builder)
        doctrees = self.folder / "_build/doctrees"
        return ["-N", "-b", builder, "-d", str(doctrees), *options, str(self.folder), str(target)]

    def build(self, *options: str, builder: str = "handouts", out: str = "") -> Built:
        """Build in this process."""
        return sphinx_build(*self.arguments(*options, builder=builder, out=out))

    def good(self, *options: str, builder: str = "handouts", out: str = "") -> Built:
        """Build, and insist that nothing was wrong."""
        built = self.build(*options, builder=builder, out=out)
        assert built.err == ""
        assert built.status == 0
        return built

    def run(self, *options: str, python: tuple[str, ...] = (), **popen: Any) -> Built:
        """Build as a person does: the program by itself."""
        command = [sys.executable, *python, "-m", "sphinx", *self.arguments(*options)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **popen)
        return Built(done.returncode, done.stdout, done.stderr)

    def start(self, *options: str) -> subprocess.Popen[str]:
        """Start a build in a session of its own, as in a terminal of its own."""
        # Files, not pipes: whoever reads a pipe waits for every process that holds it.
        with (self.folder / "out.log").open("w") as out, (self.folder / "err.log").open("w") as err:
            command = [sys.executable, "-m", "sphinx", *self.arguments(*options)]
            return subprocess.Popen(
                command, stdout=out, stderr=err, text=True, start_new_session=True
            )

    def wait_for(self, build: subprocess.Popen[str]) -> Built:
        """Wait until a build that was started has ended."""
        status = build.wait(PATIENCE)
        return Built(status, self.read("out.log"), self.read("err.log"))


Maker = Callable[..., Project]
LayOut = Callable[[str, Path], Project]


@pytest.fixture(scope="session")
def pressed(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that gives a cache with the sheets of a root, as it stands, in it."""

    def press(name: str) -> Path:
        def make(folder: Path) -> None:
            lay_out(rootdir, name, folder / "project").good()

        return once(tmp_path_factory, f"pressed-{name}", make) / "project/_build/cache"

    return press


@pytest.fixture(scope="session")
def lay_out_warm(rootdir: Path, pressed: Callable[[str], Path]) -> LayOut:
    """Return a function that lays out a root in a folder, with its sheets in the cache."""

    def make(name: str, folder: Path) -> Project:
        project = lay_out(rootdir, name, folder)
        shutil.copytree(pressed(name), project.folder / "_build/cache")
        return project

    return make


@pytest.fixture
def make_project(rootdir: Path, tmp_path: Path, lay_out_warm: LayOut) -> Maker:
    """Return a function that lays out a root; its sheets are in the cache unless it is *cold*."""

    def make(name: str = "base", folder: str = "project", *, cold: bool = False) -> Project:
        if cold:
            return lay_out(rootdir, name, tmp_path / folder)
        return lay_out_warm(name, tmp_path / folder)

    return make


@pytest.fixture
def project(make_project: Maker) -> Project:
    """Return the smallest project: three handouts, two brands, one paper."""
    return make_project()


def lay_out(roots: Path, name: str, folder: Path) -> Project:
    """Copy the base root to *folder*, and over it the root that is named for a behaviour."""
    for root in dict.fromkeys(("base", name)):
        shutil.copytree(
            roots / f"test-{root}",
            folder,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    return Project(folder)


# --- processes ----------------------------------------------------------------------------------


def wait_until(done: Callable[[], Any], what: str) -> Any:
    """Wait until *done* returns something true, and return it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := done():
            return found
        time.sleep(0.01)
    raise AssertionError(f"waited {PATIENCE} s in vain: {what}")


def session_of(build: subprocess.Popen[str]) -> list[psutil.Process]:
    """Return the living processes of a build that was started in a session of its own."""
    found = []
    for process in psutil.process_iter(["status"]):
        try:
            if os.getsid(process.pid) == build.pid and process.info["status"] != "zombie":
                found.append(process)
        except ProcessLookupError:
            continue
    return found


def workers_of(build: subprocess.Popen[str]) -> list[psutil.Process]:
    """Return the processes that render for *build*: grandchildren, by way of the server."""
    try:
        parent = psutil.Process(build.pid)
        family = parent.children(recursive=True)
        return [p for p in family if p.ppid() != build.pid]
    except psutil.NoSuchProcess:
        return []


# --- texts --------------------------------------------------------------------------------------


def normal(text: str) -> str:
    """Return *text* as words with one space between: no ligatures, no breaks, no soft hyphens."""
    text = unicodedata.normalize("NFKC", text).replace("\xad", "")
    return " ".join(text.split())


def pdf_text(path: Path, page: int = 0) -> str:
    """Return the text of a PDF, or of one page, in the order in which poppler reads it."""
    pages = ("-f", str(page), "-l", str(page)) if page else ()
    command = ["pdftotext", *pages, str(path), "-"]
    return normal(subprocess.run(command, capture_output=True, check=True).stdout.decode())


def pdf_pages(path: Path) -> list[str]:
    """Return the text of each page of a PDF."""
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return [normal(text) for text in done.stdout.decode().split("\f")[:-1]]


class _Blocks(HTMLParser):
    """Collects the text of the innermost blocks of an HTML page, with the ids around each."""

    BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "th", "td", "dt", "dd", "figcaption"})
    EMPTY = frozenset({"br", "img", "hr", "input", "meta", "link", "source", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, Mapping[str, str | None]]] = []
        self.found: list[tuple[str, set[str]]] = []
        self.text = ""

    def _flush(self) -> None:
        words = normal(self.text)
        if words:
            marks = {f"#{a['id']}" for _tag, a in self.open if a.get("id")}
            for _tag, attributes in self.open:
                marks |= {f".{name}" for name in (attributes.get("class") or "").split()}
            self.found.append((words, marks))
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.BLOCKS or tag in {"div", "section", "aside", "ul", "ol", "table"}:
            self._flush()
        if tag not in self.EMPTY:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BLOCKS or tag in {"div", "section", "aside", "ul", "ol", "table"}:
            self._flush()
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data


def html_blocks(page: Path, mark: str) -> list[str]:
    """Return the text of each block of a page below the element that *mark* (#id, .class) names."""
    parser = _Blocks()
    parser.feed(page.read_text("utf-8"))
    return [words for words, marks in parser.found if mark in marks]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def html_links(page: Path) -> Iterator[str]:
    """Yield the addresses that a page links to."""
    parser = _Links()
    parser.feed(page.read_text("utf-8"))
    yield from parser.found
