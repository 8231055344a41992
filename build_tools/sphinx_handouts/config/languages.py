"""The language of the pages, and those that they are translated into."""

from __future__ import annotations

from .option import Option

OPTIONS = (
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
)
