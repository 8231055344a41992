"""Values of properties that are found quickly are those that WeasyPrint finds."""

from __future__ import annotations

from math import inf
from types import SimpleNamespace
from typing import Any

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st
from sphinx_handouts.pdf.engine import parsed
from sphinx_handouts.pdf.styles import quick
from sphinx_handouts.pdf.styles.quick import (
    find,
    find_quickly,
    resolve,
    resolve_all,
    resolve_all_quickly,
    resolve_quickly,
)
from weasyprint import CSS, HTML, css
from weasyprint.css.properties import INITIAL_VALUES, Dimension
from weasyprint.layout import absolute, block, column, inline, page, percent, table

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


LENGTHS = ("auto", Dimension(3, "px"), Dimension(0, "px"), Dimension(40, "%"), Dimension(inf, "px"))
SIZING = ("content-box", "padding-box", "border-box")


@given(data=st.data())
def test_all_lengths_of_a_box_are_the_same(data: st.DataObject) -> None:
    """Whatever its style tells, whatever stands around it, and whatever it was given before."""
    told = {
        name: data.draw(st.sampled_from((0, 2.5) if name.startswith("border") else LENGTHS))
        for name in quick._USED
    }
    for name in ("max_width", "max_height"):
        told[name] = data.draw(st.sampled_from(LENGTHS[1:]))
    for name in [name for name in told if name.startswith("padding")]:
        told[name] = data.draw(st.sampled_from(LENGTHS[1:4]))
    told["box_sizing"] = data.draw(st.sampled_from(SIZING))
    told["border_collapse"] = data.draw(st.sampled_from(("separate", "collapse")))
    around = data.draw(st.tuples(st.sampled_from((0, 200)), st.sampled_from(("auto", 0, 90))))
    before = data.draw(st.sampled_from(({}, {"border_top_width": 9, "width": 7})))
    boxes = []
    for resolver in (resolve_all, resolve_all_quickly):
        style = dict.fromkeys(INITIAL_VALUES, None) | told | {"font_size": 10}
        box = SimpleNamespace(**before, style=style)
        resolver(box, around)
        boxes.append(vars(box))
    assert boxes[0] == boxes[1]


def test_borders_that_cells_share_stay() -> None:
    """How wide they are was decided between two cells before."""
    told = dict.fromkeys(quick._TOLD, Dimension(3, "px"))
    told |= {f"border_{side}_width": 5 for side in quick._SIDES}
    told |= {"box_sizing": "content-box", "border_collapse": "collapse"}
    cell = SimpleNamespace(style=told, border_top_width=9)
    resolve_all_quickly(cell, (100, 100))
    assert (cell.border_top_width, cell.border_left_width) == (9, 5)


def test_lengths_that_nothing_else_decides_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A box whose style tells the same as that of another has the same lengths, and its own."""
    found = []
    monkeypatch.setattr(quick, "resolve_all", lambda box, _around: found.append(box))
    fixed = dict.fromkeys(quick._TOLD, Dimension(317, "px")) | {"border_collapse": "separate"}
    one, other = SimpleNamespace(style=fixed), SimpleNamespace(style=dict(fixed))
    for box in (one, other):
        resolve_all_quickly(box, (100, 100))
    assert len(found) == 1
    share = SimpleNamespace(style=fixed | {"width": Dimension(50, "%")})
    for _turn in range(2):
        resolve_all_quickly(share, (100, 100))
    assert found[1:] == [share, share]


def test_it_is_in_use() -> None:
    """A sheet that is read to be laid out is laid out so, wherever WeasyPrint looks."""
    parsed("<p>Words</p>")
    assert css.ComputedStyle.__missing__ is quick.find_quickly
    for module in (percent, inline, table):
        assert module.resolve_one_percentage is resolve_quickly
    for module in (absolute, block, column, inline, page, percent, table):
        assert module.resolve_percentages is resolve_all_quickly
    assert resolve_all.__globals__["resolve_one_percentage"] is resolve_quickly
