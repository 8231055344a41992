"""A dressed sheet is what would be laid out for its clinic alone, to eye, ear and checker."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from clinics import CLINICS, SHORT_CONTACT, clinic, drawing
from laid_out import rendered
from presses import Desk, edition_of, page_in
from sphinx_handouts.finishing.dressing import dress
from sphinx_handouts.finishing.merging import merge
from sphinx_handouts.finishing.stand_ins import colour_operands, misplaced_colour, tables_of
from sphinx_handouts.pdf.render import read_again
from sphinx_handouts.proofing.structure import structure_problems
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.identity import NAME, find
from sphinx_handouts.records.page import Page
from sphinx_handouts.records.rendered import Rendered
from sphinx_handouts.records.slots import ACCENT, Livery
from sphinx_handouts.records.tables import REGIONS
from sphinx_handouts.sheets.furniture import furniture
from tagged import faults, structure
from twin_sheets import FEW, Draw, different, dots, dots_of_pdfium, spoken

GRADIENT = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 300 60'%3E"
    "%3Cdefs%3E%3ClinearGradient id='g'%3E%3Cstop offset='0' stop-color='%23a00'/%3E"
    "%3Cstop offset='1' stop-color='%2300a'/%3E%3C/linearGradient%3E%3C/defs%3E"
    "%3Crect width='300' height='60' fill='url(%23g)'/%3E%3C/svg%3E"
)
EDITIONS = [
    ("a4", "standard"),
    ("letter", "large-print"),
    ("a4", "ink-saver"),
    ("a5-booklet", "standard"),
]
COLOUR = bytes.fromhex(ACCENT.removeprefix("#"))
DESK = Desk(Path("nowhere"))
CASES: Mapping[str, Clinic] = {
    **{name: CLINICS[name] for name in ("short", "long", "longer", "photograph", "Arabic")},
    "Greek": CLINICS["Greek"],
    "another font": CLINICS["another font"],
    "a gradient": clinic("Clinic of Colours", SHORT_CONTACT, GRADIENT, palette={"accent": "#711"}),
    "unbranded": CLINICS["nothing"],
    "only a logo": CLINICS["only a logo"],
    "no telephone": CLINICS["no telephone"],
    "a region": clinic("Clinic Abroad", SHORT_CONTACT, drawing(40, 40), region="us"),
}


@dataclass(frozen=True)
class Sheets:
    """One edition of a clinic: as a template, dressed, and laid out for it alone."""

    template: Rendered
    dressed: bytes
    whole: Rendered
    read_back: tuple[Any, Any]
    livery: Livery


def sheets(
    whose: Clinic,
    paper: str,
    variant: str,
    language: str = "en",
    desk: Desk = DESK,
    page: Page | None = None,
) -> Sheets:
    """Make an edition in both ways."""
    page = page or page_in(language)
    whose = replace(whose, region=REGIONS["us" if whose.brand.region == "us" else "gb"])
    edition = edition_of(page, whose, paper, variant)
    composer = desk.composer(page, {edition: whose})
    (letterhead,) = composer.stationery.letterheads.values()
    assert (letterhead.problems, letterhead.misprints) == ((), ())
    source = composer.source(page, edition, whose, furniture(page))
    assert source.livery
    assert source.in_full
    template, whole = rendered(source.job), rendered(source.in_full())
    assert (template.problems, template.misprints) == ((), ())
    assert (whole.problems, whole.misprints) == ((), ())
    (dressed,) = dress(template.pdf, [source.livery])
    again = read_again(dressed, source.in_full(), template.laid)
    return Sheets(template, dressed, whole, again, source.livery)


# --- the same -------------------------------------------------------------------------------------


def stand_ins(pdf: bytes) -> list[str]:
    """Return where something still stands in for what is a clinic's."""
    colour, private = colour_operands(ACCENT), NAME[0]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = [thing for thing in document.objects if isinstance(thing, pikepdf.Stream)]
        drawn = [s.read_bytes() for s in streams if "/Width" not in s and "/Length1" not in s]
        words = [str(document.docinfo), *(str(e.get("/Alt", "")) for e in structure(document))]
        found = [text[:60] for text in words if private in text]
        found += [repr(data[:60]) for data in drawn if colour in data or private.encode() in data]
        found += ["a table" for table in tables_of(document) if bytes(table[-1]) == COLOUR]
        return found + ([where] if (where := misplaced_colour(document)) else [])


