"""Sheets are dressed right, or laid out in full, or refused: never wrong in silence."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import presses
import pytest
from clinics import SHORT_CONTACT, clinic, drawing
from laid_out import rendered
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from presses import Desk, edition_of, order_of, page_in
from sphinx_handouts.finishing.dressing import dress
from sphinx_handouts.finishing.fillings import fillings
from sphinx_handouts.finishing.opening import Template, seams_of
from sphinx_handouts.finishing.pdftree import elements, kids_of
from sphinx_handouts.press import clinic_sheets, orders
from sphinx_handouts.press.workers import craft
from sphinx_handouts.press.workers.work import Job, Result, work
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.jobs import DressJob, DressJobs
from sphinx_handouts.records.rendered import Failed
from sphinx_handouts.records.slots import ACCENT, Livery
from sphinx_handouts.sheets.templates import HouseStyle
from sphinx_handouts.storage.cache import Cache
from tagged import opened
from twin_sheets import FEW, different, spoken

PAGE = page_in("en")


def named(name: str, number: int, **others: Any) -> Clinic:
    """Return a clinic with a name and a telephone of its own."""
    contact = SHORT_CONTACT | {"phone": f"01632 96000{number}"}
    whose = clinic(name, contact, drawing(40, 10 + number), **others)
    return replace(whose, key=name.lower())


ASH, BEECH, CEDAR = (
    named(name, number, palette={"accent": f"#1{number}3a5b"})
    for number, name in enumerate(("Ash", "Beech", "Cedar"), 1)
)
TREES = (ASH, BEECH, CEDAR)


@cache
def template_and_liveries() -> tuple[bytes, dict[str, Livery]]:
    """Lay a sheet out, and the letterheads of three clinics."""
    desk = Desk(Path("nowhere"))
    composer = desk.composer(PAGE, {edition_of(PAGE, whose): whose for whose in TREES})
    made = [order_of(PAGE, whose, composer) for whose in TREES]
    assert len({order.key for order in made}) == 1
    job: Any = made[0].source
    liveries = {w.key: o.livery for w, o in zip(TREES, made, strict=True) if o.livery}
    return rendered(job).pdf, liveries


# --- the same bytes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "batches",
    [
        (["ash"], ["beech"], ["cedar"]),
        (["ash", "beech"], ["cedar"]),
        (["cedar", "beech", "ash"],),
    ],
    ids=["alone", "two and one", "the other way round"],
)
def test_who_else_is_dressed_does_not_show(batches: Sequence[Sequence[str]]) -> None:
    """A sheet has the same bytes whoever was dressed before it, and in however many batches."""
    template, liveries = template_and_liveries()
    expected = dict(zip(liveries, dress(template, liveries.values()), strict=True))
    assert len(set(expected.values())) == 3
    for batch in batches:
        fillings.cache_clear()
        made = list(dress(template, [liveries[key] for key in batch]))
        assert made == [expected[key] for key in batch]


def test_lines_to_write_on_leave_nothing_behind() -> None:
    """The fields of a sheet that is nobody's do not show on the one that is dressed after it."""
    nobody, nameless = (
        replace(clinic("", contact), key=key)
        for key, contact in (("nobody", {}), ("nameless", SHORT_CONTACT))
    )
    desk, both = Desk(Path("nowhere")), (nobody, nameless)
    composer = desk.composer(PAGE, {edition_of(PAGE, whose): whose for whose in both})
    made = [order_of(PAGE, whose, composer) for whose in both]
    assert made[0].key == made[1].key
    job: Any = made[0].source
    template, liveries = rendered(job).pdf, [order.livery for order in made if order.livery]
    alone = [next(dress(template, [livery])) for livery in liveries]
    assert list(dress(template, liveries)) == alone
    assert list(dress(template, liveries[::-1])) == alone[::-1]
    assert len({len(pdf) for pdf in alone}) == 2


