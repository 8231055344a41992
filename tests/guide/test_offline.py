"""The copy of the guide on a reader's device: there when the Wi-Fi is not, and never in the way."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hosts import serving
from playwright.sync_api import Browser, BrowserContext, Page, expect
from projects import Project, lay_out, wait_until

READY = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  if (active.state === "activated") return;
  await new Promise((done) => active.addEventListener("statechange", done, { once: true }));
}"""
KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    const requests = await (await caches.open(name)).keys();
    if (requests.length) kept[name] = requests.map((request) => request.url);
  }
  return kept;
}"""
"""Returns what is kept, by store; to look into one that is removed meanwhile makes an empty one."""
AGAIN = """async () => {
  const style = [...document.styleSheets].find((sheet) => sheet.href?.includes("?")).href;
  for (const name of await caches.keys()) await (await caches.open(name)).delete(style);
  const { ok, headers } = await fetch(style);
  return [ok, headers.has("content-type"), headers.has("content-encoding")];
}"""
"""Fetches a file that has a digest, which is not kept, and returns what its answer is."""


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    """Return a browser that has never seen the guide."""
    context = browser.new_context()
    yield context
    context.close()


def visit(device: BrowserContext, address: str) -> Page:
    """Open a page, and wait until the copy is complete."""
    page = device.new_page()
    page.goto(address)
    page.evaluate(READY)
    return page


def keeps(page: Page) -> dict[str, list[str]]:
    """Return the addresses that the device keeps, by the name of their store."""
    kept: dict[str, list[str]] = page.evaluate(KEPT)
    return kept


# --- without a connection -----------------------------------------------------------------------


def test_guide_can_be_read_after_one_visit(site: str, device: BrowserContext) -> None:
    """A page that was never open has its text, style, figures and menu, and says it is a copy."""
    page = visit(device, f"{site}index.html")
    assert not page.locator(".kept").is_visible()
    device.set_offline(True)
    page.goto(f"{site}could-massage-help.html")
    assert page.locator("h1").inner_text() == "Could massage help me?"
    assert page.locator(".kept").is_visible()
    day = page.evaluate(
        "new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(new Date())"
    )
    assert page.locator(".kept").inner_text().endswith(f"Day of the copy: {day}.")
    assert page.evaluate("getComputedStyle(document.querySelector('article p')).fontSize") == "18px"
    assert page.locator("figure img").first.evaluate("img => img.complete && img.naturalWidth > 0")
    page.get_by_role("banner").get_by_role("link", name="Get help now").click()
    assert page.locator("h1").inner_text() == "Get help now"
    page.goto(site)
    assert page.locator("h1").inner_text() == "Chronic back pain and massage"
    device.set_offline(False)
    page.goto(f"{site}could-massage-help.html")
    assert not page.locator(".kept").is_visible()


def test_what_a_patient_searches_for_is_not_kept(site: str, device: BrowserContext) -> None:
    """Search opens without a connection; the words are in no store of the device."""
    page = visit(device, f"{site}index.html")
    page.goto(f"{site}search.html?q=numb")
    device.set_offline(True)
    page.goto(f"{site}search.html?q=bladder")
    assert page.locator("h1").inner_text() == "Search"
    assert page.get_by_label("Search this guide").is_visible()
    kept = [address for store in keeps(page).values() for address in store]
    assert f"{site}search.html" in kept
    assert not [address for address in kept if "q=" in address]


def test_sheets_are_kept_once_opened(
    nginx: str, site: str, folder: Path, device: BrowserContext
) -> None:
    """A sheet that was opened opens again; others are not there, and none was fetched unasked."""
    sheets = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.pdf"))
    page = visit(device, f"{site}library.html")
    assert not [address for store in keeps(page).values() for address in store if ".pdf" in address]
    fetched = (
        "address => fetch(address).then((answer) => answer.arrayBuffer()).then((a) => a.byteLength)"
    )
    # A page of the guide asks the one worker; a tab in which a sheet opens asks the other.
    page.evaluate(fetched, f"/{sheets[0]}")
    tab = visit(device, f"{nginx}handouts/manifest.json")
    tab.evaluate(fetched, f"/{sheets[1]}")
    device.set_offline(True)
    for asking in (page, tab):
        for name in sheets[:2]:
            assert asking.evaluate(fetched, f"/{name}") == (folder / name).stat().st_size
        assert (
            asking.evaluate("address => fetch(address).catch(() => 'no')", f"/{sheets[2]}") == "no"
        )


def test_only_the_sheet_of_help_is_kept_unasked(
    small: Project, folder: Path, tmp_path: Path
) -> None:
    """Every sheet has the box of help, but the one that is made of its page alone comes along."""
    shutil.copytree(folder / "handouts", tmp_path / "made")
    made = tmp_path / "made/manifest.json"
    listed = json.loads(made.read_bytes())
    listed["editions"] = [entry for entry in listed["editions"] if not entry["clinic"]]
    first, *others = listed["editions"]
    assert all({"help"} < set(entry["sources"]) for entry in others)
    first["sources"] = ["help"]
    made.write_text(json.dumps(listed), "utf-8")
    small.good("-D", f"handouts_manifest={made}", "-D", "handouts_help_page=help", builder="html")
    site = small.read("_build/html/worker.js").removeprefix("const SITE = ").partition(";\n")[0]
    assert json.loads(site)["help"] == [f"handouts/{first['path']}"]


# --- from build to build ------------------------------------------------------------------------


@pytest.fixture
def small(rootdir: Path, tmp_path: Path) -> Project:
    """Return a guide of a few pages to change."""
    project = lay_out(rootdir, "layer", tmp_path / "project")
    project.good(builder="html")
    return project


@pytest.fixture
def host(small: Project, tmp_path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Serve it; return its address, and what ends the serving."""
    with ExitStack() as stack:
        address = stack.enter_context(serving(small.html, tmp_path))
        yield address, stack.close