def tree(pdf: pikepdf.Pdf) -> list[Any]:
    """Return tags, words and boxes of the structure tree."""

    def walk(node: Any, depth: int) -> Iterator[Any]:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                yield from walk(kid, depth)
        elif isinstance(node, pikepdf.Dictionary) and node.get("/Type") == "/MCR":
            yield depth, "content"
        elif isinstance(node, pikepdf.Dictionary):
            words = [str(node.get(key, "")) for key in ("/S", "/Alt", "/Lang", "/T", "/Type")]
            box = node.get("/A", {}).get("/BBox", ()) if "/A" in node else ()
            yield depth, words, [round(float(value)) for value in box]
            yield from walk(node.get("/K"), depth + 1)
        elif node is not None:
            yield depth, "content"

    return list(walk(pdf.Root.StructTreeRoot.K, 0))


def annotations(pdf: pikepdf.Pdf) -> list[Any]:
    """Return links and fields: what they are, where, and what they say."""
    return [
        [
            *(str(item.get(key, "")) for key in ("/Subtype", "/Contents", "/T", "/TU", "/FT")),
            [round(float(value), 2) for value in item.Rect],
        ]
        for page in pdf.pages
        for item in page.obj.get("/Annots", ())
    ]


def form_of(pdf: pikepdf.Pdf) -> tuple[list[str], set[str]]:
    """Return the names of the fields of the form, and those of its fonts."""
    form: Any = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
    names = [str(field.T) for field in form.get("/Fields", ())]
    return names, set(form.get("/DR", {}).get("/Font", {}).keys())


def unused(pdf: pikepdf.Pdf) -> list[str]:
    """Return the objects to which nothing leads."""
    reached, waiting = set(), [pdf.trailer.Root, pdf.trailer.Info]
    while waiting:
        thing: Any = waiting.pop()
        if not isinstance(thing, pikepdf.Object) or thing.objgen in reached:
            continue
        reached |= {thing.objgen} if thing.is_indirect else set()
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            waiting += [value for _key, value in thing.items()]
        elif isinstance(thing, pikepdf.Array):
            waiting += list(thing)
    there = [thing for thing in pdf.objects if thing is not None]
    others = [thing for thing in there if thing.objgen not in reached]
    kinds = {pikepdf.Name.ObjStm, pikepdf.Name.XRef}
    return [repr(t)[:200] for t in others if not (hasattr(t, "get") and t.get("/Type") in kinds)]


def assert_same(made: Sheets, draw: Draw = dots) -> None:
    """Compare a dressed sheet with the whole one, in all that matters."""
    assert different(made.dressed, made.whole.pdf, draw) < FEW
    assert stand_ins(made.dressed) == []
    assert spoken(made.dressed) == spoken(made.whole.pdf)
    with (
        pikepdf.open(io.BytesIO(made.dressed)) as dressed,
        pikepdf.open(io.BytesIO(made.whole.pdf)) as whole,
    ):
        assert tree(dressed) == tree(whole)
        assert annotations(dressed) == annotations(whole)
        (fields, fonts), (wanted, more) = form_of(dressed), form_of(whole)
        assert (sorted(fields), fonts) == (sorted(wanted), more)
        assert unused(dressed) == []
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:  # older than the one of pikepdf
        Path(file.name).write_bytes(made.dressed)
        subprocess.run(["qpdf", "--check", file.name], check=True, capture_output=True)
        assert dict(dressed.docinfo) == dict(whole.docinfo)
    assert find(made.dressed) == find(made.whole.pdf)
    assert faults(made.dressed) == []
    assert made.read_back == ((), ())


