"""What the manual, the README and CONTRIBUTING tell people to type can be typed.

Every command is taken apart by the parser that it will meet; a session of nox is run with a
recorder in place of its environment, and what it would run is judged in the same way. What costs
little is run for real: the tutorial in ``test_manual``, and here the commands of the ledger.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import shlex
import tomllib
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import nox.registry
import pytest
from desks import Desk, command_names
from manual_pages import MANUAL, PAGES, ROOT, Typed, typed_commands
from packaging.requirements import Requirement
from sphinx.cmd.build import get_parser
from sphinx.config import Config
from sphinx_handouts import __main__
from sphinx_handouts.config import OPTIONS

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
HOW = "docs/manual/explanation/how-a-handout-is-made.md"
Words = Sequence[str]


# --- how each program is judged -----------------------------------------------------------------


def parse_handouts(words: Words) -> None:
    """Let our own parser take the words, which leaves where it cannot."""
    __main__.parser().parse_args([*words])


def parse_sphinx(words: Words) -> None:
    """Let Sphinx's parser take the words; a setting must be one of its project."""
    if words[0] == "-M":
        _make, builder, source, out, *options = words
        words = ("-b", builder, *options, source, out)
    options = get_parser().parse_args([*words])
    known = {*Config.config_values}
    if not options.sourcedir.endswith("docs/manual"):
        known |= {option.name for option in OPTIONS}
    names = {setting.partition("=")[0] for setting in options.define}
    assert names <= known


def parse_preview(words: Words) -> None:
    """Judge what sphinx-autobuild runs after each of its builds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--post-build", required=True)
    known, _others = parser.parse_known_args([*words])
    judge(shlex.split(known.post_build))


def parse_pip(words: Words) -> None:
    """Look up what pip would be asked for among what the project declares."""
    extras = {*PROJECT["project"]["optional-dependencies"]}
    assert words[0] == "install"
    for before, word in pairwise(words):
        if before == "-c":
            assert (ROOT / word).is_file()
        elif before == "--group":
            assert word in PROJECT["dependency-groups"]
        elif "[" in word:
            name = word.replace(".[", f"{PROJECT['project']['name']}[")
            assert Requirement(name).extras <= extras


def parse_dask(words: Words) -> None:
    """Let the program of Dask take the words."""
    from distributed.cli import dask_scheduler, dask_worker

    programs = {"scheduler": dask_scheduler.main, "worker": dask_worker.main}
    programs[words[0]].make_context(words[0], [*words[1:]])


def find_paths(words: Words) -> None:
    """Look up the tests that are named."""
    for word in words:
        assert "/" not in word or (ROOT / word).exists(), word


def find_script(words: Words) -> None:
    """Look up the program that Python would run; ours has a name, and is no module."""
    script, *others = (word for word in words if word != "-I")
    if script == "-m":
        assert not others[0].startswith("sphinx_handouts"), others[0]
    else:
        assert (ROOT / script).is_file(), script


def of_the_system(_words: Words) -> None:
    """Leave alone what is none of ours."""


JUDGES: dict[str, Callable[[Words], None]] = {
    "sphinx-handouts": parse_handouts,
    "sphinx-build": parse_sphinx,
    "sphinx-autobuild": parse_preview,
    "pip": parse_pip,
    "dask": parse_dask,
    "pytest": find_paths,
    "python": find_script,
    **dict.fromkeys(
        (
            *("brew", "cd", "export", "mkdir", "podman", "python3", "rsync", "sudo"),
            *("check-jsonschema", "mypy", "pre-commit", "ruff", "uv"),
        ),
        of_the_system,
    ),
}
"""Every program that a page or a session may name; one that is not here is nobody's."""


def judge(words: Words) -> None:
    """Judge a command by its program."""
    JUDGES[words[0]](words[1:])


# --- sessions of nox ----------------------------------------------------------------------------

SELF_MADE = {"dist", "wheel"}
"""Sessions that look at what they have made."""


