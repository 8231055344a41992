"""Lays a sheet out anew where it may break elsewhere, without finding all its styles again.

Which rules meet which element, and what comes of them, takes nearly a third of the time of a
layout. In one that differs from the layout before in its breaks alone, all else is as before.
WeasyPrint 70 has no way to be told so: it is asked to lay the sheet out as ever, and given what it
has found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

import tinycss2
from weasyprint import HTML, Document
from weasyprint.css.targets import TargetCollector
from weasyprint.css.validation import preprocess_declarations
from weasyprint.layout import LayoutContext

_WEIGHT = (3, inf, (0, 1, 0))
"""How WeasyPrint weighs a rule for `:root` that stands in the sheet itself."""
_FOUND_ANEW = ("__", "break_")
"""How the properties begin that declarations may be of, and those that tell of breaks."""


class Styles:
    """Takes the place of the function of WeasyPrint that finds the styles of a sheet."""

    def __init__(self, find: Callable[..., LayoutContext]) -> None:
        self._find = find
        self._found: LayoutContext | None = None
        self._are_kept = False

    def context(self, html: HTML, fonts: Any, counters: Any, *rest: Any) -> LayoutContext:
        """Return what a layout needs: with the styles that are kept, or else with those of now."""
        found = self._found
        if found is None or not self._are_kept:
            self._found = found = self._find(html, fonts, counters, *rest)
            return found
        self._find_breaks_anew()
        styles = found.style_for.get_computed_styles()
        for element in (html.etree_element, *html.etree_element):
            # A layout takes it from the root, or the body, and gives it to the pages.
            styles[element, None].pop("overflow", None)
        counters.update(found.counter_style)
        targets = TargetCollector()
        for style in _styles(found):
            targets.collect_anchor(style["anchor"])
        return LayoutContext(found.style_for, found.get_image_from_uri, fonts, counters, targets)

    def find(self) -> Callable[[], None]:
        """Let the next layout find all styles; return how to take that back."""
        found, self._are_kept = self._found, False

        def take_back() -> None:
            self._found = found

        return take_back

    def keep(self, html: HTML, declarations: str) -> Callable[[], None]:
        """Let the next layout have the styles of the last, and for breaks some *declarations* more.

        They are of custom properties of the root. Return how to take them back.
        """
        assert self._found is not None
        self._are_kept = True
        root = self._found.style_for.get_computed_styles()[html.etree_element, None]
        before = root.cascaded.copy()
        parts = tinycss2.parse_blocks_contents(declarations, skip_whitespace=True)
        for name, value, _important in preprocess_declarations(html.base_url, parts):
            if name not in before or before[name][1] <= _WEIGHT:
                root.cascaded[name] = value, _WEIGHT

        def take_back() -> None:
            root.cascaded = before
            self._find_breaks_anew()

        return take_back

    def _find_breaks_anew(self) -> None:
        assert self._found is not None
        for style in _styles(self._found):
            for name in [name for name in style if name.startswith(_FOUND_ANEW)]:
                del style[name]


def _styles(context: LayoutContext) -> Iterable[Any]:
    """Return each style once: elements that are alike share theirs."""
    return {id(style): style for style in context.style_for.get_computed_styles().values()}.values()


@contextmanager
def kept_styles() -> Iterator[Styles]:
    """Let the styles of a sheet be kept from one of its layouts to the next."""
    original = Document.__dict__["_build_layout_context"]
    styles = Styles(Document._build_layout_context)
    Document._build_layout_context = staticmethod(styles.context)
    try:
        yield styles
    finally:
        Document._build_layout_context = original
