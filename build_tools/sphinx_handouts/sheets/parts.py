"""Parts of guide pages -> the document tree of one handout, with every reference resolved.

Text is never copied: the parts are taken from the very trees that become the web pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..messages import _
from ..pages import nodes as own
from ..pages.audience import leave_out_web
from ..pages.doctrees import doctree_of
from ..pages.inline_html import read_inline_html
from ..pages.printed import pages_of
from ..pages.problems import name_files
from ..pages.translated_texts import source_words
from ..project.part_names import TOCTREE, PartName, is_pattern, resolve_all
from ..records.finding import Kind
from ..records.schema.handout import Handout
from ..storage.digests import digest
from .assembly import Assembly, anchor_of, sheet_texts
from .books import begin, bind
from .constructs.anchors import make_anchors_unique, name_new_anchors, named_anchors
from .constructs.classes.hidden import Hiding, leave_out_hidden
from .constructs.classes.own import leave_out_own
from .constructs.footnotes import gather_notes
from .constructs.sphinx_own import is_summary, open_summaries
from .constructs.unfolding import draw, unfold
from .embed import mark_written, refuse_raw_html, resolve_links
from .images import embed_images, leave_out_dark
from .labels import find_label, nearest, suggestion
from .losses import heard
from .repeats import refuse_twice
from .required_boxes import GET_HELP
from .sources import number_citations, words_on_this_sheet

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_CONTENT_ATTRIBUTES = (
    *("key", "level", "lines", "media", "page", "refuri"),
    *("checked", "explanation", "start", "tag"),
)
"""Attributes that a reader meets: of brand values, certainty, ruled lines and links (`page` stands
for the address of a page of the guide); of tasks, abbreviations, numbered lists, struck words."""


def assemble(
    env: BuildEnvironment,
    handout: Handout,
    base_url: str,
    elsewhere: Mapping[str, str] = MappingProxyType({}),
    source_title: str = "",
) -> Assembly:
    """Pick the parts of *handout* and resolve what they refer to.

    *base_url* is the address of the hosted guide, printed for references that leave the handout;
    *elsewhere* are parts that another sheet of a pack holds, and its title;
    *source_title* is the title in the language of the pages, where the handout is translated.
    """
    document = _empty_document(env)
    title, language = source_title or handout.title, str(env.config.language)
    assembly = Assembly(handout, document, source_title=title, language=language)
    picked = {
        name.shown: _pick(env, assembly, name)
        for part, names in resolve_all(handout.parts, pages_of(env), handout.without).items()
        for name in names or _missing(env, assembly, part)
    }
    refuse_twice(assembly, picked)
    _point(assembly, picked, elsewhere)
    for holders in picked.values():
        document += holders
    open_summaries(document)
    _level(document, f"{TOCTREE}{env.config.root_doc}" if handout.is_book else "")
    if document.children and not assembly.findings:
        _resolve(env, assembly, base_url)
    return assembly


def _resolve(env: BuildEnvironment, assembly: Assembly, base_url: str) -> None:
    """Resolve what the parts of a sheet refer to, each step on what the one before it left."""
    document = assembly.document
    assembly.texts += sheet_texts(document)
    gather_notes(env, assembly)
    unfold(env, assembly)
    citations = number_citations(env, assembly)
    begin(env, assembly)
    words = words_on_this_sheet(env, assembly)
    known = named_anchors(document)
    mark_written(assembly)
    with heard(env, assembly):
        env.apply_post_transforms(document, next(iter(assembly.docnames)))
    name_new_anchors(document, known)
    document += words
    draw(env, assembly)
    _note_snippets(assembly)
    document += citations
    refuse_raw_html(assembly)
    resolve_links(env, assembly, base_url)
    embed_images(env, assembly)
    bind(assembly)


def _level(document: nodes.document, whole: str) -> None:
    """Let no heading skip a level: a page lies at most one below the page before it.

    Where the title of a page is that of the handout, what lies below it moves up; so it does where
    the part is the *whole* of a project, of which the first page is one chapter of many.
    """
    part, raised, last = "", 0, -1
    for holder in document.findall(nodes.container):
        if "part" not in holder["classes"]:
            continue
        if holder["part"] != part:
            part, last = str(holder["part"]), -1
            raised = int(bool(holder["left-out"]) or (part == whole and not holder["depth"]))
        holder["depth"] = last = min(max(int(holder["depth"]) - raised, 0), last + 1)


def _note_snippets(assembly: Assembly) -> None:
    """Note which snippets the sheet holds, and which of them say nothing on it."""
    found = list(assembly.document.findall(own.snippet))
    assembly.snippets = {node["snippet"] for node in found}
    spoken = {node["snippet"] for node in found if _says_something(node)}
    assembly.wordless = {
        node["snippet"]: str(node.get("path", ""))
        for node in found
        if node["snippet"] not in spoken
    }


def _says_something(node: nodes.Element) -> bool:
    """Return whether words are printed of *node*: comments and raw HTML are not."""
    return any(
        any(character.isalnum() for character in text)
        for text in node.findall(nodes.Text)
        if not isinstance(text.parent, (nodes.comment, nodes.raw, nodes.system_message))
    )


def _empty_document(env: BuildEnvironment) -> nodes.document:
    document = doctree_of(env, env.config.root_doc).copy()
    document.children.clear()
    document["ids"], document["names"] = [], []
    return document


def content_hash(assembly: Assembly) -> str:
    """Return the digest of what the reader reads: title, words, pictures, tools; not its looks.

    Neither line breaks in the source count, nor the address at which a guide is hosted.
    """
    parts = [assembly.handout.title]
    before: nodes.Node | None = None
    for node in assembly.document.findall():
        if isinstance(node, nodes.Text):
            if "address" in node.parent["classes"]:  # the printed form of a link
                continue
            if isinstance(before, nodes.Text) and before.parent is node.parent:
                parts[-1] += node.astext()
            else:
                parts.append(node.astext())
        elif isinstance(node, nodes.image):
            parts += [node["uri"], node.get("alt", "")]
        elif isinstance(node, nodes.Element):
            parts.append(node.tagname)
            known = [key for key in _CONTENT_ATTRIBUTES if node.get(key)]
            parts += [str(node[key]) for key in known if key != "refuri" or "page" not in known]
        before = node
    return "sha256:" + digest(" ".join(part.split()) for part in parts)


# --- pick ---------------------------------------------------------------------------------------


def _missing(env: BuildEnvironment, assembly: Assembly, part: str) -> tuple[PartName, ...]:
    """Note that a part names no page."""
    docname = part.partition("#")[0].removeprefix(TOCTREE)
    problem = f'there is no page "{docname}"{nearest(docname, env.found_docs)}'
    if is_pattern(docname):
        problem = "no page has such a name, or each stands in another part; mend it, or remove it"
    assembly.error(Kind.PART, f'catalogue.toml: parts: "{part}": {problem}')
    return ()


def _pick(env: BuildEnvironment, assembly: Assembly, name: PartName) -> list[nodes.Element]:
    """Return the nodes of a page or of a part of it, in holders that know their page."""
    docname, label = name.docname, name.label
    where = f'catalogue.toml: parts: "{name.shown}"'
    doctree = doctree_of(env, docname)
    assembly.docnames[docname] = None
    if not label:
        found, left_out = _untitled(_whole_page(doctree), assembly.source_title)
    else:
        target = find_label(env, docname, doctree, label)
        if target is None:
            near = suggestion(env, docname, doctree, label)
            assembly.error(Kind.PART, f'{where}: page "{docname}" has no label "{label}"{near}')
            return []
        found, left_out = _untitled([target], assembly.source_title)
    holder = nodes.container("", docname=docname, part=name.part, depth=name.depth)
    holder["is-whole"] = not label
    holder["left-out"] = [anchor_of(docname, anchor) for anchor in left_out]
    holder += [node.deepcopy() for node in found]
    name_files(env, docname, holder)
    read_inline_html(holder, env.config.language)
    leave_out_own(holder)
    leave_out_dark(holder)
    leave_out_hidden(holder, Hiding.of(env))
    is_hidden = bool(label) and not holder.children
    if is_hidden:
        message = f"{where}: a class of it hides it on its page; remove that, or write print-only"
        assembly.error(Kind.PART, message, target)
    holder["classes"] = ["part"]
    if label:
        _drop_blocks_with_labels(holder)
    leave_out_web(holder)
    if not is_hidden and name.part == name.whole and _is_blank(holder):
        words = "nothing of it is for paper; write something there, or remove it from the catalogue"
        assembly.error(Kind.PART, f"{where}: {words}")
    make_anchors_unique(holder, docname)
    return [holder]


def _is_blank(holder: nodes.container) -> bool:
    """Return whether a part holds nothing, as a page does of which no word was saved."""
    frames = (nodes.container, nodes.section, nodes.Invisible, nodes.target, addnodes.index)
    return all(isinstance(node, frames) for node in holder.findall(nodes.Element))


def _point(
    assembly: Assembly, picked: Mapping[str, list[nodes.Element]], elsewhere: Mapping[str, str]
) -> None:
    """Say of the parts that another sheet of the pack holds where they stand, in place of them.

    A part without a name is printed again: what is left out must be told by its name.
    """
    for part, sheet in elsewhere.items():
        for holder in picked.get(part, ()):
            name = _name(holder)
            boxes = [box for box in holder.findall(own.snippet) if box["snippet"] == GET_HELP]
            if holder.children == boxes:
                holder.children = []
                holder["classes"].append("in-this-pack")  # no place to break a page at
            elif name:
                words = _("{part}: see “{sheet}” in this pack.").format(part=name, sheet=sheet)
                holder.children = [nodes.paragraph("", words, classes=["in-this-pack"])]
                holder.children[0].parent = holder
            else:
                continue
            assembly.elsewhere[part] = sheet
            if boxes:  # the first page says where they are
                assembly.help_sheet = sheet


def _name(holder: nodes.Element) -> str:
    """Return what a part is called; what a clinic may change is no name."""
    if next(holder.findall(own.clinic_contact), None):
        return str(_("Where to ask"))
    section = holder.children[0]
    if not isinstance(section, nodes.section) or next(section[0].findall(own.brand_value), None):
        return ""
    return section[0].astext()


def _drop_blocks_with_labels(holder: nodes.container) -> None:
    """Drop labelled print-only blocks below the picked node: they print where they are picked.

    A block at the end of a page lies, for the parser, inside the page's last section.
    """
    for node in list(holder.findall(own.audience)):
        if node.parent is not holder and node["names"]:
            node.parent.remove(node)


def _whole_page(doctree: nodes.document) -> list[nodes.Node]:
    """Return a page's content."""
    return [
        node
        for node in doctree.children
        if isinstance(node, addnodes.index)
        or is_summary(node)
        or not isinstance(node, nodes.Invisible)
    ]


def _untitled(found: list[nodes.Node], title: str) -> tuple[list[nodes.Node], list[str]]:
    """Return a part, and the anchors of its title where that repeats the handout's."""
    first = next((node for node in found if isinstance(node, nodes.section)), None)
    heads = source_words(next(first.findall(nodes.title))) if first else set()
    if first is None or title.strip().casefold() not in heads:
        return found, []
    place = found.index(first)
    return [*found[:place], *first.children[1:], *found[place + 1 :]], list(first["ids"])
