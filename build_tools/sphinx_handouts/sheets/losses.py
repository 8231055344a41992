"""What a parser could not read is missing from its page: a sheet must not be printed without it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ..pages.environment import application
from ..pages.logged_warnings import LoggedWarning, is_unknown, kept_of, listen
from ..project.encodings import SAVE
from ..project.front_matter import malformed
from ..records.finding import Finding, Kind, Severity
from .assembly import Assembly
from .constructs.references import references, told

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

LOSSES = frozenset(
    {
        *("myst.directive_parse", "myst.directive_unknown", "myst.render", "myst.role_unknown"),
        *("myst.substitution", "myst.topmatter"),
        *("mystnb.eval", "mystnb.glue", "mystnb.glue_ref", "mystnb.output_type"),
        *("mystnb.mime_priority", "mystnb.mime_type", "mystnb.unknown_mime_type"),
    }
)
"""Warnings of MyST and its notebooks that something is left out; docutils calls these errors."""
_NO_CODE = re.compile(
    "try giving an :encoding:|reading it failed|not found in include file|no lines pulled"
    "|pattern not found|^Cannot use|non-whitespace stripped by dedent"
    "|start-string without end-string|malformed hyperlink target|empty or invalid"
)
"""What is said as a warning alone where code, words, or some of their letters, are not shown."""
_OPTION = "myst.directive_option"
_SCHEME = re.compile("target not found: '(tel|sms):")
_NO_TEXT = {
    _OPTION: re.compile("Unknown option key|Invalid options format"),
    "myst.xref_missing": _SCHEME,
    "ref.footnote": re.compile("^Duplicate footnote definition"),
    **dict.fromkeys(
        ("design.accordion", "design.steps", "design.tab", "design.tab_code"),
        re.compile("^All children of a|^The parent of a 'step'"),
    ),
    "design.card": re.compile("option ignored"),
}
"""What is said where words or a number are left out, by types that there are for less, too."""
_TOPMATTER = "myst.topmatter"
_NO_LOSS = re.compile("top-level '.*' key is deprecated|'html_meta")
"""What is said of front matter that is read all the same, or is for search engines alone."""
_TYPES = {
    "dict": "keys with their values",
    "list": "a list",
    "str": "a text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "NoneType": "empty",
}
"""What authors call the types that MyST names."""
_IS_OF_TYPE = re.compile(
    r"(?P<key>'.+') (?:must be of type <class '(?P<wanted>\w+)'> \(got .* that is a|"
    r"key not a dict:) <class '(?P<found>\w+)'>",
    re.DOTALL,
)
_IS_NO_TABLE = re.compile(r"YAML is not a dict: <class '(?P<found>\w+)'>")
_ABOVE = ". If it is text, put an empty line above it"
"""Why options are unknown: a list of fields that begins a directive is taken for them."""
_BRINGS = re.compile(r"\.add_(?:directive|role)")
"""What a theme calls that brings some."""
_TABLE = re.compile(r" (?=\+[-=]{2,}|={2,} |\.\. [\w:-]+:: |[:`~]{3,}\{)")
"""Where docutils, after its sentences, shows the whole of a table or box that is wrong."""


def losses(env: BuildEnvironment, docnames: Iterable[str]) -> Iterator[Finding]:
    """Yield what was left out of the pages of a handout when they were read."""
    for docname in docnames:
        for warning in kept_of(env, docname):
            if _is_of_docutils(warning) or _is_of_myst(warning):
                yield _finding(env, docname, warning)


@contextmanager
def heard(env: BuildEnvironment, assembly: Assembly) -> Iterator[None]:
    """Note as errors of a handout what is left out while its references are resolved."""
    said = listen(application(env)).said
    before = len(said)
    known = references(assembly.document)
    yield
    for warning in said[before:]:
        docname = env.path2doc(warning.path) or next(iter(assembly.docnames))
        if _is_of_myst(warning):
            finding = _finding(env, docname, warning)
        elif message := told(warning, known):
            finding = _placed(env, docname, warning, Finding(Kind.LINK, message))
        else:
            continue
        message = f"{assembly.handout.id}: {finding.message}"
        assembly.findings.append(replace(finding, message=message))


def _is_of_docutils(warning: LoggedWarning) -> bool:
    if warning.type not in {"", "docutils"}:
        return False
    return warning.severity is Severity.ERROR or bool(_NO_CODE.search(warning.message))


def _is_of_myst(warning: LoggedWarning) -> bool:
    if warning.type == _TOPMATTER and _NO_LOSS.match(warning.message):
        return False
    words = _NO_TEXT.get(warning.type)
    said = words is not None and words.search(warning.message)
    return warning.type in LOSSES or bool(said)


def _finding(env: BuildEnvironment, docname: str, warning: LoggedWarning) -> Finding:
    if warning.type == _TOPMATTER:
        return _of_front_matter(env, docname, warning)
    sentences = _TABLE.split(warning.message, maxsplit=1)[0]
    message = f"{sentences.rstrip('.')}; mend it: a sheet would not say what stands there"
    if is_unknown(warning) and (theme := unloaded_theme(env)):
        message += f'. If the theme brings it, add "{theme}" to extensions in conf.py'
    if warning.type == _OPTION:
        message += _ABOVE
    if "codec can't decode" in warning.message:
        message += f". The file is not UTF-8: {SAVE}, or give its :encoding:"
    if scheme := _SCHEME.search(warning.message):
        message += f'. If it is an address, add "{scheme[1]}" to myst_url_schemes in conf.py'
    return _placed(env, docname, warning, Finding(Kind.DIRECTIVE, message))


def _of_front_matter(env: BuildEnvironment, docname: str, warning: LoggedWarning) -> Finding:
    """Return what MyST does not read above a page, and the line where YAML stumbles."""
    said, path = _above(warning.message), Path(warning.path or env.doc2path(docname))
    text = path.read_text("utf-8-sig", "replace") if path.is_file() else ""
    if "Malformed" in said and (problem := malformed(text))[0]:
        said = f"it is no YAML ({problem[0]}); a text with a colon in it stands in quotation marks"
        warning = replace(warning, line=problem[1] or warning.line)
    message = f"front matter: {said}; mend it: the page is read without it"
    return _placed(env, docname, warning, Finding(Kind.DIRECTIVE, message))


def _above(message: str) -> str:
    """Return what MyST says of front matter that it does not read, as an author would say it."""
    said = message.rstrip(".")
    if found := _IS_OF_TYPE.match(message):
        wanted = _TYPES.get(found["wanted"] or "dict", found["wanted"])
        said = f"{found['key']} is {_TYPES.get(found['found'], found['found'])}, and not {wanted}"
    elif found := _IS_NO_TABLE.match(message):
        said = f"it is {_TYPES.get(found['found'], found['found'])}, and not {_TYPES['dict']}"
    return said


def _placed(
    env: BuildEnvironment, docname: str, warning: LoggedWarning, finding: Finding
) -> Finding:
    """Return a finding with the file and line of a warning."""
    own = Path(env.doc2path(docname)).resolve()
    if not warning.path or Path(warning.path).resolve() == own:
        return replace(finding, docname=docname, line=warning.line or None)
    shown = Path(os.path.relpath(warning.path, application(env).confdir)).as_posix()
    return replace(finding, line=warning.line or None, path=shown)


def unloaded_theme(env: BuildEnvironment) -> str:
    """Return the package of the website's theme, which Sphinx loads for websites alone.

    One that brings no directives is not named: some refuse to be an extension.
    """
    app = application(env)
    themes = entry_points(group="sphinx.html_themes", name=app.config.html_theme)
    return next(
        (theme.module for theme in themes if theme.module not in app.extensions and _brings(theme)),
        "",
    )


def _brings(theme: EntryPoint) -> bool:
    """Return whether a theme brings directives or roles, by the code of its package.

    A module that is an extension of its own counts where the theme sets it up.
    """
    found = find_spec(theme.module)
    if found is None or not found.origin:
        return False
    own = Path(found.origin).read_text("utf-8", "replace")
    texts = (
        path.read_text("utf-8", "replace")
        for folder in found.submodule_search_locations or ()
        for path in Path(folder).rglob("*.py")
        if "def setup(" not in path.read_text("utf-8", "replace") or path.stem in own
    )
    return any(_BRINGS.search(text) for text in (own, *texts))