def test_where_a_template_is_open_is_kept(tmp_path: Path) -> None:
    """The cache keeps where a template is open, as it would be found in it."""
    desk = Desk(tmp_path)
    composer = desk.composer(PAGE, {edition_of(PAGE, ASH): ASH})
    order = order_of(PAGE, ASH, composer)
    source: Any = order.source
    made = rendered(source)
    cache = Cache(tmp_path / "cache", 1 << 30)
    cache.put(order.key, made)
    kept = cache[order.key]
    assert kept.seams == made.seams == seams_of(kept.pdf)
    assert order.livery
    found, known = (next(dress(kept.pdf, [order.livery], seams)) for seams in (None, kept.seams))
    assert found == known


DRESS = """
import hashlib, pickle, sys
from sphinx_handouts.press.workers.work import work
job = pickle.load(sys.stdin.buffer)
made = work(job)
print(*(hashlib.sha256(made.body + ending).hexdigest() for ending in made.endings))
"""


def test_same_bytes_from_run_to_run() -> None:
    """Another process, with another order of its sets, dresses sheets in the same bytes."""
    template, liveries = template_and_liveries()
    job = DressJob(template, tuple(liveries.values()))
    made = work(job)
    here = [hashlib.sha256(made.body + ending).hexdigest() for ending in made.endings]
    for seed in ("1", "2"):
        there = subprocess.run(
            [sys.executable, "-c", DRESS],
            input=pickle.dumps(job),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert there.stdout.decode().split() == here


def test_batches_of_the_press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The press dresses in batches of any size; the sheets are the same, and laid out once."""
    made = []
    for size in (1, 2, 32):
        monkeypatch.setattr(clinic_sheets, "BATCH", size)
        desk = Desk(tmp_path / str(size))
        tally = desk.print([PAGE], TREES)
        assert (tally.rendered, tally.dressed, tally.failed, tally.findings) == (3, 3, 0, [])
        assert sum(1 for _ in (desk.folder / "cache").rglob("*.entry")) == 1
        made.append({entry.path: desk.pdf(entry) for entry in tally.entries})
    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize("most", [1, 4, 12])
def test_what_breaks_a_worker_keeps_no_other_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Templates are sent to a worker together: one that breaks it fails alone, for its clinics."""
    sent: list[int] = []
    wrong: list[DressJob] = []

    def breaking(job: Job) -> Result:
        if isinstance(job, DressJobs):
            sent.append(sum(len(one.liveries) for one in job.jobs))
            wrong[:] = wrong or job.jobs[:1]
            if wrong[0] in job.jobs:
                return Failed("it broke")
        return work(job)

    monkeypatch.setattr(clinic_sheets, "PARCEL", most)
    monkeypatch.setattr(clinic_sheets, "BATCH", 2)
    monkeypatch.setattr(presses, "HERE", presses.Here(breaking, lambda: None, (), 1))
    tally = Desk(tmp_path).print([PAGE, page_in("en", "rest")], TREES)
    assert (tally.rendered, tally.dressed, tally.failed) == (4, 4, 2)
    (finding,) = tally.findings
    assert finding.message.endswith("no PDF was made: it broke")
    assert sent == {1: [2, 2, 1, 1], 4: [4, 2, 2, 2], 12: [6, 2, 2, 1, 1]}[most]


# --- planted faults -------------------------------------------------------------------------------


def shifted(form: Any) -> None:
    """Move a room to the side, off the page."""
    *rest, x, y = (float(value) for value in form.Matrix)
    form.Matrix = Array([*rest, x + 300, y])


def clipped(form: Any) -> None:
    """Show but the left part of a room."""
    left, bottom, right, top = (float(value) for value in form.BBox)
    form.BBox = Array([left, bottom, left + (right - left) / 5, top])


def emptied(form: Any) -> None:
    """Draw nothing in a room."""
    form.write(b"")


def references(pdf: Pdf, form: Any) -> list[tuple[Any, Any]]:
    """Return the elements of what is drawn by a form, with their references to it."""
    return [
        (element, kid)
        for element in elements(pdf.Root.StructTreeRoot)
        for kid in kids_of(element)
        if isinstance(kid, Dictionary) and "/Stm" in kid and kid.Stm.objgen == form.objgen
    ]


def without_elements(form: Any, pdf: Pdf) -> None:
    """Leave what stands in a room out of the tree."""
    for element, _kid in references(pdf, form):
        element.K = Array()


def swapped(form: Any, pdf: Pdf) -> None:
    """Let the elements of a room refer to each other's content."""
    kids = [kid for _element, kid in references(pdf, form)]
    numbers = [int(kid.MCID) for kid in kids]
    for kid, number in zip(kids, reversed(numbers), strict=True):
        kid.MCID = number


def without_ways_back(form: Any, pdf: Pdf) -> None:
    """Let nothing lead from what is drawn in a room to its elements."""
    row = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)[int(form.StructParents)]
    for place in range(len(row)):
        row[place] = None


