"""Reads a page's document tree into the records that the content checks look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from ..checks.facts import Block, Heading, Link, Named, PageFacts, Picture, Role
from ..pages import nodes as own
from ..sheets.constructs.bibliographies import cited_keys
from ..sheets.doctext import (
    breaks_before,
    in_glossary,
    is_source,
    lines_of,
    one_line,
    row_line,
    term_line,
    words_of,
)

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_ROLES: tuple[tuple[type[nodes.Node], Role], ...] = (
    (nodes.title, Role.HEADING),
    (nodes.rubric, Role.HEADING),
    (nodes.caption, Role.CAPTION),
    (nodes.term, Role.DEFINITION),
)
PICTURES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}
_SKIPPED = (
    *(addnodes.toctree, nodes.citation, nodes.comment, nodes.literal_block, nodes.raw),
    *(nodes.system_message, nodes.math_block, nodes.substitution_definition),
)


def survey(env: BuildEnvironment, docname: str) -> PageFacts:
    """Return what the checks want to know of a page."""
    path = Path(env.doc2path(docname))
    try:
        lines = path.read_text("utf-8-sig", errors="replace").splitlines()
    except OSError:  # the page was removed meanwhile
        lines = []
    surveyor = _Surveyor(docname, snippet_docnames(env), lines)
    surveyor.walk(env.get_doctree(docname), _Place(docname))
    return PageFacts(docname, **{name: tuple(found) for name, found in surveyor.found.items()})


def snippet_docnames(env: BuildEnvironment) -> dict[str, str]:
    """Return the files of the snippets, from the source folder, by the name of the snippet."""
    folder = Path(env.srcdir, env.config.handouts_snippets)
    return {
        nodes.make_id(path.stem): f"{env.config.handouts_snippets}/{path.name}"
        for path in sorted(folder.glob("*.*"))
        if path.suffix in env.config.source_suffix
    }


def figures(env: BuildEnvironment, confdir: Path) -> tuple[set[Path], set[Path]]:
    """Return the pictures in the folders that pages take pictures from, and those that are used."""
    config = env.config
    named = [name for names in (env.images, env.dlfiles) for name in names]
    used = {Path(env.srcdir, name) for name in named}
    used |= {Path(env.srcdir, name) for names in env.dependencies.values() for name in names}
    used |= {Path(confdir, name) for name in (config.html_logo, config.html_favicon) if name}
    static = [Path(confdir, name) for name in config.html_static_path]
    taken_from = {Path(env.srcdir, name).parent for name in env.images}
    there = {
        path
        for folder in taken_from
        if not any(folder.is_relative_to(place) for place in static)  # style sheets use these
        for path in folder.glob("*.*")
        if path.suffix.lower() in PICTURES and path.is_file()
    }
    return there, used


@dataclass(frozen=True)
class _Place:
    """Where the walk is: file, line, section, and what is around."""

    docname: str
    line: int = 0
    section: int = 0
    level: int = 0
    role: Role = Role.TEXT
    snippet: Named | None = None
    finding: bool = False

    def but(self, **changes: Any) -> _Place:
        return _Place(**{**self.__dict__, **changes})


@dataclass
class _Surveyor:
    """Walks over a tree, and collects facts by the names of `PageFacts`."""

    page: str
    snippets: dict[str, str]
    lines: list[str]
    found: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    sections: int = 0

    def walk(self, node: nodes.Element, place: _Place) -> None:
        """Collect the facts of *node* and of all below it."""
        if isinstance(node, _SKIPPED):
            return
        if node.line:
            place = place.but(line=node.line + row_line(node))
        place = self._enter(node, place)
        if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
            self._block(node, place)
        for child in node.children:
            if isinstance(child, nodes.Element):
                self.walk(child, place)

    def _enter(self, node: nodes.Element, place: _Place) -> _Place:
        """Collect what *node* itself is, and return the place within it."""
        for kind, collect in _COLLECTORS.items():
            if isinstance(node, kind):
                return collect(self, node, place)
        return place

    def snippet(self, node: nodes.Element, place: _Place) -> _Place:
        """Note the snippet; what is in it stands in its own file."""
        fact = Named(place.docname, place.line, node["snippet"])
        self.found["snippets"].append(fact)
        docname = self.snippets.get(node["snippet"], place.docname)
        return place.but(docname=docname, line=1, snippet=fact)

    def section(self, _node: nodes.Element, place: _Place) -> _Place:
        """Count the section."""
        self.sections += 1
        return place.but(section=self.sections, level=place.level + 1)

    def certainty(self, _node: nodes.Element, place: _Place) -> _Place:
        """Remember that what follows is a finding."""
        return place.but(finding=True)

    def fill_in(self, _node: nodes.Element, place: _Place) -> _Place:
        """Remember that what follows is a label."""
        return place.but(role=Role.LABEL)

    def definition(self, _node: nodes.Element, place: _Place) -> _Place:
        """Remember that what follows explains a word."""
        return place.but(role=Role.DEFINITION)

    def audience(self, node: nodes.Element, place: _Place) -> _Place:
        """Note a part of a snippet that one medium lacks, or a labelled block for print."""
        if place.snippet:
            split = Named(place.docname, place.line, place.snippet.name)
            self.found["split_snippets"].append(split)
        elif node["media"] == "print":
            labels = (Named(place.docname, place.line, name) for name in node["names"])
            self.found["print_labels"].extend(labels)
        return place

    def picture(self, node: nodes.Element, place: _Place) -> _Place:
        """Note the picture with the caption of its figure."""
        figure = node.parent
        while isinstance(figure, (nodes.reference, nodes.paragraph)):
            figure = figure.parent
        captions = [c for c in figure.children if isinstance(c, nodes.caption)]
        alt, caption = node.get("alt"), " ".join(c.astext() for c in captions)
        picture = Picture(place.docname, place.line, node["uri"], alt, one_line(caption))
        self.found["pictures"].append(picture)
        if alt:
            where = (place.docname, place.line, one_line(alt), Role.ALTERNATIVE, place.section)
            self.found["blocks"].append(Block(*where, sourced=False))
        return place

    def abbreviation(self, node: nodes.Element, place: _Place) -> _Place:
        """Note an abbreviation that is marked as such."""
        self.found["abbreviations"].append(node.astext())
        return place

    def reference(self, node: nodes.Element, place: _Place) -> _Place:
        """Note a citation, a term, or a link to which its author gave words."""
        place = place.but(line=place.line + breaks_before(node))
        kind = (node.get("refdomain"), node.get("reftype"))
        if kind[0] == "cite":
            for key in cited_keys(node):
                self.found["citations"].append(Named(place.docname, place.line, key))
        elif kind == ("std", "term"):
            self.found["term_uses"].append(Named(place.docname, place.line, node["reftarget"]))
        elif node.get("refexplicit", True) and not node.get("internal"):
            target = str(node.get("refuri") or node.get("reftarget") or node.get("refid") or "")
            pictures = [str(image.get("alt") or "") for image in node.findall(nodes.image)]
            text = one_line(" ".join([node.astext(), *pictures]))
            if target:
                self.found["links"].append(Link(place.docname, place.line, text, target))
        return place

    def _block(self, node: nodes.TextElement, place: _Place) -> None:
        text, breaks = lines_of(words_of(node))
        role = next((role for kind, role in _ROLES if isinstance(node, kind)), place.role)
        if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
            level = self._level(place)
            self.found["headings"].append(Heading(place.docname, place.line, text, level))
        if isinstance(node, nodes.term) and in_glossary(node):
            place = place.but(line=term_line(node, place.line))
            self.found["terms"].append(Named(place.docname, place.line, text))
        if text:
            sourced = any(map(is_source, node.findall()))
            where = (place.docname, place.line, text, role, place.section)
            self.found["blocks"].append(Block(*where, sourced, place.finding, breaks))

    def _level(self, place: _Place) -> int:
        """Return the level of a heading as it was written: MyST mends what skips one."""
        if place.docname == self.page and 0 < place.line <= len(self.lines):
            marks = self.lines[place.line - 1].lstrip()
            return len(marks) - len(marks.lstrip("#")) or place.level
        return place.level


_COLLECTORS: dict[type[nodes.Node], Callable[[_Surveyor, Any, _Place], _Place]] = {
    own.snippet: _Surveyor.snippet,
    own.certainty: _Surveyor.certainty,
    own.audience: _Surveyor.audience,
    own.fill_in: _Surveyor.fill_in,
    nodes.section: _Surveyor.section,
    nodes.definition: _Surveyor.definition,
    nodes.image: _Surveyor.picture,
    nodes.abbreviation: _Surveyor.abbreviation,
    nodes.reference: _Surveyor.reference,
    addnodes.pending_xref: _Surveyor.reference,
}
"""Who collects the facts of which node."""
