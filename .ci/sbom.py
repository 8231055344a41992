"""Write the bill of materials and the licences of all that the wheel needs or holds.

``python .ci/sbom.py RAW ENVIRONMENT OUT`` takes what cyclonedx-py found in an environment that
holds the wheel and its dependencies alone, adds the npm packages that are bundled into the wheel,
refuses a licence that is not known to be fine, and writes two files: ``*.cdx.json`` and
``THIRD-PARTY-LICENSES.txt``. The same inputs give the same bytes.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "package-lock.json"
BUNDLED = ROOT / "build_tools/sphinx_handouts/static/handouts-pack.js.LICENSES.txt"

Component = dict[str, Any]

FINE = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0"),
        *("MIT-CMU", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"),
        # This one is for fonts, and asks that a font is not sold by itself.
        "OFL-1.1",
        # These ask that changes of the package itself are published, and nothing of what uses it.
        *("LGPL-2.1-or-later", "LGPL-3.0-or-later", "MPL-1.1", "MPL-2.0"),
    }
)
"""Licences under which everybody may use, change and sell what uses a package."""

CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",  # or BSD-2-Clause: the classifier does not tell
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""What package indexes used to say in place of an SPDX identifier."""

DECIDED = {
    # One file for an editor is under the GPL; it is not in the wheel.
    "docutils": "CC0-1.0 AND BSD-2-Clause AND Python-2.0",
    # The package holds PDFium, and lists its parts: all BSD, MIT, Apache, Zlib and the like.
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    # "GPL 2.0+/LGPL 2.1+/MPL 1.1": whoever uses it chooses.
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
}
"""What a person found out where metadata does not say how the licences belong together."""

TEXTS = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
"""Files of a package that hold its licence."""


class Refused(Exception):
    """Why no bill of materials is written, in a sentence."""


