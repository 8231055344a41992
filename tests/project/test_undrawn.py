"""A drawing that the press would draw in another way than a browser is refused by what it has."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx_handouts.project.logos import logo_data_uri
from sphinx_handouts.project.pictures.conversion import convert
from sphinx_handouts.project.pictures.undrawn import check_drawn

BOX = '<rect width="9" height="9" {}/>'


def svg(*parts: str, css: str = "") -> bytes:
    """Return a drawing."""
    style = f"<style>{css}</style>" if css else ""
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {space} viewBox="0 0 9 9">{style}{"".join(parts)}</svg>'.encode()


BLUR = '<filter id="f"><feGaussianBlur stdDeviation="3"/></filter>'
SHADOW = '<filter id="f"><feOffset dy="4"/><feBlend in="SourceGraphic"/></filter>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (svg(BLUR, BOX.format('filter="url(#f)"')), 'a filter ("url(#f)")'),
        (svg(BLUR, BOX.format('style="filter: url(#f)"')), 'a filter ("url(#f)")'),
        (svg(BOX.format('style="filter: blur(2px)"')), 'a filter ("blur(2px)")'),
        (svg(BOX.format('class="a"'), css=".a { mix-blend-mode: multiply }"), '"multiply"'),
        (svg(BOX.format('style="clip-path: circle(4px)"')), '"circle(4px)"'),
        (svg('<clipPath id="c"><text>A</text></clipPath>'), "<clipPath>"),
        (svg("<switch><g/><g/></switch>"), "<switch>"),
        (svg('<meshgradient id="m"/>'), "a mesh of colours"),
        (svg('<text>10<tspan baseline-shift="super">3</tspan></text>'), '"super"'),
        (svg('<text style="writing-mode: vertical-rl">A</text>'), "from top to bottom"),
        (svg('<text paint-order="stroke" stroke="red">A</text>'), "over their outline"),
        (svg(BOX.format('vector-effect="non-scaling-stroke" stroke="red"')), "keep their width"),
        (svg(BOX.format('pathLength="9" stroke-dasharray="1"')), "dashes"),
        (svg(BOX.format('style="fill: var(--ink, red)"')), '"fill: var(--ink, red)"'),
        (svg(BOX.format(""), css="rect { fill: light-dark(red, blue) }"), "light-dark"),
        (svg('<text font-size="5vw">A</text>'), '"font-size: 5vw"'),
        (svg(BOX.format('width="calc(1px + 2px)"').replace('width="9" ', "")), "calc"),
        (svg(css="@media print { rect { fill: red } }"), '"print"'),
        (svg(css="@layer a { rect { fill: red } }"), '"a"'),
    ],
)
def test_what_is_not_drawn(data: bytes, says: str) -> None:
    """It is named as it stands in the file, with two ways out."""
    with pytest.raises(ValueError, match=r"^has .*, which is not printed; put a PNG") as error:
        check_drawn(data)
    assert says in str(error.value)


@pytest.mark.parametrize(
    "data",
    [
        svg(BLUR, BOX.format('filter="none"')),
        svg(SHADOW, BOX.format('filter="url(#f)"')),
        svg(BOX.format('style="mix-blend-mode:normal;isolation:auto;paint-order:stroke"')),
        svg(BOX.format('style="baseline-shift:baseline;writing-mode:lr-tb;vector-effect:none"')),
        svg(BOX.format('clip-path="url(#path)" fill="url(#g)" stroke="#abc"')),
        svg(BOX.format('fill="rgb(10%, 20%, 30%)" stroke-width="1.5px" opacity=".5"')),
        svg("<switch><g/></switch>"),
        svg(css="@media (prefers-color-scheme: dark) { rect { fill: white } }"),
        svg(css="@media screen and (min-width: 9px) { rect { fill: red } }"),
        svg(css="rect { fill: currentColor; -inkscape-stroke: none } @keyframes a { to { x: 1 } }"),
    ],
)
def test_what_is_drawn_or_changes_nothing(data: bytes) -> None:
    """Drawing programs write their defaults into every file; a dark screen is no paper."""
    check_drawn(data)


def test_logos_and_pictures_of_pages(tmp_path: Path) -> None:
    """Both are refused before a sheet is made with them."""
    data = svg(BLUR, BOX.format('filter="url(#f)"'))
    (tmp_path / "logo.svg").write_bytes(data)
    with pytest.raises(ValueError, match=r"^has a filter"):
        logo_data_uri(tmp_path, "logo.svg")
    with pytest.raises(ValueError, match=r"^has a filter"):
        convert(data, ".svg")
