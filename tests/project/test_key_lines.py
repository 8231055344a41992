"""Whoever has to mend a key of a TOML file is told its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx_handouts.project.key_lines import key_lines, line_with, of_handout
from sphinx_handouts.records.finding import Finding, Kind

BRAND = '''name = "Ash"
about = """
phone = "no key"
"""
contact.web = "ash.example.org"

[palette]
accent = "#0b5563"
[contact]
hours = "Weekdays"
address = [
  "1 Example Street",
]
[[contact.numbers]]
label = "Desk"
[[contact.numbers]]
label = "Other"
'''


def test_lines(tmp_path: Path) -> None:
    """Each key has the line on which it first stands; a text of several lines has no keys."""
    path = tmp_path / "brand.toml"
    path.write_text(BRAND, "utf-8")
    assert key_lines(path) == {
        "name": 1,
        "about": 2,
        "contact.web": 5,
        "palette": 7,
        "palette.accent": 8,
        "contact": 9,
        "contact.hours": 10,
        "contact.address": 11,
        "contact.numbers": 14,
        "contact.numbers.label": 15,
    }


def test_no_file(tmp_path: Path) -> None:
    """Without a file there are no lines."""
    assert key_lines(tmp_path / "brand.toml") == {}


def test_names_of_tables_in_quotation_marks(tmp_path: Path) -> None:
    """A table whose name holds a blank has its line, and so have its keys."""
    path = tmp_path / "theme.toml"
    path.write_text('[for."a4 large-print"]\ntype.body = "20pt"\n[for."a4 large-print".page]\n')
    found = key_lines(path)
    assert found["for.a4 large-print.type.body"] == 2
    assert found["for.a4 large-print.page"] == 3


def test_lines_of_words(tmp_path: Path) -> None:
    """Words are found on their line, also where a character is written by its number."""
    path = tmp_path / "brand.toml"
    text = 'name = "Oak"\naddress = [\n  "1 \\U0001F9FF Street",\n  "Caf\\u00e9"\n]\n'
    path.write_text(text, "utf-8")
    wanted = {"Oak": 1, "\U0001f9ff": 3, "Café": 4, "Elm": 0}
    assert {words: line_with(path, words) for words in wanted} == wanted
    assert line_with(tmp_path / "none.toml", "Oak") == 0


CATALOGUE = """[[handout]]
id = "HO-01"

[[handout]]
slug = "walk"
id = "HO-02"
"""


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("HO-02 en a4 standard ash: 3 pages", 4),
        ("catalogue.toml: HO-01: parts", 1),
        ("brands/ash/brand.toml: HO-01", None),
        ("HO-03: none", None),
        ("Nothing: HO-01", None),
    ],
)
def test_what_is_wrong_with_a_handout_is_told_where_it_is_declared(
    tmp_path: Path, message: str, line: int | None
) -> None:
    """A finding of a handout without a place gets that of its table; one with a place keeps it."""
    (tmp_path / "handouts").mkdir()
    (tmp_path / "handouts/catalogue.toml").write_text(CATALOGUE, "utf-8")
    found = of_handout(Finding(Kind.BUDGET, message), tmp_path, "handouts")
    assert (found.path, found.line) == ("handouts/catalogue.toml" if line else None, line)
    there = Finding(Kind.BUDGET, message, docname="walk", line=7)
    assert of_handout(there, tmp_path, "handouts") == there
    assert of_handout(found, tmp_path / "none", "handouts") == found
