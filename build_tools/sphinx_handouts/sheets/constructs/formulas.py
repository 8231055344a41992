"""Formulas: drawn as pictures that say in words what they show.

A library draws and speaks at once, with a font of its own: the same on every machine.  It is an
extra of this package, since few guides hold formulas.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from docutils import nodes

from ...pages.replacing import replace
from ...project.validation import quoted
from ...records.finding import Kind
from ..assembly import Assembly
from ..images import drawn

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

EXTRA = 'install the extra of this package that draws formulas: pip install "sphinx-handouts[math]"'

_SIZE = re.compile(r'width="([\d.]+)em" height="([\d.]+)em" style="vertical-align: (-?[\d.]+)em"')
_SPARE = re.compile(r"<(title|metadata|style|text)\b.*?</\1>", re.DOTALL)
"""What is for browsers: a second, unseen text would be read from the paper's file as well."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A formula as a picture; lengths are times the size of the text around it."""

    uri: str
    words: str
    width: float
    height: float
    drop: float
    """How far it reaches below the line, as CSS counts: less than zero."""


@lru_cache(maxsize=512)
def draw(latex: str, language: str, *, display: bool) -> Drawn:
    """Draw a formula.

    Raises
    ------
    ValueError
        Where it cannot be drawn; the words follow the formula in a sentence.
    """
    try:
        import mathra
    except ImportError:
        raise ValueError(f"cannot be drawn; {EXTRA}") from None
    try:
        made = mathra.render(latex, _locale(language), display=display, strict=True)
    except ValueError as error:
        raise ValueError(f"cannot be drawn ({error}); write it in another way") from None
    svg = made["svg"]
    size = _SIZE.search(svg)
    if size is None or not made["speech"].strip():
        raise ValueError("draws nothing; write something in it, or remove it")
    width, height, drop = map(float, size.groups())
    plain = _SPARE.sub("", svg).replace("currentColor", "#000").encode()
    uri = f"data:image/svg+xml;base64,{base64.b64encode(plain).decode('ascii')}"
    return Drawn(uri, made["speech"], width, height, drop)


@lru_cache(maxsize=16)
def _locale(language: str) -> str:
    """Return the locale in which a formula is spoken: English where the library lacks one."""
    import mathra

    known = {row["code"].lower(): row["code"] for row in mathra.locales()}
    wanted = language.replace("_", "-").lower()
    same = (code for low, code in known.items() if low.partition("-")[0] == wanted.split("-")[0])
    return known.get(wanted) or next(same, "en")


def draw_formulas(env: BuildEnvironment, assembly: Assembly) -> None:
    """Put a picture in the place of every formula."""
    for node in list(assembly.document.findall(nodes.Element)):
        if not isinstance(node, (nodes.math, nodes.math_block)):
            continue
        block = isinstance(node, nodes.math_block)
        try:
            made = draw(_source(node), env.config.language, display=block)
        except ValueError as error:
            shown = quoted(" ".join(node.astext().split()))
            assembly.error(Kind.IMAGE, f"the formula {shown} {error}", node)
            continue
        picture = drawn(made.uri, made.words, classes=["formula"])
        picture["width"], picture["height"] = f"{made.width:.3f}em", f"{made.height:.3f}em"
        picture["drop"] = f"{made.drop:.3f}em"
        replace(node, [_displayed(node, picture)] if block else [picture])


def _source(node: nodes.Element) -> str:
    """Return the LaTeX of a formula: several lines, or lines that align, as the web shows them."""
    latex = node.astext().strip()
    if isinstance(node, nodes.math) or node.get("no-wrap", node.get("nowrap")):
        return latex
    parts = [part for part in latex.split("\n\n") if part.strip()]
    aligned = [part if r"\\" not in part or r"\begin" in part else _lines(part) for part in parts]
    if len(aligned) < 2:
        return "".join(aligned)
    return _lines(r" \\ ".join(aligned))


def _lines(latex: str) -> str:
    return rf"\begin{{aligned}}{latex}\end{{aligned}}"


def _displayed(node: nodes.Element, picture: nodes.image) -> nodes.paragraph:
    """Return a formula on a line of its own, with its number."""
    line = nodes.paragraph("", "", picture, classes=["formula-line"])
    line.source, line.line = node.source, node.line
    if node.get("number") and node.get("label"):
        number = nodes.inline("", f"({node['number']})", classes=["formula-number"])
        line += [nodes.Text(" "), number]
    return line
