"""Lays a sheet out, and breaks no word that would fit on the next line.

A word that is longer than its line may be broken anywhere (`overflow-wrap`). WeasyPrint 70 takes
each run of text for the first of its line where it stands in a span that began the line: in
*never take anticoagulants* with two words in bold italics, the second could be broken in two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import signature
from typing import Any

from weasyprint import CSS, HTML, Document
from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox
from weasyprint.layout import inline
from weasyprint.text.fonts import FontConfiguration

from .engine import variant_of

_PLACES = {
    function.__name__: list(signature(function).parameters).index("line_children")
    for function in (inline.split_inline_level, inline.split_inline_box)
}
"""Where these functions are told what their line holds."""


def lay_out(html: HTML, sheet: CSS, fonts: FontConfiguration, *, archived: bool) -> Document:
    """Return a sheet as pages."""
    with _whole_words():
        return html.render(
            font_config=fonts, stylesheets=[sheet], pdf_variant=variant_of(archived=archived)
        )


class _Began(list[Any]):
    """What a line holds before its first span, which is nothing; and where its text begins."""

    first: float | None = None


@contextmanager
def _whole_words() -> Iterator[None]:
    """Tell runs of text in spans whether they are the first of their line."""
    originals = {name: getattr(inline, name) for name in _PLACES}
    for name, original in originals.items():
        setattr(inline, name, _told(original, _PLACES[name], _TELLS[name]))
    try:
        yield
    finally:
        for name, original in originals.items():
            setattr(inline, name, original)


def _told(
    original: Callable[..., Any], place: int, tell: Callable[[Any, float, list[Any]], list[Any]]
) -> Callable[..., Any]:
    def split(context: Any, box: Any, position_x: float, *rest: Any) -> Any:
        arguments = [context, box, position_x, *rest]
        arguments[place] = tell(box, position_x, arguments[place])
        return original(*arguments)

    return split


def _of_span(box: Any, _position_x: float, held: list[Any]) -> list[Any]:
    """Return what a line holds for the spans within a first span to keep in mind."""
    is_first = not held and not isinstance(box, LineBox) and not isinstance(held, _Began)
    return _Began() if is_first else held


def _of_level(box: Any, position_x: float, held: list[Any]) -> list[Any]:
    """Return what a line holds: something, where a text is not the first of its span."""
    if not isinstance(held, _Began) or isinstance(box, InlineBox):
        return held
    if held.first is None:
        held.first = position_x
    return [box] if isinstance(box, TextBox) and position_x > held.first else held


_TELLS = {"split_inline_level": _of_level, "split_inline_box": _of_span}
