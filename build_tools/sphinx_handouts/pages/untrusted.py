"""Guards against pages that anybody may have sent: nothing runs, leaks or swells through them.

They stand where a project asks for them (``handouts_untrusted_pages``). Elsewhere the author of a
page is trusted, as everywhere in Sphinx, and nothing here changes what a page says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import sphinx
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from ..project.encodings import encoding_problem
from ..project.front_matter import front_matter, mistake_in
from ..project.pictures.safety import NotAPicture, check_picture, from_data_uri
from ..project.validation import one_line, quoted
from ..records.finding import Finding, Kind
from . import inline_html, outside
from .outside import PAGE_BYTES, READ_FROM, TRUST, lies_outside, may_read
from .parsers import watch_parsers
from .problems import forget_lost, note_problem, note_refusal
from .replacing import replace

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

MYST = "myst_enable_extensions"
SCHEMES = {"http", "https", "mailto", "tel"}
"""What a link may lead to."""
PICTURE_BYTES = 16 << 20
"""Largest file of a picture."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ue000\ue001]")
"""Control characters, which a terminal obeys, and the marks that `compose` looks for."""
_COMMENT = re.compile(r"\s*(<!--[^<>]*-->\s*)*")


# --- before a page is read ----------------------------------------------------------------------


def _take_away_code(app: Sphinx, config: Config) -> None:
    """Let no page run code by a substitution, and say so where the settings would."""
    if "substitution" not in getattr(config, MYST, ()):
        return
    config[MYST] = set(config[MYST]) - {"substitution"}
    message = f'conf.py: {MYST}: "substitution" lets a page run code; remove it, {TRUST}'
    finding = Finding(Kind.RAW, message)
    app.connect("env-before-read-docs", lambda _app, env, _names: note_refusal(env, finding))


