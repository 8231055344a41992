"""Themes: tokens are read by type and bounds, told with their line, and never too small."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_handouts.project import theme_files, themes
from sphinx_handouts.records.tables import BUILT_IN, VARIANTS, Tables, Variant
from sphinx_handouts.records.tokens import BY_KEY, TOKENS
from sphinx_handouts.records.tokens.values import points


def sentences(folder: Path, text: str, tables: Tables = BUILT_IN) -> list[str]:
    """Return what is wrong with a theme."""
    (folder / "mine").mkdir(exist_ok=True)
    (folder / "mine/theme.toml").write_text(text, "utf-8")
    return [finding.message for finding in theme_files.load(folder, "mine", tables)[1]]


def theme_of(folder: Path, text: str) -> themes.Theme:
    """Return a theme in which nothing is wrong."""
    assert sentences(folder, text) == []
    return theme_files.load(folder, "mine")[0]


def property_of(
    theme: themes.Theme, name: str, paper: str = "a4", variant: str = "standard"
) -> str:
    """Return a custom property on a sheet."""
    return theme.on(paper, variant)[name].css


# --- the built-in themes ------------------------------------------------------------------------


def test_clinic_says_every_token() -> None:
    """Every token has a value of the built-in theme, but for the scale, which stands for three."""
    said = {said.key for said in theme_files.built_in("clinic").scopes[""].values()}
    assert said == BY_KEY.keys() - {"headings.scale"}


@pytest.mark.parametrize("name", theme_files.NAMES)
@pytest.mark.parametrize("variant", VARIANTS)
def test_built_in_themes_keep_what_a_variant_needs(name: str, variant: str) -> None:
    """No type of a built-in theme is smaller than a variant may be, on any paper."""
    for paper in BUILT_IN.papers:
        for said in theme_files.built_in(name).on(paper, variant).values():
            size = points(said.css)
            if size is not None and BY_KEY[said.key].is_type:
                assert size >= VARIANTS[variant].smallest, (paper, said.key)


def test_ink_saver_has_no_ground_in_any_theme(tmp_path: Path) -> None:
    """A theme that tints its sheets leaves those of the ink saver white and black."""
    own = theme_of(tmp_path, '[colours]\ntint = "#ddeeff"\n[tables]\nlook = "bands"\n')
    assert property_of(own, "--tint") == "#ddeeff"
    assert property_of(own, "--tint", variant="ink-saver") == "none"
    assert property_of(own, "--band", variant="ink-saver") == "none"


# --- what holds where ---------------------------------------------------------------------------


def test_what_a_theme_says_holds_on_fitted_papers_and_not_in_large_print(tmp_path: Path) -> None:
    """A size for all sheets holds on A4 and Letter, too; large print keeps its own."""
    own = theme_of(tmp_path, '[type]\nbody = "11pt"\n[page]\nside = "25mm"\n')
    assert property_of(own, "--size-body", "a4") == "11pt"
    assert property_of(own, "--size-body", "letter") == "11pt"
    assert property_of(own, "--margin-side", "a5-booklet") == "13mm"
    assert property_of(own, "--size-body", "a4", "large-print") == "18pt"


def test_what_a_theme_says_for_a_variant_holds_on_all_papers(tmp_path: Path) -> None:
    """A narrower table goes before a wider one, of the theme below as well."""
    text = '[for.large-print]\npage.side = "30mm"\n[for."a4 large-print".space]\nitem = "2mm"\n'
    own = theme_of(tmp_path, text)
    assert property_of(own, "--margin-side", "letter", "large-print") == "30mm"
    assert property_of(own, "--gap-item", "letter", "large-print") == "1.2mm"
    assert property_of(own, "--gap-item", "a4", "large-print") == "2mm"
    style = own.style()
    narrow = style.index(":root:has(.sheet--a4):has(.sheet--large-print)")
    assert style.index("\n:root:has(.sheet--large-print)") < narrow


def test_a_scale_is_for_headings_without_a_size(tmp_path: Path) -> None:
    """A scale counts from the size of the text; a size beside it goes before it."""
    own = theme_of(tmp_path, '[headings]\ntitle = "30pt"\nscale = 1.2\n')
    assert property_of(own, "--size-title") == "30pt"
    assert property_of(own, "--size-heading") == "calc(1.44 * var(--size-body))"


def test_a_theme_is_based_on_another(tmp_path: Path) -> None:
    """What a theme does not say, the one below it says."""
    own = theme_of(tmp_path, 'based_on = "plain"\n[type]\nbody = "12pt"\n')
    plain = theme_files.built_in("plain")
    assert property_of(own, "--size-code") == property_of(plain, "--size-code")
    assert property_of(own, "--size-body") == "12pt"


def test_what_lies_in_the_folder_belongs_to_the_theme(tmp_path: Path) -> None:
    """Fonts and a style sheet beside the tokens are found, and families are told by their line."""
    theme_of(tmp_path, "")
    (tmp_path / "mine/fonts").mkdir()
    (tmp_path / "mine/theme.css").write_text("h1 { color: red }")
    own = theme_of(tmp_path, '\n[type]\nfont = "Some Face"\n')
    assert own.css == tmp_path / "mine/theme.css"
    assert own.fonts_folder == str(tmp_path / "mine/fonts")
    assert own.own_fonts == {"Some Face": "mine/theme.toml:3: type: font"}
    assert set(own.files) == {tmp_path / "mine/theme.toml", tmp_path / "mine/theme.css"}


# --- what is refused ----------------------------------------------------------------------------

WRONG = {
    '[type]\nboddy = "12pt"': ':2: type: unknown key "boddy"; did you mean "body"?',
    "[tipe]\nx = 1": ':1: unknown table "tipe"; did you mean "type"?',
    "[type]\nbody = 12": ':2: type: body: must be a length in quotation marks, such as "8pt"',
    '[type]\nbody = "90pt"': ':2: type: body: must be from 8pt to 72pt, not "90pt"',
    "[type]\nleading = true": ":2: type: leading: must be a number without quotation marks",
    '[type]\nfont = "A, B;}"': ":2: type: font: must be the name of one font family",
    '[boxes]\nlook = "round"': ':2: boxes: look: must be "frame" or "edge" or "tint" or "lines"',
    '[colours]\nink = "#777"': ':2: colours: ink: "#777" has a contrast of 4.47:1 on white; choose',
    '[colours]\ntint = "#999"': ':2: colours: tint: "#999" is too dark for text to stand on',
    '[colours]\nsoft = "red; }"': ':2: colours: soft: "red; }" is not a solid colour',
    '[type]\nbody = "8.5pt"': ':2: type: body: "8.5pt" is smaller than standard may be; write 9pt',
    '[for.large-print]\ntype.notes = "12pt"': ':2: type: notes: "12pt" is smaller than large-print',
    '[for.large-print.page]\ntop = "18mm"': ':2: page: top: "18mm" is less than large-print needs',
    '[for.largeprint]\ntype.body = "20pt"': ':1: for: "largeprint" is no paper and no variant; did',
    '[for.a4]\ntype.bdy = "20pt"': ':2: for.a4: type: unknown key "bdy"; did you mean "body"?',
    'based_on = "fancy"': ':1: based_on: must be "clinic" or "plain", not "fancy"',
    "for = 1": ":1: for: must hold tables",
    "type = 1": ":1: type: must be a table",
    "[type": ": not valid TOML",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_told_by_line(tmp_path: Path, text: str) -> None:
    """Whatever is wrong with a theme is one sentence: file, line, key, and the mend."""
    (told,) = sentences(tmp_path, text)
    assert told.startswith(f"mine/theme.toml{WRONG[text]}")
    assert "\n" not in told


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Nobody has to build once for each mistake."""
    assert len(sentences(tmp_path, '[type]\nbody = 1\nlead = 2\n[page]\ntop = "1mm"\nx = 1\n')) == 4


