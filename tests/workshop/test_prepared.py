"""A project that stands ready is put back as it was, whatever a test did to it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from prepared import marks, put_back


def test_all_is_as_it_was(tmp_path: Path) -> None:
    """What was changed without a trace in size and time, removed, added or replaced is undone."""
    folder, saved = tmp_path / "project", tmp_path / "saved"
    for name in ("kept", "edited", "removed/one", "removed/two", "replaced/within", "a-file"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    (folder / "link").symlink_to("kept")
    shutil.copytree(folder, saved, symlinks=True)
    before, kept = marks(folder), (folder / "kept").stat()

    times = (folder / "edited").stat()
    (folder / "edited").write_text("EDITED"[: times.st_size])
    os.utime(folder / "edited", ns=(times.st_atime_ns, times.st_mtime_ns))
    shutil.rmtree(folder / "removed")
    shutil.rmtree(folder / "replaced")
    (folder / "replaced").write_text("a file now")
    (folder / "a-file").unlink()
    (folder / "a-file/deep").mkdir(parents=True)
    (folder / "link").unlink()
    (folder / "link").write_text("no link")
    (folder / "added").write_text("added")
    put_back(saved, folder, before)

    assert _looks(folder) == _looks(saved)
    assert (folder / "link").is_symlink()
    assert (folder / "kept").stat().st_ino == kept.st_ino, "what nobody touched is left alone"


def _looks(folder: Path) -> dict[str, object]:
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mtime_ns,
            path.read_bytes() if path.is_file() else None,
        )
        for path in folder.rglob("*")
    }
