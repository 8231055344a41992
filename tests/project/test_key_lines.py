"""Whoever has to mend a key of a TOML file is told its line."""

from __future__ import annotations

from pathlib import Path

from sphinx_handouts.project.key_lines import key_lines, line_with

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
