"""Loads what workers need, once: they are forked from whoever has imported this module.

On Linux, WeasyPrint asks for each of its libraries by the names of other systems first, and for
each of them a compiler and a linker are started to look for it. That takes longer than all else.
"""

from __future__ import annotations

import ctypes.util
import gc
import importlib
import sys

MODULES = (
    *("sphinx_handouts.pdf.render", "sphinx_handouts.pdf.letterhead"),
    "sphinx_handouts.press.workers.craft",
    *("pypdfium2", "fontTools.agl", "fontTools.ttLib.tables._h_h_e_a", "json"),
)
"""What rendering, and reading back, would load at their first sheet."""


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
    try:
        importlib.import_module("weasyprint")
    except OSError:  # a library stands where only the search finds it
        ctypes.util.find_library = search
        importlib.import_module("weasyprint")
    finally:
        ctypes.util.find_library = search


def _no_library(name: str) -> str | None:
    return None


load()