def main(raw: str, environment: str, out: str) -> int:
    """Write both files, or say in a sentence why not."""
    bill = json.loads(Path(raw).read_text("utf-8"))
    (site,) = Path(environment).glob("lib/python*/site-packages")
    bundled = BUNDLED.read_text("utf-8")
    try:
        own = str(bill["metadata"]["component"]["name"])
        npm = npm_components(json.loads(LOCK.read_text("utf-8")), bundled)
        complete(bill, npm, version_in(site, own))
        check(bill["components"])
        text = json.dumps(bill, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        validate(text)
        licences = "\n\n".join([*texts(distributions(path=[str(site)]), bill), bundled])
    except Refused as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    (wheel,) = Path(out).glob("*.whl")
    name = "-".join(wheel.name.split("-")[:2]).replace("_", "-")
    Path(out, f"{name}.cdx.json").write_text(text, "utf-8")
    Path(out, "THIRD-PARTY-LICENSES.txt").write_text(licences, "utf-8")
    print(f"{name}.cdx.json: {len(bill['components'])} components, all licences are fine")
    return 0


# --- the bill -----------------------------------------------------------------------------------


def version_in(site: Path, name: str) -> str:
    """Return the version of the wheel: cyclonedx-py 7.5 tells none of what its bill is of."""
    found = next(iter(distributions(path=[str(site)], name=name)), None)
    if found is None:
        raise Refused(f"{name} is not installed in {site}: install its wheel there")
    return found.version


def complete(bill: dict[str, Any], bundled: list[Component], version: str) -> None:
    """Add what is *bundled*, and the version; leave out addresses: the purl is enough."""
    own = bill["metadata"]["component"]
    own["version"], own["purl"] = version, f"pkg:pypi/{own['name']}@{version}"
    kept = [component for component in bill["components"] if component["name"] != own["name"]]
    tools = bill["metadata"]["tools"]["components"]
    for component in (*kept, *tools, own):
        component.pop("externalReferences", None)
    bill["components"] = sorted([*kept, *bundled], key=lambda one: str(one["bom-ref"]))
    known = {component["bom-ref"] for component in (*bill["components"], own)}
    _add_dependencies(bill, own["bom-ref"], known, bundled)


def _add_dependencies(
    bill: dict[str, Any], own: str, known: set[str], bundled: Iterable[Component]
) -> None:
    """Let the wheel depend on what is bundled into it."""
    rows = {row["ref"]: set(row.get("dependsOn", ())) for row in bill["dependencies"]}
    rows = {ref: needed & known for ref, needed in rows.items() if ref in known}
    for component in bundled:
        rows.setdefault(component["bom-ref"], set())
        rows[own].add(component["bom-ref"])
    bill["dependencies"] = [
        {"ref": ref, **({"dependsOn": sorted(needed)} if needed else {})}
        for ref, needed in sorted(rows.items())
    ]


def npm_components(lock: dict[str, Any], bundled: str) -> list[Component]:
    """Return the packages of *lock* that are named in the licences of what is *bundled*."""
    found = []
    for place, package in sorted(lock["packages"].items()):
        name = place.rpartition("node_modules/")[2]
        version = package.get("version", "")
        if name and f"\n{name} {version} (" in bundled:
            digest = base64.b64decode(package["integrity"].partition("-")[2]).hex()
            purl = f"pkg:npm/{quote(name, safe='/')}@{version}"
            found.append(
                {
                    "bom-ref": purl,
                    "type": "library",
                    "name": name,
                    "version": version,
                    "purl": purl,
                    "hashes": [{"alg": "SHA-512", "content": digest}],
                    "licenses": [{"license": {"id": package["license"]}}],
                }
            )
    if not found:
        raise Refused("no npm package is named in the bundle; make it anew: nox -s bundle")
    return found


def validate(text: str) -> None:
    """Hold the bill against the schema of CycloneDX, strictly."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error is not None:
        raise Refused(f"the bill of materials breaks the schema of CycloneDX: {error}")


# --- licences -----------------------------------------------------------------------------------


def check(components: Iterable[Component]) -> None:
    """Refuse a package whose licence is not known to be fine."""
    for component in components:
        licence = licence_of(component)
        if not licence or not is_fine(licence):
            raise Refused(
                f"{component['name']} {component['version']}: its licence, "
                f'"{licence or "none that is known"}", is not known to be fine; '
                "do without it, or read the licence and add it in .ci/sbom.py"
            )


def licence_of(component: Component) -> str:
    """Return the licence of a component as an SPDX expression, or nothing where it is not known."""
    if component["name"].lower() in DECIDED:
        return DECIDED[component["name"].lower()]
    exact, loose = [], []
    for entry in component.get("licenses", ()):
        licence = entry.get("license", {})
        if "id" in licence or "expression" in entry:
            exact.append(licence.get("id") or entry["expression"])
        elif name := CLASSIFIERS.get(licence.get("name", "").rpartition(":: ")[2]):
            loose.append(name)
        elif "text" not in licence:
            loose.append(licence.get("name", ""))
    return " AND ".join(f"({one})" if " " in one else one for one in exact or loose)


def is_fine(expression: str) -> bool:
    """Return whether an SPDX expression leaves a way that is fine."""
    while inner := re.search(r"\(([^()]*)\)", expression):
        word = "MIT" if is_fine(inner[1]) else "refused"
        expression = expression[: inner.start()] + word + expression[inner.end() :]
    return any(
        all(part.strip() in FINE for part in way.split(" AND ")) for way in expression.split(" OR ")
    )


def texts(installed: Iterable[Distribution], bill: dict[str, Any]) -> Iterator[str]:
    """Yield, for each Python package, its name, licence and the texts that come with it."""
    by_name = {c["name"].lower(): c for c in bill["components"]}
    yield "The licences of what sphinx-handouts needs, and of what it holds.\n"
    for package in sorted(installed, key=lambda one: one.name.lower()):
        component = by_name.get(package.name.lower())
        if component is None:  # the wheel itself
            continue
        yield f"{'=' * 80}\n{package.name} {package.version} ({licence_of(component)})\n{'=' * 80}"
        files = sorted(str(file) for file in package.files or () if TEXTS.search(str(file)))
        for name in (file for file in files if ".dist-info/" in file):
            yield Path(str(package.locate_file(name))).read_text("utf-8", "replace").strip()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
