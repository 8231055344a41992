"""Runs the checks of the content: those that need the pages, and the files around them.

They look at what was read and built; they change nothing, and use no network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..checks import (
    alternatives,
    bibliography,
    citations,
    claims,
    contrast,
    get_help,
    glossary,
    headings,
    link_text,
    orphans,
    regions,
    release,
    review_dates,
    spelling,
    translations,
)
from ..checks import files as files_check
from ..pages.printed import pages_of
from ..pages.reviews import reviews
from ..pages.translated_texts import message_files
from ..press.publish import REJECTED
from ..project import revisions
from ..project.by_language import is_translation
from ..project.message_files import languages
from ..project.part_names import resolve, resolve_all
from ..project.pictures.inks import logo_inks
from ..project.pictures.safety import from_data_uri
from ..project.rules import rules
from ..records.finding import Finding, Kind, Severity
from ..storage.staging import STAGING
from . import extraction
from .content import Content
from .dictionaries import DictionaryMissing, find_dictionary, unknown_words
from .survey import PICTURES, figures, snippet_docnames

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def content_findings(
    env: BuildEnvironment, confdir: Path, output: Path | None = None
) -> list[Finding]:
    """Return all that is wrong with the content of the project that *env* has read.

    *output* is the folder of the handouts; left out, the one whose manifest the guide reads.
    """
    run = Content(env, confdir, output)
    found = {run.placed(finding): None for check in CHECKS for finding in check(run)}
    run.memory.save()
    return list(found)  # what stands in a snippet is told once


# --- the pages ------------------------------------------------------------------------------------


def _pages(run: Content) -> Iterator[Finding]:
    """Look at each page by itself."""
    for page in run.pages:
        yield from alternatives.check_alternatives(page)
        yield from headings.check_headings(page)
        yield from link_text.check_link_text(page, run.language)


def _evidence(run: Content) -> Iterator[Finding]:
    """Look at claims, citations and sources, where the project has a bibliography."""
    if not run.sources:
        return
    for page in run.pages:
        yield from claims.check_claims(page, run.language)
    yield from citations.check_citations(run.pages, run.sources)
    yield from bibliography.check_bibliography(run.sources, revisions.today().year)


def _glossary(run: Content) -> Iterator[Finding]:
    yield from glossary.check_terms(run.pages)
    try:
        known = run.own_words
    except OSError:  # told with the spelling
        known = frozenset()
    yield from glossary.check_abbreviations(run.pages, known)


def _spelling(run: Content) -> Iterator[Finding]:
    """Look up every word, where the project names a dictionary for the language."""
    name = run.setting("handouts_spelling")
    if not name:
        return
    try:
        known = run.own_words
        path = find_dictionary(name, run.confdir)
        texts = [block.text for page in run.pages for block in page.blocks]
        texts += [line.text for line in run.lines]
        wanted = {word for text in texts for _offset, word in spelling.words(text)}
        unknown = unknown_words(path, sorted(wanted - known), run.memory)
    except OSError:
        name = run.setting("handouts_words")
        message = f'conf.py: handouts_words: no file "{name}"; mend its path, or make the file'
        yield Finding(Kind.SPELLING, message)
        return
    except DictionaryMissing:
        message = (
            f'conf.py: handouts_spelling: no dictionary "{name}" on this computer, so nothing was '
            f"checked; install it (on Debian or Ubuntu: apt-get install {_package(name)}), or put "
            "its .dic and .aff files beside conf.py"
        )
        yield Finding(Kind.SPELLING, message, Severity.WARNING)
        return
    except ImportError:
        message = "conf.py: handouts_spelling needs spylls; install sphinx-handouts[spelling]"
        yield Finding(Kind.SPELLING, message)
        return
    own = Path(run.setting("handouts_words") or "the file of handouts_words").name
    for page in run.pages:
        yield from spelling.check_spelling(page, unknown, own)
    for line in run.lines:
        yield from spelling.check_line(line, unknown, own)


def _package(name: str) -> str:
    return f"hunspell-{Path(name).name.lower().replace('_', '-')}"


# --- the handouts and their files -----------------------------------------------------------------


def _profile(run: Content) -> Iterator[Finding]:
    """Look whether what was released was released by the same rules."""
    folder = run.env.config.handouts_dir
    ledger, _errors = revisions.load(run.confdir / folder, folder)
    last = {(revision.id, revision.language): revision for revision in ledger.revisions}
    standing = [row for row in last.values() if not ledger.withdrawal(row.id)]
    yield from release.check_profile(standing, rules(run.env.config).reviews)


def _reviews(run: Content) -> Iterator[Finding]:
    config, known = run.env.config, reviews(run.env)
    if not rules(config).reviews:
        return
    safety = _safety_pages(run)
    yield from review_dates.check_review_dates(
        known, revisions.today(), config.handouts_review_months, safety
    )
    pages = pages_of(run.env)
    there = {
        name.docname: handout.id
        for handout in reversed(run.catalogue.handouts)
        for names in resolve_all(handout.parts, pages, handout.without).values()
        for name in names
    }
    yield from review_dates.check_reviewed(there, known)


def _safety_pages(run: Content) -> Collection[str]:
    """Return the pages on safety: those that are named, or that hold a required snippet.

    A project that has not begun to keep reviews is not told of the latter.
    """
    asked = rules(run.env.config)
    if asked.safety_pages is not None:
        return asked.safety_pages
    required = set(asked.required_snippets)
    holding = [page for page in run.pages if required & {named.name for named in page.snippets}]
    return {page.docname for page in holding} & reviews(run.env).keys()


def _orphans(run: Content) -> Iterator[Finding]:
    spare = set(run.env.config.handouts_spare)
    snippets = snippet_docnames(run.env)
    kept = {name: file for name, file in snippets.items() if name not in spare}
    yield from orphans.check_snippets(run.pages, kept)
    there, used = (set(map(run.shown, paths)) for paths in figures(run.env, run.confdir))
    for clinic in run.catalogue.clinics:
        folder = run.confdir / run.env.config.handouts_dir / "brands" / clinic.key
        there |= {run.shown(path) for path in folder.glob("*") if path.suffix.lower() in PICTURES}
        used.add(run.shown(folder / clinic.brand.logo))
    yield from orphans.check_pictures(sorted(there - spare), used)
    pages = pages_of(run.env)
    written = [part for handout in run.catalogue.handouts for part in handout.parts]
    parts = {name.whole for part in written for name in resolve(part, pages)}
    yield from orphans.check_print_labels(run.pages, parts)


def _brands(run: Content) -> Iterator[Finding]:
    """Look at the colours of the brands that can be used."""
    brands = f"{run.env.config.handouts_dir}/brands"
    for clinic in run.catalogue.clinics:
        where = f"{brands}/{clinic.key}/brand.toml"
        yield from contrast.check_accent(clinic.brand.palette.accent, where)
        if clinic.logo:
            yield from contrast.check_logo(logo_inks(from_data_uri(clinic.logo)), where)


def _regions(run: Content) -> Iterator[Finding]:
    """Look at the numbers that sheets print; a build for release refuses what is wrong there."""
    config = run.env.config
    if not config.handouts_release:
        known = run.catalogue.regions(config.handouts_regions)
        yield from regions.check_regions(known, revisions.today())


def _snippets(run: Content) -> Iterator[Finding]:
    yield from get_help.check_whole(run.pages, rules(run.env.config).required_snippets)


def _files(run: Content) -> Iterator[Finding]:
    folder, made = run.built
    listed = {entry.path: entry.sha256 for entry in made.files}
    yield from files_check.check_files(listed, _pdfs(folder) if listed else {}, run.shown(folder))


def _pdfs(folder: Path) -> dict[str, str]:
    """Return the PDFs in a folder of handouts with their SHA-256; not those of failed builds."""
    found = {}
    for path in sorted(folder.rglob("*.pdf")):
        inner = path.relative_to(folder)
        if inner.parts[0] != REJECTED and not inner.parts[0].startswith(STAGING):
            found[inner.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _translations(run: Content) -> Iterator[Finding]:
    """Look for languages that nobody translates into, and for translations of lost texts.

    What a sheet lacks is found where the sheet is made.
    """
    config, source = run.env.config, Path(run.env.srcdir)
    if not is_translation(config):
        known = {config.handouts_source_language, *languages(source, config.locale_dirs)}
        for clinic in run.catalogue.clinics:
            for language in clinic.brand.languages:
                if language not in known:
                    message = (
                        f"{config.handouts_dir}/brands/{clinic.key}/brand.toml: languages: nothing "
                        f'is translated into "{language}"; begin a catalogue with '
                        f"sphinx-handouts translate {language}, or take the language out"
                    )
                    yield Finding(Kind.TRANSLATION, message)
        return
    files = message_files(run.env)
    for domain, wanted in extraction.texts(run.env, run.catalogue).items():
        if path := files.path(domain):
            messages = files.messages(domain).values()
            yield from translations.check_left_over(run.shown(path), messages, wanted)


CHECKS = (
    *(_pages, _evidence, _glossary, _spelling),
    *(_profile, _reviews, _orphans, _brands, _regions, _snippets, _files, _translations),
)
"""The checks, in the order in which their findings are told."""
