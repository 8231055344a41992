"""The ``translate`` command: keeps the catalogues of a language, and records who did what."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ..project import revisions, translations
from ..project.translations import AnyRecord, PageRecord, Record
from ..records.languages import is_known, normalised
from .endings import CommandError
from .places import add_doctrees, default_source

if TYPE_CHECKING:
    from ..inspection.sheet_reader import Sheets
    from ..inspection.translation_state import TranslationState


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "translate", help="update the catalogues of a language; tell what is not translated"
    )
    add = parser.add_argument
    add("language", metavar="LANGUAGE", help='its tag, such as "es" or "pt-BR"')
    told = "handouts and pages to tell of, such as BP-03 or get-help; all"
    add("names", nargs="*", metavar="NAME", help=told)
    add(
        "--source",
        type=Path,
        default=default_source(),
        metavar="FOLDER",
        help="folder of conf.py (docs/guide, or here)",
    )
    add_doctrees(parser)
    add(
        "--proof",
        type=Path,
        metavar="FOLDER",
        help="write a PDF of each one here: text and translation side by side, to sign",
    )
    _add_records(parser)
    parser.set_defaults(run=run)


def _add_records(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--translator", type=_name, metavar="NAME", help="record who translated them")
    approved = "record the clinician who approved them"
    add("--reviewer", type=_name, metavar="NAME", help=approved)
    add("--role", default="", metavar="ROLE", help="role of that clinician")
    add("--back-translation", default="", metavar="WORDS", help="who translated them back, when")
    add("--date", type=_date, metavar="DATE", help="date of translation or approval (today)")


def run(options: argparse.Namespace) -> Iterator[str]:
    """Update the catalogues, and tell of each handout and page what is to be done."""
    if not is_known(options.language):
        raise CommandError(f'"{options.language}" is no language; write its tag, such as "es"')
    records = options.translator or options.reviewer
    if records and not options.names:
        raise CommandError("name the handouts or pages that were translated")
    if not records and (options.role or options.back_translation or options.date):
        raise CommandError("nothing is recorded without --translator NAME or --reviewer NAME")
    language = normalised(options.language)
    sheets = _read(options)
    folder = _locales(sheets, language)
    named = _named(sheets, options.names)  # nothing is written where a name is wrong
    yield from _updated(sheets, folder, language)
    states = _states(sheets, language, named)
    for state in states:
        yield from state.told()
    if options.proof:
        yield from _proofs(sheets, states, options.proof)
    if records:
        yield from _recorded(options, sheets, states, language)


def _read(options: argparse.Namespace) -> Sheets:
    from ..inspection.sheet_reader import Unreadable, read_sheets

    try:
        return read_sheets(options.source, options.doctrees)
    except Unreadable as error:
        raise CommandError(str(error)) from error


def _updated(sheets: Sheets, folder: Path, language: str) -> Iterator[str]:
    """Update the catalogues, and say what became of each."""
    from ..inspection.catalogue_update import update

    try:
        updated = update(sheets.texts(), folder, language, sheets.env.config.project)
    except ValueError as error:
        raise CommandError(str(error)) from error
    for one in updated:
        told = f"{one.texts} texts, {one.new} of them new, {one.fuzzy} to look at again"
        yield f"{one.path}: {told}; {one.obsolete} old translations kept"


def _named(sheets: Sheets, names: list[str]) -> list[tuple[str, bool]]:
    """Return the names of handouts and pages, and which are pages; without one, all there are."""
    ids = [assembly.handout.id for assembly in sheets.assemblies]
    pages = sheets.pages if sheets.keeps_texts_of_pages else ()
    for name in names:
        if name in ids and name in pages:
            both = f'"{name}" is the id of a handout and the name of a page'
            raise CommandError(f"{both}; give the file of the page another name")
        if name in sheets.pages and name not in {*ids, *pages}:
            why = "no page says how far its translation is checked"
            mend = 'set it to "../{language}" to have the pages side by side in their languages'
            raise CommandError(f"{name}: {why} without handouts_language_pages in conf.py; {mend}")
        if name not in {*ids, *pages}:
            known = f"the handouts are {', '.join(ids)}" if ids else "there are no handouts"
            known += f"; the pages are {', '.join(pages)}" if pages else ""
            raise CommandError(f'no handout or page "{name}"; {known}')
    return [(name, name not in ids) for name in names or [*ids, *pages]]


def _states(sheets: Sheets, language: str, named: list[tuple[str, bool]]) -> list[TranslationState]:
    """Return how far each that is named is translated."""
    from ..inspection.translation_state import state_of, state_of_page  # late: they load Sphinx

    return [
        (state_of_page if is_page else state_of)(sheets, language, name) for name, is_page in named
    ]


def _proofs(sheets: Sheets, states: list[TranslationState], folder: Path) -> Iterator[str]:
    from ..inspection.translation_proof import write_proof

    for state in states:
        proof, back = write_proof(sheets, state, folder)
        yield f"{state.what} {state.language}: to sign: {proof}; to translate back: {back}"


def _locales(sheets: Sheets, language: str) -> Path:
    """Return the folder in which the catalogues of all languages stand."""
    if language == sheets.language:
        raise CommandError(f'the pages are written in "{language}"; name another language')
    names = [name for name in sheets.env.config.locale_dirs if isinstance(name, str)]
    if not names:
        raise CommandError('conf.py: locale_dirs: names no folder; write locale_dirs = ["locales"]')
    return Path(sheets.env.srcdir, names[0])


def _recorded(
    options: argparse.Namespace, sheets: Sheets, states: list[TranslationState], language: str
) -> Iterator[str]:
    path = sheets.confdir / sheets.env.config.handouts_dir / translations.FILE
    for state in states:
        name = f"{state.what} {language}"
        if state.lacking:
            raise CommandError(f"{name}: not recorded, since texts are not translated; see above")
        if state.problems:
            raise CommandError(f"{name}: not recorded: {state.problems[0]}")
        try:
            record = _record(options, state)
        except ValidationError as error:
            problem = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
            raise CommandError(f"{name}: {problem}") from error
        try:
            translations.keep(path, record)
        except ValueError as error:
            raise CommandError(str(error)) from error
        who = record.reviewer if options.reviewer else record.translator
        yield f"{name}: recorded: {who}"


def _record(options: argparse.Namespace, state: TranslationState) -> AnyRecord:
    """Return the new record: of a translation, of its approval, or of both."""
    today, name = options.date or revisions.today(), f"{state.what} {state.language}"
    values = state.record.model_dump() if state.record else {}
    if options.translator:
        version = {"id": state.what, "source_version": state.source_version}
        values = ({"name": state.what} if state.is_page else version) | {
            "language": state.language,
            "translator": options.translator,
            "date": today,
            "source_hash": state.source_hash,
            "translation_hash": state.translation_hash,
            "back_translation": options.back_translation,
        }
    if not values:
        mend = "record it with --translator NAME"
        raise CommandError(f"{name}: nobody has recorded who translated it; {mend}")
    if options.back_translation:
        values["back_translation"] = options.back_translation
    if options.reviewer:
        if values["source_hash"] != state.source_hash:
            why = "the text has changed since it was translated"
            raise CommandError(f"{name}: {why}; have it translated anew")
        if values["translation_hash"] != state.translation_hash:
            why = f"the translation has changed since {values['translator']} answered for it"
            if not values["translation_hash"]:
                why = "its record does not say which words were translated"
            mend = "have it read again, translated back, and recorded with --translator NAME"
            raise CommandError(f"{name}: {why}; {mend}")
        values |= {"reviewer": options.reviewer, "reviewer_role": options.role, "approved": today}
    return (PageRecord if state.is_page else Record).model_validate(values)


def _date(text: str) -> dt.date:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is no date; write 2026-01-31') from None
    if revisions.is_to_come(date):
        raise argparse.ArgumentTypeError(f"{date} has not come yet")
    return date


def _name(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("write the name of a person")
    return text.strip()
