"""What becomes of a line of Markdown for the sign with which it begins, or the bars in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from ...project.validation import quoted
from ...records.finding import Severity
from .names import Names
from .reading import Misreading, lone_item

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SENTENCE_ENDS = re.compile(
    "[.!?:;\N{HORIZONTAL ELLIPSIS}\u061f\u06d4\u3002][\"')\\]\u201d\u2019]*$"
)
_PROSE = re.compile(r"[^\W\d_][\w'\u2019]*,?(?:\s+[\w,'\u2019*-]+){3,}[.!?]\**")
"""A sentence, as code has none."""
_ATTRIBUTES = re.compile(r"\s*\{.*\}")
"""A line that gives attributes to the block below it."""
_PER_CENT = re.compile(r"\s*(?:of|de|des|du|del|von|der|aller)\s")
"""How a line goes on whose first sign is a per cent sign, in the languages of sheets."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text or the content of a block within it, and the number of its first line."""

    lines: Sequence[str]
    tokens: Sequence[Token]
    first: int
    names: Names
    md: MarkdownIt
    page: str
    """All that is written in the page and what it inserts."""

    def line(self, token: Token) -> int:
        """Return the line of the file on which a token begins."""
        return self.first + (token.map[0] if token.map else 0)


def table_row(source: Text, place: int) -> Iterator[Misreading]:
    """Look at the row of a table: what stands behind its last head is dropped.

    And a line below a table is a row of it, unless it is empty.
    """
    from markdown_it.rules_block.table import escapedSplit

    token = source.tokens[place]
    cells_read = takewhile(lambda one: one.type != "tr_close", source.tokens[place:])
    width = sum(one.type == "td_open" for one in cells_read)
    written = source.lines[token.map[0]].lstrip("> \t").strip() if token.map else ""
    cells = escapedSplit(written.removeprefix("|").removesuffix("|"))
    if width > 1 and len(cells) == 1 and "|" not in written:
        yield Misreading(
            source.line(token),
            f"{quoted(written)} would be printed as a row of the table above it; put an empty line "
            "above it, or a bar behind it",
        )
    if width and (lost := cells[width:]):
        shown = quoted(" | ".join(cell.strip() for cell in lost))
        yield Misreading(
            source.line(token),
            f"the row has {len(cells)} cells and its head {width}: {shown} would be left out; give "
            "the head as many, and write a bar within a cell as \\|",
        )


def comment(source: Text, place: int) -> Iterator[Misreading]:
    """Look at a line that begins with a per cent sign."""
    token = source.tokens[place]
    before = source.tokens[place - 1].type if place else ""
    after = source.tokens[place + 1].type if place + 1 < len(source.tokens) else ""
    above = source.lines[token.map[0] - 1].strip() if token.map and token.map[0] else ""
    goes_on = before == "paragraph_close" and above and not _SENTENCE_ENDS.search(above)
    alone = before in {"list_item_open", "blockquote_open"} and after.endswith("_close")
    if goes_on or alone or _PER_CENT.match(token.content):
        shown = quoted(f"%{token.content.splitlines()[0]}" if token.content else "%")
        yield Misreading(
            source.line(token),
            f"{shown} is a comment, as is each line that begins with %, and nobody reads it; if "
            "it is text, write \\%, and if not, put an empty line above",
        )


def cell_break(source: Text, place: int) -> Iterator[Misreading]:
    """Look at the words behind the signs that part two cells of a notebook."""
    token = source.tokens[place]
    try:
        json.loads(token.content or "{}")
    except ValueError:
        shown = quoted(token.content)
        message = f"nobody reads what stands behind +++: {shown}; put it on a line of its own"
        yield Misreading(source.line(token), message)


def numbered_list(source: Text, place: int) -> Iterator[Misreading]:
    """Look at a numbered list, which counts on from its first number whatever is written."""
    items = _items(source, place)
    if len(items) == 1:
        yield from _lone_item(source, place, items[0])
    if len({item.info for item in items}) < 2:
        return  # each is written as the first one: numbers are left to the list
    for number, item in enumerate(items, int(items[0].info)):
        if int(item.info) != number:
            yield Misreading(
                source.line(item),
                f"the item that is written {item.info}{item.markup} would be printed as {number}"
                f"{item.markup}; number the list as it is to be read, or put words, or a comment "
                "(%), between two lists",
            )
            return


def _lone_item(source: Text, place: int, item: Token) -> Iterator[Misreading]:
    """Look at a number that begins a line, in mid-sentence or as that of a day or a year."""
    token = source.tokens[place]
    written = source.lines[token.map[0] if token.map else 0].strip()
    if _is_within_sentence(source, place):
        message = (
            f"{quoted(written)} is read as a list of one item; write {item.info}\\{item.markup}, "
            "or put an empty line above"
        )
        yield Misreading(source.line(token), message)
    elif item.markup == ".":
        for message in lone_item(int(item.info), written, source.page, source.names.language):
            yield Misreading(source.line(token), message, Severity.WARNING)


