"""The order in which the files of tests run: the longest first, so that no core waits at the end.

Run side by side, each process takes the next file. A wrong order costs time, and nothing else.
"""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
LONGEST = (
    "guide/test_accessibility.py",
    "guide/test_content.py",
    "web/test_clinic_details.py",
    "web/test_three_browsers.py",
    "web/test_themes.py",
    "press/test_dressing_guards.py",
    "web/test_library.py",
    "test_builder.py",
    "pdf/test_letterhead.py",
    "workshop/test_chaos.py",
    "guide/test_web.py",
    "guide/test_emergency.py",
    "guide/test_languages.py",
    "guide/test_search.py",
    "guide/test_offline.py",
    "press/test_contents_sheets.py",
    "sheets/test_constructs_fit.py",
    "pages/test_bad_input.py",
    "inspection/test_findings.py",
    "guide/test_every_word.py",
    "inspection/test_check.py",
    "press/test_translating.py",
    "commands/test_init.py",
    "workshop/test_reproducible.py",
    "workshop/test_hosting.py",
    "guide/test_journeys.py",
    "workshop/test_serve.py",
    "project/test_hostile_names.py",
    "sheets/test_rooms.py",
    "press/test_dressing.py",
    "pages/test_text.py",
    "pages/test_untrusted.py",
    "press/test_plain_language.py",
    "web/test_guide_pages.py",
    "guide/test_search_languages.py",
    "web/test_status_pages.py",
    "sheets/test_looks.py",
    "press/test_dressed_projects.py",
    "web/test_live_preview.py",
    "web/test_page_records.py",
    "commands/test_translate.py",
    "pdf/test_fonts.py",
    "press/test_pool.py",
    "press/test_project_fonts.py",
    "project/test_revisions.py",
    "web/test_interop.py",
    "web/test_stale.py",
    "press/test_guests.py",
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
