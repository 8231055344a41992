"""The order in which the files of tests run: the longest first, so that no core waits at the end.

Run side by side, each process takes the next file. A wrong order costs time, and nothing else.
"""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
LONGEST = (
    "guide/test_content.py",
    "guide/test_accessibility.py",
    "web/test_clinic_details.py",
    "web/test_library.py",
    "web/test_three_browsers.py",
    "test_builder.py",
    "workshop/test_chaos.py",
    "press/test_contents_sheets.py",
    "guide/test_search.py",
    "press/test_dressing_guards.py",
    "guide/test_web.py",
    "guide/test_emergency.py",
    "workshop/test_serve.py",
    "guide/test_every_word.py",
    "press/test_plain_language.py",
    "guide/test_offline.py",
    "web/test_guide_pages.py",
    "web/test_live_preview.py",
    "web/test_status_pages.py",
    "workshop/test_reproducible.py",
    "press/test_project_fonts.py",
    "press/test_dressing.py",
    "press/test_dressed_projects.py",
    "press/test_pool.py",
    "inspection/test_findings.py",
    "project/test_revisions.py",
    "pdf/test_letterhead.py",
    "pages/test_bad_input.py",
    "web/test_interop.py",
    "press/test_guests.py",
    "project/test_hostile_names.py",
    "sheets/test_constructs_fit.py",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Refuse cases without an order: each process would have another, and no test would run."""
    for mark in metafunc.definition.iter_markers("parametrize"):
        if any(isinstance(cases, set | frozenset) for cases in mark.args[1:2]):
            name = metafunc.definition.nodeid
            raise pytest.UsageError(f"the cases of {name} are a set; sort them")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    if lost := [name for name in LONGEST if not (TESTS / name).is_file()]:
        raise pytest.UsageError(f"tests/support/order.py names {lost[0]}: no such file; mend it")
    places = {TESTS / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
