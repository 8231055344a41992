"""Looks after the parsers of pages: what one makes of an untrusted page must not fell a build.

A page stays shallow and finite. MyST's own parsers of Markdown are kept: it makes one for each page
and each translated text, which takes longer than to read a text with it: a tenth of a translated
build.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..records.finding import Finding, Kind
from .problems import note_problem, note_refusal

if TYPE_CHECKING:
    from docutils.parsers import Parser
    from markdown_it import MarkdownIt
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    Create = Callable[[Any, Any], MarkdownIt]

DEPTH = 100
"""Deepest nesting of a page."""
TOO_DEEP = "is nested too deeply, or inserts itself; make it flatter, or remove that"
PIECES = 30_000
"""Most nodes that a page may have: ten times the longest of the guide."""
MOST_KEPT = 4
"""Most parsers of Markdown that wait: those of pages with settings of their own come and go."""


class TooMuch(BaseException):
    """Why a page is not read on, in words that follow its name; no directive may swallow it."""


def careful(parser: type[Parser], *, is_trusted: bool = False) -> type[Parser]:
    """Return a parser that puts an empty page in the place of one that is too much for others.

    A page that *is_trusted* may be as long and as deep as its own parser can read.
    """

    def parse(self: Parser, inputstring: str, document: nodes.document) -> None:
        env = document.settings.env
        try:
            with within(0 if is_trusted else env.config.handouts_timeout):
                parser.parse(self, inputstring, document)
            if not is_trusted:
                _measure(document)
        except RecursionError:
            problem = TOO_DEEP
        except TooMuch as error:
            problem = str(error)
        else:
            return
        refuse(env, problem)
        _empty(document, env.docname, set(self.get_transforms()))

    return type(parser.__name__, (parser,), {"parse": parse, "__doc__": parser.__doc__})


def refuse(env: BuildEnvironment, problem: str) -> None:
    """Note what is too much in the page that is being read."""
    note = note_refusal if env.config.handouts_untrusted_pages else note_problem
    note(env, Finding(Kind.SIZE, f"the page {problem}", docname=env.docname))


def _measure(document: nodes.document) -> None:
    depth, count = 0, 0
    waiting: list[tuple[nodes.Node, int]] = [(document, 1)]
    while waiting:
        node, level = waiting.pop()
        depth, count = max(depth, level), count + 1
        waiting += [(child, level + 1) for child in node.children]
    if depth > DEPTH:
        raise TooMuch(f"is nested {depth} deep; make it flatter: {DEPTH} at most")
    if count > PIECES:
        raise TooMuch(f"has {count:,} pieces of text; split it: {PIECES:,} at most")


def _empty(document: nodes.document, title: str, unready: set[Any]) -> None:
    """Forget all that was read, and leave a title, since a table of contents asks for one.

    Transforms that wait for nodes which are gone go, too, and the *unready*: those of a parser that
    did not come to its end.
    """
    transformer = document.transformer
    fresh = nodes.document(document.settings, document.reporter, source=document["source"])
    document.__dict__.update(fresh.__dict__)
    transformer.transforms = [
        row for row in transformer.transforms if row[1] not in unready and row[2] is None
    ]
    document.transformer = transformer
    section = nodes.section("", nodes.title("", title))
    document += section
    document.note_implicit_target(section)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Hold a page to a time, where the system has a clock that interrupts."""
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: Any) -> None:
        more = "or raise handouts_timeout in conf.py"
        raise TooMuch(f"took longer than {seconds:g} s to read; make it simpler, {more}")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def watch_parsers(app: Sphinx, *, is_trusted: bool = False) -> None:
    """Put careful parsers in the place of those that the extensions brought."""
    for parser in set(app.registry.source_parsers.values()):
        app.add_source_parser(careful(parser, is_trusted=is_trusted), override=True)


def read_latex_once(_app: Sphinx) -> None:
    """Let pybtex read a name or a title once, not at each place that cites it.

    What it returns is like a string: whoever changes it has another.
    """
    text = getattr(sys.modules.get("pybtex.richtext"), "Text", None)
    if text and not hasattr(text.from_latex, "cache_info"):
        text.from_latex = cache(text.from_latex)


def keep_parsers(_app: Sphinx) -> None:
    """Let MyST take its parsers of Markdown from those that wait, where it is an extension."""
    myst = sys.modules.get("myst_parser.parsers.sphinx_")
    create = getattr(myst, "create_md_parser", None)
    if create and not hasattr(create, "__wrapped__"):
        setattr(myst, "create_md_parser", kept(create))  # noqa: B010 - it may not be there


def kept(create: Create) -> Create:
    """Return *create*, but of parsers that are given back when they have rendered a text.

    One that is rendering is not there for a text within that text; and one that broke off never is.
    """
    waiting: list[MarkdownIt] = []

    @wraps(create)
    def take(config: Any, renderer: Any) -> MarkdownIt:
        for place, parser in enumerate(waiting):
            if type(parser.renderer) is renderer and parser.options["myst_config"] == config:
                return waiting.pop(place)
        parser = create(config, renderer)
        render, options = parser.render, dict(parser.options)
        fresh = dict(vars(parser.renderer))

        def render_and_give_back(text: str, env: Any = None) -> Any:
            rendered = render(text, env)
            # What it holds of a text leads to the whole build.
            _set(vars(parser.renderer), fresh)
            _set(parser.options, options)
            waiting[MOST_KEPT - 1 :] = []
            waiting.insert(0, parser)
            return rendered

        setattr(parser, "render", render_and_give_back)  # noqa: B010 - a method
        return parser

    return take


def _set(known: Any, content: Mapping[str, Any]) -> None:
    known.clear()
    known.update(content)
