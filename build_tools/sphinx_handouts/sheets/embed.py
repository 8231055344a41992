"""Makes the links of a handout its own: none is relative, and the address of each is in print."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes

from ..pages.inline_html import raw_html
from ..pages.replacing import replace
from ..project.validation import quoted
from ..records.finding import Kind
from .assembly import UNRESOLVED, Assembly, anchor_of, docname_of, readable
from .constructs.link_words import (
    PIECES,
    Words,
    is_plain,
    marked_caption,
    marked_title,
    parted,
    plain_words,
    unlinked,
)
from .in_words import text_direction

if TYPE_CHECKING:
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_UNSHOWN = re.compile(
    r"<(script|style)\b.*?</\1\s*>|<(?:link|meta)\b[^>]*>", re.DOTALL | re.IGNORECASE
)
"""What a browser does not show."""
_WRITTEN = "written-by-hand"
OWN_DIGITS = 6
"""By how many digits, at the end, a telephone number is known, however it is called from abroad."""


def resolve_links(env: BuildEnvironment, assembly: Assembly, base_url: str) -> None:
    """Make links internal, or absolute with their address in print; none may be relative."""
    inside, tops = _anchors(assembly.document), _tops(assembly.document)
    printed: set[str] = set()
    direction = text_direction(env.config.language)
    for reference in list(assembly.document.findall(nodes.reference)):
        _free_pictures(reference)
        words = _words(reference)
        uri, page = _uri(reference), ""
        if uri.startswith(UNRESOLVED):
            page = uri.removeprefix(UNRESOLVED)
            docname, _hash, anchor = page.partition("#")
            place = anchor_of(docname, anchor) if anchor else tops.get(docname, "")
            caption = marked_caption(inside.get(place), words)
            if (title := caption or marked_title(env, docname, words)) is not None:
                reference.children = []
                reference.extend(title.children)
            if place in inside:
                _replace_link(reference, words, refid=place)
                continue
            hosted = page_address(env.config, base_url, docname)
            uri = f"{hosted}{_hash}{anchor}" if base_url else ""
        address = _printed(uri) if base_url or uri else ""
        if not uri:
            replace(reference, unlinked(reference, words))
        elif urlsplit(uri).scheme in {"http", "https", "mailto", "tel"}:
            new = _replace_link(reference, words or address, refuri=uri, page=page)
            words = words or address
            if address not in printed and not _says(words, address, urlsplit(uri).scheme):
                printed.add(address)
                new.parent.insert(new.parent.index(new) + 1, _in_print(address, direction))
        else:
            assembly.error(
                Kind.LINK, f'the link "{words}" leads to "{uri}"; give a web address', reference
            )


def page_address(config: Config, base_url: str, docname: str) -> str:
    """Return where a page is hosted: a folder of its own, where addresses end with a slash."""
    ending = config.html_link_suffix
    if ending is None:
        ending = ".html" if config.html_file_suffix is None else config.html_file_suffix
    name = re.sub("(^|/)index$", r"\1", docname) if ending == "/" else docname
    own = "" if not name or name.endswith("/") else ending
    return f"{base_url.rstrip('/')}/{name}{own}"


def _printed(uri: str) -> str:
    """Return an address as it is typed: without a place within its page, but where it is a page."""
    page, mark, place = uri.partition("#")
    return readable(uri if mark and place.startswith(("/", "!")) else page)


def _says(words: str, address: str, scheme: str) -> bool:
    """Return whether the words of a link say where it leads; a number may have other spaces."""
    if scheme != "tel":
        around = (
            rf"(?<![\w@-])(?<!\w\.){re.escape(address.removeprefix('www.'))}(?!/?[\w@%~-]|\.\w)"
        )
        return re.search(around, words.replace("www.", "")) is not None
    said, number = (
        "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())
        for text in (words, address)
    )
    return number[-OWN_DIGITS:] in said


def _in_print(address: str, direction: str) -> nodes.inline:
    """Return an address as it follows its link; the space before it is one of the sentence."""
    if direction == "ltr":
        return nodes.inline("", f" ({address})", classes=["address"])
    across = nodes.inline("", f"({address})", classes=["address"])
    return nodes.inline("", "", nodes.Text(" "), across, classes=["address"])


def _words(reference: nodes.reference) -> str:
    """Return the words of a link, without those for people who do not see its pictures."""
    return "".join(text.astext() for text in reference.findall(nodes.Text))


def _uri(reference: nodes.reference) -> str:
    """Return the address of a link as Sphinx left it.

    One that Sphinx has just resolved within the page that it stands on has an anchor alone; so has
    one that an author wrote by hand.
    """
    if "refid" in reference:
        docname, colon, anchor = reference["refid"].rpartition(":")
        return f"{UNRESOLVED}{docname if colon else docname_of(reference)}#{anchor}"
    if isinstance(reference, addnodes.download_reference):
        return str(reference["reftarget"])  # a file of the project
    uri = str(reference.get("refuri", ""))
    return f"{UNRESOLVED}{docname_of(reference)}{uri}" if uri.startswith("#") else uri


def _replace_link(reference: nodes.reference, words: str, **target: str) -> nodes.Node:
    """Replace a reference by links with plain text alone; return the last of what stands there.

    One without words showed a picture, which stands before it: it says where it leads, or goes.
    """
    if not words:
        replace(reference, [])
        return reference

    def link(run: Words) -> Words:
        return [nodes.reference("", "", *run, internal="refid" in target, **target)]

    if not is_plain(reference):
        new: list[nodes.Node] = [nodes.inline("", "", *parted(reference, link), classes=[PIECES])]
    elif len(reference) == 1 and reference.next_node(nodes.strong) is not None:
        new = [nodes.strong("", "", *link(plain_words(reference, words)))]
    else:
        new = [*link(plain_words(reference, words))]
    replace(reference, new)
    return new[-1]


def _free_pictures(reference: nodes.reference) -> None:
    """Put the pictures of a link before it, if it is nothing else or a block: none may be inside.

    What is left of a block that was a link stands in a paragraph, or in the caption of the figure.
    """
    pictures = list(reference.findall(nodes.image))
    in_line = isinstance(reference.parent, nodes.TextElement)
    if not pictures or (in_line and _words(reference).strip()):
        return
    for picture in pictures:
        picture.parent.remove(picture)
    parent, place = reference.parent, reference.parent.index(reference)
    parent[place:place] = pictures
    if in_line:
        parent.insert(place + len(pictures), nodes.Text(" "))
        return
    parent.remove(reference)
    if isinstance(parent, nodes.figure):
        caption = next(iter(parent.findall(nodes.caption)), None)
        if caption is None:
            caption = nodes.caption()
            parent.insert(place + len(pictures), caption)
        elif caption.children:
            caption += nodes.Text(" ")
        caption += reference
    else:
        parent.insert(place + len(pictures), nodes.paragraph("", "", reference))


def _anchors(document: nodes.document) -> dict[str, nodes.Element]:
    """Return the anchors that a link inside the handout can reach, and what they stand at."""
    found: dict[str, nodes.Element] = {}
    for node in document.findall(nodes.Element):
        found |= dict.fromkeys(node.get("ids", ()), node)
    return found


def _tops(document: nodes.document) -> dict[str, str]:
    """Return the anchors of the pages that stand on the sheet as wholes: those of their titles."""
    found: dict[str, str] = {}
    for holder in document.findall(nodes.container):
        section = next(iter(holder.findall(nodes.section)), None)
        if holder.get("is-whole") and section is not None and section["ids"]:
            found.setdefault(holder["docname"], section["ids"][0])
    return found


def mark_written(assembly: Assembly) -> None:
    """Mark the raw HTML of pages, before extensions add theirs."""
    for raw in assembly.document.findall(nodes.raw):
        raw[_WRITTEN] = True


def refuse_raw_html(assembly: Assembly) -> None:
    """Note an error for raw HTML that a project allows and no sheet can print.

    Scripts and styles that an extension adds to a page, and no author wrote, show nothing there.
    """
    for raw in raw_html(assembly.document):
        if not raw.get(_WRITTEN) and not _UNSHOWN.sub("", raw.astext()).strip():
            continue
        shown = quoted(raw.astext().strip())
        mend = "write it in the markup of the page, or keep it to the web: web-only"
        assembly.error(Kind.RAW, f"raw HTML cannot be printed: {shown}; {mend}", raw)
