"""The directives that an author writes."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx import addnodes
from sphinx.directives.other import Only
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from ..project.encodings import encoding_problem
from ..records.finding import Finding, Kind
from . import nodes as own
from .environment import application
from .outside import inserting
from .own_suffix import parse_file
from .problems import note_problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _lines(argument: str) -> int:
    number = options.positive_int(argument)
    if number > 40:
        raise ValueError("at most 40 lines")
    return int(number)


class _Block(SphinxDirective):
    """A directive whose body becomes the children of one node."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {"name": options.unchanged}
    node_class: ClassVar[Callable[..., nodes.Element]]

    def make(self) -> nodes.Element:
        """Return the node of this directive, named and located, without its children."""
        node = self.node_class()
        self.set_source_info(node)
        self.add_name(node)
        return node

    def run(self) -> list[nodes.Node]:
        """Parse the body into the node."""
        node = self.make()
        node += self.parse_content_to_nodes()
        return [node]

    def problem(self, kind: Kind, message: str) -> None:
        """Note a mistake of the author's: the build goes on, and fails at the end."""
        docname = self.env.docname
        source, line = self.get_source_info()
        note_problem(self.env, Finding(kind, message, docname=docname, line=line), source)


class PrintOnly(_Block):
    """Print the body on handouts only.

    The argument is its heading.  With a ``name`` it is printed where a handout picks that label;
    without one, it is printed with the section in which it stands.
    """

    optional_arguments = 1
    final_argument_whitespace = True
    node_class = own.audience
    media: ClassVar[str] = "print"

    def run(self) -> list[nodes.Node]:
        """Mark the body with its medium, under its heading."""
        node = self.make()
        node["media"] = self.media
        if self.arguments:
            text, messages = self.parse_inline(self.arguments[0])
            heading = nodes.rubric(self.arguments[0], "", *text, classes=["audience-heading"])
            self.set_source_info(heading)
            node += [heading, *messages]
        node += self.parse_content_to_nodes()
        return [node]


class WebOnly(PrintOnly):
    """Show the body on the hosted guide only."""

    optional_arguments = 0
    media = "web"


class Snippet(_Block):
    """Insert a snippet: a text that is written once and stands on several pages.

    The argument is the name of its file, without ``.md``.
    """

    has_content = False
    required_arguments = 1
    node_class = own.snippet

    def run(self) -> list[nodes.Node]:
        """Parse the snippet's file into the node."""
        name = self.arguments[0]
        folder = self.env.srcdir / self.config.handouts_snippets
        path = next(
            (
                p
                for suffix in self.config.source_suffix
                if (p := folder / f"{name}{suffix}").is_file()
            ),
            None,
        )
        if path is None or not path.resolve().is_relative_to(folder.resolve()):
            if path is None:
                self.env.note_dependency(folder / f"{name}.md")  # read again until it is there
            known = sorted(p.stem for p in folder.glob("*.*"))
            self.problem(
                Kind.SNIPPET,
                f'snippet "{name}": {self.config.handouts_snippets}/{name}.md does not exist; '
                f"the snippets are: {', '.join(known) or 'none yet'}",
            )
            return []
        self.env.note_dependency(path)
        node = self.make()
        node["snippet"] = nodes.make_id(name)
        node["path"] = Path(os.path.relpath(path, application(self.env).confdir)).as_posix()
        with inserting(self.env, name, path, self.lineno) as may:
            node += self._parsed(path) if may else []
        return [node]

    def _parsed(self, path: Path) -> list[nodes.Node]:
        """Parse a file as what its suffix says; headings would leak out of the snippet."""
        if problem := encoding_problem(path):
            shown = f"{self.config.handouts_snippets}/{path.name}"
            self.problem(Kind.ENCODING, f'snippet "{path.stem}": {shown} {problem}')
            return []
        found = parse_file(self.env, self.state.document, path, path.read_text("utf-8-sig"))
        for child in found:
            for section in child.findall(nodes.section):
                message = (
                    f'the heading "{section[0].astext()}" stands in a snippet, which has none; '
                    "write a box (admonition) in its place"
                )
                finding = Finding(Kind.SNIPPET, message, docname=self.env.docname)
                note_problem(self.env, replace(finding, line=section[0].line), str(path))
        return found


