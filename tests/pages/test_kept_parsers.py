"""What is put together for one text serves the next, and tells it nothing of that text."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from projects import Maker
from pybtex.richtext import Text
from sphinx_handouts.pages.parsers import MOST_KEPT, kept


class Renderer(RendererHTML):
    """Writes a text as HTML, with others that stand in it."""

    take: Any = None
    """What makes the parsers of the texts within."""

    def render(self, tokens: Any, options: Any, env: Any) -> str:
        """Render a text, and where it says so another one, or none at all."""
        self.seen = options["document"]
        text = super().render(tokens, options, env)
        if "break" in text:
            raise ValueError(text)
        return text.replace("within", read("*its own*") if "within" in text else "")


def create(config: Any, renderer: Any) -> MarkdownIt:
    """Return a parser, as MyST makes one."""
    parser = MarkdownIt("commonmark", renderer_cls=renderer)
    parser.options["myst_config"] = config
    made.append(parser)
    return parser


made: list[MarkdownIt] = []
taken: list[MarkdownIt] = []


def read(text: str, **settings: Any) -> str:
    """Read a text as MyST does."""
    parser = Renderer.take(MdParserConfig(**settings), Renderer)
    taken.append(parser)
    parser.options["document"] = text
    return str(parser.render(text))


@pytest.fixture(autouse=True)
def taking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with no parser."""
    made.clear()
    taken.clear()
    monkeypatch.setattr(Renderer, "take", staticmethod(kept(create)))


def test_one_parser_reads_text_after_text() -> None:
    """Nothing of a text is held by it afterwards: it would hold the whole build."""
    assert [read(text) for text in ("a", "*b*")] == ["<p>a</p>\n", "<p><em>b</em></p>\n"]
    (parser,) = made
    assert "document" not in parser.options
    assert not hasattr(parser.renderer, "seen")


def test_a_text_within_a_text_has_a_parser_of_its_own() -> None:
    """The one that reads the text around it is not disturbed; both serve the next texts."""
    assert read("a within c") == "<p>a <p><em>its own</em></p>\n c</p>\n"
    around, within = made
    assert taken == [around, within]
    read("a within c")
    assert {*map(id, taken[2:])} == {*map(id, made)}
    assert len(made) == 2


def test_a_parser_that_broke_off_is_not_used_again() -> None:
    """Nobody knows what it holds."""
    with pytest.raises(ValueError, match="break"):
        read("break")
    read("a")
    assert len(made) == 2


def test_each_page_has_its_own_settings() -> None:
    """A page that sets something for itself shares no parser; few of such wait."""
    read("a")
    read("b", enable_extensions={"deflist"})
    read("c")
    assert taken == [made[0], made[1], made[0]]
    for words in range(1, MOST_KEPT + 1):
        read("d", words_per_minute=words)
    read("e", words_per_minute=MOST_KEPT)
    assert len(made) == 2 + MOST_KEPT
    read("f")
    assert len(made) == 3 + MOST_KEPT


def test_a_citation_is_read_once(make_project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names and titles of a source are not read again at each place that cites it."""
    project, asked, read = make_project("citations"), [], inspect.unwrap(Text.from_latex)
    monkeypatch.setattr(Text, "from_latex", lambda latex: [asked.append(latex), read(latex)][1])
    project.good("-E", builder="text")
    assert sorted(asked) == sorted(set(asked))
    assert len(asked) > 10
