"""What is asked of Sphinx's environment, and what it keeps of each page."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING, Any, ClassVar

import sphinx
from sphinx.environment.collectors import EnvironmentCollector

from ..storage.env_values import EnvValue

if TYPE_CHECKING:
    from docutils import nodes
    from docutils.parsers import Parser
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def application(env: BuildEnvironment) -> Sphinx:
    """Return the application: Sphinx 9 warns of the public name that Sphinx 8 has."""
    return env._app if hasattr(env, "_app") else env.app


def source_parser(env: BuildEnvironment, kind: str) -> Parser:
    """Return a new parser of a kind of files."""
    app = application(env)
    if sphinx.version_info < (9,):
        old: Any = app.registry.create_source_parser  # whose types are those of Sphinx 9
        parser: Parser = old(app, kind)
        return parser
    return app.registry.create_source_parser(kind, config=env.config, env=env)


def inventories(env: BuildEnvironment) -> str:
    """Return what is known of the pages of other projects (intersphinx), as a text.

    Sphinx reads it anew for each build, and no page that refers to it.
    """
    known = getattr(env, "intersphinx_named_inventory", {})
    return repr(
        sorted(
            (project, kind, sorted((name, repr(row)) for name, row in rows.items()))
            for project, kinds in known.items()
            for kind, rows in kinds.items()
        )
    )


class PageTableCollector(EnvironmentCollector):
    """Keeps a table of pages right: a page that is read again begins anew."""

    table: ClassVar[EnvValue[dict[str, Any]]]

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page."""
        self.table.of(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Take over what a parallel reader found."""
        found = self.table.of(other)
        self.table.of(env).update((name, found[name]) for name in docnames & found.keys())

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Do nothing: who reads a page fills its row."""