FAULTS: dict[str, Callable[..., None]] = {
    "shifted off the page": lambda form, _pdf: shifted(form),
    "clipped away": lambda form, _pdf: clipped(form),
    "not drawn": lambda form, _pdf: emptied(form),
    "left out of the tree": without_elements,
    "ids swapped": swapped,
    "no way back": without_ways_back,
}


class Bodiless(Template):
    """A template of whose file nothing stands in that of a sheet as it is."""

    body = b""


def spoil(monkeypatch: pytest.MonkeyPatch, change: Callable[[Pdf], None]) -> None:
    """Let each sheet be wrong when it is dressed; each is read back."""

    def wrongly(template: Template, liveries: Sequence[Livery]) -> Iterator[bytes]:
        for data in dress(template.data, liveries, template.seams):
            with pikepdf.open(io.BytesIO(data)) as pdf:
                change(pdf)
                pdf.save(file := io.BytesIO())
            yield file.getvalue()

    monkeypatch.setattr(craft, "endings_of", wrongly)
    monkeypatch.setattr(craft, "Template", Bodiless)
    monkeypatch.setattr(orders, "SAMPLE", 1)


@pytest.mark.parametrize("room", ["masthead", "contact"])
@pytest.mark.parametrize("fault", FAULTS)
def test_planted_faults_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, room: str
) -> None:
    """Where a sheet is dressed wrongly, its sample is refused, with what cannot be read."""

    def change(pdf: Pdf) -> None:
        forms = [t for t in pdf.objects if isinstance(t, Stream) and t.get("/Room") == f"/{room}"]
        assert forms
        for form in forms:
            FAULTS[fault](form, pdf)

    spoil(monkeypatch, change)
    tally = Desk(tmp_path).print([PAGE], [ASH])
    assert tally.entries == []
    assert (tally.rejected, tally.dressed) == (1, 0)
    assert tally.findings


def test_a_room_that_is_drawn_twice_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is what is drawn once more where it was drawn already, or elsewhere."""

    def twice(pdf: Pdf) -> None:
        pdf.pages[0].contents_add(b"q 0.75 0 0 -0.75 0 700 cm /Slot0 Do Q")

    spoil(monkeypatch, twice)
    tally = Desk(tmp_path).print([PAGE], [ASH])
    assert tally.entries == []
    assert tally.rejected == 1


def test_right_samples_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet that is right is read back and published."""
    monkeypatch.setattr(orders, "SAMPLE", 1)
    tally = Desk(tmp_path).print([PAGE], [ASH])
    assert (len(tally.entries), tally.dressed, tally.rejected) == (1, 1, 0)


# --- the colour that stands in --------------------------------------------------------------------


def picture(colour: str, alternative: str = "A square") -> str:
    """Return a picture in a colour."""
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' width='9' height='9'>"
        f"<rect width='9' height='9' fill='{colour}'/></svg>"
    )
    data = base64.b64encode(svg.encode()).decode()
    return f'<p><img alt="{alternative}" src="data:image/svg+xml;base64,{data}"></p>'


COLOURED = {
    "a picture": (picture(ACCENT), ""),
    "a picture of another colour": (picture("#abc") + picture("#FE01DC", "Another"), ""),
    "a style sheet": ("", f"h2 {{ color: {ACCENT} }}"),
    "numbers in a style sheet": ("", "h2 { color: rgb(254, 1, 220) }"),
    "a shade of the accent": ("", "h2 { background: linear-gradient(var(--accent), white) }"),
    "what shines through": (
        "",
        "h2::after { opacity: 0.5; content: ''; border: 2pt solid var(--accent) }",
    ),
}


