"""Whether the words of a page are a translation that nobody has checked."""

from __future__ import annotations

from collections.abc import Mapping

from ...messages import _
from ...records.page import Translated
from ...records.states import State
from ...sheets.in_words import state_words
from ..site import Site


def standings(site: Site) -> Mapping[str, Translated]:
    """Return how far the words of each page are to be relied on, by the sheets made of it.

    A page counts as much as the least of its sheets; one without a sheet was never checked.
    """
    order = list(Translated)
    found: dict[str, Translated] = {}
    for entry in site.in_use.editions:
        if entry.language == site.language and entry.translation:
            for name in entry.sources:
                known = found.get(name, order[-1])
                found[name] = min(known, entry.translation.standing, key=order.index)
    return found


def draft_words(standing: Translated | None) -> str:
    """Return what stands above a page whose translation is not approved."""
    if standing is Translated.APPROVED:
        return ""
    if standing is Translated.UNREVIEWED:
        return _("Not yet approved: %s") % state_words(State.PENDING)
    if standing is Translated.CHANGED:
        return _("Draft translation: changed since it was checked")
    if standing is Translated.OUTDATED:
        return _("Out of date: the original has changed")
    return _("Draft translation: not checked by a translator")
