"""What the parts of a handout mean: pages, patterns of pages, and pages with all below them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

TOCTREE = "toctree:"
"""Before the name of a page: the page, and all that its tables of contents lead to."""

_SIGNS: Mapping[str, str] = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
_SIGN = re.compile(r"\*\*|\*|\?")


@dataclass(frozen=True, slots=True)
class PartName:
    """One page, or a labelled part of it, that a part of the catalogue names."""

    part: str
    """What the catalogue says."""
    docname: str
    label: str = ""
    depth: int = 0
    """How many levels its headings lie below those of the page that the part begins with."""

    @property
    def whole(self) -> str:
        """What it is called without a pattern."""
        return f"{self.docname}#{self.label}" if self.label else self.docname

    @property
    def shown(self) -> str:
        """What messages call it: a page that a pattern found is named, too."""
        return self.part if self.part == self.whole else f"{self.part} ({self.whole})"


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a project, as far as parts name them."""

    names: Collection[str]
    below: Mapping[str, Sequence[str]]
    """The pages that the tables of contents of each page lead to, in their order."""
    root: str = "index"

    def in_order(self) -> list[str]:
        """Return all pages as a reader meets them; then those that no table of contents has."""
        met = dict.fromkeys(name for name, _depth in self.tree(self.root))
        return [*met, *sorted(set(self.names) - met.keys())]

    def tree(self, top: str) -> Iterator[tuple[str, int]]:
        """Yield a page and all below it, each once, and how far below it each lies."""
        seen: set[str] = set()
        waiting = [(top, 0)]
        while waiting:
            name, depth = waiting.pop()
            if name in self.names and name not in seen:
                seen.add(name)
                yield name, depth
                waiting += [(child, depth + 1) for child in reversed(self.below.get(name, ()))]


def is_pattern(part: str) -> bool:
    """Return whether a part stands for several pages."""
    return part.startswith(TOCTREE) or bool(_SIGN.search(part.partition("#")[0]))


def resolve(part: str, pages: Pages) -> list[PartName]:
    """Return what a part names; nothing where there is no such page."""
    docname, _hash, label = part.partition("#")
    if docname in pages.names:
        return [PartName(part, docname, label)]
    if docname.startswith(TOCTREE):
        found = pages.tree(docname.removeprefix(TOCTREE))
        return [PartName(part, name, label, depth) for name, depth in found]
    if not is_pattern(part):
        return []
    wanted = _pattern(docname)
    return [PartName(part, name, label) for name in pages.in_order() if wanted.fullmatch(name)]


def resolve_all(
    parts: Sequence[str], pages: Pages, without: Collection[str] = ()
) -> dict[str, list[PartName]]:
    """Return what each of *parts* names.

    A pattern leaves out the pages that another part names as a whole, or that a pattern before it
    has found: nobody wants a page twice. It leaves out those *without* which it was meant, too.
    """
    taken = {part for part in parts if not is_pattern(part)}
    found: dict[str, list[PartName]] = {}
    for part in dict.fromkeys(parts):
        names = resolve(part, pages)
        if is_pattern(part):
            names = [
                name for name in names if name.whole not in taken and name.docname not in without
            ]
            taken |= {name.whole for name in names}
            top = names[0].depth if names else 0  # where the first page was left out
            names = [replace(name, depth=max(name.depth - top, 0)) for name in names]
        found[part] = names
    return found


def _pattern(text: str) -> re.Pattern[str]:
    """Return what matches as the patterns of a table of contents do: ``*`` stays in its folder."""
    pieces = _SIGN.split(text)
    signs = [_SIGNS[sign] for sign in _SIGN.findall(text)]
    joined = [re.escape(piece) + sign for piece, sign in zip(pieces, [*signs, ""], strict=True)]
    return re.compile("".join(joined))
