"""Checks of one's own: an installed package adds rules, and each handout is held to them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from projects import Project
from sphinx_handouts.checks.own import own_checks
from sphinx_handouts.storage.digests import package_digest
from sphinx_handouts.storage.extensions import CHECKS, files_of

MODULE = """\
from sphinx_handouts.extending import Finding, Kind, Severity


def no_slang(page):
    for said in page.said:
        if "belly" in said.text:
            message = f"{page.handout.id}: write stomach"
            yield Finding(Kind.OWN, message, Severity.ERROR, said.docname, said.line)
        if said.text == "Break it.":
            raise ValueError("I am broken")
"""
ENTRY = "[sphinx_handouts.checks]\nslang = house_rules:no_slang\n"


@pytest.fixture
def house_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Install a package with a check, as pip does: a module, and its metadata beside it."""
    metadata = tmp_path / "site/house_rules-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: house-rules\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(ENTRY)
    module = tmp_path / "site/house_rules.py"
    module.write_text(MODULE)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    own_checks.cache_clear()
    yield module
    own_checks.cache_clear()
    sys.modules.pop("house_rules", None)


def test_own_check(made: Project, house_rules: Path) -> None:
    """What it finds stops the build with file and line; one that breaks is told by its name."""
    assert house_rules.is_file()
    made.edit("walk.md", ("Put on your shoes.", "Put a hand on your belly."))
    made.edit("rest.md", ("Sit down for ten minutes after a walk.", "Break it."))
    built = made.build()
    assert built.status == 2
    (found, again) = built.said("write stomach", "[handouts.own]")
    assert "walk.md:" in found
    assert ("KP-01" in found, "KP-02" in again) == (True, True)
    assert built.said('KP-03: the check "slang" broke (ValueError: I am broken)')


def test_checks_are_part_of_what_is_built(house_rules: Path) -> None:
    """A check that changes is asked again, though no page has changed."""
    assert [*files_of(CHECKS)] == [house_rules]
    before = package_digest.__wrapped__()
    house_rules.write_text(MODULE.replace("belly", "tummy"))
    assert package_digest.__wrapped__() != before
