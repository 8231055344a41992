"""The classes that the press gives elements: no author means them, who happens to use their names.

By them templates, style sheets and checks tell what is what on a sheet. A table of the class
``status`` would stand where the code to scan does, and words of the class ``address`` would be
taken for the printed form of a link.
"""

from __future__ import annotations

import re

from docutils import nodes

ALONE = frozenset(
    {
        *("address", "book", "book-index", "caption-number", "cards", "certainty", "chapter"),
        *("citation-number", "contact", "cover", "field", "formula", "formula-line"),
        *("formula-number", "graph", "help-on-page", "in-this-pack", "masthead", "meaning"),
        *("note-mark", "notes", "part", "phone", "room", "rows", "section-number", "see-page"),
        *("sheet", "slot", "source-title", "sources", "status", "tab", "tabs", "tiers", "tied"),
        *("toc", "unheaded", "words", "words-on-this-sheet"),
    }
)
"""Words that others use, too."""
FAMILIES = frozenset(
    {
        *("book", "book-index", "card", "cards", "code", "contact", "contents", "cover", "field"),
        *("help-on-page", "item", "label", "masthead", "page-link", "phone", "room", "rows"),
        *("sheet", "status", "toc"),
    }
)
"""The beginnings of names with ``__`` or ``--``."""
_FAMILY = re.compile(r"(.+?)(?:__|--)")


def is_own(name: str) -> bool:
    """Return whether a class is one of the press itself."""
    family = _FAMILY.match(name)
    return name in ALONE or (family is not None and family[1] in FAMILIES)


def leave_out_own(tree: nodes.Element) -> None:
    """Leave out what *tree* has of them before the press has given any."""
    for node in tree.findall(nodes.Element):
        if any(map(is_own, node.get("classes", ()))):
            node["classes"] = [name for name in node["classes"] if not is_own(name)]
