"""The browsers of a test run: Playwright can be started once in a process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SHELL = ("chromium-headless-shell", "chrome-headless-shell", "headless_shell")
"""The same without a window around the page: opening one takes a third of the time."""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--font-render-hinting=none",
    "--renderer-process-limit=1",
    "--in-process-gpu",
)
"""The last three: letters are as wide without a window as with one, no process waits for a page
that may come, which costs as much as one that has, and none draws what another one shows."""
BRIEF = "--js-flags=--no-opt"
"""No page of a test lives so long that its scripts are worth the best code that there is."""

PATIENCE = 30_000
"""Milliseconds for what is to be seen: as long as Playwright waits for all else."""
expect.set_options(timeout=PATIENCE)


def start(playwright: Playwright, programs: Sequence[str] = CHROMIUM, *flags: str) -> Browser:
    """Start the Chromium of this machine."""
    path = next(filter(None, map(shutil.which, programs)), None)
    if path is None:
        pytest.skip("no Chromium here; .ci/system.py browser says how to install one")
    return playwright.chromium.launch(executable_path=path, args=[*QUIET, *flags])


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return what drives browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Return a browser for pages, as quick as this machine has one."""
    with start(playwright, (*SHELL, *CHROMIUM), BRIEF) as browser:
        yield browser


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    """Return a browser as readers have it: it shows PDFs, too."""
    with start(playwright) as browser:
        yield browser
