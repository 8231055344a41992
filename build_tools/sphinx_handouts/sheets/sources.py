"""What a handout says at its foot: where it comes from, and what its words mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup, escape
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.util.nodes import clean_astext

from ..messages import _
from ..pages.doctrees import doctree_of
from ..pages.inline_html import read_inline_html
from ..pages.replacing import replace
from ..project.validation import quoted
from ..records.finding import Kind
from ..records.texts import Text
from .assembly import Assembly, readable, sheet_texts
from .clinic.details import direction_of
from .constructs.bibliographies import cited_keys, write_citation
from .constructs.link_words import parted
from .in_words import text_direction

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_LIST = re.compile(
    r'(<section class="sources"[^>]*>\s*<h2[^>]*>.*?</h2>).*?(</section>)', re.DOTALL
)
_PERCENT = re.compile(r"(?<!\\)%")
_NUMBERS_ALONE = frozenset({"alp", "alps", "empty", "label", "labelpar", "p", "ps"})
"""Kinds of citations (sphinxcontrib-bibtex) that say nothing but the number of a source."""
_NUMBER = re.compile(r'\s*<span class="citation-number"[^>]*>[^<]*</span>')


def number_citations(env: BuildEnvironment, assembly: Assembly) -> list[nodes.Node]:
    """Replace citations by numbers, and return the list of sources that they number."""
    entries = _bibliography(env)
    numbers: dict[str, int] = {}
    for xref in list(assembly.document.findall(addnodes.pending_xref)):
        if xref.get("refdomain") != "cite":
            continue
        keys = cited_keys(xref)
        for key in keys:
            if key not in entries:
                assembly.error(Kind.LINK, f'the citation "{key}" is not in a bibliography', xref)
            else:
                numbers.setdefault(key, len(numbers) + 1)
        written = list(write_citation(env, xref, numbers))
        if written and isinstance(written[0], nodes.inline):
            _tie(xref)
        replace(xref, written)
    assembly.sources = list(numbers)
    assembly.references = [entries[key] for key in numbers]
    if not numbers:
        return []
    items = [nodes.list_item("", nodes.paragraph("", text)) for text in assembly.references]
    section = nodes.section("", nodes.title("", _("Where this comes from")), ids=["sources"])
    section["classes"].append("sources")
    section += nodes.enumerated_list("", *items, enumtype="arabic", suffix=".", prefix="")
    return [section]


def _tie(xref: nodes.Element) -> None:
    """Keep the number of a source on the line of the word before it."""
    place = xref.parent.index(xref)
    before = xref.parent[place - 1] if place else None
    if isinstance(before, nodes.Text) and before.endswith(" "):
        xref.parent[place - 1] = nodes.Text(before.rstrip() + "\N{NO-BREAK SPACE}")


def on_the_web(body: str, words: str, address: str) -> str:
    """Return *body* with *words* in place of its sources, and without their numbers.

    Large print has no room for a list in small type: ``{address}`` is where it is.
    """
    before, after = words.split("{address}", 1)
    link = Markup('<a class="address" href="https://{0}/">{0}</a>').format(address)
    sentence = f"<p>{escape(before)}{link}{escape(after)}</p>"
    body, found = _LIST.subn(lambda match: f"{match[1]}\n{sentence}\n{match[2]}", body)
    return _NUMBER.sub("", body) if found else body


def _bibliography(env: BuildEnvironment) -> dict[str, str]:
    """Return a short text for each source of sphinxcontrib-bibtex, by key."""
    if "cite" not in env.domains:
        return {}
    citations: Any = env.domains["cite"]
    language = env.config.language
    return {one.key: read_source(one.entry, language).printed for one in citations.citations}


@dataclass(frozen=True, slots=True)
class Source:
    """A source in short: its first author, year, title, place, and how to find it."""

    who: str
    year: str
    title: str
    place: str
    doi: str
    isbn: str
    url: str

    @property
    def words(self) -> str:
        """Who, year, title and place, as a sentence without its full stop."""
        head = " ".join(filter(None, [self.who, self.year]))
        return ". ".join(filter(None, [head, self.title, self.place]))

    @property
    def identifier(self) -> str:
        """What finds the source again from paper."""
        if self.doi:
            return f"doi:{self.doi}"
        return f"ISBN {self.isbn}" if self.isbn else readable(self.url)

    @property
    def printed(self) -> str:
        """The words, with what finds the source again from paper."""
        return ". ".join(filter(None, [self.words, self.identifier])) + "."

    @property
    def address(self) -> str:
        """Where the source is on the web, if it is there."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


def read_source(entry: Any, language: str = "") -> Source:
    """Read a pybtex entry for readers of *language*.

    One in the other direction is left as it is: a word among its names would change its order.
    """
    fields = {name: value.strip("{}") for name, value in entry.fields.items()}
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [_plain(" ".join([*one.prelast_names, *one.last_names])) for one in people]
    if len(names) > 2:
        is_across = text_direction(language) == "rtl" and direction_of(names[0]) == "ltr"
        names = [("%s and others" if is_across else _("%s and others")) % names[0]]
    return Source(
        who=" & ".join(names),
        year=fields.get("year", ""),
        title=_plain(entry.fields.get("title", "")).rstrip("."),
        place=_plain(entry.fields.get("journal") or entry.fields.get("publisher") or ""),
        **{key: fields.get(key, "") for key in ("doi", "isbn", "url")},
    )


