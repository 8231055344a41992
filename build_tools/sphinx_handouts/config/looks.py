"""How sheets look, and what they are printed on."""

from __future__ import annotations

from ..project.theme_files import CLINIC
from .option import Option

OPTIONS = (
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
        "handouts_pdfa",
        False,
        (bool,),
        "Whether PDFs are PDF/A-3a as well as PDF/UA-1, for archives. They can be filled in, too.",
    ),
)
