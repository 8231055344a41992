"""What is mended without a thought: nothing that a reader sees, and the same once and twice."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sphinx_handouts.inspection.fixes import FIXERS, mend, mend_file

ALPHABET = st.sampled_from([*"ab #-*`~:{}|>1.", " ", "\t", "\n", "\r", "\u00a0", "\ufeff", "  \n"])
PIECES = st.sampled_from(["```", "```{note}\n", "    ", "---\n", "\n\n", "- ", "a  \nb", "`x\ty`"])
markdown = st.lists(st.one_of(ALPHABET, PIECES), max_size=60).map("".join)


def rendered(text: str) -> str:
    """Return what a reader of the Markdown sees: its HTML, white space aside."""
    html = MarkdownIt("commonmark").enable("table").render(text.lstrip("\ufeff"))
    return re.sub(r"\s+(?=<)", "", " ".join(html.split()))


@pytest.mark.parametrize(
    ("text", "mended", "done"),
    [
        ("A \n", "A\n", ["spaces at the end of lines"]),
        ("A\t\n", "A\n", ["spaces at the end of lines"]),
        ("A\\ \nB\n", "A\\ \nB\n", []),  # without the space it would break the line
        ("#\u00a0 A\n", "#\u00a0 A\n", []),  # no heading
        ("A  \nB\n", "A  \nB\n", []),  # a line break
        ("A", "A\n", ["end of the file"]),
        ("A\n\n\n", "A\n", ["end of the file"]),
        ("A\r\nB\r\n", "A\nB\n", ["line ends"]),
        ("\ufeffA\n", "A\n", ["byte order mark"]),
        ("-\tA\n", "-   A\n", ["tabs"]),
        ("5\u00a0mg\n", "5\u00a0mg\n", []),  # it keeps a number and its unit together
        ("5 \u00a0mg\n", "5 mg\n", ["no-break spaces"]),
        ("```\nA \n\tB\n```\n", "```\nA \n\tB\n```\n", []),
        (":::{note}\nA \n:::\n", ":::{note}\nA\n:::\n", ["spaces at the end of lines"]),
        ("- ```\n  a\tb\n  ```\n", "- ```\n  a\tb\n  ```\n", []),
        ("`a\nb\tc`\n", "`a\nb\tc`\n", []),
        ("---\na: b \n---\nA \n", "---\na: b \n---\nA\n", ["spaces at the end of lines"]),
        ("`a\tb`\n", "`a\tb`\n", []),
        ("", "", []),
    ],
)
def test_markdown(text: str, mended: str, done: list[str]) -> None:
    """Each thing that is mended, and each that only looks like it."""
    assert mend(text, ".md") == (mended, done)


@given(markdown)
def test_twice_is_once(text: str) -> None:
    """What is mended needs no mending."""
    mended, _done = mend(text, ".md")
    assert mend(mended, ".md") == (mended, [])


@given(markdown)
def test_readers_see_the_same(text: str) -> None:
    """No mending changes what the Markdown means."""
    mended, _done = mend(text, ".md")
    assert rendered(mended) == rendered(text)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ('a = "b"', 'a = "b"\n'),
        ('a = "b"\r\n', 'a = "b"\n'),
        ('a = """\nb \n"""\n\n', 'a = """\nb \n"""\n'),
        ("not TOML", "not TOML"),
    ],
)
def test_toml(text: str, mended: str) -> None:
    """A TOML file keeps its values; one that cannot be read is left alone."""
    assert mend(text, ".toml")[0] == mended


def test_toml_means_the_same() -> None:
    """The values before and after are equal."""
    text = '\ufeffa = """x\r\n y \r\n"""\r\nb = 1'
    assert tomllib.loads(mend(text, ".toml")[0]) == tomllib.loads(text.removeprefix("\ufeff"))


def test_files(tmp_path: Path) -> None:
    """A file is replaced whole, and only where something was mended."""
    path = tmp_path / "walk.md"
    path.write_bytes(b"A \r\n")
    assert mend_file(path) == ["line ends", "spaces at the end of lines"]
    assert path.read_bytes() == b"A\n"
    before = path.stat().st_mtime_ns
    assert mend_file(path) == []
    assert path.stat().st_mtime_ns == before
    path.write_bytes(b"\xff \n")
    assert mend_file(path) == []
    assert mend_file(tmp_path / "missing.md") == []


def test_other_files_are_left_alone() -> None:
    """Nothing is mended in a file of another sort."""
    assert mend("a \r\n\ufeff", ".svg") == ("a \r\n\ufeff", [])
    assert all(fixer.suffixes for fixer in FIXERS)
