"""Tabs that tests share, and what pages open in new ones.

The quick browser shows no PDF, and saves each as a file.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager

from persons import KEPT
from playwright.sync_api import BrowserContext, Page, Response
from projects import wait_until


def leave(tab: Page) -> None:
    """Leave a tab as it was for the next test, which shares it: a new one takes as long as a page.

    Nothing is kept, no other tab is open, nothing is answered in another's place.
    """
    for other in tab.context.pages:
        if other != tab:
            other.close()
    tab.unroute_all()
    tab.context.set_offline(False)
    tab.context.clear_cookies()
    if tab.url.startswith("http"):
        tab.evaluate("localStorage.clear(), sessionStorage.clear()")
    tab.mouse.move(-1, -1)
    tab.goto("about:blank")


@contextmanager
def asking(page: Page, path: str) -> Iterator[None]:
    """Wait until a new tab has got the file at an address that ends so."""

    def is_it(answer: Response) -> bool:
        return answer.request.is_navigation_request() and answer.url.endswith(path)

    with page.context.expect_page(), page.context.expect_event("response", is_it) as answer:
        yield
    assert answer.value.ok


def saved_in(context: BrowserContext) -> list[str]:
    """Return a list in which the address of each file will be that a new tab is led to."""
    addresses: list[str] = []
    context.on("page", lambda tab: tab.on("download", lambda file: addresses.append(file.url)))
    return addresses


def wait_for_blobs(page: Page, addresses: list[str], count: int) -> None:
    """Wait until tabs were led to so many files that the page has made."""

    def are_there() -> bool:
        page.wait_for_timeout(1)  # Playwright tells only while something is asked of it
        return len(addresses) == count

    wait_until(are_there, f"{count} tabs are led to what was made")
    assert all(address.startswith("blob:") for address in addresses)


def made(page: Page) -> bytes:
    """Return the PDF that a page made last, if it keeps what it makes."""
    return base64.b64decode(page.evaluate(f"async (args) => {{ {KEPT} }}", [""]))
