"""The one browser of a test run: Playwright can be started once in a process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
)


def start(playwright: Playwright) -> Browser:
    """Start the Chromium of this machine."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("no Chromium here; .ci/system.py browser says how to install one")
    return playwright.chromium.launch(executable_path=path, args=QUIET)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the one browser."""
    with sync_playwright() as playwright, start(playwright) as browser:
        yield browser
