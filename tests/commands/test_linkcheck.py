"""Links: what has moved, what is dead, what nobody could ask, and a machine without a network."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from projects import Project
from sphinx_handouts.__main__ import main
from sphinx_handouts.commands import addresses
from sphinx_handouts.commands.addresses import Link, Links, LinkState, judge, told

Judge = Callable[..., Links]


class Answer(BaseHTTPRequestHandler):
    """Answers with the status that the path names; a redirect leads to 200."""

    def do_GET(self) -> None:
        code = int(self.path.strip("/").partition("/")[0])
        self.send_response(code)
        if code in {301, 302, 308}:
            self.send_header("Location", "/200/there")
        self.end_headers()
        self.wfile.write(b"<p id='here'>Here.</p>")

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Serve on this machine, and return the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_real_answers(
    project: Project, site: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sphinx asks a real server; each answer is told for what it is, with its line."""
    monkeypatch.chdir(project.folder)
    codes = ("200", "301", "302", "308", "403", "404", "410", "500", "503")
    text = "".join(f"\n[{code}]({site}/{code}/)\n" for code in codes)
    project.edit("rest.md", project.read("rest.md") + text + f"\n[no]({site}/200/x#nowhere)\n")
    assert main(["linkcheck", "."]) == 1
    out, err = capsys.readouterr()
    assert err == "Asking every address in . ...\n"
    lines = [line.strip().replace(site, "") for line in out.splitlines()]

    def detail(path: str) -> str:
        return lines[lines.index(path) + 1]

    dead, moved, unknown = (lines.index(state.value) for state in list(LinkState)[:3])
    assert dead < moved < unknown
    for code in ("404", "410"):
        assert dead < lines.index(f"/{code}/") < moved
        assert detail(f"/{code}/") == f"the answer was {code}"
    assert detail("/200/x#nowhere").startswith("the page is there, and not the place")
    for code in ("301", "308"):
        assert moved < lines.index(f"/{code}/") < unknown
        assert detail(f"/{code}/") == "now /200/there"
    for code in ("403", "500", "503"):
        assert lines.index(f"/{code}/") > unknown
    number = project.read("rest.md").splitlines().index(f"[404]({site}/404/)") + 1
    assert lines[lines.index("/404/") - 1] == f"rest.md:{number}"
    assert lines[-1] == "2 addresses answer; 2 moved, 3 dead, 3 not checked."


def test_failure(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where Sphinx cannot read the pages, what it says is told in a line, with status 2."""
    monkeypatch.chdir(project.folder)
    project.edit("conf.py", "extensions = ['no_such_extension']\n")
    assert main(["linkcheck", "."]) == 2
    (line,) = capsys.readouterr().err.splitlines()[1:]
    assert line.startswith("error: .: ")
    assert "no_such_extension" in line
    assert main(["linkcheck", "nowhere"]) == 2
    assert "no conf.py" in capsys.readouterr().err


# --- without a network ----------------------------------------------------------------------------


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Return a function that judges rows of Sphinx's output, where some *hosts* can be found."""

    def run(*rows: tuple[str, str, int, str], hosts: set[str]) -> Links:
        def find(host: str, _port: int) -> list[object]:
            if host not in hosts:
                raise socket.gaierror(-2, "Name or service not known")
            return []

        monkeypatch.setattr(addresses.socket, "getaddrinfo", find)
        keys = ("status", "uri", "code", "info")
        written = [dict(zip(keys, row, strict=True)) for row in rows]
        text = "\n".join(json.dumps(row | {"filename": "a.md", "lineno": 3}) for row in written)
        (tmp_path / "output.json").write_text(text, "utf-8")
        return judge({Path("docs"): tmp_path / "output.json"})

    return run


DOWN = ("broken", "https://a.example/", 0, "Max retries exceeded")
OTHER = ("broken", "https://b.example/", 0, "Max retries exceeded")


def test_offline(judged: Judge) -> None:
    """Where no host can be found, nothing is judged, and the report says why."""
    links = judged(DOWN, OTHER, ("unchecked", "mailto:a@b.example", 0, ""), hosts=set())
    assert links == Links((), offline=True)
    assert list(told(links)) == ["This machine is offline: no address was checked."]


def test_offline_status(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine without a network has a status of its own."""
    monkeypatch.chdir(project.folder)

    def nowhere(host: str, *_arguments: object) -> None:
        raise socket.gaierror(-2, host)

    monkeypatch.setattr(addresses.socket, "getaddrinfo", nowhere)
    # A reserved name: nowhere is it the name of a host.
    project.edit("rest.md", project.read("rest.md") + "\n[x](https://nobody.invalid/)\n")
    assert main(["linkcheck", "."]) == 3
    assert capsys.readouterr().out == "This machine is offline: no address was checked.\n"


def test_one_host_is_gone(judged: Judge) -> None:
    """Where other hosts can be found, one that cannot is dead; one that hangs is not."""
    slow = ("timeout", "https://c.example/", 0, "read timeout")
    links = judged(DOWN, OTHER, slow, hosts={"b.example", "c.example"})
    assert [(link.address, link.state) for link in links.links] == [
        ("https://a.example/", LinkState.DEAD),
        ("https://b.example/", LinkState.UNKNOWN),
        ("https://c.example/", LinkState.UNKNOWN),
    ]


def test_behind_a_proxy(judged: Judge) -> None:
    """Where an answer came although no name can be looked up, the machine is not offline."""
    links = judged(DOWN, ("working", "https://b.example/", 0, ""), hosts=set())
    assert not links.offline


def test_what_is_not_counted(judged: Judge) -> None:
    """What a setting leaves out, and what is no web address, is no address to count."""
    rows = (
        ("ignored", "https://a.example/", 0, ""),
        ("unchecked", "mailto:a@b.example", 0, ""),
        ("working", "https://b.example/", 0, ""),
    )
    links = judged(*rows, hosts={"b.example"})
    assert list(told(links)) == ["1 address answers; 0 moved, 0 dead, 0 not checked."]


def test_file_that_is_missing(judged: Judge) -> None:
    """A file of the project that is not there is dead without asking anybody."""
    links = judged(("broken", "missing.pdf", 0, ""), hosts=set())
    assert links.links == (Link("docs/a.md", 3, "missing.pdf", LinkState.DEAD, "no such file"),)
