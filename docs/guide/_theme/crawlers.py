"""What search engines read: the list of pages in each language, and where to find it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from sphinx_handouts.storage.files import write_atomically
from sphinx_handouts.web.languages.tongues import Tongues, tongues
from sphinx_handouts.web.languages.whole_pages import whole_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SITEMAP = "sitemap.xml"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


def connect(app: Sphinx) -> None:
    """Write the files when the pages are there."""
    app.connect("build-finished", write)


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write ``sitemap.xml`` beside the pages, and ``robots.txt`` at the top of the website.

    Each language has a list of its own, and the top names them all, whichever was built last.
    """
    if exception is not None or app.builder.name not in {"html", "dirhtml"}:
        return
    base, known = app.config.html_baseurl, tongues(app)
    if base:
        write_atomically(Path(app.outdir, SITEMAP), sitemap(app, base, known))
    robots = ["User-agent: *", "Disallow:"]
    if base:
        lists = [known.address(tag, SITEMAP) for tag in known.tags] or [f"{base}{SITEMAP}"]
        robots += ["", *(f"Sitemap: {address}" for address in lists)]
    top = Path(app.outdir, app.config.guide_top)
    write_atomically(top / "robots.txt", "\n".join([*robots, ""]).encode())


def sitemap(app: Sphinx, base: str, known: Tongues) -> bytes:
    """Return the list of all pages of the guide; those that this run has not written as well.

    Pages that this language has not are left out; the others name what they are elsewhere.
    """
    ElementTree.register_namespace("xhtml", XHTML)
    whole = whole_pages(app.env, known)
    there = whole.get(known.own, frozenset(app.env.found_docs))
    pages = ElementTree.Element("urlset", xmlns=NAMESPACE)
    for docname in sorted(there):
        page, target = ElementTree.SubElement(pages, "url"), app.builder.get_target_uri(docname)
        ElementTree.SubElement(page, "loc").text = base + target
        for name, tag in _alternates(docname, known, whole):
            about = {"rel": "alternate", "hreflang": name, "href": known.address(tag, target)}
            ElementTree.SubElement(page, f"{{{XHTML}}}link", about)
    ElementTree.indent(pages)
    listed: bytes = ElementTree.tostring(pages, "utf-8", xml_declaration=True)
    return listed + b"\n"


def _alternates(
    docname: str, known: Tongues, whole: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """Yield the languages that have a page, and that for readers of any other."""
    found = [tag for tag in known.tags if docname in whole[tag]]
    if len(found) > 1:
        yield from ((tag, tag) for tag in found)
        yield "x-default", known.source
