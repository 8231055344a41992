"""Abbreviations: what a browser shows under the mouse is printed at the first use."""

from __future__ import annotations

from docutils import nodes

from ..assembly import Assembly


def spell_out(assembly: Assembly) -> None:
    """Print the meaning of each abbreviation behind it where it stands first."""
    told: set[tuple[str, str]] = set()
    for node in list(assembly.document.findall(nodes.abbreviation)):
        meaning = " ".join(str(node.get("explanation", "")).split())
        short = node.astext()
        if meaning and (short, meaning) not in told:
            told.add((short, meaning))
            node.append(nodes.inline("", f" ({meaning})", classes=["meaning"]))
