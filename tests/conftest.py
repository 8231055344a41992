"""What the tests share: the test projects, and records to start from."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from frugal import (  # noqa: F401 - before anything of Sphinx looks
    pytest_collection_finish,
    pytest_unconfigure,
)
from hypothesis import settings
from sheets import sheet
from sphinx.locale import translators
from sphinx_handouts.press import equipment
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.edition import Edition
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.page import Furniture, Page
from sphinx_handouts.records.rendered import Rendered
from sphinx_handouts.records.schema.brand import Brand
from sphinx_handouts.records.schema.handout import Handout
from sphinx_handouts.records.states import State
from sphinx_handouts.sheets.compose import compose
from sphinx_handouts.sheets.furniture import furniture
from staying import StayingPool, part_all

pytest_plugins = [
    "browsers",
    "desks",
    "projects",
    "prepared",
    "laid_out",
    "shelves",
    "hosts",
    "listeners",
    "order",
    "sphinx.testing.fixtures",
]

# Tests press Ctrl-C, which a script's shell lets all ignore that it does not wait for.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Sphinx writes in colours where CI is set, and tests read what it writes.
os.environ["NO_COLOR"] = "1"
os.environ.pop("FORCE_COLOR", None)

# A stranger's first run must not fail for luck: the examples are the same on every run.
# `pytest --hypothesis-profile=explore` looks further.
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English after each test: a build within this process leaves its language behind."""
    yield
    translators.clear()


@pytest.fixture(scope="session", autouse=True)
def one_worker() -> Iterator[None]:
    """Let a build within this process hire one worker, whatever the machine has; it stays.

    Another one takes longer to come than the few small sheets of a test take, and the cores have
    other tests to run. Programs that tests start hire as many as anywhere, for themselves.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(equipment, "cores", lambda: 1)
        patch.setattr(equipment, "Pool", StayingPool)
        yield
    part_all()


@pytest.fixture(scope="session")
def rootdir() -> Path:
    """Return the folder of the test projects: one a behaviour, named for it."""
    return Path(__file__).parent / "roots"


@pytest.fixture
def handout() -> Handout:
    """Return a handout with every key set."""
    return Handout(
        id="HO-01",
        slug="first-sheet",
        title="The first sheet",
        summary="What it is for.",
        subject="Trials",
        version="1.2",
        pages=2,
        parts=("index",),
        codes={"icd10cm": ("M54.50",)},
    )


@pytest.fixture
def page(handout: Handout) -> Page:
    """Return the body of a handout that nobody has approved yet."""
    return Page(
        handout=handout,
        language="en",
        direction="ltr",
        body='<p>Keep moving.</p>\n<p>See <a href="https://example.org/more">more</a>.</p>',
        state=State.PENDING,
        next_review=dt.date(2028, 11, 22),
        snippets=frozenset({"get-help"}),
        docnames=("index",),
        address="example.org/h/{id}",
        version="1.2",
    )


@pytest.fixture
def edition() -> Edition:
    """Return an edition of that handout."""
    return Edition("HO-01", "first-sheet", "anytown", "en", "a4", "standard")


@pytest.fixture
def clinic() -> Clinic:
    """Return a clinic with a name and nothing else."""
    return Clinic("anytown", Brand(name="Anytown Clinic"))


@pytest.fixture
def furniture_words(page: Page) -> Furniture:
    """Return the words around that handout."""
    return furniture(page)


@pytest.fixture
def job(page: Page, edition: Edition, clinic: Clinic, furniture_words: Furniture) -> RenderJob:
    """Return that handout, composed."""
    return compose(page, edition, clinic, furniture_words)


@pytest.fixture(scope="session")
def long_sheet() -> Rendered:
    """Return a real PDF of three pages, with text on the last down to 30 mm."""
    return sheet(
        "<p>One</p><p>Two</p><p>Three</p>",
        "@page { size: 100mm 100mm; margin: 10mm }"
        "p { font-size: 20pt; line-height: 30mm; margin: 0 } p + p { break-before: page }",
    )
