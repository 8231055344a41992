"""What earlier builds found out: keys of sheets that are not composed again, and pages.

A sheet whose recipe is known is composed by nobody; one that would look different has another key.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from clinics import SHORT_CONTACT, clinic
from presses import Desk, edition_of, page_in
from sphinx_handouts.press.edition_orders import Composer
from sphinx_handouts.press.recipes import MEMORY, Book, KeptPages, Recipe, key_of
from sphinx_handouts.press.workers.lack import PoolError
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.page import Furniture, Page
from sphinx_handouts.records.states import State
from sphinx_handouts.sheets.furniture import furniture
from sphinx_handouts.storage.memory import Memory

PAGE = page_in("en")
WHOSE = clinic("Ash", SHORT_CONTACT)


@cache
def plain() -> Composer:
    """Return a composer without recipes."""
    return Desk(Path("nowhere")).composer(PAGE, {edition_of(PAGE, WHOSE): WHOSE})


class Press:
    """Composes with the recipes of a folder, and counts how often."""

    def __init__(self, folder: Path, base: str = "1") -> None:
        self.composed = 0
        self.book = Book(Memory(folder / MEMORY), base)
        self.composer = replace(plain(), compose=self._compose, book=self.book, _known={})

    def _compose(self, *arguments: object, **how: object) -> RenderJob:
        self.composed += 1
        return plain().compose(*arguments, **how)

    def recipe(self, page: Page = PAGE, words: Furniture | None = None) -> Recipe:
        """Return the recipe of a sheet, after the memory is written."""
        made = self.composer.source(page, edition_of(page, WHOSE), WHOSE, words or furniture(page))
        assert isinstance(made.job, Recipe)
        self.book.memory.save()
        return made.job


def test_known_recipe_is_not_composed(tmp_path: Path) -> None:
    """The next build knows the key of a sheet without composing it, and it is the right one."""
    first = Press(tmp_path).recipe()
    again = Press(tmp_path)
    recipe = again.recipe()
    assert recipe.length == len(PAGE.body)
    assert again.composed == 0
    assert recipe.key == first.key == key_of(recipe.job())
    assert again.composed == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda page: replace(page, body=page.body.replace("gate", "door")),
        lambda page: replace(page, version="9.9"),
        lambda page: replace(page, state=State.APPROVED),
        lambda page: replace(page, draft=True),
        lambda page: replace(page, content_hash="sha256:0"),
        lambda page: replace(page, handout=page.handout.model_copy(update={"title": "Stroll"})),
    ],
    ids=["body", "version", "state", "draft", "hash", "title"],
)
def test_other_page_has_another_key(tmp_path: Path, change: Callable[[Page], Page]) -> None:
    """A page that differs in anything that its sheet shows is composed, and has its own key."""
    first = Press(tmp_path).recipe()
    press = Press(tmp_path)
    recipe = press.recipe(change(PAGE))
    assert press.composed == 1
    assert recipe.key != first.key
    assert recipe.key == key_of(recipe.job())


def test_other_words_around_have_another_key(tmp_path: Path) -> None:
    """So do the words of the furniture, which are those of a language."""
    first = Press(tmp_path).recipe()
    words = Furniture({**furniture(PAGE).texts, "version": "Another version"})
    assert Press(tmp_path).recipe(PAGE, words).key != first.key


def test_other_settings_forget_all(tmp_path: Path) -> None:
    """Where programs or settings have changed, every sheet is composed."""
    Press(tmp_path).recipe()
    press = Press(tmp_path, base="2")
    press.recipe()
    assert press.composed == 1


def test_order_of_snippets_does_not_matter(tmp_path: Path) -> None:
    """A set has no order: the same page has the same recipe in every process."""
    names = [f"snippet-{number}" for number in range(40)]
    Press(tmp_path).recipe(replace(PAGE, snippets=frozenset(names)))
    press = Press(tmp_path)
    press.recipe(replace(PAGE, snippets=frozenset(reversed(names))))
    assert press.composed == 0


def test_wrong_key_is_refused(tmp_path: Path) -> None:
    """Where another sheet comes out of a recipe than it says, no PDF gets a wrong name."""
    recipe = Press(tmp_path).recipe()
    with pytest.raises(PoolError, match=r"sheet of BP-01 was composed in two ways: remove .*json"):
        replace(recipe, key="0" * 64).job()


# --- pages ----------------------------------------------------------------------------------------


def test_pages_are_kept(tmp_path: Path) -> None:
    """Pages come back as they were, to who made them from the same."""
    pages, in_packs = {"BP-01": PAGE}, {"first": {"BP-01": replace(PAGE, elsewhere=("a",))}}
    KeptPages.of(tmp_path, "en", "key").keep(pages, in_packs)
    assert KeptPages.of(tmp_path, "en", "key").read() == (pages, in_packs)
    assert KeptPages.of(tmp_path, "en", "other").read() is None
    assert KeptPages.of(tmp_path, "ko", "key").read() is None


@pytest.mark.parametrize("content", [b"", b"x", pickle.dumps(1), pickle.dumps(("key", 1, 2))])
def test_damaged_pages_are_made_again(tmp_path: Path, content: bytes) -> None:
    """What is kept is only a shortcut: where it is damaged, the pages are made."""
    kept = KeptPages.of(tmp_path, "en", "key")
    kept.path.write_bytes(content)
    assert kept.read() is None
