"""Drawings that are written as text: graphs are drawn here, others are refused by name."""

from __future__ import annotations

import base64
import re
import subprocess
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ...pages.replacing import replace
from ...project.pictures.safety import check_picture
from ...records.finding import Kind
from ..assembly import Assembly, origin_of
from ..images import drawn

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

PATIENCE = 60
"""Seconds for one drawing."""
LANGUAGES = frozenset(
    {"blockdiag", "d2", "ditaa", "dot", "graphviz", "mermaid", "nomnoml", "plantuml", "vega"}
)
"""Languages of code that others draw: on paper it would stand there as code."""
INSTEAD = "give the drawing as a picture: figure, with :alt:"

_GRAPHS = ("sphinx.ext.graphviz", "sphinx.ext.inheritance_diagram")
_KNOWN = ("docutils.", "sphinx.", "sphinx_handouts.", "sphinxcontrib.bibtex.")
_SIZE = re.compile(r'<svg width="([\d.]+)pt" height="([\d.]+)pt"')


def draw_graphs(env: BuildEnvironment, assembly: Assembly) -> None:
    """Put a picture in the place of every graph of Graphviz."""
    for node in list(assembly.document.findall(nodes.Element)):
        if type(node).__module__ not in _GRAPHS or "refs" in node or not _code(node):
            continue
        alt = str(node.get("alt") or "").strip()
        if not alt:
            message = "the graph has no text alternative; add :alt: with what it tells"
            assembly.error(Kind.IMAGE, message, node)
            continue
        try:
            uri, width = _drawn(env, _code(node), node.get("options", {}))
        except ValueError as error:
            assembly.error(Kind.IMAGE, f"the graph {error}", node)
            continue
        picture = drawn(uri, alt, width=width, classes=["graph"])
        if node.get("align"):
            picture["align"] = node["align"]
        if isinstance(node.parent, nodes.TextElement):
            replace(node, [picture])
        else:
            replace(node, [nodes.paragraph("", "", picture)])


def _code(node: nodes.Element) -> str:
    if "graph" in node and hasattr(node["graph"], "_generate_dot"):  # an inheritance diagram
        return str(node["graph"]._generate_dot("graph", {}))
    return str(node.get("code", ""))


def _drawn(env: BuildEnvironment, code: str, options: Any) -> tuple[str, str]:
    """Return a graph as a ``data:`` URI and its width.

    Raises
    ------
    ValueError
        Where it cannot be drawn; the words follow "the graph" in a sentence.
    """
    name = options.get("graphviz_dot") or env.config.graphviz_dot
    command = [name, *env.config.graphviz_dot_args, "-Tsvg"]
    fonts = ("-Nfontname=Noto Sans", "-Efontname=Noto Sans", "-Gfontname=Noto Sans")
    try:
        done = subprocess.run(
            [*command, *fonts],
            input=code.encode(),
            capture_output=True,
            check=False,
            timeout=PATIENCE,
            cwd=env.srcdir,
        )
    except FileNotFoundError:
        raise ValueError(
            f'cannot be drawn: there is no program "{name}"; install graphviz, or {INSTEAD}'
        ) from None
    except OSError as error:
        raise ValueError(f'cannot be drawn: "{name}": {error.strerror}; mend that') from None
    except subprocess.TimeoutExpired:
        raise ValueError(f"took longer than {PATIENCE} s to draw; make it simpler") from None
    size = _SIZE.search(done.stdout.decode("utf-8", "replace"))
    if done.returncode or size is None:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:200]
        raise ValueError(f"cannot be drawn ({said}); mend it")
    return _checked(done.stdout), f"{size[1]}pt"


def _checked(svg: bytes) -> str:
    plain = re.sub(rb"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|<!--.*?-->", b"", svg, flags=re.DOTALL).strip()
    check_picture(plain, "a graph")
    return f"data:image/svg+xml;base64,{base64.b64encode(plain).decode('ascii')}"


def refuse_undrawn(assembly: Assembly) -> None:
    """Refuse what only a browser, or a program that is not asked here, would draw."""
    for node in assembly.document.findall(nodes.Element):
        language = str(node.get("language", "")).strip("{}").lower()
        if isinstance(node, nodes.literal_block) and language in LANGUAGES:
            message = f"the drawing in {language} would be printed as code; {INSTEAD}"
            assembly.error(Kind.IMAGE, message, node)
        elif _is_foreign(node) and not node.astext().strip() and not _pictured(node):
            message = f"{origin_of(node)} cannot be printed: only a browser shows it; "
            assembly.error(Kind.IMAGE, f"{message}{INSTEAD}, or put it into web-only", node)


def _is_foreign(node: nodes.Element) -> bool:
    module = f"{type(node).__module__}."
    return not module.startswith(_KNOWN)  # graphs that could not be drawn are told above


def _pictured(node: nodes.Element) -> bool:
    return any(True for _image in node.findall(nodes.image))
