"""What Sphinx tells as a warning alone, although a page says less for it."""

from __future__ import annotations

from contextlib import nullcontext
from logging import getLogger
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.transforms.references import SphinxDomains
from sphinx.util.logging import NAMESPACE
from sphinx_handouts.pages.logged_warnings import (
    KeepOutOfWords,
    LoggedWarning,
    keep_out_of_words,
    listen,
)
from sphinx_handouts.records.finding import Kind, Severity
from sphinx_handouts.sheets.losses import _finding, _is_of_docutils, _is_of_myst, heard, losses

NOTHING_SHOWN = [
    "Include file '/g/dose.py' not found or reading it failed",
    "Encoding 'utf-8' used for reading included file '/g/a' seems to be wrong, try giving an "
    ":encoding: option",
    "Object named 'Dose' not found in include file '/g/dose.py'",
    "Line spec '9-': no lines pulled from include file '/g/dose.py'",
    "start-after pattern not found: dose",
    'Cannot use both "pyobject" and "lines" options',
    "non-whitespace stripped by dedent",
    "Inline emphasis start-string without end-string.",
    "malformed hyperlink target.",
    'Substitution definition "dose" empty or invalid.',
]


@pytest.mark.parametrize("message", NOTHING_SHOWN)
def test_code_that_is_not_shown_is_lost(message: str) -> None:
    """Each way in which ``literalinclude`` shows nothing is a loss, though but a warning."""
    assert _is_of_docutils(LoggedWarning("", 3, Severity.WARNING, "docutils", message))


LEFT_OUT = [
    ("myst.substitution", "Substitution error:UndefinedError: 'dosis' is undefined"),
    ("myst.directive_option", "'note': Unknown option key: 'Dose' (allowed: ['class', 'name'])"),
    ("myst.directive_option", "'note': Invalid options format: expected ':'"),
    ("myst.xref_missing", "'myst' cross-reference target not found: 'tel:+441632960001'"),
    ("myst.xref_missing", "'myst' cross-reference target not found: 'sms:+441632960001'"),
    ("ref.footnote", "Duplicate footnote definition found for label: 'a'"),
    ("design.tab", "All children of a 'tab-set' should be 'tab-item' [design.tab]"),
    ("design.steps", "All children of a 'steps' should be 'step' [design.steps]"),
    ("design.steps", "The parent of a 'step' should be a 'steps' [design.steps]"),
    ("design.accordion", "All children of an 'accordion' should be 'dropdown'"),
    ("design.tab_code", "All children of a 'tab-code-set' should be a 'literal_block'"),
    ("design.card", "Card ':header:' option ignored: a 'card-header' directive is present"),
    ("myst.directive_parse", "'rubric': Has content, but none permitted"),
    ("myst.directive_unknown", "Unknown directive type: 'dose'"),
    ("myst.render", "No render method for: dose"),
    ("myst.role_unknown", 'Unknown interpreted text role "dose".'),
    ("myst.topmatter", "Malformed YAML"),
    *((f"mystnb.{name}", "what a notebook lacks") for name in ("eval", "glue", "glue_ref")),
    *((f"mystnb.{name}", "an output left out") for name in ("mime_priority", "mime_type")),
    *((f"mystnb.{name}", "an output left out") for name in ("output_type", "unknown_mime_type")),
]


@pytest.mark.parametrize(("kind", "message"), LEFT_OUT)
def test_words_that_are_left_out_are_lost(kind: str, message: str) -> None:
    """So is what MyST leaves out, and warns of alone."""
    assert _is_of_myst(LoggedWarning("", 3, Severity.WARNING, kind, message))


