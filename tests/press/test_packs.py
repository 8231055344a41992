"""Packs: several sheets as one PDF to print on both sides, as accessible as each of them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docutils import nodes
from projects import Project, lay_out, pdf_text
from sheets import sheet
from sphinx_handouts.finishing.merging import merge
from sphinx_handouts.pages import nodes as own
from sphinx_handouts.press import orders
from sphinx_handouts.press.edition_orders import Composer
from sphinx_handouts.press.handout_pages import said_before
from sphinx_handouts.press.orders import Bundle, Sheet
from sphinx_handouts.press.pack_sheets import edition_in
from sphinx_handouts.press.packs import Bindery
from sphinx_handouts.press.stationery import Stationery, place_of
from sphinx_handouts.proofing.structure import structure_problems
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.edition import Edition
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.letterhead import Letterhead, Settings
from sphinx_handouts.records.page import Page
from sphinx_handouts.records.schema.brand import Brand
from sphinx_handouts.records.schema.handout import Handout, Pack
from sphinx_handouts.records.slots import Livery
from sphinx_handouts.sheets.assembly import Assembly
from sphinx_handouts.sheets.furniture import furniture
from sphinx_handouts.sheets.parts import _point
from sphinx_handouts.storage import manifest_file
from tagged import faults, fields, opened, read_aloud, structure, tags

CSS = """
@page { size: 100mm 150mm; margin: 15mm; @bottom-left { content: "Page " counter(page) } }
@page wide { size: 150mm 100mm }
h2 { break-before: page }
input { appearance: auto; display: block; width: 40mm; height: 9mm }
"""


def part(name: str, pages: int) -> tuple[str, bytes]:
    """Return a sheet: a link to its end and one to the web, a table, a field, the same names."""
    body = (
        f'<h1>{name}</h1><p>To <a href="#end">end</a> of <i lang="fr">{name}</i>.</p>'
        f'<p>To <a href="https://example.org/{name}">web</a>.</p>'
        f'<table><tr><th scope="col">Head {name}<tr><td>Cell {name}</table>'
        f'<input type="checkbox" name="tick" title="Tick {name}">'
    )
    body += "".join(f"<h2>{name} page {n}</h2>" for n in range(2, pages + 1))
    rendered = sheet(f'{body}<p id="end">End of {name}</p>', CSS)
    assert (rendered.pages, rendered.problems, rendered.log) == (pages, (), ())
    return f"Sheet {name}", rendered.pdf


@pytest.fixture(scope="module")
def parts() -> list[tuple[str, bytes]]:
    """Return sheets of one, three and two pages."""
    return [part("Ash", 1), part("Beech", 3), part("Cedar", 2)]


@pytest.fixture(scope="module")
def pack(parts: list[tuple[str, bytes]]) -> bytes:
    """Return a pack of these."""
    return merge(parts, "Three trees", "en")


def test_whole(pack: bytes) -> None:
    """Nothing is wrong with the file, nor with its structure."""
    assert faults(pack) == []
    assert structure_problems(pack) == ()


def test_pages(pack: bytes, tmp_path: Path) -> None:
    """All pages are there in their order, and each sheet begins on the front of a leaf."""
    path = tmp_path / "pack.pdf"
    path.write_bytes(pack)
    pages = [pdf_text(path, n) for n in range(1, 9)]
    heads = [re.sub(r"To .*|End of.*|Page.*", "", text).strip() for text in pages]
    beech = ["Beech", "Beech page 2", "Beech page 3"]
    assert heads == ["Ash", "", *beech, "", "Cedar", "Cedar page 2"]
    assert pages[1] == pages[5] == ""
    with opened(pack) as pdf:
        assert len(pdf.pages) == 8
        assert {tuple(map(float, page.mediabox)) for page in pdf.pages} == {
            tuple(map(float, pdf.pages[0].mediabox))
        }


@pytest.mark.parametrize("lengths", [(2, 1), (1, 1, 1), (4,), (1,)])
def test_blank_pages(lengths: tuple[int, ...]) -> None:
    """A blank page stands after a sheet with an odd number of pages, but not at the end."""
    made = merge([part(f"Tree{i}", n) for i, n in enumerate(lengths)], "Trees", "en")
    with opened(made) as pdf:
        *others, last = lengths
        assert len(pdf.pages) == sum(n + n % 2 for n in others) + last
    assert structure_problems(made) == ()


def test_bookmarks(pack: bytes) -> None:
    """There is a bookmark for each sheet, to its first page."""
    with opened(pack) as pdf, pdf.open_outline() as outline:
        places = {page.objgen: n for n, page in enumerate(pdf.pages)}
        found = [(item.title, places[item.destination[0].objgen]) for item in outline.root]
    assert found == [("Sheet Ash", 0), ("Sheet Beech", 2), ("Sheet Cedar", 6)]


def test_title_and_language(pack: bytes) -> None:
    """The pack has its own title and language, and says nothing of its first sheet alone."""
    with opened(pack) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo["/Title"]) == "Three trees"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Three trees"
            assert metadata["pdfuaid:part"] == "1"
    assert b"Ash" not in pack  # uncompressed metadata


def test_metadata_of_a_part_is_dropped() -> None:
    """What a sheet says of itself, its description and keywords, is not said of the pack."""
    head = (
        "<title>One</title><meta name=description content='About one'>"
        "<meta name=keywords content='KP-01, Version 1'>"
    )
    one = sheet("<h1>One</h1>", head=head).pdf
    with opened(one) as pdf, pdf.open_metadata() as metadata:
        assert "KP-01" in str(metadata)
    with opened(merge([("One", one)], "Pack", "en")) as pdf:
        with pdf.open_metadata() as metadata:
            assert "KP-01" not in str(metadata)
            assert "About one" not in str(metadata)
        assert {"/Keywords", "/Subject"}.isdisjoint(pdf.docinfo.keys())


def test_tags_are_kept(pack: bytes, parts: list[tuple[str, bytes]]) -> None:
    """A screen reader meets the sheets one after the other, each as it was by itself."""
    expected = ["Document"]
    for _title, data in parts:
        with opened(data) as pdf:
            expected += ["Part", *tags(pdf)[1:]]
    with opened(pack) as pdf:
        assert tags(pdf) == expected
        assert [str(e.Lang) for e in structure(pdf) if "/Lang" in e] == ["fr"] * 3
    words = [word for _title, data in parts for word in _words(data)]
    assert _words(pack) == words
    assert not [word for word in words if word.startswith("Page")]  # furniture


def _words(data: bytes) -> list[str]:
    return re.findall(r'"(.*)"', read_aloud(data))


def test_table_heads_are_told_apart(pack: bytes) -> None:
    """The cells of each sheet find the heads of their own table, whose ids are like the others'."""
    with opened(pack) as pdf:
        cells = [e for e in structure(pdf) if e.get("/S") in {"/TH", "/TD"}]
        heads = [bytes(cell.ID) for cell in cells if cell.S == "/TH"]
        assert len(set(heads)) == 3
        assert [bytes(c.A.Headers[0]) for c in cells if c.S == "/TD"] == heads


