"""Keeps foreign words in their direction on pages that run from right to left."""

from __future__ import annotations

from typing import Any

from sphinx.transforms.post_transforms import SphinxPostTransform

from ..pages.environment import application
from ..sheets.constructs.runs import mark_runs

LAST = 950
"""Links have been resolved by then."""


class MarkRuns(SphinxPostTransform):
    """Marks the runs of a page, which a style sheet sets from left to right."""

    default_priority = LAST
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Mark them; a sheet does so when all of it has been put together."""
        if application(self.env).builder.name != "handouts":
            mark_runs(self.document, self.config.language, paper=False)
