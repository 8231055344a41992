"""A part of a handout is found by whatever its author calls it, and what is suggested is found."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from projects import Project, lay_out, pdf_text
from sphinx_handouts.sheets.labels import find_label, suggestion

CATALOGUE = "handouts/catalogue.toml"
CONF = """
extensions += ["sphinx.ext.autosectionlabel", "sphinx_tabs.tabs"]
autosectionlabel_prefix_document = True
suppress_warnings = ["autosectionlabel.*"]
myst_heading_anchors = 3
handouts_required_snippets = []
"""
PAGE = """Wheels
======

A Wheel vs an Egg
-----------------

Round things roll.

.. _The Other Label:

Something else
--------------

.. tabs::

   .. tab:: Adult dose

      Two tablets.

   .. tab:: Child dose

      One tablet.
"""
PARTS = (
    "walk#walk-a-little-more",  # the slug of a heading
    "walk#Walk a little more",  # its words
    "wheels#A Wheel vs an Egg",  # a label made of a heading
    "wheels#the other label",  # a label with blanks
    "wheels#The Other Label",
)
ROW = '[[handout]]\nid = "KP-{:02}"\nslug = "part-{}"\ntitle = "Part"\nparts = ["{}"]\n'


@pytest.fixture(scope="module")
def project(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project whose handouts pick parts by all kinds of names; the web is built first."""
    made = lay_out(rootdir, "base", tmp_path_factory.mktemp("labels") / "project")
    made.edit("conf.py", made.read("conf.py") + CONF)
    made.edit("wheels.rst", f":orphan:\n\n{PAGE}")
    rows = [ROW.format(number, number, part) for number, part in enumerate(PARTS, 1)]
    made.edit(CATALOGUE, "\ufeff" + "\n".join(rows))
    made.edit("handouts/brands/plain/brand.toml", '\ufeffname = ""\nvariants = ["standard"]\n')
    made.edit("handouts/brands/clinic/brand.toml", 'name = ""\nlanguages = ["cy"]\n')
    assert made.build(builder="html").status == 0
    return made


def test_every_name_is_accepted(project: Project) -> None:
    """Slugs, headings, labels with blanks and capitals; files begin with a byte order mark."""
    project.good()
    steps, again, wheel, other, same = (
        pdf_text(project.pdf(f"KP-{number:02}")) for number in range(1, len(PARTS) + 1)
    )
    assert "Walk to the gate" in steps
    assert "Walk to the gate" in again
    assert "Round things roll." in wheel
    assert "Something else" in other
    assert "Something else" in same


def test_tabs_are_read_alike_for_both(project: Project) -> None:
    """An extension that decides by builder while it reads does so once for paper and web."""
    project.good()
    words = pdf_text(project.pdf("KP-04"))
    assert "Adult dose Two tablets. Child dose One tablet." in words
    page = (project.html / "wheels.html").read_text("utf-8")
    assert 'role="tablist"' in page
    assert "One tablet." in page


def test_what_is_suggested_is_accepted(project: Project) -> None:
    """A name that is not there brings the nearest that is, which then prints."""
    before = project.read(CATALOGUE)
    project.edit(CATALOGUE, before.replace("A Wheel vs an Egg", "wheel vs egg"))
    built = project.build()
    (said,) = built.said("did you mean")
    suggested = said.partition('did you mean "')[2].partition('"')[0]
    project.edit(CATALOGUE, before.replace("A Wheel vs an Egg", suggested))
    project.good()
    project.edit(CATALOGUE, before)


@pytest.mark.parametrize(
    ("label", "slugs", "found"),
    [
        ("Rest", {}, None),  # the last, says autosectionlabel
        ("rest", {}, None),
        ("Rest", {"rest": (3, "rest", "Rest")}, None),
        ("rest", {"rest": (3, "rest", "Rest")}, "rest"),
        ("Move", {}, "move"),
        ("here", {}, "move"),
    ],
)
def test_the_words_of_several_headings_mean_none(
    label: str, slugs: dict[str, object], found: str | None
) -> None:
    """Which of them was meant is not ours to say: a label is, or a slug, which is of one."""
    sections = "Rest\n----\n\nOne.\n\nRest\n----\n\nTwo.\n\n.. _here:\n\nMove\n----\n\nThree.\n"
    doctree = publish_doctree(f"Page\n====\n\n{sections}", settings_overrides={"report_level": 5})
    last = [section for section in doctree.findall(nodes.section) if section["dupnames"]][-1]
    labels = {"p:rest": ("p", last["ids"][0]), "here": ("p", "here")}
    domain = SimpleNamespace(anonlabels=labels, labels={})
    env: Any = SimpleNamespace(
        domains=SimpleNamespace(standard_domain=domain), metadata={"p": {"myst_slugs": slugs}}
    )
    node = find_label(env, "p", doctree, label)
    assert (node["ids"][0] if node else None) == found
    assert suggestion(env, "p", doctree, "Rest").startswith("; several headings")
