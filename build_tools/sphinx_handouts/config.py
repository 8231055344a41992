"""The ``handouts_*`` options of ``conf.py``, each declared once: name, default, types, help."""

from __future__ import annotations

from dataclasses import dataclass
from types import NoneType
from typing import TYPE_CHECKING, Any

from .project import rules
from .project.themes import CLINIC
from .records.tables import PAPERS, REGIONS, VARIANTS, Paper, Region, Tables, Variant, extend

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.config import Config


@dataclass(frozen=True, slots=True)
class Option:
    """One option; ``rebuild`` is Sphinx's rebuild category."""

    name: str
    default: Any
    types: tuple[type, ...]
    help: str
    rebuild: Any = "handouts"  # a category of our own, which Sphinx allows


EXECUTORS = ("processes", "dask")
"""Where PDFs can be rendered."""

LEAST_MEMORY = 256
"""MiB that a worker needs for any sheet."""

OPTIONS: tuple[Option, ...] = (
    Option(
        "handouts_dir",
        "handouts",
        (str,),
        "Folder of `catalogue.toml` and `brands/`, from the folder of `conf.py`.",
    ),
    Option(
        "handouts_snippets",
        "snippets",
        (str,),
        "Folder of the snippets, from the source folder. Add it to `exclude_patterns`.",
        rebuild="env",
    ),
    Option(
        "handouts_profile",
        rules.PATIENT,
        (str,),
        'The rules of the handouts. `"patient"`: each carries the get-help box and says whether a '
        "clinician has approved it, has a page budget, and is measured for plain language. "
        '`"general"`: none of these, for leaflets that are not about health. The options after '
        "this one change one rule each.",
    ),
    Option(
        "handouts_required_snippets",
        None,
        (list, tuple, str, NoneType),
        "Snippets that every handout must carry; the build fails where one is missing. Left out: "
        '`["get-help"]` for patients, else none.',
    ),
    Option(
        "handouts_reviews",
        None,
        (bool, str, NoneType),
        "Whether pages have review records: a sheet is marked until each of its pages is approved. "
        "Left out: only for patients.",
    ),
    Option(
        "handouts_pages",
        None,
        (int, str, NoneType),
        "Page budget of handouts that name none; 0 sets no limit. Left out: 2 for patients, else "
        "0.",
    ),
    Option(
        "handouts_base_url",
        "",
        (str,),
        "Address of the hosted guide, printed where a handout refers to a page outside it. "
        "Empty: `html_baseurl`.",
    ),
    Option(
        "handouts_source_language",
        "",
        (str,),
        "Language in which the pages are written, and from which they are translated. "
        "Empty: `language` of `conf.py`.",
        rebuild="env",
    ),
    Option(
        "handouts_language_pages",
        "",
        (str,),
        "Where the pages in another language stand, from the HTML output folder: "
        '`"../{language}"`. Then each page leads to the same page in the other languages, and '
        "the address on a sheet to the status page in its own. The languages are those that a "
        "brand prints and that have a catalogue. Empty: the pages are in one language.",
        rebuild="env",
    ),
    Option(
        "handouts_untranslated",
        False,
        (bool,),
        "Whether sheets are printed as drafts though some of their texts are not translated yet. "
        "A required snippet is always translated whole.",
    ),
    Option(
        "handouts_short_url",
        "",
        (str,),
        "Address of the status pages, without `https://`, printed in the footer and in the QR "
        "code: `guide.example.org/h/{id}/{version}`. Empty: none is printed.",
    ),
    Option(
        "handouts_theme",
        CLINIC,
        (str,),
        'How sheets look. `"clinic"`: for patients, in the colour of the clinic; `"plain"`: calm '
        "black and white, for documents and cheat sheets; or a folder of your own, from the folder "
        "of `conf.py`, with a `theme.toml`.",
    ),
    Option(
        "handouts_css",
        [],
        (list, tuple),
        "Style sheets of your own, from the folder of `conf.py`, after the built-in ones.",
    ),
    Option(
        "handouts_fonts",
        [],
        (list, tuple),
        "Font families that your style sheets name, or that have characters which Noto lacks: "
        '`["Open Sans"]`. Sheets use these, the font of their brand, and the Noto families; '
        "no other font, whatever is installed.",
    ),
    Option(
        "handouts_fonts_folder",
        "",
        (str,),
        "Folder of font files of your own, from the folder of `conf.py`, for families that "
        "`handouts_fonts` or a brand names. Empty: only fonts that are installed.",
    ),
    Option(
        "handouts_only",
        [],
        (list, tuple),
        "What to print: ids, brands, papers, variants, as in "
        "`-D handouts_only=BP-03,plain`. Empty: everything.",
    ),
    Option(
        "handouts_jobs",
        0,
        (int,),
        "Worker processes. 0: as `sphinx-build -j` says, or else as many as cores.",
        rebuild="",
    ),
    Option(
        "handouts_timeout",
        30,
        (int, float),
        "Most seconds that the rendering of one edition may take; 0 sets no limit.",
        rebuild="",
    ),
    Option(
        "handouts_memory",
        1024,
        (int,),
        "Most memory that a worker process may use, in MiB; 0 sets no limit.",
        rebuild="",
    ),
    Option(
        "handouts_executor",
        "processes",
        (str,),
        'Where PDFs are rendered: `"processes"`, or `"dask"` (needs `sphinx-handouts[dask]`).',
        rebuild="",
    ),
    Option(
        "handouts_dask_address",
        "",
        (str,),
        'Address of a Dask scheduler: `"tcp://10.0.0.5:8786"`. Empty: a cluster on this machine.',
        rebuild="",
    ),
    Option(
        "handouts_cache",
        "",
        (str,),
        "Folder of rendered PDFs to use again, from the folder of `conf.py`. "
        "Empty: `handouts-cache` in the folder of the doctrees.",
        rebuild="",
    ),
    Option(
        "handouts_cache_size",
        512,
        (int,),
        "Largest size of that folder in MiB; the entries used longest ago go first.",
        rebuild="",
    ),
    Option(
        "handouts_manifest",
        "",
        (str,),
        "Manifest that the HTML guide reads, from the folder of `conf.py`. "
        "Empty: `handouts/manifest.json` beside the HTML folder.",
        rebuild="",
    ),
    Option(
        "handouts_publish",
        "handouts",
        (str,),
        "Folder that the HTML builder copies the PDFs to, from its output folder.",
        rebuild="",
    ),
    Option(
        "handouts_short_pages",
        "",
        (str,),
        "Folder of the pages that the short addresses lead to, from the HTML output folder. "
        "Empty: none are written.",
        rebuild="",
    ),
    Option(
        "handouts_codes_pages",
        "",
        (str,),
        "Folder of the pages that tell which handouts fit a code, from the HTML output folder: "
        '`"codes"`. Empty: none are written.',
        rebuild="",
    ),
    Option(
        "handouts_pages_css",
        [],
        (list, tuple),
        "Style sheets of your own, from the folder of `conf.py`, for the pages outside the theme: "
        "those of the short addresses, of codes and of each clinic. They come after the built-in "
        "one, whose knobs they set.",
        rebuild="",
    ),
    Option(
        "handouts_help_page",
        "get-help",
        (str,),
        "Page of the guide that says when to get help: the pages outside the theme link it at the "
        "top. Where there is no such page, they do not.",
        rebuild="",
    ),
    Option(
        "handouts_contents",
        False,
        (bool,),
        "Whether a contents sheet is printed for each brand, paper and variant: all handouts by "
        "subject, with QR codes and room to count what is on the shelf.",
    ),
    Option(
        "handouts_papers",
        {},
        (dict,),
        "Papers of your own: "
        '`{"legal": {"width": "8.5in", "height": "14in", "label": "US Legal"}}`.',
    ),
    Option(
        "handouts_variants",
        {},
        (dict,),
        "Variants of your own, styled by `sheet--NAME` in `handouts_css`: "
        '`{"yellow": {"label": "on yellow paper", "budget": 1.5}}`.',
    ),
    Option(
        "handouts_regions",
        {},
        (dict,),
        'Regions of your own: `{"in": {"emergency": {"words": "112", "checked": "2026-11-28", '
        '"source": "..."}, "label": "India"}}`. The keys of a row, and those of its lines, are in '
        "the reference of the catalogue.",
    ),
    Option(
        "handouts_untrusted_pages",
        False,
        (bool,),
        "Whether pages come from people whom you do not trust as yourself, as in a network: then "
        "no page, printed or not, may hold raw HTML, change MyST's settings, show remote pictures, "
        "read files outside the source folder, or swell.",
        rebuild="env",
    ),
    Option(
        "handouts_read_from",
        [],
        (list, tuple),
        "Folders beside the source folder that untrusted pages may include files from, from the "
        "folder of `conf.py`.",
        rebuild="env",
    ),
    Option(
        "handouts_pdfa",
        False,
        (bool,),
        "Whether PDFs are PDF/A-3a as well as PDF/UA-1, for archives. They can be filled in, too.",
    ),
    Option(
        "handouts_release",
        False,
        (bool,),
        "Whether this is a release build: a draft, or a page whose review is overdue, is an error.",
    ),
    Option(
        "handouts_live",
        False,
        (bool,),
        "Whether this is a live preview: sheets that are right are renewed though others are not, "
        "and the pages show what is wrong. Never for sheets to hand out.",
        rebuild="html",
    ),
    Option(
        "handouts_reading_grade",
        None,
        (int, float, str, NoneType),
        "Highest Flesch-Kincaid reading grade of an English page or handout; 0 does not check. "
        "Needs `sphinx-handouts[reading]`. Left out: 6 for patients, else 0.",
    ),
    Option(
        "handouts_reading_ease",
        {},
        (dict,),
        "Lowest reading ease by language, by the formula made for it: "
        '`{"es": 70}` (Fernández Huerta). Also `ar` (Osman), `it` (Gulpease), and Flesch for '
        "`de`, `fr`, `nl` and `ru`; for other languages nothing is checked.",
    ),
    Option(
        "handouts_smog_grade",
        None,
        (int, float, str, NoneType),
        "Highest SMOG reading grade, in English; 0 does not check. Needs "
        "`sphinx-handouts[reading]`. Left out: 8 for patients, else 0.",
    ),
    Option(
        "handouts_sentence_words",
        None,
        (int, str, dict, NoneType),
        "Most words a sentence may have; 0 does not check. By language: "
        '`{"en": 25, "es": 30}`; a number is for the language of the pages. '
        "Left out: 25 for patients, else 0.",
    ),
    Option(
        "handouts_reading_exclude",
        [],
        (list, tuple),
        "Pages whose language is not measured, such as a glossary or a list of sources.",
    ),
    Option(
        "handouts_banned_phrases",
        "",
        (str, dict),
        "File of phrases that must not be printed, one a line, from the folder of `conf.py`. By "
        'language: `{"en": "banned.txt", "es": "banned-es.txt"}`; a name is for the language of '
        "the pages.",
    ),
    Option(
        "handouts_scripts",
        {},
        (dict,),
        "Scripts that a language may use, as beginnings of Unicode character names: "
        '`{"en": ["LATIN", "GREEK"]}`. A word in another script is an error.',
    ),
    Option(
        "handouts_spelling",
        {},
        (dict,),
        'Hunspell dictionaries by language: `{"en": "en_GB"}`, or a path from the folder of '
        "`conf.py` without `.dic`. Empty: spelling is not checked. "
        "Needs `sphinx-handouts[spelling]`.",
        rebuild="",
    ),
    Option(
        "handouts_words",
        {},
        (dict,),
        "Files of words that are right though no dictionary has them, by language, from the "
        'folder of `conf.py`: `{"en": "words-en.txt"}`; one word a line.',
        rebuild="",
    ),
    Option(
        "handouts_spare",
        [],
        (list, tuple),
        "Snippets (by name) and pictures (by path from the folder of `conf.py`) that are kept "
        "although nothing uses them yet.",
        rebuild="",
    ),
    Option(
        "handouts_review_months",
        0,
        (int,),
        "Longest time from the evidence search of a page to its next review; 0: any.",
        rebuild="",
    ),
    Option(
        "handouts_safety_pages",
        None,
        (list, tuple, str, NoneType),
        "Pages on safety: they are reviewed within 12 months of their evidence search. Left out: "
        "for patients, the pages that hold a required snippet.",
        rebuild="",
    ),
    Option(
        "handouts_manual",
        "",
        (str,),
        "Address at which the manual of sphinx-handouts is hosted; reports of `check` link to it. "
        "Empty: they do not.",
        rebuild="",
    ),
    Option(
        "handouts_reports",
        "",
        (str,),
        "Folder for `reading.json` and `snippets.json`, from the folder of `conf.py`. "
        "Empty: they are not written.",
    ),
)