def test_parent_tree(pack: bytes) -> None:
    """Each piece of content, link and field leads back to the element that holds it."""
    with opened(pack) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        table: dict[int, Any] = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        assert len(table) == len(numbers) / 2
        assert pdf.Root.StructTreeRoot.ParentTreeNextKey == max(table) + 1
        count = 0
        for element in structure(pdf):
            kids = element.get("/K", pikepdf.Array())
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    assert table[int(element.Pg.StructParents)][kid].objgen == element.objgen
                    count += 1
        assert count > 20
        keys = []
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", ()):
                keys.append(int(annotation.StructParent))
                owner = table[keys[-1]]
                kids = [kid for kid in owner.K if isinstance(kid, pikepdf.Dictionary)]
                assert [kid.Obj.objgen for kid in kids if "/Obj" in kid] == [annotation.objgen]
        assert len(set(keys)) == len(keys) == 9


def test_links(pack: bytes) -> None:
    """A link within a sheet leads to that sheet's own end, although all have the same name."""
    ends = {0: 0, 2: 4, 6: 7}
    with opened(pack) as pdf:
        places = {page.objgen: n for n, page in enumerate(pdf.pages)}
        names = pdf.Root.Names.Dests.Names
        named = {str(names[i]): names[i + 1].D for i in range(0, len(names), 2)}
        for number, end in ends.items():
            links = [a for a in pdf.pages[number].Annots if a.Subtype == "/Link"]
            inner = [_target(link, named) for link in links if _address(link) == ""]
            assert [places[target[0].objgen] for target in inner] == [end]
        found = [_address(a) for n in ends for a in pdf.pages[n].Annots if a.Subtype == "/Link"]
        assert [a for a in found if a] == [
            f"https://example.org/{name}" for name in ("Ash", "Beech", "Cedar")
        ]


