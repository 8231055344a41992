"""What Sphinx tells as a warning alone, although a page says less for it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from sphinx_handouts.pages.logged_warnings import LoggedWarning
from sphinx_handouts.records.finding import Severity
from sphinx_handouts.sheets.losses import _finding, _is_of_docutils

NOTHING_SHOWN = [
    "Include file '/g/dose.py' not found or reading it failed",
    "Encoding 'utf-8' used for reading included file '/g/a' seems to be wrong, try giving an "
    ":encoding: option",
    "Object named 'Dose' not found in include file '/g/dose.py'",
    "Line spec '9-': no lines pulled from include file '/g/dose.py'",
    "start-after pattern not found: dose",
    'Cannot use both "pyobject" and "lines" options',
]


@pytest.mark.parametrize("message", NOTHING_SHOWN)
def test_code_that_is_not_shown_is_lost(message: str) -> None:
    """Each way in which ``literalinclude`` shows nothing is a loss, though but a warning."""
    assert _is_of_docutils(LoggedWarning("", 3, Severity.WARNING, "docutils", message))


def test_other_warnings_are_not() -> None:
    """A warning of docutils that loses no word stays a warning."""
    short = LoggedWarning("", 3, Severity.WARNING, "docutils", "Title underline too short.")
    assert not _is_of_docutils(short)


def test_a_loss_is_told_where_it_is() -> None:
    """Its page and line are named, and of a table that is wrong, not the whole table."""
    env: Any = SimpleNamespace(doc2path=lambda name: f"/g/{name}.rst")
    table = "Malformed table. No bottom table border found. +---+---+ | a | b | +---+---+"
    found = _finding(env, "walk", LoggedWarning("/g/walk.rst", 7, Severity.ERROR, "", table))
    assert (found.docname, found.line) == ("walk", 7)
    assert found.message.startswith("Malformed table. No bottom table border found; mend it")