def add_options(app: Sphinx) -> None:
    """Register every option with Sphinx."""
    for option in OPTIONS:
        app.add_config_value(option.name, option.default, option.rebuild, option.types, option.help)


def _wrong_folders(config: Config) -> Iterator[str]:
    """Yield what is wrong with the folders of languages."""
    pattern = config.handouts_language_pages
    if pattern and pattern.count("{language}") != 1:
        yield (
            f'conf.py: handouts_language_pages: "{pattern}" names no folder for each language; '
            'write "{language}" in it once, as in "../{language}"'
        )


def _not_text(config: Config) -> Iterator[str]:
    """Yield the settings by language whose value is no text."""
    for name in ("handouts_spelling", "handouts_words", "handouts_banned_phrases"):
        if not isinstance(config[name], dict):
            continue
        for language, value in config[name].items():
            if not isinstance(value, str):
                yield f"conf.py: {name}: {language}: {value!r} is no name; write it as text"


def _wrong_fonts(config: Config, confdir: Path) -> Iterator[str]:
    """Yield what is wrong with the fonts of the project."""
    for family in config.handouts_fonts:
        if not isinstance(family, str) or not family.strip():
            yield f"conf.py: handouts_fonts: {family!r} is no name; write a font family as text"
    folder = config.handouts_fonts_folder
    if folder and not (confdir / folder).is_dir():
        yield f'conf.py: handouts_fonts_folder: no folder "{folder}"; mend its path'


