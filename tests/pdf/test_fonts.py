"""A sheet is set in the fonts that are named, whatever else is installed."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from sphinx_handouts.pdf.fonts import ask, configuration, has_bold, has_font, only, unfit
from sphinx_handouts.records.fonts import BUILT_IN, Fonts
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.rendered import Rendered
from typefaces import PRIVATE, machine, put_font

FOREIGN = "Foreign Hand"
CSS = f'p {{ font: 12pt "{FOREIGN}", "Noto Sans", sans-serif }}'
SHEET = f'<html lang="en"><title>Sheet</title><p>Walk <b>and</b> <i>rest</i>. {PRIVATE}</p>'

DIGEST = """
import pickle, sys
from sphinx_handouts.pdf.fonts import fonts_digest
print(fonts_digest(pickle.load(sys.stdin.buffer)))
"""
RENDER = """
import pickle, sys
from sphinx_handouts.pdf.render import render
sys.stdout.buffer.write(pickle.dumps(render(pickle.load(sys.stdin.buffer))))
"""


def elsewhere(code: str, given: object, data: Path) -> bytes:
    """Run *code* on a machine whose person has installed what is in *data*."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, input=pickle.dumps(given), stdout=subprocess.PIPE, check=True, env=machine(data)
    )
    return done.stdout


def rendered(data: Path, fonts: Fonts = Fonts()) -> Rendered:  # noqa: B008 - it is frozen
    """Render the sheet on such a machine."""
    job = RenderJob(SHEET, CSS, fonts=fonts)
    result: Rendered = pickle.loads(elsewhere(RENDER, job, data))
    return result


# --- what is not named ----------------------------------------------------------------------------


def test_a_foreign_font_changes_no_sheet(tmp_path: Path) -> None:
    """A font that would win where it is named, and has what no other has, is not looked at."""
    put_font(tmp_path / "has/fonts", FOREIGN)
    without, with_it = rendered(tmp_path / "has not"), rendered(tmp_path / "has")
    assert with_it == without
    assert [missing.character for missing in without.missing] == [PRIVATE]
    named = rendered(tmp_path / "has", Fonts((FOREIGN,)))
    assert named.missing == ()
    assert named.pdf != without.pdf


def test_digest_does_not_see_a_foreign_font(tmp_path: Path) -> None:
    """Installing a font renders nothing anew: another family, and another weight of a known one."""
    before = elsewhere(DIGEST, Fonts(), tmp_path)
    put_font(tmp_path / "fonts", FOREIGN)
    put_font(tmp_path / "fonts", "Noto Sans", weight=600)
    put_font(tmp_path / "fonts", "Noto Sans Display")
    assert elsewhere(DIGEST, Fonts(), tmp_path) == before


# --- what is named --------------------------------------------------------------------------------


def test_digest_sees_every_font_that_is_named(tmp_path: Path) -> None:
    """A family more, its file, and what is in the file count; where and since when it is do not."""
    fonts, folder = Fonts((FOREIGN,)), tmp_path / "fonts"
    digests = [elsewhere(DIGEST, Fonts(), tmp_path), elsewhere(DIGEST, fonts, tmp_path)]
    path = put_font(folder, FOREIGN)
    digests.append(elsewhere(DIGEST, fonts, tmp_path))
    put_font(folder, FOREIGN, width=800)
    digests.append(elsewhere(DIGEST, fonts, tmp_path))
    put_font(folder, "Noto Sans")
    digests.append(elsewhere(DIGEST, fonts, tmp_path))
    assert len(set(digests)) == 5
    os.utime(path, (1, 1))
    path.rename(folder / "another-name.ttf")
    assert elsewhere(DIGEST, fonts, tmp_path) == digests[-1]


def test_own_folder(tmp_path: Path) -> None:
    """Font files of a project need no installation; their families are named all the same."""
    put_font(tmp_path / "own", FOREIGN)
    nothing, own = tmp_path / "nothing", str(tmp_path / "own")
    assert rendered(nothing, Fonts((FOREIGN,), own)).missing == ()
    assert rendered(nothing, Fonts((), own)) == rendered(nothing)
    assert has_font(FOREIGN, Fonts((), own))
    assert not has_font(FOREIGN)


