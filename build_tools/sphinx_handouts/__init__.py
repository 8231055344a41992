"""sphinx-handouts: branded, printable PDF handouts from the pages of a Sphinx guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx: a table of contents of this package."""
    from .press.workers.garbage import loading

    with loading():
        from . import config, every_build, messages
        from .pages import (
            compiled_translations,
            drawing_words,
            logged_warnings,
            picture_files,
            translated_texts,
            untrusted,
        )
        from .web import guide, stale, unbundled

    logged_warnings.connect(app)  # first, so that it hears the others
    config.add_options(app)
    # Before whatever looks for catalogues: it names the languages in one way.
    translated_texts.connect(app)
    messages.connect(app)
    drawing_words.connect(app)
    picture_files.connect(app)
    _add_what_authors_write(app)
    every_build.connect(app)
    untrusted.connect(app)
    compiled_translations.connect(app)
    guide.connect(app)
    stale.connect(app)
    unbundled.connect(app)
    return {
        "version": __version__,
        "env_version": 11,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _add_what_authors_write(app: Sphinx) -> None:
    """Register directives and roles, the nodes that they make, and what reads the rest."""
    from .pages import audience, directives, misread, nodes, picture_files, problems, reviews, roles

    nodes.add_nodes(app)
    directives.add_directives(app)
    roles.add_roles(app)
    app.add_transform(picture_files.ReadPictureNames)
    app.add_transform(reviews.ReadDocinfo)
    app.add_post_transform(audience.PickMedium)
    app.add_env_collector(problems.ProblemCollector)
    misread.connect(app)
    app.add_env_collector(reviews.ReviewCollector)
