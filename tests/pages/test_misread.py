"""What a parser reads as something else than its author meant is told, with file and line.

Each row is a page as a hurried author writes it, and the same page mended, of which nothing is
said. All pages are read in one build.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sphinx
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.testing.util import SphinxTestApp
from sphinx_handouts.pages.misread.inline import third_of_three
from sphinx_handouts.pages.problems import problems
from sphinx_handouts.records.finding import Finding, Kind, Severity

RICH = (
    *("attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist"),
    *("replacements", "strikethrough", "tasklist"),
)
CONF = """\
extensions = ["myst_parser", "sphinx_handouts"]
exclude_patterns = ["snippets", "parts"]
handouts_untrusted_pages = True
myst_enable_extensions = {!r}
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A page, the line and the words of what is said of it, and the page mended."""

    text: str
    line: int | None
    words: str
    mended: str


TABLES = {
    "cell-too-many": Row(
        "| Drug | Dose |\n|---|---|\n| Ibuprofen | 200 mg | not with warfarin |\n",
        5,
        'has 3 cells and its head 2: "not with warfarin" would be left out',
        "| Drug | Dose |\n|---|---|\n| Ibuprofen | 200 mg |\n| less | \\| |\n|none|\n",
    ),
    "line-below-a-table": Row(
        "| A | B |\n|---|---|\n| 1 | 2 |\nTake both.\n",
        6,
        '"Take both." would be printed as a row',
        "| A | B |\n|---|---|\n| 1 |\n3 |\n\nTake both.\n\n| A |\n|---|\n1\n",
    ),
    "cell-in-a-box": Row(
        "> :::{note}\n> :class: x\n>\n> - | A | B |\n>   |---|---|\n>   | 1 | 2 | 3\n> :::\n",
        8,
        'has 3 cells and its head 2: "3" would',
        "> :::{note}\n> :class: x\n>\n> - | A | B |\n>   |---|---|\n>   | 1 | 2\n> :::\n",
    ),
    "bar-in-code": Row(
        "A | B\n-|-\n`a|b` | 2\n",
        5,
        "write a bar within a cell as \\|",
        "A | B\n-|-\n`a\\|b` | 2\n",
    ),
    "head-too-long": Row(
        "| A | B | C |\n|---|---|\n| 1 | 2 | 3 |\n", 3, "row of dashes", "| A |\n|---|\n| 1 |\n"
    ),
    "no-dashes": Row(
        "| A | B |\n| 1 | 2 |\n", 3, "put a row of dashes below", "`| A |`\n\n5 | 6\n7 | 8\n"
    ),
}

HIDDEN = {
    "per-cent": Row(
        "In this trial 20\n% of people got better.\n",
        4,
        '"% of people got better." is a comment',
        "In this trial 20\n\\% of people got better.\n% a note\n\nText\n\n% another note\n",
    ),
    "per-cent-within": Row(
        "After 8 weeks, 20\n% felt better.\n", 4, "is a comment", "20 % felt.\n"
    ),
    "per-cent-first": Row("% of people: 80\n", 3, "write \\%", "\\% of people: 80\n"),
    "per-cent-alone": Row("- % in an item\n", 3, "write \\%", "- a\n\n  % note\n"),
    "cell-break": Row(
        "Above\n\n+++ a word\n", 5, 'behind +++: "a word"', 'Above\n\n+++ {"a": 1}\n\nB\n\n+++\n'
    ),
    "label": Row(
        "[Stop]: dizzy\n\nEnd\n", 3, '"[stop]:" gives the address', "\\[Stop]: dizzy\n\nEnd\n"
    ),
    "label-of-address": Row(
        "[Stop]: immediately\n\nEnd\n", 3, "remove it", "[S]: now\n\n[s]\n\n[web]: e.example/a\n"
    ),
    "label-used-in-a-box": Row(
        "[Web]: dizzy 'x'\n",
        3,
        "is nowhere",
        "[My web]: https://e.example\n\n:::{note}\n[this][my\nweb]\n\n[b]: https://b.example\n"
        ":::\n\n[b]\n",
    ),
    "comment-without-end": Row(
        "<!-- a note\n\nStop if dizzy.\n", 3, "<!-- and has no end", "<!-- a\n\nnote -->\n\nStop.\n"
    ),
    "deep-list": Row(
        "".join(f"{'  ' * level}- item\n" for level in range(12)),
        12,
        'so deep in lists and boxes: "item',
        "".join(f"{'  ' * level}- item\n" for level in range(8)) + "\n> > > > > > > > a\n\n-\n",
    ),
    "deep-quotation": Row("> " * 22 + "Stop\n", 3, '"Stop"; move it', "> " * 18 + "Stop\n"),
    "comment-in-a-line": Row("Stop <!-- a note\n", 3, "ends with -->", "Stop <!-- a note -->\n"),
    "one-colon": Row(
        "```{eval-rst}\n.. only:: html\n\n   .. warning: Stop\n```\n",
        6,
        'write ".. warning:: ", with two colons',
        "```{eval-rst}\n.. warning:: Stop\n\n.. todo: x\n.. |a| replace:: b\n\n|a|\n```\n",
    ),
}

CHANGED = {
    "prices": Row(
        "It costs $5 and $6.\n", 3, '"$5 and $" is read as a formula', "$x^2$ $ y $ \\$5 and $6.\n"
    ),
    "range": Row("From $5-$10 a day\n", 3, "sums of money", "From \\$5-10 a day\n"),
    "lopsided": Row("Pay $x and $ y\n", 3, "sums of money", "Pay \\$x and $ y\n"),
    "price-and-words": Row(
        "US$5 a day or A$ more\n", 3, "sums of money", "$\\text{for two words} = x y$ and\n$5\n"
    ),
    "price-behind": Row("From 5$ to 6$ a day\n", 3, "write \\$", "From 5\\$ to 6\\$ a day\n"),
    "product": Row(
        "Take 2*3*4 pills\n", 3, '"2*3" would be printed as "23"', "2\\*3\\*4 a*b*c **2**nd\n"
    ),
    "third": Row("(a) x (b) y (c) z\n", 3, "write \\(c)", "(a) x (b) y \\(c) z\n\n(c) Clinic\n"),
    "number-skipped": Row(
        "1. a\n2. b\n4. c\n\n   1. x\n   2. y\n",
        5,
        "written 4. would be printed as 3.",
        "1. a\n1. b\n1. c\n\nText\n\n3. c\n4. d\n   1. x\n   2. y\n5. e\n",
    ),
    "lists-that-join": Row(
        "1. a\n2. b\n\n5. c\n", 6, "written 5. would", "1. a\n2. b\n\n% two\n\n5. c\n"
    ),
    "more-than": Row(
        "Call if your temperature is\n> 38 degrees.\n",
        4,
        "its sign is lost; if it means",
        "Call at\n\\> 38 degrees.\n\n> Ten said so\n\n> 5 of 10 said\n> so\n\n>\n\n> - 5\n",
    ),
    "plus": Row(
        "The sum is 10\n+ 5 more.\n",
        4,
        "a list of one item, and its sign is lost; write \\+",
        "Take:\n- a stick\n\nTake\n- a stick\n- water\n\nIt is 10\n\\+ 5\n\n- a\n  - b\n\n+ 5\n\n"
        "Bring it\n- [ ] A stick\n",
    ),
    "plus-below-a-class": Row(
        "The sum is 10\n+ 5 more.\n",
        4,
        "a list of one item",
        "Words\n\n{.wide}\n- one\n\nWords\n\n{#here}\n1. one\n",
    ),
    "number-in-a-sentence": Row(
        "We wait in room\n1. Then we left.\n",
        4,
        "write 1\\., or put",
        "We wait in room\n1\\. Then\n\nNow\n\n1. a\n\nThen\n\n2. b\n\nTake:\n1. c\n",
    ),
    "number-sign": Row(
        "We are\n# 1 in town\n", 4, "write \\#", "We are\n\\# 1 in town\n\n## 1 b\n"
    ),
    "underlined": Row(
        "Two lines\nof text\n---\n", 3, "makes a heading of", "Two lines\n\n---\n\nHead\n---\n"
    ),
    "underlined-sentence": Row("Rest.\n---\n", 3, "an empty line", "Rest.\n\n---\n\nQ.\n===\n"),
    "prose-as-code": Row(
        "    Take it with *a lot* of water.\n",
        3,
        "is printed as code",
        "    x = 1\n\n\ntext\n\n    sudo apt install a b c\n",
    ),
    "box-as-code": Row(
        "    :::{note}\n    W\n    :::\n", 3, "makes code of it", ":::{note}\nW\n:::\n"
    ),
}

BOXES = {
    "open": Row(":::{note}\nA\n\n## B\n", 3, '":::{note}" is never closed', ":::{note}\nA\n:::\n"),
    "open-code": Row("```\nA\n", 3, "is never closed", "```\nA\n`````\n\n> ```\n> A\n> ```\n"),
    "open-at-the-end": Row("A\n\n```\n", 5, "is never closed", "A\n\n```\n```\n"),
    "in-a-div": Row("::: mine\nIn 5\n% more\n:::\n", 5, "is a comment", "::: mine\nIn 5 %\n:::\n"),
    "inner": Row(
        ":::{note}\nA\n:::{tip}\nB\n:::\nC\n:::\n",
        5,
        '":::{tip}" is never closed',
        "::::{note}\nA\n:::{tip}\nB\n:::\nC\n::::\n",
    ),
    "nameless": Row(
        "A\n\n:::\n\nB\n\n:::\n",
        5,
        "begins a box without a name",
        ":::{tip}\nA\n:::\n",
    ),
    "no-braces": Row(
        ":::warning\nStop\n:::\n", 3, "write :::{warning}", "::: my-class\nStop\n:::\n"
    ),
    "no-braces-code": Row("```note\nA\n```\n", 3, "write ```{note}", "```python\nA\n```\n"),
    "blanks": Row("```{ note }\nA\n```\n", 3, "the name alone", "``` {note}\nA\n```\n"),
    "in-code": Row(
        "`````{tip}\n```` {note}\nA\n````\nB <!--\n`````\n",
        7,
        "ends with -->",
        "````{code-block} md\n:::{note}\nIn 5\n% of\n[a]: b\n````\n",
    ),
}

LEFT_OVER = {
    "bold": Row("**Do not **rest\n", 3, '"**" would be printed', "**Do not** 2\\*\\*3 `2**3`\n"),
    "code": Row("Type `now\n", 3, '"`" would be printed', "Type \\`now, `a`\n"),
    "box-of-two-colons": Row("::{note}\nA\n::\n", 3, '"::{note}" would be', "A::\n\n\\:: a\n"),
    "alert": Row("> [!WARNING]\n> Stop\n", 3, "a box of its own", "> [a]\n\n\\[!WARNING]\n"),
    "mkdocs": Row("!!! note\n    Stop\n", 3, "a box of its own", "!!!\n\nNow!!! note\n"),
    "half-a-merge": Row(
        "1. Push the wall\n=======\n2. Push the chair\n", 3, "git could not merge", "a\n\n<<< b\n"
    ),
    "link": Row(
        "[a form](my form.pdf)\n", 3, "an address has no blanks", "[5] (b) [a](<b c.pdf>)\n"
    ),
    "label-nowhere": Row("[a][b]\n", 3, "nothing on the page", "[a] x[1][2] \\[a][b]\n"),
    "braces": Row("## Head {#id}\n", 3, '"{#id}" would be', "`{#id}` \\{#id}\n\n{#id}\n## Head\n"),
    "value-of-an-image": Row(
        "![a](b.png){width=30%} c\n", 3, '"attrs_inline" among', "\\{a=b} {a, b} `{a=b%}` {=5}\n"
    ),
    "value-of-a-block": Row("{#a width=30%}\n- b\n", 3, "quotation marks around", "\\{a=b%}\n"),
    "label-words": Row("(a)= words\n", 3, "alone on its line", "(a)=\n## B\n\n(a) = c\n"),
    "no-blank": Row("##Two\n", 3, "a blank follows", "#1 first\n\n## Two\n"),
    "no-break-space": Row(
        "-\N{NO-BREAK SPACE}a\n", 3, "a no-break space", "- a\N{NO-BREAK SPACE}b\n"
    ),
    "tick": Row("- [x]done\n", 3, '"[x]" would be printed', "- [x] done\n\n[b] c\n"),
    "struck": Row("Do ~~not rest\n", 3, '"~~" would be', "Do ~~not~~ rest ~5\n"),
    "lowered": Row("H~2~O\n", 3, "{sub}`2`", "H{sub}`2`O ~5~ days, a~b, x\\~2~, ~~not~~ it\n"),
    "raised": Row("10^3^ units\n", 3, "{sup}`2`", "10{sup}`3` 2^10, ^_^ `a^2^` [a] x^2 + y^2\n"),
    "formula": Row("$$\nx\n\ny\n", 3, "without an empty line", "$$\nx\n$$\n\n$$ a visit\n"),
    "lines-to-write-on": Row(
        "On ____/____/____ at\n", 3, "lines to write on", "On ______ __a__ _b_ *.*\n"
    ),
    "tabs": Row(
        "Day\tDose\nMonday\t5 mg\n", 3, "rows of a table", "Day\tone\nand two\n\n-\ta\n-\tb\n"
    ),
    "bullets-of-word": Row(
        "\N{BULLET}\ta\n\N{BULLET}\tb\n", 3, "begins a list", "A \N{BULLET}\tb\n"
    ),
    "code-to-dial": Row(
        "Dial *43# or #43#* now\n", 3, '"*43#', "*5 mg* and \\*31#01 or *#1 of us*\n"
    ),
    "mark-in-an-address": Row(
        "http://a.example/x?b=_2_&c\n", 3, "<...> around", "<http://a.example/x?b=_2_&c> *c*\n"
    ),
    "wiki-link": Row("See [[Rest]] now\n", 3, "a link is [words]", "[[1]](b.md) [a] `[[b]]`\n"),
    "embedded": Row("![[gate.png]]\n", 3, "a picture ![words]", "![a](b.png)\n"),
    "note-in-a-line": Row(
        "Rest.^[A day.]\n", 3, "a note is [^name]", "Rest.[^a] 2^[\n\n[^a]: A day.\n"
    ),
    "abbreviation": Row("*[GP]: a doctor\n", 3, "an abbreviation is", "*[GP](b.md):* a doctor\n"),
    "marked": Row("Do ==not== rest\n", 3, "marked words are", "a == b == c, a==b==c, ====\n"),
    "contents": Row("[TOC]\n", 3, "is {contents}", "The [TOC] of it\n"),
    "of-jekyll": Row("A {: .wide }\n", 3, "another program", "A {a: b} {50%}\n"),
    "formula-in-a-line": Row(
        "It is $$ x $$ now\n", 3, "one $ is for", "$x$ $$ \\$5\\$\n\n$$ x $$\n"
    ),
    "formula-of-git": Row("It is $`x`$ now\n", 3, "with backticks", "$x$ `$x$`\n"),
    "role": Row(
        "{abbr} `GP (doctor)`\n", 3, '"{abbr}" would be', "{abbr}`GP (doctor)` {name} \\{ref}\n"
    ),
    "role-of-rst": Row("See :doc:`index`\n", 3, "write {doc}", "See :smile: and :a:`b`\n"),
    "directive-of-rst": Row(".. note:: A\n", 3, "is reStructuredText", "`.. note:: A`\n\n.. a\n"),
    "bullets": Row(
        "Take\n\N{BULLET} a\n\N{BULLET} b\n", 3, "begins a list", "Take 5\n10) x\n\nA\nB. c\n"
    ),
    "letters": Row("a) x\nb) y\n", 3, '"b) y"', "a) x\n\nb) y\n\nc) x\\\nd) y  \ne) z<br>\nf) z\n"),
    "brackets": Row("(1) x\n(2) y\n", 3, '"(2) y"', "A (1) x\n(2) y\n"),
    "boxes": Row(
        "\N{BALLOT BOX} x\n\N{BALLOT BOX} y\n",
        3,
        'write "- " or',
        "A \N{BALLOT BOX} x\n\N{BALLOT BOX} y\n",
    ),
    "number-touching": Row("1.Bend\n2.Rest\n", 3, '"2.Rest"', "Take\n1.Bend\n\nA\n2.5 b\n3.5 c\n"),
    "sign-touching": Row(
        "-Bend\n-Rest\n",
        3,
        '"-Rest"',
        "*Only adults\n\n*Bend it*\n*now*\n\n-ise\n\nA\n-5 b\n-6 c\n",
    ),
    "star-touching": Row("*Bend\n*Rest\n", 3, '"*Rest"', "\\*Bend\n\\*Rest\n"),
    "list-from-two": Row("Steps:\n2. a\n", 3, '"2. a"', "Steps:\n\n2. a\n\nIn\n12. c\n"),
    "backslash": Row("Stop\\\n\nEnd\n", 3, "ends a paragraph", "Stop\\\nnow \\\\\n\nC:\\\\\n"),
    "terms": Row("A\n\n- : B\n", 5, '"deflist"', "A\n: B\n"),
    "substitution": Row("Take {{ dose }}\n", 3, '"substitution"', "Take {dose} \\{{ dose }}\n"),
}

RST = {
    "half-a-merge-rst": Row(
        "Push the wall.\n>>>>>>> words\n", 4, "git could not merge", "a\n\n>>> b\n"
    ),
    "note-of-one-colon": Row(
        ".. WARNING: Stop if dizzy.\n",
        4,
        '".. WARNING:" is a comment',
        ".. warning:: Stop\n\n.. NOTE: for authors\n",
    ),
    "note-of-none": Row(".. tip\n\n   Rest\n", 4, '".. tip" is a comment', ".. tip for authors\n"),
    "note-without-blank": Row(".. note::Rest\n", 4, "and a blank", ".. see note:: Rest\n"),
    "of-a-domain": Row(
        ".. py:function: f\n", 4, "py:function::", ".. py:nothing: f\n\n.. alias: f\n\n.. todo: f\n"
    ),
    "role-in-comment": Row(
        ".. abbr: GP\n",
        4,
        '".. abbr::',
        ".. title: For a website\n.. date: x\n\n.. only:: builder_html\n\n   A\n",
    ),
    "in-an-item": Row("- a\n\n  .. image : b.png\n", 6, '".. image :"', "- a\n\n  .. image of b\n"),
    "glued": Row("..note:: Rest\n", 4, "with a blank", "...note:: Rest\n"),
    "list-glued": Row(
        "Take\n- a\n- b\n",
        4,
        '"- a" would be printed within',
        "Take\n\n- a\n- b\n\nA rest\n- not long\n",
    ),
    "list-glued-in-item": Row("- a\n  - b\n", 4, '"- b"', "- a\n\n  - b\n\n- c -\n  d\n"),
    "number-glued": Row("1. a\n3. b\n", 4, '"3. b"', "1. a\n2. b\n\nIn the year\n12. x\n"),
    "backslash-rst": Row(
        "In C:\\new\n", 4, 'backslash of "\\new"', "In C:\\\\new, ``\\new``, a\\ s, *a*\\s, \\*\n"
    ),
    "target": Row(
        ".. _Monday: rest\n\nA\n",
        4,
        "gives the address of a link",
        ".. _M: https://a.example\n\nOn Tuesday_.\n\n.. _Tuesday: walk\n",
    ),
    "tabs-of-rst": Row(
        "Day\tDose\nMonday\t5 mg\n",
        4,
        "a csv-table",
        "Day\tone\nand.  Two\n\n=== ===\na   b\nc   d\n=== ===\n",
    ),
    "version": Row(
        "Version |version| of it\n",
        4,
        "set version in conf.py",
        "``|version|`` \\|release| |today|\n",
    ),
    "link-of-markdown": Row(
        "[a](https://b.example)\n", 4, "would be printed", "[a] (b) `c <d.e>`__ \\[a](b)\n"
    ),
    "table-of-markdown": Row(
        "A | B\n--- | ---\n1 | 2\n", 4, "row of dashes", "A | B\n\n----\n\nB\n"
    ),
}

WHOLE = {
    "field-above": (
        "above.rst",
        ":orphan:\n:Dose: 5 mg\n:Slug: a\n:Author: A\n\nT\n=\n\nA\n",
        2,
        '"Dose" ("5 mg")',
    ),
    "front-above": ("front.md", "---\nNote: rest\nauthor: A\n---\n# T\n", 2, 'the field "Note"'),
    "only": (
        "medium.md",
        "# T\n\n:::{only} htm or (not latex)\nA\n:::\n",
        None,
        'did you mean "html"?',
    ),
    "nul": ("nul.md", "# T\n\nA\0B\n", None, "it has a NUL (line 3)"),
}

RECORD = """\
  id: PG-01
  owner: Editor
  state: draft
  evidence_searched: 2026-01-31
  next_review: 2028-01-31
  version: "1"
  change: First.
