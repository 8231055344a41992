"""Make sure of the libraries, programs and fonts that pip cannot install.

``python .ci/system.py print`` is enough to make handouts; what the tests need is
``print browser browsers shell server``.
Where apt-get may run (as root, or with a sudo that asks no password) the missing packages are
installed. Elsewhere the script stops with the one command to type.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

# This runs before anything is installed: the package is taken from where it lies.
sys.path.insert(0, str(Path(__file__).parents[1] / "build_tools"))

from sphinx_handouts.pdf import system_packages
from sphinx_handouts.pdf.system_packages import PRINT, Need, System, font, library, program


def linux(name: str) -> Callable[[], bool]:
    """Look for a program that a Mac has no use for."""
    return lambda: platform.system() == "Darwin" or shutil.which(name) is not None


def debian(name: str, since: int) -> Callable[[], bool]:
    """Look for a program that only Debian has a package of, from one of its versions on."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        release = {}
    is_known = release.get("ID") == "debian" and int(release.get("VERSION_ID", since)) >= since
    return lambda: not is_known or shutil.which(name) is not None


def dictionary(name: str) -> Callable[[], bool]:
    """Look for a Hunspell dictionary; a Mac keeps them where it likes, and is not asked."""
    folders = ("/usr/share/hunspell", "/usr/share/myspell", "/usr/share/myspell/dicts")
    files = [Path(folder, f"{name}.dic") for folder in folders]
    return lambda: platform.system() == "Darwin" or any(file.is_file() for file in files)


