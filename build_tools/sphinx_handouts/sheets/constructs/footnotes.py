"""Footnotes: gathered at the foot of the handout, lettered, and linked both ways.

Letters keep them apart from sources, whose numbers stand beside them, and from figures of the text:
a raised 3 behind a dose could be read as a part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from ...messages import _
from ...pages.doctrees import doctree_of
from ...pages.replacing import replace
from ...records.finding import Kind
from ..assembly import Assembly, anchor_of, docname_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def gather_notes(env: BuildEnvironment, assembly: Assembly) -> None:
    """Take the notes out of the text, and put those of this handout at its foot."""
    notes = _Notes(env, assembly)
    pending: list[nodes.Element] = [assembly.document]
    while pending:  # a note may refer to another one
        found = [node for node in pending.pop(0).findall(nodes.Element) if _is_reference(node)]
        pending += filter(None, map(notes.refer, found))
    notes.take_the_rest()
    for line in list(assembly.document.findall(nodes.transition)):
        if "footnotes" in line["classes"]:  # MyST draws one above the notes of a page
            line.parent.remove(line)
    for holder in notes.holders:
        assembly.document.append(holder)


def _is_left_alone(node: nodes.Node) -> bool:
    """Return whether a rubric heads nothing, now that the notes below it are gone."""
    if not isinstance(node, nodes.rubric) or node.parent is None or node["ids"]:
        return False
    after = node.parent.children[node.parent.index(node) + 1 :][:1]
    return not after or isinstance(after[0], (nodes.section, nodes.rubric, nodes.transition))


def first_line(children: list[nodes.Node]) -> nodes.paragraph:
    """Return the paragraph that a note begins with: a new one, where it begins with a block."""
    begin = children[0] if children else None
    if not isinstance(begin, nodes.paragraph):
        begin = nodes.paragraph()
        children.insert(0, begin)
    return begin


_NOTES = (nodes.footnote, nodes.citation)


def _is_reference(node: nodes.Node) -> bool:
    if isinstance(node, addnodes.pending_xref):
        return bool(node.get("refdomain") == "citation")
    return isinstance(node, nodes.footnote_reference)


class _Notes:
    """The notes of a handout, in the order in which they are first referred to."""

    def __init__(self, env: BuildEnvironment, assembly: Assembly) -> None:
        self.env, self.assembly = env, assembly
        self.here = self._written_here()
        self.letters: dict[str, str] = {}
        self.section: nodes.section | None = None

    @property
    def holders(self) -> list[nodes.section]:
        """The section of the notes, if there are any."""
        return [self.section] if self.section is not None else []

    def _written_here(self) -> dict[str, nodes.Element]:
        """Take every note out of the picked parts; they keep the page from which they come."""
        found: dict[str, nodes.Element] = {}
        heads: list[nodes.Node] = []
        for note in list(self.assembly.document.findall(nodes.Element)):
            if not isinstance(note, _NOTES):
                continue
            docname = docname_of(note) or ""
            heads += note.parent.children[max(note.parent.index(note) - 1, 0) :][:1]
            note.parent.remove(note)
            note["docname"] = docname
            found |= dict.fromkeys(note["ids"], note)
        for head in filter(_is_left_alone, dict.fromkeys(heads)):
            head.parent.remove(head)
        return found

    def refer(self, reference: nodes.Element) -> nodes.Element | None:
        """Letter a reference, and return its note where that stands on the sheet by now for it."""
        docname = docname_of(reference) or ""
        anchor = self._anchor(reference, docname)
        known = anchor in self.letters
        note = self.here.get(anchor) or self._elsewhere(anchor)
        if note is None:
            self.assembly.error(Kind.LINK, _lacking(reference), reference)
            return None
        mark = self._mark(note, anchor)
        number = f"{anchor}-{sum(1 for _ in self._uses(anchor)) + 1}"
        link = nodes.reference("", mark, internal=True, refid=note["ids"][0])
        comma = [nodes.Text(",")] if _close_up(reference) and mark.isalpha() else []
        raised = nodes.inline("", "", *comma, link, classes=["note-mark"], ids=[number])
        replace(reference, [raised])
        self._uses(anchor).append(number)
        if not known:
            self._add(note, mark, number)
            return note
        return None

    def take_the_rest(self) -> None:
        """Keep the notes of the picked parts to which nothing refers: they are read, too."""
        for anchor, note in self.here.items():
            if anchor in self.letters or any(i in self.letters for i in note["ids"]):
                continue
            self._add(note, self._mark(note, anchor), "")

    def _anchor(self, reference: nodes.Element, docname: str) -> str:
        if isinstance(reference, addnodes.pending_xref):
            domain = self.env.domains.citation_domain
            page, label, _line = domain.citations.get(reference["reftarget"], ("", "", 0))
            return anchor_of(page, label)
        refid = str(reference.get("refid", ""))
        return refid if refid.startswith(f"{docname}:") else anchor_of(docname, refid)

    def _elsewhere(self, anchor: str) -> nodes.Element | None:
        """Return a note of a page from which other parts were picked."""
        docname, _colon, label = anchor.rpartition(":")
        if not label or docname not in self.env.found_docs:
            return None
        for note in doctree_of(self.env, docname).findall(nodes.Element):
            if isinstance(note, _NOTES) and label in note["ids"]:
                copy: nodes.Element = note.deepcopy()
                copy["ids"] = [anchor_of(docname, anchor) for anchor in copy["ids"]]
                copy["docname"] = docname
                self.here |= dict.fromkeys(copy["ids"], copy)
                return copy
        return None

    def _mark(self, note: nodes.Element, anchor: str) -> str:
        if anchor not in self.letters:
            taken = {mark for mark in self.letters.values() if mark.isalpha() and mark.islower()}
            label = next(iter(note.findall(nodes.label)), None)
            cited = isinstance(note, nodes.citation) and label is not None
            self.letters[anchor] = f"[{label.astext()}]" if cited and label else _letter(len(taken))
            note["uses"] = []
        return self.letters[anchor]

    def _uses(self, anchor: str) -> list[str]:
        uses: list[str] = self.here[anchor]["uses"]
        return uses

    def _add(self, note: nodes.Element, mark: str, first: str) -> None:
        """Put a note at the foot, with its mark, which leads back to its first use."""
        docname = note["docname"]
        children = [child for child in note.children if not isinstance(child, nodes.label)]
        begin = first_line(children)
        back: nodes.Node = nodes.Text(mark)
        if first:
            back = nodes.reference("", mark, internal=True, refid=first)
        begin.insert(0, nodes.inline("", "", back, classes=["note-mark"]))
        begin.insert(1, nodes.Text(" "))
        holder = nodes.container("", *children, classes=["note"], ids=note["ids"][:1])
        holder.source, holder.line = note.source, note.line
        if self.section is None:
            title = nodes.title("", _("Notes"))
            self.section = nodes.section("", title, ids=["notes"], classes=["notes"])
        page = nodes.container("", holder, docname=docname, classes=["part"])
        self.section += page


def _lacking(reference: nodes.Element) -> str:
    """Return what is wrong with a reference to a note that is not there."""
    if name := reference.astext():
        return f'the note "{name}" is not there; write it below the text'
    mark = "*" if reference.get("auto") == "*" else "#"
    return (
        f"the note [{mark}]_ has no mark: nothing counts notes of reStructuredText in a page of "
        "Markdown; give it a number, [1]_, or write it in Markdown, [^name]"
    )


def _close_up(reference: nodes.Element) -> bool:
    """Remove the space before a reference, which reStructuredText needs and a raised letter not.

    Return whether it now touches the letter of another, with which it would be read as one word.
    """
    place = reference.parent.index(reference)
    before: Any = reference.parent[place - 1] if place else None
    if isinstance(before, nodes.Text):
        reference.parent[place - 1] = before = nodes.Text(before.rstrip())
        if not before.astext() and place > 1:
            before = reference.parent[place - 2]
    is_mark = isinstance(before, nodes.inline) and "note-mark" in before["classes"]
    return is_mark and bool(before.astext()[-1:].isalpha())


def _letter(number: int) -> str:
    """Return a, b ... z, aa, ab ... for 0, 1 ..."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
