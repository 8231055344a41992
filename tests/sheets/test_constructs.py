"""Every example of the manual is on paper as it says, or is refused as it says.

All examples are printed by one build, once a session: another example costs its sheet alone.
"""

from __future__ import annotations

import pytest
from constructs import Construct, Pressed, available, read_all
from hosts import press_examples
from paper import Shop, crop
from PIL import ImageChops
from projects import normal
from pypdfium2 import PdfDocument

EXAMPLES = read_all()
PRINTED = [c for c in EXAMPLES if c.paper]
REFUSED = [c for c in EXAMPLES if c.refused]


@pytest.fixture(scope="session")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pressed, Pressed]:
    """Build the examples that are printed and those that are refused; the manual shows the same."""
    return Shop(press_examples(tmp_path_factory)).press()


@pytest.fixture(scope="session")
def printed(pressed: tuple[Pressed, Pressed]) -> Pressed:
    """Return what was made of every example that is not refused."""
    return pressed[0]


@pytest.fixture(scope="session")
def refused(pressed: tuple[Pressed, Pressed]) -> Pressed:
    """Return what was made of every example that is refused."""
    return pressed[1]


def words_of(pressed: Pressed, construct: Construct) -> str:
    """Return what stands on the sheet of an example."""
    path = pressed.pdf(construct)
    assert path is not None, pressed.said
    with PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return normal(" ".join(pages).replace("\ufffe", ""))


@pytest.mark.parametrize("construct", PRINTED, ids=lambda c: c.path.name)
def test_is_on_paper(construct: Construct, printed: Pressed) -> None:
    """The words that an example promises stand on its sheet, in order, and nothing is said."""
    if construct not in available([construct]):
        pytest.skip(f"{construct.program} is not installed")
    assert printed.said == ""
    rest = words_of(printed, construct)
    for words in construct.paper:
        before, found, rest = rest.partition(normal(words))
        assert found, f"{words!r} is not in {before!r}"


@pytest.mark.parametrize("construct", REFUSED, ids=lambda c: c.path.name)
def test_is_refused(construct: Construct, refused: Pressed) -> None:
    """An example that cannot be printed ends in its sentence, with file and line."""
    if construct not in available([construct]):
        pytest.skip(f"{construct.program} is not installed")
    assert "Traceback" not in refused.said
    errors = refused.errors(construct)
    found = [line for line in errors if construct.refused in line]
    assert found, errors or refused.said
    place = found[0].partition(f"/{construct.page}:")[2].partition(":")[0]
    assert place.isdigit(), found[0]
    assert construct.first_line <= int(place) <= len(construct.path.read_text("utf-8").splitlines())


def test_every_example_has_a_home() -> None:
    """No two examples have one name, and both kinds of pages are shown."""
    assert len({c.docname for c in EXAMPLES}) == len(EXAMPLES)
    assert {c.path.suffix for c in EXAMPLES} == {".md", ".rst"}


def test_a_picture_begins_between_two_lines(printed: Pressed) -> None:
    """The title above is left out whole: its lower half stood in the manual."""
    path = next(filter(None, map(printed.pdf, PRINTED)))
    _columns, rows = ImageChops.invert(crop(path)).getprojection()
    assert not rows[0]
    assert any(rows)
