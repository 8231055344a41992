"""The advice that a person gets where the system's packages cannot be installed for them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import system
from sphinx_handouts.pdf import system_packages
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
            "libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-core fonts-noto-mono "
            "chromium libatomic1 poppler-utils qpdf default-jre-headless nginx-light caddy",
        ),
        (
            System("apt", "ubuntu"),
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends libpango-1.0-0 "
            "libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-core fonts-noto-mono "
            "chromium-browser libatomic1 poppler-utils qpdf default-jre-headless nginx-light "
            "caddy",
        ),
        (
            System("dnf", "fedora"),
            "sudo dnf install -y pango harfbuzz fontconfig google-noto-sans-fonts "
            "google-noto-sans-mono-fonts chromium libatomic poppler-utils qpdf "
            "java-latest-openjdk-headless nginx caddy",
        ),
        (
            System("brew"),
            "brew install pango harfbuzz fontconfig font-noto-sans font-noto-sans-mono "
            "google-chrome gcc poppler qpdf openjdk nginx caddy",
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
    monkeypatch.setattr(system, "NEEDS", {"print": [ABSENT], "arabic": [], "cjk": []})
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
    monkeypatch.setattr(system, "NEEDS", {"print": [need], "arabic": [], "cjk": []})
    monkeypatch.setattr(system, "this_system", lambda: System("apt", "debian", root))
    monkeypatch.setattr(subprocess, "run", lambda command, **_: ran.append(command))
    system.main(["print"])
    update, install = ran
    assert update[: len(root) + 2] == [*root, "env", "DEBIAN_FRONTEND=noninteractive"]
    assert update[-1] == "update"
    assert install[-4:] == ["install", "-y", "--no-install-recommends", "libpango-1.0-0"]


def test_says_so_when_the_installation_did_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is still missing after apt-get ends in the advice, not in a traceback."""
    monkeypatch.setattr(system, "NEEDS", {"print": [ABSENT], "arabic": [], "cjk": []})
    monkeypatch.setattr(system, "this_system", lambda: System("apt", "debian", ()))
    monkeypatch.setattr(system, "install", lambda *_: None)
    with pytest.raises(SystemExit, match=r"libpango-1\.0-0"):
        system.main(["print"])


def test_looks_for_what_is_really_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries are asked of the loader, programs of the path, fonts of fontconfig."""
    assert not system.library("libno-such-thing.so.7")()
    assert not system.program("no-such-program")()
    assert not system_packages.font("No Such Family")()
    assert system.missing(["print"]) == []
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "fontconfig" in {need.name for need in system.missing(["print"])}


# --- servers are installed, not started -----------------------------------------------------------


@pytest.fixture
def root_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that stands for the root of a Debian with systemd."""
    for name, where in (
        ("POLICY", "usr/sbin/policy-rc.d"),
        ("UNITS", "etc/systemd/system"),
        ("SCRIPTS", "etc/init.d"),
        ("RUNNING", "run/systemd/system"),
    ):
        (tmp_path / where).parent.mkdir(parents=True, exist_ok=True)
        monkeypatch.setattr(system, name, tmp_path / where)
    for folder in (system.UNITS, system.SCRIPTS, system.RUNNING):
        folder.mkdir(parents=True)
    return tmp_path


@pytest.fixture
def as_root(tmp_path: Path) -> tuple[str, ...]:
    """Return the words before a command: it runs, but what would touch this machine is noted."""
    script = tmp_path / "as-root"
    script.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/commands\ncase "$1" in install|rm) exec "$@" ;; esac\n'
    )
    script.chmod(0o755)
    return (str(script),)


def commands(folder: Path) -> list[str]:
    """Return what has been run as root, but for the temporary name of a file."""
    lines = (folder / "commands").read_text().splitlines()
    return [line for line in lines if not line.startswith("install ")]


def allowed(service: str, action: str) -> bool:
    """Ask the policy as Debian's packages do."""
    done = subprocess.run([str(system.POLICY), service, action], check=False)
    assert done.returncode in (0, 101)
    return done.returncode == 0


