"""A formula is as large as its place allows, and never too small to read."""

from __future__ import annotations

import pytest
from sheets import sheet

PAGE = (
    "@page { size: 120mm 120mm; margin: 10mm } * { margin: 0 } "
    "img { max-width: 100%; max-height: 60mm }"
)
DRAWING = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>"


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("width: 23em; height: 2em", ""),
        ("width: 26em; height: 2em", ""),  # 10.9 points
        ("width: 36em; height: 2em", "too wide for its place: it would be set in 7.9 points"),
        ("width: 9em; height: 23em", "too high for its place: it would be set in 7.4 points"),
        ("width: 9em; height: 14em", ""),
    ],
)
def test_a_formula_that_would_be_too_small(style: str, told: str) -> None:
    """One that is too large for its place shrinks, down to the least type, and is told beyond it.

    On other paper or in other type it may fit: it is measured where it was laid out.
    """
    picture = f'<img class="formula" alt="a equals b" style="{style}" src="{DRAWING}">'
    body = f'<p style="font-size: 12pt">{picture}</p>'
    found = [one for one in sheet(body, PAGE).misprints if "formula" in one.problem]
    assert bool(found) is bool(told)
    assert told in " ".join(one.problem for one in found)
    assert not [one for one in sheet(body.replace("formula", "x"), PAGE).misprints if one.mend]
