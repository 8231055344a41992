project = "Knee pain"
author = "The knee guide"
extensions = ["myst_parser", "sphinx_handouts"]
exclude_patterns = ["_build", "handouts", "snippets", "locales", "words"]
myst_enable_extensions = ["colon_fence"]
html_baseurl = "https://knee.example/en/"
locale_dirs = ["locales"]
handouts_cache = "_build/cache"
handouts_untrusted_pages = True
handouts_reading_grade = handouts_smog_grade = handouts_sentence_words = 0
handouts_safety_pages = []
gettext_compact = "guide"
