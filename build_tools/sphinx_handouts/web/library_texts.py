"""The words that the scripts of the library need, in the language of the guide.

They are written so that a number fits in any language: ``Pages: 3``, not ``3 pages``.
"""

from __future__ import annotations

from ..messages import _


def texts() -> dict[str, str]:
    """Return the words of the filters and of the pack, by the names that the scripts know."""
    return {
        "shown": _("Handouts shown: {shown} of {all}"),
        "none": _("Nothing fits all of your choices. Change one, or show all."),
        "more": _("More versions ({count})"),
        "choose": _("Choose your clinic first."),
        "loading": _("Loading the list of this clinic …"),
        "failed": _("The list of this clinic could not be loaded. Open the plain list instead."),
        "picked": _("In your pack: {count}"),
        "up": _("Move up: {title}"),
        "down": _("Move down: {title}"),
        "remove": _("Remove from the pack: {title}"),
        "moved": _("{title}: now number {place} of {count}"),
        "removed": _("{title}: removed from the pack"),
        "left_out": _("Not made in this version: left out"),
        "sheets": _("Pages to print: {pages}. Sheets of paper: {sheets}."),
        "making": _("Making the pack …"),
        "made": _("The pack is open in a new tab. Print it there, then close the tab."),
        "changed": _("{title} cannot be read or has changed. Load this page again."),
        "missing": _("The program that makes packs cannot be loaded. Print single sheets."),
        "cover_for": _("For"),
        "cover_date": _("Date"),
        "cover_note": _("Note"),
        "cover_contents": _("In this pack"),
        "cover_pages": _("Page {first} of this pack"),
    }