@cache  # each sheet knows all sources of the project
def _plain(latex: str) -> str:
    r"""Return the words of a field: ``Daki{\'c}`` is Dakić, ``2018--2023`` has a dash."""
    from pybtex.richtext import Text as RichText  # late: few projects cite

    # Only people who write LaTeX mean a comment by a percent sign.
    return str(RichText.from_latex(_PERCENT.sub(r"\%", latex)))


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of the glossary, with all its names, and the first paragraph of its definition."""

    name: str
    shown: Sequence[nodes.Node]
    said: Sequence[nodes.Node]
    texts: Sequence[Text]
    cites_in_words: bool = False
    """Whether its sentence needs what a citation says, such as a name."""


def words_on_this_sheet(env: BuildEnvironment, assembly: Assembly) -> list[nodes.Node]:
    """Return a section that explains the glossary terms which the handout uses."""
    terms: dict[str, _Term] = {}
    for xref in list(assembly.document.findall(addnodes.pending_xref)):
        if (xref.get("refdomain"), xref.get("reftype")) != ("std", "term"):
            continue
        words = xref.astext()
        found = _definition(env, xref["reftarget"])
        if found is None and (link := _of_another_project(env, xref)) is not None:
            replace(xref, [link])
            continue
        if found is None:
            assembly.error(
                Kind.LINK, f'the term "{xref["reftarget"]}" is not in the glossary', xref
            )
        elif found.name not in terms:
            terms[found.name] = found
            assembly.texts += found.texts
            _refuse_definition(assembly, xref, found)
        replace(xref, [nodes.Text(words)])
    return [_section_of(terms.values())] if terms else []


def _refuse_definition(assembly: Assembly, xref: nodes.Element, term: _Term) -> None:
    """Refuse a definition whose first sentence, which is printed, is none without what is left out.

    It may begin with a list or a table, and may cite in words: "as {cite:t}`bee` found".
    """
    definition = f"the definition of {quoted(term.name)}"
    if not term.said:
        message = f"{definition} begins with no sentence; put one above"
        assembly.error(Kind.LINK, message, xref)
    elif term.cites_in_words:
        message = f"{definition} cites a source in its words; write them, and {{cite}} behind"
        assembly.error(Kind.LINK, message, xref)


def _section_of(terms: Iterable[_Term]) -> nodes.section:
    paragraph = nodes.paragraph(classes=["words"])
    for index, term in enumerate(sorted(terms, key=lambda term: term.name.casefold())):
        paragraph += [
            nodes.Text(" " if index else ""),
            nodes.strong("", "", *term.shown, nodes.Text(":")),
            nodes.Text(" "),
            *term.said,
        ]
    section = nodes.section(
        "", nodes.title("", _("Words on this sheet")), ids=["words-on-this-sheet"]
    )
    section["classes"].append("words-on-this-sheet")
    section += paragraph
    return section


def _of_another_project(env: BuildEnvironment, xref: nodes.Element) -> nodes.Element | None:
    """Return a link to a term that an extension knows, such as intersphinx, or nothing."""
    words = next(iter(xref.findall(nodes.Element, include_self=False)), nodes.inline())
    with suppress(NoUri):
        link: nodes.Element | None = env.events.emit_firstresult(
            "missing-reference", env, xref, words.deepcopy(), allowed_exceptions=(NoUri,)
        )
        return link
    return None


def _definition(env: BuildEnvironment, target: str) -> _Term | None:
    """Return a term of the glossary."""
    domain = env.domains.standard_domain
    place = domain.objects.get(("term", target)) or domain._terms.get(target.lower())
    if place is None:
        return None
    docname, anchor = place
    for item in doctree_of(env, docname).findall(nodes.definition_list_item):
        terms = [node for node in item.children if isinstance(node, nodes.term)]
        if any(anchor in term["ids"] for term in terms):
            first = [n[0] for n in item.children if isinstance(n, nodes.definition) and len(n)]
            texts = [text for node in (*terms, *first) for text in sheet_texts(node, docname)]
            says = [words for node in first for words in _sentence(node, env.config.language)]
            shown = [words for term in terms for words in (nodes.Text(", "), *_words_of(term, env))]
            in_words = any(map(_cites_in_words, first))
            return _Term(", ".join(map(clean_astext, terms)), shown[1:], says, texts, in_words)
    return None


def _words_of(term: nodes.term, env: BuildEnvironment) -> list[nodes.Node]:
    copy = term.deepcopy()
    read_inline_html(copy, env.config.language)
    return parted(copy, lambda run: run)


def _sentence(paragraph: nodes.Node, language: str) -> list[nodes.Node]:
    """Return what a paragraph says, without links and marks of notes; nothing of another block."""
    if not isinstance(paragraph, nodes.paragraph):
        return []
    copy = paragraph.deepcopy()
    read_inline_html(copy, language)
    for mark in [node for node in copy.findall(nodes.Element) if _is_mark(node)]:
        place, holder = mark.parent.index(mark), mark.parent
        before = holder[place - 1] if place else None
        if isinstance(before, nodes.Text):  # no space stays before a full stop
            holder[place - 1] = nodes.Text(before.rstrip())
        holder.remove(mark)
    return [
        nodes.Text(node.astext().replace("\n", " ")) if isinstance(node, nodes.Text) else node
        for node in parted(copy, lambda run: run)
    ]


def _cites_in_words(paragraph: nodes.Node) -> bool:
    """Return whether citations of a paragraph are words of its sentence, such as a name."""
    return any(
        xref.get("refdomain") == "cite" and xref["reftype"] not in _NUMBERS_ALONE
        for xref in paragraph.findall(addnodes.pending_xref)
    )


def _is_mark(node: nodes.Element) -> bool:
    return isinstance(node, nodes.footnote_reference | nodes.citation_reference) or (
        isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite"
    )
