"""The entries of the bibliography can be looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ..records.finding import Finding, Kind, Severity
from .declaration import Check
from .facts import Source

CHECK = Check(
    Kind.SOURCE,
    Severity.WARNING,
    "Entries of the bibliography",
    "One wrong character in a DOI or an ISBN, and nobody finds the source any more.",
    "Copy the number from the publisher's page; write the DOI without its address.",
)

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s{}\"<>]+")
_PMID = re.compile(r"\bPMID:?\s*(\S+)", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def check_bibliography(sources: Iterable[Source], this_year: int) -> Iterator[Finding]:
    """Yield a finding for each field that cannot be right, and each that is missing."""
    seen: dict[str, Source] = {}
    for source in sources:
        fields = dict(source.fields)
        problems = [*_missing(fields), *_malformed(fields), *_year(fields, this_year)]
        doi = fields.get("doi", "").casefold()
        if doi and (first := seen.setdefault(doi, source)) is not source:
            problems.append(f"doi: is that of {first.key}, too; remove one of them")
        for problem in problems:
            yield source.warn(Kind.SOURCE, problem)


def _missing(fields: dict[str, str]) -> Iterator[str]:
    if not fields.get("title"):
        yield "title: is missing; add it"
    if not any(fields.get(key) for key in ("doi", "isbn", "url", "eprint", "pmid")):
        yield "doi: no DOI, ISBN or address; add one, so that readers can find it"


def _malformed(fields: dict[str, str]) -> Iterator[str]:
    for key, problem in RULES.items():
        value = fields.get(key, "").strip()
        if value and (says := problem(value)):
            yield f'{key}: "{value}" {says}'
    for number in _PMID.findall(fields.get("note", "")):
        if says := _pmid(number.rstrip(".,;")):
            yield f'note: "{number}" {says}'


def _year(fields: dict[str, str], this_year: int) -> Iterator[str]:
    year = fields.get("year") or fields.get("date", "")[:4]
    if not year:
        yield "year: is missing; add it"
    elif not _YEAR.fullmatch(year):
        yield f'year: "{year}" is not a year; write four digits'
    elif int(year) > this_year + 1:
        yield f"year: {year} has not come yet; mend it"


def _doi(value: str) -> str:
    if re.match(r"(?:https?://|doi:)", value, re.IGNORECASE):
        return "begins with an address; write the DOI alone: 10.1000/182"
    return "" if _DOI.fullmatch(value) else "is not a DOI; it reads like 10.1000/182"


def _pmid(value: str) -> str:
    return "" if re.fullmatch(r"[1-9]\d{0,7}", value) else "is not a PMID; it has up to 8 digits"


def _isbn(value: str) -> str:
    digits = re.sub(r"[\s\-‐–]", "", value).upper()
    if re.fullmatch(r"\d{13}", digits):
        right = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0
    elif re.fullmatch(r"\d{9}[\dX]", digits):
        numbers = [10 if d == "X" else int(d) for d in digits]
        right = sum((10 - i) * n for i, n in enumerate(numbers)) % 11 == 0
    else:
        return "is not an ISBN; it has 13 or 10 digits"
    return "" if right else "is not an ISBN: its last digit does not fit the others; copy it again"


def _url(value: str) -> str:
    if not re.match(r"https?://[^\s/]+\.[^\s]+$", value):
        return "is not a web address; it begins with https://"
    if re.match(r"https?://(?:dx\.)?doi\.org/", value):
        return "leads to a DOI; write that as doi"
    return ""


RULES: dict[str, Callable[[str], str]] = {"doi": _doi, "isbn": _isbn, "pmid": _pmid, "url": _url}
"""What is wrong with the value of a field, or nothing."""
