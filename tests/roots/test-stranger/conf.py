"""A project whose author never heard of handouts."""

project = "Bicycles"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "strikethrough", "substitution"]
myst_heading_anchors = 3
myst_substitutions = {"wheel": "28 inch"}
suppress_warnings = ["myst.strikethrough"]
html_theme = "alabaster"
