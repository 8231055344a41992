project = "Knee pain"
author = "The knee guide"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_handouts"]
exclude_patterns = ["_build", "handouts", "snippets", "locales"]
myst_enable_extensions = ["colon_fence"]
html_baseurl = "https://knee.example/en/"
bibtex_bibfiles = ["sources.bib"]
bibtex_reference_style = "author_year"
locale_dirs = ["locales"]
handouts_cache = "_build/cache"
handouts_manifest = "_build/handouts/manifest.json"
handouts_spelling = {"en": "en_US"}
handouts_words = {"en": "words.txt"}
handouts_spare = ["later", "figures/later.svg"]
handouts_review_months = 24
handouts_safety_pages = ["help"]
handouts_regions = {
    "gb": {"emergency": {"words": "999", "checked": "2090-01-31", "source": "https://example.org"}}
}
handouts_untrusted_pages = True
handouts_reading_grade = handouts_smog_grade = handouts_sentence_words = 0