"""
FIELDS = "".join(f"   :{line.strip()}\n" for line in RECORD.splitlines())
Kinds = tuple[str, int, str, Kind, Severity]
WRONG = (Kind.REVIEW, Severity.ERROR)
KEYS: dict[str, Kinds] = {
    "capital.md": (f"---\nReview:\n{RECORD}---\n# T\n", 2, "write review", *WRONG),
    "letter.md": (f"---\nlang: en\nreviw:\n{RECORD}---\n# T\n", 3, "write review", *WRONG),
    "many.md": (f"---\nreviews:\n{RECORD}---\n# T\n", 2, '"reviews" is read by nobody', *WRONG),
    "twice.md": (
        f"---\nreview:\n{RECORD}review:\n{RECORD}---\n# T\n",
        10,
        '"review" stands in line 2, too',
        *WRONG,
    ),
    "twice-within.md": (
        f"---\nreview:\n{RECORD}  state: draft\n---\n# T\n",
        10,
        'review: "state" stands in line 5, too',
        *WRONG,
    ),
    "flat.md": ("---\nnext_review: 2028-01-31\n---\n# T\n", 2, "outside of a record", *WRONG),
    "capital-field.rst": (f":Review:\n{FIELDS}\nT\n=\n", 1, "write review", *WRONG),
    "twice-field.rst": (
        f":orphan:\n:review:\n{FIELDS}   :state: draft\n\nT\n=\n",
        10,
        'review: "state" stands in line 5, too',
        *WRONG,
    ),
    "myst.md": (
        "---\nMyST:\n  substitutions:\n    a: b\n---\n# T\n",
        2,
        "write myst",
        Kind.MARKUP,
        Severity.ERROR,
    ),
    "meta.md": (
        "---\nHtml-meta:\n  description: A\n---\n# T\n",
        2,
        "write html_meta",
        Kind.MARKUP,
        Severity.ERROR,
    ),
    "search.md": (
        "---\nno_search: true\n---\n# T\n",
        2,
        "write nosearch",
        Kind.MARKUP,
        Severity.WARNING,
    ),
    "orphan.rst": (":Orphan:\n\nT\n=\n", 1, "write orphan", Kind.MARKUP, Severity.WARNING),
}
"""Keys above a page that are nearly ours."""
FOREIGN = {
    "others.md": "---\nreviews: 4\npreview:\n  image: a.png\nreviewer: A\ntoc_depth: 2\n"
    "most: {a: b}\n"
    "search: false\nReviews: {stars: 5}\nblogpost: true\nblogpost: false\nreviewed: 2026\n"
    "jupytext:\n  formats: md:myst\n  state: a\n---\n# T\n",
    "right.md": f"---\norphan: true\nnosearch: true\ntocdepth: 2\nreview:\n{RECORD}---\n# T\n",
    "right-field.rst": f":orphan:\n:review:\n{FIELDS}\nT\n=\n\n:state: a\n:state: b\n",
}
"""Keys of other programs, and keys as they are read."""

POOR = {
    "box": (":::{note}\nA\n:::\n", "colon_fence"),
    "task": ("- [ ] Visit\n", "tasklist"),
    "struck": ("Do ~~not~~ rest\n", "strikethrough"),
    "terms": ("A\n: B\n", "deflist"),
    "fields": (":Dose: 5 mg\n", "fieldlist"),
    "attributes": ("{width=5em}\nA\n", "attrs_block"),
    "class": ("A `b`{.c}\n", "attrs_inline"),
}
"""What MyST reads with an extension alone, which the project has not."""

COLD = {"cold.md": "# T\n\nStore it at\n\n- 20 °C\n\n%\n\n- 2 to 8 tubes\n\n%\n\n- 5 °C\n- 8 °C\n"}
DAYS = {
    "day.md": "# T\n\n10. May at 9\n\nTo\n\n1. March\n\n> 2. March\n\n3) c\n\nTo\n\n7. d\n",
    "year.rst": "T\n=\n\n2024. So it was\n\nTo\n\n1. a\n\nSo\n\n2. March\n\n(7) c\n\nTo\n\n9. d\n",
}
"""Pages that begin with a day or a year, which is read as an item of a list."""

INSERTED = {
    "snippets/danger.rst": "Stop.\n\n.. warning: if dizzy\n",
    "parts/doses.md": "A\n\n| B |\n|---|\n| c | d |\n",
    "parts/doses.txt": "A\n\n| B |\n|---|\n| c | d |\n",
    "parts/rest.rst": "A\n\n.. note: rest\n",
}
"""Files that pages insert, in each of which the third to fifth line is wrong."""
UNSAID = {
    "parts/shown.md": "A\n\n| B |\n|---|\n| c | d |\n",
    "parts/cut.md": "A\n\nBegin\n\nB\n\n| B |\n|---|\n| c | d |\n",
    "with-cut.md": "# T\n\n```{include} parts/cut.md\n:end-before: Begin\n```\n",
    "parts/both.md": "A\n\nBegin\n\nB\n\n| B |\n|---|\n| c | d |\n",
    "with-both.md": "# T\n\n```{include} parts/both.md\n---\nend-line: 2\n---\n```\n\n"
    "```{include} parts/both.md\n:start-line: 2\n:end-line: -4\n```\n",
    "with-missing.md": "# T\n\n```{include} parts/both.md\n:start-after: Nowhere\n```\n",
    "parts/labels.md": "A\n\n[web]: https://e.example\n",
    "with-labels.md": "# T\n\n```{include} parts/labels.md\n```\n\n[web]\n",
}
"""Files that are shown as they are or in part, and one whose labels are those of the page."""
INSERTING = {
    "with-snippet.md": "# T\n\n```{snippet} danger\n```\n\n```{include} parts/doses.txt\n```\n",
    "with-part.md": "# T\n\n```{include} parts/doses.md\n```\n",
    "with-part.rst.md": "# T\n\n```{eval-rst}\n.. include:: parts/rest.rst\n```\n",
    "with-rest.rst": "T\n=\n\n.. include:: parts/rest.rst\n",
    "with-literal.rst": "T\n=\n\n.. include:: parts/shown.md\n   :literal:\n",
    "with-lang.md": "# T\n\nSay [a]{lang=fr}, [b]{.language-fr}.\n\n{lang=ar}\nC\n",
    "with-tip.md": "# T\n\n[a](https://b.example 'c') ![d](https://e.example 'f')\n",
    "with-code.md": "# T\n\n```{literalinclude} parts/shown.md\n```\n",
}

PARTS = {
    "parts/lines.md": "| A |\n|---|\n| b | c |\n\nText\n\n| B |\n|---|\n| c | d |\n",
    "parts/words.rst": "Begin\n\n.. note: rest\n\nOf\n\n- a\n  - b\n\nEnd\n\n- c\n  - d\n",
    "parts/halves.rst": "- a\n  - b\n\nText\n\n- c\n  - d\n\nText\n\n- e\n  - f\n",
    "parts/quoted.md": "Begin **now**: **so **\n\nText **so **\n",
    "parts/nothing.md": "\n",
}
"""Files of which a part is inserted, and the lines of it that are wrong."""
WRONG_LINES = {
    "parts/lines.md": [9],
    "parts/words.rst": [7],
    "parts/halves.rst": [1, 11],
    "parts/quoted.md": [3],
    "no-lines.md": [3],
    "no-words.rst": [4],
    "no-file.md": [7],
}
INSERTING_PARTS = {
    "lines.md": "# T\n\n```{include} parts/lines.md\n:start-line: 4\n```\n",
    "words.rst": "T\n=\n\n.. include:: parts/words.rst\n   :start-after: note: rest\n"
    "   :end-before: End\n",
    "halves.rst": "T\n=\n\n.. include:: parts/halves.rst\n   :end-line: 3\n\nAnd\n\n"
    ".. include:: parts/halves.rst\n   :start-line: 8\n",
    "quoted.md": '# T\n\n> ```{include} parts/quoted.md\n> :start-after: "**: **so **"\n> ```\n',
    "no-lines.md": "# T\n\n```{include} parts/lines.md\n:start-line: 40\n```\n",
    "no-words.rst": "T\n=\n\n.. include:: parts/words.rst\n   :start-after: Begin\n"
    "   :end-before: .. note\n",
    "no-file.md": "# T\n\n```{include} parts/lines.md\n:end-line: 2\n```\n\n"
    "```{include} parts/nothing.md\n```\n",
}
MARKDOWN = TABLES | HIDDEN | CHANGED | BOXES | LEFT_OVER
Told = dict[str, list[Finding]]


def pages() -> dict[str, str]:
    """Return the pages of all rows, by their names."""
    found = {name: text for name, text, _line, _words in WHOLE.values()}
    found |= {name: text for name, (text, *_said) in KEYS.items()}
    found |= COLD | DAYS | INSERTED | INSERTING | UNSAID | FOREIGN | PARTS | INSERTING_PARTS
    for head, suffix, rows in (("# T\n\n", "md", MARKDOWN), ("T\n=\n\n", "rst", RST)):
        for name, row in rows.items():
            found[f"bad-{name}.{suffix}"] = head + row.text
            found[f"good-{name}.{suffix}"] = head + row.mended
    return found


def read(folder: Path, texts: Mapping[str, str | bytes], extensions: tuple[str, ...]) -> Told:
    """Read pages, and return what is said of each file."""
    own = {"index.md": "# Index\n", "conf.py": CONF.format(list(extensions))}
    for name, text in {**own, **texts}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    app = SphinxTestApp("dummy", srcdir=folder, builddir=folder / "_build", warning=StringIO())
    try:
        with warnings.catch_warnings():
            # MyST has still to follow Sphinx.
            warnings.filterwarnings(
                "ignore", category=RemovedInSphinx11Warning, module="myst_parser"
            )
            warnings.filterwarnings("ignore", "'myst_parser", RemovedInSphinx11Warning)
            app.build()
        told: Told = {}
        for finding in problems(app.env):
            where = finding.path or Path(app.env.doc2path(finding.docname)).name
            told.setdefault(where, []).append(finding)
        return told
    finally:
        app.cleanup()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Return what is said of the pages of all rows."""
    return read(tmp_path_factory.mktemp("misread"), pages(), RICH)


