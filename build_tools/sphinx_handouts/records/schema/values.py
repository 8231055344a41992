"""What a key of a table may say: a short text, or a colour that stands out on white paper."""

from __future__ import annotations

import math
import re
from typing import Annotated

from pydantic import AfterValidator, Field

from ..plain_text import plain
from .colours import MINIMUM_CONTRAST, contrast_on_white, rgb

Text = Annotated[str, Field(max_length=500), AfterValidator(plain)]
"""A short text of one line."""
NonEmpty = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(plain)]
"""The same, and not empty."""


def _printable_colour(colour: str) -> str:
    ratio = contrast_on_white(colour)
    if ratio < MINIMUM_CONTRAST:
        raise ValueError(
            f'"{colour}" has a contrast of {math.floor(100 * ratio) / 100}:1 on white: '
            f"choose a darker colour, {MINIMUM_CONTRAST}:1 or more"
        )
    return "#{:02x}{:02x}{:02x}".format(*rgb(colour))


Colour = Annotated[str, Field(max_length=60), AfterValidator(_printable_colour)]
"""A colour dark enough for text, kept as ``#rrggbb``: it goes into style sheets as it is."""


def address_mistake(template: str) -> str:
    """Return what is wrong with the address template of status pages, if anything."""
    left = re.sub(r"\{(?:id|version)\}", "", template)
    if found := re.search(r"\{[^{}]*\}?|\}", left):
        return f'"{found[0]}" stands for nothing; write "{{id}}" and "{{version}}" alone in braces'
    if re.search(r"\s", left.strip()):
        return "it has a blank, which no address has; remove it"
    return ""
