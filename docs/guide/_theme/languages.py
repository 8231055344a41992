"""The guide in several languages: a reader is offered the pages that are there in their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx_handouts.web.languages.whole_pages import missing_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ITEM = re.compile(
    r'<li class="toctree-l1"><a class="reference internal" href="([^"#]*)">.*?</a></li>\n?'
)
"""A page of the menu that is not open: one that is lists its sections."""
EMPTY = re.compile(r'(<p class="caption"[^>]*>(?:(?!</p>).)*</p>\s*)?<ul>\s*</ul>\s*')


def connect(app: Sphinx) -> None:
    """Leave out what is not there, in the menu, on cards, and before and after a page."""
    app.connect("doctree-resolved", _leave_out_cards, priority=400)  # before they are drawn
    app.connect("html-page-context", _leave_out_pages)


def _leave_out_cards(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    missing = {app.builder.get_target_uri(name) for name in missing_pages(app.env)}
    if not missing or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    for cards in list(doctree.findall(nodes.bullet_list)):
        if "cards" in cards["classes"]:
            for card in list(cards.children):
                link = next(card.findall(nodes.reference), None)
                if link is not None and link.get("refuri") in missing:
                    cards.remove(card)
            if not cards.children:  # nor its heading
                cards.parent.parent.remove(cards.parent)


def _leave_out_pages(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    context["handouts_places_languages"] = True  # see page.html
    missing = missing_pages(app.env)
    if not missing:
        return
    pathto: Callable[[str], str] = context["pathto"]
    addresses = {pathto(name) for name in missing}
    menu: Callable[..., str] = context["menu"]
    context["menu"] = lambda **options: without(menu(**options), addresses)
    for place, key in ((1, "prev"), (2, "next")):
        name = _nearest(app, pagename, place, missing)
        if name != _named(app, pagename, place):
            title = app.env.titles[name].astext() if name else ""
            context[key] = {"link": pathto(name), "title": title} if name else None


def without(menu: str, addresses: Collection[str]) -> str:
    """Return a menu without the pages at *addresses*."""
    kept = ITEM.sub(lambda found: "" if found[1] in addresses else found[0], menu)
    return EMPTY.sub("", kept)


def _named(app: Sphinx, name: str, place: int) -> str:
    relations: dict[str, list[str | None]] = getattr(app.builder, "relations", {})
    return (relations.get(name) or [None, None, None])[place] or ""


def _nearest(app: Sphinx, name: str, place: int, missing: Collection[str]) -> str:
    """Return the page before or after another, past those that are not there."""
    found = _named(app, name, place)
    while found in missing:
        found = _named(app, found, place)
    return found