def _look_at_encodings(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Leave out the pages at which Sphinx 9 would stop with an error that names no file."""
    forget_lost(env)
    for docname in list(docnames) if sphinx.version_info >= (9,) else ():
        if (problem := _problem_of_encoding(env, docname)) and not _is_readable(env, docname):
            _leave_out(app, env, docnames, docname)
            note_problem(env, Finding(*problem, docname=docname))


def _is_readable(env: BuildEnvironment, docname: str) -> bool:
    try:
        Path(env.doc2path(docname)).read_text("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _look_at_encoding(app: Sphinx, docname: str, _source: list[str]) -> None:
    """Refuse to print a page that Sphinx reads with other signs in the place of letters.

    It is looked at when Sphinx has forgotten all that was noted of the page before.
    """
    if problem := _problem_of_encoding(app.env, docname):
        note_problem(app.env, Finding(*problem, docname=docname), where_printed=True)


def _look_at_files(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Do not even open a page that lies elsewhere, is no file, or is huge."""
    forget_lost(env)
    for docname in list(docnames):
        if problem := _problem_of_file(env, docname) or _problem_of_encoding(env, docname):
            _leave_out(app, env, docnames, docname)
            kind, words = problem
            # A name that a terminal would obey stands in no location.
            where = docname if docname.isprintable() else None
            note_refusal(env, Finding(kind, words, docname=where))


def _leave_out(app: Sphinx, env: BuildEnvironment, docnames: list[str], docname: str) -> None:
    docnames.remove(docname)
    env.project.docnames.discard(docname)
    app.emit("env-purge-doc", env, docname)
    env.clear_doc(docname)


def _problem_of_encoding(env: BuildEnvironment, docname: str) -> tuple[Kind, str] | None:
    """Return what is wrong where a page is not the UTF-8 that Sphinx would read it as."""
    path = Path(env.doc2path(docname))
    utf8 = env.config.source_encoding.lower().startswith(("utf-8", "utf8"))
    problem = encoding_problem(path) if utf8 and path.is_file() else ""
    return (Kind.ENCODING, f"the page {problem}") if problem else None


def _problem_of_file(env: BuildEnvironment, docname: str) -> tuple[Kind, str] | None:
    path = Path(env.doc2path(docname))
    if lies_outside(env, path):
        return Kind.OUTSIDE, f"the page leads outside the source folder; copy it there, {READ_FROM}"
    if not docname.isprintable():
        shown = one_line(path.name)
        return Kind.OUTSIDE, f"the page {shown} has control characters in its name; rename it"
    if path.exists() and not path.is_file():
        return Kind.OUTSIDE, "the page is not a file; remove it"
    size = path.stat().st_size if path.exists() else 0
    if size > PAGE_BYTES:
        most = f"{PAGE_BYTES >> 10} KiB at most"
        return Kind.SIZE, f"the page is huge ({size >> 10} KiB); split it: {most}"
    return None


# --- while it is read ---------------------------------------------------------------------------


def _look_at_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Take out of a page's text what must not reach a parser, and note it."""
    if found := _CONTROLS.search(source[0]):
        line = source[0].count("\n", 0, found.start()) + 1
        message = f"the character {one_line(found[0])} is invisible, and does harm; remove it"
        note_refusal(app.env, Finding(Kind.RAW, message, docname=docname, line=line))
        source[0] = _CONTROLS.sub("", source[0])
    head = front_matter(source[0])
    if head and (problem := mistake_in(head)):
        note_refusal(app.env, Finding(Kind.RAW, f"front matter: {problem}", docname=docname))
        source[0] = "\n" * head.count("\n") + source[0][len(head) :]


class Guard(SphinxTransform):
    """Removes from a page what runs, leaks or swells; each is an error with its line."""

    default_priority = 870  # when all is resolved, just before Sphinx collects files and links

    def apply(self, **_kwargs: Any) -> None:
        """Look at every node once."""
        self._said: set[tuple[str, int | None]] = set()
        for node in list(self.document.findall()):
            look = next(
                (self.LOOKS[kind] for kind in type(node).__mro__ if kind in self.LOOKS), None
            )
            if look is not None and node.parent is not None:
                look(self, node)

    def _error(self, node: nodes.Node, kind: Kind, message: str) -> None:
        """Note an error; what stands several times on a line is told once."""
        line = node.line or getattr(node.parent, "line", None)
        if (message, line) not in self._said:
            self._said.add((message, line))
            docname = self.env.docname
            source = node.source or getattr(node.parent, "source", None)
            file = str(source) if source else None
            note_refusal(self.env, Finding(kind, message, docname=docname, line=line), file)

    def _raw(self, node: nodes.raw) -> None:
        node.parent.remove(node)
        if not _COMMENT.fullmatch(node.astext()):
            shown = quoted(node.astext().strip())
            message = f"raw HTML could run code or show anything: {shown}; write it in the markup"
            self._error(node, Kind.RAW, f"{message} of the page, {TRUST}")

    def _meta(self, node: nodes.Element) -> None:
        if "http-equiv" in node:
            node.parent.remove(node)
            self._error(node, Kind.RAW, "meta http-equiv could lead readers away; remove it")

    def _reference(self, node: nodes.reference) -> None:
        if (uri := node.get("refuri")) and (scheme := _unsafe(uri)):
            del node["refuri"]
            replace(node, [nodes.inline("", "", *node.children)])
            self._error(node, Kind.LINK, _link_words(uri, scheme))

    def _toctree(self, node: addnodes.toctree) -> None:
        for title, target in list(node["entries"]):
            if scheme := _unsafe(target):
                node["entries"].remove((title, target))
                self._error(node, Kind.LINK, _link_words(target, scheme))

    def _download(self, node: addnodes.download_reference) -> None:
        target = str(node.get("reftarget", ""))
        if "://" in target:
            if scheme := _unsafe(target):
                replace(node, [nodes.inline("", "", *node.children)])
                self._error(node, Kind.LINK, _link_words(target, scheme))
        elif not may_read(self.env, target, self.env.relfn2path(target)[1], node.line):
            replace(node, [nodes.inline("", "", *node.children)])

    def _image(self, node: nodes.image) -> None:
        node.attributes.pop("loading", None)  # "embed" would copy the file into the page
        uri = str(node["uri"])
        try:
            self._check_image(uri)
        except NotAPicture:
            return  # where it is needed, that is said
        except ValueError as error:
            node.parent.remove(node)
            shown = quoted(uri)
            self._error(node, Kind.IMAGE, f"the image {shown} {error}")

    def _check_image(self, uri: str) -> None:
        if uri.lower().startswith("data:"):
            check_picture(from_data_uri(uri), "a picture")
            return
        if _unsafe(uri) or "://" in uri or uri.startswith("//"):
            raise ValueError("is remote; copy it into the project")
        path = Path(self.env.relfn2path(uri)[1])
        found = path.parent.glob(path.name) if uri.endswith("*") else [path]
        for file in [path, *found]:
            if lies_outside(self.env, file):
                raise ValueError(
                    f"lies outside the source folder; copy it into the project, {READ_FROM}"
                )
            if file.is_file():
                if file.stat().st_size > PICTURE_BYTES:
                    raise ValueError(f"is huge; give one of at most {PICTURE_BYTES >> 20} MiB")
                with suppress(NotAPicture):
                    check_picture(file.read_bytes(), "a picture")

    LOOKS: ClassVar[dict[type[nodes.Node], Callable[[Guard, Any], None]]] = {
        nodes.raw: _raw,
        nodes.meta: _meta,
        nodes.reference: _reference,
        addnodes.toctree: _toctree,
        addnodes.download_reference: _download,
        nodes.image: _image,
    }


def _unsafe(address: str) -> str:
    """Return the scheme of an address that a link may not have, as a browser reads it."""
    found = _SCHEME.match("".join(c for c in address if c > " "))
    scheme = found[1].lower() if found else ""
    return scheme if scheme not in SCHEMES else ""


def _link_words(address: str, scheme: str) -> str:
    known = ", ".join(sorted(SCHEMES))
    return f"the link to {quoted(address)} begins with {scheme}:; a link may begin with {known}"


def connect(app: Sphinx) -> None:
    """Stand guard where a project asks for it, when all extensions are there."""
    app.connect("config-inited", _stand_guard)


def _stand_guard(app: Sphinx, config: Config) -> None:
    if not config.handouts_untrusted_pages:
        app.connect("env-before-read-docs", _look_at_encodings)
        app.connect("source-read", _look_at_encoding)
        outside.read_tables(app)
        watch_parsers(app, is_trusted=True)
        return
    _take_away_code(app, config)
    outside.add_directives(app)
    watch_parsers(app)
    inline_html.read_on_every_page(app)
    app.add_transform(Guard)
    app.connect("env-before-read-docs", _look_at_files)
    app.connect("source-read", _look_at_source)
