"""Input that nobody would write, and what must hold for each: sentences, and no traceback."""

from __future__ import annotations

import io
import logging
import tempfile
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import tomli_w
from hostile import PAGES, SVG
from hypothesis import strategies as st
from nested_pages import EXTENSIONS, SYNTAXES
from projects import lay_out
from sheets import pdf_text
from shelves import BRAND, HANDOUT, Shelf
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace
from sphinx_handouts.pages.problems import problems
from sphinx_handouts.pages.reviews import _unread_review
from sphinx_handouts.pdf.render import render
from sphinx_handouts.press.equipment import composer_of
from sphinx_handouts.press.handout_pages import HandoutPages
from sphinx_handouts.press.inputs import gather
from sphinx_handouts.press.orders import Order
from sphinx_handouts.press.print_run import Editions
from sphinx_handouts.press.stationery import Stationery
from sphinx_handouts.project.front_matter import front_matter, mistake_in
from sphinx_handouts.project.pictures.safety import check_picture
from sphinx_handouts.records.finding import Finding, Kind
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.schema.brand import Brand, Contact, Palette
from sphinx_handouts.records.schema.handout import Handout, Pack

ROOTS = Path(__file__).parent.parent / "roots"

# --- what is tried ------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NASTY = st.sampled_from(
    [
        *("\x1b[31m", "\u202egnp.exe", "a\u200bb", "\n", "\0", "\ufeff", "\ue000contact\ue001"),
        *('"', "'''", "\\", "{{ 7 }}", "%s%s", "{0.__class__}", "</style>", "-->", "]]>"),
        *("../..", "con", "a" * 5000),
    ]
)
SCALARS = st.one_of(
    TEXT,
    NASTY,
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.booleans(),
    st.dates() | st.times() | st.datetimes(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)


def spoilt(right: dict[str, Any], keys: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return right tables with some values and keys of theirs changed."""
    changes = st.dictionaries(st.sampled_from(keys) | TEXT, VALUES, max_size=2)
    return changes.map(lambda change: {**right, **change})


HANDOUTS = spoilt(
    {"id": "HO-01", "slug": "a", "title": "T", "parts": ["p"]}, sorted(Handout.model_fields)
)
PACKS = spoilt({"slug": "p", "title": "T", "handouts": ["HO-01"]}, sorted(Pack.model_fields))
CATALOGUES = st.fixed_dictionaries(
    {"handout": st.lists(HANDOUTS, max_size=3) | VALUES},
    optional={"pack": st.lists(PACKS, max_size=2) | VALUES},
)
BRANDS = st.builds(
    lambda brand, contact, palette: {**brand, "contact": contact, "palette": palette},
    spoilt({"name": "A"}, sorted(Brand.model_fields)),
    spoilt({"phone": "1"}, sorted(Contact.model_fields)),
    spoilt({"accent": "#000"}, sorted(Palette.model_fields)),
)


def damaged(right: bytes) -> st.SearchStrategy[bytes]:
    """Return bytes, and right files with some bytes in them changed, gone or doubled."""

    def damage(places: list[tuple[int, bytes, int]]) -> bytes:
        data = right
        for place, new, gone in places:
            start = place % (len(data) + 1)
            data = data[:start] + new + data[start + gone :]
        return data

    place = st.tuples(st.integers(0, 10_000), st.binary(max_size=4), st.integers(0, 9))
    return st.lists(place, min_size=1, max_size=4).map(damage) | st.binary(max_size=80)


PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0"
    b"\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82"
)
DRAWING = SVG.format(
    '<defs><g id="a"><path d="M0 0h1"/></g></defs><style>.b { fill: url(#c) }</style>'
    f'<use href="#a"/><image href="data:image/png;base64,{b64encode(PNG).decode()}"/>'
    '<text x="1">Words</text>'
).encode()
WAY = SVG.format('<rect width="300" height="60" fill="none" stroke="black"/>').replace(
    "<svg ", '<svg viewBox="0 0 300 60" '
)
"""A drawing with which nothing is wrong."""
FRONT = (
    "review:\n  id: PG-01\n  state: approved\n  next_review: 2028-01-31\nmyst:\n  html_meta: {}\n"
)
FRONTS = damaged(FRONT.encode()).map(lambda data: f"---\n{data.decode('latin-1')}\n---\n# T\n")
MARKUP = [
    *("# A", "## A", "(walk-steps)=", ":::", "::::{in-short}", ":::{print-only} A", "***", "> a"),
    *("- a\n  1. b", "|a|b|\n|-|-|\n|c|", "a | b\n", "```{list-table}\n* - a\n```"),
    *("```{snippet} get-help\n```", "{brand}`phone`", "```{clinic-contact}\n```"),
    *("```{certainty} high\nA\n```", "```{fill-in} A\n:lines: 3\n```", ":::{tick-list}\n- a\n:::"),
    *("{term}`a`", "{cite}`b`", "[^1]", "[^1]: c", "[a](#b)", "{ref}`walk-steps`", "[a](rest.md)"),
    *("&#0;", "\u202e"),
]
SETTINGS = {"extensions": EXTENSIONS, "myst_enable_extensions": list(SYNTAXES)}
HOSTILE = [page.text for page in PAGES if len(page.text) < 400]
BODIES = st.lists(st.sampled_from(MARKUP) | st.sampled_from(HOSTILE) | TEXT, max_size=8).map(
    "\n\n".join
)


# --- what must hold -----------------------------------------------------------------------------


def sentences(findings: tuple[Finding, ...] | list[Finding]) -> str:
    """Insist that each finding is one line of a sentence; return what became of the input."""
    for finding in findings:
        assert finding.message.isprintable(), finding.message
        assert 10 < len(finding.message) < 700, finding.message
    return "refused" if findings else "taken"


def try_files(catalogue: bytes, brand: bytes) -> str:
    """Read a catalogue and a brand."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.write("catalogue.toml", catalogue)
        shelf.write("brands/anytown/brand.toml", brand)
        found = shelf.load()
    assert found.findings or (found.handouts and found.clinics)
    return sentences(found.findings)


def try_catalogue(table: dict[str, Any]) -> str:
    """Read a table as a catalogue."""
    return try_files(tomli_w.dumps(table).encode(), BRAND.encode())


def try_brand(table: dict[str, Any]) -> str:
    """Read a table as a brand."""
    return try_files(HANDOUT.encode(), tomli_w.dumps(table).encode())


def try_picture(data: bytes) -> str:
    """Look into a picture."""
    problem = ""
    try:
        check_picture(data, "a picture")
    except ValueError as error:
        problem = str(error)
    assert problem.isprintable()
    return "refused" if problem else "taken"


def try_front_matter(source: str) -> str:
    """Look into front matter."""
    problem = mistake_in(front_matter(source))
    assert problem.isprintable()
    _review, findings = _unread_review(source)
    return "refused" if problem else sentences(findings)


@contextmanager
def press() -> Iterator[Callable[..., str]]:
    """Return a function that takes a body through reading, assembling and composing."""
    logging.disable(logging.CRITICAL)
    try:
        with tempfile.TemporaryDirectory() as folder, docutils_namespace():
            project = lay_out(ROOTS, "base", Path(folder, "project"))
            (project.folder / "gate.svg").write_bytes(DRAWING)
            (project.folder / "way.svg").write_text(WAY)
            out, doctrees = project.folder / "_build/out", project.folder / "_build/doctrees"
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                app = Sphinx(
                    *(project.folder, project.folder, out, doctrees, "handouts", SETTINGS),
                    status=None,
                )
                app.builder.read()
                app.builder.prepare_writing(set())
            page = project.folder / "walk.md"
            yield lambda body, words=(): _pressed(app, page, body, words)
    finally:
        logging.disable(logging.NOTSET)


def _pressed(app: Sphinx, page: Path, body: str, words: Sequence[str]) -> str:
    builder: Any = app.builder
    page.write_bytes(f"# Walking\n\n(walk-steps)=\n## Walk\n\n{body}\n".encode())
    app.emit("env-purge-doc", app.env, "walk")
    app.env.clear_doc("walk")
    app.env._pickled_doctree_cache.clear()  # Sphinx keeps them for one build
    app.env._write_doc_doctree_cache.clear()
    with redirect_stderr(io.StringIO()):
        builder.read_doc("walk")
        noted = problems(app.env)
        made = HandoutPages(builder, inputs := gather(builder))
        made.make()
        findings = list(made.findings)
        composer = composer_of(inputs, Stationery())  # whole sheets: nothing waits to be dressed
        right = not noted and not findings
        editions = Editions(inputs.catalogue, inputs.selection, made.pages)
        orders = list(editions.orders(composer)) if right else []
    for order in orders:
        assert "\ue000" not in order.source.html
        assert "<script" not in order.source.html
    if words and orders:
        findings += _missed(orders[0], words)
    return sentences([*noted, *findings])


def _missed(order: Order[Any], words: Sequence[str]) -> list[Finding]:
    """Render, and insist that all *words* are there, or that a finding says they are not.

    They are looked for in the file as another program reads it.
    """
    assert isinstance(order.source, RenderJob)
    rendered = render(order.source)
    text = pdf_text(rendered.pdf)
    lost = [word for word in words if word not in text]
    assert not lost or rendered.misprints, f"{lost} are lost"
    return [finding for finding in order.check(rendered) if finding.kind is Kind.MISPRINT]


class Tally(Counter[str]):
    """Counts what became of each input."""

    def __str__(self) -> str:
        parts = ", ".join(f"{count:,} {what}" for what, count in sorted(self.items()))
        return f"{sum(self.values()):,} cases: {parts}"
