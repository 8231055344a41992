"""Settings of Sphinx and of the handouts."""

project = "grep in one page"
html_title = project
language = "en"
extensions = ["sphinx_handouts"]
exclude_patterns = ["_build"]

handouts_profile = "general"
handouts_css = ["cheat-sheet.css"]
