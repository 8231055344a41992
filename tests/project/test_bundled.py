"""What an installation from a copy of the repository may lack is told, with the mend."""

from __future__ import annotations

from pathlib import Path

from sphinx_handouts.project.bundled import PACKS, lacking


def test_the_script_is_missed(tmp_path: Path) -> None:
    """A package without the script says what to type; one with it says nothing."""
    assert "python .ci/bundle.py" in lacking(tmp_path)
    (tmp_path / PACKS).parent.mkdir()
    (tmp_path / PACKS).touch()
    assert lacking(tmp_path) == ""
