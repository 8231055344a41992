"""Replacing files: one program at a time, and nothing but the files stays behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sphinx_handouts.storage.staging import Staging

TURNS, PROGRAMS = 40, 3


COUNT_UP = """
import sys, time
from pathlib import Path
from sphinx_handouts.storage.staging import Staging

folder = Path(sys.argv[1])
for _turn in range(int(sys.argv[2])):
    with Staging(folder).alone():
        number = int((folder / "number").read_text())
        time.sleep(0.0005)  # another may come in here, if the lock lets it
        (folder / "number").write_text(str(number + 1))
"""
"""Reads a number and writes the next, many times: one that is lost tells of two at once."""


def test_one_at_a_time(tmp_path: Path) -> None:
    """The lock's file goes with each turn, and still no two programs are in the folder at once."""
    (tmp_path / "number").write_text("0")
    command = [sys.executable, "-c", COUNT_UP, str(tmp_path), str(TURNS)]
    programs = [subprocess.Popen(command) for _ in range(PROGRAMS)]
    assert [program.wait() for program in programs] == [0] * PROGRAMS
    assert (tmp_path / "number").read_text() == str(TURNS * PROGRAMS)


def test_nothing_but_the_files_stays(tmp_path: Path) -> None:
    """A folder that is published as it is holds no lock and no half-done work."""
    with Staging(tmp_path) as staging:
        staging.put("sheet.pdf", b"%PDF")
        with staging.alone():
            staging.replace()
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.pdf"]