def test_a_clinic_sees_its_own_font_alone() -> None:
    """The font of a clinic comes first for it, and is not there for the others."""
    project = Fonts(("Open Sans",), "fonts")
    assert project.of("").named == ("Open Sans",)
    assert project.of("Lato").named == ("Lato", "Open Sans")
    assert project.of("Open Sans").named == ("Open Sans",)
    assert project.of("Noto Sans").named == ("Open Sans",)


@pytest.mark.parametrize("family", ["Hand & Co", "A-B Sans", "10: Sans", "Sans, Serif"])
def test_any_name_of_a_family(family: str, tmp_path: Path) -> None:
    """Letters that mean something in XML, or in the patterns of fontconfig, are letters here."""
    put_font(tmp_path / "own & only", family)
    assert has_font(family, Fonts((), str(tmp_path / "own & only")))
    assert not has_font(f"{family} Narrow", Fonts((), str(tmp_path / "own & only")))


def test_a_family_that_is_not_printed_or_not_bold(tmp_path: Path) -> None:
    """What is packed for browsers, Pango passes over; without a bold face, all words are alike."""
    packed = put_font(tmp_path, "Packed")
    for name in ("Hand", "Both"):
        put_font(tmp_path, name)
    put_font(tmp_path, "Both", weight=600)
    font = TTFont(packed)
    font.flavor = "woff"
    font.save(packed)
    fonts = Fonts((), str(tmp_path))
    assert [unfit(name, fonts) for name in ("Hand", "Packed", "Both")] == ["", "WOFF", ""]
    assert [has_bold(name, fonts) for name in ("Hand", "Both", "Noto Sans")] == [False, True, True]


# --- the order ------------------------------------------------------------------------------------


def families(fonts: Fonts, pattern: str) -> list[str]:
    """Return the families that are asked for a character, in their order."""
    answer = ask(fonts, "fc-match", "-a", "--format", "%{family[0]}\n", pattern)
    assert answer is not None
    return list(dict.fromkeys(answer.splitlines()))


def test_order_of_the_families(tmp_path: Path) -> None:
    """Not the order of files on the disk decides who gives a character, but the table."""
    for number, family in enumerate(reversed(BUILT_IN)):
        put_font(tmp_path, family, width=500 + number)
    put_font(tmp_path, FOREIGN)
    put_font(tmp_path, "Aaa")
    found = families(Fonts((FOREIGN,), str(tmp_path)), "sans-serif:lang=en")
    assert found == [FOREIGN, *BUILT_IN]


@pytest.mark.parametrize(
    ("language", "region"),
    [("zh-cn", "SC"), ("zh-tw", "TC"), ("zh-hk", "HK"), ("ja", "JP"), ("ko", "KR"), ("en", "SC")],
)
def test_han_characters_follow_the_language(language: str, region: str, tmp_path: Path) -> None:
    """The same character is drawn as its readers write it."""
    for name in ("SC", "TC", "HK", "JP", "KR"):
        put_font(tmp_path, f"Noto Sans CJK {name}")
    pattern = f"sans-serif:lang={language}:charset=5203"
    assert families(Fonts((), str(tmp_path)), pattern)[0] == f"Noto Sans CJK {region}"


# --- the process ----------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [None, "/etc/fonts/fonts.conf"])
def test_environment_is_left_as_it_was(before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that others use, too, keeps its own configuration of fonts."""
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    if before:
        monkeypatch.setenv("FONTCONFIG_FILE", before)
    with only(Fonts()):
        path = Path(os.environ["FONTCONFIG_FILE"])
        assert path.is_file()
    assert os.environ.get("FONTCONFIG_FILE") == before
    assert not path.exists()


def test_weights_and_widths_are_numbers() -> None:
    """No word is used that is both a weight and a width: versions of fontconfig differ on it."""
    rows = re.findall(r'<patelt name="(?:weight|width)">(<.*?>)', configuration(Fonts()))
    assert rows
    assert set(rows) == {"<int>"}
