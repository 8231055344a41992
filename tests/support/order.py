"""The order in which the files of tests run: the longest first, so that no core waits at the end.

Run side by side, each process takes the next file. A wrong order costs time, and nothing else.
"""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
LONGEST = (
    "guide/test_content.py",
    "test_builder.py",
    "guide/test_accessibility.py",
    "web/test_library.py",
    "web/test_clinic_details.py",
    "guide/test_search.py",
    "press/test_dressing_guards.py",
    "workshop/test_chaos.py",
    "workshop/test_serve.py",
    "press/test_project_fonts.py",
    "guide/test_web.py",
    "inspection/test_findings.py",
    "project/test_revisions.py",
    "sheets/test_constructs.py",
    "press/test_dressed_projects.py",
    "workshop/test_reproducible.py",
    "pdf/test_letterhead.py",
    "press/test_contents_sheets.py",
    "guide/test_emergency.py",
    "press/test_dressing.py",
    "pages/test_bad_input.py",
    "guide/test_offline.py",
    "web/test_live_preview.py",
    "web/test_status_pages.py",
    "press/test_guests.py",
    "web/test_guide_pages.py",
    "project/test_hostile_names.py",
    "sheets/test_constructs_fit.py",
    "web/test_interop.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    if lost := [name for name in LONGEST if not (TESTS / name).is_file()]:
        raise pytest.UsageError(f"tests/support/order.py names {lost[0]}: no such file; mend it")
    places = {TESTS / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
