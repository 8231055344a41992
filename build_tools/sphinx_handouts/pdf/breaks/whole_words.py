"""Breaks no word that would fit on the next line, and each that fits on none.

A word that is longer than its line may be broken anywhere (`overflow-wrap`). WeasyPrint 70 takes
each run of text for the first of its line where it stands in a span that began the line: in
*never take anticoagulants* with two words in bold italics, the second could be broken in two.
And it breaks no word that goes through several spans, such as code that is highlighted: such a line
is laid out once more, with leave to break wherever it is full. Nor does it break one behind the
blanks with which a line of code begins: it leaves them on a line of their own, as if that were
empty. They are laid out with the word behind them. A picture that touches a letter, such as the
formula in `10³`, is a part of its word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import signature
from typing import Any

from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox
from weasyprint.layout import inline

_PLACES = {
    function.__name__: list(signature(function).parameters).index("line_children")
    for function in (inline.split_inline_level, inline.split_inline_box)
}
"""Where these functions are told what their line holds."""
_RESUMED = list(signature(inline.split_inline_box).parameters).index("skip_stack")
"""Where it is told behind what a line begins."""
_PATCHED = ("split_inline_level", "split_inline_box", "can_break_text")
_UNBROKEN = ("pre", "nowrap")
"""White space that keeps a line whole."""
ROOM = 2
"""How many times the size of its type a line needs behind the blanks with which it begins."""
_NUMBER = "code__number"
"""The class of the number of a line, which is not what the line says."""
_PICTURE = "\u2e80"
"""What WeasyPrint takes a picture in a line for: a sign, around which lines may break."""
_CLOSING = tuple(".,;:!?)]}\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}")
"""Marks that begin no line, if there is another way."""


@contextmanager
def whole_words() -> Iterator[None]:
    """Break words as `_Words` does."""
    originals = {name: getattr(inline, name) for name in _PATCHED}
    words = _Words(**originals)
    for name in _PATCHED:
        setattr(inline, name, getattr(words, name.removeprefix("split_")))
    try:
        yield
    finally:
        for name, original in originals.items():
            setattr(inline, name, original)


class _Began(list[Any]):
    """What a line holds before its first span, which is nothing; and where its text begins."""

    first: float | None = None


class _Words:
    """Takes the place of the functions of WeasyPrint that break lines."""

    def __init__(
        self,
        split_inline_level: Callable[..., Any],
        split_inline_box: Callable[..., Any],
        can_break_text: Callable[[str, str], bool],
    ) -> None:
        self._level, self._box, self._can_break = (
            split_inline_level,
            split_inline_box,
            can_break_text,
        )
        self._anywhere = False
        """Whether the line that is laid out may break within words."""
        self._kept: tuple[str, ...] = ()
        """What does not begin a line even so."""

    def inline_level(self, context: Any, box: Any, position_x: float, *rest: Any) -> Any:
        """Split a text or a span; a text knows whether it is the first of its line."""
        arguments = [context, box, position_x, *rest]
        place = _PLACES["split_inline_level"]
        if self._anywhere and isinstance(box, TextBox):
            arguments[place] = []
        else:
            arguments[place] = _held(box, position_x, arguments[place])
        return self._level(*arguments)

    def inline_box(self, context: Any, box: Any, position_x: float, *rest: Any) -> Any:
        """Split a span or a line; a line without a place to break is broken where it is full."""
        if isinstance(box, LineBox):
            return self._line_with_words(context, box, position_x, *rest)
        arguments = [context, box, position_x, *rest]
        place = _PLACES["split_inline_box"]
        if not arguments[place] and not isinstance(arguments[place], _Began):
            arguments[place] = _Began()
        return self._box(*arguments)

    def _line_with_words(
        self, context: Any, line: Any, position_x: float, max_x: float, *rest: Any
    ) -> Any:
        """Split a line; where it would hold blanks alone, the word behind them goes on on it."""
        blanks = self._line(context, line, position_x, max_x, *rest)
        first, resume_at, is_ended = blanks[:3]
        end = first.content_box_x() + first.width
        has_room = end + ROOM * line.style["font_size"] < max_x
        if resume_at is None or is_ended or not has_room or not _are_blanks(first):
            return blanks
        arguments = [context, line, end, max_x, *rest]
        arguments[_RESUMED], arguments[_PLACES["split_inline_box"]] = resume_at, []
        words, *others = self._line(*arguments)
        whole = words.copy_with_children((*first.children, *words.children))
        whole.width = words.width
        return whole, *others

    def _line(self, context: Any, line: Any, position_x: float, max_x: float, *rest: Any) -> Any:
        lists = [part for part in rest if isinstance(part, list)]
        lengths = [len(part) for part in lists]
        split = self._box(context, line, position_x, max_x, *rest)
        for kept in (_CLOSING, ()) if _may_break(line) else ():
            if not _reaches_over(context, split[0], max_x):
                break
            for part, length in zip(lists, lengths, strict=True):
                del part[length:]  # what was noted of the line that is too long
            self._anywhere, self._kept = True, kept
            try:
                split = self._box(context, line, position_x, max_x, *rest)
            finally:
                self._anywhere = False
        return split

    def can_break_text(self, text: str, language: str) -> bool:
        """Return whether a text may be broken, or may be between two characters."""
        may_break = self._can_break(text, language) and not _is_of_one_word(text)
        return may_break or (self._anywhere and len(text) > 1 and not text.endswith(self._kept))


def _is_of_one_word(text: str) -> bool:
    """Return whether a letter or digit touches a picture: `10` and the formula of its power."""
    others = text.replace(_PICTURE, "", 1)
    return len(text) == 2 and len(others) == 1 and others.isalnum() and others < _PICTURE


def _held(box: Any, position_x: float, held: list[Any]) -> list[Any]:
    """Return what a line holds: something, where a text is not the first of its span."""
    if not isinstance(held, _Began) or isinstance(box, InlineBox):
        return held
    if held.first is None:
        held.first = position_x
    return [box] if isinstance(box, TextBox) and position_x > held.first else held


def _are_blanks(line: LineBox) -> bool:
    """Return whether blanks are all that a line from left to right says, numbers aside."""
    style = line.style
    if style["white_space"] != "pre-wrap" or style["direction"] != "ltr":
        return False
    text = "".join(_texts(line))
    return bool(text) and not text.strip(" \t")


def _texts(box: Any) -> Iterator[str]:
    """Yield what stands in a box; a sign for what is no text."""
    if isinstance(box, TextBox):
        yield box.text
    elif not isinstance(box, (LineBox, InlineBox)):
        yield "?"
    elif box.element is None or box.element.get("class") != _NUMBER:
        for child in box.children:
            yield from _texts(child)


def _may_break(line: LineBox) -> bool:
    style = line.style
    return style["overflow_wrap"] != "normal" and style["white_space"] not in _UNBROKEN


def _reaches_over(context: Any, line: LineBox, max_x: float) -> bool:
    """Return whether a line is longer than its place, blanks at its end aside."""
    ends = [c.position_x + c.margin_width() for c in line.children if c.is_in_normal_flow()]
    end = max(ends, default=max_x)
    # The tolerance is that of WeasyPrint.
    return end > max_x * (1 + 1e-9) and (
        end - inline.trailing_whitespace_size(context, line) > max_x * (1 + 1e-9)
    )
