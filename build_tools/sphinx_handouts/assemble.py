"""Parts of guide pages -> the document tree of one handout, with every reference resolved.

Text is never copied: the parts are taken from the very trees that become the web pages.
"""

from __future__ import annotations

import base64
import difflib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import clean_astext

from . import nodes as own
from .digests import digest
from .directives import keep_audience
from .messages import _
from .model import Finding, Handout, Kind

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.environment import BuildEnvironment

IMAGE_BYTES = 4 * 1024 * 1024
"""Largest image of a sheet: it is embedded in the PDF."""

_CONTENT_ATTRIBUTES = ("key", "level", "lines", "media", "refuri")
"""Attributes that a reader meets: of brand values, certainty, ruled lines and links."""

SIGNATURES = {"image/svg+xml": b"<svg", "image/png": b"\x89PNG\r\n", "image/jpeg": b"\xff\xd8\xff"}
"""The images that a sheet can hold, the best first, and what stands at the beginning of each."""

UNRESOLVED = "handouts:"
"""Scheme of the addresses that the builder gives to pages while references are resolved."""


@dataclass
class Assembly:
    """A handout's document tree, and what was found wrong while it was made."""

    handout: Handout
    document: nodes.document
    findings: list[Finding] = field(default_factory=list)
    docnames: dict[str, None] = field(default_factory=dict)
    snippets: set[str] = field(default_factory=set)

    def error(self, kind: Kind, message: str, node: nodes.Node | None = None) -> None:
        """Note an error of this handout, located at *node*'s page."""
        docname = _docname(node) if node is not None else None
        line = getattr(node, "line", None) if docname else None
        self.findings.append(
            Finding(kind, f"{self.handout.id}: {message}", docname=docname, line=line)
        )


def assemble(env: BuildEnvironment, handout: Handout, base_url: str) -> Assembly:
    """Pick the parts of *handout* and resolve what they refer to.

    *base_url* is the address of the hosted guide, printed for references that leave the handout.
    """
    document = _empty_document(env)
    assembly = Assembly(handout, document)
    for part in handout.parts:
        document += _pick(env, assembly, part)
    if not document.children or assembly.findings:
        return assembly
    citations = _number_citations(env, assembly)
    words = _words_on_this_sheet(env, assembly)
    docname = next(iter(assembly.docnames))
    env.apply_post_transforms(document, docname)
    assembly.snippets = {node["snippet"] for node in document.findall(own.snippet)}
    document += [*words, *citations]
    _resolve_links(env, assembly, base_url)
    _embed_images(env, assembly)
    return assembly


def _empty_document(env: BuildEnvironment) -> nodes.document:
    document = env.get_doctree(env.config.root_doc).deepcopy()
    document.children.clear()
    document["ids"], document["names"] = [], []
    return document


def content_hash(assembly: Assembly) -> str:
    """Return the digest of what the reader reads: title, words, pictures, tools; not its looks."""
    parts = [assembly.handout.title]
    for node in assembly.document.findall():
        if isinstance(node, nodes.Text):
            parts.append(" ".join(node.astext().split()))
        elif isinstance(node, nodes.image):
            parts += [node["uri"], node.get("alt", "")]
        elif isinstance(node, nodes.Element):
            parts.append(node.tagname)
            parts += [str(node[key]) for key in _CONTENT_ATTRIBUTES if node.get(key)]
    return "sha256:" + digest(parts)


# --- pick ---------------------------------------------------------------------------------------


def _pick(env: BuildEnvironment, assembly: Assembly, part: str) -> list[nodes.Node]:
    """Return the nodes of *part* (``page`` or ``page#label``), in holders that know their page."""
    docname, _hash, label = part.partition("#")
    where = f'catalogue.toml: parts: "{part}"'
    if docname not in env.found_docs:
        near = _nearest(docname, env.found_docs)
        assembly.error(Kind.PART, f'{where}: there is no page "{docname}"{near}')
        return []
    doctree = env.get_doctree(docname)
    assembly.docnames[docname] = None
    if not label:
        found = _whole_page(doctree, assembly.handout.title)
    else:
        labels = _labels(doctree)
        target = labels.get(nodes.fully_normalize_name(label))
        if target is None:
            near = _nearest(label, labels) or _elsewhere(env, label)
            assembly.error(Kind.PART, f'{where}: page "{docname}" has no label "{label}"{near}')
            return []
        found = [target]
    holder = nodes.container("", docname=docname, classes=["part"])
    holder += [node.deepcopy() for node in found]
    if label:
        _drop_blocks_with_labels(holder)
    for node in list(holder.findall(own.audience)):
        if node["media"] != "print":  # before its terms and citations are counted
            node.parent.remove(node)
        elif node.parent is holder:
            keep_audience(node)
    _make_anchors_unique(holder, docname)
    return [holder]