@pytest.mark.parametrize("name", MARKDOWN | RST)
def test_what_is_misread_is_told(name: str, told: Told) -> None:
    """It is an error at its line; nothing is said of the page mended, and of others like it."""
    rows = MARKDOWN | RST
    suffix = "rst" if name in RST else "md"
    found = [(one.kind, one.severity, one.line) for one in told.get(f"bad-{name}.{suffix}", ())]
    assert (Kind.MARKUP, Severity.ERROR, rows[name].line) in found, told.get(f"bad-{name}.{suffix}")
    assert any(rows[name].words in one.message for one in told[f"bad-{name}.{suffix}"]), found
    assert told.get(f"good-{name}.{suffix}", []) == []


@pytest.mark.parametrize("name", WHOLE)
def test_what_a_whole_page_hides_is_told(name: str, told: Told) -> None:
    """So are fields above the title, a medium that there is not, and a page that is no text."""
    file, _text, line, words = WHOLE[name]
    (found,) = told[file]
    assert (found.severity, found.line) == (Severity.ERROR, line)
    assert words in found.message


@pytest.mark.parametrize("file", KEYS)
def test_keys_that_are_nearly_ours_are_told(file: str, told: Told) -> None:
    """What stands above a page is lost where a letter is wrong; keys of others are theirs."""
    _text, line, words, kind, severity = KEYS[file]
    assert len(told.get(file, ())) == 1, told.get(file)
    (found,) = told[file]
    assert (found.kind, found.severity, found.line) == (kind, severity, line)
    assert words in found.message
    assert not told.keys() & FOREIGN.keys()


