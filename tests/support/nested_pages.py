"""Pages of everything that can be written, nested at random, each with the words that it says."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from hypothesis import strategies as st

_LETTERS = "bdfghjkmnprst"


@dataclass(frozen=True, slots=True)
class Written:
    """Some MyST, and the words that its reader must find, in their order."""

    source: str
    words: tuple[str, ...]


class _Pen:
    """Draws sources, and hands out words of which no two are alike."""

    def __init__(self, draw: Callable[..., object]) -> None:
        self.draw = draw
        self.numbers = count()
        self.words: list[str] = []

    def choose(self, options: list[str]) -> str:
        return str(self.draw(st.sampled_from(options)))

    def number(self, least: int, most: int) -> int:
        return int(str(self.draw(st.integers(least, most))))

    def word(self) -> str:
        """Return a new word, which is to be found."""
        number, text = next(self.numbers), ""
        for _letter in range(3):
            number, rest = divmod(number, len(_LETTERS))
            text += _LETTERS[rest] + "aeiou"[rest % 5]
        self.words.append(f"q{text}x")
        return self.words[-1]

    # --- within a line --------------------------------------------------------------------------

    def inline(self) -> str:
        """Return the text of a paragraph, which may begin and end with anything."""
        return " ".join(self.span() for _part in range(self.number(1, 3)))

    def span(self) -> str:
        kind = self.choose(["plain", "bold", "italic", "code", "link", "both", "break", "sub"])
        word = self.word()
        return {
            "plain": word,
            "bold": f"**{word}**",
            "italic": f"*{word}*",
            "code": f"`{word}`",
            "link": f"[{word}](https://example.org/{word})",
            "both": f"***{word}***",
            "break": f"{word}\\\n{self.word()}" if kind == "break" else "",
            "sub": f"{{sub}}`{word}`",
        }[kind]

    # --- blocks ---------------------------------------------------------------------------------

    def blocks(self, depth: int) -> str:
        """Return some blocks, one below another."""
        return "\n\n".join(self.block(depth) for _block in range(self.number(1, 3)))

    def block(self, depth: int) -> str:
        flat = ["paragraph", "paragraph", "table", "code", "tasks", "fill-in", "line block"]
        deep = ["bullets", "numbers", "quote", "box", "definitions", "ticks", "in short"]
        kind = self.choose(flat + (deep if depth else []))
        make: dict[str, Callable[[int], str]] = {
            "paragraph": lambda _depth: self.inline(),
            "table": lambda _depth: self.table(),
            "code": lambda _depth: f"```text\n{self.word()}\n```",
            "tasks": lambda _depth: "\n".join(f"- [ ] {self.inline_flat()}" for _ in "ab"),
            "fill-in": lambda _depth: f"```{{fill-in}} {self.word()}\n:lines: 2\n```",
            "line block": lambda _depth: f"{self.word()}  \n{self.word()}",
            "bullets": lambda below: self.items(["-"] * self.number(1, 3), below),
            "numbers": self.numbered,
            "quote": lambda below: textwrap.indent(self.blocks(below), "> ", lambda _line: True),
            "box": self.box,
            "definitions": lambda below: f"{self.word()}\n: {self.inline_flat()}",
            "ticks": lambda _depth: self.fenced("tick-list", f"- {self.inline_flat()}"),
            "in short": lambda _depth: self.fenced("in-short", self.inline_flat()),
        }
        return make[kind](depth - 1)

    def inline_flat(self) -> str:
        return self.inline().replace("\\\n", " ")

    def items(self, marks: list[str], depth: int) -> str:
        """Return a list whose items may hold blocks."""
        found = []
        for mark in marks:
            text = self.inline_flat()
            if depth > 0 and self.number(0, 2) == 0:
                text += "\n\n" + self.blocks(depth - 1)
            margin = " " * (len(mark) + 1)
            found.append(f"{mark} " + textwrap.indent(text, margin).removeprefix(margin))
        return "\n".join(found)

    def numbered(self, depth: int) -> str:
        first = self.number(1, 12)
        return self.items([f"{first + n}." for n in range(self.number(1, 3))], depth)

    def table(self) -> str:
        columns = self.number(1, 4)
        rows = [[self.word() for _c in range(columns)] for _r in range(self.number(2, 3))]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        rule = "|" + "|".join(self.choose(["---", ":-:", "--:"]) for _c in range(columns)) + "|"
        return "\n".join([lines[0], rule, *lines[1:]])

    def box(self, depth: int) -> str:
        name = self.choose(["note", "warning", "tip"])
        return self.fenced(name, self.blocks(depth) if depth > 0 else self.inline())

    def fenced(self, name: str, inner: str) -> str:
        runs = (run for run in re.findall(":{3,}", inner))
        fence = ":" * max([3, *(len(run) + 1 for run in runs)])
        return f"{fence}{{{name}}}\n{inner}\n{fence}"


@st.composite
def written(draw: Callable[..., object], depth: int = 3) -> Written:
    """Return a page of nested constructs, and what it says."""
    pen = _Pen(draw)
    source = pen.blocks(depth)
    return Written(source, tuple(pen.words))
