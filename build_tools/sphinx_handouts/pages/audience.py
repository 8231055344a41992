"""Picks what is for the medium of the builder: print-only for sheets, web-only for the guide.

A builder that extracts what is to be translated keeps both.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.builders.gettext import I18nBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from . import nodes as own
from .environment import application
from .replacing import replace


class PickMedium(SphinxPostTransform):
    """Keeps what is for the medium of the builder, and drops the rest."""

    default_priority = 4  # before references are resolved: what is dropped must not warn

    def run(self, **kwargs: Any) -> None:
        """Replace each audience node by its children, or by nothing."""
        if isinstance(application(self.env).builder, I18nBuilder):
            return
        medium = "print" if application(self.env).builder.name == "handouts" else "web"
        for node in list(self.document.findall(own.audience)):
            if node["media"] != medium:
                node.parent.remove(node)
            else:
                keep_audience(node)


def leave_out_web(holder: nodes.Element) -> None:
    """Leave out what is not for paper, before its terms and citations are counted."""
    for node in list(holder.findall(own.audience)):
        if node["media"] != "print":
            node.parent.remove(node)
        elif node.parent is holder:
            keep_audience(node)


def keep_audience(node: nodes.Element) -> None:
    """Replace an audience *node* by its children, as a section if it has a heading."""
    children = list(node.children)
    heading = children[0] if children else None
    if isinstance(heading, nodes.rubric) and "audience-heading" in heading["classes"]:
        title = nodes.title(heading.rawsource, "", *heading.children)
        title.source, title.line = heading.source, heading.line
        kept = heading.non_default_attributes()  # what it says in the source language, too
        title.attributes.update({key: kept[key] for key in kept if key != "classes"})
        section = nodes.section("", title, *children[1:], ids=node["ids"], names=node["names"])
        if not section["ids"]:  # whatever writes a heading leads to it
            section["ids"] = [f"only-{nodes.make_id(title.astext()) or 'part'}"]
        replace(node, [section])
    elif node["ids"]:
        holder = nodes.container("", *children, ids=node["ids"], names=node["names"])
        replace(node, [holder])
    else:
        replace(node, children)
