"""Sphinx configuration of the manual."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent / "guide")]

project = "Handouts"
author = "The sphinx-handouts contributors"
copyright = "the sphinx-handouts contributors, MIT licence"
language = "en"
extensions = ["myst_parser", "menu", "reference", "paper", "theme_tokens"]
exclude_patterns = ["_ext", "constructs"]
nitpicky = True
myst_heading_anchors = 3
smartquotes = False  # the manual quotes what people type

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
# guide:page#label is a page of the guide, hosted beside the manual; beside:file is a made one.
myst_url_schemes = {
    "http": None,
    "https": None,
    "guide": "../../en/{{path}}.html#{{fragment}}",
    "beside": "{{path}}",
}
linkcheck_ignore = [r"\.\./\.\./en/", r"\.schema\.json$"]

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["manual.css"]
templates_path = ["_templates"]
html_use_index = False
html_title = "Handouts: the manual"
html_favicon = "../guide/_theme/static/favicon.svg"
myst_html_meta = {
    "description": "How to print handouts of a Sphinx project, with each clinic's name."
}
html_permalinks_icon = "#"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False


def setup(app: Sphinx) -> None:
    """Write pages as the guide does: valid, and for people who use a screen reader."""
    from _theme.accessible_html import GuideTranslator

    app.set_translator("html", GuideTranslator)
