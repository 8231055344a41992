"""What each rule is: our own checks, and the warnings of Sphinx and other extensions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ...checks.table import CHECKS

OWN = "handouts."
"""Beginning of the names of our own rules."""
PAGE = "reference/checks.html"
"""The page of the manual that explains every rule."""

_FOREIGN: tuple[tuple[str, str, str], ...] = (
    ("myst", "MyST", "Mend the Markdown at that line."),
    ("docutils", "Markup", "Mend the markup at that line."),
    ("ref", "References", "Mend the target of the reference, or set the label that it names."),
    ("image", "Images", "Mend the path of the image, or put the file there."),
    ("download", "Downloads", "Mend the path, or put the file there."),
    ("toc", "Table of contents", "Add the page to a toctree, or mend the entry."),
    ("bibtex", "Bibliography", "Mend the entry, or the key that cites it."),
    ("app", "Extensions", "Mend the extensions in conf.py."),
    ("config", "Configuration", "Mend the setting in conf.py."),
    ("sphinx", "Sphinx", "Read the message: it comes from Sphinx or another extension."),
)
"""Types of warnings that are not ours: name, title, and how to mend them."""

_MENDS: dict[str, str] = {
    "myst.directive_option": "Mend the option as the reference of directives shows.",
    "myst.directive_unknown": "Mend the name, or load the extension that knows it in conf.py.",
    "myst.header": "Let headings go down one level at a time: ## below #.",
    "myst.role_unknown": "Mend the name, or load the extension that knows it in conf.py.",
    "myst.xref_missing": "Mend the target of the link, or set the label that it names.",
    "toc.not_included": "Add the page to a toctree, or write orphan: true in its front matter.",
}
"""How to mend warnings that are common, by type and subtype."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as programs know it."""

    name: str
    title: str
    rationale: str
    mend: str
    anchor: str
    error: bool

    def address(self, manual: str) -> str:
        """Return where it is explained, if somebody hosts the *manual*."""
        return f"{manual.rstrip('/')}/{PAGE}#{self.anchor}" if manual else ""


@cache
def rules() -> dict[str, Rule]:
    """Return every rule that has a row of its own."""
    own = [
        Rule(c.subtype, c.title, c.rationale, c.mend, c.anchor, c.severity == "error")
        for c in CHECKS
    ]
    words = "Sphinx, MyST and other extensions warn of what they could not make sense of."
    foreign = [
        Rule(name, title, words, mend, "warnings-of-sphinx", False)
        for name, title, mend in _FOREIGN
    ]
    return {rule.name: rule for rule in (*own, *foreign)}


def rule(name: str) -> Rule:
    """Return the rule of a finding; a warning that is not ours goes by its type."""
    known = rules()
    return known.get(name) or known.get(name.partition(".")[0]) or known["sphinx"]


def mend(name: str) -> str:
    """Return how to mend a finding of the rule *name*."""
    return _MENDS.get(name) or rule(name).mend


def names() -> list[str]:
    """Return what can be asked for: the kinds of our own checks, and types of foreign ones."""
    return [name.removeprefix(OWN) for name in rules()]


def is_known(wanted: str) -> bool:
    """Return whether somebody can ask for *wanted*: "reading", "myst" or "myst.header"."""
    return wanted.removeprefix(OWN).partition(".")[0] in names()


def is_of(name: str, wanted: str) -> bool:
    """Return whether the rule *name* is what somebody means by *wanted*."""
    return wanted in {name, name.removeprefix(OWN), rule(name).name}
