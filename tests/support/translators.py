"""What a translator types, in the process of the tests."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout

from projects import Built, Project, forget_words
from sphinx_handouts.__main__ import main

SIDE_BY_SIDE = ("gettext_compact", 'handouts_language_pages = "../{language}"\ngettext_compact')
"""The edit of ``conf.py`` that puts the pages side by side in their languages."""
TRANSLATOR = ("--translator", "Erika Muster", "--date", "2026-11-20")
REVIEWER = ("--reviewer", "Dr. B", "--role", "GP", "--back-translation", "J. Doe")


def translate(project: Project, *arguments: str, language: str = "de") -> Built:
    """Type ``sphinx-handouts translate`` for the sources of a project."""
    source = ("--source", str(project.folder), "-d", str(project.folder / "_build/sources"))
    stdout, stderr = io.StringIO(), io.StringIO()
    forget_words()
    with redirect_stdout(stdout), redirect_stderr(stderr):
        status = main(["translate", language, *arguments, *source])
    return Built(status, stdout.getvalue(), stderr.getvalue())


def record(project: Project, *arguments: str) -> None:
    """Record something, and insist that it was."""
    done = translate(project, *arguments)
    assert done.status == 0, done.err
