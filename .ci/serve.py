"""Serve the built guide as a host does: with nginx and hosting/nginx.conf, where nginx is here.

``python .ci/serve.py _build/html 8000``. Without nginx, or with ``--python``, Python serves
it with the same headers.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

import attend

SITE = Path(__file__).parents[1] / "hosting/nginx.conf"
AROUND = """\
daemon off;
master_process off;
pid {work}/nginx.pid;
error_log stderr;
events {{}}
http {{
    include {types};
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {work}/body;
    proxy_temp_path {work}/proxy;
    fastcgi_temp_path {work}/fastcgi;
    scgi_temp_path {work}/scgi;
    uwsgi_temp_path {work}/uwsgi;
    include {work}/site.conf;
}}
"""
PATIENCE = 30
"""Seconds until nginx must answer."""
TYPES = ("/etc/nginx/mime.types", "/opt/homebrew/etc/nginx/mime.types")


def headers(site: str, address: str = "/", status: int = 200) -> dict[str, str]:
    """Return the headers that the site file sends with what is asked for at *address*."""
    asked = {"$uri": urlsplit(address).path, '"$status $request_uri"': f"{status} {address}"}
    maps = {
        variable: choice(rows, asked[source])
        for source, variable, rows in re.findall(
            r'^map (".*?"|\S+) (\$\w+) \{$(.+?)^\}', site, re.MULTILINE | re.DOTALL
        )
        if source in asked  # what else your site file looks at is for nginx alone
    }
    found = re.findall(r'^ +add_header (\S+) (?:"([^"]+)"|(\$\w+))', site, re.MULTILINE)
    sent = {name: value or maps[variable] for name, value, variable in found}
    return {name: value for name, value in sent.items() if value}


def choice(rows: str, text: str) -> str:
    """Return what a map of the site file, given its rows, makes of *text*."""
    default, *patterns = re.findall(r'^ +(?:default|"~(.+)") "(.*)";$', rows, re.MULTILINE)
    return str(next((value for key, value in patterns if re.search(key, text)), default[1]))


def sheet_of(site: str, address: str) -> str:
    """Return where the site file leads an address with a version that is not there."""
    pattern = re.search(r'^ +location ~ "(.+)" \{ error_page 404 = @sheet; \}$', site, re.MULTILINE)
    path = unquote(urlsplit(address).path)
    found = pattern and re.match(pattern[1].replace("(?<", "(?P<"), path)
    return f"{found['sheet']}/" if found else ""


def nginx_command(folder: Path, port: int, work: Path) -> list[str] | None:
    """Write what nginx needs to serve *folder* with our site file; return how to start it."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin") or shutil.which("nginx")
    types = next((name for name in TYPES if Path(name).is_file()), None)
    if nginx is None or types is None:
        return None
    site = SITE.read_text("utf-8")
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};")
    site = site.replace("root /var/www/back-care;", f"root {folder.resolve()};")
    (work / "site.conf").write_text(site, "utf-8")
    (work / "nginx.conf").write_text(AROUND.format(work=work, types=types), "utf-8")
    return [nginx, "-p", str(work), "-e", "stderr", "-c", str(work / "nginx.conf")]


@contextmanager
def serving(folder: Path, work: Path) -> Iterator[str]:
    """Serve *folder* with nginx, which keeps its own files in *work*; return the address."""
    port = free_port()
    command = nginx_command(folder, port, work)
    if command is None:
        raise LookupError("no nginx here: .ci/system.py server says how to install one")
    with subprocess.Popen(attend.attended(command), stderr=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + PATIENCE
            while not answers(port):
                if server.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"nginx does not answer: {' '.join(command)}")
                time.sleep(0.01)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(port: int) -> bool:
    """Return whether somebody listens."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


class Handler(SimpleHTTPRequestHandler):
    """Python's own server with the types and headers of the site file."""

    extensions_map = {  # noqa: RUF012 - as its parent has it
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".webmanifest": "application/manifest+json",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
        ".xml": "text/xml",
    }
    status = 200

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Return the type of a file; all texts are in UTF-8."""
        kind = str(super().guess_type(path))
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def send_response(self, code: int, message: str | None = None) -> None:
        """Remember the status, which decides on caching."""
        self.status = code
        super().send_response(code, message)

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send a reader on whose version of a sheet is not there."""
        onward = sheet_of(SITE.read_text("utf-8"), self.path)
        if not onward or Path(self.translate_path(self.path)).exists():
            return super().send_head()
        self.send_response(302)
        self.send_header("Location", onward)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def end_headers(self) -> None:
        """Add the headers of the site file."""
        for name, value in headers(SITE.read_text("utf-8"), self.path, self.status).items():
            self.send_header(name, value)
        super().end_headers()


class Server(ThreadingHTTPServer):
    """Python's own server, which ends with whoever started it."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.alone = attend.orphaned()

    def service_actions(self) -> None:
        """Look whether anybody is left; it is asked twice a second."""
        if self.alone():
            raise KeyboardInterrupt


def main(folder: Path, port: int, *, with_nginx: bool = True) -> None:
    """Serve *folder* on this machine until Ctrl-C, or until whoever started this has gone."""
    if not (folder / "index.html").is_file():
        sys.exit(f"{folder} holds no guide: build it first, with nox")
    print(f"The guide: http://127.0.0.1:{port}/ (Ctrl-C ends it)", flush=True)
    with tempfile.TemporaryDirectory(prefix="guide-") as work:
        command = nginx_command(folder, port, Path(work)) if with_nginx else None
        if command:
            status = attend.run(command)
            if status:
                sys.exit(f"nginx ended with status {status}; is port {port} free?")
        else:
            print("Without nginx, Python serves it: the same headers, no compression.", flush=True)
            handler = partial(Handler, directory=str(folder))
            with Server(("127.0.0.1", port), handler) as server:
                server.serve_forever()


if __name__ == "__main__":
    attend.end_politely()
    try:
        main(Path(sys.argv[1]), int(sys.argv[2]), with_nginx="--python" not in sys.argv)
    except KeyboardInterrupt:
        sys.exit(0)
