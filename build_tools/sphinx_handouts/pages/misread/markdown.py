"""What Markdown leaves out or reads otherwise, without a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...project.front_matter import front_matter
from ...records.finding import Severity
from . import blocks, inline, leftovers, restructured
from .blocks import Text
from .names import Names
from .reading import Misreading

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from sphinx.environment import BuildEnvironment

_AS_IT_IS = re.compile(
    "code|code-block|code-cell|sourcecode|literalinclude|parsed-literal|math|raw|csv-table|"
    "mermaid|graphviz|digraph|graph|toctree|productionlist|index|meta|image|include|highlight|"
    "plantuml|uml|plot|prompt|doctest|test.*|jupyter-execute|ipython|bibliography|auto.*|.*chart"
)
"""Directives whose content is no Markdown."""
_SHOWN_AS_IT_IS = re.compile(":(?:literal|code):")
_RST = re.compile(r":parser:\s*\S*(?:rst|restructuredtext)", re.IGNORECASE)
_IS_ADDRESS = re.compile(r"[/.#:@]")
"""What stands in an address, and in no word: a label for it that nothing needs is left over."""
_FENCED = re.compile(r"\{(\S+)\}(?:\s|$)")
_OF_A_FILE = re.compile(r"myst|html_meta|substitutions|\\")
"""What stands above a text that sets something for itself: a backslash may spell any word."""
_KEPT: list[MarkdownIt] = []
"""The parser of the page before: most pages are read by the same settings."""
_OPTIONS = re.compile(r"---\n(?:.*\n)*?---\n|(?::[\w-]+:.*\n)+")


def misreadings(text: str, page: str, env: BuildEnvironment, names: Names) -> Iterator[Misreading]:
    """Yield what MyST reads in another way than it is written.

    *text* is a whole file, and *page* all that is written in a page and the files it inserts.
    """
    config = getattr(env, "myst_config", None)
    if config is not None:
        yield from _in(text, Text((), (), 1, names, _parser(text, config), page))


def _parser(text: str, config: Any) -> MarkdownIt:
    """Return a parser as MyST has one for this file, but one that leaves letters as they are."""
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import TopmatterReadError, merge_file_level, read_topmatter
    from myst_parser.parsers.mdit import create_md_parser

    if _OF_A_FILE.search(front_matter(text)):  # most pages set nothing, and YAML is slow to read
        with suppress(TopmatterReadError):
            above = read_topmatter(text) or {}
            config = merge_file_level(config, above, lambda *_said: None)
    if not _KEPT or _KEPT[0].options["myst_config"] != config:
        parser = create_md_parser(config, RendererHTML)
        parser.core.ruler.disable(["replacements", "smartquotes", "text_join"])
        _KEPT[:] = [parser]
    return _KEPT[0]


def _in(text: str, around: Text) -> Iterator[Misreading]:
    known: dict[str, Any] = {}
    try:
        tokens = around.md.parse(text, known)
    except IndexError:
        return  # MyST's own parser stumbles over such a text, and ends the build that reads it
    source = replace(around, lines=text.split("\n"), tokens=tokens)
    for place, token in enumerate(tokens):
        if look := _LOOKS.get(token.type):
            yield from look(source, place)
        for message in inline.in_no_language(token):
            yield Misreading(source.line(token), message, Severity.WARNING)
        yield from blocks.too_deep(source, place)
    yield from _labels(source, known.get("references", {}))


def _labels(source: Text, references: dict[str, Any]) -> Iterator[Misreading]:
    """Yield lines that are taken for the address of a label, which nothing leads to."""
    for label, about in references.items():
        words = re.escape(label).replace(r"\ ", r"\s+")
        used = re.compile(rf"\[\s*{words}\s*\](?!:)", re.IGNORECASE)
        if not _IS_ADDRESS.search(about["href"]) and not used.search(source.page):
            yield Misreading(
                source.first + about["map"][0],
                f'"[{label.lower()}]:" gives the address of a link that is nowhere, and nobody '
                "reads the line; remove it, or, if it is text, put \\ before it",
            )


def _fence(source: Text, place: int) -> Iterator[Misreading]:
    """Look at the fence of a box or of code, and into the box."""
    token = source.tokens[place]
    start, end = token.map or (0, 0)
    last = source.lines[min(end, len(source.lines)) - 1].strip(" \t>")
    marks = token.markup
    info = token.info.strip()
    if end - start < 2 or last != marks[0] * max(len(last), len(marks)):
        yield Misreading(
            source.line(token),
            f'"{marks}{info}" is never closed: all that follows would stand in it; close it by '
            f"{marks} on a line of its own, and give a box more of them than the boxes in it",
        )
    yield from _info(source, token, info)
    yield from _content(source, token, info)


def _info(source: Text, token: Token, info: str) -> Iterator[Misreading]:
    """Look at what stands behind the signs of a fence."""
    marks = token.markup
    word = info.partition(" ")[0]
    if not info and token.type == "colon_fence" and not token.attrs:
        message = f'"{marks}" begins a box without a name; remove it, or end the box above it once'
    elif info.startswith("{") and not _FENCED.match(info):
        message = f'"{marks}{info}" is no box: write the name alone between the braces, {{name}}'
    elif source.names.is_meant(word) and word not in _config(source.md).fence_as_directive:
        message = f'"{marks}{info}" is no box: write {marks}{{{word}}}'
    else:
        return
    yield Misreading(source.line(token), message)


def _config(md: MarkdownIt) -> Any:
    return md.options["myst_config"]


def _content(source: Text, token: Token, info: str) -> Iterator[Misreading]:
    named = _FENCED.match(info)
    name = named[1] if named else ""
    first = source.line(token) + 1
    if name == "include":
        yield from _include(source, token, info.split()[1:])
    elif name == "eval-rst":
        for found in restructured.of_comments(token.content, source.names):
            line = found.line and found.line + first - 1
            yield Misreading(line, found.message)
    elif (named or token.type == "colon_fence") and not _AS_IT_IS.fullmatch(name):
        options = _OPTIONS.match(token.content)
        head = options[0] if options else ""
        rest = "\n" * head.count("\n") + token.content[len(head) :]
        yield from _in(rest, replace(source, first=first))


def _include(source: Text, token: Token, names: Sequence[str]) -> Iterator[Misreading]:
    """Look whether a file of reStructuredText is inserted: MyST reads it as Markdown.

    So it does where the option ``parser`` says what it is.
    """
    options = token.content
    is_rst = any(name.endswith(".rst") for name in names[:1]) or _RST.search(options)
    if is_rst and names and not _SHOWN_AS_IT_IS.search(options):
        yield Misreading(
            source.line(token),
            f'"{names[0]}" would be read as Markdown, with the markup of reStructuredText in '
            f'its text; include it inside an "eval-rst" directive: .. include:: {names[0]}',
        )


def _inline(source: Text, place: int) -> Iterator[Misreading]:
    token = source.tokens[place]
    said = [
        *inline.misreadings(token, source.names),
        *leftovers.of_markdown(inline.words(token), token.content, source.names),
    ]
    if "replacements" in _config(source.md).enable_extensions:
        said += inline.third_of_three(token)
    for message in said:
        yield Misreading(source.line(token), message)
    for message in inline.under_a_mouse(token):
        yield Misreading(source.line(token), message, Severity.WARNING)


_LOOKS: dict[str, Callable[[Text, int], Iterator[Misreading]]] = {
    "blockquote_open": blocks.quotation,
    "bullet_list_open": blocks.bullet_list,
    "code_block": blocks.code_block,
    "colon_fence": _fence,
    "fence": _fence,
    "heading_open": blocks.heading,
    "html_block": blocks.html_block,
    "inline": _inline,
    "myst_block_break": blocks.cell_break,
    "myst_line_comment": blocks.comment,
    "ordered_list_open": blocks.numbered_list,
    "tr_open": blocks.table_row,
}
