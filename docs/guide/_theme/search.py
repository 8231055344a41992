"""The guide's search: an index of sections, made from the pages, which a script searches.

The index is one JSON file. It replaces Sphinx's own, which knows neither slips of the finger nor
the words of patients. The search page is written with the pages that no source has.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.osutil import relative_uri
from sphinx_handouts.pages.printed import LIBRARY
from sphinx_handouts.storage.files import write_atomically
from sphinx_handouts.web.languages.whole_pages import missing_pages

from .emergency import box_of
from .folding import words
from .real_words import near, packed
from .search_sections import Section, sections_of
from .search_synonyms import Help, Synonyms, read_synonyms, synonyms_file
from .without_citations import without_citations
from .words import forms

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

INDEX = "search-index.json"
PAGE = "search"
SCRIPT = "search.js"
"""Made by ``.ci/bundle.py``."""
LIBRARY_SCRIPT = "library-search.js"
"""The search of the guide for the library of handouts."""
SHORTEST = 4
"""Letters of a word that ``engine.mjs`` mends."""


def connect(app: Sphinx) -> None:
    """Search the web pages with an index of our own."""
    app.connect("builder-inited", _replace_search)
    app.connect("html-collect-pages", _search_page)
    # Before the layer drops the files that a page does not use.
    app.connect("html-page-context", _add_files, priority=400)


# --- when Sphinx asks -----------------------------------------------------------------------------


def _replace_search(app: Sphinx) -> None:
    """Leave Sphinx's own index out; say what is missing for ours."""
    if not isinstance(app.builder, StandaloneHTMLBuilder) or not app.builder.search:
        return
    app.builder.search = False
    script = Path(__file__).parent / "static" / SCRIPT
    if not script.is_file():
        _warn(f"The search page lacks its script, {SCRIPT}: run nox -s bundle")


def _search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the index, and yield the search page."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or builder.name not in {"html", "dirhtml"}:
        return
    # What resolving the pages has to say was said when they were written.
    with logging.suppress_logging():
        trees = {
            name: app.env.get_and_resolve_doctree(name, builder, tags=app.tags)
            for name in in_order(app)
        }
    # The first page only points to the others.
    sections = [s for s in sections_of(trees) if s.docname != app.config.root_doc]
    file = synonyms_file(app)
    read, problems = read_synonyms(Path(app.srcdir), file)
    synonyms, strays = without_strays(read, sections, trees, file)
    for problem in (*problems, *strays):
        _warn(problem)
    data = index_of(app, sections, synonyms, read)
    write_atomically(Path(app.outdir, "_static", INDEX), data)
    context = {
        "search_index": f"_static/{INDEX}",
        "search_found": _found(app.config.language),
        "search_version": hashlib.sha256(data).hexdigest()[:8],
        "search_help": [
            {
                "number": number,
                "html": _box_html(builder, trees, told),
                "more": _more(app, sections, told),
            }
            for number, told in _numbered(synonyms, read)
        ],
    }
    yield PAGE, context, "search.html"


def _found(language: str) -> str:
    """Return how many pages were found, in all forms of the plural."""
    return forms(
        "{count} page found for “{words}”.", "{count} pages found for “{words}”.", language
    )


