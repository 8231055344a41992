"""What axe looks for on a page, and at which widths."""

from __future__ import annotations

SCREENS = {"desk": (1280, 1024), "phone": (390, 844), "desk at 400 %": (320, 256)}
"""Width and height in CSS pixels: enlarged four times, a desk shows a fourth of each."""
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of `TAGS` that ask for colours: all others find the same in the dark."""
LOOK = """async (asked) => {
  const run = { runOnly: asked, resultTypes: ["violations"] };
  const found = (await axe.run(document, run)).violations;
  return found.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target}`));
}"""
