"""The built-in rows: what is printed on a sheet without anybody having typed it."""

from __future__ import annotations

import pytest
from sphinx_handouts.records.tables import REGIONS, Region, extend

NUMBERS = {
    **dict.fromkeys(("us", "ca"), "911"),
    "gb": "999",
    **dict.fromkeys(("eu", "ie"), "112"),
    "au": "000",
    "nz": "111",
    "kr": "119",
}


def test_emergency_numbers() -> None:
    """Each region has the number that calls an ambulance there: a wrong one can cost a life."""
    assert {name: region.emergency.words for name, region in REGIONS.items()} == NUMBERS


ADVICE = {
    "gb": "111",
    "au": "healthdirect on 1800 022 222",
    "nz": "Healthline on 0800 611 116",
    "ca": "811, where your province has it",
}
CRISIS = {
    "us": "988",
    "ca": "9-8-8",
    "au": "Lifeline on 13 11 14",
    "nz": "1737",
    **dict.fromkeys(("gb", "ie"), "Samaritans on 116 123"),
}


@pytest.mark.parametrize(("key", "words"), [("advice", ADVICE), ("crisis", CRISIS)])
def test_lines(key: str, words: dict[str, str]) -> None:
    """A region names a line where a source was read, and none where nobody has read one."""
    found = {name: getattr(region, key) for name, region in REGIONS.items()}
    assert {name: line.words for name, line in found.items() if line} == words


def test_every_number_says_when_and_where() -> None:
    """Each number has a day and a source: a wrong one can be traced, an old one is found."""
    lines = [line for region in REGIONS.values() for _key, line in region.lines()]
    assert len(lines) == len(NUMBERS) + len(ADVICE) + len(CRISIS)
    assert all(line.checked and line.source for line in lines)


def test_own_region_may_be_short() -> None:
    """In conf.py a number may stand alone; the check asks for the rest. Words need a number."""
    (row,) = extend({}, {"in": {"emergency": "112"}}, Region, "handouts_regions").values()
    assert (row.emergency.words, row.emergency.checked, row.advice) == ("112", None, None)
    for wrong in ({"emergency": "one"}, {"emergency": "112", "crisis": "a friend"}):
        with pytest.raises(ValueError, match=r"conf\.py: handouts_regions\.in\."):
            extend({}, {"in": wrong}, Region, "handouts_regions")
