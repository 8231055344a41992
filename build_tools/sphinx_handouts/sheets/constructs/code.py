"""Code: numbers of lines become a part of the text on paper, as a reader aloud says them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup

from ..assembly import Assembly

if TYPE_CHECKING:
    from sphinx.highlighting import PygmentsBridge

DEEPEST = 12
"""Characters by which a line that goes on below itself follows its own indentation at most."""
_TAG = re.compile("<[^>]*>")
_PRE = re.compile(r"<pre[^>]*>(?:<span></span>)?(.*?)\n?</pre>", re.DOTALL)


def number_lines(assembly: Assembly) -> None:
    """Put the numbers, which Sphinx leaves to its writers, before the lines.

    The code stays beside them as it was, to be highlighted.
    """
    for block in list(assembly.document.findall(nodes.literal_block)):
        if not block.get("linenos") or block.rawsource != block.astext():
            continue
        options: dict[str, int] = block.get("highlight_args", {})
        first = int(options.get("linenostart", 1))
        lines = block.rawsource.rstrip("\n").split("\n")
        block["first_line"] = first
        block.children.clear()
        text = "\n".join(f"{number} {line}" for number, line in enumerate(lines, first))
        block.append(nodes.Text(text))


def code_markup(
    block: nodes.literal_block, highlighter: PygmentsBridge, options: dict[str, Any]
) -> str:
    """Return the HTML of a block of code, highlighted, each line in an element of its own."""
    arguments: dict[str, Any] = {
        **block.get("highlight_args", {}),
        "force": block.get("force", False),
    }
    stressed = {int(number) for number in arguments.pop("hl_lines", None) or ()}
    arguments.pop("linenostart", None)
    language = block.get("language", "default")
    html = highlighter.highlight_block(
        *(block.rawsource, language, options), location=block, linenos=False, **arguments
    )
    found = _PRE.search(html)
    lines = (found[1] if found else html).rstrip("\n").split("\n")
    return Markup("").join(_lines(lines, block.get("first_line"), stressed))


def digits(block: nodes.literal_block) -> int:
    """Return how many digits the last number of a block has; 0: it has no numbers."""
    lines = block.rawsource.rstrip("\n").count("\n")
    return len(str(block["first_line"] + lines)) if "first_line" in block else 0


def _lines(lines: list[str], first: int | None, stressed: set[int]) -> Iterator[Markup]:
    """Yield the lines; *first* is the number of the first one, if they have numbers."""
    room = len(str(first + len(lines) - 1)) if first is not None else 0
    for place, line in enumerate(lines, 1):
        name = "code__line code__line--stressed" if place in stressed else "code__line"
        number = ""
        if first is not None:
            digits = str(first + place - 1)
            style = f"--room: {room - len(digits)}"
            # A line breaks behind a blank, and a number would stand alone.
            number = f'<span class="code__number" style="{style}">{digits}&nbsp;</span>'
        indent = min(_indent(line), DEEPEST)
        further = f' style="--indent: {indent}"' if indent else ""
        yield Markup(f'<span class="{name}"{further}>{number}{line}\n</span>')


def _indent(line: str) -> int:
    """Return by how many characters a line of HTML is indented."""
    words = _TAG.sub("", line).expandtabs()
    return len(words) - len(words.lstrip(" ")) if words.strip() else 0
