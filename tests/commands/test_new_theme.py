"""The command ``new-theme``: a file that explains every token, and changes nothing until edited."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx_handouts.__main__ import main
from sphinx_handouts.project import theme_files
from sphinx_handouts.records.tokens import TOKENS


@pytest.mark.parametrize("name", theme_files.NAMES)
def test_a_new_theme_is_the_one_below_it(tmp_path: Path, name: str) -> None:
    """Nothing looks otherwise, whether its tokens are comments or not; every token is there."""
    assert main(["new-theme", str(tmp_path / "mine"), "--based-on", name]) == 0
    path = tmp_path / "mine/theme.toml"
    theme, findings = theme_files.load(tmp_path, "mine")
    assert findings == []
    assert theme.style() == theme_files.built_in(name).style()
    text = path.read_text()
    assert [t.key for t in TOKENS if f"\n# {t.name} = " not in text] == []
    assert max(map(len, text.splitlines())) <= 100


def test_tokens_of_a_new_theme_can_be_uncommented(tmp_path: Path) -> None:
    """With every token uncommented but the scale, it is valid, and says the same on all sheets."""
    main(["new-theme", str(tmp_path / "mine")])
    path = tmp_path / "mine/theme.toml"
    names = {f"# {token.name} = " for token in TOKENS if token.key != "headings.scale"}
    lines = [
        line.removeprefix("# ") if line.startswith(tuple(names)) else line
        for line in path.read_text().splitlines()
    ]
    path.write_text("\n".join(lines))
    theme, findings = theme_files.load(tmp_path, "mine")
    assert findings == []
    built = theme_files.built_in("clinic")
    for scope in ("a5-booklet", "large-print", "ink-saver"):
        said, wanted = theme.scopes[scope], built.scopes[scope]
        assert [said[name].css for name in said] == [wanted[name].css for name in wanted]


def test_a_theme_that_is_there_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No theme is written over."""
    (tmp_path / "theme.toml").write_text("x")
    assert main(["new-theme", str(tmp_path)]) == 2
    assert "theme.toml exists already; edit it" in capsys.readouterr().err
    assert (tmp_path / "theme.toml").read_text() == "x"
