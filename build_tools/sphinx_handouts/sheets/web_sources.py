"""Sheets in large print leave their sources on the web: no list, and no numbers that lead to it."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_LIST = re.compile(r'(<section class="sources"[^>]*>\s*<h2[^>]*>.*?</h2>).*?(</section>)', re.DOTALL)
_NUMBER = re.compile(r'\s*<span class="citation-number"[^>]*>[^<]*</span>')


def on_the_web(body: str, words: str, address: str) -> str:
    """Return *body* with *words* in place of its sources; ``{address}`` is where they are."""
    before, after = words.split("{address}", 1)
    link = Markup('<a class="address" href="https://{0}/">{0}</a>').format(address)
    sentence = f"<p>{escape(before)}{link}{escape(after)}</p>"
    body, found = _LIST.subn(lambda match: f"{match[1]}\n{sentence}\n{match[2]}", body)
    return _NUMBER.sub("", body) if found else body
