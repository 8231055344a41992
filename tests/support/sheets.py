"""Sheets to render and to look into."""

from __future__ import annotations

import subprocess

from sphinx_handouts.pdf.render import render
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.rendered import Rendered


def sheet(
    body: str,
    css: str = "",
    head: str = "<title>Sheet</title>",
    *,
    attributes: str = 'lang="en"',
) -> Rendered:
    """Render a body, and CSS, as a sheet of its own."""
    return render(RenderJob(f"<html {attributes}><head>{head}</head><body>{body}</body>", css))


def pdf_text(pdf: bytes) -> str:
    """Return the text of a PDF, as poppler finds it."""
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
