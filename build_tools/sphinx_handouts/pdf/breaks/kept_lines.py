"""Keeps how texts break into lines, and how wide these are: a layout takes a fourth less time.

WeasyPrint 70 lays out each word by itself to find how narrow a box may be, again on every page for
what stands in the margins, and each line anew in every layout of a sheet. What comes of the same
text in the same type and room is the same.
"""

from __future__ import annotations

from copy import copy
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any
from weakref import WeakKeyDictionary

from weasyprint.layout import inline, preferred
from weasyprint.text.fonts import FontConfiguration

MOST = 5_000
"""How many lines and words are kept in the same fonts: all editions of a sheet have a third."""
_TYPE = itemgetter(
    *("font_family", "font_size", "font_style", "font_stretch", "font_weight", "font_kerning"),
    *("font_variant_alternates", "font_variant_caps", "font_variant_east_asian"),
    *("font_variant_ligatures", "font_variant_numeric", "font_variant_position"),
    *("font_feature_settings", "font_language_override", "font_variation_settings"),
    *("direction", "lang", "letter_spacing", "tab_size", "white_space", "word_spacing"),
    *("hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphens"),
    *("overflow_wrap", "word_break"),
)
"""All properties that WeasyPrint asks for when it lays out a line, but whether there is another."""

split_first_line: Any = inline.split_first_line
add_font_face: Any = FontConfiguration.add_font_face
"""What WeasyPrint itself does."""
_kept: WeakKeyDictionary[FontConfiguration, dict[Any, Any]] = WeakKeyDictionary()


@cache
def keep_lines() -> None:
    """Let them be kept, from now on."""
    inline.split_first_line = preferred.split_first_line = split_once
    preferred.can_break_text = lru_cache(MOST)(preferred.can_break_text)
    FontConfiguration.add_font_face = _add_font_face


def split_once(text: str, style: Any, context: Any, *rest: Any, **named: Any) -> tuple[Any, ...]:
    """Return the line with which a text begins, as `split_first_line` does."""
    known = _kept.setdefault(style.font_config, {})
    is_decorated = style["text_decoration_line"] != "none"
    key = (text, rest, *named.items(), is_decorated, *_TYPE(style))
    try:
        line = known.get(key)
    except TypeError:  # a value that is no key
        return tuple(split_first_line(text, style, context, *rest, **named))
    if line is None:
        if len(known) >= MOST:
            known.clear()
        line = known[key] = split_first_line(text, style, context, *rest, **named)
    layout, *measures = line
    return copy(layout), *measures  # a line that ends in an ellipsis is changed when it is drawn


def _add_font_face(fonts: FontConfiguration, *rest: Any) -> None:
    """Add a font: what was measured before may have its letters now."""
    _kept.pop(fonts, None)
    add_font_face(fonts, *rest)
