"""The roles that an author writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from ..messages import _
from ..records.finding import Finding, Kind
from .nodes import brand_value
from .problems import note_problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class BrandRole(SphinxRole):
    """Print what the brand sets: ``name``, ``phone``, or a line of its region.

    The lines are ``emergency``, ``advice`` (for when the clinic is closed) and ``crisis`` (for
    people who think of ending their life). On the web, and where the brand sets none, it says
    "your clinic", "your clinic's number", "your local emergency number", "a health advice line" or
    "your local crisis line".
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a node that holds the neutral words."""
        neutral = {
            "emergency": _("your local emergency number"),
            "advice": _("a health advice line"),
            "crisis": _("your local crisis line"),
            "name": _("your clinic"),
            "phone": _("your clinic's number"),
        }
        if self.text not in neutral:
            docname = self.env.docname
            source, line = self.get_source_info()
            message = f'brand value "{self.text}" is not known; write one of {", ".join(neutral)}'
            finding = Finding(Kind.DIRECTIVE, message, docname=docname, line=line)
            note_problem(self.env, finding, source)
            return [nodes.Text(self.text)], []
        words = neutral[self.text]
        return [brand_value(self.rawtext, words, key=self.text)], []


def add_roles(app: Sphinx) -> None:
    """Register the roles."""
    app.add_role("brand", BrandRole())
