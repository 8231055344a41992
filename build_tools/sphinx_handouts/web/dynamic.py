"""Places that are filled when a page is written; one of them is the review table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from ..messages import _
from ..pages.reviews import reviews
from ..sheets.in_words import date_words, state_words

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

DYNAMIC = "handouts-dynamic"
"""Page metadata: the page shows the manifest or the reviews, and is written again with them."""


def showing(env: BuildEnvironment, what: str) -> list[str]:
    """Return the names of the pages whose metadata has *what*."""
    return sorted(name for name, data in env.metadata.items() if what in data)


class review_table(nodes.General, nodes.Element):
    """Where the review state of every page is shown."""


class Dynamic(SphinxDirective):
    """Leaves a place in the page, which is written again when what it shows changes."""

    option_spec: ClassVar[OptionSpec] = {}
    node_class: ClassVar[type[nodes.Element]]

    def run(self) -> list[nodes.Node]:
        """Leave a place to fill when the page is written."""
        self.env.metadata[self.env.docname][DYNAMIC] = "yes"
        node = self.node_class()
        self.set_source_info(node)
        return [node]


class ReviewTable(Dynamic):
    """List the review state of every page."""

    node_class = review_table


class FillReviewTable(SphinxPostTransform):
    """Writes the review table from the front matter of all pages."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Replace each place by a table; on a web page the place stays around it, to scroll in."""
        for place in list(self.document.findall(review_table)):
            if self.env._app.builder.name == "handouts" or self.env._app.builder.format != "html":
                place.replace_self(_review_table(self.env))
            else:
                place.append(_review_table(self.env, self._way_to))

    def _way_to(self, docname: str) -> str:
        """Return the address of a page on the one that is written."""
        here = self.env.current_document.docname
        return self.env._app.builder.get_relative_uri(here, docname)


def _no_way(_docname: str) -> str:
    return ""


def _review_table(env: BuildEnvironment, way_to: Callable[[str], str] = _no_way) -> nodes.Element:
    """Return a table of every reviewed page: title, state, evidence searched, next review.

    Titles link to their pages where *way_to* gives their addresses. Where no page has a review
    there is nothing to tabulate, and a sentence says so.
    """
    heads = (_("Page"), _("Version"), _("State"), _("Evidence searched"), _("Next review"))
    language = env.config.language
    rows = [
        (
            _link(env.titles[docname].astext(), way_to(docname)),
            review.version,
            state_words(review.state),
            date_words(review.evidence_searched, language),
            date_words(review.next_review, language),
        )
        for docname, review in sorted(reviews(env).items(), key=lambda item: item[1].id)
        if docname in env.titles
    ]
    if not rows:
        return nodes.paragraph("", _("No page has a review record."), classes=["review-table"])
    group = nodes.tgroup("", cols=len(heads))
    group += [nodes.colspec(colwidth=20) for _head in heads]
    group += nodes.thead("", _row(heads))
    group += nodes.tbody("", *[_row(row) for row in rows])
    return nodes.table("", group, classes=["review-table"])


def _link(words: str, address: str) -> nodes.Node:
    if not address:
        return nodes.Text(words)
    return nodes.reference("", words, internal=True, refuri=address)


def _row(cells: Iterable[str | nodes.Node]) -> nodes.row:
    inline = [nodes.Text(cell) if isinstance(cell, str) else cell for cell in cells]
    return nodes.row("", *[nodes.entry("", nodes.paragraph("", "", cell)) for cell in inline])


def open_place(translator: HTML5Translator, node: nodes.Element) -> None:
    """Begin what is around the review table."""
    translator.body.append(translator.starttag(node, "div", CLASS="reviews"))


def close_place(translator: HTML5Translator, _node: nodes.Element) -> None:
    """End what is around the review table."""
    translator.body.append("</div>\n")
