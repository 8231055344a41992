"""The folder on a host: headers, compression, caching, a page for what is not there."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import around
import pytest
import serve
import yaml
from hosts import GUIDE, ROOT, ask, serving
from playwright.sync_api import Browser
from projects import wait_until
from serve import answers, free_port

HOSTING = ROOT / "hosting"
LASTING = "public, max-age=31536000, immutable"
PAGES = [f"en/{path.stem}.html" for path in sorted(GUIDE.glob("*.md"))]
PAGES += ["en/search.html?q=back", "h/KP-01/", "codes/", "codes/icd10cm/M25.561/", "no/page"]
PAGES += ["manual/", "manual/reference/catalogue.html", "manual/search.html?q=brand"]
PAGES += [""]  # last: it leads on to another page


# --- nginx --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["en/index.html", "h/KP-01/", "codes/icd10cm/M25.561/", "no/page"])
def test_headers(nginx: str, path: str) -> None:
    """Every page, that of an error as well, has the strict policy and is asked for each time."""
    _status, headers, _body = ask(nginx + path)
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert headers["Cache-Control"] == "no-cache"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Access-Control-Allow-Origin"] is None
    assert headers["Server"] == "nginx"
    assert headers["Set-Cookie"] is None


def test_page_that_is_not_there(nginx: str) -> None:
    """An address that leads nowhere gets help, and the status of an error."""
    status, _headers, body = ask(nginx + "no/page")
    assert status == 404
    assert b"We could not find this page" in body
    assert b'href="/en/get-help.html"' in body


@pytest.mark.parametrize(
    "path", ["en/index.html", "en/_static/search-index.json", "handouts/fhir.json"]
)
def test_compression(nginx: str, folder: Path, path: str) -> None:
    """Texts come compressed to who can read them so."""
    _status, headers, body = ask(nginx + path, **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == (folder / path).read_bytes()
    assert len(body) < 0.6 * (folder / path).stat().st_size


def test_caching(nginx: str, folder: Path) -> None:
    """What has a digest in its address is kept for a year; the same file without one is not."""
    found = re.search(r'"(_static/guide\.css\?v=\w+)"', (folder / "en/index.html").read_text())
    assert found
    assert ask(f"{nginx}en/{found[1]}")[1]["Cache-Control"] == LASTING
    assert ask(f"{nginx}en/_static/guide.css")[1]["Cache-Control"] == "no-cache"
    assert ask(f"{nginx}en/index.html?v=12345678")[1]["Cache-Control"] == "no-cache"


def test_unchanged_page_is_not_sent_again(nginx: str) -> None:
    """Who has a page asks whether it is still current, and is told so in a word."""
    tag = ask(f"{nginx}en/index.html")[1]["ETag"]
    status, _headers, body = ask(f"{nginx}en/index.html", **{"If-None-Match": tag})
    assert (status, body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "handouts/catalogue.json",
        "handouts/catalogue.schema.json",
        "handouts/fhir.json",
        "codes/icd10cm/M25.561/index.json",
    ],
)
def test_data_for_other_websites(nginx: str, path: str) -> None:
    """A program on another website may read the library."""
    _status, headers, body = ask(nginx + path)
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Content-Type"].startswith("application/json")
    json.loads(body)


@pytest.fixture(scope="module")
def connected(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the folder with the manual's addition for record systems; return the address."""
    manual = (ROOT / "docs/manual/reference/other-systems.md").read_text("utf-8")
    maps, place = (
        re.findall(rf"^:caption: {name}\n(.+?)^```$", manual, re.MULTILINE | re.DOTALL)[0]
        for name in ("maps.conf", "connect.conf")
    )
    work = tmp_path_factory.mktemp("connect")
    site = serve.SITE.read_text("utf-8").replace("error_page", place + "error_page", 1)
    (work / "own.conf").write_text(maps + site, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serve, "SITE", work / "own.conf")
        with serving(folder, work) as address:
            yield address


ICD, SNOMED = "2.16.840.1.113883.6.90", "2.16.840.1.113883.6.96"


