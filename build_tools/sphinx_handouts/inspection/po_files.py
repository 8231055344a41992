"""What there is to translate, and the catalogues of translations (gettext) that there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import PoFileError, read_po
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

from ..checks.translations import Message

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def folders(env: BuildEnvironment, language: str) -> list[Path]:
    """Return the folders of the catalogues of *language* that exist."""
    places = (Path(env.srcdir, name, language, "LC_MESSAGES") for name in env.config.locale_dirs)
    return [place for place in places if place.is_dir()]


def is_translation(env: BuildEnvironment) -> bool:
    """Return whether what was read is a translation itself."""
    found = folders(env, str(env.config.language).replace("-", "_"))
    return any(next(folder.rglob("*.po"), None) for folder in found)


def texts(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the texts to translate by the name of their catalogue."""
    found: dict[str, list[str]] = {}
    for docname in sorted(env.found_docs):
        domain = docname_to_domain(docname, env.config.gettext_compact)
        messages = [text for _node, text in extract_messages(env.get_doctree(docname))]
        found.setdefault(domain, []).extend(messages)
    return found


def read(path: Path) -> list[Message] | None:
    """Return the translations in a file, or None where it is missing or no catalogue."""
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
    except (OSError, PoFileError, ValueError):
        return None
    return list(_messages(catalogue))


def _messages(catalogue: object) -> Iterator[Message]:
    for message in catalogue:  # type: ignore[attr-defined]
        if isinstance(message.id, str) and message.id:
            yield Message(message.id, str(message.string), message.lineno or 0, message.fuzzy)
