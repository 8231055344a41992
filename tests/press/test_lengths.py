"""An author is told which part of a handout has grown since it was released."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from projects import Project
from sphinx_handouts.press.lengths import Lengths
from sphinx_handouts.records.page import Page


def test_what_has_grown_comes_first(tmp_path: Path, page: Page) -> None:
    """Parts are told with their words more, the most first; no other is."""
    Lengths.of(tmp_path, "en").keep([replace(page, parts=(("a", 10), ("b", 20), ("c", 5)))])
    lengths = Lengths.of(tmp_path, "en")
    told = lengths.grown("HO-01", {"a": 11, "b": 25, "c": 4})
    assert told == 'since its last release it has grown in "b" by 5 words, "a" by 1 word'
    assert lengths.grown("HO-01", {"a": 10, "b": 20}) == ""
    assert lengths.grown("HO-02", {"a": 10}) == ""
    assert Lengths.of(tmp_path, "de").grown("HO-01", {"a": 99}) == ""


def test_a_draft_is_compared_with_what_was_released(tmp_path: Path, page: Page) -> None:
    """What was published as a draft is no release; a damaged file is as none."""
    Lengths.of(tmp_path, "en").keep([replace(page, parts=(("a", 10),))])
    Lengths.of(tmp_path, "en").keep([replace(page, parts=(("a", 15),), draft=True)])
    assert '"a" by 10 words' in Lengths.of(tmp_path, "en").grown("HO-01", {"a": 20})
    (path,) = tmp_path.iterdir()
    path.write_text("[1]", "utf-8")
    assert Lengths.of(tmp_path, "en").grown("HO-01", {"a": 20}) == ""


def test_a_sheet_that_outgrows_its_page(project: Project) -> None:
    """The error names the part of the catalogue that has grown, and by how many words."""
    project.good()
    project.edit("rest.md", ("after a walk.", "after a walk.\n\n" + "Rest again.\n\n" * 60))
    built = project.build()
    assert built.status == 2
    said = 'since its last release it has grown in "rest#rest-first" by 120 words'
    assert built.said("KP-03 en a4 standard plain: ", "over its budget of 1", said)
    assert not built.said("KP-01")
