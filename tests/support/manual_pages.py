"""The pages of the manual: their code blocks, and the commands that they name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MANUAL = DOCS / "manual"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(MANUAL.rglob("*.md"))]
"""Whatever tells people what to type."""

FENCE = re.compile(
    r"^(?P<mark>```+)(?P<info>[^\n]*)\n(?P<options>(?::[\w-]+:[^\n]*\n)*)(?P<body>.*?)^(?P=mark)$",
    re.DOTALL | re.MULTILINE,
)
OPTION = re.compile(r"^:([\w-]+): (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A code block of a page: its language, its caption, and what stands in it."""

    language: str
    caption: str
    text: str
    marked: bool = False
    """Whether lines of it are marked, as those that are new."""


def blocks(page: str) -> Iterator[Block]:
    """Yield the code blocks of a page of the manual that stand by themselves, in order."""
    for found in FENCE.finditer((MANUAL / page).read_text("utf-8")):
        language = found["info"].split()[-1] if found["info"] else ""
        options = dict(OPTION.findall(found["options"]))
        marked = "emphasize-lines" in options
        yield Block(language, options.get("caption", ""), found["body"], marked)


def captioned(name: str) -> list[Block]:
    """Return every block of the manual whose caption ends with *name*, and that is a whole file."""
    pages = sorted(path.relative_to(MANUAL).as_posix() for path in MANUAL.rglob("*.md"))
    found = [block for page in pages for block in blocks(page) if block.language != "diff"]
    return [block for block in found if block.caption.endswith(name)]


# --- commands -----------------------------------------------------------------------------------

TYPED = re.compile(r"^ *\$ ((?:.*\\\n)*.*)$", re.MULTILINE)
"""A line behind a prompt, with the lines on which it goes on."""
NAMED = re.compile(r"`((?:nox|sphinx-handouts)\s[^`]+)`")
"""A command within a sentence."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A simple command of a page, as words."""

    page: str
    words: tuple[str, ...]
    whole: bool
    """Whether it stands behind a prompt, and not in a sentence, which may name it alone."""

    def __str__(self) -> str:
        return f"{Path(self.page).stem}: {shlex.join(self.words)}"


def typed_commands() -> list[Typed]:
    """Return every command that a page names, each once."""
    found: dict[Typed, None] = {}
    for path in PAGES:
        text = path.read_text("utf-8")
        lines = [(line, True) for line in TYPED.findall(text)]
        lines += [(line, False) for line in NAMED.findall(text)]
        for line, whole in lines:
            for words in simple_commands(line):
                found[Typed(path.relative_to(ROOT).as_posix(), words, whole)] = None
    return list(found)


def simple_commands(line: str) -> Iterator[tuple[str, ...]]:
    """Split a line of the shell at ``&&``; a program is named without its folder."""
    words: list[str] = []
    for word in (*shlex.split(line.replace("\\\n", " ")), "&&"):
        if word != "&&":
            words.append(word)
            continue
        while re.match(r"[A-Z_]+=", words[0]):  # a variable for this command alone
            words.pop(0)
        yield (Path(words[0]).name, *words[1:])
        words = []
