"""Loads what workers need, once: they are forked from whoever has imported this module.

On Linux, WeasyPrint asks for each of its libraries by the names of other systems first, and for
each of them a compiler and a linker are started to look for it. That takes longer than all else.
What it cuts fonts with where HarfBuzz cannot, and what it makes variable ones plain with, takes a
fifth of the rest, and hardly a sheet needs it: that is loaded by the first one that does.
"""

from __future__ import annotations

import ctypes.util
import gc
import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_TABLES = "fontTools.ttLib.tables"
MODULES = (
    *("sphinx_handouts.pdf.render", "sphinx_handouts.pdf.letterhead"),
    *("sphinx_handouts.press.workers.craft", "sphinx_handouts.press.workers.process"),
    *("pypdfium2", "fontTools.agl", "json", "email.policy"),
    *(f"{_TABLES}._{name}" for name in ("c_m_a_p", "h_e_a_d", "h_h_e_a", "m_a_x_p", "p_o_s_t")),
)
"""What rendering, and reading back, would load at their first sheet."""

SELDOM_USED = ("fontTools.subset", "fontTools.varLib.instancer")
"""What WeasyPrint loads for fonts that hardly a sheet has, and calls by its functions alone."""


def load() -> None:
    """Load WeasyPrint and `MODULES`."""
    gc.disable()  # nothing of what is loaded is garbage
    _load_weasyprint()
    for name in MODULES:
        importlib.import_module(name)
    gc.enable()
    gc.freeze()


def _load_weasyprint() -> None:
    """Load it, its libraries by the names that the system's own loader knows."""
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _no_library
    with _left_for_later(SELDOM_USED):
        try:
            importlib.import_module("weasyprint")
        except OSError:  # a library stands where only the search finds it
            ctypes.util.find_library = search
            importlib.import_module("weasyprint")
        finally:
            ctypes.util.find_library = search


def _no_library(name: str) -> str | None:
    return None


class _Late(ModuleType):
    """Stands for a module that is loaded when one of its functions is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a function that calls the one of the module."""

        def call(*arguments: Any, **more: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*arguments, **more)

        return call


@contextmanager
def _left_for_later(names: tuple[str, ...]) -> Iterator[None]:
    """Let whoever imports these modules meanwhile have what loads them when it is called."""
    late = {name: _Late(name) for name in names if name not in sys.modules}
    sys.modules.update(late)
    try:
        yield
    finally:
        for name in late:
            del sys.modules[name]


load()
