"""Numbers of figures, tables, listings and formulas: counted on the sheet, not in the guide.

What an extension numbers, such as exercises, keeps the number of its page: the extension itself
writes it where it refers to one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ...pages.doctrees import doctree_of
from ...pages.replacing import replace
from ...project.validation import quoted
from ...records.finding import Kind
from ..assembly import Assembly, anchor_of
from .link_words import is_plain

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


_Number = tuple[str, int, nodes.Element]
"""A kind, a number of it, and the caption of what has it."""
_NAME = "\ue000name\ue001"
COUNTED = frozenset({"figure", "table", "code-block"})
"""The kinds that are counted on the sheet: those of Sphinx."""


def number_figures(env: BuildEnvironment, assembly: Assembly) -> None:
    """Count what has a caption, where the project numbers it, and resolve references to it."""
    numbers: dict[str, _Number] = {}
    if env.config.numfig:
        counts: Counter[str] = Counter()
        for node, kind, caption in list(_numbered(env, assembly.document)):
            if kind not in COUNTED:
                continue
            counts[kind] += 1
            numbers |= dict.fromkeys(node["ids"], (kind, counts[kind], caption.deepcopy()))
            form = env.config.numfig_format.get(kind, "%s")
            try:
                words = _words(form, counts[kind], caption.astext())
            except ValueError as error:
                message = f"conf.py: numfig_format: {kind}: {error}"
                assembly.error(Kind.LINK, message, node)
                return
            caption.insert(0, nodes.inline("", f"{words} ", classes=["caption-number"]))
    for xref in list(assembly.document.findall(addnodes.pending_xref)):
        if (xref.get("refdomain"), xref.get("reftype")) == ("std", "numref"):
            try:
                _refer(env, assembly, xref, numbers)
            except ValueError as error:
                assembly.error(Kind.LINK, str(error), xref)


def number_others(env: BuildEnvironment, assembly: Assembly) -> None:
    """Write the number of its page before what an extension numbers, once it has its title."""
    numbers = numbers_of_pages(env, assembly)
    for node, kind, caption in list(_numbered(env, assembly.document)):
        number = next((numbers[anchor] for anchor in node["ids"] if anchor in numbers), "")
        if kind not in COUNTED and number:
            words = _words(env.config.numfig_format.get(kind, "%s"), number, caption.astext())
            caption.insert(0, nodes.inline("", f"{words} ", classes=["caption-number"]))


def numbers_of_pages(env: BuildEnvironment, assembly: Assembly) -> dict[str, str]:
    """Return the numbers that things of extensions have on their pages, by anchors of the sheet."""
    return {
        anchor_of(docname, anchor): number
        for docname in assembly.docnames
        for anchor, number in _of_extensions(env, docname).items()
    }


def _of_extensions(env: BuildEnvironment, docname: str) -> dict[str, str]:
    """Return the numbers that things of extensions have on a page, by their anchors."""
    return {
        anchor: ".".join(map(str, number))
        for kind, numbers in env.toc_fignumbers.get(docname, {}).items()
        if kind not in COUNTED
        for anchor, number in numbers.items()
    }


def _numbered(
    env: BuildEnvironment, document: nodes.document
) -> Iterator[tuple[nodes.Element, str, nodes.Element]]:
    """Yield what is numbered, its kind, and its caption."""
    domain = env.domains.standard_domain
    for node in document.findall(nodes.Element):
        kind = domain.get_enumerable_node_type(node)
        caption = _caption(node) if kind and kind != "section" else None
        if kind and caption is not None:
            yield node, kind, caption


def _caption(node: nodes.Element) -> nodes.Element | None:
    return next((child for child in node if isinstance(child, (nodes.caption, nodes.title))), None)


def _words(form: str, number: int | str, name: str) -> str:
    """Return a number in words: in the new form of Sphinx's settings, or in the old one.

    Raises
    ------
    ValueError
        Where the form is none.
    """
    try:
        if "{name}" in form or "number" in form:
            return form.format(name=name, number=number)
        return form % number if "%s" in form else form
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise ValueError(
            f"{quoted(form)} is no form of a number: write {{number}}, {{name}} or one %s in it, "
            "and %% for a percent sign beside that"
        ) from None


def _refer(
    env: BuildEnvironment,
    assembly: Assembly,
    xref: addnodes.pending_xref,
    numbers: Mapping[str, _Number],
) -> None:
    """Put a link with the number on this sheet in the place of a reference."""
    domain = env.domains.standard_domain
    target = xref["reftarget"]
    docname, label, *_name = domain.labels.get(target) or domain.anonlabels.get(target, ("", ""))
    if label in _of_extensions(env, docname):
        return  # Sphinx knows the number of its page
    anchor = anchor_of(docname, label)
    words = xref.astext() if xref.get("refexplicit") else ""
    caption = nodes.Element()
    if anchor in numbers:
        kind, number, caption = numbers[anchor]
        words = _words(words or env.config.numfig_format.get(kind, "%s"), number, _NAME)
    elif title := domain.labels.get(target, ("", "", ""))[2]:
        if docname and _is_section(env, docname, label):
            words = _words(words, title, title) if words else title  # it has no number here
        else:
            _not_here(assembly, xref, target)
            return
    elif env.config.numfig:
        _not_here(assembly, xref, target)
        return
    else:
        return  # Sphinx says that numbers are switched off
    said = nodes.inline("", "", *_with_name(words, caption))
    replace(xref, [nodes.reference("", "", said, internal=True, refid=anchor)])


def _with_name(words: str, caption: nodes.Element) -> Iterator[nodes.Node]:
    """Yield words with a caption in its place: plain ones would say other than it does."""
    before, *rest = words.split(_NAME)
    yield nodes.Text(before)
    for after in rest:
        has_links = caption.next_node(nodes.reference) is not None
        if is_plain(caption) or has_links:
            yield nodes.Text(caption.astext())
        else:
            yield from (child.deepcopy() for child in caption.children)
        yield nodes.Text(after)


def _is_section(env: BuildEnvironment, docname: str, label: str) -> bool:
    return isinstance(doctree_of(env, docname).ids.get(label), nodes.section)


def _not_here(assembly: Assembly, xref: nodes.Element, target: str) -> None:
    message = f'"{target}" has no number on this handout; add the part that holds it, or use ref'
    assembly.error(Kind.LINK, message, xref)


# --- formulas -----------------------------------------------------------------------------------


def number_formulas(assembly: Assembly, form: str) -> None:
    """Count the formulas that have a number on the web, and resolve references to them."""
    numbers: dict[str, tuple[nodes.math_block, int]] = {}
    for block in assembly.document.findall(nodes.math_block):
        if block.get("number") and block.get("label"):
            block["number"] = len(numbers) + 1
            numbers[block["label"]] = block, block["number"]
    for xref in list(assembly.document.findall(addnodes.pending_xref)):
        if xref.get("refdomain") != "math":
            continue
        target = xref["reftarget"]
        if target not in numbers:
            _not_here(assembly, xref, target)
            continue
        block, number = numbers[target]
        words = form.format(number=number)
        place = block["ids"][0] if block["ids"] else ""
        link = nodes.reference("", "", nodes.inline("", words), internal=True, refid=place)
        replace(xref, [link] if place else [nodes.Text(words)])
