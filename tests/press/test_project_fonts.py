"""The fonts of a project and of its clinics, from the settings to the PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from projects import Maker, Project
from sphinx_handouts.pdf import fonts as pdf_fonts
from sphinx_handouts.press.equipment import unprinted
from sphinx_handouts.records.finding import Severity
from sphinx_handouts.records.fonts import Fonts
from typefaces import machine, put_font

FOREIGN = "Foreign Hand"
BRAND = "handouts/brands/plain/brand.toml"
CSS = "p { font-family: 'Foreign Hand', 'Noto Sans' }"
STYLED = ("-D", "handouts_css=own.css")


def test_installing_a_font_renders_nothing(make_project: Maker) -> None:
    """Somebody installs a browser with its fonts: the outputs are up to date, and stay the same."""
    project, again = make_project(cold=True), make_project(folder="again", cold=True)
    data = project.folder / "_build/data"
    for one in (project, again):
        one.edit("own.css", CSS)
    assert project.run(*STYLED, env=machine(data)).counts == (0, 6, 0)
    before, editions = project.outputs(), project.editions()
    put_font(data / "fonts", FOREIGN)
    put_font(data / "fonts", "DejaVu Sans")
    assert project.run(*STYLED, env=machine(data)).counts == (6, 0, 0)
    assert project.outputs() == before
    assert again.run(*STYLED, env=machine(data)).counts == (0, 6, 0)
    assert again.editions() == editions


def test_a_font_of_the_project(project: Project) -> None:
    """A family that the settings name, from a folder of the project, is what the sheets show."""
    project.good()
    before = project.editions()
    put_font(project.folder / "own", FOREIGN)
    project.edit("own.css", CSS)
    options = (*STYLED, "-D", "handouts_fonts_folder=own")
    project.good(*options)
    unnamed = project.editions()
    project.good(*options, "-D", f"handouts_fonts={FOREIGN}")
    named = project.editions()
    for path in before:
        assert unnamed[path]["sha256"] == before[path]["sha256"] != named[path]["sha256"]


def test_a_font_of_a_clinic(project: Project) -> None:
    """A clinic's font renders its own sheets anew, and leaves those of the others alone."""
    project.good()
    put_font(project.folder / "own", FOREIGN)
    put_font(project.folder / "own", FOREIGN, weight=700)
    project.edit(BRAND, project.read(BRAND) + f'font = "{FOREIGN}"\n')
    built = project.good("-D", "handouts_fonts_folder=own")
    assert built.counts == (3, 3, 0)
    assert {label.rpartition(" ")[2] for label in built.labels} == {"plain"}


def test_fonts_that_are_missing_are_named(project: Project) -> None:
    """One sentence a font, with the file and the mend; nothing is replaced."""
    project.good()
    before = project.outputs()
    project.edit(BRAND, project.read(BRAND) + 'font = "No Such Hand"\n')
    built = project.build("-D", "handouts_fonts=No Such Letter")
    assert built.status == 2
    assert built.said(f'{BRAND}: font: "No Such Hand" is not installed; install it, or name')
    assert built.said('conf.py: handouts_fonts: "No Such Letter" is not installed; install it, or')
    assert project.outputs() == before


def test_what_a_font_of_a_clinic_cannot_do_is_told(tmp_path: Path) -> None:
    """Without letters nothing is printed; without a bold face, or a licence, it is told."""
    for weight in (400, 700):
        with TTFont(put_font(tmp_path, "Kept Hand", weight=weight)) as font:
            font["OS/2"].fsType = 2
            font.save(tmp_path / f"{weight}.ttf")
    (tmp_path / "Kept Hand Regular.ttf").unlink()
    put_font(tmp_path, "Thin Hand")
    with TTFont(put_font(tmp_path, "Signs")) as font:
        for table in font["cmap"].tables:
            table.cmap = {0xE000 + n: name for n, name in enumerate(table.cmap.values())}
        font.save(tmp_path / "Signs Regular.ttf")
    fonts = Fonts((), str(tmp_path))
    told = {
        name: list(unprinted(name, "font", fonts)) for name in ("Kept Hand", "Thin Hand", "Signs")
    }
    assert [(found.message, found.severity) for (found,) in told.values()] == [
        (
            'font: "Kept Hand" says that it may not be put into files such as PDFs (fsType 2); '
            "ask its maker for a licence, or name another",
            Severity.WARNING,
        ),
        (
            'font: "Thin Hand" has no bold face: headings and bold words would look like all '
            "others; give its bold file, too, or name another",
            Severity.WARNING,
        ),
        (
            'font: "Signs" has no letters, so that all words would be in Noto Sans; name another',
            Severity.ERROR,
        ),
    ]


def test_missing_noto_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the family of the text nothing is printed in another; the mend is one command."""
    monkeypatch.setattr(pdf_fonts, "FOLDERS", ())
    for variable in ("XDG_DATA_HOME", "XDG_DATA_DIRS"):
        monkeypatch.setenv(variable, str(project.folder / "nobody"))
    for remembered in (pdf_fonts.has_font, pdf_fonts.fonts_digest):
        remembered.cache_clear()
    built = project.build()
    for remembered in (pdf_fonts.has_font, pdf_fonts.fonts_digest):
        remembered.cache_clear()  # the other tests have their fonts
    assert built.status == 2
    assert built.said('the font "Noto Sans" is not installed', "apt-get install fonts-noto-core")


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("handouts_fonts = [3]", "handouts_fonts: 3 is no name; write a font family as text"),
        ('handouts_fonts = [" "]', "handouts_fonts: ' ' is no name; write a font family as text"),
        (
            'handouts_fonts_folder = "nowhere"',
            'handouts_fonts_folder: no folder "nowhere"; mend its path',
        ),
    ],
)
def test_wrong_settings(setting: str, message: str, project: Project) -> None:
    """What cannot be meant is an error that says the mend."""
    project.edit("conf.py", project.read("conf.py") + setting + "\n")
    built = project.build()
    assert built.status == 2
    assert built.said(f"conf.py: {message}")
