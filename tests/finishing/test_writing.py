"""What is added to a file is read by any program as if the whole file had been written anew."""

from __future__ import annotations

import io
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from sphinx_handouts.finishing.font_letters import widths_of
from sphinx_handouts.finishing.opening import kept_of
from sphinx_handouts.finishing.pdftree import save
from sphinx_handouts.finishing.writing import (
    Addition,
    Imports,
    Takings,
    entries,
    number,
    reference,
    table_of,
    written,
)

SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(2**31), 2**31),
    st.decimals(-10_000, 10_000, places=6),
    st.text(max_size=12).map(String),
    st.binary(max_size=12).map(String),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8).map(
        lambda words: Name("/" + words)
    ),
)
THINGS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(Array),
        st.dictionaries(st.sampled_from(["/A", "/B b", "/C#", "/D(é)"]), inner, max_size=3).map(
            Dictionary
        ),
    ),
    max_leaves=8,
)


def test_letters_of_a_font() -> None:
    """The letters that follow one another have their widths in a list; no font has a range."""
    inner = Dictionary(W=Array([1, Array([500, Decimal("250.5")]), 7, Array([300])]))
    font = Dictionary(DescendantFonts=Array([inner]))
    assert widths_of(font) == "1=500.0 2=250.5 7=300.0"
    assert widths_of(Dictionary()) == ""
    inner.W = Array([1, 9, 500])
    with pytest.raises(ValueError, match="ranges of letters"):
        widths_of(font)


def a_file(pages: int = 2) -> bytes:
    """Return a PDF as the press writes it, of some pages, with some words that are compressed."""
    with pikepdf.new() as pdf:
        for page in range(pages):
            pdf.add_blank_page()
            pdf.pages[page].Contents = pdf.make_stream(b"0 0 m 9 9 l S\n" * (40 + page))
        pdf.Root.Said = pdf.make_indirect(Dictionary(Words=String("as before")))
        pdf.Root.Drawn = pdf.make_stream(b"as before")
        pdf.docinfo["/Title"] = "A file"
        return save(pdf)


def added_to(data: bytes, new: Addition, gone: set[int]) -> bytes:
    """Return a file with what is added to it, some of its objects left out."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        kept, rows = kept_of(pdf, data, gone)
        trailer = b"/Root %s /Info %s" % (written(pdf.Root), written(pdf.docinfo))
        identifier = bytes(pdf.trailer.ID[0]).hex().encode()
    body = b"".join(data[start:end] for start, end in kept)
    return body + new.ending(len(body), rows, trailer, identifier)


def addition_to(data: bytes) -> Addition:
    """Return an empty addition to a file."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return Addition(len(table_of(pdf, data)[1]))


FILE = a_file()


def numbers_of(*keys: str) -> list[int]:
    """Return the numbers of objects of the file, by their keys in its catalogue."""
    with pikepdf.open(io.BytesIO(FILE)) as pdf:
        return [pdf.Root[key].objgen[0] for key in keys]


SAID, DRAWN = numbers_of("/Said", "/Drawn")


@given(things=st.lists(THINGS, min_size=1, max_size=5))
def test_whatever_is_written_is_read(things: list[Any]) -> None:
    """Objects come back as they were, from a new place and in the place of others."""
    new = addition_to(FILE)
    added = [new.add(written(thing)) for thing in things]
    new.texts[SAID] = b"<< %s >>" % entries(Dictionary({"/Thing": things[0]}))
    new.put_stream(DRAWN, b"", b"drawn anew")
    with pikepdf.open(io.BytesIO(added_to(FILE, new, {DRAWN}))) as pdf:
        for at, thing in zip(added, things, strict=True):
            found = pdf.get_object(at, 0)
            assert found == thing or written(found) == written(thing)
        assert written(pdf.Root.Said.Thing) == written(things[0])
        assert pdf.Root.Drawn.read_bytes() == b"drawn anew"
        assert [len(page.Contents.read_bytes()) for page in pdf.pages] == [560, 574]
        assert str(pdf.docinfo.Title) == "A file"