class Recorder:
    """Stands in for a session of nox, and notes what it would run."""

    def __init__(self, posargs: Words) -> None:
        self.posargs = [*posargs]
        self.env: dict[str, str] = {}
        self.ran: list[Words] = []

    def run(self, *words: str, **_options: Any) -> str:
        """Note a command; there are two languages."""
        self.ran.append(words)
        return "en\nes\n" if words[1:2] == ("languages",) else ""

    def install(self, *words: str, **_options: Any) -> None:
        """Note what is installed."""
        self.ran.append(("pip", "install", *words))

    def log(self, _message: str) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def sessions() -> dict[str, Callable[[Any], None]]:
    """Return the sessions of the noxfile by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nox.registry, "_REGISTRY", {})
        spec = importlib.util.spec_from_file_location("noxfile", ROOT / "noxfile.py")
        assert spec is not None
        assert spec.loader is not None
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
        return {name: found.func for name, found in nox.registry.get().items()}


def recorded(session: Callable[[Any], None], posargs: Words, folder: Path) -> list[Words]:
    """Return what a session would run."""
    recorder = Recorder(posargs)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)  # some sessions make or remove a folder
        session(recorder)
    assert recorder.ran
    return recorder.ran


def split_at_dashes(words: Words) -> tuple[list[str], list[str]]:
    """Return the sessions that a nox command names, and what they are handed."""
    names = [*words[words.index("-s") + 1 :]] if "-s" in words else []
    at = names.index("--") if "--" in names else len(names)
    return names[:at], names[at + 1 :]


# --- the proofs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", typed_commands(), ids=str)
def test_it_can_be_typed(
    typed: Typed, sessions: dict[str, Callable[[Any], None]], tmp_path: Path
) -> None:
    """The program exists, and takes these words; a session exists, and so does what it runs."""
    program, *words = typed.words
    if program == "nox":
        names, posargs = split_at_dashes(words)
        assert {*names} <= {*sessions}
        for name in {*names} - SELF_MADE if typed.whole or posargs else ():
            for ran in recorded(sessions[name], posargs, tmp_path):
                judge(ran)
    elif program == "sphinx-handouts" and len(words) == 1 and not typed.whole:
        assert words[0] in command_names()
    else:
        judge(typed.words)


def test_every_session_that_needs_no_words_can_be_run(
    sessions: dict[str, Callable[[Any], None]], tmp_path: Path
) -> None:
    """What a session runs is there, also where no page names it."""
    wants_words = {"looks", "new-brand", "release", "translate", "verify", "withdraw"}
    for name in {*sessions} - SELF_MADE - wants_words:
        for ran in recorded(sessions[name], [], tmp_path):
            judge(ran)


@pytest.mark.parametrize(
    ("options", "sheets", "pages"),
    [
        ([], ["en", "es"], ["en", "es"]),
        (["-D", "handouts_only=BP-25"], ["en"], ["en", "es"]),
        (["-D", "handouts_only=BP-03", "-D", "language=es"], ["es"], ["es"]),
    ],
)
def test_one_handout_is_made_as_it_is_written(
    sessions: dict[str, Callable[[Any], None]],
    tmp_path: Path,
    options: Words,
    sheets: list[str],
    pages: list[str],
) -> None:
    """A new handout has no translation, which stops nobody who names it, or a language."""
    ran = [
        words for words in recorded(sessions["build"], options, tmp_path) if "docs/guide" in words
    ]
    made = {
        builder: [w for w in ran if w[1:3] == ("-b", builder)] for builder in ("handouts", "html")
    }
    trees = {name: [Path(w[w.index("-d") + 1]).name for w in found] for name, found in made.items()}
    assert trees == {"handouts": sheets, "html": pages}


def ledger_commands() -> list[Words]:
    """Return the commands of the manual that change or read a ledger, in both of their forms."""
    found = {}
    for typed in typed_commands():
        program, *words = typed.words
        if program == "nox" and "--" in words:
            (name, *_others), posargs = split_at_dashes(words)
            program, words = "sphinx-handouts", [name, *posargs]
        if program == "sphinx-handouts" and words[0] in {"release", "withdraw", "reviews"}:
            found[tuple(words)] = None
    return [*found]


@pytest.mark.parametrize("words", ledger_commands(), ids=" ".join)
def test_commands_of_the_ledger(desk: Desk, words: Words) -> None:
    """Where both handouts were released and one has changed, each command does its work."""
    desk.build(BP_02_es="d", BP_03="a", BP_07="b")
    desk.good("release", "--all", "--minor", "First release.")
    desk.build(BP_02_es="d", BP_03="c", BP_07="b")
    before = desk.files()
    assert desk.good(*words)
    assert (desk.files() != before) == (words[0] != "reviews")


def clinic_commands() -> list[Words]:
    """Return the commands of the manual that make a clinic."""
    return [
        typed.words[1:]
        for typed in typed_commands()
        if typed.words[:2] == ("sphinx-handouts", "new-brand")
    ]


@pytest.mark.parametrize("words", clinic_commands(), ids=" ".join)
def test_commands_for_a_clinic(desk: Desk, words: Words) -> None:
    """Who types what the manual says, and answers the questions, has the clinic's folder."""
    logo = desk.folder / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    at_home = [str(logo) if word.startswith("~/") else word for word in words]
    status, out = desk.answer("Hill Street\n\n\n\n\n", *at_home)
    assert status == 0, out
    assert (desk.folder / "handouts/brands/hill-street/logo.svg").is_file()


