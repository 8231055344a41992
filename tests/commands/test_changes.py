"""What has changed since a revision: new lines, changed paragraphs, new files; nothing else."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from sphinx_handouts.commands.changes import GitError, changed_lines

TEXT = "# Title\n\nOne\ntwo\nthree\n\nFour\n\nFive\nsix\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with one commit, whatever git is told elsewhere."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/walk.md").write_text(TEXT, "utf-8")
    (tmp_path / "docs/größe.md").write_text(TEXT, "utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    """Run git."""
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def commit(folder: Path) -> None:
    """Commit everything."""
    who = ("-c", "user.name=A", "-c", "user.email=a@guide.example")
    git(folder, "add", "-A")
    git(folder, *who, "commit", "-q", "-m", "x")


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text."""
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_nothing_changed(repository: Path) -> None:
    """Where nothing has changed, there is nothing."""
    assert changed_lines(repository, "main") == {}


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("three", "3", {3, 4, 5}),  # with its paragraph above
        ("Four", "4", {7}),
        ("six\n", "six\n\nSeven\neight\n", {11, 12, 13}),
        ("two\n", "", {3, 4}),  # the lines around the gap
        ("# Title\n\n", "", {0, 1}),
        ("Four\n", "@@ -1 +99 @@\n+++ docs/other.md\n", {7, 8}),
    ],
)
def test_lines(repository: Path, old: str, new: str, lines: set[int]) -> None:
    """New and changed lines count, in the numbers of today, back to the start of the paragraph."""
    edit(repository / "docs/walk.md", old, new)
    assert changed_lines(repository, "main") == {"docs/walk.md": lines}


def test_new_and_renamed_files(repository: Path) -> None:
    """Each line of a new file counts, known to git or not; a name in any script is itself."""
    (repository / "docs/new.md").write_text(TEXT, "utf-8")
    (repository / ".gitignore").write_text("_build\n", "utf-8")
    (repository / "_build").mkdir()
    (repository / "_build/made.md").write_text(TEXT, "utf-8")
    edit(repository / "docs/größe.md", "Four", "4")
    git(repository, "mv", "docs/walk.md", "docs/went.md")
    found = changed_lines(repository, "main")
    assert set(found) == {".gitignore", "docs/new.md", "docs/größe.md", "docs/went.md"}
    assert set(range(1, 11)) <= set(found["docs/went.md"])
    assert 1000 in found["docs/new.md"]
    assert 7 in found["docs/größe.md"]


def test_since_the_branch_left(repository: Path) -> None:
    """What others did on main meanwhile is not a change of the branch."""
    git(repository, "switch", "-q", "-c", "branch")
    edit(repository / "docs/walk.md", "Four", "4")
    commit(repository)
    git(repository, "switch", "-q", "main")
    edit(repository / "docs/größe.md", "Four", "4")
    commit(repository)
    git(repository, "switch", "-q", "branch")
    assert set(changed_lines(repository, "main")) == {"docs/walk.md"}


def test_from_a_folder_within(repository: Path) -> None:
    """Paths are told from the folder that is asked about."""
    edit(repository / "docs/walk.md", "Four", "4")
    assert set(changed_lines(repository / "docs", "main")) == {"walk.md"}


@pytest.mark.parametrize("revision", ["nowhere", "--output=stolen", ""])
def test_wrong_revision(repository: Path, revision: str) -> None:
    """A revision that git does not know is told in a sentence, and is never an option."""
    with pytest.raises(GitError, match=r"^git: ."):
        changed_lines(repository, revision)
    assert not (repository / "stolen").exists()


def test_no_repository(tmp_path: Path) -> None:
    """Outside a repository git says so."""
    with pytest.raises(GitError, match="not a git repository"):
        changed_lines(tmp_path, "main")
