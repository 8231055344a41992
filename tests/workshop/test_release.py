"""What is released is whole: the container that prints, the links of the package, the workflow."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from sphinx_handouts.pdf.system_packages import PRINT, System

ROOT = Path(__file__).parents[2]
CONTAINER = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PYTHON = ["python3", "python3-venv"]


def stages() -> list[str]:
    """Return the instructions of each stage of the container."""
    return re.split(r"^FROM ", CONTAINER, flags=re.MULTILINE)[1:]


def test_container_has_what_prints() -> None:
    """Its packages are Python, and those that the sessions and `doctor` ask for, on its system."""
    assert all(stage.startswith("debian:12-slim") for stage in stages())
    (installed,) = re.findall(r"--no-install-recommends\s+([^&]+)&&", stages()[-1])
    assert installed.split() == [*PYTHON, *System("apt", "debian").packages(PRINT)]


def test_container_is_made_of_what_is_there() -> None:
    """It copies files and asks for extras that exist, and looks at itself when it is made."""
    extras = re.findall(r"\$wheel\[([\w,]+)\]", CONTAINER)
    assert Requirement(f"sphinx-handouts[{extras[0]}]").extras <= {
        *PROJECT["optional-dependencies"]
    }
    for name in re.findall(r"\.ci/\w+\.py|constraints\.txt", CONTAINER):
        assert (ROOT / name).is_file(), name
    assert re.search(r"RUN .*sphinx-handouts doctor", CONTAINER)
    ignored = (ROOT / ".containerignore").read_text("utf-8").split()
    assert not {"build_tools", ".ci", "package.json", "README.md", "LICENSE"} & {*ignored}


def urls(**environ: str) -> dict[str, str]:
    """Return the links of the package as hatchling would write them."""
    environ = {k: v for k, v in os.environ.items() if not k.endswith("_URL")} | environ
    command = [sys.executable, "-m", "hatchling", "metadata"]
    done = subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True)
    found: dict[str, str] = json.loads(done.stdout).get("urls", {})
    return found


def test_links_lead_to_where_it_is_released() -> None:
    """Where nobody says where the repository is hosted, no host is named; else all links are."""
    assert urls() == {}
    repository = "https://code.example.org/us/handouts"
    assert urls(PROJECT_URL=repository) == {
        "Changelog": f"{repository}/blob/main/CHANGELOG.md",
        "Documentation": f"{repository}/tree/main/docs/manual",
        "Issues": f"{repository}/issues",
        "Source": repository,
    }
    assert (
        urls(PROJECT_URL=repository, MANUAL_URL="https://m.example.org")["Documentation"]
        == "https://m.example.org/"
    )


@pytest.mark.parametrize("name", ["CHANGELOG.md", "docs/manual/index.md"])
def test_links_lead_to_files(name: str) -> None:
    """What the links name in the repository is there."""
    assert (ROOT / name).is_file()


def test_release_needs_no_password() -> None:
    """Only the job that publishes may ask for a token of PyPI's; no step knows a secret."""
    text = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    assert "secrets." not in text
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    assert jobs["publish"]["environment"] == "pypi"
    ran = " ".join(step.get("run", "") for step in jobs["build"]["steps"])
    assert "nox -s wheel dist" in ran
    used = " ".join(step.get("uses", "") for step in jobs["build"]["steps"])
    assert "attest-build-provenance" in used
    assert "attest-sbom" in used
