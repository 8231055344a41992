"""Addresses as people type them: in lower case, they lead to the page of a handout all the same.

The pages are files like all others, so any host serves them. On a disk that takes capitals and
small letters for the same, the address is right as it is, and nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..storage.files import remove
from .markup import OURS, is_free, write_plain
from .site import Site

_TYPED = re.compile(r"[a-z]{1,8}-[0-9]{1,6}")
"""Name of the folder of a handout, in lower case."""


def write_typed(site: Site, top: Path, known: Mapping[str, Sequence[str]]) -> None:
    """Write a page that leads on for each handout of *known*, and for each of its versions."""
    wanted = set()
    for identifier, versions in known.items():
        typed = top / identifier.lower()
        if typed.exists() and typed.samefile(top / identifier):
            continue
        for version in ("", *versions):
            up = "../../" if version else "../"
            to = f"{up}{identifier}/{version}/" if version else f"{up}{identifier}/"
            title = f"{identifier} {version}".strip()
            if is_free(typed / version):
                write_plain(site, top, typed / version, "onward.html", title=title, to=to)
            wanted.add(typed / version / "index.html")
    _remove_others(top, wanted)


def _remove_others(top: Path, wanted: set[Path]) -> None:
    """Remove the pages that lead nowhere any more; what is not ours stays."""
    folders = [path for path in top.glob("*/") if _TYPED.fullmatch(path.name)]
    ours = {
        page
        for folder in folders
        for page in folder.rglob("index.html")
        if page not in wanted and OURS in page.read_bytes()
    }
    remove(top, (page.relative_to(top).as_posix() for page in ours))
