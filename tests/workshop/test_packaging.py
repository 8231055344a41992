"""What is declared, what is pinned and what is imported agree with each other."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "build_tools" / "sphinx_handouts"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PINS_TEXT = (ROOT / "constraints.txt").read_text("utf-8")
PINS = [
    Requirement(line)
    for line in PINS_TEXT.splitlines()
    if line and not line.lstrip().startswith("#")
]
PYTHONS = ("3.11.9", "3.12.9", "3.13.9", "3.14.0")


def declared() -> Iterator[Requirement]:
    """Yield every requirement of pyproject.toml: the project's, its extras' and the groups'."""
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    lists = [project["dependencies"], *project["optional-dependencies"].values(), *groups.values()]
    for requirements in lists:
        yield from (Requirement(text) for text in requirements if isinstance(text, str))


def imported() -> set[str]:
    """Return the names of the distributions that the package imports anywhere."""
    modules: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                modules.add(node.module.partition(".")[0])
    modules -= {*sys.stdlib_module_names, "sphinx_handouts"}
    distributions = packages_distributions()
    return {canonicalize_name(distributions[module][0]) for module in modules}


def test_every_import_is_declared() -> None:
    """Whoever installs the wheel gets what the package imports, and nothing is there by luck."""
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    requirements = [*map(Requirement, chain(project["dependencies"], *extras))]
    names = {canonicalize_name(requirement.name) for requirement in requirements}
    names |= {extra for requirement in requirements for extra in requirement.extras}
    assert imported() <= names


def test_every_dependency_is_imported() -> None:
    """Nothing is installed for a use that has gone."""
    names = {
        canonicalize_name(Requirement(text).name) for text in PROJECT["project"]["dependencies"]
    }
    assert names <= imported()


@pytest.mark.parametrize("python", PYTHONS)
def test_pins_meet_what_is_declared(python: str) -> None:
    """On each Python, every requirement has one pin, within its bounds."""
    here = {
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "sys_platform": "linux",
    }
    for requirement in declared():
        if requirement.marker and not requirement.marker.evaluate(here):
            continue
        name = canonicalize_name(requirement.name)
        pins = [
            pin
            for pin in PINS
            if canonicalize_name(pin.name) == name and (not pin.marker or pin.marker.evaluate(here))
        ]
        assert len(pins) == 1, f"{requirement}: {pins}; run nox -s lock"
        (version,) = (specifier.version for specifier in pins[0].specifier)
        assert requirement.specifier.contains(version), f"{requirement}: {pins[0]}; run nox -s lock"


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE-CONTENT.md"]
)
def test_links_between_files(name: str) -> None:
    """The pages that a visitor reads first lead to files that exist."""
    targets = re.findall(r"\]\(([^)#]+)", (ROOT / name).read_text("utf-8"))
    missing = [t for t in targets if "://" not in t and not (ROOT / t).is_file()]
    assert missing == []


def test_pins_name_no_place() -> None:
    """The pins hold wherever packages come from: no index, host or path is written into them."""
    assert "://" not in PINS_TEXT
    assert "--" not in PINS_TEXT.replace("nox -s lock", "")


def test_wheel_and_sdist_hold_the_scripts(tmp_path: Path) -> None:
    """What git ignores and the pages load is in both, with its licences; sources of it in one."""
    scripts = {"static/handouts-pack.js", "static/handouts-pack.js.LICENSES.txt"}
    missing = [name for name in scripts if not (PACKAGE / name).is_file()]
    assert missing == [], "run nox -s bundle"
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,), (sdist,) = tmp_path.glob("*.whl"), tmp_path.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as whole:
        names = {name.removeprefix("sphinx_handouts/") for name in whole.namelist()}
    assert scripts <= names
    assert not [name for name in names if name.endswith((".mjs", ".po"))]
    assert "locale/es/LC_MESSAGES/sphinx_handouts.mo" in names
    with tarfile.open(sdist) as whole:
        names = {name.partition("/sphinx_handouts/")[2] for name in whole.getnames()}
    assert {*scripts, "scripts/pack.mjs", "locale/es/LC_MESSAGES/sphinx_handouts.po"} <= names
