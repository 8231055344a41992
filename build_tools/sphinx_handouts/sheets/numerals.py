"""The numbers and letters of list items, as the page says them."""

from __future__ import annotations

from docutils import nodes

from ..records.plain_text import label_of

KINDS = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
"""How docutils calls the kinds of lists, and HTML."""


def numeral(item: nodes.list_item) -> str:
    """Return what stands before an item of a numbered list.

    The full stop after an Arabic number is left out: a sheet sets the number apart by its size.
    """
    parent = item.parent
    items = [child for child in parent.children if isinstance(child, nodes.list_item)]
    number = int(parent.get("start", 1)) + next(i for i, other in enumerate(items) if other is item)
    prefix, suffix = str(parent.get("prefix", "")), str(parent.get("suffix", "."))
    words = label_of(number, KINDS.get(str(parent.get("enumtype")), "1"))
    if words.isdecimal() and not prefix and suffix == ".":
        return words
    return f"{prefix}{words}{suffix}"
