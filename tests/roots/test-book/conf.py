project = "Bicycles"
extensions = ["myst_parser", "sphinx_handouts"]
exclude_patterns = ["_build", "handouts", "snippets", "help.md", "rest.md", "walk.md"]
myst_enable_extensions = ["colon_fence"]
html_baseurl = "https://bicycles.example/en/"
handouts_cache = "_build/cache"
handouts_profile = "general"
