"""What axe finds on a page: at which widths, in which colours, by which rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from playwright.sync_api import Browser, BrowserContext, Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of `TAGS` that ask for colours: all others find the same in the dark."""
SCREENS = {"desk": (1280, 1024), "phone": (390, 844), "desk at 400 %": (320, 256)}
"""Width and height in CSS pixels: enlarged four times, a desk shows a fourth of each."""
LOOK = """async ([asked, within]) => {
  const run = { runOnly: asked, resultTypes: ["violations"] };
  const where = within ? { include: [...document.querySelectorAll(within)] } : document;
  const found = (await axe.run(where, run)).violations;
  return found.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target}`));
}"""
"""Takes rules or tags to ask for, and a selector of what is looked at."""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


QUICKLY = """((WeakMap, WeakSet) => {
%s
})(
  class {
    #own = Symbol();
    has(one) { return Object.hasOwn(one, this.#own); }
    get(one) { return one[this.#own]; }
    set(one, value) { one[this.#own] = value; return this; }
    delete(one) { return delete one[this.#own]; }
  },
  class {
    #own = Symbol();
    has(one) { return Object.hasOwn(one, this.#own); }
    add(one) { one[this.#own] = true; return this; }
    delete(one) { return delete one[this.#own]; }
  },
);
{
  const { prototype } = axe.commons.color.Color, { parseString } = prototype, known = new Map();
  prototype.parseString = function (text) {
    if (!known.has(text)) {
      const { r, g, b, alpha } = parseString.call(this, text);
      known.set(text, { r, g, b, alpha });
    }
    return Object.assign(this, known.get(text));
  };
}
axe.VirtualNode.prototype.getComputedStylePropertyValue = function (name) {
  const { _cache: own, actualNode } = this;
  const looks = (own.looks ??= { style: getComputedStyle(actualNode), known: new Map() });
  if (!looks.known.has(name)) looks.known.set(name, looks.style.getPropertyValue(name));
  return looks.known.get(name);
};"""
"""Axe at the place of %s, which finds the same in half of the time.

Axe has thousands of colours, each of which it reads anew, and keeps their numbers in weak maps,
as what browsers lacked is made up for: they cost more than all that it asks of the page.
"""
REMEMBERS = re.compile(
    r"function\(e\)\{return e=\(0,\w+\.default\)\(e\),axe\._memoizedFns\.push\(e\),e\}"
)
"""How axe makes a function that remembers: what it was asked is in a list, read from the start."""
REMEMBER = """function (make) {
  let known = {};
  const memory = function (...given) {
    let place = known;
    for (let at = 0; at < make.length; at += 1) {
      const places = (place.places ??= new Map());
      if (!places.has(given[at])) places.set(given[at], {});
      place = places.get(given[at]);
    }
    if (!("made" in place)) place.made = make.apply(this, given);
    return place.made;
  };
  memory.clear = () => { known = {}; };
  axe._memoizedFns.push(memory);
  return memory;
}"""
"""The same with maps: a page of thousands of parts is not searched for each of them."""


def load_axe(context: BrowserContext, *, quickly: bool = True) -> None:
    """Put axe into each page that is opened in *context*."""
    script = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    if quickly:
        assert len(REMEMBERS.findall(script)) == 1, "axe is another one: see REMEMBERS"
        script = QUICKLY.replace("%s", REMEMBERS.sub(lambda _found: REMEMBER, script))
    context.add_init_script(script)


@contextmanager
def looking(browser: Browser, address: str) -> Iterator[Page]:
    """Give one window for all pages, with axe in it; its policy lets a test look in."""
    context = browser.new_context(
        base_url=address, bypass_csp=True, reduced_motion="reduce", service_workers="block"
    )
    load_axe(context)
    yield context.new_page()
    context.close()


def look(reader: Page, schemes: tuple[str, ...] = ("light", "dark", "forced")) -> dict[str, object]:
    """Return what is found on the page that is open, place by place.

    In the dark, and in colours that a reader forces, only colours differ.
    """
    found: dict[str, object] = {}
    for screen, (width, height) in SCREENS.items():
        reader.set_viewport_size({"width": width, "height": height})
        reader.emulate_media(color_scheme="light")
        found[f"{screen}, sideways"] = reader.evaluate(OVER)
        found[f"{screen}, light"] = reader.evaluate(LOOK, [TAGS])
        if "dark" in schemes:
            reader.emulate_media(color_scheme="dark")
            found[f"{screen}, dark"] = reader.evaluate(LOOK, [COLOURS])
    if "forced" in schemes:
        reader.emulate_media(forced_colors="active")
        found["forced colours"] = reader.evaluate(LOOK, [COLOURS])
        reader.emulate_media(forced_colors="none")
    return {place: what for place, what in found.items() if what}
