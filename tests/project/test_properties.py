"""What holds for every input, tried with inputs that nobody would think of."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path
from typing import Any

import fuzzing
import tinycss2
import tomli_w
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nested_pages import Written, written
from shelves import BRAND, HANDOUT, Shelf, lay_out
from sphinx_handouts.project.catalogue import Catalogue
from sphinx_handouts.project.validation import quoted, validate
from sphinx_handouts.records.finding import Kind
from sphinx_handouts.records.rendered import LogLine, MissingGlyph, Rendered
from sphinx_handouts.records.schema.brand import Brand
from sphinx_handouts.records.schema.colours import contrast_on_white
from sphinx_handouts.records.schema.handout import Handout
from sphinx_handouts.records.schema.page_review import PageReview
from sphinx_handouts.sheets.templates import css_string
from sphinx_handouts.storage.cache import Cache
from sphinx_handouts.storage.digests import digest

# Every character that UTF-8 can hold.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
TIMES = st.dates() | st.times() | st.datetimes()
SCALARS = (
    TEXT | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.booleans() | TIMES
)
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(TEXT, v, max_size=3), max_leaves=5
)
COLOURS = st.one_of(
    st.from_regex(r"#[0-9a-fA-F]{3,8}", fullmatch=True),
    st.builds(
        "{}({} {} {})".format,
        st.sampled_from(["rgb", "hsl", "hwb", "lab", "oklch", "color", "color(srgb", "rgba"]),
        *[st.floats() | st.sampled_from(["none", "50%", "1e999", "-1e999", "srgb", "calc(1)"])] * 3,
    ),
    st.sampled_from(["teal", "currentColor", "transparent", "#000/**/", "Canvas", "red;"]),
)


def keys(model: type[Brand | Handout | PageReview]) -> st.SearchStrategy[dict[str, Any]]:
    """Return tables with some of a model's keys, some wrong ones, and any values."""
    return st.dictionaries(st.sampled_from(sorted(model.model_fields)) | TEXT, VALUES, max_size=6)


def reading(catalogue: str, brand: str) -> Catalogue:
    """Read a handouts folder with these two files in it."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = lay_out(Path(folder))
        shelf.write("catalogue.toml", catalogue)
        shelf.write("brands/anytown/brand.toml", brand)
        return shelf.load()


def assert_sentences(found: Catalogue) -> None:
    """Each finding begins with the file's name, and is one line that fits a screen."""
    for finding in found.findings:
        assert finding.message.startswith(
            ("handouts/catalogue.toml: ", "handouts/brands/anytown/brand.toml: ")
        )
        assert finding.message.isprintable()
        assert len(finding.message) < 400


# --- files --------------------------------------------------------------------------------------


@given(st.dictionaries(TEXT, VALUES, max_size=3) | st.fixed_dictionaries({"handout": VALUES}))
def test_any_catalogue(table: dict[str, Any]) -> None:
    """Whatever a catalogue holds, it is read or refused in sentences; nothing is raised."""
    found = reading(tomli_w.dumps(table), BRAND)
    assert_sentences(found)
    assert bool(found.handouts) != bool(found.findings)


@given(st.lists(keys(Handout), min_size=1, max_size=3))
@example([{"id": "HO-01", "slug": "a", "title": "T", "parts": ["p"]}] * 2)
def test_any_handout(rows: list[dict[str, Any]]) -> None:
    """Whatever the rows hold, each of them is a handout or has a finding."""
    found = reading(tomli_w.dumps({"handout": rows}), BRAND)
    assert_sentences(found)
    assert found.findings or len(found.handouts) == len(rows)


