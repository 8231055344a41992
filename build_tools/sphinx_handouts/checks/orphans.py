"""Nothing lies about that no page or handout uses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ..records.finding import Finding, Kind, Severity
from .declaration import Check
from .facts import PageFacts

CHECK = Check(
    Kind.ORPHAN,
    Severity.WARNING,
    "Snippets, pictures and blocks that are used nowhere",
    "Somebody will keep them up to date for nothing, or believe that they are printed.",
    "Use it, or remove it.",
)


def check_snippets(pages: Iterable[PageFacts], snippets: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each of *snippets* (name: file) that no page uses."""
    used = {snippet.name for page in pages for snippet in page.snippets}
    for name, docname in snippets.items():
        if name not in used:
            message = f'no page uses the snippet "{name}"; use it, or remove it'
            yield Finding(Kind.ORPHAN, message, Severity.WARNING, docname, 1)


def check_pictures(files: Iterable[str], used: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each picture in *files* that is not *used*."""
    for file in files:
        if file not in used:
            message = "nothing shows this picture; show it, or remove it"
            yield Finding(Kind.ORPHAN, message, Severity.WARNING, path=file)


def check_print_labels(pages: Iterable[PageFacts], parts: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each labelled print-only block that none of *parts* picks.

    A block with a label is printed where a handout picks that label, and nowhere else.
    """
    if not parts:  # the catalogue cannot be read, or there is none
        return
    for page in pages:
        for block in page.print_labels:
            if not {page.docname, f"{page.docname}#{block.name}"} & set(parts):
                message = (
                    f'the print-only block "{block.name}" is on no handout; '
                    "pick its label in the catalogue, or remove it"
                )
                yield block.warn(Kind.ORPHAN, message)
