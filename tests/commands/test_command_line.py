"""The command line as a whole: what it says of itself, and how it ends."""

from __future__ import annotations

import gc
import os
import pkgutil
import shlex
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from desks import Desk, command_names, command_parsers
from sphinx_handouts import commands
from sphinx_handouts.__main__ import RARELY, main, parser
from sphinx_handouts.commands import COMMANDS, command
from sphinx_handouts.commands.endings import CommandError
from sphinx_handouts.commands.places import SPHINX

ROOT = Path(__file__).parents[2]
LOADED = "import sys; print(*sys.modules)"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("print",), "invalid choice: 'print'"),
        (("release", "KP-01"), "one of the arguments --major --minor --patch is required"),
        (("release", "KP-01", "--minor", "x", "--major", "y"), "not allowed with argument"),
        (("withdraw", "KP-01"), "the following arguments are required: reason"),
        (("new-brand",), "the following arguments are required: NAME"),
    ],
)
def test_usage(desk: Desk, words: tuple[str, ...], expected: str) -> None:
    """What is no command is told with the right usage; it is no traceback."""
    said = desk.call(*words)
    assert said.status == 2
    assert said.err[0].startswith("usage: sphinx-handouts")
    assert expected in said.err[-1]
    assert not any("Traceback" in line for line in said.err)


@pytest.mark.parametrize(
    "words",
    [
        ("release", "KP-07", "--minor", "x"),
        ("withdraw", "KP-07", "Why."),
        ("reviews", "--manifest", "gone/manifest.json"),
        ("new-brand", "Hill Street"),
        ("new-brand", "hill-street", "--logo", "gone.svg"),
    ],
)
def test_exit_status(desk: Desk, words: tuple[str, ...]) -> None:
    """For the shell, too: a sentence on the error stream, status 2, nothing else."""
    said = desk.type(*words)
    assert (said.status, said.out, len(said.err)) == (2, [], 1)
    assert said.err[0].startswith("error: ")


def test_a_command_looks_for_garbage_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    """It does while it runs; whoever has called it goes on as before, also after an error."""
    before, seen = gc.get_threshold(), []

    def run(_options: object) -> list[str]:
        seen.append(gc.get_threshold())
        raise CommandError("no")

    monkeypatch.setattr(command("doctor"), "run", run)
    assert main(["doctor"]) == 2
    assert (seen, gc.get_threshold()) == ([RARELY], before)


@pytest.mark.parametrize(
    ("redirected", "status", "said"),
    [
        (">/dev/full", 2, "error: what is printed here: No space left on device\n"),
        (">&- 2>&- <&-", 0, ""),
        ("| true", 0, ""),
    ],
)
@pytest.mark.parametrize("buffered", ["", "1"])
def test_where_it_is_printed(
    desk: Desk, redirected: str, status: int, said: str, buffered: str
) -> None:
    """A full disk is told, and a reader that has enough, or that there is none, stops nothing."""
    command = shlex.join([sys.executable, "-m", "sphinx_handouts", "release", "--all"])
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{command} --minor More. {redirected}"],
        cwd=desk.folder,
        env=os.environ | {"PYTHONUNBUFFERED": buffered},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stderr) == (status, said)
    assert desk.ledger.ids() == ["KP-01", "KP-02"]


def test_a_screen_of_few_letters(desk: Desk) -> None:
    """What it cannot show is written as its number, and is no traceback."""
    said = desk.type("init", "--clinic", "Ärzte", "ä", PYTHONIOENCODING="ascii")
    assert (said.status, said.err) == (0, [])
    assert "\\xe4/conf.py: written" in said.out


def test_ctrl_c(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends a command in a word."""

    def run(_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command("doctor"), "run", run)
    said = desk.call("doctor")
    assert (said.status, said.out, said.err) == (130, [], ["error: interrupted"])


def test_ctrl_c_while_sphinx_loads(tmp_path: Path) -> None:
    """A build of a live preview is interrupted whenever there is news; it leaves no trace."""
    (tmp_path / "sphinx").mkdir()
    (tmp_path / "sphinx/__init__.py").write_text("raise KeyboardInterrupt")
    done = subprocess.run([*SPHINX, "."], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


@pytest.mark.parametrize("command", ["", *command_names()])
def test_help(desk: Desk, command: str) -> None:
    """Every command explains itself."""
    said = desk.good(*filter(None, [command]), "--help")
    assert said[0].startswith(f"usage: sphinx-handouts {command}".rstrip())


@pytest.mark.parametrize("command", command_names())
def test_every_option_is_explained(command: str) -> None:
    """Whoever reads the help of a command learns what each option is for."""
    actions = command_parsers()[command]._actions
    assert [action.dest for action in actions if not action.help] == []


@pytest.mark.parametrize("folder", [".", "docs/guide"])
def test_where_the_pages_are(desk: Desk, folder: str) -> None:
    """Nobody has to name the folder of ``conf.py`` where it is this one, or ``docs/guide``."""
    (desk.folder / folder).mkdir(parents=True, exist_ok=True)
    (desk.folder / folder / "conf.py").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(desk.folder)
        assert parser().parse_args(["check"]).source == Path(folder)
        assert parser().parse_args(["new-brand", "x"]).guide == Path(folder)


def test_every_command_is_in_the_table() -> None:
    """A command is one module: who writes one and forgets the table is told."""
    modules = [
        import_module(f"{commands.__name__}.{found.name}")
        for found in pkgutil.iter_modules(commands.__path__)
    ]
    found = {module for module in modules if hasattr(module, "add_parser")}
    assert found == {command(name) for name in COMMANDS}
    assert [*COMMANDS] == command_names()


def test_a_command_loads_no_other() -> None:
    """Each is there at once, whatever the others need."""
    code = f"from sphinx_handouts.__main__ import parser; parser('reviews'); {LOADED}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    others = {f"{commands.__name__}.{name.replace('-', '_')}" for name in COMMANDS}
    assert others & {*done.stdout.split()} == {f"{commands.__name__}.reviews"}


def test_the_program_is_installed_under_its_name() -> None:
    """Who installs the package can type ``sphinx-handouts``, which is this command line."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    ((name, place),) = scripts.items()
    assert name == "sphinx-handouts"
    assert EntryPoint(name, place, "console_scripts").load() is main
