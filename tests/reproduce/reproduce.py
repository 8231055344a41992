"""Build the guide, its handouts and the manual twice, and compare every byte: ``nox -s reproduce``.

The two builds differ in path, user, umask, time zone, locale, number of cores, working folder and
hash seed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from sphinx_handouts.inspection.languages import languages_of
from twins import Twin, files, first_difference, twins

ROOT = Path(__file__).parents[2]
LANGUAGES = languages_of(ROOT / "docs/guide")
STEPS = (
    *(("handouts", "docs/guide", "_build/handouts", language) for language in LANGUAGES),
    *(("html", "docs/guide", f"_build/html/{language}", language) for language in LANGUAGES),
    ("html", "docs/manual", "_build/html/manual", "manual"),
)
COMPARED = ("_build/handouts", "_build/html")


def main() -> int:
    """Build, compare, and say what differs first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="copy both builds there")
    options = parser.parse_args()
    with twins(lay_out) as made:
        for twin in made:
            began = time.perf_counter()
            for step in STEPS:
                build(twin, *step)
            print(f"{twin.folder} {about(twin)}: {time.perf_counter() - began:.0f} s", flush=True)
        one, other = (twin.folder for twin in made)
        found = {name: first_difference(one / name, other / name) for name in COMPARED}
        count = sum(len(files(one / name)) for name in COMPARED)
        if options.keep:
            for twin in made:
                shutil.copytree(twin.folder, options.keep / twin.where.place, dirs_exist_ok=True)
    for name, difference in found.items():
        print(f"{name}: {difference or 'the same bytes'}")
    print(f"{count} files compared")
    return 1 if any(found.values()) else 0


def lay_out(folder: Path) -> None:
    """Copy the sources, and the extension that is to build them."""
    for name in ("docs", "handouts", "CHANGELOG.md", "CONTRIBUTING.md"):
        if (ROOT / name).is_dir():
            leave = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=leave)
        else:
            shutil.copyfile(ROOT / name, folder / name)


def build(twin: Twin, builder: str, source: str, out: str, trees: str) -> None:
    """Run one builder as ``nox -s build`` does."""
    doctrees = twin.path(f"_build/doctrees/{trees}")
    spoken = ("-D", f"language={trees}") if trees in LANGUAGES[1:] else ()
    twin.build("-W", *spoken, "-b", builder, "-d", doctrees, twin.path(source), twin.path(out))


def about(twin: Twin) -> str:
    """Say what sets a build apart."""
    where = twin.where
    settings = " ".join(f"{name}={value}" for name, value in where.env.items())
    who = "nobody" if where.nobody else "this user"
    return f"({who}, umask {where.umask:03o}, -j {where.jobs}, {settings})"


if __name__ == "__main__":
    sys.exit(main())
