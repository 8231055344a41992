"""What the hosted guide holds for other systems: which files, and where they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from ..project import revisions
from ..records.manifest import Entry, Manifest
from ..storage import manifest_file
from ..storage.files import write_atomically
from . import fhir, listing
from .code_pages import CodePages

if TYPE_CHECKING:
    from jinja2 import Environment
    from sphinx.application import Sphinx
    from sphinx.config import Config

Words = Callable[[Any], str]


def publish(
    app: Sphinx, made: Manifest, templates: Environment, edition: Words, about: Words
) -> None:
    """Write what other systems read: beside the manifest in the hosted folder, and by code."""
    config = app.config
    folder = Path(app.outdir, config.handouts_publish)
    ledger, _findings = revisions.load(Path(app.confdir, config.handouts_dir), config.handouts_dir)

    def listed(root: str = "") -> listing.Listing:
        """Return the library for a file from which *root* leads to the PDFs."""
        root = hosted_address(config) or root
        return listing.listing(made, ledger, lambda path: joined(root, path))

    root = hosted_address(config)
    address = joined(root, listing.SCHEMA) if root else ""
    write_atomically(folder / listing.SCHEMA, listing.schema_bytes(listing.Listing, address))
    write_atomically(folder / listing.NAME, listed().to_json())
    bundle = fhir.FhirBundle(
        manifest=made,
        ledger=ledger,
        root=root,
        address=lambda path: joined(root, path),
        status_page=lambda identifier, version: _status_page(config, identifier, version),
        pdf=lambda entry: _pdf(folder, entry),
    )
    write_atomically(folder / fhir.NAME, bundle.to_json())
    if config.handouts_codes_pages:
        pages = CodePages(made.editions, listed, config.language, templates, edition, about)
        pages.write(Path(app.outdir, config.handouts_codes_pages), folder)


def _pdf(folder: Path, entry: Entry) -> bytes | None:
    """Return a hosted PDF that is as the manifest says."""
    return (folder / entry.path).read_bytes() if manifest_file.unchanged(folder, entry) else None


def _status_page(config: Config, identifier: str, version: str) -> str:
    """Return the address of the status page of a version, or nothing where there is none."""
    short = config.handouts_short_url.replace("{id}", identifier).replace("{version}", version)
    return f"https://{short}" if short else ""


def hosted_address(config: Config) -> str:
    """Return the address of the hosted folder, or nothing where the guide's own is not known."""
    base = config.handouts_base_url or config.html_baseurl
    return urljoin(base.rstrip("/") + "/", config.handouts_publish) if base else ""


def joined(root: str, path: str) -> str:
    """Return the address of a PDF whose folder's address is *root*."""
    return f"{root.rstrip('/')}/{quote(path)}" if root else quote(path)
