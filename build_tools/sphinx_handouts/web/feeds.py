"""What the hosted guide holds for other systems: which files, and where they stand."""

from __future__ import annotations

from ..storage.files import write_atomically
from . import fhir, listing
from .code_pages import CodePages
from .site import Site


def publish(site: Site) -> None:
    """Write what other systems read: beside the manifest in the hosted folder, and by code."""
    schema = site.address_of(listing.SCHEMA) if site.address else ""
    for name, content in (
        (listing.SCHEMA, listing.schema_bytes(listing.Listing, schema)),
        (listing.NAME, listing.listing(site).to_json()),
        (fhir.NAME, fhir.FhirBundle(site).to_json()),
    ):
        write_atomically(site.hosted / name, content)
    if site.codes_pages:
        CodePages(site).write(site.codes_pages)
