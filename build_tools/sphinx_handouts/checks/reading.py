"""Plain language: reading grade and length of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..records.finding import Finding, Kind, Severity
from ..records.languages import base
from ..records.readability import Passage, Reading, ReadingLimits
from .declaration import Check

CHECK = Check(
    Kind.READING,
    Severity.WARNING,
    "Reading level and length of sentences",
    "Many adults find long words and sentences hard; pain, worry and tiredness make it worse.",
    "Use shorter words, and split long sentences.",
)

_END = re.compile(
    r"(?<=[.!?\u061f\u3002])[\"'\u00bb)\]]*\s+(?=[\"'\u00ab\u00bf\u00a1(\[]*[^\W_a-z\u00df-\u00ff])"
)
"""End of a sentence: its mark, and a capital, a figure or another script after the space."""

EASE = {
    "ar": ("Osman", "osman"),
    "de": ("Flesch", "flesch_reading_ease"),
    "es": ("Fernández Huerta", "fernandez_huerta"),
    "fr": ("Flesch", "flesch_reading_ease"),
    "it": ("Gulpease", "gulpease_index"),
    "nl": ("Flesch", "flesch_reading_ease"),
    "ru": ("Flesch", "flesch_reading_ease"),
}
"""Formulas of textstat made for other languages than English: the higher, the easier to read."""

MINIMUM_WORDS = 60
"""A grade of less text than this says nothing."""


def sentences(text: str) -> list[str]:
    """Split a passage into sentences."""
    return [sentence for sentence in _END.split(text) if sentence.strip()]


def measure(name: str, digest: str, passages: Iterable[Passage], language: str = "en") -> Reading:
    """Measure the text of one page or handout with textstat, by the formulas of its language."""
    found = [(p, sentence) for p in passages for sentence in sentences(p.text)]
    # One sentence a line, each with its mark: textstat counts as we do.
    text = "\n".join(s if s[-1] in ".!?" else f"{s}." for _passage, s in found)
    lengths = [len(sentence.split()) for _passage, sentence in found]
    words = sum(lengths)
    return Reading(
        name=name,
        digest=digest,
        words=words,
        sentences=len(found),
        longest=max(lengths, default=0),
        **(_scores(text, base(language)) if words else {}),
    )


def _scores(text: str, language: str) -> dict[str, float]:
    """Return what the formulas of a language say of a text; a language may have none."""
    import textstat

    if language == "en":
        return {
            "flesch_kincaid": round(textstat.flesch_kincaid_grade(text), 1),
            "smog": round(textstat.smog_index(text), 1),
        }
    if language not in EASE:
        return {}
    textstat.set_lang(language)
    try:
        return {"ease": round(getattr(textstat, EASE[language][1])(text), 1)}
    finally:
        textstat.set_lang("en_US")


def check_grades(reading: Reading, limits: ReadingLimits, docname: str | None) -> Iterator[Finding]:
    """Yield a finding for each grade above its limit."""
    if reading.words < MINIMUM_WORDS:
        return
    for name, value, limit, setting in (
        ("Flesch-Kincaid", reading.flesch_kincaid, limits.flesch_kincaid, "handouts_reading_grade"),
        ("SMOG", reading.smog, limits.smog, "handouts_smog_grade"),
    ):
        if limit and value > limit:
            yield Finding(
                Kind.READING,
                f"{reading.name}: reading grade {value} ({name}) is above {limit:g}, the "
                f"{setting} in conf.py; use shorter words and sentences",
                Severity.WARNING,
                docname,
            )


def check_ease(
    reading: Reading, limits: ReadingLimits, docname: str | None, language: str
) -> Iterator[Finding]:
    """Yield a finding where a text in another language than English is too hard to read."""
    formula = EASE.get(base(language))
    if not formula or not limits.ease or reading.words < MINIMUM_WORDS:
        return
    if reading.ease < limits.ease:
        yield Finding(
            Kind.READING,
            f"{reading.name}: reading ease {reading.ease} ({formula[0]}) is below {limits.ease:g}, "
            "the handouts_reading_ease in conf.py; use shorter words and sentences",
            Severity.WARNING,
            docname,
        )


def check_sentences(
    name: str, passages: Iterable[Passage], limits: ReadingLimits
) -> Iterator[Finding]:
    """Yield a finding for each sentence that is too long."""
    for passage in passages:
        for sentence in sentences(passage.text):
            length = len(sentence.split())
            if limits.sentence_words and length > limits.sentence_words:
                yield Finding(
                    Kind.READING,
                    f"{name}: a sentence of {length} words is longer than "
                    f"{limits.sentence_words}, the handouts_sentence_words in conf.py; split it: "
                    f'"{sentence[:70]}..."',
                    Severity.WARNING,
                    passage.docname,
                    passage.line or None,
                )
