"""Every handout carries the snippets that keep patients safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Finding, Kind, Page, Severity
from .record import Check

CHECK = Check(
    Kind.GET_HELP,
    Severity.ERROR,
    "Get-help box",
    "Whoever reads a handout must learn from that handout which signs need help at once.",
    "Add the part that holds the box to the handout in the catalogue.",
)


def check_get_help(page: Page, required: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each required snippet that *page* lacks."""
    for name in required:
        if name not in page.snippets:
            yield Finding(
                Kind.GET_HELP,
                f'catalogue.toml: {page.handout.id}: parts: the "{name}" snippet is not on this '
                "handout; add the part that holds it",
            )