@pytest.mark.parametrize("file", DAYS)
def test_a_day_is_no_item(file: str, told: Told) -> None:
    """A warning: its full stop is not printed. A list that goes on from another is one."""
    line, number = (3, "10") if file == "day.md" else (4, "2024")
    found = [(one.line, one.severity) for one in told[file]]
    assert found == [(line, Severity.WARNING)]
    assert f"write {number}\\." in told[file][0].message


@pytest.mark.parametrize("file", PARTS | INSERTING_PARTS)
def test_what_a_page_inserts_in_part(file: str, told: Told) -> None:
    """That part is looked at alone, and its lines are those of its file; an empty one is none."""
    assert sorted(one.line or 0 for one in told.get(file, ())) == WRONG_LINES.get(file, [])


@pytest.mark.parametrize("file", INSERTED)
def test_what_a_page_inserts_is_told_at_its_file(file: str, told: Told) -> None:
    """A file is read by its own suffix, or as the page that inserts it."""
    assert [one.line for one in told[file]] == [3 if file.endswith(".rst") else 5]
    assert not told.keys() & UNSAID.keys()
    assert told.keys() & INSERTING.keys() == {"with-lang.md", "with-tip.md"}


def test_a_temperature_below_zero_is_no_item(told: Told) -> None:
    """A warning: its sign is that of a list; several are one, and so are other amounts."""
    (found,) = told["cold.md"]
    assert (found.line, found.severity) == (5, Severity.WARNING)
    assert "not as a temperature below zero" in found.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hepatitis (C) test", ["(C)"]),
        ("The right (R) knee", ["(R)"]),
        ("(R) knee, left (L) and type (c).", ["(c)", "(R)"]),
        ("Nurofen(R), \N{COPYRIGHT SIGN} and (c) 2026, (C) Smith", []),
        ("(c) at the start, (TM) and (p)", []),
        ("(a) x (b) y (c) z", ["(c)"]),
    ],
)
def test_letters_that_become_signs(text: str, told: list[str]) -> None:
    """MyST takes a letter in brackets for a sign of copyright, or of a trade mark."""
    child: Any = SimpleNamespace(type="text", content=text, info="", nesting=0)
    found = third_of_three(SimpleNamespace(children=[child]))  # type: ignore[arg-type]
    assert [one.partition('" would')[0].strip('"') for one in found] == told


