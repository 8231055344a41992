"""Where a handout is declared: the place of what is wrong with it as a whole."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ..records.finding import Finding
from .key_lines import table_lines

ID = re.compile(r"\b[A-Z]{1,8}-[0-9]{1,6}\b")
_BEGINS = re.compile(rf"(?:(?:\S+/)?catalogue\.toml: )?({ID.pattern})")
"""A message about a handout."""


def of_handout(finding: Finding, confdir: Path, folder: str) -> Finding:
    """Return what is found of a handout, with its table in the catalogue if it has no place."""
    if finding.docname or finding.path or not (named := _BEGINS.match(finding.message)):
        return finding
    path = f"{folder}/catalogue.toml"
    try:
        lines = Path(confdir, path).read_text("utf-8-sig", errors="replace").splitlines()
    except OSError:
        return finding
    line, _last = table_lines(lines, named[1])
    return replace(finding, path=path, line=line) if line else finding
