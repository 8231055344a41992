"""What Sphinx tells as a warning alone, although a page says less for it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from sphinx_handouts.pages.logged_warnings import LoggedWarning
from sphinx_handouts.records.finding import Severity
from sphinx_handouts.sheets.losses import _finding, _is_of_docutils, _is_of_myst

NOTHING_SHOWN = [
    "Include file '/g/dose.py' not found or reading it failed",
    "Encoding 'utf-8' used for reading included file '/g/a' seems to be wrong, try giving an "
    ":encoding: option",
    "Object named 'Dose' not found in include file '/g/dose.py'",
    "Line spec '9-': no lines pulled from include file '/g/dose.py'",
    "start-after pattern not found: dose",
    'Cannot use both "pyobject" and "lines" options',
    "non-whitespace stripped by dedent",
]


@pytest.mark.parametrize("message", NOTHING_SHOWN)
def test_code_that_is_not_shown_is_lost(message: str) -> None:
    """Each way in which ``literalinclude`` shows nothing is a loss, though but a warning."""
    assert _is_of_docutils(LoggedWarning("", 3, Severity.WARNING, "docutils", message))


LEFT_OUT = [
    ("myst.substitution", "Substitution error:UndefinedError: 'dosis' is undefined"),
    ("myst.directive_option", "'note': Unknown option key: 'Dose' (allowed: ['class', 'name'])"),
    ("myst.directive_option", "'note': Invalid options format: expected ':'"),
    ("myst.xref_missing", "'myst' cross-reference target not found: 'tel:+441632960001'"),
    ("ref.footnote", "Duplicate footnote definition found for label: 'a'"),
]


@pytest.mark.parametrize(("kind", "message"), LEFT_OUT)
def test_words_that_are_left_out_are_lost(kind: str, message: str) -> None:
    """So is what MyST leaves out, and warns of alone."""
    assert _is_of_myst(LoggedWarning("", 3, Severity.WARNING, kind, message))


LESSER = [
    ("docutils", "Title underline too short."),
    ("myst.directive_option", "'image': Invalid option value for 'width': wide: not a length"),
    ("myst.xref_missing", "'myst' cross-reference target not found: 'walk.html'"),
    ("ref.footnote", "Footnote [a] is not referenced."),
]


@pytest.mark.parametrize(("kind", "message"), LESSER)
def test_other_warnings_are_not(kind: str, message: str) -> None:
    """A warning where no word is lost stays a warning."""
    warning = LoggedWarning("", 3, Severity.WARNING, kind, message)
    assert not _is_of_docutils(warning)
    assert not _is_of_myst(warning)


def test_a_loss_is_told_where_it_is() -> None:
    """Its page and line are named, and of a table that is wrong, not the whole table."""
    env: Any = SimpleNamespace(doc2path=lambda name: f"/g/{name}.rst")
    table = "Malformed table. No bottom table border found. +---+---+ | a | b | +---+---+"
    found = _finding(env, "walk", LoggedWarning("/g/walk.rst", 7, Severity.ERROR, "", table))
    assert (found.docname, found.line) == ("walk", 7)
    assert found.message.startswith("Malformed table. No bottom table border found; mend it")
