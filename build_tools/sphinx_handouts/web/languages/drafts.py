"""What a page says of a translation that nobody has checked, or that has changed since."""

from __future__ import annotations

from ...messages import _
from ...records.page import Translated
from ...records.states import State
from ...sheets.in_words import state_words


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
