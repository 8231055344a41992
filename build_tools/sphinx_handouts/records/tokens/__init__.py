"""The tokens of the print design: what a theme may say, each declared once, with its bounds.

A token is a key of a table of `theme.toml`. What it says becomes custom properties of the print
style sheet, which holds no other size, colour or line that a theme could set.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import blocks, colours, page, text
from .token import Token

TOKENS: tuple[Token, ...] = (*text.TOKENS, *page.TOKENS, *blocks.TOKENS, *colours.TOKENS)
"""All tokens, by their tables, in the order in which the manual shows them."""

BY_KEY: Mapping[str, Token] = {token.key: token for token in TOKENS}
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(token.group for token in TOKENS))