# --- names --------------------------------------------------------------------------------------


def test_every_command_has_its_section() -> None:
    """The reference has each command once, in the order of the command line, as it says itself."""
    text = (MANUAL / "reference/commands.md").read_text("utf-8")
    sections = re.findall(r"^## (.+)\n\n```\{generated\} command (.+)\n```$", text, re.MULTILINE)
    assert sections == [(name, name) for name in command_names()]
    assert len(re.findall(r"^## ", text, re.MULTILINE)) == len(sections)


def test_one_name_for_the_program() -> None:
    """No page and no message tells people to type the module's name."""
    folders = [ROOT / "build_tools", MANUAL]
    texts = [path for folder in folders for path in folder.rglob("*.*") if path.is_file()]
    other = "python -m " + "sphinx_handouts"
    assert [p for p in (*texts, *PAGES) if other.encode() in p.read_bytes()] == []


def labels() -> list[tuple[str, str]]:
    """Return each ``page#label`` that the manual gives as an example of the guide's."""
    pages = [path for path in PAGES if path.parent.name != "tutorial"]
    text = "".join(path.read_text("utf-8") for path in pages)
    return sorted(set(re.findall(r'"([a-z][\w-]*)#([\w-]+)"', text)))


@pytest.mark.parametrize(("page", "label"), labels())
def test_labels_are_there(page: str, label: str) -> None:
    """A part that the manual names is one of the guide's."""
    text = (ROOT / f"docs/guide/{page}.md").read_text("utf-8")
    assert re.search(rf"^(\({label}\)=|:name: {label})$", text, re.MULTILINE)


def paths() -> list[str]:
    """Return every path of the repository that a page names in a sentence."""
    text = "".join(path.read_text("utf-8") for path in PAGES)
    folders = r"tests|docs|build_tools|hosting|\.ci|\.github"
    return sorted(set(re.findall(rf"`((?:{folders})/[\w./-]+)`", text)))


@pytest.mark.parametrize("path", paths())
def test_paths_are_there(path: str) -> None:
    """A file or folder that a page names is one."""
    assert (ROOT / path).exists()


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", HOW])
def test_every_room_is_named(page: str) -> None:
    """Who looks for the room of something finds all rooms, and none that has gone."""
    text = (ROOT / page).read_text("utf-8")
    package = ROOT / "build_tools/sphinx_handouts"
    for room in sorted(path.parent.name for path in package.glob("*/__init__.py")):
        assert re.search(rf"`{room}`|^ +{room}/ ", text, re.MULTILINE), room
