"""A live preview renews the sheets that are right; its pages say what is wrong with the others."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from prepared import Prepared
from projects import Maker, Project, pdf_text
from sphinx_handouts.press.print_run import PrintRun

LIVE = ("-D", "handouts_live=1")
WRONG = (
    "Sit down for ten minutes",
    ":::{certainty} utter\nNo step.\n:::\n\nSit down for one minute",
)


@pytest.fixture
def preview(prepared: Prepared) -> Project:
    """Return a preview in which one page was broken and another edited, after both builds."""
    return prepared(make_preview, "guide")


def make_preview(project: Project) -> None:
    """Build a preview, then break one page of it, and edit another."""
    project.good(*LIVE)
    project.good(*LIVE, builder="html")
    project.edit("rest.md", WRONG)
    project.edit("walk.md", ("to the gate", "to the oak"))


def report(folder: Path) -> dict[str, Any]:
    """Return what a build has found."""
    found: dict[str, Any] = json.loads((folder / "live.json").read_bytes())
    return found


def test_sheets_are_shown_before_their_packs(
    make_project: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor sees the new sheet while its packs are made; they follow, and nothing is left."""
    project = make_project("library")
    project.good(*LIVE)
    project.edit("sheet.md", ("Read [more", "Sit by the oak. Read [more"))
    before = project.outputs()
    seen: dict[str, bytes] = {}
    real = PrintRun.others

    def others(run: PrintRun, *made: Any) -> Any:
        seen.update(project.outputs())
        return real(run, *made)

    monkeypatch.setattr(PrintRun, "others", others)
    project.good(*LIVE)
    after = project.outputs()
    sheets = {name for name in after if name.endswith(".pdf") and "/packs/" not in name}
    packs = {name for name in after if "/packs/" in name}
    assert packs
    changed = {name for name in sheets if "KP-03" not in name and "contents" not in name}
    assert all(seen[name] == after[name] != before[name] for name in changed)
    assert all(seen[name] == before[name] != after[name] for name in packs)
    assert set(json.loads(after["manifest.json"])) == set(json.loads(seen["manifest.json"]))
    monkeypatch.undo()
    assert project.good(*LIVE).counts == (len(project.editions()), 0, 0)
    assert project.outputs() == after
    fresh = make_project("library", "fresh")
    fresh.edit("sheet.md", ("Read [more", "Sit by the oak. Read [more"))
    fresh.good(*LIVE)
    assert {n: d for n, d in fresh.outputs().items() if n in sheets | packs} == {
        n: after[n] for n in sheets | packs
    }


def test_sheets_that_are_right_are_renewed(preview: Project) -> None:
    """Those of the broken page stay as they were; mended, all are renewed and nothing is said."""
    before = preview.outputs()
    assert report(preview.out) == {"findings": [], "kept": []}
    assert preview.build(*LIVE).status == 2
    after = preview.outputs()
    kept = {name for name in before if "KP-02" in name or "KP-03" in name}
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert set(preview.editions()) == {name for name in before if name.endswith(".pdf")}
    assert "to the oak" in pdf_text(preview.pdf("plain/en/KP-01"))
    found = report(preview.out)
    assert found["kept"] == ["KP-02", "KP-03"]
    (finding,) = found["findings"]
    assert finding["file"].endswith("rest.md")
    assert finding["line"] == 6
    assert "utter" in finding["message"]
    preview.edit("rest.md", (WRONG[1], WRONG[0]))
    preview.good(*LIVE)
    assert report(preview.out) == {"findings": [], "kept": []}
    assert "to the oak" in pdf_text(preview.pdf("plain/en/KP-02"))


def test_a_release_is_all_or_nothing(preview: Project) -> None:
    """Without the setting, one wrong page holds every sheet back."""
    before = preview.outputs()
    assert preview.build().status == 2
    assert preview.outputs() == before


def test_a_sheet_over_its_budget_is_kept(preview: Project) -> None:
    """What is only seen in the PDF holds back that sheet alone; its pack stays as well."""
    preview.edit("rest.md", (WRONG[1], WRONG[0] + " now.\n\n" + "Rest again.\n\n" * 60))
    before = preview.outputs()
    assert preview.build(*LIVE).status == 2
    found = report(preview.out)
    assert found["kept"] == ["KP-02", "KP-03"]
    assert {finding["kind"] for finding in found["findings"]} == {"budget"}
    name = "plain/en/KP-03-rest-a4-standard.pdf"
    assert preview.outputs()[name] == before[name]
    assert "to the oak" in pdf_text(preview.pdf("plain/en/KP-01"))


def test_nothing_of_it_is_hosted(make_project: Maker) -> None:
    """Without the setting, neither page nor folder has the script."""
    project = make_project("guide")
    project.good(builder="html")
    assert "handouts-live" not in project.read("_build/html/walk.html")
    assert not list(project.html.rglob("handouts-live*"))


@pytest.fixture
def address(preview: Project) -> Iterator[str]:
    """Return the address of the preview, as it is served after both builds."""
    preview.build(*LIVE)
    assert preview.build(*LIVE, builder="html").status == 0  # or the server would not go on
    handler = partial(SimpleHTTPRequestHandler, directory=str(preview.html))
    handler.func.log_message = lambda *_words: None
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_open_page_tells_file_line_and_sentence(address: str, browser: Browser) -> None:
    """A panel stands on every page; the library marks the sheets that were not renewed."""
    page = browser.new_page()
    page.goto(f"{address}/walk.html")
    panel = page.locator("handouts-live details")
    panel.wait_for()
    words = panel.inner_text()
    assert "1 error" in words
    assert "rest.md:6" in words
    assert "utter" in words
    assert "KP-02, KP-03" in words
    page.goto(f"{address}/print/library.html")
    page.locator(".handout-card__kept").first.wait_for()
    marked = page.locator(".handout-card:has(.handout-card__kept)")
    ids = [card.get_attribute("data-ids") or "" for card in marked.all()]
    assert {i for i in ids if " " not in i} == {"KP-02", "KP-03"}
    page.close()
