"""A drawing that the press would draw in another way than a browser is refused by what it has."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx_handouts.project.logos import logo_data_uri
from sphinx_handouts.project.pictures.conversion import convert
from sphinx_handouts.project.pictures.rewritten import rewritten
from sphinx_handouts.project.pictures.safety import from_data_uri
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
        (svg("<text><tspan>A <tspan>b</tspan> c</tspan> d</text>"), 'within another ("c")'),
        (svg(BOX.format('style="transform: scale(2); transform-origin: center"')), "about a place"),
        (svg(css="@media print { rect { fill: red } }"), '"print"'),
        (svg(css="@layer a { rect { fill: red } }"), '"a"'),
        (svg('<path id="p" d="M0 0h9"/><text><textPath href="#p">A</textPath></text>'), "a path"),
        (svg('<rect><animate attributeName="x" to="9"/></rect>'), "what moves (<animate>)"),
        (svg(css="rect { animation: a 1s }"), 'what moves ("a 1s")'),
        (svg('<text>do <tspan text-decoration="line-through">not</tspan></text>'), "with a line"),
        (svg('<text style="text-transform: uppercase">mg</text>'), '"uppercase"'),
        (svg('<text style="font: bold 9px serif">A</text>'), '"font: bold 9px serif"'),
        (svg('<text word-spacing="4px">A B</text>'), "blanks"),
        (svg('<text font-size="20PX">A</text>'), '"font-size: 20PX"'),
        (svg('<text font-size="20 px">A</text>'), '"font-size: 20 px"'),
        (svg(BOX.format('stroke-width="thin" stroke="red"')), '"stroke-width: thin"'),
        (svg(BOX.format('fill=""')), '"fill: "'),
        (svg(BOX.format('fill="NONE" stroke="red"')), '"fill: NONE"'),
        (svg(BOX.format('stroke="undefined"')), '"stroke: undefined"'),
        (svg(BOX.format('stroke="url(#g)"')), "a run of colours"),
        (svg(BOX.format('mask="url(#m)"')), "a mask"),
        (svg(BOX.format('style="translate: 3px"')), "what a style turns"),
        (svg(BOX.format('style="transform: rotate(9deg); transform-box: fill-box"')), "own box"),
        (svg("<path style='d: path(\"M0 0h9v9z\")'/>"), "a style tells"),
        (svg('<symbol id="s" viewBox="0 0 9 9"/><use href="#s"/>'), "<use> tells no width"),
        (svg('<ellipse cx="4" cy="4" rx="4"/>'), "one radius"),
        (svg('<radialGradient id="g" spreadMethod="repeat"/>'), "spreadMethod"),
        (
            svg('<clipPath id="c"><path clip-rule="evenodd" d="M0 0h9v9zM2 2v3h3z"/></clipPath>'),
            "hole",
        ),
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
        svg("<text>A <tspan>b <tspan>c</tspan>\n</tspan> d <tspan>e</tspan> f</text>"),
        svg(BOX.format('style="transform: scale(2); transform-origin: 0px 0px"')),
        svg(BOX.format('style="transform-origin: center"')),
        svg(css="@media (prefers-color-scheme: dark) { rect { fill: white } }"),
        svg(css="@media screen and (min-width: 9px) { rect { fill: red } }"),
        svg('<text style="text-decoration:none;word-spacing:0px;text-transform:none">A</text>'),
        svg('<text x="1,2 3" dy="1.2em" font-size="1.5e1" letter-spacing="normal">A</text>'),
        svg('<symbol id="s" viewBox="0 0 9 9"/><use xlink:href="#s" width="9" height="9"/>'),
        svg('<g style="font: inherit"><text style="font: 9px serif">A</text></g>'),
        svg('<g id="s"/><use href="#s"/><ellipse rx="4" ry="4"/><rect mask="none" width="50%"/>'),
        svg('<clipPath id="c"><path clip-rule="evenodd" d="M0 0h9v9z"/></clipPath>'),
        svg('<path fill-rule="evenodd" clip-rule="evenodd" d="M0 0h9v9zM2 2v3h3z"/>'),
        svg(
            BOX.format('fill="Red" stroke="rgb(0 0 0 / 50%)" color="inherit" style="fill:initial"')
        ),
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
    named = svg('<text style="font: bold 3px serif">A</text>')
    (tmp_path / "logo.svg").write_bytes(named.replace(b"viewBox", b'width="9" height="9" viewBox'))
    logo = from_data_uri(logo_data_uri(tmp_path, "logo.svg"))
    for drawing in (logo, convert(named, ".svg").data):
        assert b"font-size: 3px" in drawing


WORDS = "font: bold 9px words, font-size: large, currentcolor"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "<style>text{font:italic bold 9px/1.2 'A B', serif;x:y}</style>",
            "<style>text{font-style: italic; font-weight: bold; font-size: 9px; font-family: "
            "'A B', serif;x:y}</style>",
        ),
        (
            '<text style="font:700 large &quot;A&quot;"/>',
            '<text style="font-style: normal; font-weight: 700; font-size: 18px; font-family: '
            '&quot;A&quot;"/>',
        ),
        ('<text font="bold 9px A" font-family="A"/>', '<text font-family="A"/>'),
        (
            '<text font-size="larger" font-weight="bolder"/>',
            '<text font-size="1.2em" font-weight="bold"/>',
        ),
        ('<text style="font-size: x-large"/>', '<text style="font-size: 24px"/>'),
        ('<text font-size="unset"/>', '<text font-size="inherit"/>'),
        ('<text font-size=".5rem"/>', '<text font-size="8px"/>'),
        ("<g fill='currentcolor'/>", "<g fill='currentColor'/>"),
        ("<style>g{fill:CURRENTCOLOR}</style>", "<style>g{fill:currentColor}</style>"),
        (
            '<text style="font:inherit" font-size="15px"/>',
            '<text style="font:inherit" font-size="15px"/>',
        ),
        (f"<text>{WORDS}</text>", f"<text>{WORDS}</text>"),
    ],
)
def test_letters_and_colours_that_the_press_does_not_read(written: str, read: str) -> None:
    """They are written as it does, or else the letters would not be drawn; no word changes."""
    assert rewritten(written.encode()).decode() == read
