"""References that lead nowhere: a sheet would print their names, or promise what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes

from ...pages.logged_warnings import LoggedWarning

_TYPES = {"myst.xref_missing", "myst.iref_missing"}
_OTHERS = re.compile("more than one target found|equation not found|citation not found")
"""What leads somewhere, and what is refused where it is numbered."""
_NUMBERED = "ref.numref"
_TITLED = {("std", "ref"), ("std", "doc"), ("doc", "myst"), ("", "myst")}
"""References that are written as a name and printed as a title; the name of a program is itself."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference that is to be resolved: its line and target, and whether that is printed."""

    line: int
    target: str
    prints_name: bool


def references(document: nodes.document) -> list[Reference]:
    """Return what is to be resolved in a handout."""
    return [
        Reference(
            xref.line or 0,
            str(xref.get("reftargetid") or xref["reftarget"]),
            (xref.get("refdomain") or "", xref["reftype"]) in _TITLED and not xref["refexplicit"],
        )
        for xref in document.findall(addnodes.pending_xref)
    ]


def told(warning: LoggedWarning, known: Iterable[Reference]) -> str:
    """Return a sentence where a name would stand in the place of a title, or nothing.

    Words of an author's own that lead nowhere are on paper what they are on the page, of which
    Sphinx warns.
    """
    of_references = warning.type.startswith("ref.") or warning.type in _TYPES
    if not of_references or warning.type == _NUMBERED or _OTHERS.match(warning.message):
        return ""
    for reference in known:
        is_it = repr(reference.target).casefold() in warning.message.casefold()
        if reference.prints_name and is_it and reference.line in {warning.line, 0}:
            words = "its name would stand in the place of a title: mend it, or write words for it"
            return f"{warning.message}; {words}"
    return ""
