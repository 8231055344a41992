"""Status pages: what the address and QR code on a sheet lead to, for every version ever released.

They are plain HTML that needs no JavaScript. ``h/BP-03/`` tells what is current; ``h/BP-03/2.1/``
tells what became of that very version; ``h/`` lists all. Their size does not grow with the clinics.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..messages import _
from ..project.revisions import Ledger, Revision
from ..records.identity import DRAFT
from ..records.manifest import Entry
from ..records.page import Translated
from ..sheets.in_words import date_words, language_words, state_words
from . import addresses, forms
from .markup import is_free, write_plain, write_style
from .site import Site

_ID = re.compile(r"[A-Z]{1,8}-[0-9]{1,6}")
"""Name of the folder of a handout."""
_VERSION = re.compile(r"[0-9]+(\.[0-9]+){0,2}")
"""Name of the folder of a version, within that of its handout."""

Verdict = Literal["current", "overdue", "replaced", "withdrawn", "draft", "outdated"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of one version of a handout in one language."""

    language: str
    language_words: str
    """The language as its readers call it, and as those of the page do."""
    version: str
    verdict: Verdict
    words: str
    changes: Sequence[str] = ()
    """What is different in the current version."""
    reason: str = ""
    """Why it must not be used."""


@dataclass(frozen=True, slots=True)
class StatusPages:
    """Everything that the status pages of one site are made from."""

    site: Site
    today: dt.date

    def write(self, folder: Path) -> None:
        """Write a page for each handout and version below *folder*, and one for the folder."""
        write_style(self.site, folder)
        known = {
            identifier: self._versions(identifier)
            for identifier in sorted({e.id for e in self._entries} | set(self._ledger.ids()))
        }
        for identifier, versions in known.items():
            self._write_page(folder, identifier, None)
            for version in versions:
                self._write_page(folder, identifier, version)
            _remove_others(folder / identifier, _VERSION, versions)
        _remove_others(folder, _ID, known)
        self._write_list(folder, known)
        addresses.write_typed(self.site, folder, known)

    @property
    def _ledger(self) -> Ledger:
        return self.site.ledger

    @property
    def _entries(self) -> Sequence[Entry]:
        return self.site.manifest.editions

    def _versions(self, identifier: str) -> list[str]:
        """Return every version that was ever printed as released, the oldest first."""
        released = [r.version for r in self._ledger.revisions if r.id == identifier]
        built = [e.version for e in self._of(identifier) if not e.is_draft]
        return list(dict.fromkeys([*released, *built]))

    def _of(self, identifier: str) -> list[Entry]:
        return [entry for entry in self._entries if entry.id == identifier]

    def _write_list(self, folder: Path, known: Iterable[str]) -> None:
        """Write the page of the folder itself, which lists every handout."""
        sheets = [
            {
                "id": identifier,
                "title": self._shown(identifier).title if self._of(identifier) else "",
                "withdrawn": self._ledger.withdrawal(identifier),
            }
            for identifier in known
        ]
        if is_free(folder):
            library = self.site.library
            write_plain(self.site, folder, folder, "sheets.html", sheets=sheets, library=library)

    def _shown(self, identifier: str) -> Entry:
        """Return the edition that tells what a handout is, in the language of the guide if any."""
        return min(self._of(identifier), key=lambda e: (e.language != self.site.language, e.path))

    def _write_page(self, top: Path, identifier: str, version: str | None) -> None:
        site, entries = self.site, self._of(identifier)
        folder = top / identifier / (version or "")
        first = self._shown(identifier) if entries else None
        withdrawal = self._ledger.withdrawal(identifier)
        current = [] if withdrawal else [e for e in entries if not e.is_draft]
        read = {} if withdrawal or first is None else forms.pages_of(site, first)
        write_plain(
            site,
            top,
            folder,
            "status.html",
            identifier=identifier,
            title=first.title if first else identifier,
            title_language=first.language if first else site.language,
            version=version,
            standings=list(self._standings(identifier, version)),
            history=[r for r in self._ledger.revisions if r.id == identifier],
            withdrawal=withdrawal,
            offered=bool(current),
            forms=forms.forms_of(site, current),
            form=lambda entry, entries: forms.words_of(site, entry, entries),
            read=read,
            library=site.library,
            references=first.references if first else (),
            root=site.root_from(folder),
        )

    def _standings(self, identifier: str, version: str | None) -> Iterable[Standing]:
        """Yield, language by language, what became of *version*, or of the current one."""
        entries = self._of(identifier)
        languages = {r.language for r in self._ledger.revisions if r.id == identifier}
        found = languages | {entry.language for entry in entries}
        for language in sorted(found, key=lambda tag: (tag != self.site.language, tag)):
            entry = next((e for e in entries if e.language == language), None)
            history = self._ledger.history(identifier, language)
            built = entry.version if entry is not None else ""
            if version is not None:
                wanted = {version} & {built, *(r.version for r in history)}
            elif history and not built.endswith(DRAFT):
                wanted = {history[-1].version}
            else:  # what was released, and what is printed for a trial
                wanted = {built, *(r.version for r in history[-1:])} - {""}
            for one in sorted(wanted):
                yield self._standing(identifier, language, one, history, entry)

    def _standing(
        self,
        identifier: str,
        language: str,
        version: str,
        history: Sequence[Revision],
        entry: Entry | None,
    ) -> Standing:
        def standing(verdict: Verdict, words: str, **more: Any) -> Standing:
            return Standing(language, names, version, verdict, words, **more)

        named = (language_words(language), language_words(language, self.site.language))
        names = " · ".join(dict.fromkeys(named))

        withdrawal = self._ledger.withdrawal(identifier)
        if withdrawal is not None:
            date = date_words(withdrawal.date, self.site.language)
            words = _("Withdrawn on %s: do not use.") % date
            return standing("withdrawn", words, reason=withdrawal.reason)
        if entry is not None and entry.version == version and (told := _unreliable(entry)):
            return standing(*told)
        if version.endswith(DRAFT):
            return standing("draft", _("A draft. It was not released."))
        if history and version != history[-1].version:
            last = history[-1]
            words = _("Replaced by version %(version)s on %(date)s.") % {
                "version": last.version,
                "date": date_words(last.date, self.site.language),
            }
            return standing("replaced", words, changes=_since(version, history))
        if entry is not None and entry.next_review and entry.next_review < self.today:
            date = date_words(entry.next_review, self.site.language)
            return standing("overdue", _("The review was due on %s. Ask your clinic.") % date)
        return standing("current", _current(entry), changes=[r.change for r in history[1:][-1:]])


