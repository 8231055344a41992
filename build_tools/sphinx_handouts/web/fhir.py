"""`fhir.json`: the library as a FHIR R4 Bundle of DocumentReferences, for record systems.

There is one for each handout, language and brand, with a content for each paper and variant, and
one for each earlier version in the ledger, which has no PDF any more but a status page.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..project.revisions import Ledger, Revision, Withdrawal
from ..records.manifest import Entry, Manifest
from .fhir_types import concept, filled, instant, sha1, tag

NAME = "fhir.json"
KIND = "Patient handout"

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FhirBundle:
    """Everything that the bundle is made from."""

    manifest: Manifest
    ledger: Ledger
    root: str
    """Address of the hosted folder; empty where it is not known."""
    address: Callable[[str], str]
    """Turns the path of a file in the manifest into its address."""
    status_page: Callable[[str, str], str]
    """Turns an id and a version into the address of its status page, or nothing."""
    pdf: Callable[[Entry], bytes | None]
    """Returns the hosted file of an entry, or None where it is not as the manifest says."""

    def to_json(self) -> bytes:
        """Return the file's content; the same library gives the same bytes."""
        entries = [
            {"fullUrl": document["masterIdentifier"]["value"], "resource": document}
            for document in (*self._current(), *self._earlier())
        ]
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        return (json.dumps(filled(bundle), indent=2, ensure_ascii=False) + "\n").encode()

    def _current(self) -> Iterator[Resource]:
        """Yield what can be printed: the editions of a handout for one brand together."""
        groups: dict[tuple[str, str, str], list[Entry]] = {}
        for entry in self.manifest.editions:
            if self.ledger.withdrawal(entry.id) is None:
                groups.setdefault((entry.id, entry.language, entry.brand), []).append(entry)
        for group in groups.values():
            if content := [c for entry in group if (c := self._content(entry))]:
                yield self._of_group(group[0], content)

    def _of_group(self, first: Entry, content: list[Resource]) -> Resource:
        history = self.ledger.history(first.id, first.language)
        revision = next((r for r in history if r.version == first.version), None)
        approved = first.state.may_be_handed_out and not first.version.endswith("+draft")
        names = (first.id, first.language, first.version, first.brand)
        return self._document(*names) | {
            "status": "current",
            "docStatus": "final" if approved else "preliminary",
            "category": [{"text": first.subject}] if first.subject else [],
            "date": instant(revision.date if revision else None),
            "custodian": {"display": first.clinic} if first.clinic else {},
            "relatesTo": self._replaced(revision),
            "description": first.summary or first.title,
            "content": content,
            "context": {"event": [concept(code.system, code.code) for code in first.codes]},
        }

    def _earlier(self) -> Iterator[Resource]:
        """Yield the versions in the ledger that are not in the manifest."""
        built = {(entry.id, entry.language, entry.version) for entry in self.manifest.editions}
        for revision in self.ledger.revisions:
            withdrawal = self.ledger.withdrawal(revision.id)
            key = (revision.id, revision.language, revision.version)
            if withdrawal is not None or key not in built:
                yield self._of_revision(revision, withdrawal)

    def _of_revision(self, revision: Revision, withdrawal: Withdrawal | None) -> Resource:
        last = self.ledger.current(revision.id, revision.language) == revision
        page = self.status_page(revision.id, revision.version)
        attachment = {
            "contentType": "text/html" if page else "",
            "language": tag(revision.language),
            "url": page,
            "title": f"{self._title(revision)}, version {revision.version}",
        }
        return self._document(revision.id, revision.language, revision.version, "") | {
            "status": "entered-in-error" if withdrawal else "current" if last else "superseded",
            "docStatus": "entered-in-error" if withdrawal else "",
            "date": instant(revision.date),
            "relatesTo": self._replaced(revision),
            "description": withdrawal.reason if withdrawal else revision.change,
            "content": [{"attachment": attachment}],
        }

    def _document(self, identifier: str, language: str, version: str, brand: str) -> Resource:
        """Return what every document has; the keys stand in the order of the standard."""
        return {
            "resourceType": "DocumentReference",
            "language": tag(language),
            "masterIdentifier": {
                "system": "urn:ietf:rfc:3986",
                "value": self._urn(identifier, language, version, brand),
            },
            "identifier": [{"system": self.root, "value": identifier}],
            "status": "",
            "docStatus": "",
            "type": {"text": KIND},
        }

    def _content(self, entry: Entry) -> Resource:
        pdf = self.pdf(entry)
        if pdf is None:
            return {}
        attachment = {
            "contentType": "application/pdf",
            "language": tag(entry.language),
            "url": self.address(entry.path),
            "size": len(pdf),
            "hash": sha1(pdf),
            "title": f"{entry.title} ({entry.paper}, {entry.variant})",
        }
        return {"attachment": attachment}

    def _replaced(self, revision: Revision | None) -> list[Resource]:
        """Return the version that *revision* replaced."""
        if revision is None or not revision.supersedes:
            return []
        target = self._urn(revision.id, revision.language, revision.supersedes, "")
        return [{"code": "replaces", "target": {"reference": target}}]

    def _urn(self, *names: str) -> str:
        """Return the name of a document, which is the same in every build."""
        return uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([self.root, *names])).urn

    def _title(self, revision: Revision) -> str:
        """Return the title of the handout, as far as it is known."""
        wanted = (revision.id, revision.language)
        found = (e.title for e in self.manifest.editions if (e.id, e.language) == wanted)
        return next(found, revision.id)
