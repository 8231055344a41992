"""A result of research is told with its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records.finding import Finding, Kind, Severity
from .declaration import Check
from .facts import Block, PageFacts, Role
from .reading import sentences

CHECK = Check(
    Kind.CLAIM,
    Severity.WARNING,
    "Claims with their sources",
    "A reader, and the clinician who approves the page, must be able to look up what a claim "
    "rests on.",
    "Add a citation to the sentence or its section, or say that it is common advice.",
)

_RESEARCH = (
    r"(?:stud(?:y|ies)|trials?|(?:systematic )?reviews?|meta-analys[ei]s|research(?:ers)?|evidence)"
)
_RESULT = (
    r"(?:found|finds?|shows?|showed|shown|suggests?|suggested|reports?|reported|proves?|proved|"
    r"concluded?|compared|had no effect|did better|did worse|agree[sd]?)"
)
_BETWEEN = r"\b(?:(?!\b(?:you|we|us|our|your)\b)[^.?!]){0,60}\b"
"""Words between the research and its result: none of the page and its reader."""
_ARTICLE = r"(?:an? |one |two |many |most |large |small )*"
_NUMBER = r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|half|most)"
_PEOPLE = r"(?:people|adults|patients|women|men|participants|volunteers)"

PHRASES: dict[str, tuple[str, ...]] = {
    "en": (
        rf"{_RESEARCH}{_BETWEEN}{_RESULT}",
        rf"{_RESULT}\b[^.?!]{{0,30}}\b(?:in|by) {_ARTICLE}{_RESEARCH}",
        rf"in {_ARTICLE}{_RESEARCH},",
        r"\d[\d,]* (?:studies|trials|reviews|reports)",
        rf"\d[\d,.]* (?:million |thousand )?{_PEOPLE}",
        r"\d+(?:\.\d+)? ?(?:%|per ?cent)",
        rf"{_NUMBER} (?:in|out of) (?:every )?(?:\d+|five|ten|twenty|100)",
        r"(?:study|trial|review)s? (?:from|of|in) (?:19|20)\d\d",
        r"(?:has|have) (?:not )?been (?:shown|tested|linked|proven)",
        r"evidence is (?:\w+ )?(?:weak|strong|good|uncertain|low|of)",
        r"(?:harm|side effects?)\b[^.?!]{0,25} (?:is|are) (?:\w+ ){0,2}(?:rare|common|unlikely)",
    )
}
"""What a result of research sounds like, by language."""
CLAIMS = {
    language: re.compile(rf"\b(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)
    for language, phrases in PHRASES.items()
}


def check_claims(page: PageFacts, language: str) -> Iterator[Finding]:
    """Yield a finding for each claim on *page* whose section has no source at all."""
    sourced = page.sourced_sections()
    pattern = CLAIMS.get(language.partition("_")[0].partition("-")[0])
    stated: set[int] = set()
    for block in page.blocks:
        if block.section in sourced or block.role not in {Role.TEXT, Role.CAPTION}:
            continue
        if block.finding:  # one word for all the paragraphs of a finding
            if block.section not in stated:
                yield _warn(block, "states how sure we are", block.text)
            stated.add(block.section)
        elif pattern:
            for sentence in sentences(block.text):
                if not sentence.endswith("?") and (found := pattern.search(sentence)):
                    yield _warn(block, f'("{found[0]}") tells a result', sentence)


def _warn(block: Block, problem: str, sentence: str) -> Finding:
    short = sentence if len(sentence) <= 70 else f"{sentence[:67]}..."
    message = f'"{short}" {problem}, and its section has no source; add a citation'
    return block.warn(Kind.CLAIM, message, block.below(block.text.find(sentence)))