@given(keys(Brand))
@example({"name": "A", "logo": "a\0b", "logo_alt": "A"})
@example({"name": "A", "logo": "a" * 300, "logo_alt": "A"})
@example({"name": "A", "palette": {"accent": "color(srgb 1e308 0 0)"}})
@example({"name": "A", "palette": {"accent": "red\n" * 99}})
@example({"name": "A", "papers": ["a\nb" * 99], "region": "c\nd" * 99})
@example({"a\nb" * 99: 1})
def test_any_brand(table: dict[str, Any]) -> None:
    """Whatever a brand holds, it is a clinic or is refused in sentences."""
    found = reading(HANDOUT, tomli_w.dumps(table))
    assert_sentences(found)
    assert bool(found.clinics) != bool(found.findings)


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_any_bytes(catalogue: bytes, brand: bytes) -> None:
    """Files that are no TOML, or no text, are refused in sentences."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.write("catalogue.toml", catalogue)
        shelf.write("brands/anytown/brand.toml", brand)
        found = shelf.load()
    assert_sentences(found)
    assert found.findings


@given(COLOURS)
def test_any_colour(colour: str) -> None:
    """A colour is refused in a sentence, or kept as six digits that measure 4.5:1 or more."""
    found = reading(HANDOUT, tomli_w.dumps({"name": "A", "palette": {"accent": colour}}))
    assert_sentences(found)
    for clinic in found.clinics:
        kept = clinic.brand.palette.accent
        assert len(kept) == 7
        assert int(kept[1:], 16) >= 0
        assert 4.5 <= contrast_on_white(kept) <= 21


@given(keys(PageReview))
def test_any_review(table: dict[str, Any]) -> None:
    """Whatever the front matter of a page holds, it is read or refused in sentences."""
    review, findings = validate(PageReview, table, "front matter: review", Kind.REVIEW)
    assert (review is None) == bool(findings)
    for finding in findings:
        assert finding.message.startswith("front matter: review: ")
        assert finding.message.isprintable()


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Zl", "Zp"]))
HANDOUTS = st.builds(
    Handout,
    id=st.from_regex(r"[A-Z]{1,8}-[0-9]{1,6}", fullmatch=True),
    slug=st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True),
    title=WORDS.filter(str.strip),
    summary=WORDS,
    subject=WORDS,
    version=st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,2}", fullmatch=True),
    pages=st.integers(1, 40),
    parts=st.lists(
        st.from_regex(r"[a-z0-9/-]+(#[\w-]+)?", fullmatch=True), min_size=1, max_size=4
    ).map(tuple),
)
CONTACTS = st.fixed_dictionaries({}, optional={"phone": WORDS, "web": WORDS, "hours": WORDS})


@given(st.lists(HANDOUTS, min_size=1, max_size=3, unique_by=(lambda h: h.id, lambda h: h.slug)))
def test_handouts_round_trip(handouts: list[Handout]) -> None:
    """A right catalogue comes back as it was written."""
    content = tomli_w.dumps({"handout": [handout.model_dump() for handout in handouts]})
    found = reading(content, BRAND)
    assert found.findings == ()
    assert list(found.handouts) == handouts


@given(name=WORDS, contact=CONTACTS, papers=st.permutations(["a4", "letter"]))
def test_brands_round_trip(name: str, contact: dict[str, str], papers: list[str]) -> None:
    """A right brand comes back as it was written, but for the space around its texts."""
    table = {"name": name, "papers": papers, "contact": contact}
    found = reading(HANDOUT, tomli_w.dumps(table))
    assert found.findings == ()
    brand = found.clinics[0].brand
    assert brand.name == name.strip()
    assert brand.papers == tuple(papers)
    for key, value in contact.items():
        assert getattr(brand.contact, key) == value.strip()


@given(VALUES)
def test_quoted(value: object) -> None:
    """A value in a sentence is short and printable."""
    shown = quoted(value)
    assert shown.isprintable()
    assert 0 < len(shown) < 400


# --- what `nox -s fuzz` tries at length ----------------------------------------------------------


@given(fuzzing.damaged(fuzzing.DRAWING) | fuzzing.damaged(fuzzing.PNG))
def test_any_picture(data: bytes) -> None:
    """Whatever a picture holds, it is taken or refused in words."""
    assert fuzzing.try_picture(data) in {"taken", "refused"}


@given(fuzzing.FRONTS)
def test_any_front_matter(source: str) -> None:
    """Whatever stands in front of a page, nothing is raised."""
    assert fuzzing.try_front_matter(source) in {"taken", "refused"}


def test_any_body() -> None:
    """Whatever a page holds, it is composed, or refused in sentences."""
    with fuzzing.press() as press:

        @settings(max_examples=12)
        @given(fuzzing.BODIES)
        def attack(body: str) -> None:
            assert press(body) in {"taken", "refused"}

        attack()


def test_any_nesting() -> None:
    """Whatever is nested in whatever, each of its words is on the sheet, or it is refused."""
    with fuzzing.press() as press:

        @settings(max_examples=8)
        @given(written())
        def attack(page: Written) -> None:
            assert press(page.source, page.words) in {"taken", "refused"}

        attack()


# --- composing ----------------------------------------------------------------------------------


@given(TEXT)
@example('"; } * { color: red } /*')
@example("\\")
@example("</style><script>")
@example("a\n\r\fb")
def test_css_string_is_one_string(text: str) -> None:
    """A text in CSS stays one string token with the same text, and never ends the style element."""
    written = str(css_string(text))
    assert "<" not in written
    (token,) = tinycss2.parse_component_value_list(written)
    assert token.type == "string"
    assert token.value == text.replace("\0", "\N{REPLACEMENT CHARACTER}")


# --- the cache ----------------------------------------------------------------------------------

RENDERED = st.builds(
    Rendered,
    pdf=st.binary(),
    pages=st.integers(1, 40),
    last_page_mm=st.floats(allow_nan=False),
    log=st.lists(st.builds(LogLine, st.integers(0, 50), st.text()), max_size=3).map(tuple),
    missing=st.lists(
        st.builds(MissingGlyph, st.characters(), st.lists(st.integers(1, 40)).map(tuple)),
        max_size=3,
    ).map(tuple),
)


@given(RENDERED)
def test_cache_round_trip(rendered: Rendered) -> None:
    """What is stored comes back equal, whatever WeasyPrint said."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder), 1 << 20)
        cache.put("ab" * 32, rendered)
        assert cache.get("ab" * 32) == rendered


