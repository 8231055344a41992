"""What the page behind a code offers of a handout: where to read it, and its forms to print.

It offers the sheets of one clinic at most, those without a clinic's name first, so that the page of
a network of hundreds is as small as any; the library has all the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..records.manifest import Entry
from ..sheets.in_words import label_words
from . import cards
from .site import GuidePage, Site


def pages_of(site: Site, entry: Entry) -> Mapping[str, GuidePage]:
    """Return the pages of the guide that a handout is made of, by their names."""
    return {name: site.pages[name] for name in entry.sources if name in site.pages}


def forms_of(site: Site, entries: Sequence[Entry]) -> Mapping[str, Sequence[Entry]]:
    """Return what can be printed of a handout, by language; that of the guide comes first."""
    rank = cards.order(site.tables.papers, site.tables.variants)
    variants = list(site.tables.variants)
    found: dict[str, list[Entry]] = {}
    ordered = sorted(of_one_clinic(site, entries), key=rank)
    ordered.sort(key=lambda e: variants.index(e.variant) if e.variant in variants else 99)
    for entry in sorted(ordered, key=lambda e: (e.language != site.language, e.language)):
        found.setdefault(entry.language, []).append(entry)
    return found


def words_of(site: Site, entry: Entry, entries: Sequence[Entry]) -> str:
    """Return what sets a form apart from the others: ``Large print, A4``."""
    if len({one.brand for one in entries}) > 1:
        return site.edition_words(entry)
    variant = label_words(site.tables.variants, entry.variant)
    return f"{variant[:1].upper()}{variant[1:]}, {label_words(site.tables.papers, entry.paper)}"


def of_one_clinic(site: Site, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the sheets without a clinic's name, or those of the only clinic.

    Of several clinics none is chosen for a reader: the library asks. Where there is no library,
    nothing else lists them.
    """
    unnamed = [entry for entry in entries if not entry.clinic]
    if unnamed:
        return unnamed
    return entries if len({e.brand for e in entries}) == 1 or not site.library else []
