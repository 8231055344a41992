"""What search engines read: the list of pages, and where to find it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from sphinx_handouts.storage.files import write_atomically

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SITEMAP = "sitemap.xml"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def connect(app: Sphinx) -> None:
    """Write the files when the pages are there."""
    app.connect("build-finished", write)


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write ``sitemap.xml`` beside the pages, and ``robots.txt`` at the top of the website."""
    if exception is not None or app.builder.name not in {"html", "dirhtml"}:
        return
    base = app.config.html_baseurl
    if base:
        write_atomically(Path(app.outdir, SITEMAP), sitemap(app, base))
    robots = ["User-agent: *", "Disallow:", *([f"\nSitemap: {base}{SITEMAP}"] if base else [])]
    top = Path(app.outdir, app.config.guide_top)
    write_atomically(top / "robots.txt", "\n".join([*robots, ""]).encode())


def sitemap(app: Sphinx, base: str) -> bytes:
    """Return the list of all pages of the guide; those that this run has not written as well."""
    pages = ElementTree.Element("urlset", xmlns=NAMESPACE)
    for docname in sorted(app.env.found_docs):
        page = ElementTree.SubElement(pages, "url")
        ElementTree.SubElement(page, "loc").text = base + app.builder.get_target_uri(docname)
    ElementTree.indent(pages)
    listed: bytes = ElementTree.tostring(pages, "utf-8", xml_declaration=True)
    return listed + b"\n"
