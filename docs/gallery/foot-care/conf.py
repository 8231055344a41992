"""Settings of Sphinx and of the handouts."""

project = "Look after your feet"
html_title = project
language = "en"
extensions = ["myst_parser", "sphinx_handouts"]
myst_enable_extensions = ["colon_fence"]
exclude_patterns = ["_build", "snippets"]

handouts_profile = "patient"
