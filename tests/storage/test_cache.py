"""The store of rendered PDFs: whole entries or none, bounded, and shared between builds."""

from __future__ import annotations

import errno
import json
import os
import resource
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sphinx_handouts.records.rendered import LogLine, MissingGlyph, Rendered
from sphinx_handouts.storage.cache import Cache
from sphinx_handouts.storage.files import ABANDONED, rewrite, write_atomically

KEY, OTHER = "ab" * 32, "cd" * 32


def rendered(size: int = 1000, pages: int = 1) -> Rendered:
    """Return something to store."""
    log = (LogLine(30, "a warning\nin two lines"),)
    return Rendered(b"%PDF" + os.urandom(size), pages, 12.5, log, (MissingGlyph("\ue123", (1, 2)),))


def files(folder: Path) -> list[Path]:
    """Return every file below a folder, hidden ones too."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a Python program."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """Return an empty store of a mebibyte."""
    return Cache(tmp_path / "cache", 1 << 20)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of 256 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


# --- get and put --------------------------------------------------------------------------------


def test_what_was_put_comes_back(cache: Cache) -> None:
    """An entry comes back with all that was learnt while it was rendered; others are misses."""
    first = rendered()
    assert cache.get(KEY) is None
    cache.put(KEY, first)
    assert cache.get(KEY) == first
    assert cache.get(OTHER) is None


def test_put_again_replaces(cache: Cache) -> None:
    """The last one put is the one that comes back."""
    cache.put(KEY, rendered())
    last = rendered(pages=2)
    cache.put(KEY, last)
    assert cache.get(KEY) == last
    assert len(files(cache.folder)) == 1


def test_another_store_on_the_same_folder(cache: Cache) -> None:
    """A later build finds what an earlier one has stored."""
    stored = rendered()
    cache.put(KEY, stored)
    assert Cache(cache.folder, 1).get(KEY) == stored


@pytest.mark.parametrize("kept", [0, 1, 31, 32, 33, 100, -1])
def test_entry_cut_short(cache: Cache, kept: int) -> None:
    """An entry that a crash has cut short is a miss; it is deleted, and can be stored again."""
    stored = rendered()
    cache.put(KEY, stored)
    (path,) = files(cache.folder)
    path.write_bytes(path.read_bytes()[:kept])
    assert cache.get(KEY) is None
    assert files(cache.folder) == []
    cache.put(KEY, stored)
    assert cache.get(KEY) == stored


@pytest.mark.parametrize("place", [0, 31, 32, 40, 90, 200, -1])
def test_entry_with_a_wrong_bit(cache: Cache, place: int) -> None:
    """An entry with one bit wrong, in the digest, in what was learnt or in the PDF, is a miss."""
    cache.put(KEY, rendered())
    (path,) = files(cache.folder)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))
    assert cache.get(KEY) is None
    assert files(cache.folder) == []


def test_entry_of_another_version(cache: Cache) -> None:
    """An entry as an earlier version of this extension wrote it is a miss, not a crash."""
    old = json.dumps({"format": 1, "pages": 1, "sha256": "0" * 64}).encode() + b"\n%PDF"
    write_atomically(cache.folder / KEY[:2] / f"{KEY[2:]}.entry", old)
    assert cache.get(KEY) is None
    assert files(cache.folder) == []


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    """Where the store cannot be a folder, nothing is found, and storing says why."""
    (tmp_path / "cache").write_text("in the way")
    cache = Cache(tmp_path / "cache", 1 << 20)
    assert cache.get(KEY) is None
    with pytest.raises(OSError, match=r"cache"):
        cache.put(KEY, rendered())


# --- prune --------------------------------------------------------------------------------------


def test_prune_keeps_the_most_recently_used(tmp_path: Path) -> None:
    """Over its bound, the store gives up what was used longest ago; reading is using."""
    cache = Cache(tmp_path, 3500)
    keys = [f"{n:02x}" * 32 for n in range(5)]
    for age, key in enumerate(keys):
        cache.put(key, rendered())
        (path,) = tmp_path.glob(f"{key[:2]}/*")
        os.utime(path, (time.time() - 100 + age,) * 2)
    assert cache.get(keys[0]) is not None
    cache.prune()
    assert [key for key in keys if cache.get(key)] == [keys[0], keys[4]]
    assert sum(path.stat().st_size for path in files(tmp_path)) <= 3500


def test_prune_within_the_bound(cache: Cache) -> None:
    """A store within its bound keeps everything; an empty one is no trouble."""
    cache.prune()
    cache.put(KEY, rendered())
    cache.put(OTHER, rendered())
    cache.prune()
    assert cache.get(KEY)
    assert cache.get(OTHER)


@pytest.mark.parametrize("age", [ABANDONED + 60, -ABANDONED - 60])
def test_prune_removes_what_killed_builds_left(age: float, cache: Cache) -> None:
    """Temporary files of an hour ago go, also where the clock was set back since; new ones stay."""
    cache.put(KEY, rendered())
    (entry,) = files(cache.folder)
    old, new = entry.with_name(".x.1.tmp"), entry.with_name(".x.2.tmp")
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (time.time() - age,) * 2)
    cache.prune()
    assert files(cache.folder) == [new, entry]


# --- shared -------------------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from sphinx_handouts.storage.cache import Cache
from sphinx_handouts.records.rendered import Rendered
cache = Cache(Path(sys.argv[1]), 20_000)
print("ready", flush=True)
sys.stdin.readline()
for turn in range(200):
    cache.put(sys.argv[2], Rendered(sys.argv[3].encode() * 9_000, turn % 40 + 1, 1.0))
    found = cache.get(sys.argv[2])
    assert found is None or len(set(found.pdf)) == 1, "mixed"
    assert found is None or len(found.pdf) == 9_000, "cut short"
    if turn % 20 == 0:
        cache.prune()
print("done")
"""


