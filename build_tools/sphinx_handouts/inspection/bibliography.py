"""The sources of sphinxcontrib-bibtex, with the lines of the files where they stand."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..checks.facts import Source

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_ENTRY = re.compile(r"^\s*@\w+\s*[{(]\s*([^,\s]+)", re.MULTILINE)


def sources(env: BuildEnvironment, confdir: Path) -> tuple[Source, ...]:
    """Return every entry of the project's bibliography files; none where it has no such files."""
    if "cite" not in env.domains:
        return ()
    cited: Any = env.domains["cite"]
    known, found = cited.bibdata, []
    for path, file in known.bibfiles.items():
        lines = _lines(path)
        for key in file.keys:
            entry = known.data.entries[key]
            fields = {name.lower(): str(value) for name, value in entry.fields.items()}
            shown = Path(os.path.relpath(path, confdir)).as_posix()
            found.append(
                Source(key, entry.type, tuple(sorted(fields.items())), shown, lines.get(key, 0))
            )
    return tuple(found)


def _lines(path: Path) -> dict[str, int]:
    """Return the line on which each entry of a file begins."""
    try:
        text = path.read_text("utf-8-sig", errors="replace")
    except OSError:  # sphinxcontrib-bibtex says so
        return {}
    return {found[1]: text.count("\n", 0, found.start(1)) + 1 for found in _ENTRY.finditer(text)}
