"""Digests of all that a build is made from: as long as they are the same, nothing is to do."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from ..messages import own_files
from ..pages.environment import inventories
from ..pages.reviews import reviews
from ..pdf.fonts import fonts_digest
from ..pdf.toolchain import tools_digest
from ..project import revisions, translations
from ..project.by_language import of_language
from ..storage.digests import digest, files_digest, package_digest

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from .inputs import Inputs

COMPOSERS = ("sphinx", "docutils", "jinja2", "markupsafe", "segno")
"""Programs that have a hand in the HTML of a sheet."""


def fingerprint_of(inputs: Inputs, pages_key: str) -> str:
    """Return a digest of all that the outputs are made from; *pages_key* is that of pages."""
    fonts = map(fonts_digest, inputs.all_fonts)
    return digest([pages_key, files_digest(inputs.catalogue.files), *fonts])


def pages_key_of(base: str, inputs: Inputs, builder: StandaloneHTMLBuilder) -> str:
    """Return a digest of all that the pages of *builder* are made from, whatever the clinic."""
    env = builder.env
    pages = [inputs.doctreedir / f"{name}.doctree" for name in env.found_docs]
    named = {Path(builder.srcdir, n) for names in env.dependencies.values() for n in names}
    return digest(
        [
            base,
            files_digest([*pages, *named]),
            files_digest([inputs.catalogue.files[0], *_named_by_settings(inputs)]),
            files_digest(_other_languages(inputs, Path(builder.srcdir))),
            inventories(env),
            repr(reviews(env)),  # front matter is not in the doctrees
            *_overdue_pages(builder),
        ]
    )


def base_of(inputs: Inputs, builder: StandaloneHTMLBuilder) -> str:
    """Return a digest of what all sheets depend on, whatever the clinic and its font."""
    info = builder.create_build_info()
    templates = [p for folder in inputs.templates for p in Path(folder).rglob("*")]
    return digest(
        [
            info.config_hash,
            info.tags_hash,
            package_digest(),
            tools_digest(()),
            repr([(name, version(name)) for name in COMPOSERS]),
            files_digest([*templates, *inputs.own_css, *inputs.theme.files]),
            files_digest(own_files(inputs.config, Path(builder.srcdir))),
        ]
    )


def _named_by_settings(inputs: Inputs) -> list[Path]:
    folder = inputs.config.handouts_dir
    names = [f"{folder}/{revisions.FILE}", f"{folder}/{translations.FILE}"]
    if phrases := of_language(inputs.config, "handouts_banned_phrases"):
        names.append(phrases)
    messages = inputs.translating.messages if inputs.translating else {}
    said = {message.path for message in messages.values()}
    return [*(inputs.confdir / name for name in names), *sorted(said)]


def _other_languages(inputs: Inputs, srcdir: Path) -> list[Path]:
    """Return the catalogues of other languages: they decide which of them a sheet offers."""
    known = inputs.other_languages(srcdir).files.values()
    return [path for files in known for path in files.paths.values()]


def _overdue_pages(builder: StandaloneHTMLBuilder) -> list[str]:
    today = revisions.today()
    known = reviews(builder.env).items()
    return [docname for docname, review in known if review.next_review < today]