def test_two_processes_write_one_key(cache: Cache) -> None:
    """While two builds write, read and prune one entry, each sees it whole, or not at all."""
    writers = [run(WRITER, cache.folder, KEY, letter) for letter in "ab"]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
    outputs = [writer.communicate("go\n")[0] for writer in writers]
    assert outputs == ["done\n", "done\n"]
    assert [path.suffix for path in files(cache.folder)] == [".entry"]
    assert cache.get(KEY)


KILLED = """
import os, signal, sys, threading, time
from pathlib import Path
from sphinx_handouts.storage.cache import Cache
from sphinx_handouts.records.rendered import Rendered
cache = Cache(Path(sys.argv[1]), 1 << 20)
threading.Timer(float(sys.argv[3]), os.kill, (os.getpid(), signal.SIGKILL)).start()
while True:
    cache.put(sys.argv[2], Rendered(os.urandom(100_000), 1, 1.0))
"""


@pytest.mark.parametrize("after", [0.0, 0.01, 0.03])
def test_killed_while_writing(cache: Cache, after: float) -> None:
    """A build that is killed while it writes leaves the whole entry of before, or its own."""
    cache.put(KEY, rendered())
    writer = run(KILLED, cache.folder, KEY, after)
    writer.communicate()
    assert writer.returncode == -9
    assert cache.get(KEY)


# --- the disk is full ---------------------------------------------------------------------------


def test_full_disk(small_disk: Path) -> None:
    """On a full disk storing raises, and leaves what was stored, and no half of a file."""
    cache = Cache(small_disk / "cache", 1 << 30)
    kept = rendered(100_000)
    cache.put(KEY, kept)
    for key in (KEY, OTHER):
        with pytest.raises(OSError, match="No space left") as caught:
            cache.put(key, rendered(200_000))
        assert caught.value.errno == errno.ENOSPC
    assert cache.get(KEY) == kept
    assert cache.get(OTHER) is None
    assert len(files(cache.folder)) == 1


LIMITED = """
import resource, sys
from pathlib import Path
from sphinx_handouts.storage.cache import Cache
from sphinx_handouts.records.rendered import Rendered
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
cache = Cache(Path(sys.argv[1]), 1 << 20)
cache.put(sys.argv[3], Rendered(b"small", 1, 1.0))
try:
    cache.put(sys.argv[2], Rendered(bytes(60_000), 1, 1.0))
except OSError as error:
    print(error.strerror)
"""


def test_file_too_large(cache: Cache) -> None:
    """Where the system forbids large files, a large entry raises, and the rest is as it was."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    kept = rendered()
    cache.put(KEY, kept)
    output, _ = run(LIMITED, cache.folder, KEY, OTHER).communicate()
    assert output == "File too large\n"
    assert cache.get(KEY) == kept
    stored = cache.get(OTHER)
    assert stored
    assert stored.pdf == b"small"
    assert len(files(cache.folder)) == 2


# --- writing a file -----------------------------------------------------------------------------


def test_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    """A file that is written whole has the rights that any new file has, so that others read it."""
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "folder/whole", b"content")
    assert (tmp_path / "folder/whole").read_bytes() == b"content"
    mode = (tmp_path / "plain").stat().st_mode
    assert (tmp_path / "folder/whole").stat().st_mode == mode


def test_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """What cannot be put in place leaves no temporary file behind."""
    (tmp_path / "target/child").mkdir(parents=True)
    with pytest.raises(OSError, match="target"):
        write_atomically(tmp_path / "target", b"content")
    assert files(tmp_path) == []


@pytest.mark.parametrize("write", [write_atomically, rewrite])
def test_a_full_disk_is_told_of_the_file(
    tmp_path: Path, write: Callable[[Path, bytes], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system names no file then, or the temporary one: whoever reads it has to know which."""
    path = tmp_path / "ledger"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fdopen", refuse_room)
    with pytest.raises(OSError, match="No space left") as raised:
        write(path, b"new")
    assert (raised.value.filename, path.read_bytes()) == (str(path), b"old")
    assert files(tmp_path) == [path]


def refuse_room(handle: int, _mode: str) -> object:
    """Do as a full disk does."""
    os.close(handle)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"a\r\nb\r\n", b"a\r\nb\r\nc\r\n"),
        (b"a\nb\r\n", b"a\nb\nc\n"),
        (b"a", b"a\nb\nc\n"),
    ],
)
def test_a_file_of_people_stays_theirs(tmp_path: Path, old: bytes, new: bytes) -> None:
    """It keeps its rights, its line ends and its place, where a link leads to it."""
    kept, link = tmp_path / "shared", tmp_path / "link"
    kept.write_bytes(old)
    kept.chmod(0o660)
    link.symlink_to(kept.name)
    rewrite(link, new.replace(b"\r\n", b"\n"))
    assert link.is_symlink()
    assert kept.read_bytes() == new
    assert stat.S_IMODE(kept.stat().st_mode) == 0o660
