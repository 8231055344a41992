"""An author's class that has the name of one of the press's own changes nothing on a sheet."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import sphinx_handouts
from docutils import nodes
from docutils.utils import new_document
from projects import Project, pdf_text
from sphinx_handouts.sheets.constructs.classes.own import ALONE, is_own, leave_out_own
from twin_sheets import different

PACKAGE = Path(sphinx_handouts.__file__).parent
OF_OTHERS = {"admonition", "contents", "note"}
"""Names that are docutils' own, or that the manual gives to authors: sheets treat them alike."""


def given() -> Iterator[str]:
    """Yield the classes that the templates have, and those that are given to nodes."""
    for template in (PACKAGE / "templates/print").glob("*.html"):
        for found in re.findall(r'class="([^"]*)"', template.read_text("utf-8")):
            yield from re.sub(r"\{[{%].*", "", found).split()
    for module in (PACKAGE / "sheets").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "classes":
                constants = (one for one in ast.walk(node.value) if isinstance(one, ast.Constant))
                yield from (one.value for one in constants if isinstance(one.value, str))


def test_all_are_known() -> None:
    """Whatever a template or a step of the press gives is left out of what authors have written."""
    names = set(given())
    assert {"status", "masthead__name", "section-number", "tiers"} <= names
    assert {name for name in names if not is_own(name)} == OF_OTHERS


def test_others_stay() -> None:
    """Names that only begin alike are an author's."""
    document = new_document("page")
    document += nodes.paragraph("", "One", classes=["worksheet", "status", "status-report"])
    leave_out_own(document)
    assert document[0]["classes"] == ["worksheet", "status-report"]
    assert not any(map(is_own, ("tick-list", "beside", "warning", "sd-card", "my__title")))


TABLE = """
```{{list-table}}
:class: {name}
:header-rows: 1

* - Day
  - Minutes
* - Monday
  - Five
```
"""


def test_sheets_are_as_without_them(project: Project) -> None:
    """Tables of all these classes are printed as tables; some stood elsewhere, or were none."""
    only = ("-D", "handouts_only=KP-01,plain")
    tables = "".join(TABLE.format(name=name) for name in sorted(ALONE))
    project.edit("walk.md", ("Walk to the gate and back, twice a day.\n", tables))
    catalogue = project.read("handouts/catalogue.toml")
    project.edit("handouts/catalogue.toml", catalogue.replace("pages = 1", "pages = 9", 1))
    project.good(*only)
    named = project.pdf("plain/en/KP-01").read_bytes()
    assert pdf_text(project.pdf("plain/en/KP-01")).count("Monday") == len(ALONE)
    project.edit("walk.md", project.read("walk.md").replace(":class: ", ":class: my-"))
    project.good(*only)
    assert different(named, project.pdf("plain/en/KP-01").read_bytes()) == 0
