"""The same files give the same bytes, whoever builds them, when and where.

``nox -s reproduce`` proves it for the guide itself.
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from twins import Twin, files, first_difference, twins

CONF = """
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_handouts"]
myst_enable_extensions = ["colon_fence", "deflist"]
bibtex_bibfiles = ["sources.bib"]
handouts_short_url = "knee.example/h/{id}/{version}"
handouts_short_pages = "h"
handouts_codes_pages = "codes"
handouts_publish = "handouts"
"""
INDEX = """
# Knee pain

```{toctree}
walk
rest
sheet
sources
help
library
```
"""
LIBRARY = "# Library\n\n:::{handout-library}\n:::\n\n:::{review-table}\n:::\n"
CODES = '\ncodes = { icd10cm = ["M54.50"], snomedct = ["279039007"] }'
LEDGER = f"""
[[revision]]
id = "KP-01"
language = "en"
version = "0.9"
date = 2026-01-31
hash = "sha256:{64 * "0"}"
change = "First edition."
supersedes = ""

[[revision]]
id = "KP-09"
language = "en"
version = "1.0"
date = 2026-01-31
hash = "sha256:{64 * "0"}"
change = "First edition."

[[withdrawal]]
id = "KP-09"
date = 2026-02-28
reason = "It was wrong."
"""
PLAIN = 'name = ""\npapers = ["a4", "a5-booklet"]\nvariants = ["standard"]\n'
CLINIC = ('variants = ["standard"]', 'papers = ["letter"]\nvariants = ["large-print", "ink-saver"]')
BUILT = ("handouts", "html")


def lay_out(roots: Path, folder: Path) -> None:
    """Lay out a small project with every feature: it is put together from the other roots."""
    for root in ("base", "citations", "worksheet"):
        shutil.copytree(roots / f"test-{root}", folder, dirs_exist_ok=True)

    def append(name: str, text: str) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    append("conf.py", CONF)
    append("handouts/revisions.toml", LEDGER)
    append("library.md", LIBRARY)
    (folder / "index.md").write_text(INDEX)
    (folder / "handouts/brands/plain/brand.toml").write_text(PLAIN)
    for name, old, new in (
        ("handouts/catalogue.toml", 'title = "My tools"', 'title = "My tools"' + CODES),
        ("handouts/brands/clinic/brand.toml", *CLINIC),
    ):
        text = (folder / name).read_text("utf-8")
        assert text.count(old) == 1
        (folder / name).write_text(text.replace(old, new))


def build(twin: Twin, builder: str, *options: str, out: str = "") -> Path:
    """Run one builder; return the folder of what it made."""
    name = f"_build/{out or builder}"
    doctrees = ("-d", twin.path("_build/doctrees"))
    twin.build("-b", builder, *doctrees, *options, twin.path("."), twin.path(name))
    return twin.folder / name


@pytest.fixture(scope="module")
def built(rootdir: Path) -> Iterator[tuple[Twin, Twin]]:
    """Build a project twice, in circumstances that differ in all that must not matter."""
    with twins(lambda folder: lay_out(rootdir, folder)) as made:
        for twin in made:
            for builder in BUILT:
                build(twin, builder)
        yield made


@pytest.mark.parametrize("part", BUILT)
def test_same_bytes(built: tuple[Twin, Twin], part: str) -> None:
    """Path, user, umask, time zone, locale, cores, hash seed and extension's place do not show."""
    one, other = (twin.folder / "_build" / part for twin in built)
    assert first_difference(one, other) == ""
    names = {Path(name).suffix or name for name in files(one)}
    expected = {".pdf", ".json"} if part == "handouts" else {".html", ".js", ".inv", ".pdf", ".css"}
    assert expected <= names


def test_every_feature_was_there(built: tuple[Twin, Twin]) -> None:
    """What was compared holds sheets, a booklet, a pack, status pages and pages of codes."""
    names = set(files(built[0].folder / "_build"))
    for name in (
        "handouts/plain/en/KP-01-tools-a5-booklet-standard.pdf",
        "handouts/plain/en/packs/all-a4-standard.pdf",
        "handouts/clinic/en/KP-03-rest-letter-ink-saver.pdf",
        "html/handouts/catalogue.json",
        "html/handouts/catalogue.schema.json",
        "html/handouts/fhir.json",
        "html/h/KP-01/0.9/index.html",
        "html/h/KP-09/index.html",
        "html/codes/icd10cm/M54.50/index.json",
        "html/searchindex.js",
    ):
        assert name in names


def test_others_may_read_what_was_built(built: tuple[Twin, Twin]) -> None:
    """Files have the rights that the umask of the build leaves, so that a web server reads them."""
    for twin in built:
        made = [path for part in BUILT for path in files(twin.folder / "_build" / part).values()]
        rights = {stat.S_IMODE(path.stat().st_mode) for path in made}
        assert rights == {0o666 & ~twin.where.umask}


def test_cold_and_warm(built: tuple[Twin, Twin]) -> None:
    """A PDF from the cache has the bytes of one just rendered; so has one rendered alone."""
    twin = built[0]
    whole = twin.folder / "_build/handouts"
    warm = build(twin, "handouts", out="warm")
    assert first_difference(whole, warm) == ""
    only = ("-D", "handouts_only=KP-02,plain,a4", "-D", "handouts_cache=_build/cold")
    alone = files(build(twin, "handouts", *only, out="alone"))
    (name,) = (name for name in alone if name.endswith(".pdf"))
    assert alone[name].read_bytes() == (whole / name).read_bytes()


def test_a_difference_is_told(tmp_path: Path) -> None:
    """Two folders that differ are told apart: by a file that one has, and by a byte."""
    for name, text in (("one/a", "same"), ("other/a", "same"), ("one/b", "x1"), ("other/b", "x2")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    one, other = tmp_path / "one", tmp_path / "other"
    assert first_difference(one, other) == "b: byte 1: b'x1' and b'x2'"
    (other / "b").unlink()
    assert first_difference(one, other) == f"b: only in {one}"
    assert first_difference(one, one) == ""
