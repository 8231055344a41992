"""Work for worker processes, which import it from here."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

from sphinx_handouts.pdf.engine import loaded
from sphinx_handouts.pdf.render import render
from sphinx_handouts.records.fonts import Fonts
from sphinx_handouts.records.jobs import RenderJob

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


def large_answer(folder: Path, size: int) -> bytes:
    """Once told to go, write down the process and answer at length; another time, at once."""
    sign = folder / "pid"
    if not sign.exists() and wait_for(folder / "go"):
        draft = sign.with_suffix(".draft")
        draft.write_text(str(os.getpid()))
        draft.rename(sign)
    return bytes(size)


def spin() -> None:
    """Work for ever, in Python."""
    while True:
        time.sleep(0)


def stay_in_c() -> None:
    """Be in C for as good as ever, where no exception arrives and no other thread runs."""
    ctypes.PyDLL(None).sleep(3 * PATIENCE)  # nobody else has the interpreter meanwhile


def spin_deaf() -> None:
    """Work for ever, and swallow whatever is raised."""
    while True:
        try:
            while True:
                time.sleep(0.001)
        except BaseException:
            continue


def grow() -> int:
    """Take more and more memory."""
    taken = []
    while True:
        taken.append(bytearray(b"x") * (1 << 20))


def leap() -> int:
    """Take much memory in one go."""
    return len(bytearray(3 << 30))


def put_on(mebibytes: int) -> int:
    """Leave the process fat."""
    _FAT.append(bytearray(b"x") * (mebibytes << 20))
    return os.getpid()


_FAT: list[bytearray] = []


def write_fonts(font: str) -> str:
    """Render with a font that is inside the sheet; return the folder of WeasyPrint."""
    css = f"@font-face {{ font-family: Own; src: url('{font}') }} p {{ font-family: Own }}"
    render(RenderJob("<html lang='en'><head><title>T</title></head><body><p>Words", css))
    return str(loaded(Fonts())._folder)
