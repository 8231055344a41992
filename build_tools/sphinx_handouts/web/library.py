"""The page of handouts to print: cards, filters and packs, made from the manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from docutils import nodes

from ..messages import _, report
from ..pages.printed import LIBRARY
from ..records.manifest import Entry, Manifest
from ..records.tables import Paper, Variant
from ..sheets.in_words import label_words, language_words
from ..storage.files import remove
from . import cards, letterhead_kit, thumbnails
from .cards import Card, Subject
from .dynamic import Dynamic
from .markup import OURS, STATIC, fill, is_free, languages, write_plain, write_style
from .site import Site

MANY = 600
"""With more PDFs than this, the page lists those of one clinic and links a page for each other.

A PDF is a line of about 400 bytes. The script fetches the page of the clinic that is chosen.
"""
PACK_SCRIPT = "handouts-pack.js"
"""Merges PDFs in the browser. It is bundled from npm's packages; a checkout may lack it."""
CLINIC_PAGE = "index.html"
"""A plain page for each clinic with all its handouts, beside its PDFs."""


class handout_library(nodes.General, nodes.Element):
    """Where the library of handouts is shown."""


class HandoutLibrary(Dynamic):
    """List every handout with its PDFs, by subject; on the website alone, not on a sheet."""

    node_class = handout_library

    def run(self) -> list[nodes.Node]:
        """Leave a place to fill, and remember the page."""
        self.env.metadata[self.env.docname][LIBRARY] = "yes"
        return super().run()


# --- what it shows ------------------------------------------------------------------------------