def test_what_a_mouse_alone_shows_is_a_warning(told: Told) -> None:
    """The title of a link or picture is on no sheet; a reader of the page may miss it, too."""
    found = [(one.line, one.severity) for one in told["with-tip.md"] if "mouse" in one.message]
    assert found == [(3, Severity.WARNING)] * 2


def test_a_language_that_is_left_out_is_a_warning(told: Told) -> None:
    """Of words and of a paragraph: a class tells it."""
    found = [
        (one.line, one.severity) for one in told["with-lang.md"] if ".language-" in one.message
    ]
    assert found == [(3, Severity.WARNING), (6, Severity.WARNING)]


def test_what_needs_an_extension_is_told(tmp_path: Path) -> None:
    """Where MyST lacks an extension, its markup would be printed: the message names it."""
    pages = {f"{name}.md": f"# T\n\n{text}" for name, (text, _) in POOR.items()}
    fine = "# T\n\n```{note}\n:class: tip\n\nA\n```\n"
    told = read(tmp_path, {**pages, "fine.md": fine}, ())
    assert "fine.md" not in told
    found = {name: " ".join(one.message for one in told[f"{name}.md"]) for name in POOR}
    assert [name for name, (_text, needed) in POOR.items() if needed not in found[name]] == []


@pytest.mark.parametrize("key", ["myst", '"my\\x73t"'], ids=["plain", "escaped"])
def test_what_a_page_sets_for_itself_counts(key: str, tmp_path: Path) -> None:
    """A page that has an extension for itself lacks none, whoever refuses it; others lack it."""
    pages = {}
    for name, (text, needed) in POOR.items():
        own = f"---\n{key}:\n  enable_extensions: [{needed}]\n---\n"
        pages |= {f"{name}.md": f"{own}# T\n\n{text}", f"{name}-without.md": f"# T\n\n{text}"}
    told = read(tmp_path, pages, ())
    for name, (_text, needed) in POOR.items():
        own, without = (
            [one.message for one in told[file] if needed in one.message]
            for file in (f"{name}.md", f"{name}-without.md")
        )
        assert (own, len(without)) == ([], 1), name


