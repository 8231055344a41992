"""Texts as plain as a reader sees them."""

from __future__ import annotations

import pytest
from sphinx_handouts.records.plain_text import apart

ARABIC = "\u0639\u064a\u0627\u062f\u0629 (\u0634\u0645\u0627\u0644)"


@pytest.mark.parametrize(
    ("name", "leftward", "held"),
    [
        ("Riverside (North)", True, True),
        ("Riverside (North)", False, False),
        (ARABIC, True, False),
        (ARABIC, False, True),
        ("7", True, False),
        ("", True, False),
    ],
)
def test_a_name_that_runs_the_other_way_is_held(name: str, leftward: bool, held: bool) -> None:
    """Its brackets stay beside it; no other name has a sign that nobody sees."""
    assert apart(name, leftward=leftward) == (f"\u2068{name}\u2069" if held else name)
