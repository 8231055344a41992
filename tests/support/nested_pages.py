"""Pages of everything that can be written, nested at random, each with the words that it says."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from hypothesis import strategies as st

EXTENSIONS = ("myst_parser", "sphinx_design", "sphinx_handouts")
"""What reads such pages, and the syntaxes of MyST that they use."""
SYNTAXES = (
    *("attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist"),
    *("strikethrough", "tasklist"),
)
_LETTERS = "bdfghjkmnprst"


@dataclass(frozen=True, slots=True)
class Written:
    """Some MyST, and the words that its reader must find."""

    source: str
    words: tuple[str, ...]


class _Pen:
    """Draws sources, and hands out words of which no two are alike."""

    def __init__(self, draw: Callable[..., object]) -> None:
        self.draw = draw
        self.numbers = count()
        self.words: list[str] = []
        self.notes: list[str] = []
        """The notes of the page, which stand at its end."""

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
        words = ["plain", "plain", "bold", "italic", "code", "link", "both", "break", "sub"]
        others = ["struck", "keys", "short", "formula", "noted", "bold link", "html"]
        others += ["raised link", "drawn link"]
        kind, word = self.choose(words + others), self.word()
        return {
            "struck": f"~~{word}~~",
            "keys": f"{{kbd}}`{word}`",
            "short": f"{{abbr}}`{word} ({self.word()})`" if kind == "short" else "",
            "formula": f"{word} $\\frac{{1}}{{2}}$",
            "noted": f"{word}[^{self.note()}]" if kind == "noted" else "",
            "bold link": f"**[{word}](https://example.org/{word}/)**",
            "raised link": f"[~~{word}~~{{sup}}`2` x](https://example.org/{word}-r)",
            "drawn link": f"[$x^2$ {word} ![A gate](way.svg)](https://example.org/{word}-d)",
            "html": f"<b>{word}</b><sup>2</sup>",
            "plain": word,
            "bold": f"**{word}**",
            "italic": f"*{word}*",
            "code": f"`{word}`",
            "link": f"[{word}](https://example.org/{word})",
            "both": f"***{word}***",
            "break": f"{word}\\\n{self.word()}" if kind == "break" else "",
            "sub": f"{{sub}}`{word}`",
        }[kind]

    def note(self) -> str:
        """Write a note at the end of the page; return its name."""
        name = f"n{len(self.notes)}"
        self.notes.append(f"[^{name}]: {self.word()}")
        return name

    # --- blocks ---------------------------------------------------------------------------------

    def blocks(self, depth: int) -> str:
        """Return some blocks, one below another."""
        return "\n\n".join(self.block(depth) for _block in range(self.number(1, 3)))

    def block(self, depth: int) -> str:
        flat = ["paragraph", "paragraph", "table", "code", "tasks", "fill-in", "line block"]
        flat += ["picture", "figure", "rubric", "fields", "equation", "signed", "long code"]
        flat += ["listed", "side by side", "numbered tasks", "card"]
        deep = ["bullets", "numbers", "quote", "box", "definitions", "ticks", "in short"]
        deep += ["tabs", "dropdown", "meanings"]
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
            "picture": lambda _depth: "![A gate](way.svg)",
            "figure": lambda _depth: f"```{{figure}} way.svg\n:alt: A gate\n\n{self.word()}\n```",
            "rubric": lambda _depth: f"```{{rubric}} {self.word()}\n```\n\n{self.word()}",
            "fields": lambda _depth: f":{self.word()}: {self.inline_flat()}\n:{self.word()}: b",
            "equation": lambda _depth: "$$\nx = \\frac{a}{b}\n$$",
            "signed": lambda _depth: self.signed(),
            "long code": lambda _depth: self.long_code(),
            "listed": lambda _depth: self.listed(),
            "side by side": lambda _depth: self.fenced("hlist", f"- {self.word()}\n- b"),
            "numbered tasks": lambda _depth: f"4. [ ] {self.word()}\n5. [x] {self.word()}",
            "card": lambda _depth: self.fenced("card", self.inline(), self.word()),
            "tabs": self.tabs,
            "dropdown": lambda below: self.fenced_above("dropdown", below),
            "meanings": self.meanings,
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

    def signed(self) -> str:
        """Return a quote, and whose it is."""
        said, whose = self.word(), self.word()
        return f'{{attribution="{whose}"}}\n> {said}'

    def long_code(self) -> str:
        """Return code whose lines are indented, and longer than a line of the paper."""
        lines = [" " * 4 * self.number(0, 3) + self.word() * self.number(1, 40) for _line in "ab"]
        numbered = self.choose(["", ":linenos:\n"])
        return f"```{{code-block}} text\n{numbered}\n" + "\n".join(lines) + "\n```"

    def listed(self) -> str:
        """Return a table whose cells hold what a line of Markdown cannot."""
        lines = ["* - " + self.word(), "  - " + self.word(), "* - " + self.word()]
        lines += ["  - " + self.inline_flat(), "", "    - " + self.word()]
        return self.fenced("list-table", ":header-rows: 1\n\n" + "\n".join(lines))

    def tabs(self, depth: int) -> str:
        """Return two tabs."""
        both = [self.fenced_above("tab-item", depth) for _tab in "ab"]
        return self.fenced("tab-set", "\n".join(both))

    def fenced_above(self, name: str, depth: int) -> str:
        """Return a directive with a title above what it holds."""
        title = self.word()
        return self.fenced(name, self.blocks(depth) if depth > 0 else self.inline(), title)

    def meanings(self, depth: int) -> str:
        """Return a word, and what it means: blocks."""
        word = self.word()
        text = self.inline_flat() + ("\n\n" + self.blocks(depth - 1) if depth > 0 else "")
        return f"{word}\n: " + textwrap.indent(text, "  ").removeprefix("  ")

    def fenced(self, name: str, inner: str, title: str = "") -> str:
        runs = (run for run in re.findall(":{3,}", inner))
        fence = ":" * max([3, *(len(run) + 1 for run in runs)])
        gap = "" if name == "list-table" else "\n"  # or a list of fields is taken for options
        return f"{fence}{{{name}}} {title}\n{gap}{inner}\n{fence}"


@st.composite
def written(draw: Callable[..., object], depth: int = 3) -> Written:
    """Return a page of nested constructs, and what it says."""
    pen = _Pen(draw)
    # A topic stands nowhere but in a section.
    source = "\n\n".join([pen.blocks(depth), pen.fenced_above("topic", 0), *pen.notes])
    return Written(source, tuple(pen.words))
