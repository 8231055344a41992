"""The folder on a host: headers, compression, caching, a page for what is not there."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import around
import pytest
import serve
import yaml
from hosts import CADDYFILE, GUIDE, ROOT, ask, plain_host, serving
from playwright.sync_api import Browser
from projects import wait_until

LASTING = "public, max-age=31536000, immutable"
PAGES = [f"en/{path.stem}.html" for path in sorted(GUIDE.glob("*.md"))]
PAGES += ["en/search.html?q=back", "en/no-connection.html", "h/", "h/KP-01/", "handouts/plain/"]
PAGES += ["codes/", "codes/icd10cm/M25.561/", "no/page"]
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


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_page_that_is_not_there(name: str, request: pytest.FixtureRequest) -> None:
    """An address that leads nowhere gets help, and the status of an error."""
    status, _headers, body = ask(request.getfixturevalue(name) + "no/page")
    assert status == 404
    assert b"We could not find this page" in body
    assert b'href="/en/get-help.html"' in body


@pytest.mark.parametrize("path", ["%", "h/KP-01/%", "h/KP-01/50%", "en/%zz"])
def test_address_that_is_none(nginx: str, path: str) -> None:
    """A slip that makes an address of no kind gets the same page: Caddy and others refuse it."""
    status, headers, body = ask(nginx + path)
    assert status == 400
    assert headers["Cache-Control"] == "no-cache"
    assert b"We could not find this page" in body


@pytest.mark.parametrize("name", ["nginx", "caddy"])
@pytest.mark.parametrize(
    "path",
    ["en/index.html", "en/sitemap.xml", "en/_static/search-index.json", "handouts/fhir.json"],
)
def test_compression(name: str, folder: Path, path: str, request: pytest.FixtureRequest) -> None:
    """Texts come compressed to who can read them so."""
    host = request.getfixturevalue(name)
    _status, headers, body = ask(host + path, **{"Accept-Encoding": "gzip"})
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


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_unchanged_page_is_not_sent_again(name: str, request: pytest.FixtureRequest) -> None:
    """Who has a page asks whether it is still current, and is told so in a word."""
    host = request.getfixturevalue(name)
    tag = ask(f"{host}en/index.html")[1]["ETag"]
    status, _headers, body = ask(f"{host}en/index.html", **{"If-None-Match": tag})
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
    with ExitStack() as running:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(serve, "SITE", work / "own.conf")
            address = running.enter_context(serving(folder, work))
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


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_hidden_files(name: str, folder: Path, request: pytest.FixtureRequest) -> None:
    """What is not for readers is not there for them."""
    (folder / ".buildinfo").write_text("x")
    assert ask(f"{request.getfixturevalue(name)}.buildinfo")[0] == 404
    assert ask(f"{request.getfixturevalue(name)}en/objects.inv")[0] == 404


# --- the same on every host ---------------------------------------------------------------------

HOSTS = ["nginx", "caddy", "preview"]
JSON, TEXT = "application/json", "text/plain; charset=utf-8"
SCRIPT, STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
XML, PAGE = "text/xml; charset=utf-8", "text/html; charset=utf-8"
ASK = "no-cache"
FILES = [
    ("en/index.html", PAGE, ASK),
    ("en/index.html?v=12345678", PAGE, ASK),
    ("en/guide.webmanifest", "application/manifest+json", ASK),
    ("en/worker.js", SCRIPT, ASK),
    ("handouts/worker.js", SCRIPT, ASK),
    ("handouts/worker.js?v=12345678", SCRIPT, ASK),
    ("en/_static/guide.css", STYLE, ASK),
    ("en/_static/guide.css?v=12345678", STYLE, LASTING),
    ("en/_static/guide.css?v=other", STYLE, ASK),
    ("en/_static/handouts-pack.js", SCRIPT, ASK),
    ("en/_static/handouts-pack.js?v=12345678", SCRIPT, LASTING),
    ("en/_static/handouts-pack.js.LICENSES.txt", TEXT, ASK),
    ("en/_static/search.js.LICENSES.txt", TEXT, ASK),
    ("en/_static/search-index.json", JSON, ASK),
    ("en/_static/search-index.json?v=12345678", JSON, LASTING),
    ("en/_images/pacing.svg", "image/svg+xml", ASK),
    ("en/sitemap.xml", XML, ASK),
    ("robots.txt", TEXT, ASK),
    ("handouts/catalogue.json", JSON, ASK),
    ("handouts/fhir.json", JSON, ASK),
    ("handouts/thumbnails/KP-01-*[0-9a-f].webp", "image/webp", LASTING),
    ("handouts/thumbnails/KP-01-*-large.webp", "image/webp", LASTING),
    ("handouts/**/*.pdf", "application/pdf", ASK),
    # What only a theme of yours may bring.
    ("own/_static/fonts/own.woff2", "font/woff2", LASTING),
    ("own/_static/own.mjs", SCRIPT, ASK),
    ("own/_static/own.mjs?v=12345678", SCRIPT, LASTING),
    ("own/thumbnails/own.webp", "image/webp", ASK),
]


@pytest.mark.parametrize("name", HOSTS)
def test_types_and_caching(name: str, folder: Path, request: pytest.FixtureRequest) -> None:
    """Each kind of file has the same type and is kept as long, whoever serves it."""
    host = request.getfixturevalue(name)
    (folder / "own/_static/fonts").mkdir(parents=True, exist_ok=True)
    (folder / "own/thumbnails").mkdir(exist_ok=True)
    for path, *_ in FILES:
        if path.startswith("own/") and "?" not in path:
            (folder / path).write_bytes(b"own")
    found = {}
    for path, *_ in FILES:
        here = path
        if "*" in path:
            here = next(folder.glob(path)).relative_to(folder).as_posix()
        status, headers, _body = ask(host + here)
        found[path] = (status, headers["Content-Type"], headers["Cache-Control"])
    assert found == {path: (200, kind, cache) for path, kind, cache in FILES}


@pytest.mark.parametrize("name", HOSTS)
@pytest.mark.parametrize("path", ["en/index.html", "handouts/fhir.json", "handouts/**/*.pdf"])
def test_same_headers(name: str, path: str, folder: Path, request: pytest.FixtureRequest) -> None:
    """Every host sends with a page, data and a PDF just what the site file of nginx says."""
    path = next(folder.glob(path)).relative_to(folder).as_posix()
    sent = ask(request.getfixturevalue(name) + path)[1]
    expected = serve.headers(serve.SITE.read_text("utf-8"), f"/{path}")
    assert len(expected) >= 6
    assert {name: sent[name] for name in expected} == expected


@pytest.mark.parametrize("name", HOSTS)
@pytest.mark.parametrize(
    "path",
    [
        "no.pdf",
        "no/_static/no.css?v=12345678",
        "no/_static/no.woff2",
        "no/worker.js",
        "handouts/thumbnails/no-en-0123456789abcdef.webp",
    ],
)
def test_what_is_not_there_is_not_kept(
    name: str, path: str, request: pytest.FixtureRequest
) -> None:
    """A file that is missing today is asked for again tomorrow, and its page is safe."""
    status, headers, _body = ask(request.getfixturevalue(name) + path)
    assert (status, headers["Cache-Control"]) == (404, "no-cache")
    assert headers["Content-Type"].startswith("text/html")
    if name != "preview":
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")


# --- in a browser -------------------------------------------------------------------------------


TYPED = {
    "h/KP-01": "h/KP-01/",
    "h/KP-01/0.1": "h/KP-01/0.1/",
    "h/kp-01": "h/kp-01/",
    "h/KP-01/9.9": "h/KP-01/",
    "h/KP-01/9.9/": "h/KP-01/",
    "h/kp-01/7": "h/kp-01/",
    "h": "h/",
    "handouts": "handouts/",
}
"""Addresses as people type them from a sheet, and the page that they get."""


@pytest.mark.parametrize("name", HOSTS)
def test_typed_addresses(name: str, request: pytest.FixtureRequest) -> None:
    """Without a slash, and for a version that never was, every host leads to the page."""
    host = request.getfixturevalue(name)
    for typed, page in TYPED.items():
        with urllib.request.urlopen(host + typed) as answer:
            assert answer.url == host + page
    status, _headers, _body = ask(f"{host}h/ZZ-99/1.0")
    assert status == 404


SLIPS = {
    "h/kp-01": "h/KP-01/",
    "h/kp-01/0.1": "h/KP-01/0.1/",
    "h/Kp-01/9.9": "h/KP-01/",
    "H/kp01": "h/KP-01/",
    "h/KP-1/": "h/KP-01/",
    "h/KP-01.html": "h/KP-01/",
    "h/KP%E2%80%93O1": "h/KP-01/",
    "h/en/KP-01": "h/KP-01/",
    "kp%201/0.1": "h/KP-01/",
    "handouts/": "en/library.html",
}
"""Addresses with slips that no host mends, and half an address, and the page of each."""


def check_slips(host: str, browser: Browser, slips: dict[str, str]) -> None:
    """Check that a browser comes to a helpful page from each address."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    for typed, wanted in slips.items():
        page.goto(host + typed, wait_until="commit")
        page.wait_for_url(host + wanted)
    page.goto(f"{host}h/zz-99/1.0")
    page.get_by_role("link", name="Is my sheet current?").click()
    page.wait_for_url(f"{host}h/")
    context.close()


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_typed_addresses_in_a_browser(
    name: str, request: pytest.FixtureRequest, browser: Browser
) -> None:
    """In small letters, with slips that no host mends, and for half an address: a helpful page."""
    check_slips(request.getfixturevalue(name), browser, SLIPS)


