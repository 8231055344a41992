"""From a page and an edition to an order: as a template to dress, or as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from markupsafe import escape

from ..records.identity import KEY, NAME, Identity, stand_in
from ..records.letterhead import Settings
from ..records.model import Clinic, Edition, Furniture, Page, RenderJob
from ..records.slots import ACCENT, Livery
from ..sheets.clinic.slots import MARKED, SLOTS, undressed, with_slots, writes_stand_in
from ..sheets.compose import running_words
from .stationery import Stationery

Compose = Callable[..., RenderJob]
"""Composes a page as an edition of a clinic, with its furniture."""


_AUTHOR = f'<meta name="author" content="{NAME}">'
"""Where the name of a clinic is filled in afterwards; anywhere else, it would be printed."""


@dataclass(frozen=True, slots=True)
class Source:
    """What an order is made from."""

    job: RenderJob
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
    reasons: dict[str, int] = field(default_factory=dict)
    """Why sheets are laid out as wholes, and how many."""
    _known: dict[Any, RenderJob] = field(default_factory=dict)

    def source(
        self,
        page: Page,
        edition: Edition,
        clinic: Clinic,
        furniture: Furniture,
        *,
        about: Identity | None = None,
        **more: Any,
    ) -> Source:
        """Return what *page* is laid out from for a clinic.

        *about* is what the PDF says of itself, if that is not the handout's own; *more* is for
        `compose`.
        """
        whole = partial(self._whole, page, edition, clinic, furniture, about=about, **more)
        livery = self.stationery.livery(clinic, edition)
        if livery is None:
            return Source(whole())
        template = self._template(page, edition, clinic, furniture, more)
        if about:
            template = replace(template, identity=stand_in(about))
        reason = ""
        if writes_stand_in(template.css):
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
        *,
        about: Identity | None,
        **more: Any,
    ) -> RenderJob:
        settings = self.stationery.settings(edition)
        job = self.compose(page, edition, clinic, furniture, settings=settings, **more)
        return replace(job, identity=about) if about else job

    def _template(
        self,
        page: Page,
        edition: Edition,
        clinic: Clinic,
        furniture: Furniture,
        more: Mapping[str, Any],
    ) -> RenderJob:
        words, stand_in = running_words(page, clinic), undressed(clinic)
        tall = self.stationery.settings(edition).tall
        about = (
            page.handout.id,
            page.elsewhere,
            edition.paper,
            edition.variant,
            stand_in,
            tuple(words.items()),
        )
        key = None if more else (*about, tall)
        if key in self._known:
            return self._known[key]
        job = self.compose(
            *(page, replace(edition, brand=KEY), stand_in, furniture),
            settings=Settings(tall=tall),
            words=words,
            rooms=SLOTS,
            **more,
        )
        if key:
            self._known[key] = job
        return job

    @staticmethod
    def _is_faithful(template: RenderJob, whole: Callable[..., RenderJob], clinic: Clinic) -> bool:
        """Return whether a template, dressed, is the same as the whole sheet."""
        wanted = with_slots(whole(rooms=MARKED).html)
        dressed = template.html.replace(_AUTHOR, _AUTHOR.replace(NAME, escape(clinic.brand.name)))
        return dressed.replace(ACCENT, clinic.brand.palette.accent) == wanted
