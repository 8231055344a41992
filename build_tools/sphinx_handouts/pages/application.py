"""The application of Sphinx that reads the pages, and what its versions call in different ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sphinx

if TYPE_CHECKING:
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
        return app.registry.create_source_parser(app, kind)  # type: ignore[call-arg, arg-type]
    return app.registry.create_source_parser(kind, config=env.config, env=env)
