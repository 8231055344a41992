"""The HTML of sheets: Sphinx's writer, mended where its HTML would not make a PDF/UA-1 file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from unicodedata import east_asian_width

from docutils import nodes
from sphinx import addnodes
from sphinx.writers.html5 import HTML5Translator

from ..pages.nodes import clinic_contact, clinic_phone, form_field
from ..records.finding import Kind
from ..records.marks import PAGE_OF
from .assembly import Assembly, origin_of
from .constructs.code import code_markup, digits
from .constructs.line_ends import carry_spaces, keep_last_words
from .grid import cells
from .numerals import numeral

WIDE = 3
"""Characters before an item that fit the gutter; large digits take more room."""
SHORT_LABEL = 16
"""Characters of a label that fit its column."""
LENGTHS = {"width": "width", "height": "height", "drop": "vertical-align"}
"""Lengths of a picture, and the CSS for each; ``drop``: how far it reaches below the line."""

_BROWSER_ONLY = re.compile(
    r"<(audio|button|canvas|embed|form|frame|iframe|input|object|script|select|textarea|video)\b"
)
_WRITTEN_HERE = (form_field, clinic_contact, clinic_phone, nodes.image)
"""Nodes whose HTML is ours: the fields of a sheet are meant to be filled in."""

_LISTS = (nodes.bullet_list, nodes.enumerated_list)
_UNSEEN = (nodes.Invisible, nodes.comment, addnodes.index, nodes.system_message)


class PrintTranslator(HTML5Translator):
    """Writes the body of a sheet; its parts begin at heading level 2, below the title."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.initial_header_level = 2
        self.refused: list[tuple[nodes.Element, str]] = []
        """What would be printed and must not, and the tag that was written for it."""
        # It would put elements into links (clause 7.18.5), and an address that few programs read.
        self.settings.cloak_email_addresses = False

    at: nodes.Node | None = None
    """What is being written."""

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Write the beginning of a node; remember which, and what only a browser shows of it."""
        self.at = node
        before = len(self.body)
        if isinstance(node, nodes.container):  # not where it is written: MyST does that its own way
            self.section_level += int(node.get("depth", 0))
        try:
            super().dispatch_visit(node)
        finally:
            if isinstance(node, nodes.Element) and not isinstance(node, _WRITTEN_HERE):
                written = "".join(self.body[before:])
                self.refused += [(node, tag) for tag in _BROWSER_ONLY.findall(written)]

    def dispatch_departure(self, node: nodes.Node) -> None:
        """Write the end of a node; the headings after a part are on their own level again."""
        super().dispatch_departure(node)
        if isinstance(node, nodes.container):
            self.section_level -= int(node.get("depth", 0))

    # --- lists --------------------------------------------------------------------------------

    # The first paragraph of an item stands in its line: its marker is in that line, too.
    def visit_paragraph(self, node: nodes.paragraph) -> None:
        """Write a paragraph; the first one of a list item without a box of its own."""
        carry_spaces(node)
        keep_last_words(node)
        if not _opens_item(node):
            super().visit_paragraph(node)
        elif node["ids"] or node["classes"]:
            self.body.append(self.starttag(node, "span", ""))

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        """End a paragraph."""
        if not _opens_item(node):
            super().depart_paragraph(node)
        elif node["ids"] or node["classes"]:
            self.body.append("</span>")

    def visit_list_item(self, node: nodes.list_item) -> None:
        """Write a list item, and its number as the page says it."""
        classes, attributes = _item_classes(node), dict[str, Any]()
        if isinstance(node.parent, nodes.enumerated_list):
            attributes["data-label"] = label = numeral(node)
            classes += [] if label.isdecimal() else ["item--letter"]
            classes += ["item--wide"] if len(label) > WIDE - label.isdecimal() else []
        self.body.append(self.starttag(node, "li", "", CLASS=" ".join(classes), **attributes))

    def visit_classifier(self, node: nodes.Element) -> None:
        """Write what a word is, after a colon."""
        self.body.append(" : ")
        super().visit_classifier(node)

    def visit_field_name(self, node: nodes.field_name) -> None:
        """Write the name of a field; a short one stands beside what it means, if anything."""
        field: Any = node.parent  # whose classes docutils writes
        own = field["classes"]
        # Beside a name that nothing is said of, nothing would hold its line.
        is_empty = not field.astext().removeprefix(node.astext()).strip()
        field["classes"] = [*own, *(["label--long"] if is_empty else _label_classes(node))]
        super().visit_field_name(node)
        field["classes"] = own

    def visit_option_group(self, node: nodes.Element) -> None:
        """Write the names of an option; short ones stand beside what it does."""
        self.body.append(self.starttag(node, "dt", "", classes=_label_classes(node)))
        self.body.append("<kbd>")

    def visit_title(self, node: nodes.title) -> None:
        """Write a heading; the title of a box is one, too."""
        if isinstance(node.parent, nodes.Admonition):
            carry_spaces(node)
            keep_last_words(node)
            level = min(self.section_level + self.initial_header_level, 6)
            self.body.append(self.starttag(node, f"h{level}", "", CLASS="admonition-title"))
            self.context.append(f"</h{level}>\n")
            return
        level, deepest = self.section_level, 7 - self.initial_header_level
        self.section_level = min(level, deepest)  # HTML, and PDF with it, has six
        super().visit_title(node)
        self.section_level = level

    def visit_container(self, node: nodes.container) -> None:
        """Write a part of a handout without a box of its own."""
        if "docname" not in node:
            super().visit_container(node)

    def depart_container(self, node: nodes.container) -> None:
        """End a part of a handout."""
        if "docname" not in node:
            super().depart_container(node)

    def visit_image(self, node: nodes.Element) -> None:
        """Write an image, which is a ``data:`` URI by now."""
        attributes = {"src": node["uri"], "alt": node.get("alt", "")}
        if "align" in node:
            attributes["class"] = f"align-{node['align']}"
        style = "; ".join(f"{name}: {node[key]}" for key, name in LENGTHS.items() if key in node)
        if style:
            attributes["style"] = style
        # As on the web, a blank parts pictures that stand side by side as blocks.
        apart = "" if isinstance(node.parent, nodes.TextElement) else "\n"
        picture = self.emptytag(node, "img", apart, **attributes)
        # The first paragraph of an item has no box: a picture below it would stand in its line.
        is_below = isinstance(node.parent, nodes.list_item) and node.parent.index(node) > 0
        self.body.append(f"<p>{picture}</p>" if is_below else picture)

    def depart_image(self, node: nodes.Element) -> None:
        """End an image."""

    def visit_raw(self, node: nodes.raw) -> None:
        """Leave out what is for other writers; raw HTML has been refused."""
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Write code, highlighted; what is highlighted by its author, as it is."""
        if "first_line" not in node and node.rawsource != node.astext():
            super().visit_literal_block(node)
            return
        options = self.config.highlight_options.get(node.get("language", "default"), {})
        width = digits(node)
        numbered: dict[str, Any] = (
            {"CLASS": "code--numbered", "style": f"--digits: {width}"} if width else {}
        )
        self.body.append(self.starttag(node, "pre", "", **numbered))
        self.body.append(code_markup(node, self.highlighter, options))
        self.body.append("</pre>\n")
        raise nodes.SkipNode

    def visit_page_number(self, node: nodes.Element) -> None:
        """Leave room for the page on which something stands."""
        attributes: dict[str, Any] = {"CLASS": "page-number", PAGE_OF: f"#{node['refid']}"}
        self.body.append(self.starttag(node, "span", "", **attributes))
        self.body.append("</span>")

    def visit_page_link(self, node: nodes.Element) -> None:
        """Write a link whose words are the page to which it leads."""
        place = f"#{node['refid']}"
        attributes: dict[str, Any] = {"href": place, PAGE_OF: place}
        self.body.append(self.starttag(node, "a", "", **attributes))
        self.body.append("</a>")

    def depart_page_number(self, node: nodes.Element) -> None:
        """End a page."""

    depart_page_link = depart_page_number

    # A table of lists has no heads: columns of text do without.
    def visit_hlist(self, node: nodes.Element) -> None:
        """Write lists side by side."""
        self.body.append(self.starttag(node, "div", CLASS="hlist"))

    def depart_hlist(self, node: nodes.Element) -> None:
        """End lists side by side."""
        self.body.append("</div>\n")

    def visit_hlistcol(self, node: nodes.Element) -> None:
        """Write one of the lists."""

    def depart_hlistcol(self, node: nodes.Element) -> None:
        """End one of the lists."""

    # --- tables -------------------------------------------------------------------------------

    def visit_table(self, node: nodes.table) -> None:
        """Write a table; one without heads is read by the first cell of each row."""
        for group in (part for part in node if isinstance(part, nodes.tgroup)):
            _give_body(group)
            columns = [part for part in group if isinstance(part, nodes.colspec)]
            has_heads = any(isinstance(part, nodes.thead) for part in group)
            if columns and not has_heads and not any(column.get("stub") for column in columns):
                columns[0]["stub"] = 1
                node["classes"].append("unheaded")
        super().visit_table(node)

    def visit_tgroup(self, node: nodes.tgroup) -> None:
        """Look where the cells stand."""
        super().visit_tgroup(node)
        for part in node.children:
            if isinstance(part, (nodes.thead, nodes.tbody)):
                for cell in cells(part):
                    cell.entry["column"] = cell.column
                    rows: list[Any] = part.children
                    for row in rows[cell.row : cell.row + cell.rows - 1]:
                        row["classes"].append("tied")  # a page does not end within a cell

    # Clause 7.5-1: cells find their headers by scope.
    def visit_entry(self, node: nodes.entry) -> None:
        """Write a table cell; header cells say what they head."""
        row: Any = node.parent
        row.column = node["column"]  # docutils counts entries
        super().visit_entry(node)
        start = self.body.pop()
        if "<th" in start:
            scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
            start = start.replace("<th", f'<th scope="{scope}"', 1)
        self.body.append(start)


