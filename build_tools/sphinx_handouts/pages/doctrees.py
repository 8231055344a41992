"""The trees of pages, to look at and to copy from: each is read from the disk once a build.

Sphinx reads a tree anew whenever it is asked, so that whoever asked may change it. Many parts are
picked from the same page, and copied before anything is changed: for them one tree is enough.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

TREES = 64
"""Trees that are held at once: handouts that follow each other pick from the same pages."""

_HELD: WeakKeyDictionary[BuildEnvironment, OrderedDict[str, nodes.document]] = WeakKeyDictionary()


def forget(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the tree of a page that is read anew (``env-purge-doc``)."""
    if env in _HELD:
        _HELD[env].pop(docname, None)


def doctree_of(env: BuildEnvironment, docname: str) -> nodes.document:
    """Return the tree of a page, which must not be changed: others look at it, too.

    Like `env.get_doctree`, it does not look whether the file has changed since.
    """
    if env not in _HELD:
        _HELD.clear()  # a tree leads to its environment, which would stay for good
    held = _HELD.setdefault(env, OrderedDict())
    tree = held.pop(docname) if docname in held else env.get_doctree(docname)
    held[docname] = tree
    if len(held) > TREES:
        held.popitem(last=False)
    return tree
