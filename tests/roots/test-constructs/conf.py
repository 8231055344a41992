project = "Constructs"
extensions = ["myst_parser", "sphinx_handouts"]
exclude_patterns = ["_build", "handouts", "snippets"]
suppress_warnings = ["toc.not_included"]
myst_enable_extensions = [
    *("attrs_block", "colon_fence", "deflist", "fieldlist", "strikethrough", "tasklist")
]
handouts_cache = "_build/cache"
handouts_required_snippets = []
handouts_contents = False
handouts_timeout = 0
handouts_untrusted_pages = True
handouts_reading_grade = handouts_smog_grade = handouts_sentence_words = 0
handouts_safety_pages = []
