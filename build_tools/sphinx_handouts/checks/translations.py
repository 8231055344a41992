"""A translation says what the text says now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..records.model import Finding, Kind, Severity
from .declaration import Check

CHECK = Check(
    Kind.TRANSLATION,
    Severity.WARNING,
    "Translations against the text",
    "Where a sentence has no translation, a sheet changes its language in the middle; where the "
    "translation is old, two readers are told different things.",
    "Update the catalogues with sphinx-intl, and have a person translate what is new.",
)


@dataclass(frozen=True, slots=True)
class Message:
    """A text as a catalogue of translations has it."""

    text: str
    translation: str
    line: int
    fuzzy: bool = False
    """Whether the text has changed since it was translated, or a machine guessed."""


def check_translation(
    catalogue: str, page: str, texts: Iterable[str], messages: Iterable[Message] | None
) -> Iterator[Finding]:
    """Yield what the file *catalogue* lacks of the *texts* of *page*; None: there is no file."""
    wanted = list(dict.fromkeys(texts))
    if messages is None:
        if wanted:
            yield _warn(
                catalogue, 0, f"{page} has {len(wanted)} texts, and this file is missing or damaged"
            )
        return
    known = {message.text: message for message in messages}
    missing = [text for text in wanted if text not in known]
    empty = [known[t] for t in wanted if t in known and not known[t].translation]
    fuzzy = [known[t] for t in wanted if t in known and known[t].fuzzy and known[t].translation]
    stale = [message for text, message in known.items() if text not in set(wanted)]
    if missing:
        count = f"{len(missing)} of {len(wanted)} texts"
        yield _warn(catalogue, 0, f"{count} are not in this file, such as {_short(missing[0])}")
    for found, problem in (
        (empty, "texts are not translated"),
        (fuzzy, "texts have changed since they were translated"),
        (stale, "translations are of texts that no page has any more"),
    ):
        if found:
            count, first = f"{len(found)} of {len(known)}", _short(found[0].text)
            yield _warn(catalogue, found[0].line, f"{count} {problem}, such as {first}")


def _warn(catalogue: str, line: int, problem: str) -> Finding:
    message = f"{problem}; update it with sphinx-intl, and translate"
    return Finding(Kind.TRANSLATION, message, Severity.WARNING, line=line or None, path=catalogue)


def _short(text: str) -> str:
    return f'"{text}"' if len(text) <= 50 else f'"{text[:47]}..."'
