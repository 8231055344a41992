"""A translation changes the words of a text and nothing else.

Roles (the emergency number of a region is one), links, citations, code, placeholders, numbers, and
how many words stand out are the same on both sides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from .emphasis import emphases
from .figures import Figure, Way, figures, halves, ways, written_in
from .months import months_in
from .units import SYMBOLS

_MYST_ROLE = re.compile(
    r"(?<!\\)\{(?P<name>[A-Za-z][\w:.+-]*)\}(?P<ticks>`+)(?P<text>.+?)(?P=ticks)"
)
_RST_ROLE = re.compile(r"(?<![\w:\\]):(?P<name>[A-Za-z][\w:.+-]*):(?P<ticks>`)(?P<text>[^`]+)`")
_ROLES = (_MYST_ROLE, _RST_ROLE)
"""As each parser reads them: what is written as in the other's language would be printed."""
_TARGET = re.compile(r".*?<(?P<target>[^<>]+)>\s*", re.DOTALL)
_OF_WORDS = frozenset(
    {"abbr", "command", "del", "dfn", "guilabel", "ins", "kbd", "mark", "menuselection", "s"}
    | {"small", "strong", "sub", "subscript", "sup", "superscript", "u"}
)
"""Roles whose text is said to the reader, and translated."""
_OF_TERMS = "term"
"""A role whose text may be the term in the other language; one that nobody explains is told."""
_LINK = re.compile(r"\]\(\s*<?(?P<target>[^)\s>]*)>?[^)]*\)")
_RST_LINK = re.compile(r"`[^`]*<(?P<target>[^<>`]+)>`__?")
_ADDRESS = re.compile(
    r"(?:https?|mailto|tel):[^\s<>()\]]*[^\s<>()\].,;:!?\u060c\u061b\u061f\u3002]"
)
_NOTE = re.compile(r"\[(?P<note>[\^#][^\]\s]+)\]_?")
_CODE = re.compile(r"(?P<ticks>`+)(?P<code>.+?)(?P=ticks)")
_HOLE = re.compile(
    r"\{\{[^{}]*\}\}|%\(\w+\)[sd]|%[sd](?![A-Za-z])|\{[.#][^{}]*\}|\{[A-Za-z_]\w*\}(?!`)|\|[^\s|][^|]*\|"
)
_SIGN = re.compile(r"`|~~|(?<=[^\W_])\^[^\s^]{1,9}\^")
"""Markup that is in no pair, or that each parser may be told to read."""
_TURNING = "\u202d\u202e"
"""Marks that set letters in another order than their own; others tell where a script begins."""
_LESS, _MORE = (
    re.compile(rf"(?<![\w<>/-])(?:{signs})(?=\s?[\d.,]*\d)")
    for signs in ("<=?|[\u2264\u2266\u2a7d]", ">=?|[\u2265\u2267\u2a7e]")
)
_MINUS = re.compile(r"(?<![^\s(\u200e\u200f\u061c])[-\u2212\u2013\uff0d](?=[.,]?\d)")
_BELOW = re.compile(
    "minus|below zero|menos|bajo cero|meno |moins|sous zéro|unter null|минус|ниже нуля|eksi|"
    "سالب|ناقص|تحت الصفر|영하|마이너스|マイナス|氷点下|零下|负|負",
    re.IGNORECASE,
)
"""Words by which a number is below nought where no sign stands before it."""
_SIGNED = "a minus before a number"
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")

Counts = Counter[str]


def differences(
    source: str, translation: str, languages: tuple[str, str] = ("en", "en")
) -> Iterator[str]:
    """Yield what a *translation* lacks, or has beside, of what must be as in the *source*.

    The name of a month on one side may be its number on the other: *languages* are those of both.
    """
    wanted, said = _tokens(source, languages[0])
    found, other = _tokens(translation, languages[1])
    _settle(wanted, found, [*ways(said, languages[0])], [*ways(other, languages[1])])
    lost = wanted - found - _months(translation, languages[1])
    added = found - wanted - _months(source, languages[0])
    for tokens, text in ((lost, other), (added, said)):
        if _BELOW.search(text):
            del tokens[_SIGNED]
    for figure in figures(other, languages[1]):
        if lost[_number(figure.other)] > 0 < added[_number(figure.value)]:
            lost[_number(figure.other)] -= 1
            added[_number(figure.value)] -= 1
            yield _misread(figure, languages[1])
    for token in sorted(lost.elements()):
        yield f"lacks {token}"
    for token in sorted(added.elements()):
        yield f"has {token}, which the text has not"
    yield from _turned(said, other)
    yield from _other_times(source, translation, languages)
    for sign in sorted({*_TURNING} & {*translation} - {*source}):
        yield f"has a mark that nobody sees (U+{ord(sign):04X}) and that turns letters around"


def _turned(source: str, translation: str) -> Iterator[str]:
    """Yield that "less than" a number has become "more than" it; words may say it, too."""
    for lost, added in ((_LESS, _MORE), (_MORE, _LESS)):
        before, after = ([*sign.finditer(source)] for sign in (lost, added))
        now, turned = ([*sign.finditer(translation)] for sign in (lost, added))
        if len(now) < len(before) and len(turned) > len(after):
            yield f'has "{turned[-1][0]}" before a number, where the text has "{before[-1][0]}"'


def _other_times(source: str, translation: str, languages: tuple[str, str]) -> Iterator[str]:
    """Yield an hour that is before noon in place of after it, and a date of another month."""
    sides = [*zip((source, translation), languages, strict=True)]
    ours, theirs = (Counter(halves(text, language)) for text, language in sides)
    for hour, half in ours - theirs:
        other = "am" if half == "pm" else "pm"
        if (hour, other) in theirs - ours:
            yield f"says {hour} {other}, where the text says {hour} {half}"
    named, said = (months_in(text, language) for text, language in sides)
    for lost, added in zip(named - said, said - named, strict=False):
        yield f"has a date of month {added}, where the text has one of month {lost}"


