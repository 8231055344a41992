"""Code on paper: each line an element, numbers beside it, highlighted, and nothing of it lost."""

from __future__ import annotations

import html
import re

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from sphinx.highlighting import PygmentsBridge
from sphinx_handouts.sheets.constructs.code import code_markup, digits

BRIDGE = PygmentsBridge("html")


def markup(source: str, language: str = "python", **options: object) -> str:
    """Return the HTML of a block."""
    block = nodes.literal_block(source, source, language=language)
    block.attributes |= options
    return code_markup(block, BRIDGE, {})


def text_of(markup: str) -> str:
    """Return what a piece of HTML says."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_each_line_is_an_element() -> None:
    """A line is closed where it ends, even within a text of several lines."""
    found = markup('"""one\n\ntwo"""\nx = 1\n')
    lines = re.findall(r'<span class="code__line">.*?\n</span>', found, re.DOTALL)
    assert len(lines) == 4
    assert "".join(lines) == found
    assert all(line.count("<span") == line.count("</span>") for line in lines)


def test_numbers_and_stressed_lines() -> None:
    """Numbers count from the first one, and a line that the page stresses is told."""
    found = markup("a\nb\nc\n", first_line=99, highlight_args={"hl_lines": [2], "linenostart": 99})
    assert text_of(found) == "99\xa0a\n100\xa0b\n101\xa0c\n"
    assert found.count("code__line--stressed") == 1
    assert 'code__line--stressed"><span class="code__number" style="--room: 0">100' in found
    assert '<span class="code__number" style="--room: 1">99' in found
    block = nodes.literal_block("a\nb\nc\n", "", first_line=99)
    assert digits(block) == 3
    assert digits(nodes.literal_block("a", "a")) == 0


def test_lines_go_on_further_in_than_they_begin() -> None:
    """A line says by how much it is indented, a deep one by less, one of blanks by nothing."""
    found = markup("a\n    b\n\tc\n" + " " * 40 + "d\n   \ne", "text")
    indents = re.findall(r'class="code__line"(?: style="--indent: (\d+)")?>', found)
    assert indents == ["", "4", "8", "12", "", ""]


@given(st.text(st.sampled_from("ab<>&\"' \n\t#=é"), min_size=1, max_size=60))
def test_nothing_of_code_is_lost(source: str) -> None:
    """Whatever stands in a block is in its HTML, sign by sign, and nothing else is."""
    assert text_of(markup(source, "text")).split() == source.split()


@pytest.mark.parametrize("language", ["default", "console", "json", "none"])
def test_what_cannot_be_highlighted_is_printed(language: str) -> None:
    """Code that is none in its language is there, whole."""
    assert text_of(markup("{ not\n$ really", language)) == "{ not\n$ really\n"
