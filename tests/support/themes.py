"""One small project under five themes: a library, and a page with all that we add to pages."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

from projects import Project

THEMES = ("furo", "pydata_sphinx_theme", "sphinx_book_theme", "alabaster")
if sys.version_info < (3, 13):  # pyproject.toml says why
    THEMES += ("sphinx_rtd_theme",)
"""The themes that most Sphinx projects use; the first three have a dark scheme."""
LIBRARY, PARTS = "print/library.html", "parts.html"
SETTINGS = """
html_title = "Knees"  # a theme's own head has room for it on the smallest screen
handouts_manifest = "_build/handouts/manifest.json"
templates_path = []  # a theme adds to this list, which is Sphinx's own where a project has none
"""
PAGE = """\
---
review:
  id: PG-09
  owner: Guide editor
  state: pending clinical review
  evidence_searched: 2026-01-31
  next_review: 2028-01-31
  version: "0.1"
  change: First edition.
---

# Walking well

:::{in-short}
- Walk every day.
- Rest is fine, [now and then](rest.md).
:::

:::{snippet} get-help
:::

:::{certainty} moderate
Walking helps knees a little. [See why](https://example.org/knees).
:::

## Before you go

:::{tick-list}
- Put on your shoes.
- Take a bottle of water.
:::

:::{fill-in} My walks this week
:lines: 2
:::

:::{review-table}
:::

## What the author writes

:::{warning}
Stop when it hurts [more than a little](https://example.org/pain).
:::

:::{danger}
Stop when you fall.
:::

:::{note}
- One
- Two
:::

```python
print("a listing")
```

| Day | Steps |
|---|---|
| Monday | 100 |
"""


def build_in_themes(project: Project) -> Path:
    """Build the website of a project whose sheets are made under each theme; return its folder."""
    project.edit("parts.md", PAGE)
    project.edit("index.md", ("\nsheet\n", "\nsheet\nparts\n"))
    project.edit("conf.py", project.read("conf.py") + SETTINGS)
    for theme in THEMES:
        options = ("-W", "-D", f"html_theme={theme}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what themes still call by an old name is their affair
            project.good(*options, builder="html", out=f"site/{theme}")
    return project.folder / "_build/site"
