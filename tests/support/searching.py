"""The search page as a person uses it, and the lists of what people search for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

Row = tuple[str, list[str]]

RING = """async (queries) => {
  const field = document.getElementById("search-words");
  const boxes = [...document.querySelectorAll(".search-box")];
  const rings = [];
  for (const query of queries) {
    field.value = query;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await null;
    await null;
    rings.push(boxes.filter((box) => !box.hidden).map((box) => Number(box.dataset.help)));
  }
  return rings;
}"""
"""Types each of several queries, and tells which boxes show before any search was made."""

SEARCH = """async (words) => {
  document.getElementById("search-words").value = words;
  document.querySelector("form.search-form").requestSubmit();
  const place = document.getElementById("search");
  do await new Promise((done) => setTimeout(done));
  while (place.ariaBusy === "true");
  const all = (selector) => [...document.querySelectorAll(selector)];
  return {
    pages: all(".search-hit h2 a").map((a) => a.getAttribute("href").split(".")[0]),
    texts: all(".search-hit__text").map((text) => text.textContent),
  };
}"""
"""Searches for words, and tells which pages and texts are shown."""


def rows(text: str) -> list[Row]:
    """Return the searches of a part of the file, each with its pages."""
    lines = (line.partition("|") for line in text.splitlines() if line and line[0] != "#")
    return [(words.strip(), pages.split()) for words, _bar, pages in lines]


def signs(tables: dict[str, Any], chance: random.Random) -> Iterator[tuple[int, str]]:
    """Yield the number of a table and a sign of it, once for each phrase of each of its groups.

    The phrases of its other groups, and the order, are left to *chance*.
    """
    groups = {group["name"]: group["words"] for group in tables.get("group", ())}
    for number, table in enumerate(tables["help"]):
        for sign in table.get("signs", ()):
            parts = [name.strip() for name in sign.split("+")]
            for part in parts:
                for phrase in groups[part]:
                    said = [phrase if one == part else chance.choice(groups[one]) for one in parts]
                    yield number, " ".join(chance.sample(said, len(said)))
