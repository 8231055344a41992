"""HTML that is parsed quickly is the same tree."""

from __future__ import annotations

from xml.etree.ElementTree import tostring

import pytest
import tinyhtml5
from sphinx_handouts.proofing.quick_html import Expressions
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