def _since(version: str, history: Sequence[Revision]) -> list[str]:
    """Return what has changed since a version, which may be one that was never released."""
    versions = [revision.version for revision in history]
    after = versions.index(version) + 1 if version in versions else len(versions) - 1
    return [revision.change for revision in history[after:]]


def _unreliable(entry: Entry) -> tuple[Verdict, str] | None:
    """Return what is to be said of a translation that must not be handed out."""
    standing = entry.translation.standing if entry.translation else None
    if standing is Translated.DRAFT:
        words = _("A draft translation: not checked by a translator. Do not hand it out.")
        return "draft", words
    if standing is Translated.CHANGED:
        words = _("A draft translation: changed since it was checked. Do not hand it out.")
        return "draft", words
    if standing is Translated.OUTDATED:
        words = _("This translation is out of date: the original has changed since.")
        return "outdated", words
    return None


def _current(entry: Entry | None) -> str:
    words = _("This is the current version.")
    if entry is not None and not entry.state.may_be_handed_out:
        words += " " + _("Not yet approved: %s") % state_words(entry.state) + "."
    return words


def _remove_others(folder: Path, ours: re.Pattern[str], known: Container[str]) -> None:
    """Remove the folders that look like *ours*, but are not *known* any more.

    The folder may hold other things: they stay.
    """
    for page in list(folder.glob("*/index.html")):
        if ours.fullmatch(page.parent.name) and page.parent.name not in known:
            shutil.rmtree(page.parent)
