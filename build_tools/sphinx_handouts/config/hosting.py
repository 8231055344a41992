"""The hosted guide: addresses, and the pages beside it."""

from __future__ import annotations

from .option import Option

OPTIONS = (
    Option(
        "handouts_base_url",
        "",
        (str,),
        "Address of the hosted guide, printed where a handout refers to a page outside it. "
        "Empty: `html_baseurl`.",
    ),
    Option(
        "handouts_short_url",
        "",
        (str,),
        "Address of the status pages, without `https://`, printed in the footer and in the QR "
        "code: `guide.example.org/h/{id}/{version}`. Empty: none is printed.",
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
        "handouts_manual",
        "",
        (str,),
        "Address at which the manual of sphinx-handouts is hosted; reports of `check` link to it. "
        "Empty: they do not.",
        rebuild="",
    ),
)
