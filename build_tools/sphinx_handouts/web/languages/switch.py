"""What leads from each page to the same page in another language, for readers and for machines.

A page that a language does not have whole is not shown in two languages at once: in its place
stands a page that says so, and leads on; in that of the first page, one that lists what is there.
It all works without JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import escape
from sphinx.application import Sphinx

from ...messages import _
from ...sheets.in_words import language_words
from ...sheets.templates import environment
from ...storage.digests import digest
from ...storage.env_values import EnvValue
from ..site import Site, hosts_pdfs
from .drafts import draft_words
from .tongues import Tongues, tongues
from .whole_pages import MISSING, whole_pages

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.environment import BuildEnvironment

NOT_YET = "not-yet"
"""Id of the words on the first page for who looked for a page that the language has not."""
BEFORE, AFTER = 450, 700
"""Below the priority of those who fill a page (500), and above it."""
_LANGUAGES: EnvValue[dict[str, str]] = EnvValue("handouts_languages", dict)
"""A digest of what the pages in each output folder say of other languages."""
PLACED = "handouts_places_languages"
"""What a theme says in its context that puts the links in a place of its own."""


@dataclass(slots=True)
class Switch:
    """The languages of one build, looked up once."""

    site: Callable[[], Site]
    """Returns what the build shows of the handouts, when it is known."""
    tongues: Tongues = field(default_factory=Tongues)
    whole: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def connect(self, app: Sphinx) -> None:
        """Connect to Sphinx's events."""
        app.connect("env-updated", self._gather)
        app.connect("html-page-context", self._put_aside, priority=BEFORE)
        app.connect("html-page-context", self._add, priority=AFTER)

    def _gather(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Find the languages; return all pages where something about them has changed."""
        if not hosts_pdfs(app):
            return []
        self.tongues = tongues(app)
        self.whole = whole_pages(env, self.tongues)
        MISSING.put(env, env.found_docs - self.whole.get(self.tongues.own, env.found_docs))
        languages = {tag: sorted(names) for tag, names in self.whole.items()}
        standings = sorted(self.site().standings.items())
        now = digest([repr(self.tongues), repr(languages), repr(standings)])
        known = _LANGUAGES.of(env)
        before = known.get(str(app.outdir), now)
        known[str(app.outdir)] = now
        return sorted(env.found_docs) if before != now else []

    @property
    def _is_translation(self) -> bool:
        return self.tongues.own != self.tongues.source

    def has(self, name: str, tag: str = "") -> bool:
        """Return whether a language, or that of the build, has a page whole."""
        found = self.whole.get(tag or self.tongues.own)
        return found is None or name in found

    # --- before the page is filled ------------------------------------------------------------

    def _put_aside(
        self,
        app: Sphinx,
        pagename: str,
        _template: str,
        context: dict[str, Any],
        doctree: document | None,
    ) -> None:
        """Tell the layers of a page whether it is there, and how far it is to be relied on.

        Put another in its place where it is not.
        """
        context["handouts_not_yet"] = doctree is not None and not self.has(pagename)
        if self._is_translation:
            context["handouts_standing"] = self.site().standings.get(pagename)
        if context["handouts_not_yet"]:
            context |= {"body": self._instead(app, pagename), "toc": "", "display_toc": False}
            context["pageurl"] = None
            context["metatags"] += '\n<meta name="robots" content="noindex">'

    def _instead(self, app: Sphinx, pagename: str) -> str:
        """Return what stands in the place of a page that is not translated."""
        target, titles = app.builder.get_target_uri, app.env.titles
        here, help_page = target(pagename), app.config.handouts_help_page
        start = app.config.root_doc
        names = [help_page] if help_page in titles and self.has(help_page) else []
        if pagename == start:
            names += sorted(self.whole[self.tongues.own] - {help_page})
        return _fill(
            "not_yet.html",
            words=not_yet(self.tongues),
            title=titles[pagename].astext(),
            source=self.tongues.shown(dict.fromkeys(self.tongues.tags, ""))[0],
            original=self.tongues.way(self.tongues.source, here, here),
            start=self.tongues.way(self.tongues.own, target(start), here),
            anchor=NOT_YET if pagename == start else "",
            there=[
                (self.tongues.way(self.tongues.own, target(name), here), titles[name].astext())
                for name in names
            ],
        )

    # --- when it is filled --------------------------------------------------------------------

    def _add(
        self,
        app: Sphinx,
        pagename: str,
        _template: str,
        context: dict[str, Any],
        doctree: document | None,
    ) -> None:
        """Put the links to the other languages on a page, and tell machines of them."""
        context["handouts_languages"] = ""
        if len(self.tongues.tags) < 2 or not hosts_pdfs(app):
            return
        ways = self._ways(app, pagename, is_page=doctree is not None)
        is_shown = doctree is not None and not context["handouts_not_yet"]
        is_draft = is_shown and self._is_translation
        is_start = is_draft and pagename == app.config.root_doc
        context["handouts_languages"] = _fill(
            "languages.html",
            languages=self.tongues.shown(ways),
            draft=draft_words(self.site().standings.get(pagename)) if is_draft else "",
            anchor=NOT_YET if is_start else "",
            not_yet=not_yet(self.tongues),
        )
        if not context.get(PLACED) and context.get("body"):
            context["body"] = context["handouts_languages"] + context["body"]
        if is_shown:
            context["metatags"] += "".join(self._alternates(app, pagename))

    def _ways(self, app: Sphinx, pagename: str, *, is_page: bool) -> dict[str, str]:
        """Return the way to a page in each language, or to the start of one that has it not."""
        target = app.builder.get_target_uri
        here, start = target(pagename), target(app.config.root_doc)
        has = {tag: not is_page or self.has(pagename, tag) for tag in self.tongues.tags}
        return {
            tag: self.tongues.way(tag, here if has[tag] else f"{start}#{NOT_YET}", here)
            for tag in self.tongues.tags
        }

    def _alternates(self, app: Sphinx, pagename: str) -> Iterable[str]:
        """Yield what tells machines where a page is in each language that has it, if several."""
        target = app.builder.get_target_uri(pagename)
        found = [tag for tag in self.tongues.tags if self.has(pagename, tag)]
        if len(found) < 2:
            return
        for name, tag in (*((tag, tag) for tag in found), ("x-default", self.tongues.source)):
            if address := self.tongues.address(tag, target):
                yield f'\n<link rel="alternate" hreflang="{name}" href="{escape(address)}">'


def not_yet(tongues: Tongues) -> str:
    """Return the words for who looked for a page that the language of the build has not."""
    name = language_words(tongues.own, tongues.own)
    return _("This page is not yet in %s.") % name


def _fill(name: str, **context: Any) -> str:
    return environment("web").get_template(name).render(_=_, **context)
