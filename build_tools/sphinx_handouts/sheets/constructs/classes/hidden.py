"""What a page hides by a class: a sheet says what the page shows.

Classes are told by the names that sphinx-design and themes give them, where a project uses these:
elsewhere they hide nothing. By a width, they hide as on a wide screen: a sheet is no telephone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes

from ....pages.environment import application

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_BOOTSTRAP = ("d", frozenset({"invisible", "visually-hidden"}))
THEMES: Mapping[str, tuple[str, frozenset[str]]] = {
    "furo": ("", frozenset({"visually-hidden"})),
    "pydata_sphinx_theme": _BOOTSTRAP,
    "sphinx_book_theme": _BOOTSTRAP,
    "sphinx_rtd_theme": ("", frozenset({"hidden", "invisible", "sr-only"})),
}
"""How the classes of a theme begin by which things are shown or not, and what hides them anyhow."""
WIDTHS = ("", "sm", "md", "lg", "xl", "xxl")
"""From which width of a screen on a class counts, the least first."""
_SHOWN = re.compile(
    r"(?P<kind>sd-d|d)-(?:(?P<width>sm|md|lg|xl|xxl)-)?"
    r"(?P<how>none|block|flex|grid|inline|inline-block|inline-flex|inline-grid|table|contents)"
)
_AROUND = (nodes.paragraph, nodes.reference, nodes.figure)


@dataclass(frozen=True, slots=True)
class Hiding:
    """What hides things in a project: the beginnings of classes, and whole ones."""

    kinds: frozenset[str]
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, env: BuildEnvironment) -> Hiding:
        """Return what does so in this one."""
        kind, names = THEMES.get(env.config.html_theme, ("", frozenset()))
        design = "sd-d" if "sphinx_design" in application(env).extensions else ""
        return cls(frozenset(filter(None, (kind, design))), names)

    def hides(self, classes: Iterable[str]) -> bool:
        """Return whether what has these classes is not shown on a wide screen."""
        found = [one for name in classes if (one := _SHOWN.fullmatch(name))]
        return not self.names.isdisjoint(classes) or any(
            _is_none([one for one in found if one["kind"] == kind]) for kind in self.kinds
        )


def _is_none(found: Sequence[re.Match[str]]) -> bool:
    """Return whether the last of some rules, by their widths, shows nothing; "none" is first."""
    widths = [WIDTHS.index(one["width"] or "") for one in found]
    last = [one["how"] for one, width in zip(found, widths, strict=True) if width == max(widths)]
    return bool(last) and set(last) == {"none"}


def leave_out_hidden(tree: nodes.Element, hiding: Hiding) -> None:
    """Leave out what a page does not show, and what holds nothing else."""
    if not (hiding.kinds or hiding.names):
        return
    for node in list(tree.findall(partial(_is_hidden, hiding))):
        _leave_out(node)


def _leave_out(node: nodes.Node) -> None:
    while isinstance(node.parent, _AROUND) and len(node.parent) == 1:
        node = node.parent
    if node.parent is not None and not isinstance(node, (nodes.entry, nodes.row)):
        node.parent.remove(node)


def _is_hidden(hiding: Hiding, node: nodes.Node) -> bool:
    classes = node.get("classes", ()) if isinstance(node, nodes.Element) else ()
    return bool(classes) and hiding.hides(classes)
