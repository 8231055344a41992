"""The tokens of the print design: what a theme may say, each declared once, with its bounds.

A token is a key of a table of `theme.toml`. What it says becomes custom properties of the print
style sheet, which holds no other size, colour or line that a theme could set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .fonts import FAMILY
from .token_values import (
    DARK,
    LINE,
    SOFT,
    Properties,
    Reader,
    choice,
    family,
    ground,
    ink,
    measure,
    ratio,
    scale,
    size,
    space,
    thickness,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that a theme may say."""

    key: str
    """Table and key: "type.body"."""
    takes: str
    """What it takes, in words."""
    help: str
    shown: str
    """A value that looks different from the built-in one, for the manual."""
    read: Reader
    is_type: bool = False
    """Whether it is a size of type, which no variant prints smaller than its least."""
    least: Mapping[str, float] = field(default_factory=dict)
    """Least millimetres by variant, where it needs more room than elsewhere."""

    @property
    def group(self) -> str:
        """The table in which it stands."""
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        """Its key in that table."""
        return self.key.partition(".")[2]


_NONE = "0 none"


def _box(
    edge: str, width: str, *, block: str = _NONE, side: str = _NONE, ground: str = "none"
) -> Properties:
    is_open = block == _NONE and ground == "none"
    return {
        "--box-block": block,
        "--box-side": side,
        "--box-edge": edge,
        "--box-edge-width": width,
        "--box-ground": ground,
        "--box-above": "0.4mm" if is_open else "var(--gap-text)",
        "--box-below": "0.4mm" if is_open else "var(--pad)" if side != _NONE else "var(--gap-text)",
    }


def _code(*, edge: str, frame: str = _NONE, ground: str = "none", pad: str = "0mm") -> Properties:
    return {
        "--code-frame": frame,
        "--code-edge": edge,
        "--code-ground": ground,
        "--code-pad": pad,
    }


def _cells(
    *,
    rows: str = _NONE,
    columns: str = _NONE,
    pad: str = "0mm",
    band: str = "none",
    end: str = _NONE,
) -> Properties:
    return {
        "--cell-rows": rows,
        "--cell-columns": columns,
        "--cell-start": pad,
        "--band": band,
        "--table-end": end,
    }


def _rule(above: str = _NONE, below: str = _NONE) -> Properties:
    is_ruled = above != _NONE or below != _NONE
    return {
        "--heading-above": above,
        "--heading-below": below,
        "--heading-pad-above": "0mm" if above == _NONE else "1.2mm",
        "--heading-pad-below": "0mm" if below == _NONE else "0.6mm",
        "--heading-width": "none" if is_ruled else "var(--measure)",
    }


_HAIR, _LINE = "var(--hairline)", "var(--line)"
_FAMILY_OF = "the name of a font family"
_SIZE, _LENGTH_OF = "a size of type", "a length"

