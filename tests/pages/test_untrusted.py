"""Hostile input: pages, brands and catalogues that somebody wrote to do harm, and do none."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hostile import FRONT_MATTER, PAGES, RUNNING, SECRET, Hostile
from listeners import Listener
from playwright.sync_api import Browser
from projects import Built, Project, lay_out

WATCHED = Path(__file__).parents[1] / "support/watched"


@dataclass(frozen=True, slots=True)
class Attacked:
    """A guide with every hostile page in it, what its build said, opened and asked."""

    project: Project
    built: Built
    seconds: float
    log: str
    secret: Path
    knocks: int

    def pages(self) -> list[Path]:
        """Return the pages of the guide."""
        return sorted(self.project.html.glob("*.html"))


def watched(project: Project, log: Path, *options: str, builder: str = "html") -> Built:
    """Build in a process that writes down what it opens and asks."""
    path = os.pathsep.join([str(WATCHED), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *project.arguments(*options, builder=builder)],
        env={**os.environ, "PYTHONPATH": path, "WATCH_LOG": str(log)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return Built(done.returncode, done.stdout, done.stderr)


def lay(page: Hostile, project: Project, secret: Path, server: str) -> None:
    """Write a hostile page, and what it needs."""
    project.edit(f"{page.name}.md", page.written(secret, server))
    for name, text in page.files.items():
        project.edit(name, page.fill(text, secret, server))
    for name, target in page.links.items():
        whole = target.replace("SECRET_FILE", str(secret)).replace(
            "SECRET_FOLDER", str(secret.parent)
        )
        (project.folder / name).symlink_to(whole)


@pytest.fixture(scope="session")
def attacked(rootdir: Path, tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    """Build the guide with all hostile pages once."""
    folder = tmp_path_factory.mktemp("attacked")
    project = lay_out(rootdir, "base", folder / "project")
    secret = folder / "secrets/secret.txt"
    secret.parent.mkdir()
    secret.write_text(SECRET)
    server = Listener()
    for page in PAGES:
        lay(page, project, secret, server.address)
    for name, (head, text, _says) in FRONT_MATTER.items():
        body = text.replace("SECRET_FILE", str(secret))
        project.edit(f"{name}.md", f"---\n{head}---\n# {name}\n\n{body}\n")
    (project.folder / "linked-page.md").symlink_to(secret)
    (project.folder / "device.md").symlink_to("/dev/zero")
    (project.folder / "colour\x1b[31m.md").write_text("# Colour")
    project.edit("gate.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    names = [page.name for page in PAGES] + [*FRONT_MATTER, "linked-page", "device"]
    listed = "\n".join(["walk", "rest", "help", *names])
    project.edit("index.md", f"# Index\n\n```{{toctree}}\n{listed}\n```\n")
    began = time.monotonic()
    log = folder / "watch.log"
    built = watched(project, log, "-D", "handouts_timeout=20")
    seconds = time.monotonic() - began
    return Attacked(project, built, seconds, log.read_text(), secret, server.knocks)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page(attacked: Attacked, page: Hostile) -> None:
    """What is hostile in it is told in a sentence with the page's name."""
    lines = attacked.built.said(f"/{page.name}.md:", *page.says)
    assert lines, "\n".join(attacked.built.said(f"/{page.name}.md:"))
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("name", FRONT_MATTER)
def test_front_matter(attacked: Attacked, name: str) -> None:
    """Front matter changes nothing in the way pages are read, and does not swell."""
    says = FRONT_MATTER[name][2]
    assert not says or attacked.built.said(f"/{name}.md:", *says)


@pytest.mark.parametrize("kind", ["link", "outside", "raw", "size"])
def test_each_guard_names_its_rule(attacked: Attacked, kind: str) -> None:
    """Whoever trusts the authors of pages learns which setting says otherwise."""
    told = attacked.built.said(f"[handouts.{kind}]")
    assert told
    assert [line for line in told if "handouts_" not in line.rpartition(" [")[0]] == []


def test_page_that_is_none(attacked: Attacked) -> None:
    """A page that leads elsewhere is not opened: /dev/zero would never end."""
    for name in ("linked-page", "device"):
        assert attacked.built.said(f"/{name}.md:", "leads outside the source folder")
    assert attacked.built.said("control characters in its name", "rename it")


def test_every_build_says_so(attacked: Attacked) -> None:
    """The build fails with a sentence a page; no traceback, and nothing that a terminal obeys."""
    assert attacked.built.status == 2
    assert "Traceback" not in attacked.built.err
    assert "\x1b" not in attacked.built.err
    assert "\x1b" not in attacked.built.out


def test_nothing_outside_is_opened(attacked: Attacked) -> None:
    """Of all files that Python opened, none is the secret, nor one like /etc/passwd."""
    assert "open " in attacked.log
    opened = {line.removeprefix("open ") for line in attacked.log.splitlines()}
    assert str(attacked.project.folder / "walk.md") in opened, "the watch works"
    assert str(attacked.secret) not in opened
    assert not opened & {"/etc/passwd", "/dev/zero"}


def test_nothing_is_asked(attacked: Attacked) -> None:
    """No server is asked for anything, not even one on this machine."""
    assert [line for line in attacked.log.splitlines() if not line.startswith("open ")] == []
    assert attacked.knocks == 0


def test_secret_stays(attacked: Attacked) -> None:
    """What stands in the secret file is in no output, in no cache, and in no message."""
    for path in attacked.project.folder.joinpath("_build").rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path
    assert SECRET not in attacked.built.err + attacked.built.out


def test_in_time(attacked: Attacked) -> None:
    """All of them together take less time than one of them may."""
    assert attacked.seconds < 60


def test_nothing_runs(attacked: Attacked, browser: Browser) -> None:
    """In a browser, without a policy of the host's, no page runs what it came with, or asks."""
    context = browser.new_context()
    asked: list[str] = []
    dialogs: list[str] = []
    tab = context.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    suspects = {page.name for page in RUNNING} | {"index", "settings", "schemes"}
    for path in attacked.pages():
        if path.stem not in suspects:
            continue
        tab.goto(path.as_uri())
        assert tab.evaluate("window.RAN") is None, path.name
        links = tab.eval_on_selector_all("a", "all => all.map(a => a.protocol)")
        assert set(links) <= {"file:", "https:", "http:", "mailto:", "tel:"}, path.name
        assert not tab.query_selector_all("iframe, base, object, embed, meta[http-equiv=refresh]")
    context.close()
    assert dialogs == []
    assert [url for url in asked if not url.startswith(("file://", "data:"))] == []
