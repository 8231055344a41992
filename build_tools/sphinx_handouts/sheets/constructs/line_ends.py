"""Where lines of a paragraph end: not before a short last word, and not where WeasyPrint errs."""

from __future__ import annotations

from itertools import pairwise

from docutils import nodes

from ...pages.nodes import brand_value

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
LAST_WORDS = 16
"""Most characters that are kept together at the end of a paragraph."""


def carry_spaces(paragraph: nodes.Element) -> None:
    """Put the space before an inline element into one box with it.

    WeasyPrint 70 breaks a line after its first word where the text before an inline element fits
    without its last space, and not with it.  The space must not be in the element itself: a link
    that begins with it leaves an empty link at the end of a line.
    """
    for index, (text, after) in enumerate(list(pairwise(paragraph.children))):
        if not isinstance(text, nodes.Text) or isinstance(after, (nodes.Text, brand_value)):
            continue
        words = text.astext()  # without the spaces that an author escaped
        if words[-1:].isspace() and after.next_node(nodes.Text) is not None:
            # By index: docutils finds a text by what it says, and may find another one.
            paragraph[index] = nodes.Text(words.rstrip())
            paragraph[index + 1] = nodes.inline("", "", nodes.Text(words[-1]), after)


def keep_last_words(paragraph: nodes.Element) -> None:
    """Keep the last two words of a paragraph on one line, so that no line holds one short word."""
    last = paragraph.children[-1] if paragraph.children else None
    if isinstance(last, nodes.Text):
        paragraph[-1] = nodes.Text(last_words_kept(last.astext()))


def last_words_kept(text: str) -> str:
    """Return *text* with its last two words held together; as it is, where they are long.

    Of fewer than three, such as stand after an inline element, none is moved.
    """
    words = text.rsplit(maxsplit=2)
    if len(words) < 3 or len(" ".join(words[1:])) > LAST_WORDS:
        return text
    return f"{words[0]} {NO_BREAK_SPACE.join(words[1:])}"