@pytest.mark.parametrize("case", COLOURED)
def test_an_author_may_use_the_colour_that_stands_in(case: str, tmp_path: Path) -> None:
    """A colour that cannot be exchanged, or is meant, lets the sheet be laid out in full."""
    more, css = COLOURED[case]
    (own := tmp_path / "own.css").write_text(css)
    page = page_in("en", more=more)
    desk = Desk(tmp_path, HouseStyle(own_css=(own,)))
    composer = desk.composer(page, {edition_of(page, ASH): ASH})
    tally = desk.print([page], [ASH])
    order = order_of(page, ASH, composer)
    assert sum(tally.whole.values()) + (order.livery is None) == 1
    assert tally.dressed == 0
    assert [finding.message for finding in tally.findings] == []
    whole = order.in_full() if order.in_full else order.source
    assert desk.pdf(tally.entries[0]) == rendered(whole).pdf


# --- own style sheets -----------------------------------------------------------------------------

OWN_CSS = {
    "hides a room": ".contact { display: none }",
    "hides what stands in it": ".room--contact { visibility: hidden }",
    "hides pictures": ".sheet img { display: none }",
    "draws pictures small": ".sheet main img { width: 30mm }",
    "another height than on the letterhead": "h1 ~ .contact .room { height: 60mm }",
    "another width than on the letterhead": "h1 ~ .contact { margin-right: 40mm }",
    "turned": ".room--contact { transform: rotate(180deg) }",
    "a little turned": ".room--masthead { transform: rotate(3deg) }",
    "smaller": ".room--contact { transform: scale(0.9) }",
    "shining through": ".contact { opacity: 0.6 }",
    "off the page": "h1 ~ .contact { position: absolute; left: 300mm }",
    "cut off": "h1 ~ .contact { height: 10mm; overflow: hidden }",
    "a frame": ".contact { border: 2pt solid black; padding: 3mm }",
    "a margin": ".contact { margin: 12mm 0 0 20mm }",
    "other letters beside others": "h1 ~ .contact .contact__row { font-style: italic }",
    "another colour beside others": "h1 ~ .contact .contact__row { color: #b00 }",
    "less beside others": "h1 ~ .contact .contact__row + .contact__row { display: none }",
    "more beside others": "h1 ~ .contact .contact__row::after { content: '!' }",
    "other letters": ".room .contact__row { letter-spacing: 0.5pt; font-style: italic }",
}
"""What a project may do to the rooms."""


