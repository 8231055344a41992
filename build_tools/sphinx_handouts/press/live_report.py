"""What a live preview shows beside the page: what the last build of the handouts found."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..records.model import Finding
from ..storage.files import write_atomically

NAME = "live.json"
"""Beside the manifest; it is there in a live preview alone."""


def write(folder: Path, findings: Iterable[tuple[Finding, str]], kept: Iterable[str]) -> None:
    """Write the report, if it has changed: its file is watched.

    Parameters
    ----------
    folder
        Where the manifest stands.
    findings
        What was found, each with its file.
    kept
        Ids of the handouts of which a sheet is in its last state that was right.
    """
    rows = dict.fromkeys(json.dumps(_row(finding, file)) for finding, file in findings)
    report = {"findings": [json.loads(row) for row in rows], "kept": sorted(set(kept))}
    data = json.dumps(report, indent=1, ensure_ascii=False).encode() + b"\n"
    with contextlib.suppress(OSError):
        if (folder / NAME).read_bytes() == data:
            return
    write_atomically(folder / NAME, data)


def _row(finding: Finding, file: str) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "file": file,
        "line": finding.line,
        "message": finding.message,
        "kind": finding.kind.value,
    }
