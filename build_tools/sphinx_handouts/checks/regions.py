"""The telephone numbers of regions are looked up again, and it is known where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from ..records.finding import Finding, Kind, Severity
from ..records.tables import Line, Region
from .declaration import Check

CHECK = Check(
    Kind.REGION,
    Severity.WARNING,
    "Numbers of regions",
    "Lines are renamed and numbers change; who calls a dead number loses time. In a "
    "release build this is an error.",
    "Look the number up at its source, correct it, and write the day and the source into its row: "
    "handouts_regions in conf.py, where a row of your own takes the place of a built-in one.",
)


def check_regions(
    regions: Mapping[str, Region], today: dt.date, severity: Severity = Severity.WARNING
) -> Iterator[Finding]:
    """Yield a finding for each number of *regions* that has no day or source, or an old one."""
    for name, region in regions.items():
        for key, line in region.lines():
            for problem in _problems(line, today):
                where = f'conf.py: handouts_regions: "{name}": {key}: "{line.words}"'
                yield Finding(Kind.REGION, f"{where} {problem}", severity)


def _problems(line: Line, today: dt.date) -> Iterator[str]:
    if line.checked is None:
        yield 'has no date; look it up, and add "checked"'
    elif line.checked > today:
        yield f'was checked on {line.checked}, which has not come yet; mend "checked"'
    elif line.checked < _a_year_before(today):
        yield f'was checked on {line.checked}, over a year ago; look it up, and set "checked"'
    if not line.source:
        yield 'has no source; add the address of the page that says so as "source"'


def _a_year_before(day: dt.date) -> dt.date:
    """Return the same day a year ago; of a 29 February, the day before."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
