"""Renew the catalogues of words that programs say to readers, in this project's own two folders.

``python .ci/messages.py`` writes what the sources say into ``*.pot``, and brings each language up
to date: a text that is gone goes, a new one is empty until somebody translates it. ``python
.ci/messages.py pl`` begins a language.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from sphinx_handouts.records.tables import PAPERS, REGIONS, VARIANTS

ROOT = Path(__file__).parents[1]
KEYWORDS = {"_": None, "ngettext": (1, 2), "forms": (1, 2)}
BOXES = (
    *("Attention", "Caution", "Danger", "Error", "Hint", "Important", "Note", "See also", "Tip"),
    "Warning",
)
"""Titles that Sphinx gives to boxes, for languages that it does not know."""
NOTE = "For translators:"
"""How a comment begins that goes with the text below it."""
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
HEADER = """\
# Words of {title} for readers.
# This file is under the licence of the project.
#"""
DRAFT = f"{HEADER}\n# Draft translation: not checked by a translator.\n#"


def lines() -> list[str]:
    """Return the lines of regions that have words, each once."""
    found = [line.words for region in REGIONS.values() for _key, line in region.lines()]
    return [words for words in dict.fromkeys(found) if any(map(str.isalpha, words))]


@dataclass(frozen=True)
class Words:
    """One catalogue: what it is called, and where its sources and its translations are."""

    name: str
    title: str
    source: Path
    folder: Path
    more: tuple[str, ...] = ()
    """Texts that no call holds."""

    @property
    def template(self) -> Path:
        """The file of all texts."""
        return self.folder / f"{self.name}.pot"

    def path(self, language: str) -> Path:
        """Return the file of a language."""
        return self.folder / language / "LC_MESSAGES" / f"{self.name}.po"

    def languages(self) -> list[str]:
        """Return the languages that have a file."""
        return sorted(path.parts[-3] for path in self.folder.glob(f"*/LC_MESSAGES/{self.name}.po"))

    def texts(self) -> Catalog:
        """Return what the sources say, in the order of their files."""
        head = HEADER.format(title=self.title)
        known = read(self.template)
        catalogue = _empty(header_comment=head, creation_date=known.creation_date)
        for label in self.more:
            catalogue.add(label)
        found = extract_from_dir(
            self.source,
            METHODS,
            OPTIONS,
            keywords=KEYWORDS,
            comment_tags=[NOTE],
            strip_comment_tags=True,
        )
        for name, _line, text, notes, context in sorted(found, key=lambda one: one[:2]):
            place = [(Path(self.source.name, name).as_posix(), 0)]
            catalogue.add(text, locations=place, auto_comments=notes, context=context)
        return catalogue

    def renewed(self, *new: str) -> Iterator[tuple[Path, bytes]]:
        """Yield each file as it should be; *new* languages begin empty."""
        texts = self.texts()
        yield self.template, written(texts)
        for language in sorted({*self.languages(), *new}):
            path = self.path(language)
            catalogue = read(path, language)
            catalogue.update(texts, no_fuzzy_matching=True, update_header_comment=False)
            catalogue.obsolete.clear()
            catalogue.creation_date = texts.creation_date
            if not path.is_file():
                catalogue.header_comment = DRAFT.format(title=self.title)
            yield path, written(catalogue)


def settings(path: Path, *names: str) -> Iterator[str]:
    """Yield what a ``conf.py`` sets *names* to."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            (target,) = node.targets
            if isinstance(target, ast.Name) and target.id in names:
                yield str(node.value.value)


CATALOGUES = (
    Words(
        name="sphinx_handouts",
        title="sphinx-handouts",
        source=ROOT / "build_tools/sphinx_handouts",
        folder=ROOT / "build_tools/sphinx_handouts/locale",
        more=(
            *(row.label for table in (PAPERS, VARIANTS) for row in table.values()),
            *lines(),
            *BOXES,
        ),
    ),
    Words(
        name="theme",
        title="the guide's layer over its theme",
        source=ROOT / "docs/guide/_theme",
        folder=ROOT / "docs/guide/_theme/locale",
        more=tuple(settings(ROOT / "docs/guide/conf.py", "project", "html_short_title")),
    ),
)


def read(path: Path, language: str | None = None) -> Catalog:
    """Return the catalogue in a file; an empty one where there is none."""
    if not path.is_file():
        return _empty(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _empty(**about: Any) -> Catalog:
    """Return a catalogue without texts; who has translated it is to be written there."""
    unknown = {"project": "sphinx-handouts", "version": "0", "msgid_bugs_address": ""}
    return Catalog(**unknown, last_translator="", language_team="", fuzzy=False, **about)


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as a file: the same texts give the same bytes."""
    file = io.BytesIO()
    write_po(file, catalogue, include_lineno=False)
    return file.getvalue()


def main(*languages: str) -> None:
    """Write what has changed, and say so."""
    for words in CATALOGUES:
        for path, content in words.renewed(*languages):
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                print(f"renewed {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
