"""Terms of a glossary that stands in the same handout: they lead there, and into the index."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ...pages.replacing import replace
from ..assembly import Assembly, anchor_of, docname_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def link_terms(env: BuildEnvironment, assembly: Assembly) -> None:
    """Link the terms whose meaning stands in this handout, and note each in its index."""
    terms = _terms(assembly.document)
    domain = env.domains.standard_domain
    numbers = count(1)
    for xref in list(assembly.document.findall(addnodes.pending_xref)):
        if (xref.get("refdomain"), xref.get("reftype")) != ("std", "term"):
            continue
        target = xref["reftarget"]
        place = domain.objects.get(("term", target)) or domain._terms.get(target.lower())
        anchor = anchor_of(*place) if place else ""
        if anchor not in terms:
            continue
        link = nodes.reference("", xref.astext(), internal=True, refid=anchor)
        use = f"use-{next(numbers)}"
        entry = addnodes.index(entries=[("single", terms[anchor], use, "", None)])
        holder = nodes.inline("", "", entry, link)
        holder["ids"] = [anchor_of(docname_of(xref) or "", use)]
        replace(xref, [holder])


def _terms(document: nodes.document) -> dict[str, str]:
    """Return the terms that are explained in a handout, by their anchors."""
    return {
        anchor: term.astext()
        for glossary in document.findall(addnodes.glossary)
        for term in glossary.findall(nodes.term)
        for anchor in term["ids"]
    }