ATOMIC = library("libatomic.so.1", "/usr/lib/libSystem.B.dylib")  # a Mac has it built in
CHROMIUM = program(
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FIREFOX = program("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
JAVA = program("java")
NASKH, NASKH_RPM = font("Noto Naskh Arabic"), "google-noto-naskh-arabic-fonts"
CJK, CJK_RPM = font("Noto Sans CJK KR"), "google-noto-sans-cjk-fonts"
SHELL = "chromium-headless-shell"
WEBKIT, XVFB = linux("WebKitWebDriver"), linux("Xvfb")
NGINX = program("nginx", "/usr/sbin/nginx")

# fmt: off
NEEDS = {
    "print": PRINT,
    "browser": (
        Need("Chromium", CHROMIUM, "chromium", "chromium", "google-chrome", "chromium-browser"),
        Need("Playwright's libatomic", ATOMIC, "libatomic1", "libatomic", "gcc"),
        Need("pdftotext", program("pdftotext"), "poppler-utils", "poppler-utils", "poppler"),
        Need("qpdf", program("qpdf"), "qpdf", "qpdf", "qpdf"),
        Need("Java", JAVA, "default-jre-headless", "java-latest-openjdk-headless", "openjdk"),
    ),
    # Most tests of pages run in this one, where it is to be had: pages open three times as fast.
    "shell": (Need("Chromium without windows", debian(SHELL, 12), SHELL, "", ""),),
    # The journeys run in these, too; where one is missing, its journeys are skipped.
    "browsers": (
        Need("Firefox", FIREFOX, "firefox-esr", "firefox", "firefox", "firefox"),
        Need("WebKit's driver", WEBKIT, "webkit2gtk-driver", "webkit2gtk-driver", ""),
        Need("a screen for WebKit", XVFB, "xvfb", "xorg-x11-server-Xvfb", ""),
    ),
    "arabic": (
        Need("Noto Naskh Arabic", NASKH, "fonts-noto-core", NASKH_RPM, "font-noto-naskh-arabic"),
    ),
    "cjk": (
        Need("Noto Sans CJK", CJK, "fonts-noto-cjk", CJK_RPM, "font-noto-sans-cjk"),
    ),
    "words": (
        Need("British spelling", dictionary("en_GB"), "hunspell-en-gb", "hunspell-en-GB", ""),
    ),
    "server": (
        Need("nginx", NGINX, "nginx-light", "nginx", "nginx", service="nginx"),
        Need("Caddy", program("caddy"), "caddy", "caddy", "caddy", service="caddy"),
    ),
}
# fmt: on

LOCALES = Path(__file__).parents[1] / "docs/guide/locales"
SCRIPTS_OF = {
    **dict.fromkeys(("ar", "fa", "ps", "ur"), "arabic"),
    **dict.fromkeys(("ja", "ko", "zh"), "cjk"),
}
"""Letters beyond those of `print`, by language: one face draws a Han character for each region."""

POLICY = Path("/usr/sbin/policy-rc.d")
"""Debian asks this program, where there is one, whether a package may start its service."""
REFUSAL = """\
#!/bin/sh
# Written by .ci/system.py while apt-get installs servers for the tests, which start their own.
# Delete it if it is still there afterwards.
test "$2" = status && exit 0
case "$1" in {patterns}) exit 101 ;; esac
exit 0
"""
UNITS = Path("/etc/systemd/system")
SCRIPTS = Path("/etc/init.d")
RUNNING = Path("/run/systemd/system")


def this_system() -> System:
    """Look at the machine we are on, and whether we may install there."""
    found = system_packages.this_system()
    return found if found.manager == "brew" else replace(found, root=become_root())


def become_root() -> tuple[str, ...] | None:
    """Find the words that make a command run as root without a question."""
    if os.geteuid() == 0:
        return ()
    sudo = ("sudo", "-n")
    if shutil.which("sudo"):
        asked = subprocess.run([*sudo, "true"], capture_output=True, check=False)
        return sudo if asked.returncode == 0 else None
    return None


def missing(kinds: Iterable[str]) -> list[Need]:
    """List what this machine lacks for these kinds of work."""
    return [need for kind in kinds for need in NEEDS[kind] if not need.is_there()]


def new_services(needs: Iterable[Need]) -> list[str]:
    """Name the services of these needs, but those that the machine has a unit of its own for."""
    return [need.service for need in needs if need.service and not own_unit(need.service)]


def own_unit(service: str) -> bool:
    """Return whether whoever looks after this machine has written a unit of that name."""
    unit = UNITS / f"{service}.service"
    return unit.is_file() and not unit.is_symlink()


@contextmanager
def unstarted(services: Sequence[str], root: tuple[str, ...]) -> Iterator[None]:
    """Let packages be installed without their services: they neither start now nor later."""
    if not services:
        yield
        return
    ours = not POLICY.exists()  # one that is there stays: it is the machine's own
    if ours:
        patterns = "|".join(f"{name}|{name}.*" for name in services)
        with tempfile.NamedTemporaryFile("w", suffix=".sh") as script:
            script.write(REFUSAL.format(patterns=patterns))
            script.flush()
            subprocess.run([*root, "install", "-m", "755", script.name, str(POLICY)], check=False)
    try:
        yield
    finally:
        if ours:
            subprocess.run([*root, "rm", "-f", str(POLICY)], check=False)
        for service in services:
            switch_off(service, root)


def switch_off(service: str, root: tuple[str, ...]) -> None:
    """Take a service out of those that start with the machine; end it, should it run."""
    if shutil.which("systemctl"):
        subprocess.run([*root, "systemctl", "--quiet", "disable", service], check=False)
        if RUNNING.is_dir():
            subprocess.run([*root, "systemctl", "--quiet", "stop", service], check=False)
    if (SCRIPTS / service).is_file():
        subprocess.run([*root, "update-rc.d", service, "disable"], check=False)
        if not RUNNING.is_dir():
            subprocess.run([*root, str(SCRIPTS / service), "stop"], check=False)


def install(packages: Sequence[str], root: tuple[str, ...]) -> None:
    """Install with apt-get, waiting for another apt-get that may be at work."""
    quietly = ("-qq", "-o", "DPkg::Lock::Timeout=600", "-o", "Dpkg::Use-Pty=0")
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *quietly]
    print(f"Installing {', '.join(packages)} ...", flush=True)
    # An unreachable source fails the update, and yet the packages may be at hand: go on.
    subprocess.run([*apt, "update"], check=False)
    subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], check=False)


def scripts(locales: Path) -> list[str]:
    """Name what the languages of a guide, which have a folder each in *locales*, need to print."""
    tags = (path.name.partition("_")[0] for path in locales.glob("*") if path.is_dir())
    return sorted({SCRIPTS_OF[tag] for tag in tags if tag in SCRIPTS_OF})


def main(kinds: Sequence[str]) -> None:
    """Bring the machine to where these kinds of work can be done, or stop with advice."""
    if "print" in kinds:
        kinds = (*kinds, *scripts(LOCALES))
    needs = missing(kinds)
    if not needs:
        return
    system = this_system()
    # Only apt-get is run for you: on a bare Debian it works and asks nothing.
    if system.manager == "apt" and system.root is not None:
        with unstarted(new_services(needs), system.root):
            install(system.packages(needs), system.root)
        needs = missing(kinds)
    if needs:
        sys.exit(system.advice(needs))


if __name__ == "__main__":
    main(sys.argv[1:] or ["print"])
