"""The settings of the examples: everything is switched on."""

project = "Constructs"
extensions = [
    "myst_parser",
    "sphinx.ext.graphviz",
    "sphinx.ext.ifconfig",
    "sphinx.ext.todo",
    "sphinx_design",
    "sphinx_tabs.tabs",
    "sphinx_togglebutton",
    "sphinxcontrib.bibtex",
    "sphinx_handouts",
]
exclude_patterns = ["_build", "handouts", "snippets"]
suppress_warnings = ["myst.strikethrough", "toc.not_included"]  # MyST warns of each struck word
myst_enable_extensions = [
    "amsmath",
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "dollarmath",
    "fieldlist",
    "html_admonition",
    "html_image",
    "replacements",
    "smartquotes",
    "strikethrough",
    "substitution",
    "tasklist",
]
myst_substitutions = {"dose": "500 mg *twice*"}
myst_heading_anchors = 3
numfig = True
bibtex_bibfiles = ["references.bib"]
handouts_required_snippets = []
handouts_contents = False
