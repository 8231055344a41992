"""When Python looks for garbage: seldom, for little of what the press makes is garbage at once.

How a sheet was laid out is garbage as a whole when its PDF is there, and full of circles. A worker
that left it until some was looked for would keep twenty sheets that it no longer needs, and would
have taken the one that is laid out just then for what stays.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (50_000, 20, 20)
"""When garbage is looked for: what a build makes is needed to its end."""


@contextmanager
def garbage_left() -> Iterator[None]:
    """Look for garbage seldom, and not among what was there before."""
    before = gc.get_threshold()
    leave_garbage()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def loading() -> Iterator[None]:
    """Look for no garbage while modules are loaded: none of what they hold is any.

    To freeze what is there, and to let go of it at once, is to take it for old without a look.
    """
    is_looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if is_looked_for:
            gc.enable()


def leave_garbage() -> None:
    """Look for garbage seldom from now on: what is loaded is never any."""
    gc.freeze()
    gc.set_threshold(*SELDOM)


def end_at_once() -> None:
    """Let none be looked for when the program ends: all goes with it."""
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def remove_layout() -> None:
    """Remove what was left of a sheet that is laid out.

    What stays, style sheets for the next one, is not looked at again where garbage is left. (To
    look at what is young alone would be one step where Python collects step by step, as 3.14.)
    """
    gc.collect()
    if gc.get_threshold() == SELDOM:
        gc.freeze()