def test_a_variant_of_ones_own_keeps_its_least(tmp_path: Path) -> None:
    """What a theme says for all sheets holds for a variant of the project's own, too."""
    tables = Tables(variants={**VARIANTS, "big": Variant(smallest=14)})
    (told,) = sentences(tmp_path, '[type]\nbody = "12pt"', tables)
    assert told.endswith("write 14pt or more, or say it for that variant alone: [for.big]")
    text = '[type]\nbody = "12pt"\n[for.big]\ntype.body = "15pt"'
    assert sentences(tmp_path, text, tables) == []


@pytest.mark.parametrize("name", ["", "fancy", "../fancy"])
def test_a_theme_that_is_not_there(tmp_path: Path, name: str) -> None:
    """The setting is named, and what could stand there."""
    (finding,) = theme_files.load(tmp_path, name)[1]
    assert finding.message.startswith(f'conf.py: handouts_theme: "{name}" is no theme')
    assert '"clinic", "plain"' in finding.message


# --- whatever anybody writes --------------------------------------------------------------------

VALUES = st.one_of(
    st.integers(),
    st.floats(),
    st.booleans(),
    st.text(max_size=30),
    st.sampled_from(["12pt", "0pt", "20mm", "#000", "none", "ink", "frame", "full", "x;}"]),
    st.lists(st.integers(), max_size=2),
)
KEYS = st.one_of(st.sampled_from([token.key for token in TOKENS]), st.just("type.boddy"))


@settings(max_examples=150, deadline=None)
@given(table=st.dictionaries(KEYS, VALUES, max_size=6), large=st.booleans())
def test_any_value_is_a_property_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, table: dict[str, object], large: bool
) -> None:
    """Whatever is written, each value becomes safe CSS or one sentence with its line."""
    nested: dict[str, dict[str, object]] = {}
    for key, value in table.items():
        nested.setdefault(key.partition(".")[0], {})[key.partition(".")[2]] = value
    text = tomli_w.dumps({"for": {"large-print": nested}} if large else nested)
    folder = tmp_path_factory.getbasetemp() / "any-theme"
    folder.mkdir(exist_ok=True)
    told = sentences(folder, text)
    assert len(told) <= len(tomllib.loads(text) and table)
    assert all(line.startswith("mine/theme.toml:") and "\n" not in line for line in told)
    css = theme_files.load(folder, "mine")[0].style()
    assert css.count("{") == css.count("}") == css.count(":root")
    assert "<" not in css


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: token.key)
def test_what_the_manual_shows_is_another_look(tmp_path: Path, token: object) -> None:
    """The value with which the manual shows a token can be written, and changes something."""
    shown = token.shown
    key = token.key
    own = theme_of(tmp_path, f"{key} = {shown}\n")
    assert own.on("a4", "standard") != theme_files.built_in("clinic").on("a4", "standard")
    assert own.style() != theme_files.built_in("clinic").style()
