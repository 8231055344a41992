import sys
from pathlib import Path

import sphinx_handouts

# All that this project says to readers by itself, in one small guide with the layer of the guide.
LAYER = Path(sphinx_handouts.__file__).parents[2] / "docs/guide/_theme"
sys.path.insert(0, str(LAYER.parent))

project = "Back pain and massage"
author = "The knee guide"
language = "en"
extensions = [
    *("myst_parser", "sphinx_design", "sphinx_tabs.tabs", "sphinxcontrib.bibtex"),
    *("sphinx_handouts", "_theme"),
]
exclude_patterns = ["_build", "handouts", "snippets", "locales", "help.md", "rest.md"]
locale_dirs = ["locales"]
gettext_compact = "guide"
templates_path = [str(LAYER / "templates")]
myst_enable_extensions = ["colon_fence", "tasklist"]
bibtex_bibfiles = ["sources.bib"]
bibtex_reference_style = "author_year"
html_baseurl = "https://knee.example/en/"
html_theme = "furo"
html_title = project
html_short_title = "Back pain"
html_static_path = [str(LAYER / "static")]
html_css_files = ["guide.css"]
html_js_files = [("menu.js", {"defer": "defer"})]
html_use_index = False
html_permalinks = False
html_copy_source = False
html_show_sourcelink = False
guide_moved = {"stroll": "walk"}
handouts_cache = "_build/cache"
handouts_contents = True
handouts_short_url = "knee.example/h/{id}/{version}"
handouts_short_pages = "h"
handouts_codes_pages = "codes"
