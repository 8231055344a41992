"""The ``languages`` command: what `nox -s build` and others make one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx_handouts.__main__ import main
from sphinx_handouts.inspection.languages import languages_of

PO = 'msgid ""\nmsgstr "Language: {0}\\n"\n\nmsgid "Walk"\nmsgstr "{0}"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with three catalogues and two brands, from the folder above it."""
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide/conf.py").write_text(
        'language = "en"\nlocale_dirs = ["locales"]\nhandouts_dir = "sheets"\n', "utf-8"
    )
    for tag in ("es", "ko", "pt_BR"):
        folder = tmp_path / "guide/locales" / tag / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "guide.po").write_text(PO.format(tag), "utf-8")
    for brand, languages in (("plain", '["en", "pt-BR"]'), ("clinic", '["es", "de"]')):
        path = tmp_path / "guide/sheets/brands" / brand / "brand.toml"
        path.parent.mkdir(parents=True)
        path.write_text(f'name = ""\nlanguages = {languages}\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    return Path("guide")


def test_translated_and_printed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What no brand prints, or has no catalogue, is not built; tags are told in one form."""
    assert main(["languages", str(project)]) == 0
    assert capsys.readouterr().out.split() == ["en", "es", "pt-BR"]


def test_broken_brand_is_left_to_its_build(project: Path) -> None:
    """What is wrong with a brand stops nobody here: the build tells it."""
    (project / "sheets/brands/clinic/brand.toml").write_text("languages = [", "utf-8")
    assert languages_of(project) == ["en", "pt-BR"]
