"""Every source is cited, and every citation has a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..project.validation import did_you_mean
from ..records.finding import Finding, Kind, Severity
from .declaration import Check
from .facts import PageFacts, Source

CHECK = Check(
    Kind.CITATION,
    Severity.WARNING,
    "Citations and sources belong together",
    "A list of sources that nothing rests on looks like more evidence than there is; a citation "
    "without a source is none.",
    "Cite the source where it is used, or take it out of the bibliography.",
)


def check_citations(pages: Iterable[PageFacts], sources: Sequence[Source]) -> Iterator[Finding]:
    """Yield a finding for each source that is not cited, and each citation without a source."""
    known = {source.key for source in sources}
    cited: set[str] = set()
    for page in pages:
        for citation in page.citations:
            cited.add(citation.name)
            if citation.name not in known:
                near = did_you_mean(citation.name, sorted(known), "the bibliography has")
                message = f'the citation "{citation.name}" is not in the bibliography{near}'
                yield citation.warn(Kind.CITATION, message)
    for source in sources:
        if source.key not in cited:
            yield source.warn(Kind.CITATION, "no page cites this source; cite it, or remove it")