def _drop_blocks_with_labels(holder: nodes.container) -> None:
    """Drop labelled print-only blocks below the picked node: they print where they are picked.

    A block at the end of a page lies, for the parser, inside the page's last section.
    """
    for node in list(holder.findall(own.audience)):
        if node.parent is not holder and node["names"]:
            node.parent.remove(node)


def _make_anchors_unique(holder: nodes.container, docname: str) -> None:
    """Put the page's name before each anchor, since two pages may have the same ones."""
    for node in holder.findall(nodes.Element):
        if node.get("ids"):
            node["ids"] = [_anchor(docname, anchor) for anchor in node["ids"]]
        if "refid" in node:
            node["refid"] = _anchor(docname, node["refid"])


def _anchor(docname: str, anchor: str) -> str:
    return f"{docname}:{anchor}"


def _whole_page(doctree: nodes.document, title: str) -> list[nodes.Node]:
    """Return a page's content; its title is left out where it repeats the handout's."""
    section = next((n for n in doctree.children if isinstance(n, nodes.section)), None)
    if section is None:
        return list(doctree.children)
    if section[0].astext().strip().casefold() != title.strip().casefold():
        return [section]
    return list(section.children[1:])


def _labels(doctree: nodes.document) -> dict[str, nodes.Element]:
    """Return the labelled nodes of a page by label, explicit ones before headings' own."""
    found: dict[str, nodes.Element] = {}
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.target):
            continue
        names: list[str] = node.get("names", [])
        for name in names:
            found.setdefault(name, node)
    return found


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f'; did you mean "{near[0]}"?' if near else ""


def _elsewhere(env: BuildEnvironment, label: str) -> str:
    place = env.domains.standard_domain.anonlabels.get(nodes.fully_normalize_name(label))
    return f'; it stands on the page "{place[0]}"' if place else ""


def _docname(node: nodes.Node | None) -> str | None:
    while node is not None:
        if isinstance(node, nodes.container) and "docname" in node:
            return str(node["docname"])
        node = node.parent
    return None


# --- citations and words ------------------------------------------------------------------------


def _number_citations(env: BuildEnvironment, assembly: Assembly) -> list[nodes.Node]:
    """Replace citations by numbers, and return the list of sources that they number."""
    entries = _bibliography(env)
    numbers: dict[str, int] = {}
    for xref in list(assembly.document.findall(addnodes.pending_xref)):
        if xref.get("refdomain") != "cite":
            continue
        keys = [key.strip() for key in xref["reftarget"].split(",")]
        for key in keys:
            if key not in entries:
                assembly.error(Kind.LINK, f'the citation "{key}" is not in a bibliography', xref)
        known = [numbers.setdefault(key, len(numbers) + 1) for key in keys if key in entries]
        text = "[" + ", ".join(map(str, known)) + "]"
        xref.replace_self(nodes.inline("", text, classes=["citation-number"]))
    if not numbers:
        return []
    items = [nodes.list_item("", nodes.paragraph("", entries[key])) for key in numbers]
    section = nodes.section("", nodes.title("", _("Where this comes from")), ids=["sources"])
    section["classes"].append("sources")
    section += nodes.enumerated_list("", *items, enumtype="arabic", suffix=".", prefix="")
    return [section]


def _bibliography(env: BuildEnvironment) -> dict[str, str]:
    """Return a short text for each source of sphinxcontrib-bibtex, by key."""
    if "cite" not in env.domains:
        return {}
    domain = env.domains["cite"]
    return {citation.key: _short_source(citation.entry) for citation in domain.citations}  # type: ignore[attr-defined]


