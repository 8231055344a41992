"""Words of an emergency: what a device needs to know them, slips and all, as they are typed.

The words are a file of their own: they are matched before and apart from the search, on every page
that has a field to search in. The boxes stand on the search page; the menu and the library, which
are narrow, show the title of the box as a link to it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx_handouts.storage.files import write_atomically

from .folding import words
from .real_words import COMMON, near, packed, ranked
from .search_synonyms import Help, Synonyms, parts_of, read_synonyms, synonyms_file
from .without_citations import words_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

WORDS = "emergency.json"
SCRIPT = "alarm.js"
"""Made by ``.ci/bundle.py``."""
SEARCH = "search"


def connect(app: Sphinx) -> None:
    """Watch the fields in which a reader types."""
    app.connect("builder-inited", _begin)


def words_file(synonyms: Synonyms, language: str, memory: Path) -> bytes:
    """Return what the script reads: the phrases, and the real words that are no slips of theirs.

    Spaces may be missing, so a phrase is a word, too: "chestnuts" is not "chest hurts".
    """
    names = [group.name for group in synonyms.group]
    listed = [
        {
            "words": told.words,
            "alone": told.alone,
            "signs": [[names.index(part) for part in parts_of(sign)] for sign in told.signs],
        }
        for told in synonyms.help
    ]
    phrases = [words(said) for said in phrases_of(synonyms)]
    targets = {word for phrase in phrases for word in (*phrase, "".join(phrase))}
    meant = editors_words(synonyms)
    alike = near(targets, language, meant, memory=memory)
    common = {*ranked(language)[:COMMON], *meant}
    data = {
        "language": language,
        "help": listed,
        "groups": [group.words for group in synonyms.group],
        "common": packed(word for word in {*alike, *targets} if word in common),
        "real": packed(word for word in alike if word not in common),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def phrases_of(synonyms: Synonyms) -> list[str]:
    """Return all that calls for a box, or is part of a sign."""
    said = [phrase for told in synonyms.help for phrase in told.words + told.alone]
    return said + [phrase for group in synonyms.group for phrase in group.words]


def editors_words(synonyms: Synonyms) -> frozenset[str]:
    """Return the words that an editor expects: "massage" is no slip of "back passage"."""
    same = [told.words for told in synonyms.same]
    find = [told.words for told in synonyms.find]
    tables = (synonyms.real, *same, *find)
    return frozenset(word for table in tables for word in words(" ".join(table)))


def _begin(app: Sphinx) -> None:
    """Write the words before the pages, which ask for them by their digest."""
    if not isinstance(app.builder, StandaloneHTMLBuilder) or not app.builder.search:
        return  # sheets and books have no field to search in
    # The search tells the problems.
    synonyms, _problems = read_synonyms(Path(app.srcdir), synonyms_file(app))
    if not synonyms.help:
        return
    memory = Path(app.doctreedir, "near-emergency-words.json")
    data = words_file(synonyms, app.config.language, memory)
    write_atomically(Path(app.outdir, "_static", WORDS), data)
    alarm = Alarm(app, synonyms.help, hashlib.sha256(data).hexdigest()[:8])
    # Before the search and the layer, which look at what a page has.
    app.connect("html-page-context", alarm.add_to_page, priority=390)


@dataclass(frozen=True)
class Alarm:
    """What the pages of one build show of the tables of help."""

    app: Sphinx
    help: tuple[Help, ...]
    digest: str
    """Digest of the words."""

    def add_to_page(
        self, app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object
    ) -> None:
        """Give the fields of a page their words and lines; the search page has the boxes."""
        context["alarm_words"] = f"{context['pathto'](f'_static/{WORDS}', 1)}?v={self.digest}"
        if pagename == SEARCH:
            return
        context["alarm_lines"] = [
            {"number": number, "title": title, "address": _address(app, context, told.find)}
            for number, (told, title) in enumerate(zip(self.help, self.titles, strict=True))
            if title
        ]
        app.add_js_file(SCRIPT, defer="defer")

    @cached_property
    def titles(self) -> list[str]:
        """What the box of each table is called: looked up once, for all pages."""
        return [_title(self.app, told) for told in self.help]


def box_of(tree: nodes.document, css_class: str) -> nodes.Element | None:
    """Return the first box of a class on a page."""
    boxes = tree.findall(nodes.admonition)
    return next((node for node in boxes if css_class in node["classes"]), None)


def _title(app: Sphinx, told: Help) -> str:
    """Return what the box of a table is called; nothing where there is none."""
    if told.page not in app.env.found_docs:
        return ""
    # What resolving the page has to say is said when it is written.
    with logging.suppress_logging():
        tree = app.env.get_and_resolve_doctree(told.page, app.builder, tags=app.tags)
    box = box_of(tree, told.box)
    return words_of(box[0]) if box is not None else ""


def _address(app: Sphinx, context: dict[str, Any], target: str) -> str:
    """Return the address of a page, or of a label on it, as seen from a page."""
    docname, _hash, label = target.partition("#")
    anchor = app.env.domains.standard_domain.anonlabels.get(label, ("", ""))[1]
    page = context["pathto"](docname)
    return f"{page.rstrip('#')}#{anchor}" if anchor else page
