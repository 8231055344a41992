"""The tokens of text and headings."""

from __future__ import annotations

from ..fonts import FAMILY
from .token import FRAME, NO_LINE, SIZE, Token
from .values import Properties, choice, family, measure, ratio, scale, size


def _rule(above: str = NO_LINE, below: str = NO_LINE) -> Properties:
    is_ruled = above != NO_LINE or below != NO_LINE
    return {
        "--heading-above": above,
        "--heading-below": below,
        "--heading-pad-above": "0mm" if above == NO_LINE else "1.2mm",
        "--heading-pad-below": "0mm" if below == NO_LINE else "0.6mm",
        "--heading-width": "none" if is_ruled else "var(--measure)",
    }


_FAMILY = "the name of a font family"

TOKENS = (
    Token(
        "type.font",
        _FAMILY,
        "Font of the text. The `font` of a brand goes before it.",
        '"Noto Serif"',
        family("--font", f'"{FAMILY}"', "sans-serif"),
    ),
    Token(
        "type.headings_font",
        f'{_FAMILY}; `""`: that of the text',
        "Font of headings.",
        '"Noto Serif"',
        family("--font-headings", f'"{FAMILY}"', "sans-serif", otherwise="var(--font)"),
    ),
    Token(
        "type.code_font",
        _FAMILY,
        "Font of code and of what is typed.",
        '"Noto Sans"',
        family("--font-code", '"Noto Sans Mono"', "monospace"),
    ),
    Token("type.body", SIZE, "Running text.", '"10pt"', size("--size-body"), is_type=True),
    Token("type.lead", SIZE, "What a sheet says in short.", '"17pt"', size("--size-lead"), True),
    Token("type.code", SIZE, "Code.", '"9.5pt"', size("--size-code"), is_type=True),
    Token(
        "type.worksheet",
        SIZE,
        "Tables to write in.",
        '"9.5pt"',
        size("--size-worksheet"),
        is_type=True,
    ),
    Token(
        "type.notes",
        SIZE,
        "Notes, legends, and the words that are explained at the end.",
        '"9pt"',
        size("--size-words"),
        is_type=True,
    ),
    Token(
        "type.small",
        SIZE,
        "Sources, and the head and foot of pages.",
        '"11pt"',
        size("--size-small"),
        is_type=True,
    ),
    Token(
        "type.leading",
        "a number of times the size",
        "From line to line of running text.",
        "1.8",
        ratio("--leading", 1.15, 2),
    ),
    Token(
        "type.box_leading",
        "a number of times the size",
        "From line to line in boxes, code and tables.",
        "1.8",
        ratio("--leading-box", 1.15, 2),
    ),
    Token(
        "type.measure",
        '`"full"`, or a length from 60 to 250 mm',
        "Longest line of running text.",
        '"60mm"',
        measure,
    ),
    Token(
        "headings.scale",
        "a number from 1 to 1.5",
        "How much larger each heading is than the next smaller one, from the third level to the "
        "title, beginning with the size of the text. A size of its own goes before it.",
        "1.35",
        scale,
    ),
    Token("headings.title", SIZE, "Title of a sheet.", '"32pt"', size("--size-title"), True),
    *(
        Token(
            f"headings.{name}",
            f'{SIZE}, or `"body"`',
            f"Headings of the {name} level."
            + (" Titles of boxes, too." if name == "third" else ""),
            '"20pt"',
            size(prop, may_be_body=True),
            is_type=True,
        )
        for name, prop in (
            ("second", "--size-heading"),
            ("third", "--size-subheading"),
            ("fourth", "--size-fourth"),
            ("fifth", "--size-fifth"),
            ("sixth", "--size-sixth"),
        )
    ),
    Token(
        "headings.leading",
        "a number of times the size",
        "From line to line of a heading.",
        "1.6",
        ratio("--leading-heading", 1, 1.8),
    ),
    Token(
        "headings.ink",
        '`"accent"` (the colour of the clinic) or `"ink"`',
        "Colour of headings of the second level.",
        '"ink"',
        choice(
            accent={"--heading-ink": "var(--accent)"},
            ink={"--heading-ink": "var(--ink)"},
        ),
    ),
    Token(
        "headings.weight",
        '`"bold"` or `"regular"`',
        "Weight of the title and of headings down to the third level.",
        '"regular"',
        choice(bold={"--heading-weight": "bold"}, regular={"--heading-weight": "normal"}),
    ),
    Token(
        "headings.rule",
        '`"none"`, `"above"` or `"below"`',
        "A line with headings of the second level.",
        '"above"',
        choice(
            none=_rule(),
            above=_rule(above=FRAME),
            below=_rule(below=FRAME),
        ),
    ),
    Token(
        "headings.axis",
        '`"margin"` or `"text"`',
        "Where headings begin: in the gutter, or with the text.",
        '"text"',
        choice(
            margin={"--heading-hang": "calc(-1 * var(--gutter))"}, text={"--heading-hang": "0mm"}
        ),
    ),
)