def build_anew(small: Project) -> None:
    """Build what was changed a second later: nginx knows a file by its size, and by seconds."""
    time.sleep(1)
    small.good(builder="html")


def test_newest_page_comes_first(
    small: Project, host: tuple[str, Callable[[], None]], device: BrowserContext
) -> None:
    """A correction reaches a reader at once, and is in the copy, also before the worker is new."""
    address, leave = host
    page = visit(device, f"{address}rest.html")
    worker = (small.html / "worker.js").read_bytes()
    small.edit("rest.md", ("Sit down", "Lie down"))
    build_anew(small)
    (small.html / "worker.js").write_bytes(worker)
    page.goto(f"{address}rest.html")
    assert "Lie down" in page.locator("article").inner_text()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(AGAIN) == [True, True, False]  # it is answered when all of it is here
    leave()
    page.goto(f"{address}rest.html")
    assert page.locator(".kept").is_visible()
    assert "Lie down" in page.locator("article").inner_text()


def test_new_build_replaces_the_copy(
    small: Project, host: tuple[str, Callable[[], None]], device: BrowserContext
) -> None:
    """There is one copy, that of the newest build; what is gone from the guide is gone from it."""
    address, leave = host
    page = visit(device, address)
    (before,) = keeps(page)
    small.edit("index.md", ("rest\n", ""))
    (small.folder / "rest.md").unlink()
    (small.html / "rest.html").unlink()
    build_anew(small)
    page.goto(f"{address}walk.html")
    wait_until(lambda: len(keeps(page)) == 1 and before not in keeps(page), "the copy is new")
    (kept,) = keeps(page).values()
    assert f"{address}rest.html" not in kept
    assert f"{address}stroll.html" in kept
    leave()
    page.goto(f"{address}stroll.html", wait_until="commit")
    page.wait_for_url(f"{address}walk.html")


def test_turned_off_it_leaves_the_device(
    small: Project, host: tuple[str, Callable[[], None]], device: BrowserContext
) -> None:
    """After one visit to a guide that keeps no copy, neither copy nor worker is left."""
    address, _leave = host
    page = visit(device, address)
    assert keeps(page)
    small.good("-D", "guide_offline=0", builder="html")
    page.goto(f"{address}walk.html")
    # A browser looks for a new worker at each visit.
    scopes = "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))"
    wait_until(lambda: address not in page.evaluate(scopes), "the worker has left")
    assert keeps(page) == {}
    page.goto(f"{address}handouts/")
    wait_until(lambda: page.evaluate(scopes) == [], "that of the sheets has left, too")


