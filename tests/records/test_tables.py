"""The built-in rows: what is printed on a sheet without anybody having typed it."""

from __future__ import annotations

from sphinx_handouts.records.tables import REGIONS

NUMBERS = {
    **dict.fromkeys(("us", "ca"), "911"),
    "gb": "999",
    "eu": "112",
    "au": "000",
    "nz": "111",
    "kr": "119",
}


def test_emergency_numbers() -> None:
    """Each region has the number that calls an ambulance there: a wrong one can cost a life."""
    assert {name: region.emergency for name, region in REGIONS.items()} == NUMBERS
