"""`fhir.json`: the library as a FHIR R4 Bundle of DocumentReferences, for record systems.

There is one for each handout, language and brand, with a content for each paper and variant, and
one for each earlier version in the ledger, which has no PDF any more but a status page.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from ..project.revisions import Revision, Withdrawal
from ..records.codes import SYSTEMS
from ..records.manifest import Entry
from ..storage.memory import Memory
from ..storage.seen_files import SeenFiles
from .site import Site

NAME = "fhir.json"
KIND = "Patient handout"

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FhirBundle:
    """Everything that the bundle is made from."""

    site: Site
    digests: Memory
    """Of PDFs, by those that the manifest has."""
    seen: SeenFiles
    """What was hosted, and looks as it did then."""

    def to_json(self) -> bytes:
        """Return the file's content; the same library gives the same bytes."""
        entries = [
            {"fullUrl": document["masterIdentifier"]["value"], "resource": document}
            for document in (*self._current(), *self._earlier())
        ]
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        return to_json(_filled(bundle), indent=2) + b"\n"

    def _current(self) -> Iterator[Resource]:
        """Yield what can be printed: the editions of a handout for one brand together."""
        groups: dict[tuple[str, str, str], list[Entry]] = {}
        for entry in self.site.in_use.editions:
            groups.setdefault((entry.id, entry.language, entry.brand), []).append(entry)
        for group in groups.values():
            if content := [c for entry in group if (c := self._content(entry))]:
                yield self._of_group(group[0], content)

    def _of_group(self, first: Entry, content: list[Resource]) -> Resource:
        history = self.site.ledger.history(first.id, first.language)
        revision = next((r for r in history if r.version == first.version), None)
        approved = first.state.may_be_handed_out and not first.is_draft
        names = (first.id, first.language, first.version, first.brand)
        return self._document(*names) | {
            "status": "current",
            "docStatus": "final" if approved else "preliminary",
            "category": [{"text": first.subject}] if first.subject else [],
            "date": _instant(revision.date if revision else None),
            "custodian": {"display": first.clinic} if first.clinic else {},
            "relatesTo": [*self._replaced(revision), *self._translated(first)],
            "description": first.summary or first.title,
            "content": content,
            "context": {"event": [_concept(code.system, code.code) for code in first.codes]},
        }

    def _earlier(self) -> Iterator[Resource]:
        """Yield the versions in the ledger that cannot be printed any more."""
        built = {(entry.id, entry.language, entry.version) for entry in self.site.in_use.editions}
        for revision in self.site.ledger.revisions:
            if (revision.id, revision.language, revision.version) not in built:
                yield self._of_revision(revision, self.site.ledger.withdrawal(revision.id))

    def _of_revision(self, revision: Revision, withdrawal: Withdrawal | None) -> Resource:
        last = self.site.ledger.current(revision.id, revision.language) == revision
        page = self.site.status_page(revision.id, revision.version, revision.language)
        attachment = {
            "contentType": "text/html" if page else "",
            "language": _tag(revision.language),
            "url": page,
            "title": f"{self._title(revision)}, version {revision.version}",
        }
        return self._document(revision.id, revision.language, revision.version, "") | {
            "status": "entered-in-error" if withdrawal else "current" if last else "superseded",
            "docStatus": "entered-in-error" if withdrawal else "",
            "date": _instant(revision.date),
            "relatesTo": self._replaced(revision),
            "description": withdrawal.reason if withdrawal else revision.change,
            "content": [{"attachment": attachment}],
        }

    def _document(self, identifier: str, language: str, version: str, brand: str) -> Resource:
        """Return what every document has; the keys stand in the order of the standard."""
        return {
            "resourceType": "DocumentReference",
            "language": _tag(language),
            "masterIdentifier": {
                "system": "urn:ietf:rfc:3986",
                "value": self._urn(identifier, language, version, brand),
            },
            "identifier": [{"system": self.site.address, "value": identifier}],
            "status": "",
            "docStatus": "",
            "type": {"text": KIND},
        }

    def _content(self, entry: Entry) -> Resource:
        if not (digest := self._digest(entry)):
            return {}
        attachment = {
            "contentType": "application/pdf",
            "language": _tag(entry.language),
            "url": self.site.address_of(entry.path),
            "size": entry.bytes,
            "hash": digest,
            "title": f"{entry.title} ({entry.paper}, {entry.variant})",
        }
        return {"attachment": attachment}

    def _digest(self, entry: Entry) -> str:
        """Return the digest of a hosted PDF; nothing where that is not as the manifest says.

        It is read once.
        """
        question = "sha1", entry.sha256
        if not self.seen.has(entry):
            return ""
        if question not in self.digests:
            self.digests[question] = _sha1((self.site.hosted / entry.path).read_bytes())
        return str(self.digests[question])

    def _replaced(self, revision: Revision | None) -> list[Resource]:
        """Return the version that *revision* replaced."""
        if revision is None or not revision.supersedes:
            return []
        target = self._urn(revision.id, revision.language, revision.supersedes, "")
        return [{"code": "replaces", "target": {"reference": target}}]

    def _translated(self, entry: Entry) -> list[Resource]:
        """Return what a sheet is a translation of."""
        about = entry.translation
        if about is None:
            return []
        names = (entry.id, about.source_language, about.source_version, entry.brand)
        return [{"code": "transforms", "target": {"reference": self._urn(*names)}}]

    def _urn(self, *names: str) -> str:
        """Return the name of a document, which is the same in every build."""
        return uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([self.site.address, *names])).urn

    def _title(self, revision: Revision) -> str:
        """Return the title of the handout, as far as it is known."""
        wanted = (revision.id, revision.language)
        found = (e.title for e in self.site.manifest.editions if (e.id, e.language) == wanted)
        return next(found, revision.id)


# --- how R4 writes things -------------------------------------------------------------------------


def _instant(date: dt.date | None) -> str:
    """Return a date as a moment: its first, in UTC."""
    return f"{date.isoformat()}T00:00:00Z" if date else ""


def _tag(language: str) -> str:
    """Return a language tag (BCP 47): Sphinx writes some with an underscore."""
    return language.replace("_", "-")


def _concept(system: str, code: str) -> dict[str, Any]:
    """Return a code with the address of its system."""
    return {"coding": [{"system": SYSTEMS[system].uri, "code": code}]}


def _sha1(data: bytes) -> str:
    """Return a digest as R4 wants it in an attachment: SHA-1, in base64."""
    return base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def _filled(value: Any) -> Any:
    """Return *value* without what is empty, which FHIR does not allow."""
    if isinstance(value, dict):
        items = {key: _filled(item) for key, item in value.items()}
        return {key: item for key, item in items.items() if item not in ("", [], {})}
    return [_filled(item) for item in value] if isinstance(value, list) else value
