"""Every handout carries the snippets that keep patients safe, whole and readable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..records.finding import Finding, Kind, Severity
from ..records.page import Page
from .declaration import Check
from .facts import PageFacts

CHECK = Check(
    Kind.GET_HELP,
    Severity.ERROR,
    "Get-help box, whole and readable",
    "Whoever reads a handout must learn from that handout which signs need help at once.",
    "Add the part that holds the box to the handout in the catalogue; let no style sheet of your "
    "own hide it, and keep web-only and print-only out of its file.",
)


def check_get_help(page: Page, required: Iterable[str], rule: str) -> Iterator[Finding]:
    """Yield a finding for each required snippet that *page* lacks, or that says nothing there.

    *rule* is the setting that requires them.
    """
    for name in required:
        if name not in page.snippets:
            yield Finding(
                Kind.GET_HELP,
                f'catalogue.toml: {page.handout.id}: parts: the "{name}" snippet is not on this '
                f"handout; add the part that holds it (the rule: {rule})",
            )
        elif name in page.wordless:
            message = (
                f'{page.handout.id}: the "{name}" snippet has no words on this handout; write them '
                "in its file (comments, and what is for other builders, are not printed)"
            )
            path = page.wordless[name] or None
            yield Finding(Kind.GET_HELP, message, path=path, line=1 if path else None)


def check_whole(pages: Iterable[PageFacts], required: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each required snippet of which one medium shows only a part."""
    required = set(required)
    for page in pages:
        for block in page.split_snippets:
            if block.name in required:
                message = (
                    f'a part of the "{block.name}" snippet is for the web or for print alone; '
                    "take web-only and print-only out of it"
                )
                yield replace(block.warn(Kind.GET_HELP, message), severity=Severity.ERROR)
