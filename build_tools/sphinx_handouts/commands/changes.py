"""Which lines of which files have changed since a revision of git."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path

EVERY_LINE = range(1, 1 << 31)
_HUNK = re.compile(r"@@ -\S+ \+(?P<first>\d+)(?:,(?P<count>\d+))? @@")
_FILE = re.compile(r"\+\+\+ (?P<path>.+?)\t?$")

Lines = Mapping[str, Iterable[int]]


class GitError(Exception):
    """Why git could not tell, in a sentence."""


def changed_lines(root: Path, revision: str) -> dict[str, set[int] | range]:
    """Return the new and changed lines of each file below *root*, and those of its new files.

    What counts is the change since the branch left *revision*, the files as they are now.  A line
    counts with the lines above it down to the last empty one: a paragraph is found by its first.

    Raises
    ------
    GitError
        Where there is no git, no repository, or no such revision.
    """
    _require_commit(root, revision)
    patch = _git(
        root,
        *("-c", "core.quotePath=off", "diff", "--merge-base", "--relative", "--unified=0"),
        *("--no-color", "--no-ext-diff", "--no-renames", "--src-prefix=", "--dst-prefix="),
        *("--end-of-options", revision, "--"),
    )
    changed: dict[str, set[int] | range] = {
        path: set(_with_paragraph(root / path, lines)) for path, lines in _parse(patch).items()
    }
    new = _git(root, "ls-files", "-z", "--others", "--exclude-standard").split("\0")
    return changed | {path: EVERY_LINE for path in new if path}


def _require_commit(root: Path, revision: str) -> None:
    _git(root, "rev-parse", "--git-dir")
    try:
        _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitError:
        message = f'git: there is no revision "{revision}"; name a branch, a tag or a commit'
        raise GitError(message) from None


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, check=False
        )
    except OSError as error:
        raise GitError(f"git: {error.strerror}; install git, or check all lines") from None
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["failed"]
        raise GitError(f"git: {words[0].removeprefix('fatal: ')}")
    return done.stdout.decode("utf-8", "replace")


def _parse(patch: str) -> dict[str, set[int]]:
    """Return the lines that the hunks of a patch without context name."""
    found: dict[str, set[int]] = {}
    lines: set[int] = set()
    inside = 0
    for line in patch.splitlines():
        if inside > 0:  # a line of a hunk may look like anything
            inside -= 1
        elif hunk := _HUNK.match(line):
            first, count = int(hunk["first"]), int(hunk["count"] or 1)
            # Where lines went away, the lines around the gap have changed.
            lines.update(range(first, first + count) if count else (first, first + 1))
            inside = count + _removed(line)
        elif named := _FILE.match(line):
            name = named["path"].strip('"')
            lines = set() if name == "/dev/null" else found.setdefault(name, set())
    return found


def _removed(hunk: str) -> int:
    """Return how many lines a hunk takes away."""
    count = hunk.split()[1].partition(",")[2]
    return int(count) if count else 1


def _with_paragraph(path: Path, numbers: Iterable[int]) -> Iterator[int]:
    try:
        lines = path.read_text("utf-8-sig", errors="replace").splitlines()
    except OSError:  # the file is gone
        return
    for number in numbers:
        yield number
        if number <= len(lines) and lines[number - 1].strip():
            yield from takewhile(lambda n: lines[n - 1].strip(), range(number - 1, 0, -1))
