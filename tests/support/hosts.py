"""The hosted guide of a test run: the folder, built once for all processes, and nginx before it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import around
import pytest
import serve
from attend import attended
from once import once
from paper import Shop
from projects import lay_out, sphinx_build, wait_until
from serve import answers, free_port

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/guide"
LANGUAGES = ("en", "es", "ar", "ko")
"""The languages of the guide, that of its pages first."""
CADDYFILE = ROOT / "hosting/Caddyfile"
PATIENCE = 600
"""Seconds after which a build is taken to hang: on a busy machine the guide takes minutes."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, rootdir: Path) -> Path:
    """Return what a host serves: guide and manual, with the handouts of a smaller project."""

    def build(work: Path) -> None:
        build_site(work, rootdir, build_manual(tmp_path_factory))

    return once(tmp_path_factory, "hosted", build) / "html"


@pytest.fixture(scope="session")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the manual."""
    return build_manual(tmp_path_factory)


def build_manual(factory: pytest.TempPathFactory) -> Path:
    """Build the manual, where a warning is an error, once for all processes."""

    def build(work: Path) -> None:
        trees = work / "doctrees"
        shutil.copytree(press_examples(factory), Shop.beside(trees))
        sphinx("-d", str(trees), str(ROOT / "docs/manual"), str(work / "html"))

    return once(factory, "manual", build) / "html"


def press_examples(factory: pytest.TempPathFactory) -> Path:
    """Build the examples of the manual, once for all processes; return their folder."""
    return once(factory, "examples", lambda work: Shop(work).press())


def build_site(work: Path, rootdir: Path, manual: Path) -> None:
    """Build everything below *work*."""
    html = work / "html"
    project = lay_out(rootdir, "guide", work / "small")
    codes = ('slug = "walk"\n', 'slug = "walk"\ncodes = { icd10cm = ["M25.561"] }\n')
    project.edit("handouts/catalogue.toml", codes)
    project.good()
    for language in LANGUAGES:
        made = ("-D", f"handouts_manifest={project.out / 'manifest.json'}")
        build_guide(html / language, *made, "-D", f"language={language}")
    shutil.copytree(manual, html / "manual")
    around.put(html, "")


def build_guide(out: Path, *options: str) -> None:
    """Build the guide into *out*; no reports are written."""
    doctrees = out.parent.with_name(f"doctrees-{out.parent.name}-{out.name}")
    settings = ("-d", str(doctrees), "-D", "handouts_reports=")
    # In this process, for there are four: each program by itself would begin with all it loads.
    built = sphinx_build("-q", "-W", "-b", "html", *settings, *options, str(GUIDE), str(out))
    assert (built.status, built.err) == (0, "")


def sphinx(*arguments: str) -> None:
    """Run Sphinx's HTML builder as a person does; a warning is an error."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", *arguments]
    subprocess.run(command, check=True, timeout=PATIENCE)


@pytest.fixture(scope="session")
def nginx(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the folder with nginx and the site file; return the address."""
    with serving(folder, tmp_path_factory.mktemp("nginx")) as address:
        yield address


@contextmanager
def serving(folder: Path, work: Path) -> Iterator[str]:
    """Serve *folder* with nginx, if it is here; return the address."""
    try:
        with serve.serving(folder, work) as address:
            yield address
    except LookupError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def caddy(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the folder with Caddy and the site file; return the address."""
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("no Caddy here: .ci/system.py server says how to install one")
    work, port = tmp_path_factory.mktemp("caddy"), free_port()
    site = CADDYFILE.read_text("utf-8")
    site = site.replace("back-care.example {", f"http://127.0.0.1:{port} {{")
    site = site.replace("/var/www/back-care", str(folder))
    (work / "Caddyfile").write_text("{\n\tadmin off\n}\n" + site)
    command = [program, "run", "--adapter", "caddyfile", "--config", str(work / "Caddyfile")]
    with running(command, port, env={**os.environ, "HOME": str(work)}) as address:
        yield address


@pytest.fixture(scope="session")
def preview(folder: Path) -> Iterator[str]:
    """Serve the folder as ``nox -s serve`` does where nginx is not; return the address."""
    port = free_port()
    command = [sys.executable, str(ROOT / ".ci/serve.py"), str(folder), str(port), "--python"]
    with running(command, port) as address:
        yield address


class Plain(SimpleHTTPRequestHandler):
    """A host that knows nothing of ours, as GitHub Pages: folders, files, and its 404.html."""

    def translate_path(self, path: str) -> str:
        """Return the file of an address: the site may stand below a path."""
        below = path.removeprefix(f"/{self.server.below}")
        found = super().translate_path(f"/{below}")
        return found if Path(found).exists() or path.endswith("/") else f"{found}.html"

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the page for what is not there."""
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


class Patient(ThreadingHTTPServer):
    """A server that minds no browser that has left before it was answered."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@contextmanager
def plain_host(folder: Path, below: str = "") -> Iterator[str]:
    """Serve *folder* without any setting, at a path that ends with a slash; return the address."""
    handler = partial(Plain, directory=str(folder))
    with Patient(("127.0.0.1", 0), handler) as server:
        server.below = below
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{below}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def running(command: list[str], port: int, env: dict[str, str] | None = None) -> Iterator[str]:
    """Run a server until it is no longer needed; return the address."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(attended(command), stdout=quiet, stderr=quiet, env=env) as server:
        try:
            wait_until(lambda: answers(port), f"{command[0]} answers")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def site(nginx: str) -> str:
    """Return the address of the guide."""
    return f"{nginx}en/"


def ask(address: str, **headers: str) -> tuple[int, Message, bytes]:
    """Return status, headers and body of an answer."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()