@pytest.mark.parametrize(
    ("system", "code", "path"),
    [
        (ICD, "M25.561", "/codes/icd10cm/M25.561/"),
        (SNOMED, "57676002", "/codes/snomedct/57676002/"),
        (ICD, "Z99", "/codes/icd10cm/Z99/"),
        (f"{ICD}1", "M25.561", ""),
        (ICD, "../../en/index", ""),
        (ICD, "%2e%2e", ""),
        (ICD, "//elsewhere.example", ""),
        (ICD, "", ""),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["code first", "system first"])
def test_requests_of_record_systems(
    connected: str, system: str, code: str, path: str, turned: bool
) -> None:
    """A request like that to MedlinePlus Connect leads to the page of its code, or nowhere."""
    asked = [f"mainSearchCriteria.v.c={code}", f"mainSearchCriteria.v.cs={system}"]
    asked = [*(reversed(asked) if turned else asked), "informationRecipient.languageCode.c=en"]
    host = http.client.HTTPConnection(connected.removeprefix("http://").rstrip("/"))
    host.request("GET", f"/connect?{'&'.join(asked)}")
    answer = host.getresponse()
    assert answer.status == (302 if path else 404)
    assert answer.headers.get("Location", "") == path
    host.close()


def test_record_system_gets_the_page(connected: str) -> None:
    """Whoever follows the answer reads the page, or that there is none."""
    asked = f"{connected}connect?mainSearchCriteria.v.cs={ICD}&mainSearchCriteria.v.c="
    status, _headers, body = ask(f"{asked}M25.561")
    assert (status, b"Walk more" in body) == (200, True)
    assert ask(f"{asked}Z99")[0] == 404


def test_pdfs(nginx: str, folder: Path) -> None:
    """A PDF is shown in the browser, and asked for each time: its address outlives its content."""
    pdf = next(folder.rglob("*.pdf"))
    _status, headers, body = ask(nginx + pdf.relative_to(folder).as_posix())
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Cache-Control"] == "no-cache"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert body == pdf.read_bytes()


def test_hidden_files(nginx: str, folder: Path) -> None:
    """What is not for readers is not there for them."""
    (folder / ".buildinfo").write_text("x")
    assert ask(f"{nginx}.buildinfo")[0] == 404
    assert ask(f"{nginx}en/objects.inv")[0] == 404


# --- in a browser -------------------------------------------------------------------------------


def test_no_page_breaks_the_policy(nginx: str, browser: Browser) -> None:
    """No page has anything that the policy forbids, and none asks another host."""
    context = browser.new_context(base_url=nginx)
    page = context.new_page()
    problems: list[str] = []
    page.on(
        "console", lambda message: problems.append(f"{message.location['url']}: {message.text}")
    )
    page.on("request", lambda r: None if r.url.startswith(nginx) else problems.append(r.url))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', event =>"
        " console.error(event.violatedDirective, event.blockedURI, event.sample))"
    )
    for name in PAGES:
        page.goto(name, wait_until="load")
    context.close()
    # Two addresses that are not there: one that we ask for, and one that browsers try.
    asked = (f"{nginx}no/page: Failed to load", f"{nginx}favicon.ico: Failed to load")
    assert [problem for problem in problems if not problem.startswith(asked)] == []


def test_the_policy_is_in_force(nginx: str, browser: Browser) -> None:
    """A script or style that stood in a page would be stopped, and reported."""
    context = browser.new_context(base_url=nginx)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("en/index.html")
    page.evaluate("document.body.setAttribute('style', 'opacity: 0')")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),{text:'1'}))"
    )
    context.close()
    assert len([text for text in said if "Content Security Policy" in text]) == 2


def test_below_a_path(folder: Path, browser: Browser, tmp_path: Path) -> None:
    """A host may show the folder below a path: every link, the copy and the 404 page follow."""
    clinic = tmp_path / "www/clinic"
    clinic.mkdir(parents=True)
    for child in filter(Path.is_dir, folder.iterdir()):
        (clinic / child.name).symlink_to(child)
    around.put(clinic, "https://network.example/clinic/en/")
    context = browser.new_context()
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("response", lambda r: problems.append(r.url) if r.status >= 400 else None)
    with serving(tmp_path / "www", tmp_path) as address:
        page.goto(f"{address}clinic/404.html")
        assert page.evaluate("getComputedStyle(document.querySelector('p')).fontSize") == "18px"
        links = page.locator("a").evaluate_all("links => links.map((link) => link.href)")
        assert len(links) == 5
        assert {ask(link)[0] for link in links} == {200}
        page.goto(f"{address}clinic/")
        page.wait_for_url(f"{address}clinic/en/index.html")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        wait_until(lambda: page.evaluate("caches.keys()"), "the copy is there")
        context.set_offline(True)
        page.goto(f"{address}clinic/en/flare-ups.html")
        assert page.locator(".kept").is_visible()
    context.close()
    assert problems == []


