"""Brings the catalogues of a language up to date with the pages; what people wrote is kept."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from ..checks.translations import short
from ..messages import CATALOGUE as OWN
from ..messages import is_spoken, own_words
from ..project.message_files import MESSAGES, other_lines, read
from ..records.languages import catalogue_folder
from ..storage.files import rewrite
from .extraction import Place, Texts

PREVIOUS = "| "
"""How a comment begins that shows what was translated; babel takes it for one of a person."""
_BEGUN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""The date in a new catalogue: two people begin the same file."""


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of one catalogue."""

    path: Path
    texts: int
    new: int
    """Texts that it had not."""
    fuzzy: int
    """Translations to look at again: their texts have changed."""
    obsolete: int
    """Translations of texts that are gone: they are kept at its end."""


def update(texts: Texts, folder: Path, language: str, project: str) -> list[Updated]:
    """Write the catalogues of *language* below *folder*; one that says the same is left alone.

    Where the package does not speak the language, its own words are there to be translated, too.

    Raises
    ------
    ValueError
        Where a catalogue cannot be read: which, and why.
    """
    place = folder / catalogue_folder(language) / MESSAGES
    templates = {domain: _template(messages) for domain, messages in texts.items()}
    if not is_spoken(language):
        templates[OWN] = own_words()
    return [
        _update(place / f"{domain}.po", template, language, project)
        for domain, template in templates.items()
    ]


def _update(path: Path, template: Catalog, language: str, project: str) -> Updated:
    old = _old(path) if path.is_file() else None
    catalogue = old if old is not None else _begun(language, project)
    known = {message.id for message in catalogue if message.id}
    wanted = {message.id for message in template if message.id}
    template.creation_date = catalogue.creation_date
    catalogue.update(template)
    catalogue.header_comment = catalogue.header_comment.strip() or f"# {project}: translations"
    before = _previous(path) if old is not None else {}
    for message in catalogue:
        if path.stem != OWN:  # babel takes any brace or percent sign for one of Python's
            message.flags -= {"python-format", "python-brace-format"}
        comments = message.user_comments
        message.user_comments = [words for words in comments if not words.startswith(PREVIOUS)]
        last = message.previous_id[0] if message.previous_id else message.id
        if message.fuzzy and last in before:
            message.previous_id = [before[last]]
    written = io.BytesIO()
    write_po(written, catalogue, width=100, include_previous=True)
    rewrite(path, written.getvalue())
    return Updated(
        path,
        len(wanted),
        len(wanted - known),
        sum(message.fuzzy for message in catalogue if message.id),
        sum(1 for message in catalogue.obsolete.values() if message.string),
    )


def _old(path: Path) -> Catalog:
    try:
        catalogue = read(path)
    except ValueError as error:
        raise ValueError(f"{path}: the catalogue {error}") from error
    for text, line in other_lines(catalogue).items():  # babel would write the first alone
        again = f'"{short(text)}" is translated again, in other words; keep one of the two'
        raise ValueError(f"{path}:{line}: {again}")
    return catalogue


def _previous(path: Path) -> dict[str, str]:
    """Return what was translated, by the text that has come in its place."""
    found: dict[str, str] = {}
    mark = f"#{PREVIOUS}"
    for block in path.read_text("utf-8", errors="replace").split("\n\n"):
        lines = block.splitlines()
        if was := [line[len(mark) :] for line in lines if line.startswith(mark)]:
            now = [line for line in lines if not line.startswith("#")]
            found |= {_text(now): _text([*was, 'msgstr ""'])}
    return found


def _text(lines: Iterable[str]) -> str:
    """Return the text of a single entry of a catalogue."""
    entries = read_po(io.StringIO("\n".join(lines)))
    return next((str(message.id) for message in entries if message.id), "")


def _begun(language: str, project: str) -> Catalog:
    """Return a new catalogue; who translates it is to be written there, and nothing is made up."""
    catalogue = Catalog(catalogue_folder(language), project=project, version="0", fuzzy=False)
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    catalogue.header_comment = f"# {project}: translations"
    return catalogue


def _template(messages: Mapping[str, Place]) -> Catalog:
    template = Catalog(fuzzy=False)
    for text, place in messages.items():
        sheets = [f"On {', '.join(sorted(place.sheets))}"] if place.sheets else []
        template.add(text, locations=sorted(place.locations), auto_comments=sheets)
    return template
