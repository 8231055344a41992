"""What a parser could not read is missing from its page: a sheet must not be printed without it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from ..pages.environment import application
from ..pages.logged_warnings import LoggedWarning, kept_of
from ..records.finding import Finding, Kind, Severity

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

LOSSES = frozenset(
    {"myst.directive_parse", "myst.directive_unknown", "myst.render", "myst.role_unknown"}
)
"""Warnings of MyST that say that something is left out; docutils calls such things errors."""
_NO_CODE = re.compile(
    "try giving an :encoding:|reading it failed|not found in include file|no lines pulled"
    "|pattern not found|^Cannot use"
)
"""What Sphinx says, as a warning alone, where ``literalinclude`` shows nothing."""
_TABLE = re.compile(r" (?=\+[-=]{2,}|={2,} )")
"""Where docutils, after its sentences, shows the whole of a table that is wrong."""
_UNKNOWN = re.compile("^Unknown (directive|interpreted text role)")


def losses(env: BuildEnvironment, docnames: Iterable[str]) -> Iterator[Finding]:
    """Yield what was left out of the pages of a handout when they were read."""
    for docname in docnames:
        for warning in kept_of(env, docname):
            if warning.type in LOSSES or _is_of_docutils(warning):
                yield _finding(env, docname, warning)


def _is_of_docutils(warning: LoggedWarning) -> bool:
    if warning.type not in {"", "docutils"}:
        return False
    return warning.severity is Severity.ERROR or bool(_NO_CODE.search(warning.message))


def _finding(env: BuildEnvironment, docname: str, warning: LoggedWarning) -> Finding:
    sentences = _TABLE.split(warning.message, maxsplit=1)[0]
    message = f"{sentences.rstrip('.')}; mend it: a sheet would not say what stands there"
    if _UNKNOWN.search(warning.message) and (theme := unloaded_theme(env)):
        message += f'. If the theme brings it, add "{theme}" to extensions in conf.py'
    own = Path(env.doc2path(docname)).resolve()
    if not warning.path or Path(warning.path).resolve() == own:
        return Finding(Kind.DIRECTIVE, message, docname=docname, line=warning.line or None)
    shown = Path(os.path.relpath(warning.path, application(env).confdir)).as_posix()
    return Finding(Kind.DIRECTIVE, message, line=warning.line or None, path=shown)


def unloaded_theme(env: BuildEnvironment) -> str:
    """Return the package of the website's theme, which Sphinx loads for websites alone."""
    app = application(env)
    themes = entry_points(group="sphinx.html_themes", name=app.config.html_theme)
    return next((theme.module for theme in themes if theme.module not in app.extensions), "")
