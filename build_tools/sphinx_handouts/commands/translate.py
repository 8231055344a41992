"""The ``translate`` command: keeps the catalogues of a language, and records who did what."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ..project import revisions, translations
from ..project.translations import Record
from ..records.languages import is_known, normalised
from .endings import CommandError
from .places import add_doctrees, default_source

if TYPE_CHECKING:
    from ..inspection.sheet_reader import Sheets
    from ..inspection.translation_state import SheetState


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "translate", help="update the catalogues of a language; tell what is not translated"
    )
    add = parser.add_argument
    add("language", metavar="LANGUAGE", help='its tag, such as "es" or "pt-BR"')
    add("ids", nargs="*", metavar="ID", help="handouts to tell of, such as BP-03; all")
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
        help="write a PDF of each handout here: text and translation side by side, to sign",
    )
    _add_records(parser)
    parser.set_defaults(run=run)


def _add_records(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--translator", default="", metavar="NAME", help="record who translated the handouts")
    add("--reviewer", default="", metavar="NAME", help="record the clinician who approved them")
    add("--role", default="", metavar="ROLE", help="role of that clinician")
    add("--back-translation", default="", metavar="WORDS", help="who translated them back, when")
    add("--date", type=_date, metavar="DATE", help="date of translation or approval (today)")


def run(options: argparse.Namespace) -> Iterator[str]:
    """Update the catalogues, and tell of each handout what is to be done."""
    from ..inspection.translation_state import state_of  # late: it loads Sphinx

    if not is_known(options.language):
        raise CommandError(f'"{options.language}" is no language; write its tag, such as "es"')
    language = normalised(options.language)
    sheets = _read(options)
    yield from _updated(sheets, language)
    known = [assembly.handout.id for assembly in sheets.assemblies]
    unknown = [identifier for identifier in options.ids if identifier not in known]
    if unknown:
        raise CommandError(f'no handout "{unknown[0]}"; they are {", ".join(known)}')
    states = [state_of(sheets, language, name) for name in options.ids or known]
    for state in states:
        yield from state.told()
    if options.proof:
        yield from _proofs(sheets, states, options.proof)
    if options.translator or options.reviewer:
        if not options.ids:
            raise CommandError("name the handouts that were translated")
        yield from _recorded(options, sheets, states, language)


def _read(options: argparse.Namespace) -> Sheets:
    from ..inspection.sheet_reader import Unreadable, read_sheets

    try:
        return read_sheets(options.source, options.doctrees)
    except Unreadable as error:
        raise CommandError(str(error)) from error


def _updated(sheets: Sheets, language: str) -> Iterator[str]:
    """Update the catalogues, and say what became of each."""
    from ..inspection.catalogue_update import update

    folder = _locales(sheets, language)
    try:
        updated = update(sheets.texts(), folder, language, sheets.env.config.project)
    except ValueError as error:
        raise CommandError(f"{error}; mend it") from error
    for one in updated:
        told = f"{one.texts} texts, {one.new} of them new, {one.fuzzy} to look at again"
        yield f"{one.path}: {told}; {one.obsolete} old translations kept"


def _proofs(sheets: Sheets, states: list[SheetState], folder: Path) -> Iterator[str]:
    from ..inspection.translation_proof import write_proof

    for state in states:
        proof, back = write_proof(sheets, state, folder)
        yield f"{state.identifier} {state.language}: to sign: {proof}; to translate back: {back}"


def _locales(sheets: Sheets, language: str) -> Path:
    """Return the folder in which the catalogues of all languages stand."""
    if language == sheets.language:
        raise CommandError(f'the pages are written in "{language}"; name another language')
    names = [name for name in sheets.env.config.locale_dirs if isinstance(name, str)]
    if not names:
        raise CommandError('conf.py: locale_dirs: names no folder; write locale_dirs = ["locales"]')
    return Path(sheets.env.srcdir, names[0])


def _recorded(
    options: argparse.Namespace, sheets: Sheets, states: list[SheetState], language: str
) -> Iterator[str]:
    path = sheets.confdir / sheets.env.config.handouts_dir / translations.FILE
    for state in states:
        name = f"{state.identifier} {language}"
        if state.lacking:
            raise CommandError(f"{name}: not recorded, since texts are not translated; see above")
        if state.problems:
            raise CommandError(f"{name}: not recorded: {state.problems[0]}")
        try:
            record = _record(options, sheets, state, language)
        except ValidationError as error:
            problem = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
            raise CommandError(f"{name}: {problem}") from error
        translations.keep(path, record)
        who = record.reviewer if options.reviewer else record.translator
        yield f"{name}: recorded: {who}"


def _record(
    options: argparse.Namespace, sheets: Sheets, state: SheetState, language: str
) -> Record:
    """Return the new record of a handout: of its translation, of its approval, or of both."""
    today = options.date or revisions.today()
    before = sheets.inputs.records.record(state.identifier, language)
    values = before.model_dump() if before else {}
    if options.translator:
        values = {
            "id": state.identifier,
            "language": language,
            "translator": options.translator,
            "date": today,
            "source_version": state.source_version,
            "source_hash": state.source_hash,
            "translation_hash": state.translation_hash,
            "back_translation": options.back_translation,
        }
    if not values:
        name = f"{state.identifier} {language}"
        mend = "record it with --translator NAME"
        raise CommandError(f"{name}: nobody has recorded who translated it; {mend}")
    if options.back_translation:
        values["back_translation"] = options.back_translation
    if options.reviewer:
        if values["source_hash"] != state.source_hash:
            raise CommandError(
                f"{state.identifier} {language}: the text has changed since it was translated; "
                "have it translated anew"
            )
        if values["translation_hash"] != state.translation_hash:
            why = f"the translation has changed since {values['translator']} answered for it"
            if not values["translation_hash"]:
                why = "its record does not say which words were translated"
            mend = "have it read again, translated back, and recorded with --translator NAME"
            raise CommandError(f"{state.identifier} {language}: {why}; {mend}")
        values |= {"reviewer": options.reviewer, "reviewer_role": options.role, "approved": today}
    return Record.model_validate(values)


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is no date; write 2026-01-31') from None
