"""HTML that is parsed quickly is the same tree."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import tostring

import pytest
import tinyhtml5
from sphinx_handouts.pdf.engine import parsed
from sphinx_handouts.proofing.quick_html import Expressions, read_quickly
from sphinx_handouts.proofing.spoken import spoken_of
from tinyhtml5 import inputstream

BODY = """<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN">
<html lang=en><head><title>A &amp; <b>B</title>
<style>p > a { color: red } /* </p> */</style><script>if (a < b && c > "</p>") {}</script></head>
<body class='a "b" &quot;c&quot;' id=x data-a=unquoted>
<!-- a - comment -- with > in it --><p
 title="one
two">Text &lt; &eacute; \u00e9 \U0001f642 <br/><IMG SRC=a.png alt='it&apos;s'>
<textarea>raw <b>words</b> &amp; \0 signs</textarea>
<svg viewBox="0 0 1 1"><![CDATA[ raw <b> ]]></svg><plaintext>the <rest> &amp; all"""


@pytest.mark.parametrize("parse", [parsed, spoken_of])
def test_whoever_parses_is_quick(
    monkeypatch: pytest.MonkeyPatch, parse: Callable[[str], object]
) -> None:
    """Sheets that are laid out, and pages that are read, both."""
    monkeypatch.setattr(inputstream, "characters_until_regex", {})
    read_quickly.cache_clear()
    parse("<p>Words</p>")
    assert isinstance(inputstream.characters_until_regex, Expressions)


@pytest.mark.parametrize("repeats", [1, 400], ids=["short", "longer than a chunk"])
def test_the_same_tree(monkeypatch: pytest.MonkeyPatch, repeats: int) -> None:
    """Every kind of place where the parser reads up to a sign: what it finds is as it was."""
    html = "<p title='a' class=\"b\" id=c>Some <i>words</i>.</p>" * repeats + BODY
    found = []
    for expressions in ({}, Expressions()):
        monkeypatch.setattr(inputstream, "characters_until_regex", expressions)
        found.append(tostring(tinyhtml5.parse(html)))
    assert found[0] == found[1]
    assert 8 <= len(expressions) < 30  # each once, whatever the length
