"""What the command line does: each function yields lines to print, or raises `CommandError`."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import tomli_w

from ..project import catalogue, revisions
from ..project.revisions import Revision, Step, Withdrawal
from ..records.manifest import Entry, Manifest
from ..records.model import Finding
from ..records.schema import Brand, Contact, Palette
from ..records.tables import REGIONS
from ..storage import manifest_file
from ..storage.files import write_atomically

BRAND_QUESTIONS = {
    "name": "name of the clinic, as printed",
    "region": f"region of the emergency number: {', '.join(REGIONS)}",
    "accent": f"colour of headings, such as {Palette().accent}",
    "phone": "telephone number",
    "web": "web address",
}
"""What `new_brand` asks for."""


class CommandError(Exception):
    """Why a command cannot be carried out, in a sentence."""

    status = 2


# --- release and withdraw -----------------------------------------------------------------------


def release(options: argparse.Namespace) -> Iterator[str]:
    """Append a version of each named handout, in every language that was built."""
    built = _built(options.manifest)
    ledger = _ledger(options.handouts)
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
    return Revision(
        id=entry.id,
        language=entry.language,
        version=revisions.next_version(before, step, first),
        date=revisions.today(),
        hash=entry.content_hash,
        change=change,
        supersedes=before or "",
    )


def _built(path: Path) -> Manifest:
    """Return the manifest of the last build."""
    built = manifest_file.read(path.parent)
    if built is None:
        raise CommandError(f"{path}: no manifest; build the handouts first")
    return built


def _change(options: argparse.Namespace) -> tuple[Step, str]:
    """Return what kind of change is released, and the sentence that says so."""
    step = next(step for step in Step if getattr(options, step.value) is not None)
    change: str = getattr(options, step.value).strip()
    if not change:
        raise CommandError(f"--{step}: say what changed, in a sentence")
    return step, change


def _chosen(
    options: argparse.Namespace, built: Manifest, ledger: revisions.Ledger
) -> Iterator[Entry]:
    """Yield an edition of each handout and language to release."""
    known = sorted({entry.id for entry in built.editions})
    if not options.all and not options.ids:
        raise CommandError(f"name a handout, or say --all; the handouts are {', '.join(known)}")
    for identifier in () if options.all else options.ids:
        if identifier not in known:
            raise CommandError(f'no handout "{identifier}" was built; they are {", ".join(known)}')
        if ledger.withdrawal(identifier):
            raise CommandError(f'"{identifier}" is withdrawn')
    entries = {(entry.id, entry.language): entry for entry in built.editions}
    for (identifier, _language), entry in sorted(entries.items()):
        if (options.all or identifier in options.ids) and not ledger.withdrawal(identifier):
            yield entry


def withdraw(options: argparse.Namespace) -> Iterator[str]:
    """Append a withdrawal: the handout leaves the library, its address tells why."""
    ledger = _ledger(options.handouts)
    if options.id not in ledger.ids():
        raise CommandError(f'"{options.id}" was never released; remove it from catalogue.toml')
    if ledger.withdrawal(options.id):
        raise CommandError(f'"{options.id}" is withdrawn already')
    if not options.reason.strip():
        raise CommandError("say why, in a sentence for patients")
    if options.see:
        _require_other(options.see, options.id, ledger)
    entry = Withdrawal(
        id=options.id, date=revisions.today(), reason=options.reason, see=options.see
    )
    revisions.append(options.handouts / revisions.FILE, [entry])
    yield f"{options.id}: withdrawn; build again to change its status pages"


def _require_other(see: str, identifier: str, ledger: revisions.Ledger) -> None:
    """Refuse to recommend what cannot take the place of a withdrawn handout."""
    if see == identifier:
        raise CommandError(f'--see: "{see}" is the one to withdraw')
    if see not in ledger.ids():
        raise CommandError(f'--see: "{see}" was never released')
    if ledger.withdrawal(see):
        raise CommandError(f'--see: "{see}" is withdrawn, too')


def _ledger(folder: Path) -> revisions.Ledger:
    _require_folder(folder)
    ledger, findings = revisions.load(folder, str(folder))
    _raise(findings)
    return ledger


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise CommandError(f"{folder}: no such folder; name the one with catalogue.toml")


def _raise(findings: list[Finding]) -> None:
    if findings:
        raise CommandError("; ".join(finding.message for finding in findings))


# --- reviews ------------------------------------------------------------------------------------


def reviews(options: argparse.Namespace) -> Iterator[str]:
    """Say which handouts must be reviewed within the days to come, the most urgent first."""
    built = _built(options.manifest)
    today = revisions.today()
    dates = {(e.next_review, e.id, e.language) for e in built.editions if e.next_review}
    late = 0
    for date, identifier, language in sorted(dates):
        days = (date - today).days
        if days < 0:
            late += 1
            yield f"{identifier} {language}: review overdue since {date}"
        elif days <= options.days:
            yield f"{identifier} {language}: review due on {date}, in {days} days"
    if late and options.strict:
        raise CommandError(f"{late} reviews are overdue; review the pages, and set next_review")
    yield f"{late} {'review is' if late == 1 else 'reviews are'} overdue"


# --- a new brand --------------------------------------------------------------------------------


def new_brand(options: argparse.Namespace) -> Iterator[str]:
    """Write the commented folder of a clinic; nothing else needs to change."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", options.folder):
        raise CommandError(f'"{options.folder}": write lower case letters, digits and hyphens')
    _require_folder(options.handouts)
    folder = options.handouts / "brands" / options.folder
    if folder.exists():
        raise CommandError(f"{folder} exists already; edit its brand.toml")
    answers = {key: _answer(key, getattr(options, key)) for key in BRAND_QUESTIONS}
    folder.mkdir(parents=True)
    try:
        logo = _copy_logo(options.logo, folder)
        write_atomically(folder / "brand.toml", _brand_toml(answers, logo).encode())
        _clinic, findings = catalogue.load_clinic(folder, str(folder))
        _raise(findings)
    except BaseException:
        shutil.rmtree(folder)
        raise
    yield f"{folder / 'brand.toml'}: written; edit it as you like"
    yield from _first_sheet(options)