SERVERS = NEEDS["server"]


def test_services_do_not_start(
    root_folder: Path, as_root: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While apt-get runs the servers may not start, others may; then they are off for good."""
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    (system.SCRIPTS / "nginx").touch()
    services = system.new_services(SERVERS)
    assert services == ["nginx", "caddy"]
    with system.unstarted(services, as_root):
        for name in ("nginx", "nginx.service", "caddy", "caddy.service"):
            assert not allowed(name, "start")
            assert not allowed(name, "restart")
            assert allowed(name, "status")
        assert allowed("ssh", "restart")
        assert allowed("nginxx", "start")
    assert not system.POLICY.exists()
    assert commands(root_folder) == [
        f"rm -f {system.POLICY}",
        "systemctl --quiet disable nginx",
        "systemctl --quiet stop nginx",
        "update-rc.d nginx disable",
        "systemctl --quiet disable caddy",
        "systemctl --quiet stop caddy",
    ]


def test_services_where_no_systemd_runs(
    root_folder: Path, as_root: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without systemd the scripts of the services are asked instead."""
    monkeypatch.setattr(system.shutil, "which", lambda _name: None)
    system.RUNNING.rmdir()
    (system.SCRIPTS / "nginx").touch()
    with system.unstarted(["nginx"], as_root):
        assert not allowed("nginx", "start")
    assert commands(root_folder)[1:] == [
        "update-rc.d nginx disable",
        f"{system.SCRIPTS / 'nginx'} stop",
    ]


def test_policy_of_the_machine_stays(root_folder: Path, as_root: tuple[str, ...]) -> None:
    """A policy that is there, as in a container, is neither replaced nor removed."""
    system.POLICY.write_text("#!/bin/sh\nexit 101\n")
    with system.unstarted(["nginx"], as_root):
        assert system.POLICY.read_text() == "#!/bin/sh\nexit 101\n"
    assert system.POLICY.read_text() == "#!/bin/sh\nexit 101\n"
    assert not any("policy" in line for line in commands(root_folder))


def test_policy_goes_whatever_happens(root_folder: Path, as_root: tuple[str, ...]) -> None:
    """After Ctrl-C in the middle of apt-get, services may start again."""

    def interrupted() -> None:
        with system.unstarted(["nginx"], as_root):
            assert system.POLICY.exists()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not system.POLICY.exists()
    assert commands(root_folder)[0] == f"rm -f {system.POLICY}"


def test_a_unit_of_the_machines_own_is_left_alone(root_folder: Path) -> None:
    """Whoever wrote a unit for a server of that name, somewhere else, wants it to run."""
    (system.UNITS / "caddy.service").write_text("[Service]\nExecStart=/opt/caddy/caddy run\n")
    (system.UNITS / "nginx.service").symlink_to("/dev/null")
    assert root_folder.is_dir()
    assert system.new_services(SERVERS) == ["nginx"]


def test_nothing_is_touched_where_no_server_is_installed(
    root_folder: Path, as_root: tuple[str, ...]
) -> None:
    """Fonts and libraries have no services: their installation is as plain as before."""
    with system.unstarted(system.new_services([*PRINT, *BROWSER]), as_root):
        assert not system.POLICY.exists()
    assert not (root_folder / "commands").exists()


@pytest.mark.parametrize(
    ("release", "is_asked"),
    [
        ({"ID": "debian", "VERSION_ID": "11"}, False),
        ({"ID": "debian", "VERSION_ID": "12"}, True),
        ({"ID": "debian"}, True),  # the next one has no number yet
        ({"ID": "ubuntu", "VERSION_ID": "24.04"}, False),
        ({"ID": "fedora", "VERSION_ID": "43"}, False),
        ({"ID": "arch"}, False),
        ({}, False),
    ],
)
def test_what_debian_alone_has_is_asked_of_it_alone(
    release: dict[str, str], is_asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told to install a package that their system has not got."""
    monkeypatch.setattr(system.platform, "freedesktop_os_release", lambda: release)
    assert system.debian("no-such-program", 12)() is not is_asked