_BELOW_ZERO = re.compile(r"-\s+\d+(?:[.,]\d+)?\s*(?:\N{DEGREE SIGN}|degrees)")
_TASK = re.compile(r"[-*+]\s+\[[ xX]\]\s")
"""A task of a list, with its box."""


def bullet_list(source: Text, place: int) -> Iterator[Misreading]:
    """Look at a sign that begins a line and is taken for that of a list, in mid-sentence."""
    token = source.tokens[place]
    if len(_items(source, place)) != 1:
        return
    written = source.lines[token.map[0] if token.map else 0].strip()
    if _is_within_sentence(source, place):
        if _TASK.match(written):
            return  # nobody writes a box within a sentence
        message = (
            f"{quoted(written)} is read as a list of one item, and its sign is lost; write "
            f"\\{token.markup}, or put an empty line above"
        )
        yield Misreading(source.line(token), message)
    elif _BELOW_ZERO.match(written):
        message = (
            f"{quoted(written)} is read as a list of one item, not as a temperature below zero; if "
            "it is one, write \N{MINUS SIGN} without a blank behind it"
        )
        yield Misreading(source.line(token), message, Severity.WARNING)


def _is_within_sentence(source: Text, place: int) -> bool:
    """Return whether the line above a list is one of a paragraph that does not end there."""
    token = source.tokens[place]
    start = token.map[0] if token.map else 0
    above = source.lines[start - 1].rstrip() if start else ""
    follows = token.level == 0 and place > 0 and source.tokens[place - 1].type == "paragraph_close"
    is_text = bool(above) and not _ATTRIBUTES.fullmatch(above)
    return follows and is_text and not _SENTENCE_ENDS.search(above)


def _items(source: Text, place: int) -> list[Token]:
    """Return the items of a list, but those of lists in them."""
    level = source.tokens[place].level
    within = takewhile(lambda one: one.level > level, source.tokens[place + 1 :])
    return [one for one in within if one.type == "list_item_open" and one.level == level + 1]


def quotation(source: Text, place: int) -> Iterator[Misreading]:
    """Look at a sign for *more than* that is taken for that of a quotation."""
    token = source.tokens[place]
    start, end = token.map or (0, 0)
    kinds = [one.type for one in source.tokens[place + 1 : place + 3]]
    text = source.tokens[place + 2] if kinds == ["paragraph_open", "inline"] else token
    if end - start == 1 and text.content[:1].isdigit():
        message = (
            f'"> {text.content[:20]}" is read as a quotation, and its sign is lost; if it means '
            '"more than", write \\>, and if not, begin with a word'
        )
        yield Misreading(source.line(token), message)


def heading(source: Text, place: int) -> Iterator[Misreading]:
    """Look at a line of dashes that makes a heading of the sentence above it."""
    token = source.tokens[place]
    content = source.tokens[place + 1].content
    before = source.tokens[place - 1] if place else token
    if token.markup[0] == "#" and before.type == "paragraph_close" and content[:1].isdigit():
        start = token.map[0] if token.map else 0
        if source.lines[start - 1].strip():
            message = f'"{token.markup} {content}" is read as a heading; if it is none, write \\#'
            yield Misreading(source.line(token), message)
    is_sentence = token.markup == "-" and content.endswith(".")
    if is_sentence or (token.markup in {"-", "="} and "\n" in content):
        message = (
            f"the line of {token.markup} makes a heading of {quoted(content)}; put an empty line "
            "above it"
        )
        yield Misreading(source.line(token), message)


def code_block(source: Text, place: int) -> Iterator[Misreading]:
    """Look at a box that stands so far in that it is taken for code."""
    token = source.tokens[place]
    first = token.content.lstrip().partition("\n")[0]
    if first.startswith((":::", "```{")):
        message = f"{quoted(first)} stands in four blanks, which makes code of it; move it out"
        yield Misreading(source.line(token), message)
    elif _PROSE.fullmatch(token.content.strip()):
        message = f"{quoted(first)} is printed as code: four blanks stand before it; remove them"
        yield Misreading(source.line(token), message)


def html_block(source: Text, place: int) -> Iterator[Misreading]:
    """Look at a comment of HTML that swallows what stands behind it."""
    token = source.tokens[place]
    if "<!--" in token.content and "-->" not in token.content.rpartition("<!--")[2]:
        message = "a comment begins with <!-- and has no end, and nobody reads what follows: end it"
        yield Misreading(source.line(token), f"{message} with -->")


def too_deep(source: Text, place: int) -> Iterator[Misreading]:
    """Look at a block that stands so deep in others that nothing in it is read."""
    token = source.tokens[place]
    start, end = token.map or (0, 0)
    words = " ".join(source.lines[start:end]).strip(" \t>*+-0123456789.)")
    closed = source.tokens[place + 1 : place + 2]
    is_empty = bool(closed) and closed[0].nesting == -1 and closed[0].level == token.level
    if token.nesting == 1 and is_empty and words and token.level > source.md.options.maxNesting - 3:
        message = (
            f"nobody reads what stands so deep in lists and boxes: {quoted(words)}; move it out"
        )
        yield Misreading(source.line(token), message)
