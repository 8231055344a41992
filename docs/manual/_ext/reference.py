"""The reference, written from the code whenever the manual is built: no word of it can be stale."""

from __future__ import annotations

import inspect
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import sphinx_handouts
from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from writers import GUIDE_WORDS, SCHEMAS, WRITERS, schema_text

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class Generated(SphinxDirective):
    """Print what a writer says; the arguments are its name and what it takes."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write and parse; the page is read again when the code has changed."""
        writer, *names = self.arguments
        for path in _sources():
            self.env.note_dependency(path)
        text = "\n".join(WRITERS[writer](*names))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


@cache  # a page asks for each of its parts
def _sources() -> tuple[Path, ...]:
    """Return the files that the reference is written from."""
    code = Path(inspect.getfile(sphinx_handouts)).parent.rglob("*.py")
    return (*code, *GUIDE_WORDS.parent.glob("search-synonyms*.toml"))


def write_schemas(app: Sphinx, exception: Exception | None) -> None:
    """Put the schemas beside their pages, for programs."""
    if exception is None and app.builder.format == "html":
        for name in SCHEMAS:
            path = app.outdir / "reference" / f"{name}.schema.json"
            path.write_text(schema_text(name) + "\n", encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive, and the files."""
    app.add_directive("generated", Generated)
    app.connect("build-finished", write_schemas)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
