"""Hard words are explained, and what is explained is used."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from ..records.finding import Finding, Kind, Severity
from .declaration import Check
from .facts import PageFacts, Role

CHECK = Check(
    Kind.GLOSSARY,
    Severity.WARNING,
    "Words explained",
    "A reader who meets MRI without a word of what it is feels shut out; a glossary full of words "
    "that stand nowhere hides those that matter.",
    "Spell the abbreviation out, or add it to the glossary; remove a term that is used nowhere.",
)

EVERYDAY = {
    *("AM", "CD", "DVD", "ID", "OK", "PDF", "PIN", "PM", "QR", "TV", "UK", "US", "USA"),
}
"""Abbreviations that need no explanation."""

_ABBREVIATION = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]{0,3}[A-Z][0-9]*s?(?![\w-])")


def check_terms(pages: Sequence[PageFacts]) -> Iterator[Finding]:
    """Yield a finding for each term of the glossary that stands on no other page."""
    uses = {use.name.casefold() for page in pages for use in page.term_uses}
    text = "\n".join(
        block.text for page in pages for block in page.blocks if block.role is not Role.DEFINITION
    ).casefold()
    for page in pages:
        for term in page.terms:
            words = term.name.casefold()
            if words not in uses and not re.search(rf"(?<!\w){re.escape(words)}", text):
                message = f'no page uses the word "{term.name}"; use it, or remove it'
                yield term.warn(Kind.GLOSSARY, message)


def check_abbreviations(pages: Sequence[PageFacts], known: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each abbreviation that is explained nowhere.

    A page explains it itself, or the glossary does, or it is *known* to the project.  A project
    without a glossary is left alone.
    """
    if not any(page.terms for page in pages):
        return
    explained = {*EVERYDAY, *known}
    for page in pages:
        for block in page.blocks:
            if block.role is Role.DEFINITION:
                explained |= {_singular(found) for found in _ABBREVIATION.findall(block.text)}
    for page in pages:
        yield from _on_page(page, explained)


def _on_page(page: PageFacts, explained: Collection[str]) -> Iterator[Finding]:
    text = "\n".join(block.text for block in page.blocks)
    told = set(map(_singular, page.abbreviations))
    for block in page.said():
        if block.text.isupper():  # a heading in capitals
            continue
        for match in _ABBREVIATION.finditer(block.text):
            found = _singular(match[0])
            if found in explained or found in told or _spelt_out(found, text):
                continue
            told.add(found)
            message = f'"{found}" is not explained; spell it out, or add it to the glossary'
            yield block.warn(Kind.GLOSSARY, message, block.below(match.start()))


def _singular(abbreviation: str) -> str:
    return abbreviation.removesuffix("s")


def _spelt_out(abbreviation: str, text: str) -> bool:
    """Return whether the page says what it means: "MRI (a scan)", "a scan (MRI)", "MRI, a scan"."""
    word = re.escape(abbreviation)
    return bool(re.search(rf"\b{word}s? \(|\({word}s?\)|\b{word}s?,? (?:an?|the|or) ", text))
