"""How the address of a link is printed, and when its words say it already."""

from __future__ import annotations

import pytest
from sphinx_handouts.sheets.embed import _printed, _says


@pytest.mark.parametrize(
    ("uri", "printed"),
    [
        ("https://example.org/a#part", "example.org/a"),
        ("https://example.org/a/#", "example.org/a"),
        ("https://example.org/app#/stop", "example.org/app#/stop"),  # a page of a script
        ("https://example.org/#!stop", "example.org/#!stop"),
        ("mailto:help@example.org", "help@example.org"),
    ],
)
def test_an_address_is_printed_as_it_is_typed(uri: str, printed: str) -> None:
    """Nobody types a place within a page; where a script makes pages of them, all must."""
    assert _printed(uri) == printed


@pytest.mark.parametrize(
    ("words", "address", "said"),
    [
        ("example.org/knee", "example.org/knee", True),
        ("https://www.example.org/knee/", "example.org/knee", True),
        ("example.org/knee.", "www.example.org/knee", True),
        ("see (example.org/knee), there", "example.org/knee", True),
        ("example.org/knee-old", "example.org/knee", False),
        ("example.org/knee/old", "example.org/knee", False),
        ("example.org/knees", "example.org/knee", False),
        ("my.example.org", "example.org", False),
        ("bad-example.org", "example.org", False),
        ("help@example.org.uk", "help@example.org", False),
        ("my-help@example.org", "help@example.org", False),
    ],
)
def test_words_say_an_address_if_they_say_all_of_it(words: str, address: str, said: bool) -> None:
    """One that only begins or ends alike leads elsewhere."""
    assert _says(words, address, "https") is said
