"""The manual's gallery: four small projects, each built as its reader would, and shown."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from manual_pages import MANUAL
from projects import Project, pdf_text

GALLERY = MANUAL.parent / "gallery"
SHEETS = {
    "anaesthetic": {"AN-01": ("Hill Hospital, Day Surgery", "call 999", "What to tell the team")},
    "cheat-sheet": {"CS-01": ("grep in one page", "# lines with the word", "single quotes")},
    "first-aid": {
        "FA-01": ("Mill Lane School", "call 112", "For the accident book"),
        "FA-02": ("Mill Lane School", "call 112", "Name and class"),
    },
    "foot-care": {"FC-01": ("River Foot Clinic", "call 999", "My foot diary")},
}
DRAFT = "Not yet approved: pending clinical review"


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_gallery(name: str, tmp_path: Path) -> None:
    """Each project prints without a warning what it promises, by the rules of its profile."""
    project = Project(tmp_path / name)
    shutil.copytree(GALLERY / name, project.folder)
    project.good("-W")
    editions = project.editions()
    assert {entry["id"] for entry in editions.values()} == {*SHEETS[name]}
    for path, entry in editions.items():
        text = " ".join(pdf_text(project.out / path).split())
        assert [words for words in SHEETS[name][entry["id"]] if words not in text] == []
        assert (DRAFT in text) == (name != "cheat-sheet")


def test_every_project_is_shown() -> None:
    """The page of the gallery has a picture of each project, and the projects are all tested."""
    page = (MANUAL / "gallery.md").read_text("utf-8")
    shown = re.findall(r"\(images/gallery-([\w-]+)\.png\)", page)
    there = sorted(path.parent.name for path in GALLERY.glob("*/conf.py"))
    assert sorted(shown) == sorted(SHEETS) == there
