"""States, dates, languages and pages in words, in the language of the build; and its direction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from ..messages import _
from ..records.schema import State
from ..records.tables import Paper, Variant


def state_words(state: State) -> str:
    """Return a state of document control in the language of the build."""
    return {
        State.WITHDRAWN: _("withdrawn"),
        State.DRAFT: _("draft"),
        State.OUTDATED: _("translation out of date"),
        State.PENDING: _("pending clinical review"),
        State.OVERDUE: _("review overdue"),
        State.DUE: _("review due"),
        State.APPROVED: _("approved"),
    }[state]


def text_direction(language: str) -> Literal["ltr", "rtl"]:
    """Return the direction of a language's script."""
    try:
        order = Locale.parse(language.replace("-", "_")).character_order
    except (UnknownLocaleError, ValueError):
        return "ltr"
    return "rtl" if order == "right-to-left" else "ltr"


def language_words(language: str, reader: str = "") -> str:
    """Return a language as its own readers call it, ``한국어``, or as those of *reader* do."""
    try:
        locale = Locale.parse(reader.replace("-", "_")) if reader else None
        words = Locale.parse(language.replace("-", "_")).get_display_name(locale)
    except (UnknownLocaleError, ValueError):
        words = None
    return words or language


def date_words(date: dt.date, language: str) -> str:
    """Return a date as people read it: ``22 November 2028``."""
    # The day first in plain English, too: 22 November is read the same way everywhere.
    form = "d MMMM y" if language.partition("_")[0].partition("-")[0] == "en" else "long"
    try:
        return format_date(date, form, locale=language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return date.isoformat()


def label_words(table: Mapping[str, Paper | Variant], name: str) -> str:
    """Return what people call a paper, or a variant, of *table*."""
    return _((table[name].label if name in table else "") or name)


def page_words(count: int) -> str:
    """Return how many pages something has: ``1 page``, ``2 pages``."""
    return _("1 page") if count == 1 else _("%d pages") % count
