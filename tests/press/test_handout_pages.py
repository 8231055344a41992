"""One handout's failure is one finding; and what a writer loses of a page, no sheet is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from projects import Project
from sphinx_handouts.press.orders import Order
from sphinx_handouts.press.printer import Printer
from sphinx_handouts.press.publish import Output
from sphinx_handouts.press.workers.pool import Pool
from sphinx_handouts.press.workers.work import PRELOAD, start_worker, work
from sphinx_handouts.proofing.completeness import unwritten
from sphinx_handouts.records.edition import Edition, Selection
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.manifest import Entry, Facts, entry_of
from sphinx_handouts.records.page import Page, Said
from sphinx_handouts.storage.cache import Cache

LOSSY = """
from sphinx_handouts.sheets.translator import PrintTranslator


class Lossy(PrintTranslator):
    def visit_emphasis(self, node):
        raise {raised}


def setup(app):
    app.set_translator("handouts", Lossy)
"""


def test_a_lost_word_is_told_where_it_stands(project: Project) -> None:
    """A writer that drops a word of a page makes no sheet, and is told file, line and words."""
    project.edit("conf.py", project.read("conf.py") + LOSSY.format(raised="nodes.SkipNode"))
    project.edit("conf.py", "from docutils import nodes\n" + project.read("conf.py"))
    project.edit("walk.md", ("Walk to the gate and back", "Do *not* run to the gate and back"))
    built = project.build()
    assert built.status == 2
    (line,) = built.said("KP-01: ", "run to the gate", "handouts.misprint")
    assert "walk.md:17: " in line
    assert 'KP-01: "Do not run to the gate and back, twice a day." is not printed' in line
    assert not project.out.joinpath("manifest.json").exists()


def test_whatever_is_raised_is_a_finding_of_its_handout(project: Project) -> None:
    """An error in writing one handout names it, the page and the line; the others are looked at."""
    project.edit("conf.py", project.read("conf.py") + LOSSY.format(raised='KeyError("oops")'))
    project.edit("walk.md", ("Walk to the gate and back", "Do *not* run to the gate and back"))
    project.edit("rest.md", ("Sit down", "[Sit down](nowhere.md)"))
    built = project.build()
    assert built.status == 2
    (line,) = built.said("KP-01: it cannot be made")
    assert "walk.md:17: " in line
    assert "KP-01: it cannot be made: KeyError: 'oops'; " in line
    assert "Traceback" not in built.err
    assert built.said("rest.md")


FORGETFUL = """
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging


class Forget(SphinxPostTransform):
    default_priority = 5

    def apply(self, **_kwargs):
        for node in list(self.document.findall(nodes.emphasis)):
            logger = logging.getLogger(__name__)
            logger.warning("No such key", type="mystnb", subtype="glue_ref", location=node)
            node.parent.remove(node)


def setup(app):
    app.add_post_transform(Forget)