@given(RENDERED, st.data())
def test_damage_is_a_miss(rendered: Rendered, data: st.DataObject) -> None:
    """An entry that is cut short, or has one bit wrong anywhere, is a miss and is deleted."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder), 1 << 20)
        cache.put("ab" * 32, rendered)
        (path,) = (p for p in Path(folder).rglob("*") if p.is_file())
        whole = path.read_bytes()
        place = data.draw(st.integers(0, len(whole) - 1))
        if data.draw(st.booleans()):
            damaged = whole[:place]
        else:
            flipped = whole[place] ^ 1 << data.draw(st.integers(0, 7))
            damaged = whole[:place] + bytes([flipped]) + whole[place + 1 :]
        path.write_bytes(damaged)
        assert cache.get("ab" * 32) is None
        assert not path.exists()


# --- digests ------------------------------------------------------------------------------------

PARTS = st.lists(st.sampled_from([b"", b"a", b"b", b"ab", b"\0" * 8, b"\0" * 7 + b"\x01a"]))


@given(PARTS, PARTS)
@example([b"ab", b"c"], [b"a", b"bc"])
@example([], [b""])
def test_digest_tells_lists_apart(first: list[bytes], second: list[bytes]) -> None:
    """Two lists have one digest only if they are the same list."""
    assert (digest(first) == digest(second)) == (first == second)


@given(st.lists(TEXT))
def test_digest_of_text_is_that_of_its_bytes(parts: list[str]) -> None:
    """Text counts as its UTF-8."""
    assert digest(parts) == digest([part.encode() for part in parts])


# --- the tests' own tool ------------------------------------------------------------------------


@given(st.dictionaries(TEXT, VALUES, max_size=3))
def test_toml_is_written_as_meant(table: dict[str, Any]) -> None:
    """What these tests write is what TOML reads."""
    assert tomllib.loads(tomli_w.dumps(table)) == table