def test_slow_connection_gets_the_copy(site: str, device: BrowserContext) -> None:
    """Where the host does not answer in time, the copy does."""
    page = visit(device, f"{site}index.html")
    page.close()
    device.route("**/flare-ups.html", lambda _route: None)  # an answer that never comes
    page = device.new_page()
    page.goto(f"{site}flare-ups.html", timeout=15_000)
    assert page.locator(".kept").is_visible()
    assert page.locator("h1").inner_text() == "Flare-ups"


# --- the front address, and what is not here ------------------------------------------------------


@pytest.fixture(scope="module")
def away(nginx: str, site: str, browser: Browser) -> Iterator[Page]:
    """Return a tab of a device that keeps guide and front, and has no connection."""
    with browser.new_context() as device:
        page = visit(device, f"{site}index.html")
        wait_until(lambda: f"{nginx}index.html" in kept_by(page), "the front is kept")
        device.set_offline(True)
        yield page


def test_front_address_leads_on_without_a_connection(nginx: str, site: str, away: Page) -> None:
    """The address that people know by heart, and the index of the library, which has no digest."""
    away.goto(nginx, wait_until="commit")
    away.wait_for_url(f"{site}index.html")
    assert away.locator("h1").inner_text() == "Chronic back pain and massage"
    fetched = "name => fetch(name).then((answer) => answer.status)"
    assert away.evaluate(fetched, "_static/search-index.json") == 200


def kept_by(page: Page) -> list[str]:
    """Return every address that the device keeps."""
    return [address for store in keeps(page).values() for address in store]


@pytest.mark.parametrize("name", ["h/KP-01/", "en/no-such-page.html", "handouts/never.pdf"])
def test_what_is_not_here_says_so(name: str, nginx: str, site: str, away: Page) -> None:
    """In place of the browser's error there is a page, with help, and a link to try again."""
    away.goto(nginx + name, wait_until="commit")
    away.wait_for_url(f"{site}no-connection.html#/{name}")
    assert away.locator("h1").inner_text() == "This is not on your device"
    assert away.get_by_role("link", name="Get help now").first.is_visible()
    again = away.get_by_role("link", name="Try again")
    assert again.evaluate("link => link.href") == nginx + name


def test_sheets_of_a_pack_are_kept(site: str, device: BrowserContext) -> None:
    """What was put into a pack prints without a connection; a button that cannot work says so."""
    visit(device, f"{site}index.html").close()
    page = visit(device, f"{site}library.html")
    first, second = (page.locator(".handout-card").nth(number) for number in (0, 1))
    first.get_by_role("checkbox").check()
    sheet = first.locator(".handout-card__print").evaluate("link => link.href")
    wait_until(lambda: sheet in kept_by(page), "the sheet is kept")
    page.get_by_role("button", name="Make the pack").first.click()
    wait_until(
        lambda: any("handouts-pack.js" in address for address in kept_by(page)), "its program, too"
    )
    device.set_offline(True)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Make and open the pack").click()
    dialog.get_by_text("The pack is open in a new tab").wait_for()
    dialog.get_by_role("button", name="Back to the list").click()
    second.locator(".handout-card__print").click()
    assert "not on your device" in second.get_by_role("alert").inner_text()


def test_a_clinics_own_sheet_comes_alone(site: str, device: BrowserContext) -> None:
    """Without a connection, a sheet with a clinic's details opens, and no unbranded one."""
    page = visit(device, f"{site}library.html")
    page.get_by_role("button", name="Your clinic's details").click()
    page.get_by_label("Name of the clinic").fill("Riverside")
    page.get_by_label("Telephone").fill("020 7946 0018")
    page.get_by_role("button", name="Put them on the sheets").click()
    expect(page.get_by_text("The sheets are printed for: Riverside")).to_be_visible()
    link, said = page.locator(".handout-card__print").first, page.locator(".handout-own-bar")
    with device.expect_page():
        link.click()
    expect(said).to_contain_text("The sheet for Riverside is open in a new tab.")
    sheet = link.evaluate("link => link.href")
    wait_until(lambda: sheet in kept_by(page), "the sheet is kept")
    device.set_offline(True)
    tabs: list[Page] = []
    device.on("page", lambda tab: tabs.append(tab))  # noqa: PLW0108 - Playwright marks what it calls
    with device.expect_page():
        link.click()
    expect(said).to_contain_text("The sheet for Riverside is open in a new tab.")
    page.wait_for_timeout(300)  # another one would come at once
    assert len(tabs) == 1
    assert page.locator(".away").count() == 0
