"""The pictures of the health page, as SVG that takes its colours from the page."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

WIDTH = 720
_EDGE = 24
_STEP = 0.25
"""Grades this near to each other share a column."""
_DOT = 5


@dataclass(frozen=True, slots=True)
class Dot:
    """One page or handout in a picture."""

    name: str
    kind: str
    """``page`` or ``handout``: also its class and shape."""
    value: float


def grades(dots: Sequence[Dot], limit: float, name: str) -> str:
    """Draw how the reading grades are spread, and the limit."""
    top = math.ceil(max([limit + 1, *(dot.value + 0.5 for dot in dots)], default=1))
    columns = Counter(_column(dot.value) for dot in dots)
    height = (max(columns.values(), default=1) + 1) * (2 * _DOT + 2) + 52
    ground = height - 36
    picture = _picture(height, f"{name}: {_told(dots, limit)}")

    def x(value: float) -> float:
        return _EDGE + value / top * (WIDTH - 2 * _EDGE)

    _line(picture, "axis", (_EDGE, ground), (WIDTH - _EDGE, ground))
    for grade in range(top + 1):
        _text(picture, "tick", (x(grade), ground + 16), str(grade))
    if limit:
        _line(picture, "limit", (x(limit), 18), (x(limit), ground))
        _text(picture, "limit-word", (x(limit), 12), f"limit {limit:g}")
    heights: Counter[int] = Counter()
    for dot in sorted(dots, key=lambda dot: (dot.kind, dot.value)):
        column = _column(dot.value)
        heights[column] += 1
        middle = ground - heights[column] * (2 * _DOT + 2) + _DOT
        over = " over" if limit and dot.value > limit else ""
        mark = _mark(picture, dot.kind + over, (x(column * _STEP), middle))
        ET.SubElement(mark, "title").text = f"{dot.name}: {dot.value}"
    return _written(picture)


def reviews(dates: Iterable[tuple[str, dt.date]], today: dt.date) -> str:
    """Draw when reviews are due: a lane for each kind, a disc for each date with its count."""
    dates = list(dates)
    counts = Counter(dates)
    first = min([today, *(date for _kind, date in dates)])
    last = max([today + dt.timedelta(days=365), *(date for _kind, date in dates)])
    span = (last - first).days * 1.04
    lanes = {"page": 58, "handout": 130}
    ground = 176
    told = ", ".join(f"{count} on {date}" for (_kind, date), count in sorted(counts.items()))
    picture = _picture(ground + 34, f"Reviews: {told or 'none is planned'}. Today is {today}.")

    def x(date: dt.date) -> float:
        return 96 + (date - first).days / span * (WIDTH - 96 - _EDGE)

    for year in range(first.year + 1, last.year + 1):
        _line(picture, "grid", (x(dt.date(year, 1, 1)), 26), (x(dt.date(year, 1, 1)), ground))
        _text(picture, "tick", (x(dt.date(year, 1, 1)), ground + 16), str(year))
    for kind, y in lanes.items():
        _line(picture, "axis", (96, y), (WIDTH - _EDGE, y))
        _text(picture, "lane", (0, y + 4), f"{kind}s")
    _line(picture, "limit", (x(today), 20), (x(today), ground))
    _text(picture, "limit-word", (x(today), 12), "today")
    for (kind, date), count in sorted(counts.items()):
        radius = min(10 + 1.6 * math.sqrt(count), 24)
        late = " over" if date < today else ""
        disc = _disc(picture, kind + late, (x(date), lanes[kind]), radius)
        ET.SubElement(disc, "title").text = f"{count} {kind}s: {date}"
        _text(picture, "tick", (x(date), lanes[kind] + radius + 14), str(date))
        _text(picture, "count", (x(date), lanes[kind] + 4.5), str(count))
    return _written(picture)


def _column(value: float) -> int:
    return round(value / _STEP)


def _told(dots: Sequence[Dot], limit: float) -> str:
    """Say in words what the picture shows."""
    if not dots:
        return "nothing was measured."
    values = [dot.value for dot in dots]
    over = sum(value > limit for value in values) if limit else 0
    words = f"from {min(values)} to {max(values)} in {len(dots)} texts"
    return f"{words}; {over} above the limit of {limit:g}." if limit else f"{words}."


# --- marks --------------------------------------------------------------------------------------

Place = tuple[float, float]


def _picture(height: float, told: str) -> ET.Element:
    box = f"0 0 {WIDTH} {height:g}"
    return ET.Element("svg", {"viewBox": box, "role": "img", "aria-label": told})


def _written(picture: ET.Element) -> str:
    return ET.tostring(picture, "unicode")


def _line(picture: ET.Element, css: str, start: Place, end: Place) -> None:
    places = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    numbers = {key: f"{value:g}" for key, value in places.items()}
    ET.SubElement(picture, "line", {"class": css, **numbers})


def _text(picture: ET.Element, css: str, place: Place, words: str) -> None:
    numbers = {"x": f"{place[0]:g}", "y": f"{place[1]:g}"}
    ET.SubElement(picture, "text", {"class": css, **numbers}).text = words


def _disc(picture: ET.Element, css: str, place: Place, radius: float) -> ET.Element:
    numbers = {"cx": f"{place[0]:g}", "cy": f"{place[1]:g}", "r": f"{radius:g}"}
    return ET.SubElement(picture, "circle", {"class": css, **numbers})


def _mark(picture: ET.Element, css: str, place: Place) -> ET.Element:
    """Draw a disc for a page and a diamond for a handout: shape tells them apart without colour."""
    if css.startswith("page"):
        return _disc(picture, css, place, _DOT)
    x, y = place
    reach = _DOT + 1
    points = f"{x:g},{y - reach:g} {x + reach:g},{y:g} {x:g},{y + reach:g} {x - reach:g},{y:g}"
    return ET.SubElement(picture, "polygon", {"class": css, "points": points})
