"""Cards: on a page, a list with the class ``cards``, whose items each begin with a link to a page.

The drawing of a page (``static/cards``, made by ``drawings/cards.py``) stands on its card and by
its own title. It is an ornament: without it, a list of links and a line on each is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = Path(__file__).parent / "static/cards"
HOSTED = "_static/cards"
SIZE = 96


def connect(app: Sphinx) -> None:
    """Put the drawings where they belong when a page is written."""
    app.connect("doctree-resolved", _draw_cards)
    app.connect("html-page-context", _draw_title)


def drawing(name: str) -> str:
    """Return the hosted file of the drawing of a page; nothing where there is none."""
    return f"{HOSTED}/{name}.svg" if (FOLDER / f"{name}.svg").is_file() else ""


def _draw_cards(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if not isinstance(app.builder, StandaloneHTMLBuilder) or app.builder.name == "epub":
        return
    here = app.builder.get_target_uri(docname)
    pages = {app.builder.get_target_uri(name): name for name in app.env.found_docs}
    for link in _links(doctree):
        page = pages.get(_from_top(here, link["refuri"]), "")
        if file := drawing(page):
            link.parent.insert(0, _picture(relative_uri(here, file)))


def _links(doctree: nodes.document) -> Iterator[nodes.Element]:
    """Yield the first link of each card."""
    for cards in doctree.findall(nodes.bullet_list):
        if "cards" in cards["classes"]:
            for card in cards.children:
                link = next(card.findall(nodes.reference), None)
                if link is not None and link.get("internal"):
                    yield link


def _from_top(here: str, address: str) -> str:
    """Return an address that is seen from a page as it is seen from the top of the guide."""
    return urljoin(f"/{here}", address.partition("#")[0]).lstrip("/")


def _picture(address: str) -> nodes.raw:
    image = f'<img class="card__picture" src="{address}" alt="" width="{SIZE}" height="{SIZE}"'
    return nodes.raw("", f'{image} loading="lazy">', format="html")


def _draw_title(
    _app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Give a page its drawing, to stand beside its title."""
    context["drawing"] = drawing(pagename)
