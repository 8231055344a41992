"""The libraries, programs and fonts that pip cannot install, and what each system calls them.

It needs nothing but Python: it is asked before anything is installed, too.
"""

from __future__ import annotations

import ctypes
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """Something the machine must have: its name, how to look for it, the packages that hold it."""

    name: str
    is_there: Callable[[], bool]
    apt: str
    dnf: str
    brew: str
    ubuntu: str = ""  # where Ubuntu's name differs from Debian's
    service: str = ""  # what the package would start at once, and whenever the machine starts


def library(*names: str) -> Callable[[], bool]:
    """Look for a shared library as WeasyPrint does: by asking the loader."""

    def found() -> bool:
        for name in names:
            try:
                ctypes.CDLL(name)
            except OSError:
                continue
            return True
        return False

    return found


def program(*names: str) -> Callable[[], bool]:
    """Look for one of these programs on the path, or at an absolute path."""
    return lambda: any(shutil.which(name) for name in names)


def font(family: str) -> Callable[[], bool]:
    """Look for a font family as Pango does: by asking fontconfig."""

    def found() -> bool:
        if not shutil.which("fc-list"):
            return False
        query = ["fc-list", f":family={family}", "family"]
        return bool(subprocess.run(query, capture_output=True, check=False).stdout.strip())

    return found


PANGO = library("libpango-1.0.so.0", "libpango-1.0.dylib")
PANGOFT2 = library("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib")
SUBSET = library("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
NOTO = font("Noto Sans")
MONO, MONO_CASK = font("Noto Sans Mono"), "font-noto-sans-mono"

# fmt: off
PRINT = (
    Need("Pango", PANGO, "libpango-1.0-0", "pango", "pango"),
    Need("Pango for FreeType", PANGOFT2, "libpangoft2-1.0-0", "pango", "pango"),
    Need("HarfBuzz subsetting", SUBSET, "libharfbuzz-subset0", "harfbuzz", "harfbuzz"),
    Need("fontconfig", program("fc-list"), "fontconfig", "fontconfig", "fontconfig"),
    Need("Noto Sans", NOTO, "fonts-noto-core", "google-noto-sans-fonts", "font-noto-sans"),
    Need("Noto Sans Mono", MONO, "fonts-noto-mono", "google-noto-sans-mono-fonts", MONO_CASK),
)
"""What printing needs."""
# fmt: on

# What a person types, by the package manager.
COMMANDS = {
    "apt": "sudo apt-get update && sudo apt-get install -y --no-install-recommends",
    "dnf": "sudo dnf install -y",
    "brew": "brew install",
}


@dataclass(frozen=True)
class System:
    """What decides how to install: package manager, distribution, how to become root."""

    manager: str = ""  # a key of COMMANDS, or none that we know
    distribution: str = ""
    root: tuple[str, ...] | None = None  # the words before a command; None: not without a password

    def packages(self, needs: Iterable[Need]) -> list[str]:
        """Name the packages that hold these needs, each once, as this system calls them."""
        dialect = self.distribution if self.distribution == "ubuntu" else self.manager or "apt"
        names = (getattr(need, dialect) or need.apt for need in needs)
        return list(dict.fromkeys(names))

    def advice(self, needs: Sequence[Need]) -> str:
        """Say what is missing, and the one command that mends it."""
        missing = ", ".join(need.name for need in needs)
        packages = " ".join(self.packages(needs))
        if self.manager:
            how, command = "Type this, then start again:", f"{COMMANDS[self.manager]} {packages}"
        else:
            how, command = "Install what your system calls these Debian packages:", packages
        return f"\nMissing on this machine: {missing}.\n{how}\n\n  {command}\n"


def this_system() -> System:
    """Look at the machine we are on; whether we may install there is asked elsewhere."""
    if platform.system() == "Darwin":
        return System("brew")
    manager = next((m for m in ("apt", "dnf") if shutil.which("apt-get" if m == "apt" else m)), "")
    try:
        distribution = platform.freedesktop_os_release().get("ID", "")
    except OSError:
        distribution = ""
    return System(manager, distribution)
