"""Whatever tree a page becomes, the writer of sheets writes all of its words."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from projects import lay_out
from sphinx.application import Sphinx
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.util.docutils import docutils_namespace
from sphinx_handouts.pages import nodes as own
from sphinx_handouts.pdf.render import render
from sphinx_handouts.proofing.completeness import unwritten
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.sheets.said import said
from sphinx_handouts.sheets.templates import stylesheet

Writer = Callable[[nodes.document], str]

# --- trees ----------------------------------------------------------------------------------------

TEXTS = st.sampled_from(
    ["", " ", "a", "two words", "Call 999 now", "ends with a space ", " x", "\n"]
)
text = TEXTS.map(nodes.Text)


def _inline(kind: type[nodes.Element], **attributes: Any) -> Callable[[Any], nodes.Element]:
    return lambda children: kind("", "", *children, **attributes)


inline: st.SearchStrategy[nodes.Node] = st.recursive(
    text | st.builds(own.line_break) | st.builds(nodes.literal, st.just(""), TEXTS),
    lambda inner: (
        st.one_of(
            st.lists(inner, max_size=3).map(_inline(kind))
            for kind in (nodes.strong, nodes.emphasis, nodes.superscript, nodes.inline)
        )
        | st.lists(inner, max_size=2).map(lambda kids: own.inline_tag("", "", *kids, tag="s"))
    ),
    max_leaves=4,
)
words = st.lists(inline, max_size=4)
paragraph = words.map(lambda kids: nodes.paragraph("", "", *kids))


def _list(items: list[list[nodes.Node]], start: int | None) -> nodes.Element:
    group: nodes.Element = nodes.bullet_list() if start is None else nodes.enumerated_list()
    if start is not None:
        group.attributes |= {"enumtype": "arabic", "start": start, "prefix": "", "suffix": "."}
    group += [nodes.list_item("", *item) for item in items]
    return group


def _definitions(pairs: list[tuple[list[nodes.Node], list[nodes.Node]]]) -> nodes.Element:
    return nodes.definition_list(
        "",
        *[
            nodes.definition_list_item("", nodes.term("", "", *term), nodes.definition("", *body))
            for term, body in pairs
        ],
    )


def _table(rows: list[list[nodes.Node]]) -> nodes.Element:
    head = nodes.thead("", nodes.row("", nodes.entry("", nodes.paragraph("", "Head"))))
    body = nodes.tbody("", *[nodes.row("", nodes.entry("", *cell)) for cell in rows])
    return nodes.table("", nodes.tgroup("", nodes.colspec(colwidth=1), head, body, cols=1))


def _blocks(inner: st.SearchStrategy[nodes.Node]) -> st.SearchStrategy[nodes.Node]:
    several = st.lists(inner, max_size=3)
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.builds(_list, st.lists(several, min_size=1, max_size=3), st.none() | st.integers(0, 99)),
        st.lists(st.tuples(words, some), min_size=1, max_size=2).map(_definitions),
        st.lists(several, min_size=1, max_size=3).map(_table),
        some.map(lambda kids: nodes.block_quote("", *kids)),
        some.map(lambda kids: nodes.topic("", nodes.title("", "Topic"), *kids)),
        some.map(lambda kids: nodes.admonition("", nodes.title("", "Box"), *kids)),
        some.map(lambda kids: own.in_short("", *kids)),
        words.map(lambda kids: nodes.line_block("", nodes.line("", "", *kids))),
        words.map(lambda kids: nodes.rubric("", "", *kids)),
        TEXTS.map(lambda code: nodes.literal_block(code, code)),
    )


blocks = st.recursive(paragraph, _blocks, max_leaves=6)
pages = st.lists(blocks, min_size=1, max_size=4)


# --- the writer -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def write(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Writer:
    """Return a function that writes a tree as the body of a sheet."""
    folder = lay_out(rootdir, "base", tmp_path_factory.mktemp("writer")).folder
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'myst_parser", RemovedInSphinx11Warning)
        out = folder / "_build"
        places = (folder, folder, out, out / "doctrees")
        # What it registers with docutils is forgotten at the end: other tests build, too.
        with docutils_namespace():
            app = Sphinx(*places, "handouts", status=StringIO(), warning=StringIO())
            app.build()
    builder: Any = app.builder

    def body(document: nodes.document) -> str:
        document.settings = builder.docsettings
        visitor: Any = builder.create_translator(document, builder)
        document.walkabout(visitor)
        return "".join(visitor.fragment)

    template = app.env.get_doctree("index")

    def of(document: nodes.document) -> str:
        document.reporter = template.reporter
        return body(document)

    return of


def _document(children: list[nodes.Node]) -> nodes.document:
    document = nodes.document(None, None)
    holder = nodes.container("", *[child.deepcopy() for child in children], docname="index")
    document += holder
    return document


BOLD_END = nodes.paragraph("", "", nodes.Text("Call 999 "), nodes.strong("", "now"), nodes.Text(""))


@given(pages)
@example([BOLD_END])
@example([_list([[BOLD_END]], 3), _table([[BOLD_END]])])
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_all_words_are_written(write: Writer, page: list[nodes.Node]) -> None:
    """Each text and number of a tree is in its HTML, in order, and nothing else is."""
    document = _document(page)
    wanted = tuple(said(document))
    assert list(unwritten(wanted, write(document))) == []


@given(pages)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_all_words_are_printed(write: Writer, page: list[nodes.Node]) -> None:
    """And it is all on paper, tagged as PDF/UA-1 wants it."""
    body = write(_document(page))
    head = '<html lang="en"><head><title>T</title></head><body class="sheet sheet--a4">'
    rendered = render(RenderJob(f"{head}<main><h1>T</h1>{body}</main></body></html>", stylesheet()))
    assert rendered.problems == ()
    assert rendered.misprints == ()


def test_a_picture_below_words_of_an_item_is_below_them(write: Writer) -> None:
    """The first paragraph of an item has no box; a picture that comes first begins the item."""
    picture = nodes.image("", uri="data:,", alt="A gate")
    below = nodes.list_item("", nodes.paragraph("", "Words"), picture.deepcopy())
    html = write(_document([nodes.bullet_list("", below, nodes.list_item("", picture))]))
    assert ["<p><img" in item for item in html.split("<li")[1:]] == [True, False]


def test_pictures_side_by_side_do_not_touch(write: Writer) -> None:
    """A browser parts two blocks that are pictures by a blank; within a line the author does."""
    picture = nodes.image("", uri="data:,", alt="A gate")
    line = nodes.paragraph("", "", picture.deepcopy(), picture.deepcopy())
    html = write(_document([picture, picture, line]))
    assert [part[:1] for part in html.split("/>")[1:4]] == ["\n", "\n", "<"]
