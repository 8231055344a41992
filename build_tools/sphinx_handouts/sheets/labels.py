"""Finds the part of a page that a catalogue names: by its label, or by its heading."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Set
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def find_label(
    env: BuildEnvironment, docname: str, doctree: nodes.document, label: str
) -> nodes.Element | None:
    """Return what *label* is called in a page, however its author would refer to it.

    Of several headings with the same words, these words mean none; a label or a slug means one.
    """
    known, several = _names(env, docname, doctree), _words_of_several(doctree)
    for name in (label, nodes.fully_normalize_name(label), label.lower()):
        found = known.get(name)
        if found and (name == label or name not in several or name in found["names"]):
            return found
    return None


def _words_of_several(doctree: nodes.document) -> set[str]:
    """Return the words that several headings have: docutils takes them for the name of none."""
    return {name for section in doctree.findall(nodes.section) for name in section["dupnames"]}


def suggestion(env: BuildEnvironment, docname: str, doctree: nodes.document, label: str) -> str:
    """Return what may have been meant, of what would be found: on this page, or on another."""
    if nodes.fully_normalize_name(label) in _words_of_several(doctree):
        return "; several headings have these words: write a label above the one that you mean"
    known = [name for name in _names(env, docname, doctree) if "#" not in name]
    near = nearest(nodes.fully_normalize_name(label), known)
    place = env.domains.standard_domain.anonlabels.get(nodes.fully_normalize_name(label))
    return near or (f'; it stands on the page "{place[0]}"' if place else "")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a question that names what of *known* is nearest to *word*, if anything is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f'; did you mean "{near[0]}"?' if near else ""


def _names(
    env: BuildEnvironment, docname: str, doctree: nodes.document
) -> Mapping[str, nodes.Element]:
    """Return the parts of a page by all that they are called, labels of authors first."""
    found: dict[str, nodes.Element] = {}
    anchors: dict[str, nodes.Element] = {}
    for node in doctree.findall(nodes.Element):
        if isinstance(node, (nodes.target, nodes.document)):
            continue
        names: list[str] = node.get("names", [])
        ids: list[str] = node.get("ids", [])
        for name in names:
            found.setdefault(name, node)
        for anchor in ids:
            anchors.setdefault(anchor, node)
    for name, anchor in _aliases(env, docname, _words_of_several(doctree)).items():
        if anchor in anchors:
            found.setdefault(name, anchors[anchor])
    return found


def _aliases(env: BuildEnvironment, docname: str, several: Set[str]) -> dict[str, str]:
    """Return the anchors of a page by other names: slugs of MyST, labels made of headings.

    Of *several* headings that are called alike, autosectionlabel takes the last.
    """
    domain = env.domains.standard_domain
    labels = {**domain.anonlabels, **{name: row[:2] for name, row in domain.labels.items()}}
    # autosectionlabel puts the name of the page before the heading, where that is asked for.
    prefix = f"{docname}:".lower()
    names = {
        name: row[1]
        for name, row in labels.items()
        if row[0] == docname and name.removeprefix(prefix) not in several
    }
    slugs = env.metadata.get(docname, {}).get("myst_slugs", {})
    names |= {slug: row[1] for slug, row in slugs.items() if slug not in names}
    short = {name.removeprefix(prefix): to for name, to in names.items() if name.startswith(prefix)}
    return {**short, **names}
