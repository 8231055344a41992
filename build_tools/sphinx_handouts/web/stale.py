"""Tells Sphinx which pages to read and write again where the times of files do not tell.

Sphinx compares times, and takes a page that was written for a page that is right.  So it misses an
edit after the clock was set back, or one that keeps an old time (a checkout, a copy); a page that
was cut short because the build was killed; and, on all other pages, a new title or style sheet.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Set
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.i18n import docname_to_domain

from ..pages.environment import inventories
from ..storage.digests import digest, files_digest, package_digest
from ..storage.files import sweep
from .gone import remove_gone
from .site import is_guide

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

READ = "handouts_read"
"""Attribute of the environment: the digest of each page's files when it was read."""
WRITTEN = "handouts_written"
"""Attribute: for each output folder, the digests that its pages were written from."""
FRAME = ""
"""Key, beside those of pages, for what stands around all of them."""


def connect(app: Sphinx) -> None:
    """Connect to Sphinx's events."""
    app.connect("env-get-outdated", _pages_to_read)
    app.connect("env-updated", _pages_to_write)
    app.connect("html-collect-pages", _forget_words)
    app.connect("build-finished", _finish, priority=900)  # when all has been written


def _pages_to_read(
    _app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the pages whose files have changed, whatever their times say."""
    known: dict[str, str] = getattr(env, READ, {})
    seen = known.keys() & env.found_docs - added - changed - removed
    return sorted(name for name in seen if known[name] != _digest(env, name))


def _digest(env: BuildEnvironment, name: str) -> str:
    """Return a digest of the files that a page was read from, its translations included."""
    named = {Path(env.srcdir, other) for other in env.dependencies.get(name, ())}
    # Sphinx names a translation before it reads a page, and forgets it when it does.
    sources = {path for path in named if path.suffix != ".mo"}
    return files_digest([Path(env.doc2path(name)), *sources, *_translations(env, name)])


def _translations(env: BuildEnvironment, name: str) -> Iterable[Path]:
    """Return where the translations of a page may be, compiled; with or without their sources."""
    config = env.config
    file = f"{docname_to_domain(name, config.gettext_compact)}.mo"
    folders = (Path(env.srcdir, folder) for folder in config.locale_dirs)
    return [folder / str(config.language) / "LC_MESSAGES" / file for folder in folders]


def _pages_to_write(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return the pages that were written from something else, or by a build that was killed."""
    read = {name: _digest(env, name) for name in sorted(env.found_docs)}
    setattr(env, READ, read)
    if not (isinstance(app.builder, StandaloneHTMLBuilder) and is_guide(app)):
        return ()
    remove_gone(app.builder, env, _beside_doctrees(app, "pages").with_suffix(".json"))
    now = read | {FRAME: _frame(app, env)}
    table: dict[str, dict[str, str]] = getattr(env, WRITTEN, {})
    setattr(env, WRITTEN, table)
    before = table.get(str(app.outdir), {})
    table[str(app.outdir)] = now
    mark = _unfinished(app)
    if mark.exists() or before.get(FRAME) != now[FRAME]:
        before = {}
    mark.touch()
    return sorted(name for name in read if before.get(name) != now[name])


def _frame(app: Sphinx, env: BuildEnvironment) -> str:
    """Return a digest of what every page shows: titles and order of pages, templates, styles.

    So may any page refer to those of other projects.
    """
    titles = [f"{name}\0{env.titles[name].astext()}" for name in sorted(env.titles)]
    folders = [*app.config.templates_path, *app.config.html_static_path]
    named = [path for folder in folders for path in _files(Path(app.confdir, folder))]
    order = repr(sorted(env.toctree_includes.items()))
    return digest([*titles, order, inventories(env), files_digest(named), package_digest()])


def _files(path: Path) -> Iterable[Path]:
    return (p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def _unfinished(app: Sphinx) -> Path:
    """Return the file that is there from before the first page is written until all is done."""
    return _beside_doctrees(app, "unfinished")


def _beside_doctrees(app: Sphinx, name: str) -> Path:
    """Return a file of this output folder's own."""
    return Path(app.doctreedir, f"{name}-{digest([os.fsencode(app.outdir)])[:16]}")


def _forget_words(app: Sphinx) -> Iterable[tuple[str, dict[str, object], str]]:
    """Drop the words that stood on older pages alone: Sphinx would leave them in the search index.

    It happens here since the index is complete, and not written yet; there are no pages to add.
    """
    indexer = getattr(app.builder, "indexer", None)
    for table in (indexer._mapping, indexer._title_mapping) if indexer else ():
        for word in [word for word, pages in table.items() if not pages]:
            del table[word]
    return ()


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None:
        return
    if is_guide(app):
        _unfinished(app).unlink(missing_ok=True)
    reports = app.config.handouts_reports
    for folder in (app.doctreedir, app.outdir, *([reports] if reports else ())):
        sweep(Path(app.confdir, folder), "")
