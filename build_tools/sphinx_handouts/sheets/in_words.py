"""States, dates, languages and pages in words, in the language of the build; and its direction."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from ..messages import _, ngettext
from ..records.languages import base
from ..records.states import State
from ..records.tables import Paper, Variant

HEAD = 52
"""Letters of a title that fit a line of any paper."""


def state_words(state: State) -> str:
    """Return a state of document control in the language of the build, if it is kept."""
    return {
        State.WITHDRAWN: _("withdrawn"),
        State.DRAFT: _("draft"),
        State.OUTDATED: _("translation out of date"),
        State.PENDING: _("pending clinical review"),
        State.OVERDUE: _("review overdue"),
        State.DUE: _("review due"),
        State.APPROVED: _("approved"),
        State.NOT_KEPT: "",
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


def date_words(date: dt.date, language: str, *, short: bool = False) -> str:
    """Return a date as people read it: ``22 November 2028``; *short*: ``22 Nov 2028``."""
    form = "medium" if short else "long"
    if base(language) == "en":
        # The day first in plain English, too: 22 November is read the same way everywhere.
        form = "d MMM y" if short else "d MMMM y"
    try:
        return format_date(date, form, locale=language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return date.isoformat()


def label_words(table: Mapping[str, Paper | Variant], name: str) -> str:
    """Return what people call a paper, or a variant, of *table*."""
    return _((table[name].label if name in table else "") or name)


def page_words(count: int) -> str:
    """Return how many pages something has: ``1 page``, ``2 pages``."""
    return ngettext("%d page", "%d pages", count) % count


def running_head(title: str) -> str:
    """Return a title as it stands at the head of the pages after the first, on one line."""
    if width(title) <= HEAD:
        return title
    words, kept = title.split(), ""
    while words and width(f"{kept} {words[0]}…") <= HEAD:
        kept = f"{kept} {words.pop(0)}".lstrip()
    return f"{kept.rstrip(',.;:،')}…" if kept else title


def width(text: str) -> int:
    """Return how wide a text is, in letters: a sign of Chinese or Korean is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def listed(items: Iterable[str]) -> str:
    """Return things side by side: ``A4, large print``."""
    # For translators: what stands between the things of a list.
    return _(", ").join(items)
