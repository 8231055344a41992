"""A line that was laid out before is the line that WeasyPrint would lay out now."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from sphinx_handouts.pdf.breaks import kept_lines
from sphinx_handouts.pdf.breaks.kept_lines import keep_lines, split_first_line, split_once
from sphinx_handouts.pdf.breaks.whole_words import whole_words
from sphinx_handouts.pdf.engine import loaded, parsed
from sphinx_handouts.records.fonts import Fonts
from typefaces import put_font
from weasyprint import CSS, HTML
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.layout import inline, preferred
from weasyprint.text.fonts import FontConfiguration

WORDS = "Physiotherapeutische Behandlungen helfen vielen Menschen, die lange Schmerzen haben. "
SOFT = "Mas\xadsage mo\xadve\xadment "
TEXTS = f"""<p class=hyphens lang=de>{WORDS * 3}</p><p class=soft>{SOFT * 9}</p>
<p class=any>{"0123456789" * 9} and {"https://example.org/a/b?c=d" * 4}</p>
<p dir=rtl lang=ar>{"التدليك يخفف الألم " * 8}</p><p lang=ko>{"마사지는 통증을 줄입니다 " * 8}</p>
<pre>  one&Tab;two&NewLine;{"three " * 20}

    four</pre><p class=pre-line>One&NewLine; two &NewLine;{WORDS}</p>
<p class=cut>{WORDS}</p><p class=cut>{WORDS}</p><p class=spaced>{WORDS} a b</p>
<p class=just>{WORDS * 2}</p><p class=caps>{WORDS}</p><p><u>{WORDS}</u> <s>{WORDS}</s></p>
<table><tr><td>{WORDS}<td class=spaced>{WORDS}<td class=hyphens lang=de>{WORDS}</table>
<div class=flex><b>{WORDS}</b><i>{WORDS}</i></div><p class=narrow>{WORDS}</p>"""
RULES = """@page { size: 110mm 120mm; margin: 12mm; @bottom-left { content: "A foot that is long" }
    @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
  html { font: 11pt "Noto Sans" } pre, .code { font-family: monospace; white-space: pre-wrap }
  .hyphens { hyphens: auto; hyphenate-limit-chars: 6 3 3 } .any { overflow-wrap: anywhere }
  .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
  .spaced { letter-spacing: 1pt; word-spacing: 3pt } .just { text-align: justify }
  .caps { font-variant-caps: small-caps; font-feature-settings: "tnum" } .flex { display: flex }
  .pre-line { white-space: pre-line } .narrow { width: 2em }"""
WIDTH = 3
"""Where the width stands in what is told of a line."""
WAYS: list[tuple[str, Any]] = [
    ("short", None),
    (WORDS, 0),
    (WORDS, 150.0),
    ("Mas\xadsage", 20.0),
    ("0" * 60, 40.0),
    ("a\tb c", 90.0),
]


def fonts() -> FontConfiguration:
    """Return the fonts of the sheets, of which nothing is kept."""
    made: FontConfiguration = loaded.__wrapped__(Fonts())
    return made


def written(letters: FontConfiguration) -> bytes:
    """Return the PDF of the sheet."""
    with whole_words():
        document = HTML(string=TEXTS, base_url="data:").render(
            stylesheets=[CSS(string=RULES, font_config=letters)], font_config=letters
        )
    pdf: bytes = document.write_pdf()
    return pdf


def test_a_sheet_is_the_same_byte_for_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hyphens, from right to left, blanks, what is cut off, justified, in columns: all of it.

    The second time, nothing is asked for.
    """
    asked = []

    def split(*arguments: Any, **named: Any) -> Any:
        asked.append(arguments[0])
        return split_first_line(*arguments, **named)

    for module in (inline, preferred):
        monkeypatch.setattr(module, "split_first_line", split)
    plain = written(fonts())
    all_lines = len(asked)
    for module in (inline, preferred):
        monkeypatch.setattr(module, "split_first_line", split_once)
    monkeypatch.setattr(kept_lines, "split_first_line", split)
    letters = fonts()
    assert written(letters) == plain
    first = len(asked) - all_lines
    assert 100 < first < all_lines
    assert written(letters) == plain
    assert len(asked) == all_lines + first


class _Told(dict[str, Any]):
    """A style that notes what it is asked for."""

    def __init__(self, font_config: FontConfiguration, **told: Any) -> None:
        super().__init__(INITIAL_VALUES, font_size=16.0, lang="en", font_family=("Noto Sans",))
        self |= told
        self.font_config, self.cache = font_config, {}
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"hyphens": "auto", "font_feature_settings": (("tnum", 1),), "word_spacing": 3},
        {"overflow_wrap": "anywhere", "font_language_override": "DEU", "letter_spacing": 2},
        {"text_decoration_line": {"underline"}, "white_space": "pre-wrap"},
        {"font_variation_settings": (("wght", 500),), "word_break": "break-all"},
    ],
    ids=lambda told: " ".join(told) or "plain",
)
def test_all_that_decides_is_told_apart(told: dict[str, Any]) -> None:
    """WeasyPrint asks a style for nothing else when it splits a line."""
    style = _Told(fonts(), **told)
    context: Any = type("Context", (), {"dictionaries": {}})
    for text, room in WAYS:
        split_first_line(text, style, context, room, 0)
    decides = style.asked
    style.asked = set()
    split_once("short", style, context, None, 0)
    assert decides - style.asked == set()
    assert len(decides) > 15


