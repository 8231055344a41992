"""Links say where they go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records.finding import Finding, Kind, Severity
from .declaration import Check
from .facts import Link, PageFacts

CHECK = Check(
    Kind.LINK_TEXT,
    Severity.WARNING,
    "Words of links",
    'Many readers meet links out of their sentence: a list of ten times "here" helps nobody, and '
    "a sheet of paper cannot be clicked.",
    "Use the name of what the link leads to as its words.",
)

VAGUE: dict[str, set[str]] = {
    "en": {
        *("click", "click here", "continue", "details", "find out more", "go", "here", "info"),
        *("learn more", "link", "more", "more details", "more info", "more information", "page"),
        *("read more", "read on", "see here", "see more", "site", "tap here", "the link"),
        *("the page", "this", "this document", "this link", "this page", "this site", "website"),
    },
    "de": {"dieser link", "hier", "hier klicken", "link", "mehr", "weiter", "weiterlesen"},
    "es": {"aquí", "enlace", "haga clic aquí", "leer más", "más", "ver más"},
    "fr": {"cette page", "cliquez ici", "ce lien", "en savoir plus", "ici", "lien"},
}
"""Words that tell nothing of the target, by language."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def check_link_text(page: PageFacts, language: str) -> Iterator[Finding]:
    """Yield a finding for each link that does not say where it goes."""
    vague = VAGUE.get(language.partition("_")[0].partition("-")[0], set())
    targets: dict[str, Link] = {}
    for link in page.links:
        words = link.text.casefold().strip(" .:…»›>→")
        if not words:
            problem = f"a link to {link.target} has no words; write where it leads"
        elif words in vague:
            problem = f'a link says "{link.text}"; write where it leads: {link.target}'
        elif _ADDRESS.fullmatch(link.text):
            problem = f"a link shows its bare address, {link.text}; write the name of the page"
        elif (first := targets.setdefault(words, link)).target != link.target:
            problem = (
                f'"{link.text}" leads to {link.target}, and on line {first.line} to '
                f"{first.target}; give each its own words"
            )
        else:
            continue
        yield link.warn(Kind.LINK_TEXT, problem)