def _address(link: Any) -> str:
    return str(link.get("/A", {}).get("/URI", ""))


def _target(link: Any, named: dict[str, Any]) -> Any:
    target = link.get("/Dest", link.get("/A", {}).get("/D"))
    return target if isinstance(target, pikepdf.Array) else named[str(target)]


def test_fields(pack: bytes) -> None:
    """The fields are all in the form, each with a name of its own, where it was on its page."""
    with opened(pack) as pdf:
        found = fields(pdf)
        assert [field.page for field in found] == [0, 2, 6]
        assert [field.tooltip for field in found] == ["Tick Ash", "Tick Beech", "Tick Cedar"]
        assert len({field.name for field in found}) == 3
        form = pdf.Root.AcroForm
        assert {f.objgen for f in form.Fields} == {
            a.objgen for page in pdf.pages for a in page.obj.get("/Annots", ()) if "/FT" in a
        }
        assert "/NeedAppearances" not in form


def test_pages_of_other_shapes() -> None:
    """A blank page has the size of the page before it."""
    wide = sheet('<h1 style="page: wide">Wide</h1>', CSS).pdf
    with opened(merge([("Wide", wide), part("Ash", 1)], "Two", "en")) as pdf:
        sizes = [tuple(round(float(v)) for v in page.mediabox[2:]) for page in pdf.pages]
    assert sizes == [(425, 283), (425, 283), (283, 425)]


def test_same_bytes(pack: bytes, parts: list[tuple[str, bytes]]) -> None:
    """The same sheets make the same pack, to the byte; in another order they make another."""
    assert merge(parts, "Three trees", "en") == pack
    assert merge(parts[::-1], "Three trees", "en") != pack


# --- the builder ----------------------------------------------------------------------------------

PACKS = """
[[pack]]
slug = "walking-pack"
title = "All about walking"
handouts = ["KP-02", "KP-01"]
"""


def with_packs(project: Project, text: str = PACKS) -> Project:
    """Add packs to the catalogue of a project."""
    catalogue = project.read("handouts/catalogue.toml")
    project.edit("handouts/catalogue.toml", catalogue + text)
    return project


@pytest.fixture(scope="module")
def printed(
    rootdir: Path, tmp_path_factory: pytest.TempPathFactory, pressed: Callable[[str], Path]
) -> Project:
    """Return a project with a pack, built."""
    project = with_packs(lay_out(rootdir, "base", tmp_path_factory.mktemp("packs")))
    shutil.copytree(pressed("base"), project.folder / "_build/cache")
    project.good()
    return project


def test_pack_of_a_project(printed: Project) -> None:
    """Each brand has the pack, and what the manifest says of it is so."""
    packs = printed.manifest()["packs"]
    assert [pack["path"] for pack in packs] == [
        "clinic/en/packs/walking-pack-a4-standard.pdf",
        "plain/en/packs/walking-pack-a4-standard.pdf",
    ]
    for pack in packs:
        data = (printed.out / pack["path"]).read_bytes()
        assert pack["title"] == "All about walking"
        assert pack["handouts"] == ["KP-02", "KP-01"]
        assert pack["bytes"] == len(data)
        assert structure_problems(data) == ()
        with opened(data) as pdf:
            assert len(pdf.pages) == pack["pages"] == 3  # a page each, and the back of the first
            with pdf.open_outline() as outline:
                assert [item.title for item in outline.root] == ["Walk and rest", "Walk more"]


def test_pack_has_its_brand(printed: Project) -> None:
    """A clinic's pack is made of that clinic's sheets."""
    texts = {
        pack["brand"]: pdf_text(printed.out / pack["path"]) for pack in printed.manifest()["packs"]
    }
    assert "01632 960001" not in texts["plain"]
    assert "999" in texts["clinic"] or "Example Clinic" in texts["clinic"]


