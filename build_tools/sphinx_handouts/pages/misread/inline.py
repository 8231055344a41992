"""What happens to words within a line of Markdown: prices, products, the third of three."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...project.validation import quoted
from .names import Names

if TYPE_CHECKING:
    from markdown_it.token import Token

_TWO_WORDS = re.compile(r"(?<![\\{\w])[^\W\d_]{2,}\s+[^\W\d_]{2,}")
_TEXT = re.compile(r"\\(?:text|mathrm|mbox|operatorname)\w*\{[^{}]*\}|\\[a-zA-Z]+")
_ROLE = re.compile(r":([A-Za-z][\w:+.-]*):$")
_MARKS = {"em_open": "*", "strong_open": "**", "em_close": "*", "strong_close": "**"}
_COPYRIGHT = re.compile(r"(?<=\w )\([cC]\)(?!\s*(?:\d{4}|[A-Z\ufffc]))")
_REGISTERED = re.compile(r"(?:(?<=\s)|^)\([rR]\)")
_CODE = re.compile(r"\d#")
"""A code to dial, such as *31#."""
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)\S*$")
_READ = re.compile(r"[^\W_]")
_BREAKS = {"softbreak", "hardbreak"}


def words(token: Token) -> str:
    """Return the words of a paragraph or cell as they were read.

    In the place of code, a formula or an escaped sign stands one that means nothing.
    """
    return "".join(map(_word, token.children or ()))


def _word(child: Token) -> str:
    if child.type in _BREAKS:
        return "\n"
    if _is_text(child) and child.info != "escape":
        return child.content
    return "" if child.nesting else "\N{OBJECT REPLACEMENT CHARACTER}"


def misreadings(token: Token, names: Names) -> Iterator[str]:
    """Yield what would read otherwise than it is written."""
    children = [one for one in token.children or () if one.type != "text" or one.content]
    for place, child in enumerate(children):
        before = children[place - 1].content if place and _is_text(children[place - 1]) else ""
        after = children[place + 1 : place + 2]
        behind = after[0].content if after and _is_text(after[0]) else ""
        if child.type == "math_inline":
            yield from _formula(child.content, before, behind)
        elif child.type in _MARKS:
            yield from _emphasis(child, before, behind)
        role = _ROLE.search(before) if child.type == "code_inline" else None
        if role and role[1] in names.roles:
            yield f'"{role[0]}" is reStructuredText, and would be printed; write {{{role[1]}}}'


def _formula(formula: str, before: str, behind: str) -> Iterator[str]:
    """Look at what stands between two signs of money."""
    if _is_price(before, formula, behind):
        yield (
            f'"${quoted(formula)[1:-1]}$" is read as a formula; if these are sums of money, '
            "write \\$"
        )
    elif re.fullmatch("`[^`]+`", formula):
        yield f'"${formula}$" is a formula with backticks in it; remove them'


def _emphasis(child: Token, before: str, behind: str) -> Iterator[str]:
    """Look at a mark of emphasis, and at the words before and behind it."""
    mark, begins = _MARKS[child.type], child.type.endswith("_open")
    if before[-1:].isdigit() and behind[:1].isdigit():
        yield (
            f'"{before[-1]}{mark}{behind[0]}" would be printed as "{before[-1]}{behind[0]}": '
            f"the {mark} is read as emphasis; write \\* or the sign of a product, \xd7"
        )
    elif begins and "_" in child.markup and behind and not _READ.search(behind):
        yield (
            f'lines to write on, such as "{child.markup * 2}/{child.markup * 2}", are read as '
            "emphasis and not printed; put \\ before the first of their signs, or use fill-in"
        )
    elif begins and child.markup == "*" and _CODE.search(behind):
        yield f'the * of "*{quoted(behind)[1:-1]}" is read as emphasis and not printed; write \\*'
    elif begins and _ADDRESS.search(before):
        yield (
            f"the {child.markup} within an address is read as emphasis and not printed; put "
            "<...> around the address"
        )


def third_of_three(token: Token) -> Iterator[str]:
    """Yield a letter in brackets that MyST takes for a sign: of a list, a side, a kind.

    That of copyright stands before a year or a name, the other one touches a name.
    """
    text = words(token)
    if all(f"({letter})" in text for letter in "bc"):
        yield '"(c)" would be printed as \N{COPYRIGHT SIGN}; write \\(c)'
    elif found := _COPYRIGHT.search(text):
        yield f'"{found[0]}" would be printed as \N{COPYRIGHT SIGN}; write \\{found[0]}'
    if found := _REGISTERED.search(text):
        yield f'"{found[0]}" would be printed as \N{REGISTERED SIGN}; write \\{found[0]}'


def _is_text(token: Token) -> bool:
    return token.type in {"text", "text_special"}


def _is_price(before: str, formula: str, behind: str) -> bool:
    """Return whether two signs of money were taken for the ends of a formula.

    No digit touches a formula from outside, blanks touch it from within on both sides or on none,
    and it has no two words side by side.
    """
    touched = before[-1:].isdigit() or behind[:1].isdigit()
    lopsided = formula[:1].isspace() != formula[-1:].isspace()
    return touched or lopsided or bool(_TWO_WORDS.search(_TEXT.sub("", formula)))


def under_a_mouse(token: Token) -> Iterator[str]:
    """Yield words of links and pictures that a page shows to a mouse alone, and a sheet not."""
    for child in token.children or ():
        if child.type in {"image", "link_open"} and (title := child.attrs.get("title")):
            yield (
                f"{quoted(str(title))} is shown under a mouse alone, and on no sheet; write it "
                "among the words"
            )


def in_no_language(token: Token) -> Iterator[str]:
    """Yield languages of words that MyST leaves out: they would be read aloud as all others."""
    for one in (token, *(token.children or ())):
        if language := one.attrs.get("lang"):
            yield (
                f'"{{lang={language}}}" is left out, and the words are read aloud as those around '
                f"them; write {{.language-{language}}}"
            )
