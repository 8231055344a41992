"""Where a finding stands: the file, the line, and the sentence parted from its mend."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sphinx_handouts.inspection.locate import Locator
from sphinx_handouts.pages.logged_warnings import LoggedWarning
from sphinx_handouts.records.finding import Finding, Kind, Severity

CATALOGUE = """\
# Handouts

[[handout]]
id = "KP-01"
slug = "walk"
pages = 1

[[handout]]
slug = "rest"
id = 'KP-02'
pages = 3

[[pack]]
slug = "both"
"""
BRAND = 'name = "Clinic"\n\n[palette]\naccent = "#fff"\n'
PAGE = "---\nreview:\n  id: PG-01\n  state: draft\n---\n# Walk\n"


@pytest.fixture
def locator(tmp_path: Path) -> Locator:
    """Return a locator for a project whose sources lie below its root."""
    files = {
        "docs/conf.py": "handouts_css = []\n",
        "docs/walk.md": PAGE,
        "handouts/catalogue.toml": CATALOGUE,
        "handouts/brands/plain/brand.toml": BRAND,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    env: Any = SimpleNamespace(
        config=SimpleNamespace(handouts_dir="../handouts"),
        doc2path=lambda docname: tmp_path / "docs" / f"{docname}.md",
    )
    return Locator(env, tmp_path, tmp_path / "docs")


HANDOUTS = "handouts/catalogue.toml"


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("../handouts/catalogue.toml: handout 1 (KP-01): pages: must be 1; mend", (HANDOUTS, 6)),
        ('../handouts/catalogue.toml: handout 2 (KP-02): unknown key "pages"', (HANDOUTS, 11)),
        (
            '../handouts/catalogue.toml: handout 2 (KP-02): the key "a" is missing',
            (HANDOUTS, 8),
        ),
        (
            "../handouts/catalogue.toml: not valid TOML: x (at line 9, column 1)",
            (HANDOUTS, 9),
        ),
        ('catalogue.toml: KP-02: "cure" is banned; say what was found', (HANDOUTS, 8)),
        ("KP-01 en a4 standard plain: 3 pages, 1 over; shorten a part", (HANDOUTS, 3)),
        ("KP-77 en a4 standard plain: 3 pages; shorten", (HANDOUTS, 0)),
        (
            '../handouts/brands/plain/brand.toml: palette: accent: "#fff" is pale; choose another',
            ("handouts/brands/plain/brand.toml", 4),
        ),
        (
            "../handouts/brands/plain/brand.toml:2: the contact block needs 9.0 mm; shorten it",
            ("handouts/brands/plain/brand.toml", 2),
        ),
        ('conf.py: handouts_css: no file "x.css"; mend its path', ("docs/conf.py", 1)),
        ("conf.py: handouts_jobs: -1 is less than nothing", ("docs/conf.py", 0)),
        ("plain/en/packs/both.pdf: the PDF is not accessible: x", ("", 0)),
        ("Pango is not installed; install it", ("", 0)),
    ],
)
def test_by_message(locator: Locator, message: str, place: tuple[str, int]) -> None:
    """What names a file, a handout or a key is told at its line; the rest is the project's."""
    located = locator.finding(Finding(Kind.CATALOGUE, message))
    assert (located.path, located.line) == place


def test_a_setting_is_named_as_it_is_written(locator: Locator) -> None:
    """A sentence begins with a capital, but where a name begins it that has none."""
    setting, other = (
        locator.finding(Finding(Kind.CATALOGUE, f"{words}; mend it"))
        for words in ("conf.py: handouts_jobs: -1 is less than nothing", "no brand prints")
    )
    assert (setting.message, setting.mend) == (
        "handouts_jobs: -1 is less than nothing.",
        "Mend it.",
    )
    assert other.message == "No brand prints."


def test_by_page(locator: Locator) -> None:
    """A page's finding stands at its line; one about its front matter at the key."""
    located = locator.finding(Finding(Kind.WORDING, "x", docname="walk", line=6))
    assert (located.path, located.line, located.whole) == ("docs/walk.md", 6, False)
    message = 'front matter: review: state: must be "approved"; mend'
    assert locator.finding(Finding(Kind.REVIEW, message, docname="walk")).line == 4


def test_by_path(locator: Locator) -> None:
    """A file that is no page is told from the folder of ``conf.py``."""
    found = Finding(Kind.SPELLING, "x", path="../words.txt", line=2)
    located = locator.finding(found)
    assert (located.path, located.line) == ("words.txt", 2)


def test_by_a_path_that_is_no_text(locator: Locator) -> None:
    """A name of a file may have bytes that are no letters; any program can read the report."""
    found = locator.finding(Finding(Kind.SPELLING, "in \udcff: x", path="a\udcff.md"))
    said = LoggedWarning(str(locator.root / "\udcff"), 1, Severity.WARNING, "", "\udcff")
    warned = locator.warning(said)
    assert (found.path, found.message) == ("docs/a\\udcff.md", "In \\udcff: x.")
    assert (warned.path, warned.message) == ("\\udcff", "\\udcff.")


@pytest.mark.parametrize(
    ("message", "sentence", "mend"),
    [
        ("it is wrong; mend it", "It is wrong.", "Mend it."),
        ('"a; b" is wrong; mend "c; d"', '"a; b" is wrong.', 'Mend "c; d".'),
        ('unknown key "x"; did you mean "y"?', 'Unknown key "x".', 'Did you mean "y"?'),
    ],
)
def test_parted(locator: Locator, message: str, sentence: str, mend: str) -> None:
    """What is wrong and how to mend it are two sentences."""
    located = locator.finding(Finding(Kind.BRAND, message))
    assert (located.message, located.mend) == (sentence, mend)


def test_mend_of_the_check(locator: Locator) -> None:
    """A message without a mend has that of its check."""
    located = locator.finding(Finding(Kind.STRUCTURE, "x.pdf: the PDF is not accessible: y"))
    assert located.mend.startswith("Mend the page or template")


def test_whole(locator: Locator) -> None:
    """What concerns a handout or the project has no single line to blame."""
    assert locator.finding(Finding(Kind.BUDGET, "KP-01 en a4 x plain: 3 pages")).whole
    assert not locator.finding(Finding(Kind.CATALOGUE, "catalogue.toml: KP-01: x")).whole
    warning = LoggedWarning("", 0, Severity.WARNING, "", "unknown configuration")
    located = locator.warning(warning)
    assert (located.rule, located.path, located.whole) == ("sphinx", "", True)
