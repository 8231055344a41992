"""What the hosted guide holds for other systems: which files, and where they stand."""

from __future__ import annotations

from pathlib import Path

from ..storage.files import write_atomically
from ..storage.memory import Memory
from ..storage.seen_files import SeenFiles
from . import fhir, listing
from .code_pages import CodePages
from .site import Site

DIGESTS = "handouts-digests.json"
MOST_BYTES = 64 << 20
"""How large that file may become: half a million PDFs."""


def publish(site: Site, private: Path) -> None:
    """Write what other systems read: beside the manifest in the hosted folder, and by code.

    What is found out for the next build stands in *private*.
    """
    digests, seen = Memory(private / DIGESTS, MOST_BYTES), SeenFiles(site.hosted, private)
    schema = site.address_of(listing.SCHEMA) if site.address else ""
    for name, content in (
        (listing.SCHEMA, listing.schema_bytes(listing.Listing, schema)),
        (listing.NAME, listing.listing(site).to_json()),
        (fhir.NAME, fhir.FhirBundle(site, digests, seen).to_json()),
    ):
        write_atomically(site.hosted / name, content)
    digests.save()
    if site.codes_pages:
        CodePages(site).write(site.codes_pages)
