"""Nodes for the number of the page on which something stands: it is known once a sheet is laid out.

The style sheet writes a page that stands in the text. Those of an index are written after a first
layout (`pdf.page_links`): no page is named twice, and each is a link with words of its own.
"""

from __future__ import annotations

from docutils import nodes


class page_number(nodes.Inline, nodes.Element):
    """The page on which *refid* stands."""


class page_link(nodes.Inline, nodes.Element):
    """The same in an index: a link to *refid*."""
