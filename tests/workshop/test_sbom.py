"""The bill of materials: whose licences are fine, and what is bundled into the wheel."""

from __future__ import annotations

import json
from importlib.metadata import distributions
from pathlib import Path

import pytest
import sbom

ROOT = Path(sbom.__file__).parents[1]


def component(name: str, *licences: dict[str, str]) -> sbom.Component:
    """Return a component as cyclonedx-py describes it."""
    entries = [one if "expression" in one else {"license": one} for one in licences]
    return {"bom-ref": name, "name": name, "version": "1.0", "licenses": entries}


BSD = {"name": "License :: OSI Approved :: BSD License"}
GPL = {"name": "License :: OSI Approved :: GNU General Public License (GPL)"}


@pytest.mark.parametrize(
    ("expression", "fine"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("MIT OR GPL-3.0-only", True),
        ("(MIT OR GPL-3.0-only) AND BSD-3-Clause", True),
        ("(MIT AND GPL-3.0-only) OR (0BSD AND AGPL-3.0-only)", False),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("", False),
    ],
)
def test_is_fine(expression: str, fine: bool) -> None:
    """A licence is fine if it leaves a way on which every part is."""
    assert sbom.is_fine(expression) is fine


@pytest.mark.parametrize(
    ("licences", "found"),
    [
        ([{"id": "MIT"}], "MIT"),
        ([{"expression": "MIT OR 0BSD"}], "(MIT OR 0BSD)"),
        ([BSD], "BSD-3-Clause"),
        ([{"id": "BSD-2-Clause"}, BSD], "BSD-2-Clause"),
        ([BSD, GPL], f"BSD-3-Clause AND ({GPL['name']})"),
        ([{"name": "its own words", "text": "..."}], ""),
        ([], ""),
    ],
)
def test_licence_of(licences: list[dict[str, str]], found: str) -> None:
    """An identifier counts more than a classifier; and what is not known is not left out."""
    assert sbom.licence_of(component("one", *licences)) == found


@pytest.mark.parametrize("licences", [[GPL], [BSD, GPL], [{"id": "AGPL-3.0-only"}], []])
def test_refused(licences: list[dict[str, str]]) -> None:
    """A licence that is not known to be fine ends in a sentence that names the package."""
    with pytest.raises(sbom.Refused, match=r"^one 1\.0: its licence, .* is not known to be fine"):
        sbom.check([component("other", {"id": "MIT"}), component("one", *licences)])


def test_what_is_bundled() -> None:
    """Of the lock file, those packages are listed whose licences come with the bundle."""
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    version = lock["packages"]["node_modules/@cantoo/pdf-lib"]["version"]
    (found,) = sbom.npm_components(lock, f"...\n@cantoo/pdf-lib {version} (MIT)\n...")
    assert found["purl"] == f"pkg:npm/%40cantoo/pdf-lib@{version}"
    assert found["licenses"] == [{"license": {"id": "MIT"}}]
    assert len(found["hashes"][0]["content"]) == 128
    with pytest.raises(sbom.Refused, match="no npm package"):
        sbom.npm_components(lock, "nothing")


def test_complete() -> None:
    """The wheel is the subject, not a part; it depends on what it bundles; no address is left."""
    links = {"externalReferences": [{"type": "vcs", "url": "https://example.org"}]}
    npm = component("pkg:npm/one@1.0") | {"purl": "pkg:npm/one@1.0"}
    bill = {
        "metadata": {
            "component": {"bom-ref": "root", "name": "ours"} | links,
            "tools": {"components": [component("tool") | links]},
        },
        "components": [component("ours"), component("a") | links],
        "dependencies": [
            {"ref": "root", "dependsOn": ["a", "ours"]},
            {"ref": "a"},
            {"ref": "ours"},
        ],
    }
    sbom.complete(bill, [npm], "1.0")
    assert [one["bom-ref"] for one in bill["components"]] == ["a", "pkg:npm/one@1.0"]
    own = bill["metadata"]["component"]
    assert (own["version"], own["purl"]) == ("1.0", "pkg:pypi/ours@1.0")
    assert bill["dependencies"] == [
        {"ref": "a"},
        {"ref": "pkg:npm/one@1.0"},
        {"ref": "root", "dependsOn": ["a", "pkg:npm/one@1.0"]},
    ]
    assert "example.org" not in json.dumps(bill)


def test_version_is_that_of_the_wheel() -> None:
    """The bill says of which version it is; where the wheel is missing, there is none."""
    jinja = next(one for one in distributions() if one.name.lower() == "jinja2")
    site = Path(str(jinja.locate_file("")))
    assert sbom.version_in(site, "Jinja2") == jinja.version
    with pytest.raises(sbom.Refused, match="install its wheel"):
        sbom.version_in(site, "no-such-wheel")


def test_texts() -> None:
    """The licence of a package comes with its text."""
    bill = {"components": [component("Jinja2", BSD)]}
    jinja = [one for one in distributions() if one.name.lower() == "jinja2"]
    head, title, text = sbom.texts(jinja[:1], bill)
    assert head.startswith("The licences of what")
    assert "(BSD-3-Clause)" in title
    assert "Redistribution and use in source and binary forms" in text
