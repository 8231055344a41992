"""What stands in a link says on paper what it says on the page: plain words would say other."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx_handouts.pages import nodes as own
from sphinx_handouts.pages.logged_warnings import LoggedWarning
from sphinx_handouts.records.finding import Finding, Kind, Severity
from sphinx_handouts.records.schema.handout import Handout
from sphinx_handouts.sheets.assembly import Assembly
from sphinx_handouts.sheets.books.headings import Heading
from sphinx_handouts.sheets.books.page_references import tell_pages
from sphinx_handouts.sheets.books.places import page_number
from sphinx_handouts.sheets.books.toc import toc_of
from sphinx_handouts.sheets.constructs.link_words import PIECES
from sphinx_handouts.sheets.constructs.numbers import number_figures
from sphinx_handouts.sheets.constructs.toctrees import list_pages
from sphinx_handouts.sheets.embed import resolve_links
from sphinx_handouts.sheets.sources import (
    _cites_in_words,
    _refuse_definition,
    _section_of,
    _sentence,
    _Term,
)

HEADING = nodes.reference(
    *("", "", nodes.Text("10"), nodes.superscript("", "3"), nodes.Text(" and ")),
    *(nodes.raw("", "<s>", format="html"), nodes.Text("no"), nodes.raw("", "</s>", format="html")),
)
TOCS = {
    "other": nodes.bullet_list("", nodes.reference("", "Other"), HEADING),
    "help": nodes.bullet_list("", nodes.reference("", "", own.brand_value("", "911", key="x"))),
    "drawn": nodes.bullet_list("", nodes.reference("", "", nodes.math("", "x"), nodes.Text("y"))),
}
SETTINGS = SimpleNamespace(language="en", html_link_suffix=None, html_file_suffix=None)
ENV: Any = SimpleNamespace(config=SETTINGS, tocs=TOCS)
HANDOUT = Handout(id="KP-01", slug="a", title="T", parts=["p"])
PICTURE = nodes.image("", uri="a.png", alt="A gate")
Told = list[tuple[str, str]]

LINKS: dict[str, tuple[list[nodes.Node], Told]] = {
    "plain": (
        [nodes.inline("", "", nodes.Text("the "), nodes.emphasis("", "lab"))],
        [("reference", "the lab")],
    ),
    "strong": ([nodes.strong("", "now")], [("strong", "now")]),
    "raised": (
        [nodes.Text("10"), nodes.superscript("", "3"), nodes.Text(" units")],
        [("reference", "10"), ("superscript", "3"), ("#text", " "), ("reference", "units")],
    ),
    "struck": (
        [own.inline_tag("", "", nodes.Text("not"), tag="s"), nodes.Text("\N{NO-BREAK SPACE}do")],
        [("inline_tag", "not"), ("#text", "\N{NO-BREAK SPACE}"), ("reference", "do")],
    ),
    "drawn": (
        [nodes.inline("", "", nodes.Text("see "), PICTURE.deepcopy(), nodes.Text(" here"))],
        [
            ("reference", "see"),
            ("#text", " "),
            ("image", "A gate"),
            ("#text", " "),
            ("reference", "here"),
        ],
    ),
    "broken": (
        [nodes.Text("one"), own.line_break(), nodes.Text("two")],
        [("reference", "one"), ("line_break", ""), ("reference", "two")],
    ),
    "picture": (
        [PICTURE.deepcopy()],
        [("image", "A gate"), ("#text", " "), ("reference", "e.example")],
    ),
}


MARKED = {"raised", "struck", "drawn", "broken"}


def is_holder(node: nodes.Node) -> bool:
    """Return whether a node holds the pieces of a link."""
    return isinstance(node, nodes.inline) and PIECES in node["classes"]


def told(node: nodes.Element) -> Told:
    """Return what stands in a node: the kind of each part, and its words."""
    return [(child.tagname, child.astext()) for child in node.children]


def resolved(reference: nodes.reference, base_url: str = "https://guide.example/") -> nodes.Element:
    """Return the paragraph of a link once it is resolved."""
    document = new_document("p")
    paragraph = nodes.paragraph("", "", reference)
    document += nodes.container("", paragraph, docname="p")
    resolve_links(ENV, Assembly(HANDOUT, document), base_url)
    return paragraph


@pytest.mark.parametrize("case", LINKS)
def test_a_link_says_what_its_page_says(case: str) -> None:
    """What no link may hold stands in its place between two links, and its address at the end."""
    held, wanted = LINKS[case]
    reference = nodes.reference("", "", *(node.deepcopy() for node in held))
    reference["refuri"] = "https://e.example/"
    paragraph = resolved(reference)
    (held_there,) = paragraph.findall(is_holder) if case in MARKED else [paragraph]
    found = told(held_there) + (told(paragraph)[1:] if case in MARKED else [])
    address = [] if case == "picture" else [("inline", " (e.example)")]
    assert found == [*wanted, *address]


def test_pieces_lead_where_the_link_did() -> None:
    """Within what stands around one, too."""
    reference = nodes.reference("", "", nodes.Text("10"), nodes.superscript("", "3"))
    reference["refuri"] = "https://e.example/"
    links = list(resolved(reference).findall(nodes.reference))
    assert [(link["refuri"], link.astext()) for link in links] == [
        ("https://e.example/", "10"),
        ("https://e.example/", "3"),
    ]


@pytest.mark.parametrize("uri", ["https://e.example/", "handouts:p#here", "handouts:other#x"])
@pytest.mark.parametrize("is_bold", [True, False])
def test_a_number_to_call_stays_one_in_a_link(uri: str, is_bold: bool) -> None:
    """What a region or a clinic puts in its place is printed in a link, too: 999, and no words."""
    number = own.brand_value("", "your local emergency number", key="emergency")
    held = [nodes.strong("", "", number)] if is_bold else [nodes.Text("Call "), number]
    reference = nodes.reference("", "", *held)
    reference["refuri"] = uri
    paragraph = resolved(reference, "")
    assert [one["key"] for one in paragraph.findall(own.brand_value)] == ["emergency"]
    assert paragraph.astext().startswith("your local" if is_bold else "Call your local")


def test_a_link_that_leads_nowhere_on_paper_says_the_same() -> None:
    """Where the guide is not hosted, its words stay, raised letters and all."""
    reference = nodes.reference("", "", nodes.Text("10"), nodes.superscript("", "3"))
    reference["refuri"] = "handouts:other#x"
    assert told(resolved(reference, "")) == [("#text", "10"), ("superscript", "3")]


@pytest.mark.parametrize("base_url", ["https://guide.example/", ""])
def test_a_heading_that_a_reference_prints_keeps_its_marks(base_url: str) -> None:
    """Sphinx writes the titles of its references as plain text; other words are as written."""

    def said(words: str) -> Told:
        link = nodes.reference("", "", nodes.inline("", words), refuri="handouts:other#x")
        return told(resolved(link, base_url))

    words = "103 and no"
    assert "".join(part for _kind, part in said(words)).startswith(words)
    link = nodes.reference("", "", nodes.inline("", words), refuri="handouts:other#x")
    kinds = {type(node) for node in resolved(link, base_url).findall()}
    assert {nodes.superscript, own.inline_tag} <= kinds
    assert [said(words)[0][1] for words in ("Other", "103")] == ["Other", "103"]
    link = nodes.reference("", "", nodes.inline("", "911"), refuri="handouts:help#x")
    assert any(resolved(link, base_url).findall(own.brand_value))


def test_a_table_of_contents_says_what_its_headings_say() -> None:
    """Their numbers stand before the link, and marks of notes stay where they are."""
    number = nodes.inline("", "1.2", classes=["section-number"])
    mark = nodes.inline("", "a", classes=["note-mark"])
    title = nodes.title("", "", number, nodes.Text(" 10"), nodes.superscript("", "3"), mark)
    section = toc_of([Heading(nodes.section("", title, ids=["a"]), 1, is_counted=True)], 2)
    entry = next(section.findall(nodes.paragraph))
    said = [part for part in told(entry) if part[1].strip()]
    assert said == [("inline", "1.2"), ("reference", "10"), ("superscript", "3")]


def test_a_definition_says_what_its_glossary_says() -> None:
    """Its first paragraph, without the marks of notes and sources; tags of HTML are read."""
    cited = addnodes.pending_xref("", nodes.inline("", "key"), refdomain="cite", reftarget="key")
    paragraph = nodes.paragraph(
        *("", "", nodes.Text("Do\n"), nodes.raw("", "<s>", format="html"), nodes.Text("not")),
        *(nodes.raw("", "</s>", format="html"), nodes.math("", "x^2"), nodes.Text(" now "), cited),
        *(nodes.footnote_reference("", "1"), nodes.Text(".")),
    )
    found = _sentence(paragraph, "en")
    assert [(node.tagname, node.astext()) for node in found] == [  # type: ignore[attr-defined]
        *[("#text", "Do"), ("#text", " "), ("inline_tag", "not"), ("math", "x^2")],
        *[("#text", " "), ("#text", "now"), ("#text", ".")],
    ]


def test_a_term_is_named_as_its_glossary_names_it() -> None:
    """Raised letters of its name are raised."""
    shown = [nodes.Text("10"), nodes.superscript("", "3")]
    section = _section_of([_Term("103", shown, [nodes.Text("A thousand.")], ())])
    (name,) = section.findall(nodes.strong)
    assert told(name) == [("#text", "10"), ("superscript", "3"), ("#text", ":")]


def test_a_definition_without_a_sentence_is_refused() -> None:
    """The items of a list would run into each other."""
    assert _sentence(nodes.bullet_list("", nodes.list_item()), "en") == []
    assembly = Assembly(HANDOUT, new_document("p"))
    _refuse_definition(assembly, nodes.inline(), _Term("Dose", (), (), ()))
    (found,) = assembly.findings
    assert (found.kind, '"Dose" begins with no sentence' in found.message) == (Kind.LINK, True)


@pytest.mark.parametrize(("kind", "is_word"), [("p", False), ("t", True), ("year", True)])
def test_a_definition_that_cites_in_its_words_is_refused(kind: str, is_word: bool) -> None:
    """Its mark is left out on a sheet, and the name of an author would go with it."""
    cited = addnodes.pending_xref("", refdomain="cite", reftype=kind, reftarget="bee2020")
    paragraph = nodes.paragraph("", "As found by ", cited)
    assert _cites_in_words(paragraph) == is_word
    assembly, said = Assembly(HANDOUT, new_document("p")), [nodes.Text("As found by")]
    term = _Term("Dose", said, said, (), _cites_in_words(paragraph))
    _refuse_definition(assembly, nodes.inline(), term)
    told = ["cites a source in its words" in found.message for found in assembly.findings]
    assert told == [True] * is_word


def test_a_page_is_told_behind_the_whole_link() -> None:
    """Not behind its first piece."""
    chapters = [nodes.section("", ids=[name], classes=["chapter"]) for name in "ab"]
    reference = nodes.reference("", "", nodes.Text("10"), nodes.superscript("", "3"), refid="p:b")
    paragraph = nodes.paragraph("", "", reference)
    chapters[0] += paragraph
    chapters[1]["ids"] = ["p:b"]
    document = new_document("p")
    document += nodes.container("", *chapters, docname="p")
    resolve_links(ENV, Assembly(HANDOUT, document), "")
    tell_pages(document)
    assert [part["classes"] for part in paragraph.children] == [[PIECES], ["see-page"]]
    assert len(list(document.findall(page_number))) == 1


@pytest.mark.parametrize("hidden", [False, True])
def test_a_list_of_pages_reads_the_tags_of_their_titles(hidden: bool) -> None:
    """MyST writes struck words as HTML, which a sheet would refuse; a page that is not there is."""
    title = [
        nodes.raw("", "<s>", format="html"),
        nodes.Text("no"),
        nodes.raw("", "</s>", format="html"),
    ]
    link = nodes.reference("", "", *title, refuri="handouts:other")
    found = nodes.container(
        "", nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "", link)))
    )
    app = SimpleNamespace(builder=None)
    gone = LoggedWarning("", 7, Severity.WARNING, "toc.not_readable", "no page 'gone'")
    env: Any = SimpleNamespace(
        app=app,
        _app=app,
        config=ENV.config,
        resolve_toctree=lambda *_found: found,
        handouts_warnings={"p": [gone]},
    )
    document = new_document("p")
    toctree = addnodes.toctree("", parent="p", hidden=hidden)
    toctree.line = 7
    document += nodes.container("", toctree, docname="p")
    assembly = Assembly(HANDOUT, document)
    list_pages(env, assembly)
    assert [node.astext() for node in document.findall(own.inline_tag)] == ["no"]
    missing = [] if hidden else [(7, "p")]  # nobody sees what a hidden list lacks
    assert [(one.line, one.docname) for one in assembly.findings] == missing


def numbered(forms: list[str], caption: list[nodes.Node]) -> tuple[nodes.paragraph, list[Finding]]:
    """Return references of some forms to a figure with a caption, and what is told of them."""
    figure = nodes.figure("", nodes.caption("", "", *caption), ids=["p:fig"])
    xref = {"refdomain": "std", "reftype": "numref", "reftarget": "fig", "refexplicit": True}
    asked = [addnodes.pending_xref("", nodes.Text(form), **xref) for form in forms]
    plain = nodes.reference("", "", nodes.inline("", "10 and no"), internal=True, refid="p:fig")
    paragraph = nodes.paragraph("", "", *asked, plain)
    document = new_document("p")
    document += nodes.container("", figure, paragraph, docname="p")
    domain = SimpleNamespace(
        labels={"fig": ("p", "fig", "103")},
        anonlabels={},
        get_enumerable_node_type=lambda node: "figure" if node is figure else None,
    )
    config = SimpleNamespace(numfig=True, numfig_format={"figure": "Fig. %s"}, language="en")
    domains = SimpleNamespace(standard_domain=domain)
    env: Any = SimpleNamespace(config=config, domains=domains, tocs={}, toc_fignumbers={})
    assembly = Assembly(HANDOUT, document)
    number_figures(env, assembly)
    resolve_links(env, assembly, "")
    return paragraph, assembly.findings


def test_a_caption_is_said_as_it_is() -> None:
    """In a reference to it, and where a form has its name: raised letters would be digits."""
    raised = [nodes.Text("10"), nodes.superscript("", " and no")]
    paragraph, findings = numbered(["No. {number}: {name}!"], [*raised])
    assert not findings
    assert [part.astext() for part in paragraph] == ["No. 1: 10 and no!", "10 and no"]
    assert [len(list(part.findall(nodes.superscript))) for part in paragraph] == [1, 1]
    paragraph, _none = numbered(["{name}"], [nodes.Text("10 and no")])
    assert [type(part) for part in paragraph] == [nodes.reference, nodes.reference]


@pytest.mark.parametrize(
    ("form", "said"),
    [("%s (50%%)", "1 (50%)"), ("at 50%", "at 50%"), ("{number} at 50%", "1 at 50%")]
    + [(form, "") for form in ("%s at 50%", "%s and %s", "{x} {number}", "{number.x}")],
)
def test_forms_of_numbers(form: str, said: str) -> None:
    """One that is none is told where it stands, with the forms that are."""
    paragraph, findings = numbered([form], [nodes.Text("A")])
    assert [f'"{form}" is no form of a number' in one.message for one in findings] == [True] * (
        not said
    )
    assert said in paragraph.astext()