def show(site: Site, root: str) -> str:
    """Return the library for a page from which *root* leads to the PDFs."""
    manifest = site.in_use
    found = _cards(site, manifest)
    clinics = found["clinics"]
    can_pack = (STATIC / PACK_SCRIPT).is_file()
    plain = next((file.brand for file in manifest.files if not file.clinic), "")
    return fill(
        site,
        "library.html",
        **found,
        contents=[c for c in manifest.contents if c.language == site.language],
        root=root,
        folder=f"{site.tongues.folder}/" if site.tongues.folder else "",
        printed={file.brand: file.clinic for file in manifest.files},
        chosen=_chosen(manifest, clinics),
        only=next(iter(clinics)) if len(manifest.files) > MANY else "",
        choices=_choices(site),
        pictures=_pictures(site, found["subjects"]),
        size=(thumbnails.WIDTH // 2, thumbnails.HEIGHT // 2),
        large=(thumbnails.WIDTH * thumbnails.ENLARGED, thumbnails.HEIGHT * thumbnails.ENLARGED),
        can_pack=can_pack,
        plain=plain,
        kit=letterhead_kit.name(site) if can_pack and plain else "",
        texts=json.dumps(_texts(), ensure_ascii=False),
    )


def _cards(site: Site, manifest: Manifest) -> dict[str, Any]:
    """Return the cards by subject, the packs, and the clinics that print them."""
    rank = cards.order(site.tables.papers, site.tables.variants)
    subjects = cards.subjects(manifest, site.ledger, site.language, rank)
    return {
        "subjects": subjects,
        "packs": cards.packs(manifest, subjects, site.language, rank),
        "clinics": cards.clinics(manifest, _("No clinic name")),
    }


def _chosen(manifest: Manifest, clinics: Iterable[str]) -> str:
    """Return the brand to begin with: the unbranded or only one, never one clinic of several."""
    brands = list(clinics)
    unnamed = {file.brand for file in manifest.files if not file.clinic}
    return next((b for b in brands if b in unnamed or len(brands) == 1), "")


def _choices(site: Site) -> dict[str, dict[str, str]]:
    """Return the papers, variants and languages that there are, with their words."""
    made, tables = site.in_use.files, site.tables
    languages = sorted({f.language for f in made}, key=lambda tag: (tag != site.language, tag))
    return {
        "papers": _labels(tables.papers, {file.paper for file in made}),
        "variants": _labels(tables.variants, {file.variant for file in made}),
        "languages": {tag: language_words(tag) for tag in languages},
    }


def _labels(table: Mapping[str, Paper | Variant], names: Set[str]) -> dict[str, str]:
    """Return *names* and what people call them, in the order of *table*; others come last."""
    place = {name: number for number, name in enumerate(table)}
    ordered = sorted(names, key=lambda name: (place.get(name, len(place)), name))
    return {name: label_words(table, name) for name in ordered}


def _shown(subjects: Iterable[Subject]) -> dict[str, Entry]:
    """Return the edition whose first page is shown, for each card."""
    found = {card.key: card.editions[0] for subject in subjects for card in subject.cards}
    return {key: entry for key, entry in found.items() if isinstance(entry, Entry)}


def _pictures(site: Site, subjects: Iterable[Subject]) -> dict[str, thumbnails.Picture]:
    """Return the pictures, by card."""
    shown = _shown(subjects).items()
    return {key: thumbnails.names(e) for key, e in shown if (site.source / e.path).is_file()}


def _texts() -> dict[str, str]:
    """Return the words of the filters and of the pack, by the names that the scripts know.

    They are written so that a number fits in any language: ``Pages: 3``, not ``3 pages``.
    """
    return _choice_words() | _pack_words() | _own_words() | _cover_words()


def _choice_words() -> dict[str, str]:
    return {
        "shown": _("Handouts shown: {shown} of {all}"),
        "none": _("Nothing fits all of your choices. Change one, or show all."),
        "more": _("More versions ({count})"),
        "choose": _("Choose your clinic first."),
        "loading": _("Loading the list of this clinic …"),
        "failed": _("The list of this clinic could not be loaded. Open the plain list instead."),
    }


def _pack_words() -> dict[str, str]:
    return {
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
        "blocked": _(
            "The pack is made, but the browser has let no new tab open: press “Open it again”."
        ),
        "unreached": _("{title} could not be downloaded. Look at the connection, then try again."),
        "look": _("The first page of: {title}"),
        "changed": _("{title} cannot be read or has changed. Load this page again."),
        "missing": _("The program that makes packs cannot be loaded. Print single sheets."),
    }


def _own_words() -> dict[str, str]:
    """Return the words of what a clinic types of itself."""
    return {
        "own_needed": _("Type this: it is printed on every sheet."),
        "own_signs": _("There are no letters to print this: {signs}. Write it without them."),
        "own_long": _("This does not fit its place on the sheets ({version}). Shorten it."),
        "own_long_pack": _(
            "Your clinic's details do not fit on one of these sheets. Shorten them, then try again."
        ),
        "own_logo": _(
            "This picture cannot be read, or shows nothing on white paper. "
            "Choose another SVG, PNG or JPEG file."
        ),
        "own_faults": _("The details are not on the sheets yet: mend what is marked."),
        "own_checking": _("Trying the details on the sheets …"),
        "own_failed": _("The letters for your details cannot be loaded. Load this page again."),
        "own_for": _("The sheets are printed for: {name}"),
        "own_making": _("Making your sheet …"),
        "own_made": _("The sheet for {name} is open in a new tab."),
        "own_blocked": _(
            "The sheet for {name} is made, but the browser has let no new tab open: "
            "press “Open it again”."
        ),
        "own_not_kept": _(
            "This computer cannot remember the details: its browser does not let it."
        ),
        "own_forgotten": _("The details are forgotten."),
    }


def _cover_words() -> dict[str, str]:
    return {
        "cover_for": _("For"),
        "cover_date": _("Date"),
        "cover_note": _("Note"),
        "cover_contents": _("In this pack"),
        "cover_pages": _("Page {first} of this pack"),
        "cover_full": _(
            "The cover has no room for all of this. Shorten the note, or make two packs."
        ),
    }


# --- beside the PDFs ----------------------------------------------------------------------------


def publish(site: Site) -> None:
    """Write into the hosted folder a page for each clinic, and the pictures of the library."""
    found = _cards(site, site.in_use)
    shown = _shown(found["subjects"]).values() if site.library else ()
    report(thumbnails.publish(site.hosted, shown))
    letterhead_kit.publish(site)
    _write_clinic_pages(site, **found)


def _write_clinic_pages(
    site: Site, clinics: Mapping[str, str], subjects: Sequence[Subject], packs: Sequence[Card]
) -> None:
    """Write a page for each of *clinics* (brands and their names) beside its PDFs, no others.

    It is complete without JavaScript.
    """
    target, own = site.hosted, site.tongues.folder
    if clinics:
        write_style(site, target)
    subjects_of, packs_of = cards.subjects_by_brand(subjects), cards.cards_by_brand(packs)
    for brand, clinic in clinics.items():
        page = target / brand / own
        write_plain(
            site,
            target,
            page,
            "clinic.html",
            languages=languages(site, page, page),
            root=site.root_from(page),
            clinic=clinic,
            subjects=subjects_of.get(brand, []),
            packs=packs_of.get(brand, []),
            library=site.library,
        )
    if clinics and not own and is_free(target):  # for who types the address of the folder
        to = site.way_to(site.library or site.start, target)
        write_plain(site, target, target, "onward.html", title=_("Handouts to print"), to=to)
    there = target.glob("/".join(filter(None, ("*", own, CLINIC_PAGE))))
    ours = {path for path in there if OURS in path.read_bytes()}
    kept = {target / brand / own / CLINIC_PAGE for brand in clinics}
    remove(target, (path.relative_to(target).as_posix() for path in ours - kept))