def _add_files(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Load the script and the style of the search on its page; the library has a script, too."""
    if pagename == PAGE and "search_index" in context:
        app.add_js_file(SCRIPT, defer="defer")
        app.add_css_file("search.css")
    elif "alarm_words" in context and LIBRARY in app.env.metadata.get(pagename, {}):
        # The index is not made yet, so it is asked for without its digest; the copy for bad Wi-Fi
        # knows it under its name alone as well.
        files = {"data-index": context["pathto"](f"_static/{INDEX}", 1)}
        files["data-alarm"] = context["alarm_words"]
        app.add_js_file(LIBRARY_SCRIPT, loading_method="defer", **files)


def _warn(message: str) -> None:
    logger.warning("%s", message, type="guide", subtype="search")


def in_order(app: Sphinx) -> list[str]:
    """Return the pages in the order of the menu, those that are in no menu last.

    A page that is not there in the language of the build is found in none of its words.
    """
    order: dict[str, None] = {}

    def add(name: str) -> None:
        if name not in order:
            order[name] = None
            for child in app.env.toctree_includes.get(name, ()):
                add(child)

    for name in (app.config.root_doc, *sorted(app.env.found_docs)):
        add(name)
    missing = missing_pages(app.env)
    listed = (name for name in order if name not in missing)
    return [name for name in listed if "nosearch" not in app.env.metadata[name]]


# --- from sections to the index -------------------------------------------------------------------


def index_of(app: Sphinx, sections: list[Section], synonyms: Synonyms, read: Synonyms) -> bytes:
    """Return the index: sections with their addresses from the search page, and the synonyms.

    The tables of help have the numbers that they have in the file as it was *read*.
    """
    uri = app.builder.get_relative_uri
    index: dict[str, Any] = {
        "language": app.config.language,
        "pages": {
            name: {"title": app.env.titles[name].astext(), "address": uri(PAGE, name)}
            for name in dict.fromkeys(section.docname for section in sections)
        },
        "sections": [
            {
                "page": section.docname,
                "anchor": section.anchor,
                "heading": section.heading,
                "text": "\n".join(section.blocks),
            }
            for section in sections
        ],
        "same": [group.words for group in synonyms.same],
        "find": [
            {"words": told.words, "section": _place(sections, told.page)} for told in synonyms.find
        ],
        "help": [
            {
                "number": number,
                "section": _place(sections, told.find),
                "first": told.box == "danger",
            }
            for number, told in _numbered(synonyms, read)
        ],
    }
    meant, memory = words(" ".join(synonyms.real)), Path(app.doctreedir, "near-search-words.json")
    real = near(_known(index), app.config.language, meant, first=True, memory=memory)
    index["real"] = packed(real)
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def _numbered(synonyms: Synonyms, read: Synonyms) -> list[tuple[int, Help]]:
    """Return the tables of help with their numbers in the file."""
    return [(number, told) for number, told in enumerate(read.help) if told in synonyms.help]


def _known(index: dict[str, Any]) -> set[str]:
    """Return the words into which the search may mend a slip."""
    texts = [part for told in index["sections"] for part in (told["heading"], told["text"])]
    texts += [page["title"] for page in index["pages"].values()]
    texts += [phrase for group in index["same"] for phrase in group]
    texts += [phrase for told in index["find"] for phrase in told["words"]]
    return {word for text in texts for word in words(text) if len(word) >= SHORTEST}


def _place(sections: list[Section], target: str) -> int | None:
    """Return the number of the section that *target* ("page" or "page#label") names."""
    docname, _hash, label = target.partition("#")
    for number, section in enumerate(sections):
        if section.docname == docname and (label in section.names if label else not section.anchor):
            return number
    return None


def without_strays(
    synonyms: Synonyms, sections: list[Section], trees: dict[str, nodes.document], file: str
) -> tuple[Synonyms, list[str]]:
    """Return the synonyms whose targets exist, and a sentence for each of the others."""
    problems: list[str] = []

    def exists(kind: str, number: int, key: str, target: str) -> bool:
        if _place(sections, target) is not None:
            return True
        problems.append(
            f'{file}: {kind} {number}: {key}: "{target}" is no page or section; write the name of '
            'a page, such as "flare-ups", or "flare-ups#" and the label above a heading'
        )
        return False

    def has_box(number: int, told: Help) -> bool:
        if told.page in trees and box_of(trees[told.page], told.box) is not None:
            return True
        problems.append(
            f'{file}: help {number}: box: the page "{told.page}" has no box of class '
            f'"{told.box}"; name a page that has one'
        )
        return False

    find = [
        told
        for number, told in enumerate(synonyms.find, 1)
        if exists("find", number, "page", told.page)
    ]
    boxes = [
        told
        for number, told in enumerate(synonyms.help, 1)
        if exists("help", number, "find", told.find) and has_box(number, told)
    ]
    known = {"real": synonyms.real, "same": synonyms.same}
    return Synonyms(**known, find=tuple(find), help=tuple(boxes)), problems


# --- the boxes ------------------------------------------------------------------------------------


def _box_html(builder: StandaloneHTMLBuilder, trees: dict[str, nodes.document], told: Help) -> str:
    """Return a box of a page as HTML, word for word but for its citations."""
    found = box_of(trees[told.page], told.box)
    assert found is not None
    box = without_citations(found)
    box["ids"] = []
    for reference in box.findall(nodes.reference):
        if reference.get("internal"):  # it leads on from its page, and now from the search
            target = urljoin(builder.get_target_uri(told.page), reference["refuri"])
            reference["refuri"] = relative_uri(builder.get_target_uri(PAGE), target)
    return str(builder.render_partial(box)["fragment"])


def _more(app: Sphinx, sections: list[Section], told: Help) -> dict[str, str]:
    """Return the address and the title of what a box leads to."""
    number = _place(sections, told.find)
    assert number is not None
    section = sections[number]
    address = app.builder.get_relative_uri(PAGE, section.docname)
    return {
        "address": f"{address}#{section.anchor}" if section.anchor else address,
        "title": section.heading,
    }
