"""The tokens of colours."""

from __future__ import annotations

from .token import Token
from .values import DARK, SOFT, choice, ground, ink

TOKENS = (
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