def test_what_is_replaced_leaves_no_trace() -> None:
    """The bytes of a stream that is replaced are gone; all others stand as they stood."""
    new = addition_to(FILE)
    new.put_stream(DRAWN, b"", b"drawn anew")
    made = added_to(FILE, new, {DRAWN})
    with pikepdf.open(io.BytesIO(FILE)) as pdf:
        gone, stays = (one.read_raw_bytes() for one in (pdf.Root.Drawn, pdf.pages[1].Contents))
    assert gone in FILE
    assert gone not in made
    assert stays in made


def test_other_programs_read_it(tmp_path: Path) -> None:
    """What is left of the file and what is added are one to a program that takes nothing amiss."""
    new = addition_to(FILE)
    for count in range(300):
        new.add(b"<< /Number %d >>" % count)
    new.texts[SAID] = b"<< /All [ %s ] >>" % b" ".join(map(reference, sorted(new.texts)))
    new.put_stream(DRAWN, b"", b"0 0 m")
    made = added_to(FILE, new, {DRAWN})
    (tmp_path / "made.pdf").write_bytes(made)
    command = ["qpdf", "--check", tmp_path / "made.pdf"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert [int(one.Number) for one in pdf.Root.Said.All] == list(range(300))
        assert pdf.check_pdf_syntax() == []


def test_the_name_of_a_file_tells_what_was_added() -> None:
    """The first half of its name is that of the file; the other differs with what is added."""
    names = []
    for words in (b"(one)", b"(two)", b"(one)"):
        new = addition_to(FILE)
        new.texts[SAID] = words
        with pikepdf.open(io.BytesIO(added_to(FILE, new, set()))) as pdf:
            names.append(tuple(map(bytes, pdf.trailer.ID)))
    assert names[0] == names[2]
    assert names[0][1] != names[1][1]
    assert len({first for first, _second in names}) == 1


def test_objects_of_another_file() -> None:
    """What is taken comes with all that it refers to, each once, though it refer to itself."""
    with pikepdf.new() as other:
        leaf = other.make_indirect(Dictionary(Leaf=String("(a leaf)")))
        ring = other.make_indirect(Dictionary({"/One more": leaf, "/Leaf": leaf}))
        ring.Ring = ring
        drawn = other.make_stream(b"drawn " * 50, Inner=Array([ring, leaf, 5]))
        takings = Takings()
        text = takings.entries(Dictionary(Drawn=drawn, Ring=ring))
    new = addition_to(FILE)
    imports = Imports(takings.objects, new)
    new.texts[SAID] = b"<< %s >>" % imports.text(text)
    assert len(new.texts | new.streams) == 4
    with pikepdf.open(io.BytesIO(added_to(FILE, new, set()))) as pdf:
        said: Any = pdf.Root.Said
        assert said.Drawn.read_bytes() == b"drawn " * 50
        assert said.Ring.objgen == said.Ring.Ring.objgen == said.Drawn.Inner[0].objgen
        assert str(said.Ring["/One more"].Leaf) == "(a leaf)"


def test_what_is_known_here_is_not_taken() -> None:
    """Where the file has what another one refers to, that is referred to."""
    with pikepdf.new() as other:
        leaf = other.make_indirect(Dictionary(Leaf=1))
        takings = Takings()
        text = takings.entries(Dictionary(Leaf=leaf))
        new = addition_to(FILE)
        imports = Imports(takings.objects, new, {leaf.objgen[0]: SAID})
    assert imports.text(text) == b"/Leaf %d 0 R " % SAID
    assert new.texts == {}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0"), (-0.0, "0"), (5, "5"), (1.5, "1.5"), (Decimal("2.50"), "2.5"), (1e-9, "0")],
)
def test_numbers(value: Any, expected: str) -> None:
    """Numbers have no more digits than they need, and never an exponent."""
    assert number(value).decode() == expected


def test_more_digits() -> None:
    """Where letters depend on them, they have more."""
    assert number(1 / 3, 10) == b"0.3333333333"


def test_a_file_of_another_form_is_refused() -> None:
    """A table of objects that stands there as text is none of ours."""
    with pikepdf.open(io.BytesIO(FILE)) as pdf:
        pdf.save(file := io.BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = file.getvalue()
    with pikepdf.open(io.BytesIO(data)) as pdf, pytest.raises(ValueError, match="another way"):
        table_of(pdf, data)
