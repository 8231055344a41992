"""What a page inserts of a file: the whole of it, or a part from one line or word to another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ...project.validation import quoted
from ..outside import lies_outside

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_INCLUDE = re.compile(
    r"^.*(?:\{include\}|\.\.[ \t]+include::)[ \t]+(?P<name>\S.*?)[ \t]*\n"
    r"(?P<options>(?:[ \t>]*(?::[\w-]+:.*|---|[\w-]+: .*)\n)*)",
    re.MULTILINE,
)
_OPTION = re.compile(r"^[ \t>]*:?([\w-]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_LINES = ("start-line", "end-line")
_WORDS = ("start-after", "end-before")


@dataclass(frozen=True, slots=True)
class Part:
    """What is inserted of a file, with an empty line in the place of each line above it."""

    text: str
    above: int = 0
    """How many lines stand above it in its file."""


@dataclass(frozen=True, slots=True)
class _Insertion:
    """An ``include``: the file and line where it stands, and what it asks for."""

    source: str
    line: int
    name: str
    path: Path
    options: Mapping[str, str]

    def part(self, text: str) -> Part | None:
        """Return what is inserted of a text; nothing where the parser itself refuses it."""
        lines = text.splitlines(keepends=True)
        try:
            ends = [int(self.options[name]) if name in self.options else None for name in _LINES]
        except ValueError:
            return None
        first, last, _step = slice(*ends).indices(len(lines))
        start, end = (len("".join(lines[:number])) for number in (first, max(first, last)))
        for name in _WORDS:
            if marker := self.options.get(name):
                place, length = _find(marker, text[start:end])
                if place < 0:
                    return None
                start, end = (
                    (start + place + length, end) if name == _WORDS[0] else (start, start + place)
                )
        above = text.count("\n", 0, start)
        return Part("\n" * above + text[start:end], above)


def _find(marker: str, text: str) -> tuple[int, int]:
    """Return where a marker stands, or -1, and its length; MyST takes quotation marks off it."""
    bare = marker[1:-1] if marker[:1] in {'"', "'"} and marker[-1:] == marker[:1] else marker
    written = bare if marker not in text else marker
    return text.find(written), len(written)


def parts(texts: Mapping[str, str], env: BuildEnvironment) -> dict[str, list[Part]]:
    """Return what stands on a page of each of its files."""
    found: dict[str, list[Part]] = {}
    asked = list(_insertions(texts, env))
    for source, text in texts.items():
        path = Path(source).resolve()
        read = [one.part(text) for one in asked if one.path == path] or [Part(text)]
        known = [part for part in read if part is not None]
        found[source] = [Part(text)] if Part(text) in known else list(dict.fromkeys(known))
    return found


def empty(texts: Mapping[str, str], env: BuildEnvironment) -> Iterator[tuple[str, int, str]]:
    """Yield file and line of what inserts nothing, and a sentence.

    A file that a page must not insert is not looked into either.
    """
    guarded = env.config.handouts_untrusted_pages
    for one in _insertions(texts, env):
        if not (guarded and lies_outside(env, one.path)) and one.path.is_file():
            part = one.part(one.path.read_text("utf-8-sig", "replace"))
            if part is not None and not part.text.strip():
                mend = f"mend {', '.join(sorted(one.options))}" if one.options else "fill the file"
                yield one.source, one.line, f"nothing of {quoted(one.name)} is inserted; {mend}"


def _insertions(texts: Mapping[str, str], env: BuildEnvironment) -> Iterator[_Insertion]:
    for source, text in texts.items():
        for found in _INCLUDE.finditer(text):
            options = {
                name: value
                for name, value in _OPTION.findall(found["options"])
                if name in {*_LINES, *_WORDS}
            }
            path = Path(env.relfn2path(found["name"])[1]).resolve()
            line = text.count("\n", 0, found.start("name")) + 1
            yield _Insertion(source, line, found["name"], path, options)


def number_truly(doctree: nodes.document, read: Mapping[str, list[Part]]) -> None:
    """Give nodes of files that reStructuredText inserts in part the lines that they have there.

    docutils counts from the first line of a part.
    """
    for node in doctree.findall(nodes.Element):
        known = read.get(node.source or "", ())
        if node.line and known and not isinstance(node, nodes.literal_block):
            node.line += _above(node, node.line, known)


def _above(node: nodes.Element, line: int, known: Sequence[Part]) -> int:
    """Return how many lines stand above the part that a node is of."""
    if len(known) == 1:
        return known[0].above
    words = (node.rawsource or node.astext()).partition("\n")[0]
    for part in known:
        written = part.text.splitlines()[line + part.above - 1 : line + part.above]
        if written and words and words in written[0]:
            return part.above
    return 0
