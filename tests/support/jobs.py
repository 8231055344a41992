"""Work for worker processes, which import it from here."""

from __future__ import annotations

import os
import time
from pathlib import Path

PATIENCE = 30
"""Seconds after which nobody comes any more."""


def wait_for(sign: Path) -> bool:
    """Return whether a file appears in time."""
    end = time.monotonic() + PATIENCE
    while not sign.exists() and time.monotonic() < end:
        time.sleep(0.01)
    return sign.exists()


def meet(mine: Path, other: Path) -> int:
    """Show a sign, wait for that of the other, and return the process."""
    mine.touch()
    return os.getpid() if wait_for(other) else 0


def wait_to_be_killed(sign: Path) -> bool:
    """Write down the process and wait for the end, or, where that was done, return at once."""
    if not sign.exists():
        draft = sign.with_suffix(".draft")
        draft.write_text(str(os.getpid()))
        draft.rename(sign)
        time.sleep(PATIENCE)
    return True
