"""The tokens of pages: margins, space, and the lines of all that is ruled."""

from __future__ import annotations

from .token import HAIRLINE, LENGTH, NO_LINE, Token
from .values import LINE, choice, ink, space, thickness

TOKENS = (
    Token(
        "page.top",
        f"{LENGTH} from 17 mm; in large print from 23 mm",
        "Margin at the head: the mark of a sheet that is not approved stands in it.",
        '"28mm"',
        space("--margin-top", 17, 60),
        least={"large-print": 23},
    ),
    Token(
        "page.side",
        f"{LENGTH} from 10 mm",
        "Margins at the sides.",
        '"32mm"',
        space("--margin-side", 10, 60),
    ),
    Token(
        "page.bottom",
        f"{LENGTH} from 16 mm; in large print from 24 mm",
        "Margin at the foot: number, version and address stand in it.",
        '"28mm"',
        space("--margin-bottom", 16, 60),
        least={"large-print": 24},
    ),
    Token(
        "page.gutter",
        f"{LENGTH} from 7 to 20 mm; in large print from 9 mm",
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
        choice(line={"--page-rule": HAIRLINE}, none={"--page-rule": NO_LINE}),
    ),
    Token("space.item", LENGTH, "Between items of a list.", '"3mm"', space("--gap-item", 0, 8)),
    Token("space.text", LENGTH, "Between paragraphs.", '"5mm"', space("--gap-text", 0.5, 12)),
    Token("space.box", LENGTH, "Around boxes.", '"9mm"', space("--gap-box", 1, 20)),
    Token(
        "space.section",
        LENGTH,
        "Above headings of the second level.",
        '"12mm"',
        space("--gap-section", 1, 30),
    ),
    Token("space.pad", LENGTH, "Within boxes and cells.", '"6mm"', space("--pad", 1, 12)),
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
)