@pytest.mark.parametrize("case", OWN_CSS)
def test_own_css_never_leads_to_a_wrong_sheet(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a style sheet does to a room: the sheet is the whole one, or an error is told."""
    monkeypatch.setattr(orders, "SAMPLE", 1)
    (own := tmp_path / "own.css").write_text(OWN_CSS[case])
    desk = Desk(tmp_path, HouseStyle(own_css=(own,)))
    composer = desk.composer(PAGE, {edition_of(PAGE, ASH): ASH})
    order = order_of(PAGE, ASH, composer)
    tally = desk.print([PAGE], [ASH])
    assert order.in_full
    whole = rendered(order.in_full())
    if whole.misprints or whole.problems:
        assert tally.entries == []
        assert all("\ue000" not in finding.message for finding in tally.findings)
        assert tally.findings
        return
    pdf = desk.pdf(tally.entries[0])
    assert different(pdf, whole.pdf) < FEW
    assert spoken(pdf) == spoken(whole.pdf)


# --- own templates --------------------------------------------------------------------------------


def own_page(folder: Path, old: str, new: str) -> Desk:
    """Return a desk with a page template of its own."""
    import sphinx_handouts

    templates = Path(sphinx_handouts.__file__).parent / "templates/print"
    text = (templates / "page.html").read_text("utf-8")
    assert old in text
    (folder / "own").mkdir()
    (folder / "own/page.html").write_text(text.replace(old, new), "utf-8")
    return Desk(folder, HouseStyle((str(folder / "own"),)))


END = "{{ body | safe }}"
OUTSIDE = {
    "contacts": ("{{ brand.contact.email }}", "hello@example.org"),
    "a name": ("{{ brand.name }}", "Ash"),
    "the key": ('{% if clinic.key == "ash" %}Only at Ash{% endif %}', "Only at Ash"),
    "the folder": ("{{ edition.brand }}", "ash"),
    "capitals": ("{{ brand.name | upper }}", "ASH"),
    "a text alternative": ('<img alt="{{ brand.name }}" src="{{ clinic.logo }}">', ""),
}


@pytest.mark.parametrize("case", OUTSIDE)
def test_own_template_that_uses_the_brand(case: str, tmp_path: Path) -> None:
    """Where a template uses the brand outside its rooms, sheets are laid out for each clinic."""
    words, shown = OUTSIDE[case]
    desk = own_page(tmp_path, END, f"{END}<p>Ask: {words}</p>")
    composer = desk.composer(PAGE, {edition_of(PAGE, whose): whose for whose in TREES})
    made = [order_of(PAGE, whose, composer) for whose in TREES]
    wholes = 1 if case == "the key" else 3  # the others print nothing of theirs
    assert [order.livery is None for order in made] == [number < wholes for number in range(3)]
    reason = "a template of your own uses the brand outside its rooms"
    assert composer.reasons == {reason: wholes}
    html: Any = made[0].source
    assert f"Ask: {shown}" in html.html
    tally = desk.print([PAGE], [ASH, BEECH])
    assert (len(tally.entries), tally.dressed, tally.findings) == (2, 2 - min(2, wholes), [])
    ashs = next(entry for entry in tally.entries if entry.edition.brand == ASH.key)
    with opened(desk.pdf(ashs)) as pdf:
        assert str(pdf.docinfo.Author) == "Ash"


def test_own_template_that_does_not(tmp_path: Path) -> None:
    """One that leaves the brand to its rooms is laid out once, and dressed."""
    desk = own_page(tmp_path, END, f"{END}<p>The words of our own.</p>")
    composer = desk.composer(PAGE, {edition_of(PAGE, whose): whose for whose in TREES})
    assert len({order_of(PAGE, whose, composer).key for whose in TREES}) == 1
    assert composer.reasons == {}
    tally = desk.print([PAGE], TREES)
    assert (tally.dressed, tally.whole, tally.findings) == (3, {}, [])
    assert sum(1 for _ in (tmp_path / "cache").rglob("*.entry")) == 1


def test_own_template_without_a_room(tmp_path: Path) -> None:
    """A template that prints no masthead at all is right, too."""
    desk = own_page(tmp_path, '{% include "masthead.html" %}', "")
    tally = desk.print([PAGE], TREES)
    assert (len(tally.entries), tally.findings) == (3, [])


# --- what does not fit ----------------------------------------------------------------------------


def changed_letterhead(livery: Livery, change: Callable[[Pdf], None]) -> Livery:
    """Return a clinic whose letterhead is another."""
    with pikepdf.open(io.BytesIO(livery.pdf)) as pdf:
        change(pdf)
        pdf.save(file := io.BytesIO())
    return replace(livery, pdf=file.getvalue())


def test_letterhead_with_a_link_is_refused() -> None:
    """Where a link of it leads on a sheet is not known."""
    template, liveries = template_and_liveries()

    def add_link(pdf: Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])

    result = work(DressJob(template, (changed_letterhead(liveries["ash"], add_link),)))
    assert result == Failed("a letterhead holds a link", undressable=True)


def test_what_a_letterhead_says_in_another_language() -> None:
    """The language of a part of it goes with it into the sheet."""
    template, liveries = template_and_liveries()

    def say_in_welsh(pdf: Pdf) -> None:
        for element in elements(pdf.Root.StructTreeRoot):
            if element.get("/S") == "/Span":
                element.Lang = String("cy")

    (sheet,) = dress(template, [changed_letterhead(liveries["ash"], say_in_welsh)])
    with opened(sheet) as pdf:
        languages = [str(e.get("/Lang", "")) for e in elements(pdf.Root.StructTreeRoot)]
    assert languages.count("cy") > 1


def test_letterhead_of_another_size_is_refused() -> None:
    """A worker says of a letterhead for other paper that it does not fit, and makes nothing."""
    template, liveries = template_and_liveries()
    room = liveries["ash"].rooms[0]
    rooms = (replace(room, width=room.width - 1), *liveries["ash"].rooms[1:])
    result = work(DressJob(template, (replace(liveries["ash"], rooms=rooms),)))
    assert isinstance(result, Failed)
    assert result.undressable
    assert "masthead has another size" in result.reason
