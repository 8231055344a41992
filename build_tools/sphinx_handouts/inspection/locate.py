"""Finds the file and line at which somebody can mend a finding."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..pages.logged_warnings import LoggedWarning
from ..pages.problems import DOCSTRING
from ..project.key_lines import ID, table_lines
from ..records.finding import Finding
from ..records.plain_text import printable
from .reports.report import Located
from .reports.rules import mend

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_FILE = re.compile(r"(?P<path>[^\s:]+\.\w+)(?::(?P<line>\d+))?: ")
"""Beginning of a message about a file, and perhaps a line of it."""
_KEY = re.compile(r'unknown key "([^"]+)"|(?:^|: )([\w-]+)(?=: )')
_LINE = re.compile(r"\(at line (\d+),")
_SETTING = re.compile(r"[a-z]+_[a-z]")
_QUOTED = re.compile(r'"[^"]*"')


@dataclass
class Locator:
    """Knows the files of one project."""

    env: BuildEnvironment
    root: Path
    """The folder from which paths are told."""
    confdir: Path
    _texts: dict[Path, list[str]] = field(default_factory=dict)

    @property
    def catalogue(self) -> Path:
        """The file of the handouts."""
        return Path(self.confdir, self.env.config.handouts_dir, "catalogue.toml")

    def shown(self, path: Path | str) -> str:
        """Return *path* as reports tell it."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    def warning(self, warning: LoggedWarning) -> Located:
        """Locate a warning of Sphinx or another extension."""
        name = warning.type or "sphinx"
        path = printable(self.shown(warning.path) if warning.path else "")
        words = printable(_sentence(warning.message))
        whole = not path
        return Located(name, warning.severity, words, mend(name), path, warning.line, whole)

    def finding(self, finding: Finding) -> Located:
        """Locate a finding of ours."""
        name = f"handouts.{finding.kind}"
        path, line, words = self._place(finding)
        whole = path is None
        if path is None and (found := ID.search(words)):
            path, line = self.catalogue, self._table(self.catalogue, found[0])[0]
        message, advice = _parted(printable(words))
        shown = printable(self.shown(path) if path else "")
        return Located(name, finding.severity, message, advice or mend(name), shown, line, whole)

    def _place(self, finding: Finding) -> tuple[Path | None, int, str]:
        """Return the file, the line or 0, and the message without the name of the file."""
        words = finding.message
        if finding.docname:
            path = Path(self.env.doc2path(finding.docname))
            return path, finding.line or self._front_matter_line(path, words), words
        if finding.path and DOCSTRING in finding.path:
            return self._docstring(finding.path, finding.line, words)
        if finding.path:
            return self.confdir / finding.path, finding.line or 0, words
        named = _FILE.match(words)
        for folder in (self.confdir, self.catalogue.parent) if named else ():
            path = Path(os.path.normpath(folder / named["path"])) if named else folder
            if named and path.is_file():
                words = words[named.end() :]
                return path, int(named["line"] or 0) or self._line_of(path, words), words
        return None, 0, words

    def _docstring(self, name: str, line: int | None, words: str) -> tuple[Path | None, int, str]:
        """Return the same of a docstring, whose lines are not counted in its file."""
        file, _, program = name.partition(DOCSTRING)
        told = f"in line {line} of " if line else "in "
        path = self.confdir / file.removesuffix(":") if file else None
        return path, 0, f"{told}the {DOCSTRING}{program}: {words}"

    def _line_of(self, path: Path, words: str) -> int:
        """Return the line of *path* that *words* speak of, or 0."""
        if told := _LINE.search(words):
            return int(told[1])
        identifier = ID.search(words)
        first, last = self._table(path, identifier[0]) if identifier else (0, 0)
        lines = self._lines(path)
        for match in reversed(list(_KEY.finditer(words))):
            written = re.compile(rf'\s*"?{re.escape(match[1] or match[2])}"?\s*[=:]')
            for number in range(max(first, 1), (last or len(lines)) + 1):
                if written.match(lines[number - 1]):
                    return number
        return first

    def _front_matter_line(self, path: Path, words: str) -> int:
        """Return the line of the key of the front matter that *words* speak of, or 0."""
        return self._line_of(path, words) if words.startswith("front matter: ") else 0

    def _table(self, path: Path, identifier: str) -> tuple[int, int]:
        """Return first and last line of the TOML table with an id, or zeros."""
        return table_lines(self._lines(path), identifier)

    def _lines(self, path: Path) -> list[str]:
        if path not in self._texts:
            try:
                self._texts[path] = path.read_text("utf-8-sig", errors="replace").splitlines()
            except OSError:
                self._texts[path] = []
        return self._texts[path]


def _parted(message: str) -> tuple[str, str]:
    """Return what is wrong, and how to mend it: the first semicolon outside quotes parts them."""
    masked = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), message)
    at = masked.find("; ")
    if at < 0:
        return _sentence(message), ""
    return _sentence(message[:at]), _sentence(message[at + 2 :])


def _sentence(text: str) -> str:
    """Return a text as a sentence: the name of a setting begins it as it is written."""
    if not _SETTING.match(text):
        text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