def _give_body(group: nodes.tgroup) -> None:
    """Let the heads of a table be its rows where it has no others: they head nothing."""
    parts: list[Any] = [p for p in group.children if isinstance(p, (nodes.thead, nodes.tbody))]
    if parts and not any(part.children for part in parts if isinstance(part, nodes.tbody)):
        for part in parts:
            group.remove(part)
        group += nodes.tbody("", *(row for part in parts for row in part.children))


def _label_classes(node: nodes.Element) -> list[str]:
    """Return how a label is set: one that is long stands by itself."""
    width = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in node.astext())
    return ["label--short" if width <= SHORT_LABEL else "label--long"]


def _opens_item(paragraph: nodes.paragraph) -> bool:
    """Return whether a paragraph is the first thing in a list item."""
    item = paragraph.parent
    return isinstance(item, nodes.list_item) and _shown(item)[0] is paragraph


def _shown(node: nodes.Element) -> list[nodes.Node]:
    """Return the children of *node* that are printed."""
    return [child for child in node.children if not isinstance(child, _UNSEEN)]


def _item_classes(item: nodes.list_item) -> list[str]:
    """Return how the marker of an item is set: what follows it decides."""
    shown = _shown(item)
    if shown and not isinstance(shown[0], nodes.paragraph):
        return ["item--blocks", "item--bare"]
    return [] if all(isinstance(child, _LISTS) for child in shown[1:]) else ["item--blocks"]


def refuse_tags(assembly: Assembly, refused: Iterable[tuple[nodes.Element, str]]) -> None:
    """Refuse what only a browser shows: on paper it is a hole, or looks like a given answer."""
    for node, tag in refused:
        message = f"{origin_of(node)} writes <{tag}>, which paper cannot show; put it into web-only"
        assembly.error(Kind.RENDER, f"{message}, and print-only words in its place", node)
