"""Sphinx configuration of the guide."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pybtex.backends.plaintext import Backend
from pybtex.plugin import register_plugin

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

project = "Back pain and massage"
author = "The Back pain and massage guide"
copyright = "The guide's authors, CC BY 4.0"
language = "en"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_handouts", "_theme"]
exclude_patterns = ["snippets", "LICENSE.md", "README.md", "_theme", "drawings", "locales"]
templates_path = ["_theme/templates"]

locale_dirs = ["locales"]
gettext_compact = "guide"  # one catalogue for all pages

myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 0

bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
bibtex_default_style = "unsrt"
# bibtex asks for this once a citation, and pybtex would look through all packages each time.
register_plugin("pybtex.backends", "plaintext", Backend, force=True)

# The address of the hosted guide; a clinic network sets its own.
html_baseurl = os.environ.get("GUIDE_URL", "https://back-care.example/en/")
html_theme = "furo"
html_title = project
html_short_title = "Back pain"
html_favicon = "_theme/static/favicon.svg"
html_static_path = ["_theme/static"]
html_css_files = ["guide.css"]
html_js_files = [("menu.js", {"defer": "defer"})]
html_use_index = False
html_permalinks = False
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False

guide_top = ".."
guide_about = {
    "name": "Low back pain",
    "codes": {"icd10cm": ["M54.50"], "snomedct": ["279039007"]},
}
guide_moved: dict[str, str] = {}  # the old name of a page, and the new one
guide_offline = True

handouts_profile = "patient"
handouts_untrusted_pages = True
handouts_dir = "../../handouts"
handouts_cache = "../../_build/cache"
handouts_language_pages = "../{language}"
handouts_manifest = "../../_build/handouts/manifest.json"
handouts_publish = "../handouts"
handouts_short_url = html_baseurl.removeprefix("https://").removesuffix("en/") + "h/{id}/{version}"
handouts_short_pages = "../h"
handouts_codes_pages = "../codes"
handouts_pages_css = ["_theme/pages.css"]
handouts_contents = True

handouts_reading_grade = 6
handouts_smog_grade = 8
handouts_sentence_words = 25
handouts_reading_exclude = ["words", "sources"]
handouts_banned_phrases = "../../handouts/banned-phrases.txt"
handouts_scripts = {"en": ["LATIN", "GREEK", "MICRO SIGN"]}
handouts_reports = "../../_build/reports"
handouts_manual = html_baseurl.removesuffix("en/") + "manual/"
handouts_spelling = {"en": "en_GB"}
handouts_words = {"en": "../../handouts/words-en.txt"}
handouts_review_months = 24
handouts_safety_pages = [
    *("flare-ups", "get-help", "is-massage-safe", "massage-and-conditions", "medicines")
]


def setup(app: Sphinx) -> None:
    """Draw the plots and the people before the pages are read."""
    app.connect("builder-inited", _draw_plots)
    app.connect("builder-inited", _draw_people)


def _draw_plots(_app: Sphinx) -> None:
    """Draw a plot again when its data or its program changed: its first line has their digest.

    So the picture, which is part of what a released handout says, does not change with the
    plotting library; and a build that draws nothing does not load it.
    """
    figures = HERE / "figures"
    data = figures / "benefit.csv"
    pictures = [figures / "benefit.svg", figures / "benefit.large-print.svg"]
    digest = hashlib.sha256((HERE / "plots.py").read_bytes() + data.read_bytes()).hexdigest()
    mark = f"<!-- drawn from {digest} -->\n".encode()
    if all(picture.exists() and picture.read_bytes().startswith(mark) for picture in pictures):
        return
    from plots import draw_benefit

    with tempfile.TemporaryDirectory(dir=figures) as folder:
        draw_benefit(data, Path(folder, "benefit.svg"))
        for picture in pictures:
            drawn = Path(folder, picture.name)
            drawn.write_bytes(mark + drawn.read_bytes())
            drawn.replace(picture)


def _draw_people(_app: Sphinx) -> None:
    """Draw the people of `drawings` again when a table or the program changed."""
    from drawings import cards, counts, figures, strips

    for program in (figures, strips, counts):
        program.refresh(HERE / "figures")
    cards.refresh(HERE / "_theme/static/cards")
