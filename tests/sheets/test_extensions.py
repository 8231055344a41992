"""What extensions make of a page, and what is left of it on paper: no extension is imported."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from sphinx.addnodes import pending_xref
from sphinx.config import Config
from sphinx_handouts.records.schema.handout import Handout
from sphinx_handouts.sheets.assembly import Assembly
from sphinx_handouts.sheets.constructs.notebooks import print_outputs
from sphinx_handouts.sheets.constructs.numbers import number_figures, number_others
from sphinx_handouts.sheets.constructs.paragraphs import part_paragraphs
from sphinx_handouts.sheets.constructs.proofs import open_proofs
from sphinx_handouts.sheets.constructs.sphinx_own import drop_source_links, open_summaries
from sphinx_handouts.sheets.embed import mark_written, refuse_raw_html
from sphinx_handouts.sheets.losses import unloaded_theme
from sphinx_handouts.sheets.parts import _whole_page

TABLE = "<div><style>td { color: red }</style><table><td>7</td><td>days</td></table></div>"


def assembly_of(*children: nodes.Node) -> Assembly:
    """Return a sheet that holds these nodes."""
    document = publish_doctree("")
    document += children
    return Assembly(Handout(id="HO-01", slug="walk", title="Walk", parts=("walk",)), document)


def environment(config: Config) -> Any:
    """Return what knows the settings alone."""
    return SimpleNamespace(config=config)


def output(html: str, plain: str) -> nodes.container:
    """Return an output of a notebook in two forms, as MyST-NB keeps it."""
    raw, text = nodes.raw("", html, format="html"), nodes.literal_block(plain, plain)
    forms = [
        nodes.container("", raw, mime_type="text/html"),
        nodes.container("", text, mime_type="text/plain"),
    ]
    return nodes.container("", *forms, nb_element="mime_bundle")


def forms_of(html: str, plain: str) -> list[str]:
    """Return in which forms an output may be printed."""
    sheet = assembly_of(output(html, plain))
    print_outputs(environment(Config()), sheet)
    bundle: Any = sheet.document.children[0]
    return [form["mime_type"] for form in bundle]


def test_a_table_of_a_notebook_is_printed_as_its_plain_text() -> None:
    """HTML goes only where plain text says all of its words, and nothing is drawn in it."""
    assert forms_of(TABLE, "7 days") == ["text/plain"]
    assert forms_of(TABLE, "<Table at 0x7>") == ["text/html", "text/plain"]
    assert forms_of("<p>7</p><img src='a.png'>", "7") == ["text/html", "text/plain"]
    assert forms_of("<svg></svg>", "Chart") == ["text/html", "text/plain"]
    assert forms_of("<div></div>", "Chart") == ["text/html", "text/plain"]


def test_outputs_are_picked_for_sheets_as_for_pages() -> None:
    """MyST-NB drops outputs for builders that it does not know; a project has the last word."""
    config = Config()
    config.add("nb_mime_priority_overrides", [("handouts", "text/html", None)], "env", ())
    print_outputs(environment(config), assembly_of())
    print_outputs(environment(config), assembly_of())  # each sheet asks for it, and one row is kept
    rows = config.nb_mime_priority_overrides
    places = {form: place for _builder, form, place in rows}
    assert places["image/png"] < places["text/plain"]
    assert places["text/html"] is None
    assert len(rows) == len(set(rows))


def test_folded_cells_are_open_and_colours_of_a_terminal_are_no_text() -> None:
    """A cell is not folded on paper; codes go from what their lexer reads, from nothing else."""
    text = "\x1b[1;31mred\x1b[0m"
    ansi = nodes.literal_block(text, text, language="myst-ansi")
    other = nodes.literal_block(text, text, language="text")
    cell = nodes.container("", ansi, other, nb_element="cell_code", hide_mode="all")
    print_outputs(environment(Config()), assembly_of(cell))
    assert "hide_mode" not in cell
    assert (ansi.astext(), ansi.rawsource) == ("red", "red")
    assert other.astext() == text


def test_blocks_in_a_paragraph_stand_by_themselves() -> None:
    """A block ends the line before it, and the first paragraph in one goes on in that line."""
    items = nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "one")))
    whole = nodes.paragraph("", "", nodes.Text("days - "), nodes.paragraph("", "how long:"), items)
    whole += nodes.Text("after")
    plain = nodes.paragraph("", "Nothing in it.")
    sheet = assembly_of(nodes.list_item("", whole), plain)
    part_paragraphs(sheet)
    item: Any = sheet.document.children[0]
    assert [type(node) for node in item] == [nodes.paragraph, nodes.bullet_list, nodes.paragraph]
    assert [node.astext() for node in item] == ["days - how long:", "one", "after"]
    assert sheet.document.children[1] is plain


@pytest.mark.parametrize(
    ("html", "refused"),
    [
        ("<script>kernelName = 'python3'</script>\n<style>a {}</style>", False),
        ('<div id="chart"></div><script>draw()</script>', True),
        ("<video src='a.mp4'></video>", True),
    ],
)
def test_scripts_that_no_author_wrote_show_nothing(html: str, refused: bool) -> None:
    """What an extension adds behind the words is left out; what it draws is refused, by name."""
    sheet = assembly_of(nodes.paragraph("", "Walk."))
    mark_written(sheet)
    sheet.document += nodes.raw("", html, format="html")
    refuse_raw_html(sheet)
    assert bool(sheet.findings) is refused
    by_hand = assembly_of(nodes.raw("", html, format="html"))
    mark_written(by_hand)
    refuse_raw_html(by_hand)
    assert by_hand.findings


def test_a_summary_of_a_program_is_no_comment() -> None:
    """A table of ``autosummary`` stands on the sheet as on the page; a comment does not."""
    table = nodes.table("", nodes.tgroup())
    summary: nodes.Element = type("autosummary_table", (nodes.comment,), {})("", "", table)
    page = publish_doctree("").copy()
    page += [nodes.comment("", "no word"), summary]
    document = assembly_of(*_whole_page(page)).document
    open_summaries(document)
    assert document.children == [table]


def test_no_link_to_the_source_of_a_program() -> None:
    """What ``viewcode`` writes behind a name leads to a page that no sheet has."""
    link: nodes.Element = type("viewcode_anchor", (nodes.Element,), {})()
    sheet = assembly_of(nodes.paragraph("", "knee", link))
    drop_source_links(sheet)
    assert not sheet.document.next_node(type(link))


def test_a_theme_that_is_not_loaded_is_named() -> None:
    """Directives of a theme are unknown where no website is built, unless it is an extension."""

    def said(theme: str, *extensions: str) -> str:
        app = SimpleNamespace(config=SimpleNamespace(html_theme=theme), extensions=extensions)
        env: Any = SimpleNamespace(app=app)
        return unloaded_theme(env)

    assert said("sphinx_book_theme") == "sphinx_book_theme"
    assert said("sphinx_book_theme", "sphinx_book_theme") == ""
    assert said("furo") == ""  # it brings none, and refuses to be an extension
    assert said("basic") == ""


class Exercise(nodes.Admonition, nodes.Element):
    """What an extension numbers."""


def of_page(kind: str, numbers: dict[str, tuple[int, ...]]) -> Any:
    """Return an environment in which the page "walk" has numbers of a *kind*."""
    config = SimpleNamespace(numfig=True, numfig_format={"exercise": "Exercise %s"})
    standard = SimpleNamespace(
        get_enumerable_node_type=lambda node: kind if isinstance(node, Exercise) else None,
        labels={"bend": ("walk", "bend", "Bend it")},
    )
    domains = SimpleNamespace(standard_domain=standard)
    return SimpleNamespace(config=config, domains=domains, toc_fignumbers={"walk": {kind: numbers}})


def test_what_an_extension_numbers_has_the_number_of_its_page() -> None:
    """It is written once the extension has put the title together; Sphinx resolves references."""
    env = of_page("exercise", {"bend": (2, 3)})
    xref = pending_xref("", refdomain="std", reftype="numref", reftarget="bend")
    numbered = Exercise("", nodes.title("", " (Bend it)"), ids=["bend"])
    other = Exercise("", nodes.title("", "Exercise"), ids=["walk:more"])
    sheet = assembly_of(numbered, other, nodes.paragraph("", "", xref))
    sheet.docnames["walk"] = None
    number_figures(env, sheet)
    assert [numbered.astext(), other.astext()] == [" (Bend it)", "Exercise"]
    assert (sheet.findings, xref.parent.children) == ([], [xref])
    numbered["ids"] = ["walk:bend"]
    number_others(env, sheet)
    assert [numbered.astext(), other.astext()] == ["Exercise 2.3  (Bend it)", "Exercise"]


def test_a_definition_of_sphinx_proof_is_a_box() -> None:
    """It begins with what it is, and with its number on the page where it has one."""
    kind = type("definition_node", (nodes.Admonition, nodes.Element), {})
    kind.__module__ = "sphinx_proof.nodes"

    def node(title: str, anchor: str) -> nodes.Element:
        section = nodes.section("", nodes.paragraph("", "A joint."), ids=["proof-content"])
        head = nodes.title("", title)
        made: nodes.Element = kind("", head, section, ids=[anchor], realtype="definition")
        return made

    sheet = assembly_of(node(" (Knee)", "walk:knee"), node("", "walk:plain"))
    sheet.docnames["walk"] = None
    open_proofs(of_page("definition", {"knee": (1,)}), sheet)
    boxes: Any = sheet.document.children
    assert [type(box) for box in boxes] == [nodes.admonition] * 2
    assert [box[0].astext().split() for box in boxes] == [
        ["Definition", "1", "(Knee)"],
        ["Definition"],
    ]
    assert [(box[1].astext(), box["ids"]) for box in boxes] == [
        ("A joint.", ["walk:knee"]),
        ("A joint.", ["walk:plain"]),
    ]