def test_a_language_without_a_first_page_is_no_place_to_begin(tmp_path: Path) -> None:
    """The front address leads nobody to a page that says that it is not there."""
    instead = '<section class="handouts-instead" id="not-yet">'
    for tag, start in (("en", ""), ("de", instead), ("es", "<h1>Dolor</h1>")):
        (tmp_path / tag).mkdir()
        (tmp_path / tag / "guide.webmanifest").touch()
        (tmp_path / tag / "index.html").write_text(start, "utf-8")
    found = around.languages(tmp_path, around.THEME / "locale")
    assert [language.tag for language in found] == ["en", "es"]


@pytest.mark.parametrize("below", ["", "back-care/"])
def test_typed_addresses_on_github_pages(
    below: str, folder: Path, browser: Browser, tmp_path: Path
) -> None:
    """A host of files, folders and 404.html leads to the same pages, below a path too."""
    for child in folder.iterdir():
        if child.name not in {"index.html", "404.html"}:
            (tmp_path / child.name).symlink_to(child)
    around.put(tmp_path, f"https://network.example/{below}en/")
    typed = {"h": "h/", "h/KP-01": "h/KP-01/", "h/KP-01/0.1": "h/KP-01/0.1/"}
    typed |= {"h/KP-01/9.9": "h/KP-01/", "handouts": "en/library.html", "": "en/index.html"}
    with plain_host(tmp_path, below) as host:
        assert ask(f"{host}no/page")[0] == 404
        check_slips(host, browser, SLIPS | typed)


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
    for child in (*filter(Path.is_dir, folder.iterdir()), folder / "worker.js"):
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
        assert len(links) == 2 + 4 + 4 * 5  # the bar, the languages, and five doors in each
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


def test_caddy_has_the_same_headers() -> None:
    """The two site files say the same."""
    caddy = CADDYFILE.read_text("utf-8")
    for name, value in serve.headers(serve.SITE.read_text("utf-8")).items():
        assert f'{name} "{value}"' in caddy


def test_caddy_takes_the_file() -> None:
    """Caddy finds nothing wrong with the site file as it stands, nor with its layout."""
    if shutil.which("caddy") is None:
        pytest.skip("no Caddy here: .ci/system.py server says how to install one")
    for command in (["validate", "--adapter", "caddyfile", "--config"], ["fmt"]):
        ran = subprocess.run(
            ["caddy", *command, str(CADDYFILE)], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
    assert ran.stdout == CADDYFILE.read_text("utf-8")


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
