"""Numbers of lines of code: on paper they are a part of the text, as a reader aloud says them."""

from __future__ import annotations

from docutils import nodes

from ..assembly import Assembly


def number_lines(assembly: Assembly) -> None:
    """Put the numbers, which Sphinx leaves to its writers, before the lines."""
    for block in list(assembly.document.findall(nodes.literal_block)):
        if not block.get("linenos") or block.rawsource != block.astext():
            continue
        options: dict[str, int] = block.get("highlight_args", {})
        first = int(options.get("linenostart", 1))
        lines = block.astext().rstrip("\n").split("\n")
        width = len(str(first + len(lines) - 1))
        text = "\n".join(f"{number:>{width}} {line}" for number, line in enumerate(lines, first))
        block["linenos"], block["language"] = False, "none"
        block.rawsource = text
        block.children.clear()
        block.append(nodes.Text(text))
