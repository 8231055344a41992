"""Markup that no parser took for one, and that would be printed among the words.

What an author escaped, or wrote as code, is meant. Words of Markdown come without it; those of
reStructuredText are compared with what is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes

from ...project.validation import quoted
from .names import Names
from .reading import runs_on

_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\[^\w\s]")
_BOX = 'a box begins and ends on lines of their own, and needs "colon_fence" among '
_VALUES = 'myst_enable_extensions, and quotation marks around its values: width="50%"'
_SPACE = "a no-break space follows it; put a plain one"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), mend)
    for pattern, mend in (
        (r"^:{2,}[ ]?\{?[\w-]*\}?", f"{_BOX}myst_enable_extensions"),
        (r"<!--", "a comment ends with -->"),
        (r"^(?:<{7}|\|{7}|>{7}) .*$|^={7}$", "git could not merge two versions; keep one of them"),
        (r"^\[!(?:CAUTION|IMPORTANT|NOTE|TIP|WARNING)\]", "write a box of its own: :::{warning}"),
        (r"^(?:!!!|\?\?\?\+?) \w+", "write a box of its own: :::{warning}"),
        (r"\*\*(?=\S)|(?<=[^\s*\\])\*\*", "bold words begin and end beside a blank"),
        (r"`", "code begins and ends with as many of them"),
        (r"~~(?=\S)", 'needs "strikethrough" among myst_enable_extensions, and an end'),
        (r"!?\[[^][\n\\]+\]\([^()\n]*\)", "an address has no blanks; put <...> around it"),
        (r"(?<!\w)!?\[[^][\n\\]*\]\[[^][\n\\]+\]", "nothing on the page has this label"),
        (r"^\$\$$", "a formula begins and ends with $$, without an empty line within"),
        (
            "\\$\N{OBJECT REPLACEMENT CHARACTER}\\$",
            "one $ is for a line, and $$ for lines of its own",
        ),
        (r"\{\{[^{}\n]+\}\}", 'needs "substitution" among myst_enable_extensions'),
        (r"\{[.#][A-Za-z][\w-]*\}", 'needs "attrs_inline" or "attrs_block", and its place'),
        (r"^\{[^{}\n]*=[^{}\n]*\}$", f'needs "attrs_block" among {_VALUES}'),
        (r"\{[A-Za-z][\w-]*=[^{}\n]*\}", f'needs "attrs_inline" among {_VALUES}'),
        (r"^:[A-Za-z][\w ]*:(?= \S)", 'needs "fieldlist" among myst_enable_extensions'),
        (r"^\([\w -]+\)=(?=\s)", "a label stands alone on its line, above a heading or a block"),
        (r"^#{1,6}(?=[^\W\d])", "a blank follows the signs of a heading"),
        (r"^(?:#{1,6}|[-*+]|\d+[.)])(?=\u00a0)", _SPACE),
        (r"^: (?=\S)", 'needs "deflist" among myst_enable_extensions, and a term above'),
        (r"(?<=[^\W_])~[^\s~]{1,9}~(?!~)", "lowered letters are {sub}`2`"),
        (r"(?<=[^\W_])\^[^\s^]{1,9}\^", "raised letters are {sup}`2`"),
        (r"!?\[\[[^][\n]+\]\]", "a link is [words](page.md), and a picture ![words](file.png)"),
        (r"\^\[[^][\n]+\]", "a note is [^name] in the text, and [^name]: its words below"),
        (r"^\*\[[^][\n]+\]:", "an abbreviation is {abbr}`GP (general practitioner)`"),
        (r"(?<![=\w])==(?=[^\s=])[^=\n]*[^\s=]==(?![=\w])", "marked words are <mark>words</mark>"),
        (r"^\[_?TOC_?\]$", "a table of contents is {contents}"),
        (r"\{:\s*[.#][^{}\n]*\}|\{%[^{}\n]*%\}", "it is for another program; remove it"),
        (r"^\[[ xX]?\](?=\s?\w)", 'needs "tasklist" among myst_enable_extensions: - [ ] Visit'),
    )
)
_NAMED = re.compile(r"\{([A-Za-z][\w:+.-]*)\}")
_RST = re.compile(r"^\.\.( ?)([A-Za-z][\w:+.-]*?) ?(::?)(?!:)", re.MULTILINE)
_DASHES = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*$", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
_BULLET = re.compile(
    r"[\N{BULLET}\N{TRIANGULAR BULLET}\N{BLACK SMALL SQUARE}\xb7\u25cf\u25cb\u25e6][ \t\xa0]+\S"
)
_ITEM = re.compile(
    r"(?:[-*+\N{EN DASH}\u25a0-\u25a2\u2610-\u2612\u2192\u2713-\u2717\u2794-\u27be]|\d{1,2}[.)-]|"
    r"[A-Za-z]\)|[a-z]\.|[ivx]{1,4}[.)]|\(\d{1,2}\)|\([a-z]\))[ \t\xa0]+\S"
)
"""Bullets of Word, boxes, ticks and arrows are items where several lines begin with them."""
_TOUCHING = re.compile(r"(?:[-*+\N{EN DASH}\N{BULLET}\xb7\u2610-\u2612]|\d{1,2}[.)])(?=[^\W\d_])")
"""An item without a blank behind its sign."""
_OF_MARKDOWN = re.compile(r"(?:[-*+]|\d+[.)]) ")
_BROKEN = re.compile(r"(?:(?<!\\)(?:\\\\)*\\|  +|<br ?/?>)$")
"""How a line of Markdown ends that is a line on paper, too."""
_TAB = re.compile(r"\w[^\t\n]*\t[ \t]*\S")
_GAP, _WIDE = re.compile(r"\w {2,}\S"), re.compile(r"\w {3,}\S")
"""What docutils makes of a tab."""
_BACKSLASH = re.compile(r"(?<![\\`*_|>])(?:\\\\)*\\[A-Za-z0-9]\w*")
"""In reStructuredText, a backslash before a letter goes: it means nothing, but behind markup."""


def of_markdown(words: str, written: str, names: Names) -> Iterator[str]:
    """Yield what is left over of a paragraph of Markdown."""
    yield from _patterns(words, words, _PATTERNS)
    yield from _named(words, words, names)
    for found in _RST.finditer(written):
        if found[2] in names.directives:
            yield (
                f'"{found[0]}" is reStructuredText, and would be printed; write a block of its '
                f"own: :::{{{found[2]}}}"
            )
    yield from _table(written)
    yield from _tabbed(written, _TAB, "put bars between their cells, and |---|---| below the first")
    if words.endswith("\\"):
        yield 'the "\\" that ends a paragraph would be printed; remove it'
    yield from _run_on(written, words)


def of_restructured(words: str, node: nodes.paragraph, names: Names) -> Iterator[str]:
    """Yield what is left over of a paragraph of reStructuredText: its *words* are without code."""
    written = node.rawsource
    meant = _CODE.sub("", _ESCAPED.sub("", written))
    yield from _patterns(words, meant, _IN_RST)
    yield from _named(words, meant, names)
    for found in _RST.finditer(words):
        if found[2] in names.directives:
            yield f'"{found[0]}" would be printed; write ".. {found[2]}::", with a blank'
    lost = _BACKSLASH.search(_CODE.sub("`", written))
    if lost and lost[0] not in node.astext():  # Sphinx has written what it adds without backticks
        yield f'the backslash of "{lost[0]}" would be left out; write two, or code: ``...``'
    yield from _table(written)
    if _WIDE.search(written):
        yield from _tabbed(written, _GAP, "make a table of them, such as a csv-table")
    in_item = isinstance(node.parent, nodes.list_item)
    yield from _run_on(written, words, in_item=in_item, is_rst=True)


_OF_BOTH = (
    "a comment ends",
    "git could",
    "an address has no blanks",
    "nothing on the page",
    "a blank follows",
)
_IN_RST = tuple((pattern, mend) for pattern, mend in _PATTERNS if mend.startswith(_OF_BOTH))


def _patterns(
    words: str, written: str, patterns: tuple[tuple[re.Pattern[str], str], ...]
) -> Iterator[str]:
    for pattern, mend in patterns:
        found = pattern.search(words)
        if found and pattern.search(written):
            yield f"{quoted(found[0])} would be printed as it is written: {mend}"


def _named(words: str, written: str, names: Names) -> Iterator[str]:
    meant = {found[1] for found in _NAMED.finditer(written)} & names.all
    for found in _NAMED.finditer(words):
        if found[1] in meant:
            yield (
                f'"{found[0]}" would be printed as it is written: a directive has a fence before '
                "it, and a role its text behind it, between backticks and without a blank"
            )


def _table(written: str) -> Iterator[str]:
    """Yield a table that is none: its row of dashes is missing, or has another number of cells."""
    if _DASHES.search(written):
        yield (
            "the row of dashes makes no table here: it stands below the head, as far in and with "
            "as many cells as that"
        )
    elif len(_ROW.findall(written)) > 1:
        yield "rows between bars are no table: put a row of dashes below the first, |---|---|"


def _tabbed(written: str, gap: re.Pattern[str], mend: str) -> Iterator[str]:
    """Yield a table whose cells are parted by tabs, as one comes from another program."""
    rows = [line for line in written.split("\n") if gap.search(line)]
    if len(rows) > 1:
        yield (
            f"the rows of a table, {quoted(rows[1].strip())}, would be printed as a sentence: "
            f"{mend}"
        )


def _run_on(
    written: str, words: str, *, in_item: bool = False, is_rst: bool = False
) -> Iterator[str]:
    """Yield the first line of a list that is none, for want of an empty line above it.

    A single sign may be a dash at the beginning of a line, but hardly so within another list.
    """
    above, *below = lines = [line.lstrip() for line in written.split("\n")]
    is_list = in_item or _count(_ITEM, lines) > 1
    touching = _count(_TOUCHING, [line.lstrip() for line in words.split("\n")]) > 1
    for line in below:
        is_item = is_list or above.rstrip().endswith(":")
        found = _BULLET.match(line) or (is_item and _ITEM.match(line))
        if (found or (touching and _TOUCHING.match(line))) and (
            is_rst or not _BROKEN.search(above)
        ):
            yield runs_on(line, is_known=is_rst or _OF_MARKDOWN.match(line) is not None)
            return
        above = line


def _count(pattern: re.Pattern[str], lines: list[str]) -> int:
    return sum(pattern.match(line) is not None for line in lines)
