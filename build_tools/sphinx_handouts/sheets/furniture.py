"""The words that stand around a handout on its sheet, in the language of the build."""

from __future__ import annotations

from ..messages import _
from ..records.page import Furniture, Page, Translated
from .in_words import date_words, language_words, state_words


def furniture(page: Page) -> Furniture:
    """Return the words around *page*."""
    return Furniture(
        {
            "version": _("Version %s") % page.version,
            "translated": _translated(page),
            "page_of": _("Page {page} of {pages}"),
            "not_approved": _mark(page),
            "code_leads": _("QR code: it leads to %s"),
            "scan": _("Scan for the newest sheet, and more to read."),
            "scan_large_print": _("Scan for this sheet in large print, and more to read."),
            "scan_languages": _("Scan for this sheet in other languages, and more to read."),
            "scan_large_print_languages": _(
                "Scan for this sheet in large print, in other languages, and more to read."
            ),
            "sources_on_the_web": _("The list of sources is on the web, at {address}."),
            "next_review": _review(page),
            "next_review_short": _review(page, short=True),
            "where_to_ask": _("Where to ask"),
            "help_on_page": _("When to get help: see the box on page {page}."),
            "help_on_sheet": _("When to get help: see “{sheet}” in this pack."),
            **room_words(),
        }
    )


def room_words() -> dict[str, str]:
    """Return the words that stand in the rooms of a clinic."""
    return {
        "your_clinic": _("Your clinic"),
        "your_clinic_is": _("Your clinic:"),
        "phone": _("Telephone"),
        "email": _("Email"),
        "web": _("Website"),
        "hours": _("Open"),
    }


def _review(page: Page, *, short: bool = False) -> str:
    """Return when the pages of a sheet are reviewed next."""
    if page.next_review is None:
        return ""
    return _("Next review: %s") % date_words(page.next_review, page.language, short=short)


def _mark(page: Page) -> str:
    """Return what every page of an unapproved sheet says."""
    if page.translation and page.translation.standing is Translated.DRAFT:
        return _("Draft translation: not checked by a translator")
    if page.translation and page.translation.standing is Translated.CHANGED:
        return _("Draft translation: changed since it was checked")
    if page.translation and page.translation.standing is Translated.OUTDATED:
        return _("Out of date: the original has changed")
    if page.draft:
        return _("Draft: not released, not approved")
    if page.state.may_be_handed_out:
        return ""
    return _("Not yet approved: %s") % state_words(page.state)


def _translated(page: Page) -> str:
    """Return what a sheet is translated from, and by whom."""
    about = page.translation
    if about is None:
        return ""
    source = f"{language_words(about.source_language, page.language)} {about.source_version}"
    if not about.translator or about.date is None:
        return _("Draft translation of %s") % source
    return _("Translated from %(source)s by %(translator)s, %(date)s") % {
        "source": source,
        "translator": about.translator,
        "date": date_words(about.date, page.language),
    }
