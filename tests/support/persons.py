"""A person with a browser: looks, presses and writes, and waits no longer than a person would."""

from __future__ import annotations

import base64
from typing import Any

from projects import wait_until
from windows import PageLeftError, Window

PLACE = """const all = [...document.querySelectorAll(args[0])];
const one = all.find((e) => e.checkVisibility() && e.textContent.includes(args[1]));
if (!one) return null;
one.scrollIntoView({ block: "center", behavior: "instant" });
const box = one.getClientRects()[0];
return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];"""
READ = """return [...document.querySelectorAll(args[0])]
  .some((e) => e.checkVisibility() && e.textContent.includes(args[1]));"""
KEEP = """const make = URL.createObjectURL;
URL.createObjectURL = (blob) => { window.kept = blob; return make.call(URL, blob); };"""
KEPT = """const bytes = new Uint8Array(await (args[0] ? await fetch(args[0]) : kept).arrayBuffer());
let text = "";
for (const byte of bytes) text += String.fromCharCode(byte);
return btoa(text);"""


class Person:
    """Somebody at a window."""

    def __init__(self, window: Window, heard: int) -> None:
        self.window, self.heard = window, heard

    @property
    def complaints(self) -> list[str]:
        """Return what the browser has complained of since this person came."""
        return self.window.complaints[self.heard :]

    @property
    def focused(self) -> str:
        """Return the words of what has the focus."""
        return str(self.run("return document.activeElement.textContent.trim();"))

    def run(self, body: str, *values: object) -> Any:
        """Look at the page."""
        return self.window.run(body, *values)

    def waits_until(self, body: str, *values: object) -> None:
        """Wait until the page answers with something true."""
        wait_until(lambda: self._sees(body, *values), body)

    def _sees(self, body: str, *values: object) -> Any:
        """Look at the page; one that is just being left shows nothing."""
        try:
            return self.run(body, *values)
        except PageLeftError:
            return None

    def waits_for(self, words: str, where: str) -> None:
        """Wait until words can be seen."""
        self.waits_until(READ, where, words)

    def click(self, where: str, words: str = "") -> None:
        """Press what is there, once it can be seen and stands still."""
        place = wait_until(lambda: self._stands(where, words), f"{where} {words}")
        self.window.point(*place)

    def _stands(self, where: str, words: str) -> Any:
        """Return the place of what is there, if it is where it was at the last look."""
        first = self._sees(PLACE, where, words)
        return first if first and first == self._sees(PLACE, where, words) else None

    def enters(self, where: str, words: str, key: str = "") -> None:
        """Type words into a field, once it listens."""
        wait_until(lambda: self._holds(where), f"{where} has the focus")
        self.writes(words, key)

    def _holds(self, where: str) -> Any:
        """Press a field, and return whether it has the focus."""
        self.click(where)
        return self._sees("return document.activeElement.matches(args[0]);", where)

    def focuses(self, where: str) -> None:
        """Go to an element, as somebody does who has pressed Tab often."""
        self.run("document.querySelector(args[0]).focus();", where)

    def writes(self, words: str, key: str = "") -> None:
        """Type words, and press a key."""
        self.window.write(words)
        if key:
            self.window.press(key)

    def presses(self, key: str) -> None:
        """Press a key."""
        self.window.press(key)

    def opens_menu(self) -> None:
        """Open the menu, where it is closed."""
        if self.run("return document.querySelector('.bar__menu').checkVisibility();"):
            self.click(".bar__menu")

    def resizes(self, width: int, height: int) -> None:
        """Make the window smaller or larger."""
        self.window.resize(width, height)

    def keeps_what_is_made(self) -> None:
        """Let `has_made` see the files that the page makes from now on."""
        self.run(KEEP)

    def has_made(self) -> bytes:
        """Return the file that the page made last."""
        return base64.b64decode(self.run(KEPT, ""))

    def fetches(self, address: str) -> bytes:
        """Return what is at an address, as the page gets it."""
        return base64.b64decode(self.run(KEPT, address))
