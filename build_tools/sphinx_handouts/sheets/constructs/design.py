"""Tabs, dropdowns and cards: a browser folds them, paper shows all that they hold.

Cards that are short stand side by side, as on the web; a long one would be torn from its neighbour.

Extensions write them as containers with classes of their own (sphinx-design, sphinx-tabs,
sphinx-inline-tabs, sphinx-togglebutton), which are told by these classes: no extension is
imported here.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence

from docutils import nodes

from ..assembly import Assembly
from ..images import drawn

_ICON = re.compile(r"\bsd-(?:octicon|material-icon)-([\w-]+)")
_ROW = re.compile(r"^sd-row-cols-(?:md-)?(\d+)$")
_WIDTH = re.compile(r"^sd-col-(?:md-)?(\d+)$")
TWELFTHS, MOST_COLUMNS = 12, 3
"""Into how many parts a row is divided, and how many columns fit on paper."""
SHORT = 400
"""Letters of an item that has its place in a column: some fifteen lines."""
_WIDE = (nodes.table, nodes.literal_block, nodes.section, nodes.math_block, nodes.enumerated_list)
"""What needs the whole width."""
_HEIGHT = re.compile(r'height="([\d.]+(?:em|px|pt|rem))"')


def open_up(assembly: Assembly) -> None:
    """Turn every tab into a part with a heading, and every dropdown and card into a box."""
    for node in list(assembly.document.findall(nodes.Element)):
        if node.parent is not None:
            _open(node)
    for node in assembly.document.findall(nodes.container):
        node.attributes.pop("is_div", None)  # one of sphinx-design is a container as any other
    for number, part in enumerate(assembly.document.findall(nodes.section), 1):
        if not part["ids"]:  # Sphinx asks every section for one
            part["ids"] = [f"part-{number}"]


def _open(node: nodes.Element) -> None:
    classes: list[str] = node.get("classes", [])
    if "sphinx-tabs" in classes:
        _open_sphinx_tabs(node)
    elif type(node).__name__ == "TabContainer":
        _open_inline_tab(node)
    elif opener := OPENERS.get(str(node.get("design_component", ""))):
        opener(node)
    elif "sd-hide-link-text" in classes:
        node["classes"] = [name for name in classes if not name.startswith("sd-")]
    elif type(node).__name__ == "sd_icon":
        _draw_icon(node)


# --- tabs ---------------------------------------------------------------------------------------


def _open_sphinx_tabs(node: nodes.Element) -> None:
    """Part a set of sphinx-tabs: its titles stand together, before its panels."""
    names = [title for row in _called(node, "SphinxTabsTablist") for title in _elements(row)]
    panels = _called(node, "SphinxTabsPanel")
    if not names or len(names) != len(panels):
        return
    parts = [
        _part(name.children, panel.children, panel)
        for name, panel in zip(names, panels, strict=True)
    ]
    _put(node, [nodes.container("", *parts, classes=["tabs"])])


def _called(node: nodes.Element, kind: str) -> list[nodes.Element]:
    return [child for child in _elements(node) if type(child).__name__ == kind]


def _elements(node: nodes.Element) -> list[nodes.Element]:
    return [child for child in node.children if isinstance(child, nodes.Element)]


def _open_tab(node: nodes.Element) -> None:
    """Part a tab of sphinx-design: a title, and what is behind it."""
    title, *rest = _elements(node)
    content = [child for holder in rest for child in holder.children]
    _put(node, [_part(title.children, content, node, title)])


def _open_inline_tab(node: nodes.Element) -> None:
    """Part a tab of sphinx-inline-tabs: a label, and what is behind it."""
    title, content = _elements(node)[:2]
    _put(node, [_part(title.children, content.children, node)])


def _part(
    title: Sequence[nodes.Node], content: Sequence[nodes.Node], *named: nodes.Element
) -> nodes.Element:
    """Return a heading and its text; anchors of *named* lead to it."""
    part = nodes.section("", nodes.title("", "", *_words(title)), *content, classes=["tab"])
    _call(part, named)
    return part


# --- boxes --------------------------------------------------------------------------------------


def _open_dropdown(node: nodes.Element) -> None:
    if not node.get("has_title"):
        _put(node, [_box("dropdown", (), node.children, (node,))])
        return
    title, *_rest = _elements(node)
    _put(node, [_box("dropdown", title.children, node.children[1:], (node, title))])


PARTS_OF_CARD: dict[str, tuple[str, ...]] = {
    "card-body": (),
    "card-overlay": (),
    "card-header": ("card__head",),
    "card-footer": ("card__foot",),
}
"""What merely holds the parts of a card, and how these are called on paper."""
PICTURE = "card__picture"
"""A paragraph of a card that is a picture."""


def _open_card(node: nodes.Element) -> None:
    """Make a box of a card: title, header, pictures, text, footer, link, as a reader meets them."""
    title: list[nodes.Node] = []
    content: list[nodes.Node] = []
    for child in _slots(node):
        if child.get("design_component") == "card-title":
            title += [part for holder in child for part in holder.children]
        else:
            content.append(child)
    _put(node, [_box("card", title, content, (node,))])


def _slots(node: nodes.Element) -> Iterator[nodes.Element]:
    """Yield what stands in a card; what merely holds the parts of it is opened."""
    for child in list(node.children):
        if not isinstance(child, nodes.Element):
            continue
        kind = child.get("design_component", "")
        if kind in PARTS_OF_CARD:
            for part in _slots(child):
                part["classes"] = [*part.get("classes", ()), *PARTS_OF_CARD[kind]]
                yield part
        elif isinstance(child, nodes.image):
            yield nodes.paragraph("", "", child, classes=[PICTURE])
        elif type(child).__name__ == "PassthroughTextElement":
            yield nodes.paragraph("", "", *child.children)
        else:
            if isinstance(child, nodes.paragraph) and _is_picture(child.children):
                child["classes"].append(PICTURE)
            yield child


def _is_picture(children: Sequence[nodes.Node]) -> bool:
    """Return whether a paragraph is a picture, and not a line with an icon or picture in it."""
    return len(children) == 1 and isinstance(children[0], nodes.image)


def _box(
    kind: str,
    title: Sequence[nodes.Node],
    content: Sequence[nodes.Node],
    named: Sequence[nodes.Element],
) -> nodes.Element:
    """Return a box, with its title where it has one."""
    if not title:
        box: nodes.Element = nodes.container("", *content, classes=["admonition", kind])
    else:
        heading = nodes.title("", "", *_words(title))
        box = nodes.admonition("", heading, *content, classes=[kind])
    _call(box, named)
    return box


def _open_grid(node: nodes.Element) -> None:
    """Let what a grid holds follow each other."""
    _put(node, [nodes.container("", *node.children, ids=node["ids"], names=node["names"])])


def _open_step(node: nodes.Element) -> None:
    """Let what a step says stand in its item of the list, as in any other."""
    _put(node, _elements(node))


def _open_aside(node: nodes.Element) -> None:
    """Make a box of what stands beside the text on a wide screen."""
    content = _elements(node)
    heads = [child for child in content if isinstance(child, nodes.rubric)][:1]
    title = [nodes.title("", "", *_words(head.children)) for head in heads]
    body = [part for child in content if child not in heads for part in _elements(child)]
    box = nodes.sidebar("", *title, *body)
    _call(box, (node, *heads))
    _put(node, [box])


def _open_row(node: nodes.Element) -> None:
    """Set the items of a grid side by side, where all of them are short."""
    items = _elements(node)
    columns = min(_columns(node, items), len(items))
    if columns < 2 or node.parent is None or not all(map(_is_short, items)):
        _open_grid(node)
        return
    rows = [
        nodes.container("", *items[place : place + columns], classes=["cards__row"])
        for place in range(0, len(items), columns)
    ]
    for row in rows:
        row["classes"].append(f"cards__row--{columns if len(row) > 1 else 1}")
    _put(node, [nodes.container("", *rows, classes=["cards"])])
    _call(rows[0], (node,))


def _columns(row: nodes.Element, items: Sequence[nodes.Element]) -> int:
    """Return how many columns a grid has on a screen as wide as paper is."""
    found = [int(number) for name in row["classes"] for number in _ROW.findall(name)]
    widths = [int(n) for item in items for name in item["classes"] for n in _WIDTH.findall(name)]
    wanted = max(found) if found else TWELFTHS // max(widths) if widths else len(items)
    return min(wanted, MOST_COLUMNS if wanted % 2 or wanted == 2 else 2)


def _is_short(item: nodes.Element) -> bool:
    """Return whether an item of a grid has its place in a column."""
    is_plain = not any(item.findall(lambda node: isinstance(node, _WIDE)))
    return is_plain and len(item.astext()) <= SHORT


OPENERS: dict[str, Callable[[nodes.Element], None]] = {
    "aside": _open_aside,
    "step-content": _open_step,
    "tab-item": _open_tab,
    "dropdown": _open_dropdown,
    "card": _open_card,
    "grid-container": _open_grid,
    "grid-row": _open_row,
    "grid-item": _open_grid,
}
"""How a component of sphinx-design is opened, by its name."""


def _draw_icon(node: nodes.Element) -> None:
    """Draw an icon, whose name is its alternative: it may be all that a line says."""
    svg = str(node["svg"])
    name, height = _ICON.search(svg), _HEIGHT.search(svg)
    uri = f"data:image/svg+xml;base64,{base64.b64encode(_namespaced(svg)).decode('ascii')}"
    words = name[1].replace("-", " ") if name else "icon"
    picture = drawn(uri, words, height=height[1] if height else "1em")
    picture.source, picture.line = node.source, node.line
    place = node.parent.index(node)
    node.parent[place] = picture


def _namespaced(svg: str) -> bytes:
    if "xmlns=" not in svg:
        svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return svg.encode()


def _words(title: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return a title without its icons."""
    return [node for node in title if not isinstance(node, nodes.raw)]


def _call(node: nodes.Element, named: Sequence[nodes.Element]) -> None:
    """Let the anchors of *named* lead to *node*."""
    for other in named:
        node["ids"] += other.get("ids", [])
        node["names"] += other.get("names", [])
        if node.line is None and other.line is not None:
            node.source, node.line = other.source, other.line


def _put(node: nodes.Element, new: list[nodes.Element]) -> None:
    place = node.parent.index(node)
    node.parent[place : place + 1] = new
