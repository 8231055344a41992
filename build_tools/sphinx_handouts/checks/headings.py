"""Headings make an outline that can be walked through by ear."""

from __future__ import annotations

from collections.abc import Iterator

from ..records.finding import Finding, Kind, Severity
from .declaration import Check
from .facts import Heading, PageFacts

CHECK = Check(
    Kind.HEADING,
    Severity.WARNING,
    "Order of headings",
    "Screen reader users jump from heading to heading; a level that is skipped, or a name that "
    "stands twice, loses them.",
    "Use one title, go down one level at a time, and give each heading words of its own.",
)


def check_headings(page: PageFacts) -> Iterator[Finding]:
    """Yield a finding for each heading that breaks the outline of *page*."""
    titles = [heading for heading in page.headings if heading.level == 1]
    for title in titles[1:]:
        yield _warn(title, f'is a second title beside "{titles[0].text}"; write it with ##')
    before = 0
    path: list[Heading] = []
    seen: dict[tuple[str, ...], Heading] = {}
    for heading in page.headings:
        if not heading.text:
            message = "a heading without words; write what the section is about, or remove it"
            yield heading.warn(Kind.HEADING, message)
        if heading.level > before + 1:
            # The first heading of all stands below the page, which is level 0.
            wanted = "#" * (before + 1)
            yield _warn(heading, f"skips from level {before} to {heading.level}; write {wanted}")
        before = heading.level
        path = [*(above for above in path if above.level < heading.level), heading]
        outline = tuple(above.text.casefold() for above in path)
        first = seen.setdefault(outline, heading)
        if first is not heading and heading.text:
            yield _warn(heading, f"stands twice, as on line {first.line}; give each its own words")


def _warn(heading: Heading, problem: str) -> Finding:
    return heading.warn(Kind.HEADING, f'the heading "{heading.text}" {problem}')
