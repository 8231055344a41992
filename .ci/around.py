"""Put the pages around the guide in place: one leads to it, one stands for what is not there.

``python .ci/around.py _build/html``. The page for what is not there is shown at any address, so its
links begin at the top of the host; they follow the path of the guide in ``GUIDE_URL``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

DOCS = Path(__file__).parents[1] / "docs"


def put(html: Path, guide_url: str) -> None:
    """Write both pages into *html*, the folder that is hosted."""
    top = urlsplit(guide_url).path.removesuffix("en/") or "/"
    for page in ("index.html", "404.html"):
        text = (DOCS / page).read_text("utf-8")
        for place in ("href", "src"):
            text = text.replace(f'{place}="/', f'{place}="{top}')
        (html / page).write_text(text, "utf-8")


if __name__ == "__main__":
    put(Path(sys.argv[1]), os.environ.get("GUIDE_URL", ""))
