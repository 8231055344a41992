"""Draw the guide's one data figure, `figures/benefit.svg`, from `figures/benefit.csv`.

It has a form for print and the web, and one for large print, whose text is larger on the page.

In the CSV, a difference is how many points better than usual care a massage group did. A week for
which the study's summary has no number carries a note instead, and the figure says it in words:
nothing is guessed.
"""

import csv as csvlib
import io
import os
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, ACCENT, RULE = "#1a2b33", "#0b5563", "#4a5b63"
MEASURE = "daily tasks"  # the other measure has a scale of its own, so it stays in the CSV
NUMBERS = ("difference", "ci_low", "ci_high")
MARKERS = "os"  # one shape a group, so that nothing hangs on colour
# Matplotlib's own font only measures, the same everywhere; readers get the guide's fonts.
MEASURING: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "benefit",
    "font.family": "DejaVu Sans",
}
FONTS = "Noto Sans, Open Sans, sans-serif"

SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Form:
    """Where things stand in a form of the figure, in units of its view box, from the top left."""

    size: tuple[int, int]
    text: int
    heading: int
    headings: dict[int, int]
    """The baseline of the heading of each week."""
    plot: tuple[int, int, int, int]
    """Left, bottom, width and height of the plot."""
    line: int
    """From one line of text to the next."""


# At 80 mm height, text of 16 prints at 9 pt, and in large print, at 140 mm height, 20 at 16.5 pt.
FORMS = {
    "": Form((480, 400), 16, 18, {10: 56, 26: 252, 52: 316}, (210, 156, 252, 84), 22),
    ".large-print": Form((560, 480), 20, 22, {10: 68, 26: 304, 52: 382}, (262, 186, 276, 96), 26),
}


@dataclass(frozen=True)
class Row:
    """One line of the CSV: a measured difference with its interval, or a note."""

    week: int
    group: str
    difference: float
    ci_low: float
    ci_high: float
    note: str

    @property
    def sentence(self) -> str:
        """The row in words, for the text alternative."""
        return self.note or (
            f"{self.group}: {self.difference:g} points better "
            f"(likely range {self.ci_low:.1f} to {self.ci_high:.1f})."
        )


def draw_benefit(csv: Path, out: Path) -> None:
    """Draw `csv` as the SVG file `out` and its forms; what did not change is left untouched."""
    rows = read_rows(csv)
    for name, form in FORMS.items():
        with matplotlib.rc_context({**MEASURING, "font.size": form.text}):
            svg = plain_svg(draw(rows, form), describe(rows), form)
        write_if_changed(out.with_suffix(f"{name}{out.suffix}"), svg)


def read_rows(csv: Path) -> list[Row]:
    """Read the rows of the measure that the figure shows."""
    with csv.open(encoding="utf-8", newline="") as lines:
        return [
            to_row(record) for record in csvlib.DictReader(lines) if record["measure"] == MEASURE
        ]


def to_row(record: dict[str, str]) -> Row:
    """Type a record; the numbers that a note stands in for are not-a-number."""
    difference, ci_low, ci_high = (float(record[name] or "nan") for name in NUMBERS)
    return Row(int(record["week"]), record["group"], difference, ci_low, ci_high, record["note"])


def describe(rows: Sequence[Row]) -> str:
    """Put the figure into words: its text alternative."""
    weeks = sorted({row.week for row in rows})
    told = (
        " ".join([f"At {week} weeks.", *(row.sentence for row in rows if row.week == week)])
        for week in weeks
    )
    return "Daily tasks, compared with usual care. " + " ".join(told)


def draw(rows: Sequence[Row], form: Form) -> Figure:
    """Draw time down the side, and numbers where the study gives them, words where it does not."""
    width, height = form.size
    figure = Figure(figsize=(width / 72, height / 72))
    write(figure, 12, 24, "Massage compared with usual care", size=form.heading, weight="bold")
    for week, y in form.headings.items():
        write(figure, 40, y, f"At {week} weeks", size=form.heading, weight="bold")
        note = " ".join(row.note for row in rows if row.week == week)
        for number, line in enumerate(textwrap.wrap(note, 46), start=1):
            write(figure, 40, y + form.line * number, line)
    write(figure, 40, height - 10, "Weeks 26 and 52: no numbers in the summary.", color=RULE)
    draw_time(figure, form)
    draw_points(figure, [row for row in rows if not row.note], form)
    return figure


