"""Keeps compiled translations (``.mo``), which Sphinx reads, true to what people write (``.po``).

Sphinx compiles a catalogue that is newer than what was compiled from it.  So it misses one that is
older (a checkout, a copy, a clock that was set back) or that is gone, and prints the words of
another day.  Here their contents are compared.  What was compiled is remembered beside the
doctrees: a ``.mo`` that a project ships without a ``.po`` is not touched.
"""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import read_mo, write_mo
from sphinx.util import logging
from sphinx.util.i18n import CatalogInfo, CatalogRepository

from ..messages import report
from ..project.message_files import read
from ..records.finding import Finding, Kind, Severity
from ..storage.digests import digest
from ..storage.files import write_atomically
from .printed import has_catalogue

if TYPE_CHECKING:
    from sphinx.application import Sphinx

RECORD = "translations.json"
"""What was compiled: for each ``.mo`` digests of the ``.po`` that it is from, and of its texts."""
ASIDE = ".unused"
"""How the name of a ``.mo`` ends whose ``.po`` is gone."""

logger = logging.getLogger(__name__)

Known = dict[str, list[str]]


def connect(app: Sphinx) -> None:
    """Compare before Sphinx compiles, whichever builder runs."""
    app.connect("builder-inited", _compare_all)


def _compare_all(app: Sphinx) -> None:
    """Compile what says something else than its catalogue; set aside what has none any more."""
    config = app.config
    if not has_catalogue(app):  # nothing is printed
        return
    if not config.gettext_auto_build:  # then the project compiles by itself
        return
    record = Path(app.doctreedir, RECORD)
    known = _read(record)
    before = {name: list(digests) for name, digests in known.items()}
    catalogues = CatalogRepository(
        *(app.srcdir, config.locale_dirs, config.language, config.source_encoding)
    )
    for_web = app.builder.name != "handouts"
    for catalogue in catalogues.catalogs:
        _compare(
            catalogue,
            str(config.language),
            config.gettext_allow_fuzzy_translations,
            known,
            for_web=for_web,
        )
    for name in sorted(known):
        if not Path(name).with_suffix(".po").exists():
            _set_aside(Path(name), known.pop(name)[1])
    if known != before:
        write_atomically(record, json.dumps(known, sort_keys=True).encode())


def _compare(
    catalogue: CatalogInfo, language: str, fuzzy: bool, known: Known, *, for_web: bool
) -> None:
    """Compile *catalogue* unless what was compiled from it is there and says the same.

    Of one that cannot be read, a build of sheets tells by itself.
    """
    po, mo = Path(catalogue.po_path), Path(catalogue.mo_path)
    source = digest([po.read_bytes(), repr((language, fuzzy))])
    texts = _texts(mo)
    if texts and known.get(str(mo)) == [source, texts]:
        return
    try:
        compiled = _compile(po, fuzzy)
    except Exception as error:  # whatever a reader of catalogues raises
        if not catalogue.is_outdated():
            _warn(po, f"the catalogue {error}; until then, it says what it said before")
        elif for_web:
            _warn(po, f"the catalogue {error}")
        return
    wanted = _texts_of(compiled)
    if texts != wanted:
        try:
            write_atomically(mo, compiled)
        except OSError as error:
            if texts:
                what = f"{mo.name} beside it says something else, and cannot be written"
                _warn(po, f"{what} ({error.strerror}); allow it, or compile it yourself")
            return
    known[str(mo)] = [source, wanted]


def _compile(po: Path, fuzzy: bool) -> bytes:
    compiled = io.BytesIO()
    write_mo(compiled, read(po), use_fuzzy=fuzzy)
    return compiled.getvalue()


def _texts(mo: Path) -> str:
    """Return a digest of what a compiled catalogue says; empty where it is missing or damaged."""
    try:
        return _texts_of(mo.read_bytes())
    except (OSError, ValueError, LookupError, struct.error):
        return ""


def _texts_of(compiled: bytes) -> str:
    """Return a digest of texts and translations; the head, with its dates, does not count."""
    found = read_mo(io.BytesIO(compiled))
    return digest(repr((m.id, m.context, m.string)) for m in found if m.id)


def _set_aside(mo: Path, texts: str) -> None:
    """Rename a file that was compiled from a catalogue which is gone; one of another make stays."""
    if _texts(mo) == texts:
        try:
            mo.replace(mo.with_name(mo.name + ASIDE))
        except OSError as error:
            _warn(mo, f"its .po is gone, and it cannot be removed ({error.strerror}); remove it")
            return
        logger.info("%s.po is gone: what it said is not printed any more", mo.with_suffix(""))


def _warn(path: Path, problem: str) -> None:
    report([Finding(Kind.TRANSLATION, problem, Severity.WARNING, path=str(path))])


def _read(record: Path) -> Known:
    try:
        found = json.loads(record.read_bytes())
        return {str(name): [str(source), str(texts)] for name, (source, texts) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # the first build, or a damaged record: what is compiled is compared anew
