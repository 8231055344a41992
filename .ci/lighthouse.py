"""Rate the built guide with Lighthouse: performance, accessibility, best practices, SEO.

``python .ci/lighthouse.py`` rates a page of each kind, ``python .ci/lighthouse.py
en/research.html`` that one. nginx serves them with our site file, as a host does. Lighthouse comes
from npm, once.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import bundle
from serve import serving

VERSION = "13.5.0"
OLDEST_NODE = 22
ENOUGH = 95
TRIES = 3
"""A page is not slow because the machine was busy: the first good run counts."""
ROOT = Path(__file__).parents[1]
HTML = ROOT / "_build/html"
HOME = ROOT / "_build/lighthouse"
PAGES = (
    *("en/index.html", "en/could-massage-help.html", "en/library.html", "404.html"),
    *("en/search.html?q=leg+pain", "h/*/", "h/*/*/", "codes/*/*/", "handouts/*/"),
    *("manual/index.html", "manual/reference/commands.html"),
)
"""A page of each kind; of those that a pattern names, the first."""
UNFAIR = {"is-crawlable": ("en/search.html?q=leg+pain", "404.html")}
"""Audits that a page fails on purpose: neither results nor errors are for search engines."""
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = "--headless=new --no-sandbox --disable-gpu"
PATIENCE = 180


def install() -> tuple[str, ...]:
    """Install Lighthouse if it is not there; return the command that starts it."""
    found = bundle.node_and_npm(OLDEST_NODE)
    if found is None:
        sys.exit(f"No Node {OLDEST_NODE} here: nox -s lighthouse gets one from PyPI")
    node, npm = found
    program = HOME / "node_modules/lighthouse"
    package = program / "package.json"
    if not (package.is_file() and json.loads(package.read_text("utf-8"))["version"] == VERSION):
        HOME.mkdir(parents=True, exist_ok=True)
        command = (*npm, "install", "--prefix", str(HOME), "--no-audit", "--no-fund")
        mend = f"lighthouse@{VERSION} cannot be installed: npm has to reach its registry"
        bundle.run((*command, f"lighthouse@{VERSION}"), HOME, mend)
    return (*node, str(program / "cli/index.js"))


def rate(command: tuple[str, ...], address: str, screen: str, chromium: str) -> dict[str, Any]:
    """Return the report on one page."""
    options = [f"--only-categories={','.join(CATEGORIES)}", "--output=json", "--quiet"]
    if screen == "desk":
        options.append("--preset=desktop")
    done = subprocess.run(
        [*command, address, *options, f"--chrome-flags={FLAGS}"],
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        check=False,
        timeout=PATIENCE,
        encoding="utf-8",
    )
    if done.returncode:
        sys.exit(f"Lighthouse could not rate {address}:\n{done.stderr.strip()}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def scores(report: dict[str, Any], page: str) -> dict[str, int]:
    """Return the points in each category, without what the page fails on purpose."""
    points = {}
    for name, category in report["categories"].items():
        weights = [
            (audit["weight"], report["audits"][audit["id"]]["score"])
            for audit in category["auditRefs"]
            if page not in UNFAIR.get(audit["id"], ())
        ]
        rated = [(weight, score) for weight, score in weights if weight and score is not None]
        points[name] = round(100 * sum(w * s for w, s in rated) / sum(w for w, _ in rated))
    return points


def failures(report: dict[str, Any], page: str) -> list[str]:
    """Return what Lighthouse would mend, of what counts."""
    ids = {a["id"] for c in report["categories"].values() for a in c["auditRefs"] if a["weight"]}
    audits = [report["audits"][name] for name in sorted(ids)]
    return [
        f"{audit['title']} ({audit['id']})"
        for audit in audits
        if audit["score"] is not None and audit["score"] < 0.9
        if page not in UNFAIR.get(audit["id"], ())
    ]


def first_of(pattern: str) -> str:
    """Return the page that a pattern names, or the first of them."""
    if "*" not in pattern:
        return pattern
    found = sorted(HTML.glob(f"{pattern}index.html"))
    if not found:
        sys.exit(f"{HTML} has no page {pattern}: build it first, with nox")
    return f"{found[0].parent.relative_to(HTML).as_posix()}/"


def main(patterns: list[str]) -> int:
    """Rate the pages, print a table, and return whether all is well."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        sys.exit("No Chromium here: .ci/system.py browser says how to install one")
    if not (HTML / "index.html").is_file():
        sys.exit(f"{HTML} holds no guide: build it first, with nox")
    pages = [first_of(pattern) for pattern in patterns]
    command = install()
    print(f"{'page':40}{'screen':8}" + "".join(f"{name:>16}" for name in CATEGORIES))
    worst = 100
    with tempfile.TemporaryDirectory(prefix="guide-") as work, serving(HTML, Path(work)) as top:
        for page in pages:
            for screen in ("phone", "desk"):
                for _attempt in range(TRIES):
                    report = rate(command, top + page, screen, chromium)
                    points = scores(report, page)
                    if points["performance"] >= ENOUGH:
                        break
                worst = min(worst, *points.values())
                print(f"{page:40}{screen:8}" + "".join(f"{n:16}" for n in points.values()))
                for what in failures(report, page):
                    print(f"    {what}")
    return 0 if worst >= ENOUGH else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:] or list(PAGES)))
    except (bundle.BundleError, LookupError) as error:
        sys.exit(str(error))
