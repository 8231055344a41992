"""Inline tags of HTML mean what they mean; what is not known stays, to be refused."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st
from sphinx_handouts.pages import nodes as own
from sphinx_handouts.pages.inline_html import TAGS, ReadInlineHTML, raw_html


def read(*pieces: str, block: bool = False, language: str = "en") -> nodes.document:
    """Return a page whose raw HTML has been read; what begins with ``<`` is raw."""
    document = publish_doctree("")
    document.settings.language_code = language
    children = [_raw(p) if p.startswith("<") else nodes.Text(p) for p in pieces]
    document += children if block else [nodes.paragraph("", "", *children)]
    ReadInlineHTML(document).apply()
    return document


def _raw(html: str) -> nodes.raw:
    node = nodes.raw("", html, format="html")
    node.line = 7
    return node


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("sup", nodes.superscript),
        ("sub", nodes.subscript),
        ("b", nodes.strong),
        ("strong", nodes.strong),
        ("i", nodes.emphasis),
        ("em", nodes.emphasis),
        ("span", nodes.inline),
        ("abbr", nodes.abbreviation),
        ("acronym", nodes.abbreviation),
        ("code", nodes.literal),
        ("tt", nodes.literal),
        ("time", nodes.inline),
    ],
)
def test_tags_of_docutils(tag: str, kind: type[nodes.Element]) -> None:
    """A tag that docutils has a node for becomes that node, around its words."""
    paragraph = read("10", f"<{tag}>", "3", f"</{tag}>", " units")[0]
    assert [type(child) for child in paragraph] == [nodes.Text, kind, nodes.Text]
    assert paragraph[1].astext() == "3"


@pytest.mark.parametrize(
    "tag",
    ["s", "del", "ins", "u", "kbd", "mark", "small", "big", "cite", "dfn", "samp", "var", "bdi"],
)
def test_tags_of_our_own(tag: str) -> None:
    """Another tag keeps its name: what is struck stays struck."""
    (node,) = read("Do ", f"<{tag}>", "not", f"</{tag}>", " rest").findall(own.inline_tag)
    assert (node["tag"], node.astext()) == (tag, "not")


def test_words_that_are_quoted() -> None:
    """A quotation has the marks of its language, as a browser shows it; one within it, others."""
    pieces = ("<q>", "He said ", "<q>", "stop", "</q>", "</q>", " to me")
    for language, said in {
        "en": "\u201cHe said \u2018stop\u2019\u201d to me",
        "de": "\u201eHe said \u201astop\u2018\u201c to me",
        "ar": "\u201cHe said \u2018stop\u2019\u201d to me",
    }.items():
        assert read(*pieces, language=language).astext() == said


def test_links() -> None:
    """A link to the web is one; a place on the page is one, too; other addresses stay."""
    found = read('<a href="https://clinic.example/" target="_blank">', "us", "</a>")
    (link,) = found.findall(nodes.reference)
    assert (link["refuri"], link.astext()) == ("https://clinic.example/", "us")
    found = read('<a href="#top">', "up", "</a>", '<a name="top">', "</a>")
    (link,) = found.findall(nodes.reference)
    (place,) = (node for node in found.findall(nodes.inline) if node["ids"])
    assert ([link["refid"]], list(raw_html(found))) == (place["ids"], [])


def test_old_name_of_struck_words() -> None:
    """``strike`` is what ``s`` was called."""
    (node,) = read("<strike>", "not", "</strike>").findall(own.inline_tag)
    assert node["tag"] == "s"


def test_expansion_of_an_abbreviation() -> None:
    """The title of ``abbr`` is what it stands for."""
    (node,) = read('<abbr title="general practitioner">', "GP", "</abbr>").findall(
        nodes.abbreviation
    )
    assert node["explanation"] == "general practitioner"


@pytest.mark.parametrize("written", ["<br>", "<br/>", "<br />", "<BR>"])
def test_line_break(written: str) -> None:
    """A line break is one, however it is written."""
    document = read("A", written, "B")
    assert len(list(document.findall(own.line_break))) == 1
    assert list(raw_html(document)) == []


def test_several_in_one() -> None:
    """One piece of raw HTML may hold tags and words."""
    (node,) = read("Press ", "<kbd>Ctrl &amp; <b>C</b></kbd>").findall(own.inline_tag)
    assert node.astext() == "Ctrl & C"
    assert [type(child) for child in node] == [nodes.Text, nodes.strong]


def test_block() -> None:
    """A block of known tags is a paragraph, with its line; a comment is left alone."""
    document = read("<b>All bold</b>", "<!-- said to nobody -->", block=True)
    assert [type(child) for child in document] == [nodes.paragraph, nodes.raw]
    assert (document[0].astext(), document[0].line) == ("All bold", 7)
    assert list(raw_html(document)) == []


@pytest.mark.parametrize(
    "pieces",
    [
        ("<b>", "never closed"),
        ("never opened", "</b>"),
        ("<b>", "<i>", "crossed", "</b>", "</i>"),
        ('<span style="color: red">', "a colour that would be lost", "</span>"),
        ('<b onclick="go()">', "runs", "</b>"),
        ('<input type="text" name="q">',),
        ('<input class="task-list-item-checkbox" onclick="go()" type="checkbox">',),
        ("<script>alert(1)</script>",),
        ("<img src=x>",),
        ("<b/>", "an end that is none"),
        ("<!DOCTYPE html>",),
        ("<?php echo 1 ?>",),
        ("<![CDATA[words]]>",),
        ("<p>", "a block", "</p>"),
        ('<a href="javascript:go()">', "runs", "</a>"),
        ('<a href="other.html">', "a file", "</a>"),
        ("<ruby>", "no paper", "</ruby>"),
    ],
)
def test_what_is_not_known_stays(pieces: tuple[str, ...]) -> None:
    """No tag is dropped: one that is not understood is left, with its line, to be refused."""
    left = list(raw_html(read(*pieces)))
    assert left
    assert {node.line for node in left} == {7}


def test_right_beside_wrong() -> None:
    """A right tag is read although a wrong one stands beside it."""
    document = read("A", "<br>", "<font>", "B", "</font>", "<sup>", "2", "</sup>")
    assert [node.astext() for node in raw_html(document)] == ["<font>", "</font>"]
    assert len(list(document.findall(nodes.superscript))) == 1


_TAGS = sorted(
    {f"<{t}>" for t in TAGS if t != own.QUOTED}  # which adds its marks
    | {f"</{t}>" for t in TAGS}
    | {"<br>", "<hr>", "<!-- a -->"}
)


@given(st.lists(st.sampled_from(_TAGS) | st.sampled_from(["one", " ", "two three"]), max_size=12))
def test_all_words_stay(pieces: list[str]) -> None:
    """Whatever the tags, all words stay in their order, and each tag is a node or is left."""
    document = read(*pieces)
    said = [node.astext() for node in document.findall(nodes.Text)]
    kept = [words for words in said if not words.startswith("<")]
    assert "".join(kept) == "".join(p for p in pieces if not p.startswith("<"))
    left = sorted(n.astext() for n in document.findall(nodes.raw) if "<!" not in n.astext())
    read_pairs = sum(
        isinstance(n, (nodes.Inline, own.inline_tag))
        and not isinstance(n, (nodes.raw, own.line_break))
        for n in document.findall(nodes.Element)
    )
    tags = [p for p in pieces if p.startswith("<") and p not in {"<br>", "<!-- a -->"}]
    assert len(left) + 2 * read_pairs == len(tags)
