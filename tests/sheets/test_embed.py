"""How the address of a link is printed, and when its words say it already."""

from __future__ import annotations

import pytest
from sphinx.config import Config
from sphinx_handouts.sheets.embed import _printed, _says, page_address


@pytest.mark.parametrize("base", ["https://guide.example", "https://guide.example/"])
@pytest.mark.parametrize(
    ("settings", "docname", "address"),
    [
        ({}, "a/walk", "a/walk.html"),
        ({}, "index", "index.html"),
        ({"html_file_suffix": ".htm"}, "walk", "walk.htm"),
        ({"html_file_suffix": ".htm", "html_link_suffix": ""}, "walk", "walk"),
        ({"html_link_suffix": "/"}, "a/walk", "a/walk/"),
        ({"html_link_suffix": "/"}, "a/index", "a/"),
        ({"html_link_suffix": "/"}, "index", ""),
        ({"html_link_suffix": "/"}, "an-index", "an-index/"),
    ],
)
def test_where_a_page_is_hosted(
    base: str, settings: dict[str, str], docname: str, address: str
) -> None:
    """The host's address may end with a slash or not; that of a page ends as its project says."""
    config = Config(overrides=settings)
    for name in ("html_file_suffix", "html_link_suffix"):
        config.add(name, None, "html", (str,))
    assert page_address(config, base, docname) == f"https://guide.example/{address}"


@pytest.mark.parametrize(
    ("uri", "printed"),
    [
        ("https://example.org/a#part", "example.org/a"),
        ("https://example.org/a/#", "example.org/a"),
        ("https://example.org/app#/stop", "example.org/app#/stop"),  # a page of a script
        ("https://example.org/#!stop", "example.org/#!stop"),
        ("mailto:help@example.org", "help@example.org"),
        ("mailto:a%2Bb@example.org?subject=A%20visit&body=Hello", "a+b@example.org"),
        ("mailto:?subject=A%20visit", "?subject=A%20visit"),
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
