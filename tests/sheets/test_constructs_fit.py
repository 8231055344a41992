"""Whatever a page holds prints whole, in order and within the page, on every kind of sheet.

Each PDF is read back by the build itself, so that a build without a complaint is half of the proof.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary
from projects import Project, lay_out, normal
from pypdfium2 import PdfDocument
from tagged import fields, opened, spoken_words, structure

EXAMPLES = Path(__file__).parents[2] / "docs/manual/constructs"
PRINTED = (
    *("bold-end.md", "boxes.md", "explained.md", "explained.rst", "inline-tags.md"),
    *("inline-tags.rst", "line-break.md", "list-blocks.md", "list-blocks.rst", "list-boxes.md"),
    *("list-start.md", "list-types.rst", "long-words.md", "set-apart.rst", "signatures.rst"),
    *("table-align.md", "table-diary.md", "table-kinds.rst", "table-spans.rst", "table-wide.md"),
    *("struck.md", "table-unheaded.rst", "task-list.md", "wide-picture.md"),
)

REFUSED = ("raw-html.md", "unclosed-tag.md")
EDITIONS = ("a4-standard", "a4-large-print", "a5-booklet-standard")
TALL = "word " * 700
"""More than a page of them."""


def _page(name: str) -> str:
    """Return the name of the page of an example: two differ in their suffix alone."""
    return name.replace(".", "-")


def _example(name: str) -> str:
    """Return the page of an example, below a heading that tells it from the others."""
    text = (EXAMPLES / name).read_text("utf-8")
    title = f"Page {name}"
    line = "=" * len(title)
    return f"# {title}\n\n{text}" if name.endswith(".md") else f"{title}\n{line}\n\n{text}"


def _handout(number: int, slug: str, parts: list[str]) -> str:
    head = f'[[handout]]\nid = "KP-0{number}"\nslug = "{slug}"\ntitle = "Constructs"\npages = 40\n'
    return f"{head}parts = {json.dumps(parts)}\n"


@pytest.fixture(scope="module")
def printed(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Build two handouts, one of all examples and one of what is hard, and hear no complaint."""
    project = lay_out(rootdir, "constructs", tmp_path_factory.mktemp("constructs"))
    for name in PRINTED:
        project.edit(_page(name) + Path(name).suffix, _example(name))
    for picture in EXAMPLES.glob("*.png"):
        shutil.copy(picture, project.folder)
    project.edit("hard.md", ("%TALL%", TALL))
    all_pages = _handout(1, "all", [_page(name) for name in PRINTED])
    hard = _handout(2, "hard", ["hard", "harder"])
    project.edit("handouts/catalogue.toml", f"{all_pages}\n{hard}")
    project.good(
        "-D",
        "handouts_only=plain",
        "-D",
        "suppress_warnings=toc.not_included,handouts.budget,ref.footnote",
    )
    return project


def _without_spaces(text: str) -> str:
    return "".join(normal(text).split())


def _paper(name: str) -> list[str]:
    """Return what an example says that paper says."""
    text = (EXAMPLES / name).read_text("utf-8")
    (words,) = re.findall(r"^(?:%|\.\.) paper: (.*)$", text, re.MULTILINE)
    return str(words).split(" | ")


@pytest.mark.parametrize("edition", EDITIONS)
def test_words_in_their_order(edition: str, printed: Project) -> None:
    """A screen reader meets the words of each example, numbers of items too, in their order."""
    text = _without_spaces(spoken_words(printed.pdf(f"KP-01-all-{edition}").read_bytes()))
    for name in PRINTED:
        place = text.index(_without_spaces(f"Page {name}"))
        for words in _paper(name):
            found = text.find(_without_spaces(words), place)
            assert found >= 0, f"{name}: {words}"
            place = found + 1


BOLD = "peps.python.org/pep-0008", "datatracker.ietf.org/doc/html/rfc2822.html"


@pytest.mark.parametrize("edition", EDITIONS)
def test_addresses_and_notes(edition: str, printed: Project) -> None:
    """An address follows its link in a signature, and in bold; a note alone stands at the foot."""
    text = _without_spaces(spoken_words(printed.pdf(f"KP-02-hard-{edition}").read_bytes()))
    assert "Walkeveryday.\N{EM DASH}Somebody,ofabook(example.org/pulled)" in text
    pep, rfc = BOLD
    assert "Anotetowhichnothingrefers." in text
    assert f"SeePEP8({pep})andRFC2822({rfc})." in text


def test_a_caption_is_not_as_narrow_as_its_table(printed: Project) -> None:
    """A small table in the middle has a caption of few lines, and no word of it is broken."""
    for edition in EDITIONS:
        with PdfDocument(printed.pdf(f"KP-02-hard-{edition}")) as pdf:
            texts = [page.get_textpage().get_text_range() for page in pdf]
        (page,) = (text for text in texts if "A caption that" in text)
        lines = page[page.index("A caption that") :].splitlines()
        assert "wide" in " ".join(lines[:3]), edition


def _below(element: Any) -> Iterator[Any]:
    """Yield the elements below one of the structure tree."""
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary):
            yield kid
            yield from _below(kid)


def test_heads_over_columns(printed: Project) -> None:
    """A cell below a head over two columns is tied to it, and one beside is not."""
    with opened(printed.pdf("KP-01-all-a4-standard").read_bytes()) as pdf:
        tables = [e for e in structure(pdf) if e.get("/S") == "/Table"]
        spans = next(t for t in tables if any("/ColSpan" in e.get("/A", {}) for e in _below(t)))
        cells = [e for e in _below(spans) if e.get("/S") == "/TD"]
        counts = [len(cell.A.Headers) for cell in cells]
        # Monday: Day; a: Side, Left; b: Side, Right; c: Rest; Tuesday: Day; both: Side, Left, Right
        assert counts == [1, 2, 2, 1, 1, 3]


def test_fields_named_by_columns(printed: Project) -> None:
    """Each field of a worksheet is named by the head of its own column."""
    with opened(printed.pdf("KP-01-all-a4-standard").read_bytes()) as pdf:
        names = [field.tooltip for field in fields(pdf)]
    assert "Morning, Wednesday" in names
    assert "Evening, Wednesday" in names
    assert [name for name in names if name.startswith("Tick: ")] == [
        "Tick: Book a visit",
        "Tick: Buy shoes",
        "Tick: with soft soles",
        "Tick: Walk",
    ]


@pytest.mark.parametrize("trust", [False, True], ids=["not trusted", "trusted"])
def test_other_html_is_refused(trust: bool, rootdir: Path, tmp_path: Path) -> None:
    """No tag is dropped in silence: it is refused, by file and line, whoever is trusted."""
    project = lay_out(rootdir, "constructs", tmp_path)
    for name in REFUSED:
        project.edit(_page(name) + ".md", (EXAMPLES / name).read_text("utf-8"))
    project.edit("handouts/catalogue.toml", _handout(1, "all", [_page(name) for name in REFUSED]))
    built = project.build("-D", f"handouts_untrusted_pages={int(not trust)}")
    assert built.status == 2
    for name, tag in zip(REFUSED, ("<span style=", "<b>"), strict=True):
        assert built.said(f"{_page(name)}.md:5:", "raw HTML", tag)
    assert not list(project.out.rglob("*.pdf"))