PATHS = """
from pathlib import Path
from docutils import nodes
from sphinx.transforms import SphinxTransform

class PutPaths(SphinxTransform):
    default_priority = 1

    def apply(self):
        for node in self.document.findall(nodes.Element):
            node.source = Path(node.source or self.document["source"])

def setup(app):
    app.add_transform(PutPaths)
"""


def test_an_extension_that_names_files_by_paths(tmp_path: Path) -> None:
    """Where docutils has a text, Sphinx's ``doc2path`` gives a path; an error has its place."""
    text = "# T\n\n```{include} part.md\n```\n\n<script></script>\n"
    told = read(
        tmp_path, {"conf.py": CONF.format([]) + PATHS, "a.md": text, "part.md": "Walk.\n"}, ()
    )
    (raw,) = (one for one in told["a.md"] if one.kind is Kind.RAW)
    assert raw.line == 6


@pytest.mark.skipif(sphinx.version_info < (9,), reason="Sphinx 8 reads such a page")
def test_a_page_of_another_encoding_is_named_where_pages_are_trusted(tmp_path: Path) -> None:
    """Sphinx 9 would end with an error that names no file; the other pages are read."""
    conf = CONF.format([]).replace("True", "False")
    latin = "Café,5 µg\n".encode("cp1252")
    page = "# T\n\n```{{csv-table}}\n:file: {}.csv\n{}```\n"
    told = read(
        tmp_path,
        {
            "conf.py": conf,
            "cafe.md": "# Café\n".encode("cp1252"),
            "cafe.csv": latin,
            "known.csv": latin,
            "table.md": page.format("cafe", ""),
            "known.md": page.format("known", ":encoding: cp1252\n"),
            "wrong.md": page.format("known", ":encoding: utf-8\n"),
            "loop.md": "# T\n\n```{include} loop.md\n```\n",
        },
        (),
    )
    assert ["is not UTF-8 (line 1, byte e9)" in one.message for one in told["cafe.md"]] == [True]
    (table,), (wrong,) = told["table.md"], told["wrong.md"]
    assert (table.line, table.message.partition("; ")[0]) == (
        *(3, '"cafe.csv" is not UTF-8 (line 1, byte e9)'),
    )
    assert (
        wrong.message == '"known.csv" is in another encoding than its option says; mend :encoding:'
    )
    assert not told.get("known.md")
    (loop,) = told["loop.md"]
    assert loop.message == (
        "the page is nested too deeply, or inserts itself; make it flatter, or remove that"
    )
