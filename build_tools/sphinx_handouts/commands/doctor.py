"""The ``doctor`` command: what printing needs, what is here of it, and the one command that mends.

It reads what is declared elsewhere: `pdf.system_packages` knows the system's packages, and the
metadata of this package those of Python.
"""

from __future__ import annotations

import argparse
import platform
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Any

from packaging.requirements import Requirement

from ..pdf.fonts import ask
from ..pdf.system_packages import PRINT, Need, System, this_system
from ..pdf.toolchain import versions
from ..project.bundled import lacking
from ..records.fonts import FAMILY, SCRIPTS, Fonts
from .endings import Ended

PACKAGE = "sphinx-handouts"
EXTRAS = {
    "citations": "sources that are cited",
    "dask": "rendering on a cluster",
    "math": "formulas",
    "myst": "pages in Markdown",
    "reading": "reading grades",
    "spelling": "spelling",
}
"""What the optional packages are for."""
_WIDTH = 24


@dataclass(frozen=True, slots=True)
class Package:
    """A package of Python that is asked for, and the version that is here."""

    requirement: Requirement
    found: str = ""
    extra: str = ""

    @property
    def fits(self) -> bool:
        """Whether it is here, in a version that will do."""
        return bool(self.found) and self.requirement.specifier.contains(self.found, True)

    @property
    def told(self) -> str:
        """Its version, and what would do where it does not."""
        if self.fits:
            return self.found
        return f"{self.found or 'missing'}: needs {self.requirement.specifier}"


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "doctor", help="tell what is installed, what is missing, and the command that mends it"
    )
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> Iterator[str]:
    """Look at this machine; what is missing for printing is status 1."""
    system, needs = this_system(), [need for need in PRINT if not need.is_there()]
    wanted = packages(requires_of_ours())
    python = f"Python {platform.python_version()}"
    yield f"{PACKAGE} {_version(PACKAGE)}, {python}, {platform.platform()}"
    yield from of_the_system(needs, versions() | fontconfig())
    yield f"  {'fonts of scripts':<{_WIDTH}}{', '.join(scripts()) or 'none'}"
    yield from of_python(wanted)
    if sentence := lacking():
        yield f"\nNote: {sentence}."
    wrong = [package for package in wanted if not (package.extra or package.fits)]
    yield from mends(needs, wrong, system)
    trouble = "" if needs or wrong else engine_trouble()
    if trouble:
        yield f"\nWeasyPrint is installed, and cannot be loaded: {trouble}"
    if needs or wrong or trouble:
        raise Ended(1)
    yield "\nAll that printing needs is here."


# --- what is looked at ----------------------------------------------------------------------------


def requires_of_ours() -> list[str]:
    """Return what this package asks for, as its metadata says; nothing where it has none."""
    try:
        return requires(PACKAGE) or []
    except PackageNotFoundError:
        return []


def packages(requirements: Iterable[str]) -> list[Package]:
    """Look up each requirement of this Python, those of the optional parts last."""
    found = []
    for requirement in map(Requirement, requirements):
        marker = requirement.marker
        extra = next((name for name in EXTRAS if marker and marker.evaluate({"extra": name})), "")
        if marker and not extra and not marker.evaluate({"extra": ""}):
            continue
        if marker and marker.evaluate({"extra": ""}):
            extra = ""
        found.append(Package(requirement, _version(requirement.name), extra))
    return sorted(found, key=lambda p: (p.extra, p.requirement.name.casefold()))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def fontconfig() -> dict[str, str]:
    """Return the version of fontconfig, if it is here."""
    try:
        asked = subprocess.run(["fc-list", "--version"], capture_output=True, check=False)
    except FileNotFoundError:
        return {}
    said = (asked.stderr or asked.stdout).decode(errors="replace").split()
    return {"fontconfig": said[-1]} if said else {}


def scripts() -> list[str]:
    """Name the scripts besides Latin, Greek and Cyrillic whose fonts are here."""
    families = set((ask(Fonts(), "fc-list", "--format", "%{family}\n") or "").splitlines())
    names = {name for family in families for name in family.split(",")}
    return [script for script in SCRIPTS if f"{FAMILY} {script}" in names]


def engine_trouble() -> str:
    """Say why WeasyPrint cannot be loaded, though all that it needs seems to be here."""
    loaded = subprocess.run(
        [sys.executable, "-c", "import weasyprint"], capture_output=True, text=True, check=False
    )
    return loaded.stderr.strip().rpartition("\n")[2] if loaded.returncode else ""


# --- what is told ---------------------------------------------------------------------------------


def of_the_system(missing: Sequence[Need], known: Mapping[str, str]) -> Iterator[str]:
    """Tell of each need of the system its version, or that it is here, or missing."""
    yield "\nFrom the system:"
    for need in PRINT:
        found = known.get(need.name.casefold(), "here")
        yield f"  {need.name:<{_WIDTH}}{'missing' if need in missing else found}"


def of_python(wanted: Sequence[Package]) -> Iterator[str]:
    """Tell of each package its version; of the optional ones, what they are for."""
    yield "\nFrom Python:"
    for package in wanted:
        if not package.extra:
            yield f"  {package.requirement.name:<{_WIDTH}}{package.told}"
    if not wanted:
        yield f"  {PACKAGE} is not installed, so nobody can tell what it asks for"
    for extra, use in EXTRAS.items():
        of_extra = [package for package in wanted if package.extra == extra]
        if of_extra and all(package.fits for package in of_extra):
            told = ", ".join(f"{p.requirement.name} {p.found}" for p in of_extra)
        else:
            told = f"if you want it: {_pip([f'{PACKAGE}[{extra}]'])}"
        yield f"  {use:<{_WIDTH}}{told}"


def mends(needs: Sequence[Need], wrong: Sequence[Package], system: System) -> Iterator[str]:
    """Say what is missing, and the one command for this system, or for this Python."""
    if needs:
        yield system.advice(needs).rstrip()
    if wrong:
        names = ", ".join(package.requirement.name for package in wrong)
        command = _pip([str(package.requirement).partition(";")[0] for package in wrong])
        yield f"\nMissing in this Python, or not as needed: {names}.\nType this:\n\n  {command}"


def _pip(requirements: Sequence[str]) -> str:
    return shlex.join([sys.executable, "-m", "pip", "install", *requirements])