@pytest.mark.parametrize(("paper", "variant"), EDITIONS)
@pytest.mark.parametrize("name", ["short", "longer", "a gradient"])
def test_every_edition_is_the_same(name: str, paper: str, variant: str) -> None:
    """On all papers and in all variants, to the eye, to a screen reader, to programs."""
    # Of a whole sheet, poppler draws the gradient of a logo in one colour.
    assert_same(
        sheets(CASES[name], paper, variant), dots_of_pdfium if name == "a gradient" else dots
    )


@pytest.mark.parametrize("name", sorted(CASES.keys() - {"short", "longer", "a gradient"}))
def test_every_clinic_is_the_same(name: str) -> None:
    """Other scripts, fonts, photographs and regions take no other way."""
    assert_same(sheets(CASES[name], "a4", "standard"))


@pytest.mark.parametrize("language", ["ar", "ko"])
@pytest.mark.parametrize(("paper", "variant"), [("a4", "standard"), ("a5-booklet", "standard")])
def test_every_language_is_the_same(language: str, paper: str, variant: str) -> None:
    """So do sheets that read from right to left, and scripts of thousands of letters."""
    assert_same(sheets(CASES["short"], paper, variant, language))


@pytest.mark.parametrize("name", ["unbranded", "short"])
def test_a_sheet_without_fields_is_the_same(name: str) -> None:
    """One with no field of its own takes the form of a letterhead, where that has one."""
    page = page_in("en")
    page = replace(page, body=re.sub(r"<input[^>]*>", "", page.body))
    made = sheets(CASES[name], "a4", "standard", page=page)
    assert_same(made)
    with pikepdf.open(io.BytesIO(made.dressed)) as pdf:
        assert ("/AcroForm" in pdf.Root) == (name == "unbranded")


def test_a_field_that_is_called_as_one_of_a_letterhead() -> None:
    """Each keeps what is typed into it for itself."""
    page, whose = page_in("en"), CASES["unbranded"]
    page = replace(page, body=page.body.replace('name="done"', 'name="contact-1"'))
    edition = edition_of(page, whose)
    source = DESK.composer(page, {edition: whose}).source(page, edition, whose, furniture(page))
    assert source.livery
    template = rendered(source.job)
    (dressed,) = dress(template.pdf, [source.livery], template.seams)
    assert structure_problems(dressed) == ()
    with pikepdf.open(io.BytesIO(dressed)) as pdf:
        names = form_of(pdf)[0]
    assert "contact-1" in names
    assert len(set(names)) == len(names) > 2


def test_a_pack_is_dressed_as_a_whole() -> None:
    """In a pack of an unbranded clinic each sheet has its own lines to write on, and its fields."""
    made = sheets(CASES["unbranded"], "a4", "standard")
    parts = [("One", made.template.pdf), ("Two", made.template.pdf), ("Both", made.dressed)]
    (pack,) = dress(merge(parts, "All", "en"), [made.livery])
    assert structure_problems(pack) == ()
    with pikepdf.open(io.BytesIO(pack)) as pdf:
        names = [str(field.T) for field in pdf.Root.AcroForm.Fields]
        with pikepdf.open(io.BytesIO(made.dressed)) as sheet:
            assert len(names) == 3 * len(sheet.Root.AcroForm.Fields) > 6
        assert len(set(names)) == len(names)
        fonts = pdf.Root.AcroForm.DR.Font
        assert len({font.objgen for font in fonts.values()}) == 2
        shown = [field.AP.N for field in pdf.Root.AcroForm.Fields if field.FT == "/Tx"]
        written_in = {f.objgen for form in shown for f in form.Resources.Font.values()}
        assert written_in <= {font.objgen for font in fonts.values()}
