"""What parts mean: a page, a part of it, pages by a pattern, a page with all below it."""

from __future__ import annotations

import pytest
from sphinx_handouts.project.part_names import Pages, PartName, resolve, resolve_all

PAGES = Pages(
    names={"index", "start", "guides/index", "guides/wheel", "guides/deep/egg", "news", "a*b"},
    below={
        "index": ["start", "guides/index"],
        "guides/index": ["guides/wheel", "guides/deep/egg", "missing"],
        "guides/wheel": ["guides/index"],  # a circle
    },
)


def names(part: str) -> list[str]:
    """Return what a part names, as messages without its pattern would."""
    return [name.whole for name in resolve(part, PAGES)]


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("start", ["start"]),
        ("start#The first step", ["start#The first step"]),
        ("nowhere", []),
        ("guides/*", ["guides/index", "guides/wheel"]),
        ("guides/**", ["guides/index", "guides/wheel", "guides/deep/egg"]),
        ("new?", ["news"]),
        ("guides/*#summary", ["guides/index#summary", "guides/wheel#summary"]),
        ("toctree:guides/index", ["guides/index", "guides/wheel", "guides/deep/egg"]),
        ("toctree:nowhere", []),
        ("a*b", ["a*b"]),  # a page that is called so
    ],
)
def test_what_a_part_names(part: str, found: list[str]) -> None:
    """Pages come in the order in which a reader meets them, each once, and circles end."""
    assert names(part) == found


def test_depth_of_what_lies_below() -> None:
    """A table of contents tells how many levels lower the headings of each page are."""
    depths = [(name.docname, name.depth) for name in resolve("toctree:index", PAGES)]
    assert depths == [
        ("index", 0),
        ("start", 1),
        ("guides/index", 1),
        ("guides/wheel", 2),
        ("guides/deep/egg", 2),
    ]


def test_a_page_that_is_named_is_left_out_of_patterns() -> None:
    """Nobody wants a page twice; two parts that name the same page are told elsewhere."""
    found = resolve_all(["toctree:index", "start", "guides/**"], PAGES)
    assert [name.whole for name in found["start"]] == ["start"]
    assert "start" not in [name.whole for name in found["toctree:index"]]
    assert found["guides/**"] == []


def test_what_messages_call_it() -> None:
    """A part is called as it is written; what a pattern found is named, too."""
    assert PartName("start#a", "start", "a").shown == "start#a"
    assert PartName("st*", "start").shown == "st* (start)"


def test_pages_without_which_a_pattern_was_meant() -> None:
    """A page is left out by name; where it is the first, those below it move up."""
    found = resolve_all(["toctree:index"], PAGES, without=["index", "guides/wheel"])
    assert [(name.whole, name.depth) for name in found["toctree:index"]] == [
        ("start", 0),
        ("guides/index", 0),
        ("guides/deep/egg", 1),
    ]
    assert [name.whole for name in resolve_all(["start"], PAGES, without=["start"])["start"]] == [
        "start"
    ]
