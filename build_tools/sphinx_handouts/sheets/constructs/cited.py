"""What a citation says in its sentence: a number of this sheet, and the names that stand with it.

sphinxcontrib-bibtex has kinds that are part of a sentence, such as *Bee [1]* or a year alone, and
words before and after a key. They are written by its own style, with the sheet's number as label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ...pages.environment import application

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_TIED = 4
"""So many numbers of sources side by side stay on one line."""
_BEGIN, _END = "\ue000", "\ue001"
_NUMBER = re.compile(rf"(\[[^][]*{_BEGIN}[^][]*\]|{_BEGIN}\d+{_END})")
_GAP = f"{_END}, {_BEGIN}"


def cited_keys(xref: nodes.Element) -> list[str]:
    """Return the keys of a citation, without the words that stand before and after them."""
    return [target.key for target in _targets(xref)]


def write_citation(
    env: BuildEnvironment, xref: nodes.Element, numbers: Mapping[str, int]
) -> Iterator[nodes.Node]:
    """Yield what stands in place of a citation: words, and numbers of sources."""
    known = [target for target in _targets(xref) if target.key in numbers]
    words = _in_words(env, str(xref["reftype"]), known, numbers)
    if len(known) <= _TIED:
        words = words.replace(_GAP, _GAP.replace(" ", "\N{NO-BREAK SPACE}"))
    for place, part in enumerate(_NUMBER.split(words)):
        shown = part.replace(_BEGIN, "").replace(_END, "")
        if place % 2:
            yield nodes.inline("", shown, classes=["citation-number"])
        elif shown:
            yield nodes.Text(shown)


def _targets(xref: nodes.Element) -> list[Any]:
    from sphinxcontrib.bibtex.citation_target import parse_citation_targets  # late: few cite

    return list(parse_citation_targets(str(xref["reftarget"])))


def _in_words(
    env: BuildEnvironment, kind: str, known: list[Any], numbers: Mapping[str, int]
) -> str:
    """Return what a citation of a *kind* says, as text, with a mark on both sides of a number."""
    from pybtex.style import FormattedEntry
    from sphinxcontrib.bibtex.style.referencing import PersonStyle, format_references
    from sphinxcontrib.bibtex.style.referencing.label import LabelReferenceStyle
    from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

    domain: Any = env.domains["cite"]
    entries = {one.key: one.entry for one in domain.citations}
    info = SphinxReferenceInfo(application(env).builder, "", "", "", None, "", "")
    references = [
        (
            entries[target.key],
            FormattedEntry(target.key, "", f"{_BEGIN}{numbers[target.key]}{_END}"),
            info._replace(pre_text=target.pre, post_text=target.post),
        )
        for target in known
    ]
    person = getattr(domain.reference_style, "person", PersonStyle())
    text = format_references(LabelReferenceStyle(person=person), kind, references)
    return "".join(node.astext() for node in text.render(domain.backend))
