"""A form of a picture is a file of the page that shows the picture, though no page names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils


def pages_read(folder: Path, language: str) -> list[str]:
    """Return the pages that a build in a language reads."""
    out, said = folder / "out", {"language": language}
    with patch_docutils(), docutils_namespace():
        app = Sphinx(folder, folder, out, out / language, "dummy", said, status=None, warning=None)
        read: list[str] = []
        app.connect("env-before-read-docs", lambda _app, _env, names: read.extend(names))
        app.build()
    return sorted(read)


@pytest.mark.parametrize(
    ("form", "language"),
    [("gate.large-print.svg", "en"), ("gate.de.svg", "de"), ("gate.de.ink-saver.svg", "de")],
)
def test_a_form_comes_changes_and_goes(tmp_path: Path, form: str, language: str) -> None:
    """Each time its page is read again, and no other; what has not changed is not."""
    (tmp_path / "conf.py").write_text('extensions = ["sphinx_handouts"]\n')
    (tmp_path / "index.rst").write_text("First\n=====\n")
    (tmp_path / "walk.rst").write_text(":orphan:\n\n.. image:: pics/gate.svg\n   :alt: Gate\n")
    (tmp_path / "pics").mkdir()
    names = ("gate.svg", "gate.de.svg") if form.endswith("ink-saver.svg") else ("gate.svg",)
    for name in names:
        (tmp_path / "pics" / name).write_text("<svg/>")
    path = tmp_path / "pics" / form
    assert pages_read(tmp_path, language) == ["index", "walk"]
    for words in ("<svg/>", "<svg><title>Gate</title></svg>"):
        path.write_text(words)
        assert pages_read(tmp_path, language) == ["walk"], words
        assert pages_read(tmp_path, language) == []
    path.unlink()
    assert pages_read(tmp_path, language) == ["walk"]
    assert pages_read(tmp_path, language) == []


def test_a_picture_that_is_a_folder(tmp_path: Path) -> None:
    """Sphinx takes it for a file that can be read; it has no forms."""
    (tmp_path / "conf.py").write_text('extensions = ["sphinx_handouts"]\n')
    (tmp_path / "index.rst").write_text("First\n=====\n\n.. image:: .\n   :alt: Gate\n")
    assert pages_read(tmp_path, "en") == ["index"]