def _short_source(entry: object) -> str:
    """Return first author, year, title and identifier of a pybtex entry."""
    fields = entry.fields  # type: ignore[attr-defined]
    people = entry.persons.get("author") or entry.persons.get("editor") or []  # type: ignore[attr-defined]
    names = [" ".join([*person.prelast_names, *person.last_names]) for person in people]
    if len(names) > 2:
        names = [_("%s and others") % names[0]]
    who = " & ".join(names)
    head = " ".join(filter(None, [who.strip("{}"), fields.get("year", "")]))
    title = fields.get("title", "").replace("{", "").replace("}", "").rstrip(".")
    place = (fields.get("journal") or fields.get("publisher") or "").strip("{}")
    identifier = ""
    if "doi" in fields:
        identifier = f"doi:{fields['doi']}"
    elif "isbn" in fields:
        identifier = f"ISBN {fields['isbn']}"
    elif "url" in fields:
        identifier = _readable(fields["url"])
    return ". ".join(filter(None, [head, title, place, identifier])) + "."


def _words_on_this_sheet(env: BuildEnvironment, assembly: Assembly) -> list[nodes.Node]:
    """Return a section that explains the glossary terms which the handout uses."""
    terms: dict[str, str] = {}
    for xref in list(assembly.document.findall(addnodes.pending_xref)):
        if (xref.get("refdomain"), xref.get("reftype")) != ("std", "term"):
            continue
        words = xref.astext()
        found = _definition(env, xref["reftarget"])
        if found is None:
            assembly.error(
                Kind.LINK, f'the term "{xref["reftarget"]}" is not in the glossary', xref
            )
        else:
            terms.setdefault(*found)
        xref.replace_self(nodes.Text(words))
    if not terms:
        return []
    paragraph = nodes.paragraph(classes=["words"])
    for index, (term, definition) in enumerate(
        sorted(terms.items(), key=lambda t: t[0].casefold())
    ):
        paragraph += [
            nodes.Text(" " if index else ""),
            nodes.strong("", f"{term}:"),
            nodes.Text(f" {definition}"),
        ]
    section = nodes.section(
        "", nodes.title("", _("Words on this sheet")), ids=["words-on-this-sheet"]
    )
    section["classes"].append("words-on-this-sheet")
    section += paragraph
    return [section]


def _definition(env: BuildEnvironment, target: str) -> tuple[str, str] | None:
    """Return a glossary term as printed, and the first sentence of its definition."""
    domain = env.domains.standard_domain
    place = domain.objects.get(("term", target)) or domain._terms.get(target.lower())
    if place is None:
        return None
    docname, anchor = place
    for item in env.get_doctree(docname).findall(nodes.definition_list_item):
        terms = [node for node in item.children if isinstance(node, nodes.term)]
        if any(anchor in term["ids"] for term in terms):
            definition = next(n for n in item.children if isinstance(n, nodes.definition))
            return clean_astext(terms[0]), definition[0].astext().replace("\n", " ")
    return None


# --- links --------------------------------------------------------------------------------------


def _resolve_links(env: BuildEnvironment, assembly: Assembly, base_url: str) -> None:
    """Make links internal, or absolute with their address in print; none may be relative."""
    inside = _anchors(assembly.document)
    printed: set[str] = set()
    for reference in list(assembly.document.findall(nodes.reference)):
        words = reference.astext()
        uri = _uri(reference)
        if uri.startswith(UNRESOLVED):
            docname, _hash, anchor = uri.removeprefix(UNRESOLVED).partition("#")
            if _anchor(docname, anchor) in inside:
                _replace_link(reference, words, refid=_anchor(docname, anchor))
                continue
            uri = f"{base_url}{docname}.html{_hash}{anchor}" if base_url else ""
        address = _readable(uri.partition("#")[0]) if base_url or uri else ""
        if not uri:
            reference.replace_self(nodes.Text(words))
        elif urlsplit(uri).scheme in {"http", "https", "mailto", "tel"}:
            new = _replace_link(reference, words, refuri=uri)
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
    """Return the address of a link as Sphinx left it."""
    if "refid" in reference:
        return f"{UNRESOLVED}{reference['refid'].replace(':', '#', 1)}"
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


def _readable(uri: str) -> str:
    """Return an address as people type it."""
    for prefix in ("https://", "http://", "mailto:", "tel:"):
        uri = uri.removeprefix(prefix)
    return uri.removesuffix("/index.html").removesuffix("/")


# --- images -------------------------------------------------------------------------------------


def _embed_images(env: BuildEnvironment, assembly: Assembly) -> None:
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
