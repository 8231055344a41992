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
    *("pypdfium2", "fontTools.agl", "fontTools.ttLib.tables._h_h_e_a", "json"),
)
"""What rendering, and reading back, would load at their first sheet."""


def load_weasyprint() -> None:
    """Load WeasyPrint; its libraries by the names that the system's own loader knows."""
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda _name: None
    try:
        importlib.import_module("weasyprint")
    except OSError:  # a library stands where only the search finds it
        ctypes.util.find_library = search
        importlib.import_module("weasyprint")
    finally:
        ctypes.util.find_library = search


gc.disable()  # nothing of what is loaded is garbage
load_weasyprint()
for _name in MODULES:
    importlib.import_module(_name)
gc.enable()
gc.freeze()
