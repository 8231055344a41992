"""The digests see all that decides the bytes of a PDF, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sphinx_handouts.pdf.toolchain import versions
from sphinx_handouts.records.identity import Identity
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.storage import digests
from sphinx_handouts.storage.digests import (
    RENDERING,
    ROOT,
    files_digest,
    package_digest,
    render_key,
    rooms_digest,
)

JOB = RenderJob("<p>Text", "p { color: red }")
VERSIONS = {"weasyprint": "70.0", "pango": "1.50"}


def test_key_sees_everything() -> None:
    """Another text, style, fold, standard, identity, version of a program, or font counts."""
    keys = {
        render_key(JOB, VERSIONS, "fonts"),
        render_key(replace(JOB, html="<p>Text!"), VERSIONS, "fonts"),
        render_key(replace(JOB, css="p { color: blue }"), VERSIONS, "fonts"),
        render_key(replace(JOB, booklet=True), VERSIONS, "fonts"),
        render_key(replace(JOB, archived=True), VERSIONS, "fonts"),
        render_key(replace(JOB, identity=Identity(id="KP-01")), VERSIONS, "fonts"),
        render_key(replace(JOB, identity=Identity(id="KP-01", version="2")), VERSIONS, "fonts"),
        render_key(JOB, VERSIONS | {"pango": "1.51"}, "fonts"),
        render_key(JOB, VERSIONS, "other fonts"),
    }
    assert len(keys) == 9
    assert all(len(key) == 64 for key in keys)


def test_key_sees_nothing_else() -> None:
    """The order in which programs were asked for their versions does not count."""
    backwards = dict(reversed(VERSIONS.items()))
    assert render_key(JOB, VERSIONS, "fonts") == render_key(JOB, backwards, "fonts")


def test_key_sees_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change in any module that has a hand in a PDF is another render; elsewhere it is not."""
    package = shutil.copytree(ROOT, tmp_path / "package")
    monkeypatch.setattr(digests, "ROOT", package)

    def key() -> str:
        rooms_digest.cache_clear()
        return render_key(JOB, VERSIONS, "fonts")

    try:
        keys = [key()]
        modules = sorted(path for room in RENDERING for path in (package / room).glob("*.py"))
        names = {path.relative_to(package).as_posix() for path in modules}
        wanted = {"finishing/imposition.py", "finishing/merging.py", "pdf/tags.py"}
        assert wanted | {"records/identity.py"} < names
        for path in modules:
            path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")
            keys.append(key())
        assert len(set(keys)) == len(keys) == len(modules) + 1
        modules[0].rename(modules[0].with_name("renamed.py"))
        assert key() not in keys
        keys.append(key())
        (package / "web" / "library.py").write_text("changed")
        assert key() == keys[-1]
    finally:
        rooms_digest.cache_clear()


def test_files(tmp_path: Path) -> None:
    """Name and content count, and whether the file is there; order, repetition and time do not."""
    one, other = tmp_path / "one", tmp_path / "other"
    digests = [files_digest([one, other])]
    one.write_text("a")
    digests.append(files_digest([one, other]))
    one.write_text("b")
    digests.append(files_digest([one, other]))
    one.rename(other)
    digests.append(files_digest([one, other]))
    assert len(set(digests)) == 4
    os.utime(other, (1, 1))
    assert files_digest([other, one, other]) == digests[-1]


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are always UTF-8")
def test_any_file_name(tmp_path: Path) -> None:
    """A file whose name is not UTF-8, such as an old zip archive leaves, is no trouble."""
    path = tmp_path / os.fsdecode(b"caf\xe9.svg")
    missing = files_digest([path])
    path.write_text("a")
    assert files_digest([path]) != missing


def test_package() -> None:
    """The package's own digest is the same in every process."""
    code = "from sphinx_handouts.storage.digests import package_digest; print(package_digest())"
    child = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "1"},
    )
    assert child.stdout.strip() == package_digest()


def test_versions() -> None:
    """The version of each program that has a hand in the PDFs is known, Pango's too."""
    found = versions()
    names = {"weasyprint", "pydyf", "pango", "pikepdf", "pillow", "zlib"}
    assert names <= set(found)
    assert all(found[name][0].isdigit() for name in names)
