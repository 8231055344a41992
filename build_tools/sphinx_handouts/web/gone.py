"""Removes from an output folder what Sphinx wrote there for a page that is gone.

Sphinx never does: a page that was deleted or renamed would stay hosted, and be found. What belongs
to the pages is written down beside the doctrees, so that no other file is ever touched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from ..storage.files import remove, write_atomically

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def remove_gone(builder: StandaloneHTMLBuilder, env: BuildEnvironment, record: Path) -> None:
    """Remove the files of pages that are gone, and keep in *record* what the others have.

    It happens before pages are written: what another page, or a file of the project's own, puts in
    the same place comes later, and stays.
    """
    out = Path(builder.outdir)
    files = {path.relative_to(out).as_posix() for path in _files(builder, env) if _in(path, out)}
    remove(out, _known(record) - files)
    write_atomically(record, json.dumps(sorted(files)).encode())


def _files(builder: StandaloneHTMLBuilder, env: BuildEnvironment) -> Iterator[Path]:
    """Yield where the pages, their sources, pictures and downloads are written."""
    out = Path(builder.outdir)
    single = isinstance(builder, SingleFileHTMLBuilder)
    with_sources = builder.copysource and env.config.html_copy_source and not single
    for name in [env.config.root_doc] if single else sorted(env.found_docs):
        yield Path(builder.get_outfilename(name))
        if with_sources:
            yield out / "_sources" / _source_name(env, name)
    for _pages, picture in env.images.values():
        yield out / builder.imagedir / picture
    for _pages, download in env.dlfiles.values():
        yield out / "_downloads" / download


def _source_name(env: BuildEnvironment, name: str) -> str:
    """Return the name of a page's source among the hosted files."""
    suffix, wanted = (
        str(env.doc2path(name, base=False))[len(name) :],
        env.config.html_sourcelink_suffix,
    )
    return name + suffix + (wanted if suffix != wanted else "")


def _in(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder) and ".." not in path.parts


def _known(record: Path) -> set[str]:
    try:
        names = map(str, json.loads(record.read_bytes()))
        return {name for name in names if ".." not in Path(name).parts}
    except (OSError, ValueError, TypeError):
        return set()  # the first build, or a damaged record: nothing is known to be ours