LESSER = [
    ("docutils", "Title underline too short."),
    ("myst.directive_option", "'image': Invalid option value for 'width': wide: not a length"),
    ("myst.xref_missing", "'myst' cross-reference target not found: 'walk.html'"),
    ("ref.footnote", "Footnote [a] is not referenced."),
    ("design.tab", "The parent of a 'tab-item' should be a 'tab-set'"),
    ("design.grid", "All children of a 'grid-row' should be 'grid-item'"),
    ("myst.topmatter", "top-level 'substitutions' key is deprecated, place under 'myst' key"),
    (
        "myst.topmatter",
        "'html_meta' must be of type <class 'dict'> (got 'a' that is a <class 'str'>).",
    ),
    (
        "myst.topmatter",
        "'html_meta['a']' must be of type <class 'str'> (got 1 that is a <class 'int'>).",
    ),
]


@pytest.mark.parametrize(("kind", "message"), LESSER)
def test_other_warnings_are_not(kind: str, message: str) -> None:
    """A warning where no word is lost stays a warning."""
    warning = LoggedWarning("", 3, Severity.WARNING, kind, message)
    assert not _is_of_docutils(warning)
    assert not _is_of_myst(warning)


@pytest.mark.parametrize("kind", ["", "docutils"])
def test_errors_of_docutils_are_losses(kind: str) -> None:
    """What docutils calls an error is one, of whatever it tells; those of others are theirs."""
    assert _is_of_docutils(LoggedWarning("", 3, Severity.ERROR, kind, "Anything."))
    assert not _is_of_docutils(LoggedWarning("", 3, Severity.ERROR, "other", "Anything."))


def test_losses_of_a_page_are_told() -> None:
    """Both kinds of losses, and nothing else that was said of the page."""
    said = [
        LoggedWarning("", 1, Severity.ERROR, "docutils", "Malformed table."),
        LoggedWarning("", 2, Severity.WARNING, "myst.topmatter", "Malformed YAML"),
        LoggedWarning("", 3, Severity.WARNING, "docutils", "Title underline too short."),
    ]
    env: Any = SimpleNamespace(handouts_warnings={"walk": said}, doc2path=lambda name: f"{name}.md")
    assert [found.line for found in losses(env, ["walk", "rest"])] == [1, 2]


def test_a_field_list_that_was_taken_for_options() -> None:
    """The mend is told, too; of other losses it would be none."""
    env: Any = SimpleNamespace(doc2path=lambda name: f"/g/{name}.md")
    words = "put an empty line above it"
    said = "Problem with \"raw\" directive: 'utf-8' codec can't decode byte 0xe9 in position 3"
    found = _finding(env, "walk", LoggedWarning("", 7, Severity.ERROR, "", said))
    assert found.message.endswith("encoding UTF-8), or give its :encoding:")
    for kind, told in (("myst.directive_option", True), ("myst.topmatter", False)):
        found = _finding(env, "walk", LoggedWarning("", 7, Severity.WARNING, kind, "Unknown"))
        assert (words in found.message) is told


def test_a_telephone_number_that_myst_takes_for_a_page() -> None:
    """It is told how MyST learns of such addresses."""
    env: Any = SimpleNamespace(doc2path=lambda name: f"/g/{name}.md")
    said = "'myst' cross-reference target not found: 'tel:+441632960001'"
    found = _finding(env, "walk", LoggedWarning("", 7, Severity.WARNING, "myst.xref_missing", said))
    assert found.message.endswith('add "tel" to myst_url_schemes in conf.py')


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Malformed YAML", "Malformed YAML"),
        ("YAML is not a dict: <class 'list'>", "it is a list, and not keys with their values"),
        ("'myst' key not a dict: <class 'NoneType'>", "'myst' is empty, and not keys with their"),
        (
            "'substitutions' must be of type <class 'dict'> (got 'text' that is a <class 'str'>).",
            "'substitutions' is a text, and not keys with their values;",
        ),
        ("'enable_extensions' not iterable: 3", "'enable_extensions' not iterable: 3; mend it"),
    ],
)
def test_front_matter_that_is_not_read(message: str, told: str) -> None:
    """An author is told in words what MyST says in those of a programmer."""
    env: Any = SimpleNamespace(doc2path=lambda name: f"/g/{name}.md")
    found = _finding(env, "walk", LoggedWarning("", 1, Severity.WARNING, "myst.topmatter", message))
    assert found.message.startswith(f"front matter: {told}")


