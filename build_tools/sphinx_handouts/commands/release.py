"""The ``release`` command: appends versions to the ledger."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from ..project import revisions
from ..project.revisions import Ledger, Revision, Step
from ..project.rules import GENERAL, PATIENT
from ..records.languages import normalised
from ..records.manifest import Entry, Manifest
from ..records.page import Translated
from ..records.states import State
from .endings import CommandError
from .places import add_handouts, add_manifest, entry_of, read_ledger, read_manifest

STEPS = {
    Step.MAJOR: "the clinical meaning changed",
    Step.MINOR: "the wording changed",
    Step.PATCH: "the layout changed",
}


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("release", help="append released versions to the ledger")
    parser.add_argument("ids", nargs="*", metavar="ID", help="handouts, such as BP-03")
    parser.add_argument("--all", action="store_true", help="every handout that has changed")
    parser.add_argument(
        "--language",
        default="",
        metavar="TAG",
        help='language of the sheets, such as "es" (that of the pages); a draft is refused',
    )
    kinds = parser.add_mutually_exclusive_group(required=True)
    for step, words in STEPS.items():
        kinds.add_argument(f"--{step}", metavar="CHANGE", help=words)
    add_manifest(parser)
    add_handouts(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Append a version of each named handout, in one language: releasing one releases no other."""
    built = read_manifest(options.manifest)
    ledger = read_ledger(options.handouts)
    step, change = _change(options)
    appended = []
    for entry in _chosen(options, built, ledger):
        current = ledger.current(entry.id, entry.language)
        if current is not None and current.hash == entry.content_hash:
            yield f"{entry.id} {entry.language}: version {current.version} stands; nothing changed"
        else:
            appended.append(_revision(entry, current, step, change))
    if appended:
        revisions.append(options.handouts / revisions.FILE, appended)
    for revision in appended:
        before = f" supersedes {revision.supersedes}" if revision.supersedes else ""
        yield f"{revision.id} {revision.language}: released {revision.version}{before}"


def _revision(entry: Entry, current: Revision | None, step: Step, change: str) -> Revision:
    first = entry.version.removesuffix("+draft")
    before = current.version if current else None
    return entry_of(
        Revision,
        f"{entry.id} {entry.language}",
        id=entry.id,
        language=entry.language,
        version=revisions.next_version(before, step, first),
        date=revisions.today(),
        hash=entry.content_hash,
        change=change,
        supersedes=before or "",
        profile=GENERAL if entry.state is State.NOT_KEPT else PATIENT,
    )


def _change(options: argparse.Namespace) -> tuple[Step, str]:
    """Return what kind of change is released, and the sentence that says so."""
    step = next(step for step in Step if getattr(options, step.value) is not None)
    change: str = getattr(options, step.value).strip()
    if not change:
        raise CommandError(f"--{step}: say what changed, in a sentence")
    return step, change


def _chosen(options: argparse.Namespace, built: Manifest, ledger: Ledger) -> Iterator[Entry]:
    """Yield an edition of each handout to release."""
    known = sorted({entry.id for entry in built.editions})
    if not options.all and not options.ids:
        raise CommandError(f"name a handout, or say --all; the handouts are {', '.join(known)}")
    if options.all and options.ids:
        raise CommandError(f"name handouts, or say --all: not both {options.ids[0]} and --all")
    entries = {entry.id: entry for entry in built.editions if _is_in(entry, options.language)}
    _refuse_unbuilt(options, known, entries, ledger)
    chosen = [
        entry
        for identifier, entry in sorted(entries.items())
        if (options.all or identifier in options.ids) and not ledger.withdrawal(identifier)
    ]
    if not chosen:
        raise CommandError(f"no handout was built in {options.language or 'its own language'}")
    for entry in chosen:
        _refuse_draft(entry)
        _refuse_two_texts(entry, built)
    yield from chosen


def _refuse_unbuilt(
    options: argparse.Namespace, known: list[str], entries: Mapping[str, Entry], ledger: Ledger
) -> None:
    """Refuse the name of a handout of which there is nothing to release."""
    for identifier in () if options.all else options.ids:
        if identifier not in known:
            raise CommandError(f'no handout "{identifier}" was built; they are {", ".join(known)}')
        if ledger.withdrawal(identifier):
            raise CommandError(f'"{identifier}" is withdrawn')
        if identifier not in entries:
            language = options.language or "the language of the pages"
            raise CommandError(f'"{identifier}" was not built in {language}; build it first')


def _is_in(entry: Entry, language: str) -> bool:
    """Return whether a sheet is in a language; left out, in that in which it was written."""
    if not language:
        return entry.translation is None
    return entry.language == normalised(language)


def _refuse_two_texts(entry: Entry, built: Manifest) -> None:
    """Refuse a handout of which some sheets are of an older build, as where a clinic is wrong."""
    same = (e for e in built.editions if (e.id, e.language) == (entry.id, entry.language))
    other = next((e for e in same if e.content_hash != entry.content_hash), None)
    if other:
        raise CommandError(
            f"{entry.id} {entry.language}: {other.path} and {entry.path} say different things, "
            "since only one was built anew; build all handouts of all clinics first"
        )


def _refuse_draft(entry: Entry) -> None:
    """Refuse a translation for which nobody answers, or of which one side has changed."""
    about, name = entry.translation, f"{entry.id} {entry.language}"
    if about and about.standing is Translated.DRAFT:
        raise CommandError(
            f"{name}: a draft translation cannot be released; have a translator check it, and "
            f"record it: sphinx-handouts translate {entry.language} {entry.id} --translator NAME"
        )
    if about and about.standing is Translated.CHANGED:
        raise CommandError(
            f"{name}: the translation has changed since {about.translator} answered for it; have a "
            f"translator read it again, and record it: sphinx-handouts translate {entry.language} "
            f"{entry.id} --translator NAME"
        )
    if about and about.standing is Translated.OUTDATED:
        raise CommandError(
            f"{name}: the text has changed since version {about.source_version} was translated; "
            "have it translated anew"
        )
