"""Make the pictures of the manual's gallery anew: page 1 of each project in ``docs/gallery``.

``python .ci/gallery.py`` builds them all and writes ``gallery-*.png`` among the images; then look.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).parents[1]
GALLERY, IMAGES = ROOT / "docs/gallery", ROOT / "docs/manual/images"
WIDTH, COLOURS = 480, 128


def first_sheet(project: Path, out: Path) -> Path:
    """Build a project, and return its first sheet in standard print."""
    command = ["-m", "sphinx", "-q", "-W", "-b", "handouts", "-d", str(out / "doctrees")]
    subprocess.run([sys.executable, *command, str(project), str(out)], check=True)
    return min(out.rglob("*-01-*-a4-standard.pdf"))


def picture(sheet: Path, name: str) -> None:
    """Write page 1 with few colours: it shows print."""
    with pypdfium2.PdfDocument(sheet) as document:
        page = document[0]
        made = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    few = made.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(IMAGES / f"gallery-{name}.png", optimize=True)


def main() -> None:
    """Make them all."""
    for project in sorted(path.parent for path in GALLERY.glob("*/conf.py")):
        with tempfile.TemporaryDirectory(prefix="gallery-") as work:
            picture(first_sheet(project, Path(work)), project.name)
    print(f"Look at {IMAGES}")


if __name__ == "__main__":
    main()
