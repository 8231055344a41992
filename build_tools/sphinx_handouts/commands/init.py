"""The ``init`` command: asks six questions, and writes a project that builds."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..project.brands import TAKEN
from ..project.message_files import Message, MessageFiles
from ..project.rules import GENERAL, PATIENT, PROFILES
from ..project.validation import quoted, validate
from ..records.finding import Kind
from ..records.languages import base, catalogue_folder, is_known, normalised
from ..records.schema.brand import Brand
from ..records.schema.handout import Handout
from ..storage.files import remove, write_atomically
from .brand_file import brand_toml
from .endings import CommandError
from .places import refuse
from .questions import PHONE, REGION, Question, add_questions, answers

PACKAGE = Path(__file__).parents[1]
TITLE, CLINIC = "Your first visit", "My Clinic"
QUESTIONS = {
    "language": Question("language of your pages, such as en, es or ar", "en"),
    "profile": Question(
        f"rules: {PATIENT} (about health: a get-help box, reviews, plain words), or {GENERAL}",
        PATIENT,
    ),
    "title": Question("title of the first page", TITLE),
    "clinic": Question("name of the clinic, as printed", CLINIC),
    "region": REGION,
    "phone": PHONE,
}
USUAL = {"title": TITLE, "clinic": CLINIC}
"""What is proposed in English, and written in the language of the pages."""
TEMPLATES = {
    "conf.py": "conf.py",
    "index.md": "index.md",
    "snippets/get-help.md": "get-help.md",
    "handouts/catalogue.toml": "catalogue.toml",
}
FOR_PATIENTS = {"snippets/get-help.md"}
"""The files of a new project, and what each is written from; the brand has a writer of its own."""

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#~$&|]")
"""What could mean something in a heading of Markdown."""
_LONGEST = 60


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("init", help="begin a project: one page, one handout, one clinic")
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="where to (here)"
    )
    add_questions(parser, QUESTIONS)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Write the files of a project into a folder, where none of them is yet."""
    folder: Path = options.folder
    _require_room(folder, [*TEMPLATES, "handouts/brands"])
    answered = answers(options, QUESTIONS)
    files = project_files(answered)
    written: list[str] = []
    was_there = folder.exists()
    try:
        for name, data in files.items():
            write_atomically(folder / name, data)
            written.append(name)
    except BaseException:
        if was_there:
            remove(folder, written)
        else:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    yield from (f"{folder / name}: written" for name in written)
    if base(answered["language"]) != "en" and not _own_words(answered["language"]):
        words = "sphinx-handouts does not speak it yet: its own words are in English"
        yield f"{answered['language']}: {words}; translate them in locales, see the manual"
    if find_spec("myst_parser") is None:
        yield "pages in Markdown need one more package: pip install myst-parser"
    places = shlex.join(map(str, (folder, folder / "_build")))
    yield f"to print: sphinx-build -M handouts {places}"


def project_files(answered: Mapping[str, str]) -> dict[str, bytes]:
    """Return the files of a project by name.

    Raises
    ------
    CommandError
        Says which answer cannot be, and why.
    """
    profile, language = answered["profile"], answered["language"]
    if not is_known(language):
        raise CommandError(f'language: {quoted(language)} is none; write its tag, such as "es"')
    if profile not in PROFILES:
        raise CommandError(
            f"profile: {quoted(profile)} is not known; write {' or '.join(PROFILES)}"
        )
    language, says = normalised(language), words_in(language)
    words: dict[str, Any] = {**answered, "language": catalogue_folder(language), "says": says}
    words |= {key: says[key] for key, usual in USUAL.items() if answered[key] == usual}
    words["slug"] = slug_of(words["title"], "first-handout")
    brand = {
        "name": words["clinic"],
        "languages": (language,),
        "region": answered["region"],
        "variants": ("standard",),
        "contact": {"phone": answered["phone"]},
    }
    handout = {"id": "HO-01", "slug": words["slug"], "title": words["title"], "parts": ["index"]}
    refuse(validate(Handout, handout, "the handout", Kind.CATALOGUE)[1])
    refuse(validate(Brand, brand, "the clinic", Kind.BRAND)[1])
    templates = _templates()
    files = {
        name: templates.get_template(f"{template}.jinja").render(words).encode()
        for name, template in TEMPLATES.items()
        if profile == PATIENT or name not in FOR_PATIENTS
    }
    key = slug_of(words["clinic"], "my-clinic")
    return files | {f"handouts/brands/{key}/brand.toml": brand_toml(brand)}


def words_in(language: str) -> dict[str, str]:
    """Return what the pages of a new project say, in a language; in English, where it has none."""
    known = _own_words(language)

    def _(text: str) -> str:
        return known[text].translation or text if text in known else text

    return {
        "title": _("Your first visit"),
        "clinic": _("My Clinic"),
        "summary": _("Write here, in two or three lines, what matters most."),
        "steps": _("What to do"),
        "first": _("Write the first step here."),
        "second": _("Write the second step here."),
        "help": _("When to get help"),
        "questions": _("My questions"),
        "ask": _("What I want to ask"),
        "box": _("Get help now"),
        "replace": _("Replace these words."),
        "signs": _("Your clinicians decide which signs stand here."),
        # For translators: {brand}`emergency` becomes a number, or "your local emergency number".
        "emergency": _("In an emergency, call {brand}`emergency`."),
    }


def _own_words(language: str) -> Mapping[str, Message]:
    """Return what the package itself says in a language; nothing, where it does not speak it."""
    for tag in (language, base(language)):
        files = MessageFiles.of(PACKAGE, ["locale"], tag)
        if files.exist:
            return files.messages("sphinx_handouts")
    return {}


def slug_of(words: str, otherwise: str) -> str:
    """Return *words* as a part of an address: lower case, hyphens, no accents."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST].strip("-")
    return otherwise if slug in {"", TAKEN} else slug


def _require_room(folder: Path, names: list[str]) -> None:
    for name in names:
        if (folder / name).exists():
            raise CommandError(f"{folder / name} exists already; name a folder without a project")


def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("sphinx_handouts", "templates/project"),
        autoescape=False,  # these are no web pages: each place quotes in its own way
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
    )
    templates.filters["quoted"] = _quoted
    templates.filters["markdown"] = _markdown
    return templates


def _quoted(text: str) -> str:
    """Return a text in quotation marks, as Python and TOML both read it."""
    return json.dumps(text, ensure_ascii=False)


def _markdown(text: str) -> str:
    """Return a text as Markdown that says just this."""
    return _MARKUP.sub(r"\\\g<0>", text)
