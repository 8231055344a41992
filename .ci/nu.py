"""Check pages with the Nu HTML checker, the one of the W3C.

``python .ci/nu.py`` fetches it from npm, once; ``python .ci/nu.py _build/html`` checks all pages
below a folder. It needs Java, and no network once it is here.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import bundle

VERSION = "26.9.27"
SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"
"""The digest of vnu.jar in that version: nothing else is run."""
HOME = Path(__file__).parents[1] / "_build" / "nu"
JAR = HOME / "node_modules/vnu-jar/build/dist/vnu.jar"
PATIENCE = 300


def is_here() -> bool:
    """Return whether the checker of our version is here."""
    return JAR.is_file() and hashlib.sha256(JAR.read_bytes()).hexdigest() == SHA256


def install() -> None:
    """Fetch the checker from npm, if it is not here."""
    if is_here():
        return
    found = bundle.node_and_npm()
    if found is None:
        sys.exit("No Node with npm here to fetch the HTML checker: run nox -s bundle first")
    HOME.mkdir(parents=True, exist_ok=True)
    options = ("--ignore-scripts", "--no-audit", "--no-fund", f"vnu-jar@{VERSION}")
    mend = f"vnu-jar@{VERSION} cannot be installed: npm has to reach its registry"
    bundle.run((*found[1], "install", "--prefix", str(HOME), *options), HOME, mend)
    if not is_here():
        sys.exit(f"{JAR} is not the file that .ci/nu.py names: look at its VERSION and SHA256")


def findings(folder: Path) -> list[str]:
    """Return what is not valid on the pages below *folder*: page, line and sentence.

    What the checker says beside that is advice, such as on slashes that XML needs.

    Raises
    ------
    LookupError
        Where Java or the checker is not here.
    """
    java = shutil.which("java")
    if java is None or not is_here():
        raise LookupError("no Java or no HTML checker here: .ci/nu.py says how to get them")
    options = ("--skip-non-html", "--format", "json", "--exit-zero-always")
    # The best code that Java can make takes longer to make than all pages take to check.
    brief = ("-XX:TieredStopAtLevel=1", "-Xss8m")
    done = subprocess.run(
        [java, *brief, "-jar", str(JAR), *options, str(folder)],
        capture_output=True,
        check=True,
        timeout=PATIENCE,
        encoding="utf-8",
    )
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{m['url'].rpartition(f'{folder.name}/')[2]}:{m.get('lastLine', 0)}: {m['message']}"
        for m in messages
        if m["type"] == "error"
    ]


if __name__ == "__main__":
    try:
        install()
        told = [line for name in sys.argv[1:] for line in findings(Path(name).resolve())]
    except (bundle.BundleError, LookupError) as error:
        sys.exit(str(error))
    print("\n".join(told))
    sys.exit(1 if told else 0)