class InShort(_Block):
    """Put a box with the summary on top of a page or sheet: two or three lines."""

    node_class = own.in_short


class Certainty(_Block):
    """State a finding, and draw how sure we are of it, in words and on a scale of four steps.

    The argument is the certainty: ``very-low``, ``low``, ``moderate`` or ``high``.
    """

    required_arguments = 1
    node_class = own.certainty

    def make(self) -> nodes.Element:
        """Check the level."""
        node = super().make()
        level = self.arguments[0].strip().lower().replace(" ", "-")
        if level not in own.CERTAINTY_LEVELS:
            known = ", ".join(own.CERTAINTY_LEVELS)
            self.problem(Kind.DIRECTIVE, f'certainty "{level}": write one of {known}')
            level = own.CERTAINTY_LEVELS[0]
        node["level"] = level
        return node


class TickList(_Block):
    """Print a bullet list with boxes to tick in place of bullets."""

    node_class = own.tick_list


class FillIn(_Block):
    """Print a label, which is the argument, and ruled lines to write on.

    ``lines`` is how many: 1 to 40, and 1 where it is left out.
    """

    has_content = False
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"name": options.unchanged, "lines": _lines}
    node_class = own.fill_in

    def run(self) -> list[nodes.Node]:
        """Put the label above the lines."""
        node = self.make()
        node["lines"] = self.options.get("lines", 1)
        if self.arguments:
            text, messages = self.parse_inline(self.arguments[0])
            label = nodes.paragraph(self.arguments[0], "", *text, classes=["fill-in__label"])
            self.set_source_info(label)  # a text without a source is not translated
            node += [label, *messages]
        return [node]


class ClinicContact(_Block):
    """Print the contacts of the clinic whose brand the sheet carries.

    On an unbranded sheet there is room to write them; on the web it says "Ask your clinic."
    """

    has_content = False
    node_class = own.clinic_contact


class ClinicPhone(_Block):
    """Print the telephone number of the clinic whose brand the sheet carries, on a line of its own.

    On an unbranded sheet there is a line to write it; on the web it says "Your clinic can tell you
    its number." The line has the same height on every sheet.
    """

    has_content = False
    node_class = own.clinic_phone


class OnlyWithoutHeadings(Only):
    """Work as Sphinx's ``only``, but print no headings: in MyST they leak out, to everybody."""

    def run(self) -> list[nodes.Node]:
        """Run the directive, then look for sections that it made."""
        before = set(map(id, self.state.document.findall(nodes.section)))
        result = super().run()
        made = [
            section
            for root in (self.state.document, *result)
            for section in root.findall(nodes.section)
            if id(section) not in before and not _lies_in_only(section)
        ]
        if made:
            docname = self.env.docname
            message = (
                f'"only" contains the heading "{made[0][0].astext()}", '
                "which would be shown to everybody; use print-only or web-only, or move the heading"
            )
            source, line = self.get_source_info()
            finding = Finding(Kind.ONLY, message, docname=docname, line=line)
            note_problem(self.env, finding, source, where_printed=True)
        return result


def _lies_in_only(node: nodes.Node | None) -> bool:
    """Return whether Sphinx knows for whom a heading is: in reStructuredText it mostly does."""
    while node is not None and not isinstance(node, addnodes.only):
        node = node.parent
    return node is not None


DIRECTIVES: dict[str, type[SphinxDirective]] = {
    "print-only": PrintOnly,
    "web-only": WebOnly,
    "snippet": Snippet,
    "in-short": InShort,
    "certainty": Certainty,
    "tick-list": TickList,
    "fill-in": FillIn,
    "clinic-contact": ClinicContact,
    "clinic-phone": ClinicPhone,
}
"""Every directive by the name that an author writes."""


def add_directives(app: Sphinx) -> None:
    """Register the directives."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.add_directive("only", OnlyWithoutHeadings, override=True)