def test_pack_says_each_thing_once(printed: Project) -> None:
    """The box and a shared section are printed on the first sheet, and named on the second."""
    for pack in printed.manifest()["packs"]:
        path = printed.out / pack["path"]
        text = " ".join(pdf_text(path).split())
        assert text.count("if you cannot stand on the leg") == text.count("Walk to the gate") == 1
        second = " ".join(pdf_text(path, 3).split())
        help_is = "When to get help: see “Walk and rest” in this pack."
        assert second.count(help_is) == 2  # on top, and in place of the part
        assert "Walk a little more: see “Walk and rest” in this pack." in second
    alone = pdf_text(printed.out / "plain/en/KP-01-walk-a4-standard.pdf")
    assert "in this pack" not in alone


def test_what_has_no_name_is_printed_again() -> None:
    """What is left out is told by a name; a heading with a clinic's word, or none, gives none."""
    own_words = nodes.section("", nodes.title("", "", own.brand_value("", "999", key="emergency")))
    unnamed = [own_words, nodes.paragraph("", "No heading"), own.snippet(snippet="disclaimer")]
    for number, node in enumerate([*unnamed, nodes.section("", nodes.title("", "How to walk"))]):
        assembly = Assembly(Handout.model_construct(id="KP-01"), nodes.document(None, None))
        holder = nodes.container("", node)
        _point(assembly, {"walk": [holder]}, {"walk": "Walk and rest"})
        if number < len(unnamed):
            assert (holder.children, assembly.elsewhere) == ([node], {})
        else:
            assert holder.astext() == "How to walk: see “Walk and rest” in this pack."
            assert assembly.elsewhere == {"walk": "Walk and rest"}
        assert assembly.help_sheet == ""


def test_first_page_is_told_of_a_box_that_is_left_out() -> None:
    """A part with the get-help box is remembered by its sheet, for the first page to name."""
    box = own.snippet(snippet="get-help")
    for node in (box, nodes.section("", nodes.title("", "When to get help"), box.deepcopy())):
        assembly = Assembly(Handout.model_construct(id="KP-01"), nodes.document(None, None))
        holder = nodes.container("", node)
        _point(assembly, {"help": [holder]}, {"help": "Get help now"})
        assert assembly.help_sheet == "Get help now"
        # What is left of it is no place to end a page at, before the sources of the sheet.
        (left,) = holder.children or [holder]
        assert "in-this-pack" in left["classes"]


def test_page_of_a_pack_is_composed_by_itself(page: Page, edition: Edition) -> None:
    """A sheet that leaves a part to another sheet never takes the template of the whole one."""
    clinic = Clinic(edition.brand, Brand(name="Anytown"))
    place = place_of(edition)
    stationery = Stationery({place: Letterhead(b"", Settings())})
    composer = Composer(lambda shown, *_, **__: RenderJob(shown.body, ""), stationery)
    short = replace(page, body="<p>Short</p>", elsewhere=("walk",))
    jobs = [composer.source(one, edition, clinic, furniture(one)).job for one in (page, short)]
    assert [job.html for job in jobs if isinstance(job, RenderJob)] == [page.body, short.body]


def test_first_sheet_says_it() -> None:
    """A part is left to the first handout that has it, whichever others have it, too."""
    parts = {"A": ("a", "box"), "B": ("b", "box"), "C": ("a", "b", "box", "c")}
    handouts = [
        Handout.model_construct(id=i, title=f"Sheet {i}", parts=p) for i, p in parts.items()
    ]
    assert said_before(handouts) == {
        "A": {},
        "B": {"box": "Sheet A"},
        "C": {"a": "Sheet A", "b": "Sheet B", "box": "Sheet A"},
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            PACKS.replace("KP-01", "KP-O1"),
            'pack "walking-pack": handouts: "KP-O1" is not in the catalogue; did you mean "KP-01"?',
        ),
        (
            PACKS.replace('"KP-02", "KP-01"', '"XY-99"'),
            'pack "walking-pack": handouts: "XY-99" is not in the catalogue; '
            "the handouts are KP-01, KP-02, KP-03",
        ),
        (PACKS + PACKS, 'slug "walking-pack" stands 2 times; give each pack its own'),
        (PACKS.replace('["KP-02", "KP-01"]', "[]"), "handouts: must not be empty"),
    ],
    ids=["misspelt", "unknown", "twice", "empty"],
)
def test_wrong_pack(project: Project, text: str, sentence: str) -> None:
    """A pack that cannot be bound is an error in a sentence, and nothing is made."""
    built = with_packs(project, text).build()
    assert built.status == 2
    (line,) = built.said("handouts/catalogue.toml: ")
    assert sentence in line
    assert project.outputs() == {}


