"""Ctrl-C, which Python can lose.

It is raised wherever Python is. Where something is let go of just then, or a module's lock, it is
told as ignored, if at all, and the build went on to its end: one time in some hundreds.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType

_pressed: list[int] = []
"""What came since a build began to note it."""


def note_interrupts() -> None:
    """Note each Ctrl-C from now on, and raise it as before; not where a program has its own way."""
    _pressed.clear()
    its_own = signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    if its_own or threading.current_thread() is not threading.main_thread():
        return
    signal.signal(signal.SIGINT, _note)


def leave_interrupts() -> None:
    """Note no more of them."""
    if signal.getsignal(signal.SIGINT) is _note:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def raise_lost() -> None:
    """Raise the Ctrl-C that came, if it did not get as far as here."""
    if _pressed:
        raise KeyboardInterrupt


def _note(number: int, _frame: FrameType | None) -> None:
    _pressed.append(number)
    raise KeyboardInterrupt
