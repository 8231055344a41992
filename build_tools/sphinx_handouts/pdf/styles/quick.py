"""Lets WeasyPrint find the values of properties sooner: a layout takes a tenth less time.

It asks of each property of each element whether a rule tells it, in which direction, by a variable
or by a sum. Most are told by none: such a value is that of the element around it, or the first one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from operator import itemgetter
from types import SimpleNamespace
from typing import Any

from weasyprint import css
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.layout import percent

_FOUND_ELSEWHERE = ("display", "float", "page", "position")
"""Properties that depend on each other, or on the pages around them."""
_SIDES = ("top", "right", "bottom", "left")
_USED = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"{limit}{axis}" for limit in ("", "min_", "max_") for axis in ("width", "height")),
    *(f"border_{side}_width" for side in _SIDES),
)
"""The lengths of a box that are found together."""
_TOLD = (*_USED, "box_sizing", "border_collapse")
"""What they come of."""
_DECORATION, _CUSTOM = "text_decoration_", "__"

find: Any = css.ComputedStyle.__missing__
resolve: Any = percent.resolve_one_percentage
resolve_all: Any = percent.resolve_percentages
"""What WeasyPrint itself does."""
_told = itemgetter(*_TOLD)


@cache
def find_styles_quickly() -> None:
    """Let the values be found so, from now on."""
    css.ComputedStyle.__missing__ = find_quickly
    for quickly, slowly in ((resolve_quickly, resolve), (resolve_all_quickly, resolve_all)):
        name = slowly.__name__
        for place, module in list(sys.modules.items()):
            if place.startswith("weasyprint.") and vars(module).get(name) is slowly:
                setattr(module, name, quickly)


def find_quickly(style: Any, key: str) -> Any:
    """Return a value at once where no rule tells it."""
    parent, cascaded = style.parent_style, style.cascaded
    if parent is None:
        return find(style, key)
    if known := _PLAIN.get(key):
        is_inherited, initial, names = known
        for name in names:
            if name in cascaded:
                return find(style, key)
        value = style[key] = parent[key] if is_inherited else initial
        return value
    if key.startswith(_CUSTOM) and key not in cascaded:
        value = style[key] = parent[key]
        return value
    return find(style, key)


def resolve_quickly(box: Any, name: str, refer_to: float) -> None:
    """Set a length of a box: most are in pixels, or left to the layout."""
    value = box.style[name]
    if getattr(value, "unit", None) == "px":
        value = value.value
    elif value is not None and value != "auto":
        value = percent.percentage(value, box.style, refer_to)
    if value == "auto" and name in ("min_width", "min_height"):
        value = 0
    setattr(box, name, value)


def resolve_all_quickly(box: Any, containing_block: Any) -> None:
    """Set all lengths of a box: those that no share of another box decides are found once."""
    told = _told(box.style)
    try:
        used = _used(told)
    except TypeError:  # a sum, which cannot be compared
        used = None
    if used is None:
        resolve_all(box, containing_block)
    else:
        vars(box).update(used)


@lru_cache(maxsize=10_000)
def _used(told: tuple[Any, ...]) -> dict[str, Any] | None:
    """Return the lengths that are used where a style tells these; none if others decide, too."""
    *lengths, _sizing, borders = told
    if borders == "collapse" or not all(map(_is_fixed, lengths)):
        return None
    box = SimpleNamespace(style=dict(zip(_TOLD, told, strict=True)))
    resolve_all(box, (0, 0))
    del box.style
    return vars(box)


def _is_fixed(length: Any) -> bool:
    is_number = length is None or isinstance(length, (int, float))
    return is_number or length == "auto" or getattr(length, "unit", None) == "px"


def _plain() -> Iterator[tuple[str, tuple[bool, Any, tuple[str, ...]]]]:
    """Yield properties whose value may be that of the parent, or the first one as it stands.

    Each with which of them it is, that first one, and by what names rules can tell it.
    """
    for key, initial in INITIAL_VALUES.items():
        is_inherited = key in INHERITED
        if key in _FOUND_ELSEWHERE or key.startswith(_DECORATION):
            continue
        if is_inherited or key not in INITIAL_NOT_COMPUTED:
            logical = PHYSICAL_FUNCTIONS.get(key)
            ways = [logical(block="ttb", inline=way) for way in ("ltr", "rtl")] if logical else []
            yield key, (is_inherited, initial, tuple(dict.fromkeys((key, *ways))))


_PLAIN = dict(_plain())
