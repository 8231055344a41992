"""What a page says for a medium that there is not: nobody reads it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def tags(app: Sphinx, doctree: nodes.document) -> Iterator[str]:
    """Yield the misspelt media of ``only``: what stands for them is on no page and no sheet."""
    builders = app.registry.builders
    formats = {str(getattr(builder, "format", "")) for builder in builders.values()}
    known = {*builders, *formats, *app.tags} - {""}
    known |= {f"builder_{name}" for name in builders} | {f"format_{name}" for name in formats}
    for node in doctree.findall(addnodes.only):
        for word in str(node["expr"]).replace("(", " ").replace(")", " ").split():
            near = get_close_matches(word, sorted(known), 1, 0.7)
            if word not in known | {"and", "or", "not"} and near:
                yield (
                    f'"only" is for "{word}", which is nothing that is built: what stands in it '
                    f'would be nowhere; did you mean "{near[0]}"?'
                )