def test_the_line_where_front_matter_stumbles(tmp_path: Path) -> None:
    """MyST names the first line; the reason and the mend are told, too."""
    page = tmp_path / "walk.md"
    page.write_text("---\nreview:\n  owner: Me\ntitle: Back: pain\n---\n# Walk\n")
    env: Any = SimpleNamespace(doc2path=lambda name: str(page))
    said = LoggedWarning("", 1, Severity.WARNING, "myst.topmatter", "Malformed YAML")
    found = _finding(env, "walk", said)
    assert (found.docname, found.line) == ("walk", 4)
    assert "(mapping values are not allowed here); a text with a colon" in found.message


def test_a_loss_of_another_file_is_told_there() -> None:
    """What a page inserts is called from the folder of ``conf.py``."""
    app = SimpleNamespace(confdir="/g")
    env: Any = SimpleNamespace(doc2path=lambda name: f"/g/{name}.rst", app=app, _app=app)
    said = LoggedWarning("/g/parts/dose.rst", 7, Severity.ERROR, "", "Malformed table.")
    found = _finding(env, "walk", said)
    assert (found.docname, found.path, found.line) == (None, "parts/dose.rst", 7)


def test_a_loss_is_told_where_it_is() -> None:
    """Its page and line are named, and of a table that is wrong, not the whole table."""
    env: Any = SimpleNamespace(doc2path=lambda name: f"/g/{name}.rst")
    table = "Malformed table. No bottom table border found. +---+---+ | a | b | +---+---+"
    found = _finding(env, "walk", LoggedWarning("/g/walk.rst", 7, Severity.ERROR, "", table))
    assert (found.docname, found.line) == ("walk", 7)
    assert found.message.startswith("Malformed table. No bottom table border found; mend it")
    for box in (".. list-table:: :widths: 1 * - a", ":::{list-table} * - a", "```{table}", "``` x"):
        said = LoggedWarning("/g/walk.rst", 7, Severity.ERROR, "", f"Error in it. {box}")
        shown = "" if box != "``` x" else f". {box}"
        found = _finding(env, "walk", said)
        assert found.message.startswith(f"Error in it{shown}; mend it")


def said_while(warnings: list[LoggedWarning], references: list[Any]) -> Any:
    """Return what a handout is told of warnings while its references are resolved."""
    app: Any = SimpleNamespace(confdir="/g")
    env: Any = SimpleNamespace(
        app=app,
        _app=app,
        path2doc=lambda _path: "walk",
        doc2path=lambda name: f"/g/{name}.md",
    )
    document = new_document("walk")
    document += references
    assembly: Any = SimpleNamespace(
        docnames=["walk"], handout=SimpleNamespace(id="KP-02"), findings=[], document=document
    )
    listener = listen(app)
    try:
        for warning in warnings:
            with heard(env, assembly) if warning is warnings[-1] else nullcontext():
                listener.said.append(warning)
    finally:
        getLogger(NAMESPACE).removeHandler(listener)
    return assembly.findings


def test_what_is_said_of_one_handout_is_its_own() -> None:
    """While references are resolved, what was said before of another handout is not told again."""
    said = [
        LoggedWarning("", number, Severity.WARNING, "myst.substitution", f"Substitution: {number}")
        for number in (1, 2)
    ]
    (found,) = said_while(said, [])
    assert found.message.startswith("KP-02: Substitution: 2; mend it")
    assert (found.docname, found.line) == ("walk", 2)