# --- the other files ----------------------------------------------------------------------------


def test_preview_without_nginx(folder: Path) -> None:
    """Where nginx is not installed, Python shows the folder with the same headers."""
    port = free_port()
    command = [sys.executable, str(ROOT / ".ci/serve.py"), str(folder), str(port), "--python"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            wait_until(lambda: answers(port), "the preview answers")
            request = f"http://127.0.0.1:{port}/en/index.html"
            sent = ask(request)[1]
        finally:
            server.terminate()
    expected = serve.headers(serve.SITE.read_text("utf-8"))
    assert len(expected) >= 6
    assert {name: sent[name] for name in expected} == expected


def test_caddy_has_the_same_headers() -> None:
    """The two site files say the same."""
    caddy = (HOSTING / "Caddyfile").read_text("utf-8")
    for name, value in serve.headers(serve.SITE.read_text("utf-8")).items():
        assert f'{name} "{value}"' in caddy


def test_caddy(folder: Path, tmp_path: Path) -> None:
    """Where Caddy is installed, it serves the folder with the site file."""
    if shutil.which("caddy") is None:
        pytest.skip("no Caddy here")
    port = free_port()
    site = (HOSTING / "Caddyfile").read_text("utf-8")
    site = site.replace("back-care.example {", f"http://127.0.0.1:{port} {{")
    site = site.replace("/var/www/back-care", str(folder))
    (tmp_path / "Caddyfile").write_text("{\n\tadmin off\n}\n" + site)
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(tmp_path / "Caddyfile")]
    with subprocess.Popen(
        command, stderr=subprocess.DEVNULL, env={"HOME": str(tmp_path), "PATH": "/usr/bin"}
    ) as server:
        try:
            wait_until(lambda: answers(port), "Caddy answers")
            home = f"http://127.0.0.1:{port}/"
            page = ask(f"{home}en/index.html", **{"Accept-Encoding": "gzip"})[1]
            style = ask(f"{home}en/_static/guide.css?v=12345678")[1]
            pdf = ask(home + next(folder.rglob("*.pdf")).relative_to(folder).as_posix())[1]
            data = ask(f"{home}codes/icd10cm/M25.561/index.json")[1]
            status, _headers, body = ask(f"{home}no/page")
            hidden = ask(f"{home}en/objects.inv")[0]
        finally:
            server.terminate()
    assert page["Content-Encoding"] == "gzip"
    assert page["Cache-Control"] == "no-cache"
    assert page["Content-Security-Policy"].startswith("default-src 'none'")
    assert style["Cache-Control"] == LASTING
    assert pdf["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert data["Access-Control-Allow-Origin"] == "*"
    assert (status, hidden) == (404, 404)
    assert b"We could not find this page" in body


def test_workflow() -> None:
    """The workflow publishes what nox has built, and may do no more than it must."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text("utf-8"))
    build, deploy = workflow["jobs"]["build"], workflow["jobs"]["deploy"]
    assert workflow["permissions"] == {"contents": "read"}
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert "nox -s build" in [step.get("run") for step in build["steps"]]
    uploads = [
        step["with"]["path"] for step in build["steps"] if "artifact" in step.get("uses", "")
    ]
    assert uploads == ["_build/html"]


def test_read_the_docs() -> None:
    """Read the Docs installs what the sheets need, and serves what nox has built."""
    import system

    settings = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text("utf-8"))
    ubuntu = system.System("apt", "ubuntu")
    assert settings["build"]["apt_packages"] == ubuntu.packages(system.NEEDS["print"])
    assert any("nox -s build" in line for line in settings["build"]["jobs"]["build"]["html"])
