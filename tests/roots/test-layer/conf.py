import sys
from pathlib import Path

import sphinx_handouts

# The layer of the guide, over a guide of a few pages.
LAYER = Path(sphinx_handouts.__file__).parents[2] / "docs/guide/_theme"
sys.path.insert(0, str(LAYER.parent))

project = "Knee & hip"
author = "The knee guide"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_handouts", "_theme"]
exclude_patterns = ["_build", "handouts", "snippets"]
templates_path = [str(LAYER / "templates")]
myst_enable_extensions = ["colon_fence"]
bibtex_bibfiles = ["sources.bib"]
bibtex_reference_style = "author_year"
html_baseurl = "https://knee.example/en/"
html_theme = "furo"
html_static_path = [str(LAYER / "static")]
html_css_files = ["guide.css"]
html_js_files = [("menu.js", {"defer": "defer"})]
html_use_index = False
handouts_cache = "_build/cache"
guide_moved = {"stroll": "walk"}
handouts_untrusted_pages = True
handouts_reading_grade = handouts_smog_grade = handouts_sentence_words = 0
handouts_safety_pages = []
