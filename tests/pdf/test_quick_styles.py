"""Values of properties that are found quickly are those that WeasyPrint finds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import tinycss2
from sphinx_handouts.pdf.engine import parsed
from sphinx_handouts.pdf.styles import quick
from sphinx_handouts.pdf.styles.quick import find, find_quickly, resolve, resolve_quickly
from weasyprint import CSS, HTML, css
from weasyprint.css.properties import INITIAL_VALUES, Dimension
from weasyprint.layout import block, inline, percent, table

HTML_TEXT = """<html dir=rtl lang=ar><title>T</title><body>
<section><h1>Head <em>set <b>off</b></em></h1><p>Runs <u>on <s>and</s></u></p></section>
<section dir=ltr lang=en><p class=both>Both</p><ul><li>One<ol><li>Two</ol></ul></section>
<table><tr><th>Head<td>Cell</table><p class=all><i>All</i></p><p class=bad><i>Bad</i></p>"""
RULES = """:root { --own: 3mm; --unset: initial; font-size: 11pt; line-height: 1.5 }
@page { margin: 10mm; @top-left { content: "T"; color: blue } } body { text-indent: calc(5% + 1mm) }
section { direction: rtl; padding-inline-start: var(--own); margin-block: 1em; --inner: var(--own) }
section[dir=ltr] { direction: ltr; page: other; widows: 4 } em { text-decoration: underline red }
.both { margin-left: 1mm; margin-inline-start: 2mm; inline-size: 50%; width: 10mm; float: left }
.all { color: initial; border: 1px solid; margin: inherit; float: inherit } b { color: inherit }
.all i { border: inherit; width: inherit; text-indent: inherit; display: block; quotes: initial }
.bad { font-size: var(--none); color: var(--inner, green); max-width: min(3em, 50%) }
.bad i { letter-spacing: var(--unset); position: absolute; inset-inline-end: 1mm }
p::before { content: "-"; font-weight: bolder } li::marker { color: red } s { line-height: inherit }
table { border-collapse: collapse } th { border-block-end: 2px dotted }"""


def found(monkeypatch: pytest.MonkeyPatch, finder: Any) -> list[dict[str, str]]:
    """Return all values of all elements, and of what stands before and around them."""
    made: list[Any] = []
    cascaded = css.StyleFor.get_cascaded_styles

    def remember(styles: Any) -> Any:
        made.append(styles)
        return cascaded(styles)

    monkeypatch.setattr(css.ComputedStyle, "__missing__", finder)
    monkeypatch.setattr(css.StyleFor, "get_cascaded_styles", remember)
    HTML(string=HTML_TEXT, base_url="data:").render(stylesheets=[CSS(string=RULES)])
    styles = made[0].get_computed_styles().values()
    names = [*INITIAL_VALUES, "__own", "__unset", "__inner", "__none"]
    return [{name: repr(style[name]) for name in names} for style in styles]


def test_values_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all properties: told or not, to either side, by variables, sums and inheritance."""
    plain, quick = (found(monkeypatch, finder) for finder in (find, find_quickly))
    assert len(plain) > 60
    assert quick == plain


@pytest.mark.parametrize("name", ["width", "min_width", "min_height", "max_height", "left"])
@pytest.mark.parametrize(
    "value",
    [None, "auto", Dimension(3, "px"), Dimension(0, "px"), Dimension(40, "%"), "sum"],
    ids=str,
)
def test_lengths_are_the_same(value: Any, name: str) -> None:
    """In pixels, in parts of what is around, or left open."""
    if value == "sum":
        (value,) = tinycss2.parse_component_value_list("calc(10% + 1px)")
    told = []
    for resolver in (resolve, resolve_quickly):
        style = dict.fromkeys(INITIAL_VALUES, value) | {"font_size": 10}
        box = SimpleNamespace(style=style)
        resolver(box, name, 200)
        told.append(getattr(box, name))
    assert told[0] == told[1]


def test_it_is_in_use() -> None:
    """A sheet that is read to be laid out is laid out so, wherever WeasyPrint looks."""
    parsed("<p>Words</p>")
    assert css.ComputedStyle.__missing__ is quick.find_quickly
    for module in (percent, inline, table):
        assert module.resolve_one_percentage is resolve_quickly
    assert block.resolve_percentages.__globals__["resolve_one_percentage"] is resolve_quickly
