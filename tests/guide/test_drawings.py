"""The people of the guide: drawn from the table, as bodies can be, on the floor; none missing."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hosts import GUIDE, ROOT
from sphinx_handouts.project.theme_files import built_in
from sphinx_handouts.records.tables import BUILT_IN

SVG = GUIDE / "figures"
TOKENS = ROOT / "build_tools/sphinx_handouts/templates/print/tokens.css"
POINT = 0.352778  # mm


@cache
def program(name: str) -> ModuleType:
    """Import a module of the drawing program as the guide does."""
    sys.path.insert(0, str(GUIDE))
    try:
        return importlib.import_module(f"drawings.{name}")
    finally:
        sys.path.remove(str(GUIDE))


TABLE: dict[str, Any] = program("poses").read_table()
ALONE = [name for name, row in TABLE.items() if not row.is_part]
PEOPLE = [(name, number) for name, row in TABLE.items() for number, _pose in enumerate(row.poses)]


# --- the program and its table --------------------------------------------------------------------


@pytest.mark.parametrize("name", ALONE)
def test_the_drawing_is_that_of_the_table(name: str) -> None:
    """The file in the guide is what the program draws today, to the letter."""
    first, _, rest = (SVG / f"{name}.svg").read_text("utf-8").partition("\n")
    assert first == f"<!-- drawn from {program('figures')._digest()} -->"
    assert rest == program("figures").draw(name, TABLE[name])


STRIPS: dict[str, Any] = program("strips").read_strips()
COUNTS: dict[str, Any] = program("counts").read_counts()


@pytest.mark.parametrize("name", STRIPS)
def test_a_strip_shows_its_drawings_in_order(name: str) -> None:
    """It is what the program draws today: all of its people, each below its number."""
    strips = program("strips")
    first, _, rest = (SVG / f"{name}.svg").read_text("utf-8").partition("\n")
    digest = program("figures")._digest(strips.TABLE, program("poses").TABLE)
    assert first == f"<!-- drawn from {digest} -->"
    assert rest == strips.draw(name, STRIPS[name], TABLE)
    numbers = re.findall(r">(\d+)</text>", rest)
    assert numbers == [str(n) for n in range(1, len(STRIPS[name].of) + 1)]
    for part in STRIPS[name].of:
        assert "\n".join(program("figures").scene(TABLE[part])) in rest


def test_what_is_part_of_a_strip_is_in_one() -> None:
    """No row is drawn for nothing."""
    parts = {name for name, row in TABLE.items() if row.is_part}
    assert parts <= {name for strip in STRIPS.values() for name in strip.of}


@pytest.mark.parametrize("form", program("counts").FORMS, ids=lambda form: form.suffix or "print")
@pytest.mark.parametrize("name", COUNTS)
def test_dots_are_as_many_as_the_label_says(name: str, form: Any) -> None:
    """Of a hundred dots, as many are dark as the label says, in each form of the picture."""
    counts = program("counts")
    first, _, rest = (SVG / f"{name}{form.suffix}.svg").read_text("utf-8").partition("\n")
    assert first == f"<!-- drawn from {program('figures')._digest(counts.TABLE)} -->"
    assert rest == counts.draw(name, COUNTS[name], form)
    labels = re.findall(r">(\d+) of 100 ", rest)
    dots = [path.count("M") for path in re.findall(r'<path d="([^"]*)"', rest)]
    assert dots == [n for label in labels for n in (int(label), 100 - int(label))]


CARDS: dict[str, Any] = program("poses").read_rows(program("cards").TABLE, program("poses").CardRow)


@pytest.mark.parametrize("name", CARDS)
def test_the_drawing_of_a_card_is_that_of_its_page(name: str) -> None:
    """It is named like a page, square, what the program draws today, and bent as an adult bends."""
    row = CARDS[name]
    first, _, rest = (GUIDE / f"_theme/static/cards/{name}.svg").read_text("utf-8").partition("\n")
    assert first == f"<!-- drawn from {program('figures')._digest(program('cards').TABLE)} -->"
    assert rest == program("cards").draw(row)
    assert (GUIDE / f"{name}.md").is_file()
    assert row.frame[2] == row.frame[3]
    assert [pose.bent().impossible for pose in row.poses] == [[]] * len(row.poses)


def test_only_what_changed_is_drawn(tmp_path: Path) -> None:
    """A missing or outdated file is drawn, and one that is up to date is left as it is."""
    refresh = program("figures").refresh
    refresh(tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(f"{name}.svg" for name in ALONE)
    kept, outdated = tmp_path / "bridge.svg", tmp_path / "walking.svg"
    mark = kept.read_text("utf-8").partition("\n")[0]
    kept.write_text(f"{mark}\nmine", "utf-8")
    outdated.write_text("<!-- drawn from another program -->\nold", "utf-8")
    refresh(tmp_path)
    assert kept.read_text("utf-8") == f"{mark}\nmine"
    assert outdated.read_bytes() == (SVG / "walking.svg").read_bytes()


WRONG = {
    "leg = { to = [900, 0] }": 'bridge: a place "to" is .* away, and its limb is 83 long',
    "leg = { hip = 10, to = [0, 0] }": 'bridge.poses.0.leg: .* either the place "to"',
    "leg = { hip = 10, nose = 1 }": "bridge.poses.0.leg.nose: ",
}


@pytest.mark.parametrize("leg", WRONG)
def test_a_wrong_row(leg: str, tmp_path: Path) -> None:
    """A row that cannot be drawn is named, with its key and what is wrong."""
    table = tmp_path / "poses.toml"
    pose = f"hip = [0, 90]\n{leg}\narm = {{ shoulder = 0 }}\n"
    head = '[bridge]\ntitle = "T"\ndescription = "D"\nframe = [0, 0, 9, 9]\n[[bridge.poses]]\n'
    table.write_text(head + pose, "utf-8")
    with pytest.raises(ValueError, match=f"^poses.toml: {WRONG[leg]}"):
        program("poses").read_table(table)


# --- bodies ---------------------------------------------------------------------------------------


def points(paths: list[str]) -> Iterator[tuple[float, float]]:
    """Yield the points that outlines run through, or bend towards; y points up."""
    for path in paths:
        for letter, numbers in re.findall(r"([MLCQA])([^MLCQAZ]*)", path):
            values = [float(number) for number in numbers.split()]
            if letter == "A":  # before its end stand its radii and flags
                values = values[-2:]
            yield from ((x, -y) for x, y in zip(values[::2], values[1::2], strict=True))


def lowest(paths: list[str]) -> float:
    """Return how low outlines reach."""
    return min(y for _, y in points(paths))


@pytest.mark.parametrize(("name", "number"), PEOPLE)
def test_joints_bend_as_they_can(name: str, number: int) -> None:
    """No joint is bent farther than an adult bends it."""
    assert TABLE[name].poses[number].bent().impossible == []


@pytest.mark.parametrize(("name", "number"), PEOPLE)
def test_on_the_floor(name: str, number: int) -> None:
    """A person stands, sits or lies on the floor or the bed: not in it, and not in the air."""
    props = {prop.kind: prop for prop in TABLE[name].props}
    if "above" in props:
        pytest.skip("seen from above")
    flesh, person = program("flesh"), TABLE[name].poses[number].bent()
    legs = [flesh.shoe(person.leg), flesh.shoe(person.far_leg)]
    legs += [*flesh.leg(person.leg), *flesh.leg(person.far_leg)]
    arms = [*flesh.arm(person.arm), *flesh.arm(person.far_arm)]
    lies_on_bed = "bed" in props and "chair" not in props
    sits_on_edge = lies_on_bed and lowest(legs) < props["bed"].size[1] / 2
    ground = props["bed"].size[1] if lies_on_bed and not sits_on_edge else 0
    body = [*legs, flesh.trunk(person.spine), flesh.seat(person.spine)]
    assert ground - 2 <= lowest(body) <= ground + 2
    assert lowest([*body, *arms]) >= -2


@pytest.mark.parametrize(("name", "number"), PEOPLE)
def test_in_the_picture(name: str, number: int) -> None:
    """Nothing of a person is cut off by the edge of the picture."""
    flesh, person = program("flesh"), TABLE[name].poses[number].bent()
    x, y, width, height = TABLE[name].frame
    paths = [flesh.shoe(person.leg), flesh.shoe(person.far_leg), flesh.trunk(person.spine)]
    paths += [*flesh.arm(person.arm), *flesh.arm(person.far_arm), *flesh.leg(person.leg)]
    head = person.spine.joints[-1]
    corners = [(head[0] + side * 13, head[1] + up * 13) for side in (-1, 1) for up in (-1, 1)]
    for across, up in [*points(paths), *corners]:
        assert x <= across <= x + width
        assert y <= up <= y + height


# --- the exercises --------------------------------------------------------------------------------


@cache
def exercises() -> list[tuple[int, str, str]]:
    """Return number, name and text of each exercise on its page."""
    page = (GUIDE / "exercises.md").read_text("utf-8")
    parts = re.split(r"^### (\d+)\. (.+)$", page, flags=re.MULTILINE)[1:]
    return [
        (int(number), name, re.split(r"^\(ex-", text, flags=re.MULTILINE)[0])
        for number, name, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def test_exercises_are_counted() -> None:
    """There are at least twelve, numbered in their order, each with a drawing of its own."""
    assert [number for number, _, _ in exercises()] == list(range(1, len(exercises()) + 1))
    drawn = [name for _, _, text in exercises() for name in figures(text)]
    assert len(drawn) == len(set(drawn)) == len(exercises()) >= 12
    assert set(drawn) <= set(TABLE)


def figures(text: str) -> Iterator[str]:
    """Yield the names of the drawings in a text."""
    yield from re.findall(r"\{figure\} figures/([\w-]+)\.svg", text)


@pytest.mark.parametrize("number", range(len(exercises())))
def test_exercise(number: int) -> None:
    """An exercise has a picture, what it is good for, words, and an easier or a harder way."""
    _, name, text = exercises()[number]
    kind = re.search(r":figclass: beside\n\n(Strength|Movement)\n:::\n\n(.+)\n", text)
    assert kind, name
    assert 2 <= len(re.findall(r"[.!?](?:\s|$)", kind[2])) <= 4, name
    other = re.search(r"^\*\*(?:Easier|Harder):\*\* .*?(?:number (\d+).*)?$", text, re.MULTILINE)
    assert other, name
    assert not other[1] or 1 <= int(other[1]) <= len(exercises()), name


def test_strength_and_movement() -> None:
    """The exercises are not stretches alone: there are enough of both kinds, and on a chair."""
    text = "".join(text for _, _, text in exercises())
    assert len(re.findall("^Strength$", text, re.MULTILINE)) >= 5
    assert len(re.findall("^Movement$", text, re.MULTILINE)) >= 5
    assert sum("sits" in text for _, _, text in exercises()) >= 4


def test_weak_bones() -> None:
    """What rounds the back says that it is not for weak bones, and the box says so before it."""
    page = (GUIDE / "exercises.md").read_text("utf-8")
    rounding = {
        name: text for _, name, text in exercises() if "knee-hug" in text or "seated-tilt" in text
    }
    assert len(rounding) == 2
    assert all("weak bones" in text for text in rounding.values())
    assert page.index(":name: ex-weak-bones") < page.index("### 1. ")


# --- labels of figures in print -------------------------------------------------------------------

LABELLED = sorted(
    path.stem
    for path in SVG.glob("*.svg")
    if "<text" in path.read_text("utf-8") and "." not in path.stem
)
"""Every drawing that has labels, whatever it is printed on: a sheet, or the book."""
MARKED = {"body-chart": 100.0, "goal-sheet": 0.0}
"""Figures to mark with a pen, and the width that their page gives them."""
ACROSS = {*STRIPS, *COUNTS}
IN_BOOK = {"side-lying", "urgency-ladder"}
"""Figures of pages that only the book has: tall ones, in standard print."""
SMALLEST = {"standard": 9.0, "large-print": 16.0}


def token(variant: str, name: str) -> float:
    """Return a length of the print style, in millimetres."""
    css = TOKENS.read_text("utf-8") + built_in("clinic").style(BUILT_IN)
    if variant != "standard":
        css = "".join(
            part.partition("\n}")[0] for part in css.split(f":root:has(.sheet--{variant}) {{")[1:]
        )
    found = re.search(rf"--{name}: ([\d.]+)mm;", css)
    assert found
    return float(found[1])


@pytest.mark.parametrize("variant", SMALLEST)
@pytest.mark.parametrize("name", LABELLED)
def test_labels_can_be_read(name: str, variant: str) -> None:
    """No label is printed smaller than the variant allows, on A4, the narrower paper."""
    own = SVG / f"{name}.{variant}.svg"
    text = (own if own.exists() else SVG / f"{name}.svg").read_text("utf-8")
    box = re.search(r'viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"', text)
    assert box
    wide, high = map(float, box.groups())
    if name in IN_BOOK and variant != "standard":
        pytest.skip("the book is not made in large print")
    kind = "-to-mark" if name in MARKED else "-tall" if name in IN_BOOK else ""
    most = token(variant, f"figure{kind}")
    width = 210 - 2 * token(variant, "margin-side")
    if variant == "standard" and MARKED.get(name):
        width = MARKED[name]
    elif variant == "standard" and name in ACROSS:
        width = token(variant, "across")
    scale = min(width / wide, most / high)
    smallest = min(float(size) for size in re.findall(r'font-size="([\d.]+)"', text))
    assert smallest * scale / POINT >= SMALLEST[variant]