def write(figure: Figure, x: float, y: float, text: str, **style: Any) -> None:
    """Write text with its baseline at (x, y), counted in view box units from the top left."""
    width, height = figure.get_size_inches() * 72
    figure.text(x / width, 1 - y / height, text, **{"color": INK, **style})


def draw_time(figure: Figure, form: Form) -> None:
    """Draw the line of time, with a knot for each week."""
    width, height = form.size
    knots = [height - y + 6 for y in form.headings.values()]
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    axes.plot(
        [20] * len(knots), knots, "o-", color=ACCENT, linewidth=4, markersize=14, clip_on=False
    )


def draw_points(figure: Figure, rows: Sequence[Row], form: Form) -> None:
    """Mark each group's difference on its likely range, and name both at the line itself."""
    left, bottom, wide, high = form.plot
    width, height = form.size
    box = (left / width, 1 - bottom / height, wide / width, high / height)
    axes = figure.add_axes(box, xlim=(0, 4.6), ylim=(-0.1, 2))
    for row, y, marker in zip(rows, (1.4, 0.5), MARKERS, strict=True):
        likely = [row.ci_low, row.ci_high]
        axes.plot(likely, [y, y], color=ACCENT, linewidth=3, clip_on=False)
        axes.plot(row.difference, y, marker, color=ACCENT, markersize=13, clip_on=False)
        number = axes.text(row.ci_high + 0.12, y, f"{row.difference:g}", color=INK, weight="bold")
        number.set_verticalalignment("center_baseline")
    axes.set_yticks([1.4, 0.5], [row.group for row in rows], color=INK)
    draw_scale(axes)
    below = bottom + form.text + form.line + 4
    end = left + wide
    write(figure, end, below, "Points better on a score for daily tasks", ha="right")
    marks = "Mark: the average. Bar: the likely range."
    write(figure, end, below + form.line, marks, ha="right", color=RULE)


def draw_scale(axes: Axes) -> None:
    """Draw the scale of points, and the line at 0: no better than usual care."""
    axes.set_xticks(range(5), ["0", "1", "2", "3", "4"], color=INK)
    axes.tick_params(length=0, pad=7)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set(color=INK, linewidth=1.5)


def plain_svg(figure: Figure, description: str, form: Form) -> bytes:
    """Save the figure as bare SVG, with a title and a description, that can be inlined anywhere."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None})
    root = ET.fromstring(drawn.getvalue())
    for leftover in root.findall(f"{{{SVG}}}metadata") + root.findall(f"{{{SVG}}}defs"):
        root.remove(leftover)  # Matplotlib's name, and a style sheet that would reach the page
    for element in root.iter():
        plain_element(element)
    root.attrib = {
        "viewBox": f"0 0 {form.size[0]} {form.size[1]}",
        "role": "img",
        "aria-labelledby": "benefit-title benefit-desc",
        "stroke-linejoin": "round",
    }
    root.insert(0, label("title", "Massage compared with usual care"))
    root.insert(1, label("desc", description))
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    ET.indent(root)
    return ET.tostring(root, encoding="unicode").encode() + b"\n"


def label(name: str, text: str) -> ET.Element:
    """Make a title or a description, which the root element refers to by its id."""
    element = ET.Element(f"{{{SVG}}}{name}", {"id": f"benefit-{name}"})
    element.text = text
    return element


def plain_element(element: ET.Element) -> None:
    """Turn styles into attributes; drop the names of groups and rotations by nothing."""
    for style in filter(None, element.attrib.pop("style", "").split("; ")):
        name, value = style.split(": ")
        element.set(name, FONTS if name == "font-family" else value.removesuffix("px"))
    if element.tag == f"{{{SVG}}}g":
        element.attrib.pop("id", None)
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    if "d" in element.attrib:
        element.set("d", " ".join(element.attrib["d"].split()))


def write_if_changed(out: Path, content: bytes) -> None:
    """Write at one stroke and only what is new: no half file, no needless change."""
    if out.exists() and out.read_bytes() == content:
        return
    temporary = out.with_name(f".{out.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(out)
