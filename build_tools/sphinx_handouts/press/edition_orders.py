"""From a page and an edition to an order: as a template to dress, or as a whole."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from markupsafe import escape

from ..records.clinic import Clinic
from ..records.edition import Edition
from ..records.identity import KEY, NAME, Identity, stand_in
from ..records.jobs import RenderJob
from ..records.letterhead import Settings
from ..records.page import Furniture, Page
from ..records.slots import ACCENT, Livery
from ..sheets.clinic.slots import MARKED, SLOTS, undressed, with_slots, writes_stand_in
from ..sheets.compose import running_words
from .recipes import Book, Recipe
from .stationery import Stationery

Compose = Callable[..., RenderJob]
"""Composes a page as an edition of a clinic, with its furniture."""


_AUTHOR = f'<meta name="author" content="{NAME}">'
"""Where the name of a clinic is filled in afterwards; anywhere else, it would be printed."""


@dataclass(frozen=True, slots=True)
class Extra:
    """What a sheet shows that is no handout."""

    template: str
    shown: Hashable
    """Decides what it shows."""
    more: Callable[[], Mapping[str, object]]
    """Returns what its *template* prints besides."""
    about: Identity
    """What the PDF says of itself."""


@dataclass(frozen=True, slots=True)
class Source:
    """What an order is made from."""

    job: RenderJob | Recipe[RenderJob]
    livery: Livery | None = None
    in_full: Callable[[], RenderJob] | None = None
    needs_proof: bool = False


@dataclass
class Composer:
    """Composes the sheets of a build; what clinics share is composed once."""

    compose: Compose
    stationery: Stationery
    has_own_templates: bool = False
    """Whether the project has page templates of its own, which may use a brand anywhere."""
    has_own_css: bool = False
    """Whether it has style sheets of its own, which may know a sheet from a letterhead."""
    book: Book | None = None
    """Recipes; without them, each template is composed at once."""
    css: str = ""
    """The style sheet of all sheets."""
    reasons: dict[str, int] = field(default_factory=dict)
    """Why sheets are laid out as wholes, and how many."""
    _known: dict[Hashable, RenderJob | Recipe[RenderJob]] = field(default_factory=dict)
    _stand_ins: dict[str, tuple[Clinic, str]] = field(default_factory=dict)
    """What the templates of a clinic take for it, and the same in words."""
    _words: dict[tuple[str, str], tuple[Page, dict[str, str]]] = field(default_factory=dict)
    """What stands of a clinic in the running text of a page."""

    def source(
        self,
        page: Page,
        edition: Edition,
        clinic: Clinic,
        furniture: Furniture,
        extra: Extra | None = None,
    ) -> Source:
        """Return what *page* is laid out from for a clinic; *extra* makes another sheet of it."""
        whole = partial(self._whole, page, edition, clinic, furniture, extra)
        livery = self.stationery.livery(clinic, edition)
        if livery is None:
            return Source(whole())
        template = self._template(page, edition, clinic, furniture, extra)
        reason = ""
        if writes_stand_in(template.css if isinstance(template, RenderJob) else self.css):
            reason = (
                f"a style sheet of your own has the colour {ACCENT}, which stands in for theirs"
            )
        elif self.has_own_templates and not self._is_faithful(template, whole, clinic):
            reason = "a template of your own uses the brand outside its rooms"
        if reason:
            self.reasons[reason] = self.reasons.get(reason, 0) + 1
            return Source(whole())
        return Source(template, livery, whole, self.has_own_css or self.has_own_templates)

    def _whole(
        self,
        page: Page,
        edition: Edition,
        clinic: Clinic,
        furniture: Furniture,
        extra: Extra | None,
        **how: Any,
    ) -> RenderJob:
        settings = self.stationery.settings(edition)
        about = extra.about if extra else None
        compose = partial(self.compose, page, edition, clinic, furniture, settings=settings, **how)
        return _composed(compose, extra, about)

    def _template(
        self,
        page: Page,
        edition: Edition,
        clinic: Clinic,
        furniture: Furniture,
        extra: Extra | None,
    ) -> RenderJob | Recipe[RenderJob]:
        """Return the template of a sheet; clinics that differ in nothing of it share one."""
        words = self._running_words(page, clinic)
        tall = self.stationery.settings(edition).tall
        shown = (extra.template, extra.shown) if extra else None
        taken, in_words = self._stand_in(page, clinic)
        place = page.handout.id, page.elsewhere, edition.paper, edition.variant
        key = (*place, in_words, tuple(words.items()), tall, shown)
        if key in self._known:
            return self._known[key]
        anybody = replace(edition, brand=KEY)
        about = stand_in(extra.about) if extra else None
        compose = partial(
            _composed,
            partial(
                self.compose,
                *(page, anybody, taken, furniture),
                settings=Settings(tall=tall),
                words=words,
                rooms=SLOTS,
            ),
            extra,
            about,
        )
        if self.book is None:
            self._known[key] = compose()
        else:
            others = anybody, anybody.budget, in_words, furniture, tall, words, shown, about
            self._known[key] = self.book.sheet(page, taken.brand.font, others, compose)
        return self._known[key]

    def _stand_in(self, page: Page, clinic: Clinic) -> tuple[Clinic, str]:
        """Return who stands in for a clinic on the template of a page, and that in words."""
        if clinic.key not in self._stand_ins:
            taken = undressed(clinic)
            self._stand_ins[clinic.key] = taken, repr(taken)
        taken, in_words = self._stand_ins[clinic.key]
        if not {*page.languages} & {*clinic.brand.languages}:
            return taken, in_words
        # Whichever they are: one sentence offers them.
        more = taken.brand.model_copy(update={"languages": page.languages})
        return replace(taken, brand=more), f"{in_words} in other languages"

    def _running_words(self, page: Page, clinic: Clinic) -> dict[str, str]:
        """Return what stands of a clinic in a page, which is the same on all papers."""
        place = page.handout.id, clinic.key
        if place not in self._words or self._words[place][0] is not page:
            self._words[place] = page, running_words(page, clinic)
        return self._words[place][1]

    @staticmethod
    def _is_faithful(
        template: RenderJob | Recipe[RenderJob], whole: Callable[..., RenderJob], clinic: Clinic
    ) -> bool:
        """Return whether a template, dressed, is the same as the whole sheet."""
        job = template.job() if isinstance(template, Recipe) else template
        wanted = with_slots(whole(rooms=MARKED).html)
        dressed = job.html.replace(_AUTHOR, _AUTHOR.replace(NAME, escape(clinic.brand.name)))
        return dressed.replace(ACCENT, clinic.brand.palette.accent) == wanted


def _composed(compose: Compose, extra: Extra | None, about: Identity | None) -> RenderJob:
    """Compose a sheet, and say what it says of itself, if that is not the handout's own."""
    more = {"template": extra.template, "more": extra.more()} if extra else {}
    job = compose(**more)
    return replace(job, identity=about) if about else job
