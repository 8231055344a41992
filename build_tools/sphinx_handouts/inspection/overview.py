"""Gathers what the health page shows: every page, handout and source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..pages.reviews import reviews
from ..project.revisions import today
from ..project.rules import rules
from ..records.readability import Reading, ReadingLimits
from ..records.states import State
from .collector import CheckBuilder
from .locate import Locator
from .reports.report import Health, Row, Source

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_PLAIN = str.maketrans("", "", "{}")
"""Takes out the braces of BibTeX."""


def overview(builder: CheckBuilder, locator: Locator) -> Health:
    """Return the content of a project at a glance."""
    config, asked = builder.config, rules(builder.config)
    made = builder.made
    readings = {reading.name: reading for reading in (made.readings if made else ())}
    pages = tuple(_pages(builder.env, locator, readings))
    handouts = tuple(_handouts(builder, locator, readings))
    return Health(
        project=config.project,
        language=config.language or "en",
        today=today(),
        limits=ReadingLimits(asked.reading_grade, asked.smog_grade, asked.sentence_words),
        pages=pages,
        handouts=handouts,
        sources=tuple(_sources(builder.env, pages, handouts)),
        pdfs=builder.editions if builder.prints else 0,
    )


def _pages(env: BuildEnvironment, locator: Locator, readings: dict[str, Reading]) -> Iterator[Row]:
    known = reviews(env)
    cited = _cited(env)
    for docname in sorted(env.found_docs):
        review = known.get(docname)
        late = review is not None and review.next_review < today()
        yield Row(
            name=docname,
            title=env.titles[docname].astext() if docname in env.titles else docname,
            path=locator.shown(env.doc2path(docname)),
            state=(State.OVERDUE if late else review.state) if review else "",
            version=review.version if review else "",
            next_review=review.next_review if review else None,
            reading=readings.get(f"page {docname}"),
            sources=cited.get(docname, ()),
        )


def _handouts(
    builder: CheckBuilder, locator: Locator, readings: dict[str, Reading]
) -> Iterator[Row]:
    made = builder.made
    for handout in builder.handouts:
        row = Row(handout.id, handout.title, locator.shown(locator.catalogue))
        if made and handout.id in made.pages:
            assembly, page = made.sources[handout.id], made.pages[handout.id]
            row = replace(
                row,
                state=page.state,
                version=page.version,
                next_review=page.next_review,
                reading=readings.get(f"handout {handout.id}"),
                sources=tuple(assembly.sources),
            )
        yield row


def _cited(env: BuildEnvironment) -> dict[str, tuple[str, ...]]:
    """Return the keys that each page cites, in their order, if sphinxcontrib-bibtex is there."""
    found: dict[str, dict[str, None]] = {}
    if "cite" not in env.domains:
        return {}
    cited: Any = env.domains["cite"]
    for reference in cited.citation_refs:
        for target in reference.targets:
            found.setdefault(reference.docname, {})[target.key] = None
    return {docname: tuple(keys) for docname, keys in found.items()}


def _sources(
    env: BuildEnvironment, pages: tuple[Row, ...], handouts: tuple[Row, ...]
) -> Iterator[Source]:
    if "cite" not in env.domains:
        return
    cited: Any = env.domains["cite"]
    entries = cited.bibdata.data.entries
    for key in sorted(entries, key=str.casefold):
        fields = entries[key].fields
        yield Source(
            key=key,
            title=fields.get("title", key).translate(_PLAIN).replace("--", "–"),
            year=fields.get("year", ""),
            pages=tuple(row.name for row in pages if key in row.sources),
            handouts=tuple(row.name for row in handouts if key in row.sources),
        )