def _misread(figure: Figure, language: str) -> str:
    """Return that a number says another one in its language than in that of the text."""
    return (
        f"has {figure.written}, which says {float(figure.value):g} in {language}, where the text "
        f"says {float(figure.other):g}; write it as {written_in(figure.other, language)}"
    )


def _settle(wanted: Counts, found: Counts, first: list[Way], second: list[Way]) -> None:
    """Take away what both sides say, be it in other figures: those of several numbers first."""
    left = sorted(second, key=_most_numbers)
    for ours, said in sorted(first, key=_most_numbers):
        if (ours, said) in left:  # in the same figures: no other may stand for it
            left.remove((ours, said))
            continue
        same = next((way for way in left if way[1] == said), ((said,), said))
        if _take(wanted, ours, found, same[0]) and same in left:
            left.remove(same)
    for theirs, said in left:
        _take(found, theirs, wanted, (said,))


def _most_numbers(way: Way) -> int:
    return -len(way[0])


def _take(one: Counts, ours: tuple[str, ...], other: Counts, theirs: tuple[str, ...]) -> bool:
    """Take figures of one side, and those of the other that say the same, if both are there."""
    mine, same = Counter(map(_number, ours)), Counter(map(_number, filter(None, theirs)))
    if mine == same or not (mine <= one and same <= other):
        return False
    if not same and one[_number(ours[0])] <= other[_number(ours[0])]:
        return False  # minutes that both say
    one.subtract(mine)
    other.subtract(same)
    return True


def _number(value: str) -> str:
    return f"the number {value}"


def numbers(text: str, language: str) -> set[str]:
    """Return the numbers in a text, as Python writes them."""
    return {figure.value for figure in figures(text, language)}


def same_words(source: str, translation: str) -> int:
    """Return how many words both sides have, if they are the same: case and marks do not count.

    Units alone are the same in most languages: "5 mg/kg, 2.5 ml" has no word to translate.
    """
    first, second = ([*map(str.casefold, _words(text))] for text in (source, translation))
    is_said = first == second and not SYMBOLS.keys() >= {*first}
    return len(first) if is_said else 0


def words_left(source: str, translation: str) -> int:
    """Return how many words in a row were left as they are in the *source*: no names."""
    first, second = _words(source), _words(translation)
    found = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    rows = (first[match.a : match.a + match.size] for match in found)
    return max(len(row) for row in rows if sum(not word.islower() for word in row) <= 1)


def _words(text: str) -> list[str]:
    """Return what a translator translates of a text: no role without words, no target of a link."""
    for pattern in _ROLES:
        text = pattern.sub(_role_words, text)
    for pattern in (_RST_LINK, _LINK, _ADDRESS, _NOTE, _HOLE, _CODE):
        text = pattern.sub(" ] ", text)
    return _WORD.findall(text)


def _role_words(match: re.Match[str]) -> str:
    text = match["text"]
    is_said = match["name"] in _OF_WORDS or match["name"].endswith(_OF_TERMS)
    return f" {text.partition('<')[0] if is_said else text.rpartition('<')[0]} "


def _months(text: str, language: str) -> Counts:
    months = months_in(text, language).items()
    return Counter({f"the number {month}": count for month, count in months})


def _tokens(text: str, language: str) -> tuple[Counts, str]:
    """Return what must be the same, and how often it stands; and the words beside it."""
    tokens: Counts = Counter()
    for pattern in _ROLES:
        text = pattern.sub(_kept(tokens, _role), text)
    text = _RST_LINK.sub(_kept(tokens, lambda m: (f"the link {m['target']}", m[0])), text)
    text = _LINK.sub(_kept(tokens, lambda m: (f"the link {m['target']}", "]")), text)
    text = _ADDRESS.sub(_kept(tokens, lambda m: (f"the address {m[0]}", " ")), text)
    text = _NOTE.sub(_kept(tokens, lambda m: (f"the note {m[0]}", " ")), text)
    text = _HOLE.sub(_kept(tokens, lambda m: (m[0], " ")), text)
    text = _CODE.sub(_kept(tokens, lambda m: (f"`{m['code']}`", " ")), text)
    tokens.update(_number(figure.value) for figure in figures(text, language))
    tokens.update(f"the sign {match[0]}" for match in _SIGN.finditer(text))
    tokens.update(_SIGNED for match in _MINUS.finditer(text) if _is_sign(text, match))
    tokens.update(emphases(text))
    return tokens, text


def _is_sign(text: str, minus: re.Match[str]) -> bool:
    """Return whether a minus is none between two numbers, as in "2 -5"."""
    return not text[: minus.start()].rstrip()[-1:].isdigit()


def _kept(
    tokens: Counts, say: Callable[[re.Match[str]], tuple[str, str]]
) -> Callable[[re.Match[str]], str]:
    """Return a function that counts what *say* says, and returns what stays of the text."""

    def keep(match: re.Match[str]) -> str:
        token, rest = say(match)
        tokens[token] += 1
        return rest

    return keep


def _role(match: re.Match[str]) -> tuple[str, str]:
    name, text = match["name"], match["text"].strip()
    role = match[0].partition("`")[0]  # as it is written
    if name in _OF_WORDS or name.endswith(_OF_TERMS):
        return role, f" {text.partition('<')[0]} "
    target = _TARGET.fullmatch(text)
    key = target["target"].strip() if target else text
    if name.startswith("cite"):
        key = ",".join(sorted(part.strip() for part in key.split(",")))
    words = text[: text.rfind("<")] if target else ""
    return f"{role}`{key}`", f" {words} "
