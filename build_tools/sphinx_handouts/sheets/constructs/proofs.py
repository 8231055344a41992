"""Definitions, examples and the like of sphinx-proof: boxes with a kind and a number.

Its own writer looks for words that Sphinx's writer of websites has written before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from ...pages.replacing import replace
from ..assembly import Assembly
from .numbers import numbers_of_pages

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def open_proofs(env: BuildEnvironment, assembly: Assembly) -> None:
    """Make a box of each, as any other, whose title begins with what it is."""
    numbers = numbers_of_pages(env, assembly)
    for node in list(assembly.document.findall(nodes.Element)):
        if type(node).__module__ != "sphinx_proof.nodes" or "realtype" not in node:
            continue
        title, content = (child for child in node if isinstance(child, nodes.Element))
        kind = get_translation("proof")(str(node["realtype"]).title())
        number = next((f" {numbers[one]}" for one in node["ids"] if one in numbers), "")
        head = nodes.title("", f"{kind}{number} ", *title.children)
        box = nodes.admonition("", head, *content.children, ids=node["ids"], names=node["names"])
        box.source, box.line = node.source, node.line
        replace(node, [box])
