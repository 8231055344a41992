"""Makes a handout self-contained: no link is relative, no image is outside."""

from __future__ import annotations

import base64
import mimetypes
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes

from ..pages.inline_html import raw_html
from ..project.validation import quoted
from ..records.model import Kind
from .assembly import UNRESOLVED, Assembly, anchor_of, docname_of, readable

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.environment import BuildEnvironment

IMAGE_BYTES = 4 * 1024 * 1024
"""Largest image of a sheet: it is embedded in the PDF."""

SIGNATURES = {"image/svg+xml": b"<svg", "image/png": b"\x89PNG\r\n", "image/jpeg": b"\xff\xd8\xff"}
"""The images that a sheet can hold, the best first, and what stands at the beginning of each."""


def resolve_links(env: BuildEnvironment, assembly: Assembly, base_url: str) -> None:
    """Make links internal, or absolute with their address in print; none may be relative."""
    inside = _anchors(assembly.document)
    printed: set[str] = set()
    for reference in list(assembly.document.findall(nodes.reference)):
        words = reference.astext()
        uri, page = _uri(reference), ""
        if uri.startswith(UNRESOLVED):
            page = uri.removeprefix(UNRESOLVED)
            docname, _hash, anchor = page.partition("#")
            if anchor_of(docname, anchor) in inside:
                _replace_link(reference, words, refid=anchor_of(docname, anchor))
                continue
            uri = f"{base_url}{docname}.html{_hash}{anchor}" if base_url else ""
        address = readable(uri.partition("#")[0]) if base_url or uri else ""
        if not uri:
            reference.replace_self(nodes.Text(words))
        elif urlsplit(uri).scheme in {"http", "https", "mailto", "tel"}:
            new = _replace_link(reference, words, refuri=uri, page=page)
            if address not in printed and address not in words and urlsplit(uri).scheme != "tel":
                printed.add(address)
                new.parent.insert(
                    new.parent.index(new) + 1,
                    nodes.inline("", f" ({address})", classes=["address"]),
                )
        else:
            assembly.error(
                Kind.LINK, f'the link "{words}" leads to "{uri}"; give a web address', reference
            )


def _uri(reference: nodes.reference) -> str:
    """Return the address of a link as Sphinx left it.

    One that Sphinx has just resolved within the page that it stands on has an anchor alone.
    """
    if "refid" in reference:
        docname, colon, anchor = reference["refid"].rpartition(":")
        return f"{UNRESOLVED}{docname if colon else docname_of(reference)}#{anchor}"
    if isinstance(reference, addnodes.download_reference):
        return str(reference["reftarget"])  # a file of the project
    return str(reference.get("refuri", ""))


def _replace_link(reference: nodes.reference, words: str, **target: str) -> nodes.reference:
    """Replace a reference by one with plain text alone, as PDF/UA-1 wants it (clause 7.18.5)."""
    new = nodes.reference("", words, internal="refid" in target, **target)
    wrapper = reference.next_node(nodes.strong) if len(reference) == 1 else None
    reference.replace_self(nodes.strong("", "", new) if wrapper is not None else new)
    return new


def _anchors(document: nodes.document) -> set[str]:
    """Return the anchors that a link inside the handout can reach."""
    found: set[str] = set()
    for node in document.findall(nodes.Element):
        found.update(node.get("ids", ()))
    return found


def refuse_raw_html(assembly: Assembly) -> None:
    """Note an error for raw HTML that a project allows and no sheet can print."""
    for raw in raw_html(assembly.document):
        shown = quoted(raw.astext().strip())
        mend = "write it in the markup of the page, or keep it to the web: web-only"
        assembly.error(Kind.RAW, f"raw HTML cannot be printed: {shown}; {mend}", raw)


# --- images -------------------------------------------------------------------------------------


def embed_images(env: BuildEnvironment, assembly: Assembly) -> None:
    """Turn every image into a ``data:`` URI; one that cannot be is an error of the handout."""
    for image in list(assembly.document.findall(nodes.image)):
        shown = image.get("original_uri", image["uri"])
        if "://" in image["uri"]:
            assembly.error(
                Kind.IMAGE, f'the image "{shown}" is remote; copy it into the project', image
            )
            continue
        if not image.get("alt", "").strip():
            assembly.error(
                Kind.IMAGE, f'the image "{shown}" has no text alternative; add :alt:', image
            )
        if image["uri"].startswith("data:"):
            continue
        try:
            image["uri"] = _data_uri(env.srcdir, _candidate(image))
        except ValueError as error:
            assembly.error(Kind.IMAGE, f'the image "{shown}" {error}', image)


def _candidate(image: nodes.image) -> str:
    candidates: dict[str, str] = image.get("candidates", {})
    for media_type in (*SIGNATURES, "*"):
        if media_type in candidates:
            return candidates[media_type]
    return str(image["uri"])


def _data_uri(folder: Path, name: str) -> str:
    path = folder / name
    media_type = mimetypes.guess_type(path.name)[0] or ""
    if media_type not in SIGNATURES:
        raise ValueError("is not an SVG, PNG or JPEG file")
    try:
        if path.stat().st_size > IMAGE_BYTES:
            raise ValueError(f"is huge; give one of at most {IMAGE_BYTES >> 20} MiB")
        data = path.read_bytes()
    except OSError:
        raise ValueError("is not found; mend its path") from None
    if SIGNATURES[media_type] not in data[:1024]:
        raise ValueError("is damaged, or of another kind than its name says; save it again")
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"