def test_what_is_complained_of_is_no_word_of_a_heading() -> None:
    """MyST writes it there: it stood in references to a heading, before Sphinx took it away."""
    told = nodes.system_message("", nodes.paragraph("", "/home/me/a.md:4: only in HTML"))
    document = new_document("walk")
    document += nodes.title("", "Do ", told, nodes.raw("", "<s>", format="html"), nodes.Text("not"))
    document += told.deepcopy()
    keep_out_of_words(document)
    assert document[0].astext() == "Do <s>not"
    assert isinstance(document[1], nodes.system_message)  # Sphinx looks at it
    assert KeepOutOfWords.default_priority < SphinxDomains.default_priority


NOWHERE = {
    "label": ("ref.ref", "undefined label: 'Rest'", "std", "ref", "rest"),
    "page": ("ref.doc", "unknown document: 'rest'", "std", "doc", "rest"),
    "link": ("myst.xref_missing", "'myst' target not found: 'a.md'", None, "myst", "a.md"),
    "anchor": ("myst.xref_missing", "local id not found in doc 'a': 'b'", "doc", "myst", "b"),
}


@pytest.mark.parametrize("case", NOWHERE)
@pytest.mark.parametrize("explicit", [False, True])
def test_a_reference_that_leads_nowhere(case: str, explicit: bool) -> None:
    """Where its name would be printed it is an error; of other words Sphinx warns."""
    kind, message, domain, role, target = NOWHERE[case]
    xref = addnodes.pending_xref(
        "", refdomain=domain, reftype=role, reftarget=target, refexplicit=explicit
    )
    other = addnodes.pending_xref(
        "", refdomain="std", reftype="ref", reftarget="res", refexplicit=not explicit
    )
    xref.line = other.line = 3
    warning = LoggedWarning("", 3, Severity.WARNING, kind, message)
    found = said_while([warning], [other, xref])
    assert [one.severity for one in found] == ([] if explicit else [Severity.ERROR])
    for one in found:
        assert one.kind is Kind.LINK
        assert f"{message}; its name would stand" in one.message
        assert (one.docname, one.line) == ("walk", 3)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("ref.numref", "undefined label: 'rest'"),
        ("ref.eq", "equation not found: rest"),
        ("ref.ref", "citation not found: rest"),
        ("ref.any", "more than one target found for 'any' cross-reference 'rest'"),
        ("myst.header", "Document headings start at H2, not H1"),
    ],
)
def test_what_is_told_elsewhere_is_not_told_again(kind: str, message: str) -> None:
    """So is what has no number on a sheet, by the code that numbers."""
    assert not said_while([LoggedWarning("", 3, Severity.WARNING, kind, message)], [])


def test_a_reference_is_that_of_its_line() -> None:
    """Another one to the same place may have words of its own, on another line."""
    xref = addnodes.pending_xref(
        "", refdomain="std", reftype="ref", reftarget="rest", refexplicit=False
    )
    xref.line = 4
    said = LoggedWarning("", 3, Severity.WARNING, "ref.ref", "undefined label: 'rest'")
    assert not said_while([said], [xref])


def test_the_name_of_a_program_is_itself() -> None:
    """What is printed as it is written, with a link or without, is no error."""
    xref = addnodes.pending_xref(
        "", refdomain="py", reftype="func", reftarget="rest", refexplicit=False
    )
    said = LoggedWarning("", 3, Severity.WARNING, "ref.func", "py:func not found: 'rest'")
    assert not said_while([said], [xref])


@pytest.mark.parametrize(
    ("message", "names"), [("Unknown directive type: 'x'", True), ("Malformed table.", False)]
)
def test_the_theme_that_may_bring_a_directive_is_named(message: str, names: bool) -> None:
    """Only where a directive is unknown: nothing else is a theme's to bring."""
    config = SimpleNamespace(html_theme="sphinx_book_theme")
    app = SimpleNamespace(config=config, extensions=())
    env: Any = SimpleNamespace(app=app, _app=app, doc2path=lambda name: f"/g/{name}.md")
    found = _finding(env, "walk", LoggedWarning("", 7, Severity.ERROR, "", message))
    assert ('add "sphinx_book_theme" to extensions' in found.message) is names
