project = "Looks"
extensions = [
    "myst_parser",
    "sphinx.ext.todo",
    "sphinx_design",
    "sphinx_tabs.tabs",
    "sphinx_handouts",
]
exclude_patterns = ["_build", "handouts", "looks", "snippets", "help.md", "rest.md", "walk.md"]
suppress_warnings = ["toc.not_included"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
todo_include_todos = True
numfig = True
handouts_profile = "general"
handouts_reviews = True
handouts_cache = "_build/cache"
handouts_timeout = 0
