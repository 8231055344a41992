"""The files of pictures: found by names with blanks or signs, and their forms.

A form for a variant or a language stands beside a picture, and no page names it:
``NAME.large-print.svg`` is printed in the place of ``NAME.svg`` in large print, ``NAME.es.svg`` in
Spanish.  A page is read again where one appears, changes or goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..records.tables import VARIANTS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def connect(app: Sphinx) -> None:
    """Connect to Sphinx's events."""
    app.connect("env-get-outdated", _read_again)
    app.connect("doctree-read", _note, priority=900)  # when pictures are known


def forms(env: BuildEnvironment, name: str) -> Iterator[tuple[str, str]]:
    """Yield each variant for which a picture has a form of its own, and the file of that."""
    path = PurePosixPath(name)
    for variant in sorted({*VARIANTS, *env.config.handouts_variants}):
        form = str(path.with_suffix(f".{variant}{path.suffix}"))
        if Path(env.srcdir, form).is_file():
            yield variant, form


def _note(app: Sphinx, _document: nodes.document) -> None:
    """Note the forms of a page's pictures as files that it was read from."""
    for form in _forms_of_page(app.env, app.env.docname):
        app.env.note_dependency(form.relative_to(app.srcdir).as_posix())


def _read_again(
    _app: Sphinx, env: BuildEnvironment, _added: Set[str], _changed: Set[str], _removed: Set[str]
) -> list[str]:
    """Return the pages with a picture that has a form by now which it had not when it was read."""
    shown = {page for pages, _copy in env.images.values() for page in pages} & env.found_docs
    # Sphinx 8 keeps names below the folder of sources, and Sphinx 9 whole ones.
    known = {page: {Path(env.srcdir, f) for f in env.dependencies.get(page, ())} for page in shown}
    return [page for page in sorted(shown) if not {*_forms_of_page(env, page)} <= known[page]]


def _forms_of_page(env: BuildEnvironment, page: str) -> Iterator[Path]:
    names = [name for name, (pages, _copy) in env.images.items() if page in pages]
    for name in (name for name in names if Path(env.srcdir, name).is_file()):  # and no folder
        yield from (Path(env.srcdir, form) for _variant, form in forms(env, name))
        spoken = Path(env.srcdir, _in_language(env, page, PurePosixPath(name)))
        if spoken.is_file():
            yield spoken


def _in_language(env: BuildEnvironment, page: str, path: PurePosixPath) -> str:
    """Return what Sphinx looks for in the place of a picture, where it reads a page."""
    folder, above = path.parent, PurePosixPath(page).parent
    name: str = env.config.figure_language_filename.format(
        root=path.with_suffix(""),
        ext=path.suffix,
        path="" if folder == PurePosixPath() else f"{folder}/",
        basename=path.stem,
        docpath="" if above == PurePosixPath() else f"{above}/",
        language=env.config.language,
    )
    return name


class ReadPictureNames(SphinxTransform):
    """Gives a picture the name of its file, which Markdown writes as in an address (``%20``)."""

    default_priority = 860  # before anybody looks for the files

    def apply(self, **_kwargs: Any) -> None:
        """Look at the pictures whose files are not found as they are written."""
        for image in self.document.findall(nodes.image):
            uri = str(image["uri"])
            if "%" not in uri or "://" in uri or uri.startswith("data:"):
                continue
            if not self._file(uri).is_file() and self._file(unquote(uri)).is_file():
                image["uri"] = unquote(uri)

    def _file(self, uri: str) -> Path:
        return Path(self.env.relfn2path(uri)[1])
