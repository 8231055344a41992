"""Prints a handout or page beside its translation, for a qualified translator to read and sign.

A second PDF has the translation alone, and room to translate it back: who does so must not see the
text.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from ..press.workers.garbage import garbage_left
from ..press.workers.work import work
from ..project.rules import rules
from ..records.identity import Identity
from ..records.jobs import RenderJob
from ..records.rendered import Rendered
from ..sheets.clinic.details import direction_of
from ..sheets.in_words import language_words, text_direction
from ..sheets.templates import css_string, environment
from ..storage.files import write_atomically
from .sheet_reader import Sheets
from .translation_state import TranslationState

SIGNERS = ("Translator", "Second reader", "Clinician who approves it")


def write_proof(sheets: Sheets, state: TranslationState, folder: Path) -> tuple[Path, Path]:
    """Write a proof, and the form for its back-translation; return both."""
    with garbage_left():
        return _write(sheets, state, folder, back=False), _write(sheets, state, folder, back=True)


def _write(sheets: Sheets, state: TranslationState, folder: Path, *, back: bool) -> Path:
    source, target = (language_words(tag, "en") for tag in (sheets.language, state.language))
    kind = "back-translation" if back else "translation"
    version = f"Version {state.source_version}, " if state.source_version else "Web page, "
    count = f"{version}{len(state.pairs)} texts"
    lead = f"{count}: {source} into {target}. A grey row stands in a box that is on every handout."
    if back:
        lead = f"{count}. Write in {source} what the {target} says, without looking at the text."
    signed = (known[7:19] for known in (state.source_hash, state.translation_hash))
    context = {
        "title": f"{state.what}: {kind} into {source if back else target}",
        "foot": " ".join(filter(None, (state.what, state.source_version, *signed))),
        "lead": lead,
        "css": (files("sphinx_handouts") / "templates/reports/translation.css").read_text("utf-8"),
        "css_string": css_string,
        "source_language": sheets.language,
        "language": state.language,
        "direction": text_direction(state.language),
        "direction_of": direction_of,
        "heads": (target, source) if back else (source, target),
        "required": rules(sheets.env.config).required_snippets,
        "pairs": state.pairs,
        "back": back,
        "signers": ("Translator",) if back else SIGNERS,
    }
    html = environment("reports").get_template("translation.html").render(context)
    about = Identity(slug=kind, language=state.language)
    made = work(RenderJob(html, "", identity=about))
    assert isinstance(made, Rendered)  # a template of our own fits any page
    path = folder / f"{state.what}-{state.language}-{kind}.pdf"
    write_atomically(path, made.pdf)
    return path