def test_a_line_below_a_text_is_measured() -> None:
    """It stands where its type has it, though the text may be known without one."""
    letters = fonts()
    styles = [_Told(letters, text_decoration_line=line) for line in ("none", {"underline"})]
    plain, underlined = (split_once("Words", style, None, None, 0)[0] for style in styles)
    assert plain.ascent is None
    assert underlined.ascent > 0


def test_a_font_that_is_added_is_measured(tmp_path: Path) -> None:
    """A text that was laid out before has the letters of a font that came after."""
    keep_lines()
    letters = fonts()
    style = _Told(letters, font_family=("Own",))
    before = split_once("Words", style, None, None, 0)
    font = base64.b64encode(put_font(tmp_path, "Own", width=3000).read_bytes()).decode()
    face = f"@font-face {{ font-family: Own; src: url(data:font/ttf;base64,{font}) }}"
    CSS(string=face, font_config=letters)
    after = split_once("Words", style, None, None, 0)
    assert before[WIDTH] < after[WIDTH] == pytest.approx(5 * 3 * 16)


def test_other_fonts_are_others() -> None:
    """What is kept of some fonts is not taken for others, and goes with them."""
    kept = kept_lines._kept
    before = len(kept)
    letters = fonts()
    split_once("Words", _Told(letters), None, None, 0)
    assert len(kept[letters]) == 1
    assert fonts() not in kept
    del letters
    assert len(kept) == before


def test_no_more_are_kept_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that lays out one clinic after the other does not grow."""
    monkeypatch.setattr(kept_lines, "MOST", 3)
    letters = fonts()
    style = _Told(letters)
    for word in ("one", "two", "three", "four", "one"):
        assert split_once(word, style, None, None, 0)[0].text == word
        assert len(kept_lines._kept[letters]) <= 3


def test_lines_that_are_drawn_are_their_own() -> None:
    """An ellipsis that one of them gets is not in the other."""
    style = _Told(fonts())
    one, other = (split_once("Words", style, None, None, 0)[0] for _turn in range(2))
    one.text = "Wo…"
    assert other.text == split_once("Words", style, None, None, 0)[0].text == "Words"


def test_a_style_that_cannot_be_compared() -> None:
    """It is laid out as ever."""
    letters = fonts()
    style = _Told(letters, font_family=["Noto Sans"])
    assert split_once("Words", style, None, None, 0)[WIDTH] > 10
    assert not kept_lines._kept[letters]


def test_it_is_in_use() -> None:
    """A sheet that is read to be laid out is laid out so."""
    parsed("<p>Words</p>")
    assert inline.split_first_line is preferred.split_first_line is split_once
