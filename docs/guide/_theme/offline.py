"""What makes the guide installable, and readable without a connection.

``offline-worker.js``, which is served as ``worker.js``, runs in the reader's browser and keeps a
copy of the guide there. It carries a digest of that copy, so that a new build replaces it, and the
same build never does. ``offline-remover.js`` takes its place where the copy is turned off.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_handouts.sheets.in_words import text_direction
from sphinx_handouts.storage import manifest_file
from sphinx_handouts.storage.files import write_atomically
from sphinx_handouts.web.languages.tongues import tongues

from .page_context import AWAY, COLOURS, UNUSED
from .words import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent
PROGRAM, REMOVER = "offline-worker.js", "offline-remover.js"
WORKER = "worker.js"
"""The name under which either is served: browsers know it by its address."""
MANIFEST = "guide.webmanifest"
FRONT = ("index.html", "front.js")
"""What stands at the front address."""
LAST = 900
"""Others write their files at the usual priority, 500."""

NOT_KEPT = (
    *(".*", "*/.*", "_sources/*", "objects.inv", "robots.txt", "sitemap.xml", f"*{WORKER}"),
    *("*.html", "*.pdf", "*.map", "*.LICENSES.txt", "*.license", "*.woff*"),
    *("_static/basic.css", "_static/debug.css", "_static/skeleton.css", "_static/styles/*.txt"),
    *("searchindex.js", "_static/*-stemmer.js", "_static/*.png", "_static/scripts/*", *UNUSED),
    *("_static/searchtools.js", "_static/language_data.js"),
)
"""Files that no page of the guide loads; the pages themselves are named one by one."""

LATER = ("_static/handouts-pack.js*",)
"""Large files for a few readers: kept once somebody has used them."""

_VERSIONED = re.compile(r'(?:href|src|data-index|data-alarm)="([^"?#:]+)\?(v=\w+)"')


def connect(app: Sphinx) -> None:
    """Load the script that starts the worker; write the worker after everything else."""
    app.connect("builder-inited", add_script)
    app.connect("html-collect-pages", _away_page)
    app.connect("build-finished", write, priority=LAST)


def add_script(app: Sphinx) -> None:
    """Load ``offline.js`` on every page, unless it is turned off."""
    if app.builder.name == "html" and app.config.guide_offline:
        sheets = app.config.handouts_publish.rstrip("/") + "/"
        told = {"data-sheets": sheets}
        if app.config.guide_top:
            told["data-top"] = app.config.guide_top.rstrip("/") + "/"
        app.add_js_file("offline.js", loading_method="defer", **told)


def _away_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page that stands in for what is not on a device."""
    if app.builder.name == "html" and app.config.guide_offline:
        yield AWAY, {"title": _("This is not on your device")}, f"{AWAY}.html"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the manifest, and a worker for the guide, for the sheets, and for the front address."""
    if exception is not None or app.builder.name != "html":
        return
    out = Path(app.outdir)
    write_atomically(out / MANIFEST, _json(manifest(app)))
    sheets = app.config.handouts_publish.rstrip("/")
    files = kept_files(app) if app.config.guide_offline else {}
    _write_worker(app, out, out / sheets, files, help_sheets(app, out / sheets))
    if tongues(app).folder:  # what the languages share is written with that of the pages
        return
    _write_worker(app, out / sheets, out / sheets, {}, {})
    if app.config.guide_top:
        # What stands there is written after the guide: that it is new, its answers tell.
        front = dict.fromkeys(FRONT, b"") if app.config.guide_offline else {}
        _write_worker(app, out / app.config.guide_top, out / sheets, front, {})


def _write_worker(
    app: Sphinx, folder: Path, sheets: Path, kept: dict[str, bytes], helping: dict[str, bytes]
) -> None:
    """Write the worker of a folder, which keeps the files *kept*, and the sheets *helping*."""
    program = (HERE / (PROGRAM if app.config.guide_offline else REMOVER)).read_bytes()
    site = {
        "build": _digest(kept | helping, program),
        "now": [name for name in sorted(kept) if not _fits(name, LATER)],
        "later": [name for name in sorted(kept) if _fits(name, LATER)],
        "sheets": _way(folder, sheets) + "/",
        "help": sorted(helping),
        "away": _way(folder, Path(app.outdir, f"{AWAY}.html")),
    }
    write_atomically(folder / WORKER, b"const SITE = " + _json(site) + b";\n\n" + program)


def _way(folder: Path, target: Path) -> str:
    return Path(os.path.relpath(target, folder)).as_posix()


def help_sheets(app: Sphinx, hosted: Path) -> dict[str, bytes]:
    """Return the sheets that say when to get help, in standard print: address and digest."""
    made = manifest_file.read(hosted) if app.config.guide_offline else None
    return {
        f"{_way(Path(app.outdir), hosted)}/{entry.path}": entry.sha256.encode()
        for entry in (made.editions if made else ())
        if entry.sources == (app.config.handouts_help_page,)
        and (entry.clinic, entry.variant) == ("", "standard")
        and entry.language == app.config.language
    }


def manifest(app: Sphinx) -> dict[str, Any]:
    """Return what a device shows of the guide when a reader installs it."""
    icons = [("any", 192), ("any", 512), ("maskable", 512)]
    return {
        "name": app.config.project,
        "short_name": app.config.html_short_title,
        "lang": app.config.language,
        "dir": text_direction(app.config.language),
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": COLOURS["light"],
        "theme_color": COLOURS["light"],
        "icons": [
            {
                "src": f"_static/icons/{purpose}-{size}.png",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for purpose, size in icons
        ],
    }


def kept_files(app: Sphinx) -> dict[str, bytes]:
    """Return what a device keeps: each address as the pages ask for it, and a digest."""
    out = Path(app.outdir)
    names = [*app.env.found_docs, *app.config.guide_moved, "search", AWAY]
    pages = {app.builder.get_target_uri(name) for name in names}
    pages = {page for page in pages if (out / page).is_file()}
    versions = dict(_versions(out, pages))
    return {
        "?".join(filter(None, (name, versions.get(name)))): _hash((out / name).read_bytes())
        for name in sorted({*pages, *_assets(out)})
    }


def _assets(out: Path) -> Iterator[str]:
    for path in out.rglob("*"):
        name = path.relative_to(out).as_posix()
        if path.is_file() and not _fits(name, NOT_KEPT):
            yield name


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _versions(out: Path, pages: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the digests with which pages ask for styles and scripts."""
    for page in pages:
        for name, version in _VERSIONED.findall((out / page).read_text("utf-8")):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(page), name)), version


def _digest(files: dict[str, bytes], program: bytes) -> str:
    found = hashlib.sha256(program)
    for name, digest in sorted(files.items()):
        found.update(f"{name}\n".encode() + digest)
    return found.hexdigest()[:16]


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _json(data: object) -> bytes:
    return json.dumps(data, indent=1, ensure_ascii=False).encode() + b"\n"
