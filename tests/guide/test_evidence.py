"""What pages tell of a source is what was read of it: its numbers, and how sure it says we can be.

`tests/data/evidence.toml` says what was read. Whether a sentence says what its source means, no
program can tell: that is for the clinical reviewer.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pybtex.database import parse_file
from sphinx_handouts.checks.claims import CLAIMS
from sphinx_handouts.checks.reading import sentences

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/guide"
REVIEW = ROOT / "docs/manual/explanation/for-the-clinical-reviewer.md"
PAGES = sorted([*GUIDE.glob("*.md"), *GUIDE.glob("snippets/*.md")])

_CITED = re.compile(r"\{cite:\w+\}`([^`]+)`")
_TYPED = re.compile(r"\[\d[\d, ]*\]")
"""The number of a source, which a sheet gives to it."""
_ROLE = re.compile(r"\{\w+\}`([^`<]*?)(?:\s*<[^>]*>)?`")
_NUMBER = re.compile(
    r"\b(?:\d[\d,.]*\d|\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|dozen"
    r"|half|third|quarter|fifth)\b",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"(?<!feel )\b(very low|low|moderate|high|probably|weak)\b(?!\W+(?:back|mood|in|bones?)\b)",
    re.IGNORECASE,
)
_CERTAINTY = re.compile(r"\{certainty\} (\S+)\n(.*?)\n::::?$", re.DOTALL | re.MULTILINE)
_DEFINED = re.compile(r"\b(?:more than 3 months|low-back|both ways)\b")
"""What long-lasting pain is, which no source is cited for."""
_EFFECT = re.compile(
    r"\b(?:massage|exercises?|walking|heat|warmth|cold|acupuncture|injections?|operations?|TENS"
    r"|stretching|rest)\b(?: \w+){0,2} (?:cures?|heals?|eases?|lowers?|relieves?|reduces?"
    r"|improves?|prevents?|strengthens?|speeds?|boosts?|cuts|stops|fixes|releases?)\b",
    re.IGNORECASE,
)
"""What a treatment does, as if that were known."""
_OUTLOOK = re.compile(
    r"\b(?:recover|get better|are better|are well|improve|pain-free)", re.IGNORECASE
)
"""How pain goes on: of lasting pain no numbers are printed, since its studies do not agree."""
_OPEN = re.compile(
    r"\b(?:if|whether|say|says|said|no one|nobody|not|may hear|talk|cannot|\?)\b|\?$", re.IGNORECASE
)


@cache
def evidence() -> dict[str, dict[str, Any]]:
    """Return what was read of each source."""
    return tomllib.loads((ROOT / "tests/data/evidence.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Line:
    """A paragraph, item or cell of a page."""

    text: str
    """Its words, without citations and markup."""
    told: str
    """Of these, what stands before its last citation."""
    keys: tuple[str, ...]
    """The sources that it cites, or that the words which open its list cite."""
    section: tuple[str, ...]
    """Those that its section cites."""


def plain(text: str) -> str:
    """Return the words of a line."""
    text = re.sub(r"^\s*(?:\d+\.|[-*|])\s+(?:- )?", "", _CITED.sub("", text))
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", _ROLE.sub(r"\1", text))
    return _DEFINED.sub("", text.replace("*", "").strip())


def lines(page: str) -> Iterator[Line]:
    """Yield what a page tells, without its head."""
    body = page.partition("\n# ")[2] if page.startswith("---\n") else page
    for section in re.split(r"^#+ .*$", body, flags=re.MULTILINE):
        cited = tuple(_keys(section))
        opening: tuple[str, ...] = ()
        for line in section.splitlines():
            keys = tuple(_keys(line))
            told = line[: line.rfind("{cite")] if keys else line
            is_item = bool(re.match(r"\s*(?:\d+\.|-) ", line))
            if line.strip() and not is_item:
                opening = keys if line.rstrip().endswith(":") else ()
            if line.strip() and not re.match(r":::|:(?!alt)\w+:|\(", line):
                inherits = is_item and not keys and bool(opening)
                yield Line(plain(line), plain(told), opening if inherits else keys, cited)


def _keys(text: str) -> list[str]:
    return [key.strip() for keys in _CITED.findall(text) for key in keys.split(",")]


def numbers(text: str) -> set[str]:
    """Return the numbers of a text."""
    return {found.casefold() for found in _NUMBER.findall(text)}


def known(keys: tuple[str, ...], what: str) -> set[str]:
    """Return the numbers, or the words for how sure we are, that were read of some sources."""
    told = [word for key in keys for word in evidence().get(key, {}).get(what, ())]
    if what == "numbers":
        return set().union(*map(numbers, told))
    return {*told, "probably"} if "moderate" in told else set(told)


def wrong(page: str) -> list[str]:
    """Return what a page tells that was not read of the sources beside it."""
    found = []
    for line in lines(page):
        found += [f"{key} is not in evidence.toml" for key in line.keys if key not in evidence()]
        found += [f"{typed} is typed by hand" for typed in _TYPED.findall(line.text)]
        told = numbers(line.told) - known(line.keys, "numbers") if line.keys else set()
        for sentence in sentences(line.text):
            if _OUTLOOK.search(sentence) or (line.section and CLAIMS["en"].search(sentence)):
                told |= numbers(sentence) - known(line.section, "numbers")
            if _EFFECT.search(sentence) and not line.section and not _OPEN.search(sentence):
                found.append(f"what a treatment does, and no source: {sentence}")
        found += [f"the number {number}: {line.text}" for number in sorted(told)]
        sure = {word.casefold() for word in _SURE.findall(line.text)} if line.keys else set()
        sure -= known(line.keys, "sure")
        found += [f"how sure ({word}): {line.text}" for word in sorted(sure)]
        if "How sure:" in line.text and not line.keys:
            found.append(f"how sure, and no source: {line.text}")
    return found + [problem for block in _CERTAINTY.findall(page) for problem in _unsure(*block)]


def _unsure(level: str, text: str) -> Iterator[str]:
    """Yield what is wrong with a finding: its level, or the word that goes with the level."""
    sure = level.replace("-", " ")
    if sure not in known(tuple(_keys(text)), "sure"):
        yield f"its source does not say {sure}: {text}"
    may, probably = (re.search(rf"\b{word}\b", plain(text)) for word in ("may", "probably"))
    fits = {"moderate": probably and not may, "high": not probably and not may}
    if not fits.get(level, may and not probably):
        yield f"its words do not go with {sure}: {text}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pages_tell_what_was_read(path: Path) -> None:
    """Each number beside a citation, and each word for how sure we are, is that of the source."""
    assert wrong(path.read_text("utf-8")) == []


PLANTS = {
    "a wrong number": ("401 people with lasting pain", "410 people with lasting pain"),
    "a wrong number in a list": ("gain was 2 to 3 points", "gain was 2 to 5 points"),
    "a wrong number in words": ("people had six or ten", "people had eight or ten"),
    "the number of another source": ("73 of 100 people had it", "37 of 100 people had it"),
    "a number after the citation": (
        "So harder is not always better",
        "So 9 in 10 people slept better",
    ),
    "the key of another source": ("{cite:p}`cherkin2011`", "{cite:p}`little2008`"),
    "a number in place of a key": ("{cite:p}`kovacs2003`", "[3]"),
    "a source that nobody read": ("{cite:p}`ernst2003`", "{cite:p}`silbernagel2007`"),
    "a stronger word in a table": ("How sure: **low**", "How sure: **moderate**"),
    "a stronger finding": ("{certainty} very-low", "{certainty} moderate"),
    "a stronger verb": ("Massage may ease", "Massage probably eases"),
    "a weaker verb": ("Exercise probably eases", "Exercise may ease"),
    "a stronger word in a sentence": ("The evidence is of low", "The evidence is of high"),
    "how sure, without a source": (
        "We have not checked the studies.",
        "It works. How sure: **low**.",
    ),
    "recovery from lasting pain": (
        "with good weeks and bad weeks",
        "and 38 of 100 people are well in a year {cite:p}`wallwork2024`",
    ),
    "the same, in words": ("Many people improve", "More than half of the people improve"),
    "the same, beside another source": (
        "A {term}`flare-up` seldom",
        "A {term}`flare-up` in 56 of 100 people seldom",
    ),
    "an effect without a source": (
        "None of it has to cost money.",
        "Heat speeds healing and relaxes your back.",
    ),
}


@pytest.mark.parametrize("name", PLANTS)
def test_a_fault_is_noticed(name: str) -> None:
    """Each kind of slip, planted wherever it fits, is told of each page."""
    before, after = PLANTS[name]
    pages = [text for path in PAGES if before in (text := path.read_text("utf-8"))]
    assert pages
    assert all(wrong(text.replace(before, after)) for text in pages)


def test_each_source_was_read() -> None:
    """Each source of the guide was read, or its note says in whose words; no other is listed."""
    entries = parse_file(str(GUIDE / "references.bib")).entries
    assert set(entries) == set(evidence())
    for key, entry in entries.items():
        note = entry.fields.get("note", "")
        is_copy = bool(re.search(r"[Aa]s (?:told|copied) by|[Aa] copy of", note))
        assert {"source": False, "copy": True}[evidence()[key]["read"]] == is_copy, key


def test_copies_are_told_to_the_reviewer() -> None:
    """The clinical reviewer is told of each source of which a copy was read, and of no other."""
    text = REVIEW.read_text("utf-8").partition("## Sources of which a copy was read")[2]
    told = re.findall(r"^\| `(\w+)` \|", text.partition("\n## ")[0], re.MULTILINE)
    copies = [key for key, source in evidence().items() if source["read"] == "copy"]
    assert sorted(told) == sorted(copies)
