"""What is looked at in pages and files, beside their words."""

from __future__ import annotations

from types import NoneType

from .option import Option

OPTIONS = (
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
        "handouts_spare",
        [],
        (list, tuple),
        "Snippets (by name) and pictures (by path from the folder of `conf.py`) that are kept "
        "although nothing uses them yet.",
        rebuild="",
    ),
    Option(
        "handouts_reports",
        "",
        (str,),
        "Folder for `reading.json` and `snippets.json`, from the folder of `conf.py`. "
        "Empty: they are not written.",
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
)
