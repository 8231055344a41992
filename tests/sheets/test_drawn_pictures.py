"""Pictures that are drawn for a sheet are, to Sphinx, like those that a page names."""

from __future__ import annotations

from projects import Project

EXTENSIONS = "myst_parser,sphinx_design,sphinx_handouts,sphinx.ext.imgconverter"


def test_drawn_pictures_and_a_converter(made: Project) -> None:
    """An icon is printed where Sphinx asks each picture for what it may be converted from."""
    made.edit("walk.md", ("Put on your shoes.", "Put on {octicon}`report` your shoes."))
    built = made.build("-D", f"extensions={EXTENSIONS}", "-D", "handouts_only=KP-01")
    assert (built.status, built.said("ERROR")) == (0, [])