def _first_sheet(options: argparse.Namespace) -> Iterator[str]:
    """Print the first sheet of the new brand, for a look at it."""
    source: Path = options.guide
    listed = catalogue.load(options.handouts, str(options.handouts)).handouts
    if not listed or not (source / "conf.py").is_file():
        yield f"build the handouts: its sheets will be in {options.folder}/"
        return
    only = f"handouts_only={options.folder},{listed[0].id},standard"
    command = ["-q", "-b", "handouts", "-D", only, str(source), str(options.preview)]
    done = subprocess.run([sys.executable, "-m", "sphinx", *command], check=False)
    if done.returncode:
        raise CommandError(f"its first sheet could not be made; see above, and edit {source}")
    for sheet in sorted((options.preview / options.folder).rglob("*.pdf")):
        yield f"its first sheet: {sheet}"
        if sys.stdout.isatty():
            webbrowser.open(sheet.absolute().as_uri())


def _answer(key: str, given: str | None) -> str:
    """Return the option, or ask for it where a person sits at the terminal."""
    if given is not None or not sys.stdin.isatty():
        return given or ""
    try:
        return input(f"{BRAND_QUESTIONS[key]}: ").strip()
    except EOFError:
        raise CommandError("the questions were not answered; nothing was written") from None


def _copy_logo(logo: Path | None, folder: Path) -> str:
    if logo is None:
        return ""
    name = f"logo{logo.suffix.lower()}"
    shutil.copyfile(logo, folder / name)
    return name


def _brand_toml(answers: dict[str, str], logo: str) -> str:
    """Return a ``brand.toml`` with every key: those not given are comments."""

    def line(key: str, value: object, help_text: str | None) -> str:
        text = tomli_w.dumps({key: value})
        return f"# {help_text}\n{text if value else '# ' + text}"

    fields = Brand.model_fields
    top = {
        "name": answers["name"] or "Name of the clinic",
        "region": answers["region"],
        "logo": logo,
        "logo_alt": answers["name"] if logo else "",
    }
    lines = [line(key, value, fields[key].description) for key, value in top.items()]
    lines += [
        line(key, list(fields[key].default), fields[key].description)
        for key in ("papers", "variants", "languages")
    ]
    accent = answers["accent"] or Palette().accent
    lines.append("[palette]\n" + line("accent", accent, Palette.model_fields["accent"].description))
    contact = Contact.model_fields
    lines.append("[contact]")
    lines += [
        line(key, answers.get(key, ""), contact[key].description)
        for key in ("phone", "web", "email", "hours")
    ]
    return "\n".join(lines)
