"""What a live preview shows beside the page: what the last build of the handouts found."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..records.finding import Finding
from ..storage.files import write_atomically

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

NAME = "live.json"
"""Beside the manifest; it is there in a live preview alone."""


def write(
    folder: Path, env: BuildEnvironment, findings: Iterable[Finding], kept: Iterable[str]
) -> None:
    """Write the report, if it has changed: its file is watched.

    Parameters
    ----------
    folder
        Where the manifest stands.
    env
        Knows the files of the pages.
    findings
        What was found.
    kept
        Ids of the handouts of which a sheet is in its last state that was right.
    """
    rows = dict.fromkeys(json.dumps(_row(env, finding)) for finding in findings)
    report = {"findings": [json.loads(row) for row in rows], "kept": sorted(set(kept))}
    data = json.dumps(report, indent=1, ensure_ascii=False).encode() + b"\n"
    with contextlib.suppress(OSError):
        if (folder / NAME).read_bytes() == data:
            return
    write_atomically(folder / NAME, data)


def _row(env: BuildEnvironment, finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "file": _file(env, finding),
        "line": finding.line,
        "message": finding.message,
        "kind": finding.kind.value,
    }


def _file(env: BuildEnvironment, finding: Finding) -> str:
    """Return the file of a finding, as an editor types it."""
    if finding.docname is None:
        return finding.path or ""
    path, here = Path(env.doc2path(finding.docname)), Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