def mistakes(config: Config, confdir: Path) -> Iterator[str]:
    """Yield what is wrong with the settings, a sentence each."""
    if config.handouts_executor not in EXECUTORS:
        known = ", ".join(EXECUTORS)
        yield (
            f'conf.py: handouts_executor: "{config.handouts_executor}" is not known; '
            f"write one of {known}"
        )
    for name in (
        "handouts_jobs",
        "handouts_review_months",
        "handouts_cache_size",
        "handouts_timeout",
        "handouts_memory",
    ):
        if config[name] < 0:
            yield f"conf.py: {name}: {config[name]} is less than nothing; write 0 or more"
    yield from _wrong_folders(config)
    yield from rules.mistakes(config)
    yield from _not_text(config)
    if 0 < config.handouts_memory < LEAST_MEMORY:
        most = f"write {LEAST_MEMORY} or more, or 0 for no limit"
        yield f"conf.py: handouts_memory: {config.handouts_memory} MiB are too little; {most}"
    for option in ("handouts_css", "handouts_pages_css"):
        for name in config[option]:
            if not (confdir / name).is_file():
                yield f'conf.py: {option}: no file "{name}"; mend its path'
    yield from _wrong_fonts(config, confdir)


def tables(config: Config) -> Tables:
    """Return papers, variants and regions, the project's own included.

    Raises
    ------
    ValueError
        Where a row of `conf.py` is wrong.
    """
    return Tables(
        extend(PAPERS, config.handouts_papers, Paper, "handouts_papers"),
        extend(VARIANTS, config.handouts_variants, Variant, "handouts_variants"),
        extend(REGIONS, config.handouts_regions, Region, "handouts_regions"),
    )
