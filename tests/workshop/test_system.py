"""The advice that a person gets where the system's packages cannot be installed for them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import system
from system import NEEDS, Need, System

PRINT, BROWSER = NEEDS["print"], NEEDS["browser"]
ALL = (*PRINT, *BROWSER, *NEEDS["server"])
ABSENT = Need("Pango", lambda: False, "libpango-1.0-0", "pango", "pango")


def command(advice: str) -> str:
    """Return the one indented line of an advice."""
    (line,) = (line.strip() for line in advice.splitlines() if line.startswith("  "))
    return line


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (
            System("apt", "debian"),
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends libpango-1.0-0 "
            "libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-core chromium "
            "libatomic1 poppler-utils qpdf nginx-light caddy",
        ),
        (
            System("apt", "ubuntu"),
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends libpango-1.0-0 "
            "libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-core chromium-browser "
            "libatomic1 poppler-utils qpdf nginx-light caddy",
        ),
        (
            System("dnf", "fedora"),
            "sudo dnf install -y pango harfbuzz fontconfig google-noto-sans-fonts chromium "
            "libatomic poppler-utils qpdf nginx caddy",
        ),
        (
            System("brew"),
            "brew install pango harfbuzz fontconfig font-noto-sans google-chrome gcc poppler qpdf "
            "nginx caddy",
        ),
    ],
    ids=["debian", "ubuntu", "fedora", "homebrew"],
)
def test_one_command_to_type(machine: System, expected: str) -> None:
    """Each system that we know gets one command, each package in it once."""
    assert command(machine.advice(ALL)) == expected


def test_unknown_system_gets_the_debian_names() -> None:
    """Where we know no package manager, the Debian names say what to look for."""
    advice = System().advice(PRINT[:1])
    assert "Missing on this machine: Pango." in advice
    assert command(advice) == "libpango-1.0-0"


def test_only_what_is_missing_is_named() -> None:
    """A machine that lacks one thing is asked for one package."""
    qpdf = [need for need in BROWSER if need.name == "qpdf"]
    assert command(System("dnf", "fedora").advice(qpdf)) == "sudo dnf install -y qpdf"


@pytest.mark.parametrize(
    "machine",
    [
        System("apt", "debian", root=None),
        System("dnf", "fedora", root=()),
        System("brew"),
        System(),
    ],
    ids=["no sudo", "fedora", "homebrew", "unknown"],
)
def test_stops_at_once_elsewhere(monkeypatch: pytest.MonkeyPatch, machine: System) -> None:
    """Without apt-get or the right to use it, nothing is run and the advice is the exit message."""
    monkeypatch.setattr(system, "NEEDS", {"print": [ABSENT]})
    monkeypatch.setattr(system, "this_system", lambda: machine)
    monkeypatch.setattr(system, "install", lambda *_: pytest.fail("must not install"))
    with pytest.raises(SystemExit, match="Missing on this machine: Pango"):
        system.main(["print"])


@pytest.mark.parametrize("root", [(), ("sudo", "-n")], ids=["root", "sudo"])
def test_installs_where_it_may(monkeypatch: pytest.MonkeyPatch, root: tuple[str, ...]) -> None:
    """With apt-get and root it installs what is missing, without questions, and looks again."""
    ran: list[Sequence[str]] = []
    there = iter([False, True])
    need = Need("Pango", lambda: next(there), "libpango-1.0-0", "pango", "pango")
    monkeypatch.setattr(system, "NEEDS", {"print": [need]})
    monkeypatch.setattr(system, "this_system", lambda: System("apt", "debian", root))
    monkeypatch.setattr(subprocess, "run", lambda command, **_: ran.append(command))
    system.main(["print"])
    update, install = ran
    assert update[: len(root) + 2] == [*root, "env", "DEBIAN_FRONTEND=noninteractive"]
    assert update[-1] == "update"
    assert install[-4:] == ["install", "-y", "--no-install-recommends", "libpango-1.0-0"]


def test_says_so_when_the_installation_did_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is still missing after apt-get ends in the advice, not in a traceback."""
    monkeypatch.setattr(system, "NEEDS", {"print": [ABSENT]})
    monkeypatch.setattr(system, "this_system", lambda: System("apt", "debian", ()))
    monkeypatch.setattr(system, "install", lambda *_: None)
    with pytest.raises(SystemExit, match=r"libpango-1\.0-0"):
        system.main(["print"])


def test_looks_for_what_is_really_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries are asked of the loader, programs of the path, fonts of fontconfig."""
    assert not system.library("libno-such-thing.so.7")()
    assert not system.program("no-such-program")()
    assert not system.font("No Such Family")()
    assert system.missing(["print"]) == []
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "fontconfig" in {need.name for need in system.missing(["print"])}