"""


def test_what_is_left_out_while_references_are_resolved(project: Project) -> None:
    """An extension that finds nothing for a place, and warns alone, makes no sheet."""
    project.edit("conf.py", project.read("conf.py") + FORGETFUL)
    project.edit("walk.md", ("Walk to the gate and back", "Walk *twice* to the gate and back"))
    built = project.build("-D", "suppress_warnings=mystnb")
    assert built.status == 2
    mend = "No such key; mend it: a sheet would not say what stands there"
    assert built.said("walk.md:17: ", f"KP-01: {mend}")
    assert len(built.said(mend)) == len(built.said("handouts.directive"))


def all_of(results: Iterable[Any], _length: int, _what: str) -> Iterable[Any]:
    """Show nobody how far the work is."""
    return results


def fail(_about: object) -> Any:
    """Raise what nobody expects."""
    raise KeyError("oops")


@pytest.mark.parametrize("broken", [{"check": fail}, {"describe": fail}], ids=["check", "describe"])
def test_a_check_that_breaks_ends_one_edition(
    tmp_path: Path, page: Page, edition: Edition, job: RenderJob, broken: dict[str, Any]
) -> None:
    """What is raised while a PDF is checked or described is told of that edition alone."""
    cache, output = Cache(tmp_path / "cache", 1 << 20), Output(tmp_path / "out", Selection("en"))
    printer = Printer(cache, Pool(work, start_worker, PRELOAD, 1), output, all_of)

    def describe(facts: Facts) -> Entry:
        return entry_of(page, edition, "", facts)

    right = Order(edition, edition.path, job, describe, lambda _rendered: iter(()))
    other = replace(edition, brand="other")
    wrong = replace(right, edition=other, path=other.path, **broken)
    with output:
        tally = printer.print([replace(wrong, source=replace(job, furniture=("x",))), right])
    (finding,) = tally.findings
    assert finding.message.startswith(f"{wrong.label}: it cannot be made: KeyError: 'oops'; ")
    assert (tally.failed, [entry.path for entry in tally.entries]) == (1, [edition.path])


BODY = """<section><h2>Walk</h2><p>Go to the gate.</p><div class="admonition"><p
class="admonition-title">Note</p><p>Call 999.</p></div>
<ol start="3"><li>Rest.</li><li>Walk.</li></ol><img src="data:," alt="A gate"></section>"""
SAID = (
    Said("Walk", "walk", 1),
    Said("Go to the\ngate.", "walk", 2),
    Said("Call 999.", "walk", 3),
    Said("3", "walk", 4, is_label=True),
    Said("Rest.", "walk", 4),
    Said("4", "walk", 5, is_label=True),
    Said("Walk.", "walk", 5),
    Said("A gate", "walk", 6, is_alternative=True),
)


def test_what_is_written_is_not_told() -> None:
    """A body that says all that a tree says, and the names of boxes, is right."""
    assert list(unwritten(SAID, BODY)) == []


def test_a_short_text_is_not_found_in_the_name_of_a_box() -> None:
    """*No* below the name *Note* is printed, and missed where only the name is there."""
    said = [Said("No", "walk", 1)]
    box = '<div class="admonition"><p class="admonition-title">Note</p><p>No</p></div>'
    assert list(unwritten(said, box)) == []
    (found,) = unwritten(said, box.replace("<p>No</p>", ""))
    assert found == (said[0], "is not printed")


def test_what_no_page_says_is_told_beside_what_it_follows() -> None:
    """Words that an extension adds are told at the line of the text before them."""
    for place, line in (("<p>Go to the gate.</p>", 1), ("<h2>Walk</h2>", 0)):
        body = BODY.replace(place, f"<p>Changelog</p>{place}", 1)
        ((one, why),) = unwritten(SAID, body)
        assert (one.text, one.docname, one.line) == ("Changelog", "walk", line)
        assert why == "is printed, and no page says it"


def test_what_names_a_fold_is_no_addition() -> None:
    """What an extension calls that which it folds stands above it on paper."""
    folded = BODY.replace("<p>Go", "<details><summary>Changelog</summary><p>Go")
    assert list(unwritten(SAID, folded.replace("gate.</p>", "gate.</p></details>"))) == []


def test_a_text_may_be_the_name_of_its_box() -> None:
    """*Hint* in a box that is called so is no addition; what stands there once more is."""
    said = [Said("Hint", "walk", 1)]
    box = '<div class="admonition"><p class="admonition-title">Hint</p><p>Hint</p></div>'
    assert list(unwritten(said, box)) == []
    (found,) = unwritten(said, box.replace("</div>", "<p>Hint</p></div>"))
    assert found[1] == "is printed, and no page says it"


@pytest.mark.parametrize(
    ("old", "new", "words", "problem"),
    [
        ("Call 999.", "", "Call 999.", "is not printed"),
        ("Go to the gate.", "Do not go to the gate.", "Do not go to the gate.", "no page says it"),
        (' start="3"', "", "3", "is not printed"),
        (' alt="A gate"', "", "A gate", "is not told"),
        ("<p>Go to the gate.</p>", "", "Go to the gate.", "is not printed"),
        ("<h2>Walk</h2><p>Go to the gate.</p>", "<p>Go to the gate.</p><h2>Walk</h2>", "", "place"),
    ],
)
def test_what_is_lost_moved_or_added_is_told(old: str, new: str, words: str, problem: str) -> None:
    """Words, numbers and alternatives that differ between tree and HTML are told, each as such."""
    assert old in BODY
    found = [
        (" ".join(one.text.split()), why) for one, why in unwritten(SAID, BODY.replace(old, new))
    ]
    assert any(words in text and problem in why for text, why in found), found