@pytest.fixture
def again(printed: Project) -> Iterator[Project]:
    """Return that project, and put its pages back afterwards."""
    before = {name: printed.read(name) for name in ("rest.md", "handouts/catalogue.toml")}
    yield printed
    for name, text in before.items():
        if printed.read(name) != text:
            printed.edit(name, text)
    printed.good()


def test_bound_again_only_when_a_part_changes(again: Project) -> None:
    """A pack is as old as its parts: an edit elsewhere leaves it, an edit of a part renews it."""
    name = "plain/en/packs/walking-pack-a4-standard.pdf"
    path = again.out / name
    first = path.stat().st_mtime_ns
    before = path.read_bytes()
    catalogue = again.read("handouts/catalogue.toml")
    again.edit("handouts/catalogue.toml", catalogue.replace('"Rest well"', '"Rest better"'))
    again.good()
    assert path.stat().st_mtime_ns == first
    again.edit("rest.md", ("Sit down for ten", "Sit down for six"))
    again.good()
    assert path.read_bytes() != before
    assert "Sit down for six" in pdf_text(path)


@pytest.mark.parametrize(
    ("what", "other"), [("rooms_digest", lambda *_rooms: "x"), ("versions", dict)]
)
def test_bound_again_by_other_programs(
    printed: Project, monkeypatch: pytest.MonkeyPatch, what: str, other: Callable[..., Any]
) -> None:
    """Where the code or a program that binds has changed, a pack does not come from the cache."""
    made = manifest_file.read(printed.out)
    assert made is not None
    pack = Pack(slug="both", title="Both", handouts=("KP-01", "KP-03"))

    def keys() -> set[str]:
        return {order.key for order in Bindery([pack], {}, printed.out).orders(made.editions)}

    before = keys()
    assert len(before) == 2
    assert keys() == before
    monkeypatch.setattr(orders, what, other)
    assert not keys() & before


def test_pack_that_leaves(again: Project) -> None:
    """A pack that is gone from the catalogue goes, and so does its empty folder."""
    again.edit("handouts/catalogue.toml", again.read("handouts/catalogue.toml").replace(PACKS, ""))
    again.good()
    assert again.manifest()["packs"] == []
    assert not list(again.out.rglob("packs"))
    again.edit("handouts/catalogue.toml", again.read("handouts/catalogue.toml") + PACKS)


def test_build_of_one_handout_leaves_packs(again: Project) -> None:
    """A build of a single handout binds nothing, and the packs stay in the manifest."""
    before = again.manifest()["packs"]
    again.edit("rest.md", ("Sit down for ten", "Sit down for nine"))
    again.good("-D", "handouts_only=KP-03")
    assert again.manifest()["packs"] == before


@pytest.mark.parametrize("plain", [False, True])
def test_templates_are_not_bound_with_whole_sheets(printed: Project, *, plain: bool) -> None:
    """A pack's own sheets are used where all are of one kind: a bare template names no clinic."""
    made = manifest_file.read(printed.out)
    assert made is not None
    pack = Pack(slug="both", title="Both", handouts=("KP-01", "KP-03"))
    entries = [entry for entry in made.editions if entry.brand == "clinic"]
    livery = None if plain else Livery("clinic", "Clinic", "#000000", b"", ())
    own = {edition_in(pack, e.edition): Sheet("own", livery) for e in entries if e.id == "KP-03"}
    (order,) = Bindery([pack], {}, printed.out, own).orders(entries)
    assert isinstance(order.source, Bundle)
    assert [part.path == "" for part in order.source.parts] == [False, plain]