TOKENS: tuple[Token, ...] = (
    Token(
        "type.font",
        _FAMILY_OF,
        "Font of the text. The `font` of a brand goes before it.",
        '"Noto Serif"',
        family("--font", f'"{FAMILY}"', "sans-serif"),
    ),
    Token(
        "type.headings_font",
        f'{_FAMILY_OF}; `""`: that of the text',
        "Font of headings.",
        '"Noto Serif"',
        family("--font-headings", f'"{FAMILY}"', "sans-serif", otherwise="var(--font)"),
    ),
    Token(
        "type.code_font",
        _FAMILY_OF,
        "Font of code and of what is typed.",
        '"Noto Sans"',
        family("--font-code", '"Noto Sans Mono"', "monospace"),
    ),
    Token("type.body", _SIZE, "Running text.", '"10pt"', size("--size-body"), is_type=True),
    Token("type.lead", _SIZE, "What a sheet says in short.", '"17pt"', size("--size-lead"), True),
    Token("type.code", _SIZE, "Code.", '"9.5pt"', size("--size-code"), is_type=True),
    Token(
        "type.worksheet",
        _SIZE,
        "Tables to write in.",
        '"9.5pt"',
        size("--size-worksheet"),
        is_type=True,
    ),
    Token(
        "type.notes",
        _SIZE,
        "Notes, legends, and the words that are explained at the end.",
        '"9pt"',
        size("--size-words"),
        is_type=True,
    ),
    Token(
        "type.small",
        _SIZE,
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
    Token("headings.title", _SIZE, "Title of a sheet.", '"32pt"', size("--size-title"), True),
    *(
        Token(
            f"headings.{name}",
            f'{_SIZE}, or `"body"`',
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
            above=_rule(above=_LINE),
            below=_rule(below=_LINE),
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
    Token(
        "page.top",
        f"{_LENGTH_OF} from 17 mm; in large print from 23 mm",
        "Margin at the head: the mark of a sheet that is not approved stands in it.",
        '"28mm"',
        space("--margin-top", 17, 60),
        least={"large-print": 23},
    ),
    Token(
        "page.side",
        f"{_LENGTH_OF} from 10 mm",
        "Margins at the sides.",
        '"32mm"',
        space("--margin-side", 10, 60),
    ),
    Token(
        "page.bottom",
        f"{_LENGTH_OF} from 16 mm; in large print from 24 mm",
        "Margin at the foot: number, version and address stand in it.",
        '"28mm"',
        space("--margin-bottom", 16, 60),
        least={"large-print": 24},
    ),
    Token(
        "page.gutter",
        f"{_LENGTH_OF} from 7 to 20 mm; in large print from 9 mm",
        "Room before the text, in which numbers and boxes to tick hang.",
        '"16mm"',
        space("--gutter", 7, 20),
        least={"large-print": 9},
    ),
    Token(
        "page.rule",
        '`"line"` or `"none"`',
        "The line above the foot.",
        '"none"',
        choice(line={"--page-rule": _HAIR}, none={"--page-rule": _NONE}),
    ),
    Token("space.item", _LENGTH_OF, "Between items of a list.", '"3mm"', space("--gap-item", 0, 8)),
    Token("space.text", _LENGTH_OF, "Between paragraphs.", '"5mm"', space("--gap-text", 0.5, 12)),
    Token("space.box", _LENGTH_OF, "Around boxes.", '"9mm"', space("--gap-box", 1, 20)),
    Token(
        "space.section",
        _LENGTH_OF,
        "Above headings of the second level.",
        '"12mm"',
        space("--gap-section", 1, 30),
    ),
    Token("space.pad", _LENGTH_OF, "Within boxes and cells.", '"6mm"', space("--pad", 1, 12)),
    Token(
        "lines.hair",
        "a length from 0.25 to 3 pt",
        "Thickness of thin lines: in tables, beside code, above notes.",
        '"1.5pt"',
        thickness("--hair"),
    ),
    Token(
        "lines.frame",
        "a length from 0.25 to 3 pt",
        "Thickness of frames and of lines to write on.",
        '"2pt"',
        thickness("--frame"),
    ),
    Token(
        "lines.accent",
        "a length from 0.5 to 4 mm",
        "Thickness of the line beside what a sheet says in short.",
        '"3mm"',
        space("--accent-rule", 0.5, 4),
    ),
    Token(
        "lines.ink",
        "a colour of 3:1 or more on white",
        "Colour of thin lines, of edges, and of the line beside quotations.",
        '"#000000"',
        ink("--rule-ink", LINE),
    ),
    Token(
        "boxes.look",
        '`"frame"`, `"edge"`, `"tint"` or `"lines"`',
        "Boxes that do not warn: a frame, a thick line at their beginning, a ground, or a thin "
        "line above and below. Boxes that warn are always framed.",
        '"edge"',
        choice(
            frame=_box(_LINE, "var(--frame)", block=_LINE, side=_LINE),
            edge=_box("0.8mm solid var(--rule-ink)", "0.8mm"),
            tint=_box(_NONE, "0mm", block=_HAIR, ground="var(--tint)"),
            lines=_box(_NONE, "0mm", block=_HAIR),
        ),
    ),
    Token(
        "boxes.radius",
        f"{_LENGTH_OF} from 0 to 4 mm",
        "Roundness of the corners of boxes, cards and code.",
        '"3mm"',
        space("--radius", 0, 4),
    ),
    Token(
        "code.look",
        '`"edge"`, `"frame"` or `"tint"`',
        "Code: a line at its beginning, a frame, or a ground.",
        '"tint"',
        choice(
            edge=_code(edge=_HAIR),
            frame=_code(frame=_HAIR, edge=_HAIR, pad="1.6mm"),
            tint=_code(edge=_HAIR, ground="var(--tint)", pad="1.6mm"),
        ),
    ),
    Token(
        "code.highlight",
        '`"weight"` or `"none"`',
        "Whether code is highlighted: what matters bold, comments in grey. Never by colour, which "
        "a copier loses.",
        '"none"',
        choice(
            weight={"--code-strong": "bold", "--code-soft": "var(--ink-soft)"},
            none={"--code-strong": "normal", "--code-soft": "var(--ink)"},
        ),
    ),
    Token(
        "tables.look",
        '`"rows"`, `"grid"`, `"bands"` or `"open"`',
        "Tables to read: a line below each row, around each cell, a ground for every other row, or "
        "no lines but above and below.",
        '"bands"',
        choice(
            rows=_cells(rows=_HAIR),
            grid=_cells(rows=_HAIR, columns=_HAIR, pad="var(--cell-pad)"),
            bands=_cells(pad="var(--cell-pad)", band="var(--tint)", end=_HAIR),
            open=_cells(end=_LINE),
        ),
    ),
    Token(
        "tables.head",
        '`"line"` or `"tint"`',
        "The head of a table: above a line, or on a ground.",
        '"tint"',
        choice(
            line={"--head-ground": "none", "--head-start": "var(--cell-start)"},
            tint={"--head-ground": "var(--tint)", "--head-start": "var(--cell-pad)"},
        ),
    ),
    Token(
        "lists.numeral",
        f'{_SIZE}, or `"body"`',
        "Numbers of ordered lists.",
        '"body"',
        size("--size-numeral", may_be_body=True),
        is_type=True,
    ),
    Token(
        "lists.bullet",
        '`"disc"` or `"dash"`',
        "What marks the items of a list.",
        '"dash"',
        choice(disc={"--bullet": r'"\2022\a0"'}, dash={"--bullet": r'"\2013\a0"'}),
    ),
    Token(
        "colours.accent",
        '`"brand"` or `"ink"`',
        "Numerals, the line of what is said in short, and the name of the clinic: in its colour, "
        "or in that of the text.",
        '"ink"',
        choice(brand={"--accent": "var(--brand-accent, #0b5563)"}, ink={"--accent": "var(--ink)"}),
    ),
    Token(
        "colours.ink",
        "a colour of 7:1 or more on white",
        "Running text.",
        '"#1b2a4e"',
        ink("--ink", DARK),
    ),
    Token(
        "colours.soft",
        "a colour of 4.5:1 or more on white",
        "Head and foot of pages, comments in code, small headings.",
        '"#6a6a6a"',
        ink("--ink-soft", SOFT),
    ),
    Token(
        "colours.tint",
        'a colour of 1.35:1 at most on white, or `"none"`',
        "Ground of what is tinted.",
        '"#dfe7ef"',
        ground,
    ),
)
"""All tokens, by their tables, in the order in which the manual shows them."""

BY_KEY: Mapping[str, Token] = {token.key: token for token in TOKENS}
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(token.group for token in TOKENS))
