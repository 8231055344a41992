"""HTML to PDF: nothing fetched, nothing missing, readable by all, the same bytes every time."""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
import pytest
from listeners import Listener
from PIL import Image
from sheets import pdf_text, sheet
from sphinx_handouts.pdf import render as renders
from sphinx_handouts.pdf.engine import DataOnlyFetcher, FetchRefused, stylesheet
from sphinx_handouts.pdf.render import render
from sphinx_handouts.records.fonts import Fonts
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.rendered import MissingGlyph, Rendered
from tinycss2 import serializer, tokenizer


def data_uri(media_type: str, content: str) -> str:
    """Return *content* as a data: URI."""
    return f"data:{media_type};base64,{base64.b64encode(content.encode()).decode()}"


def svg(inner: str) -> str:
    """Return an image element with an SVG drawing in a data: URI."""
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" '
    drawing = f'{head} width="9" height="9">{inner}</svg>'
    return f'<img alt="A drawing" src="{data_uri("image/svg+xml", drawing)}">'


def opened(rendered: Rendered) -> pikepdf.Pdf:
    """Open a PDF."""
    return pikepdf.open(io.BytesIO(rendered.pdf))


# --- nothing is fetched -------------------------------------------------------------------------

WAYS = {
    "image": '<img src="{}" alt="">',
    "object": '<object data="{}" type="image/png"></object>',
    "embed": '<embed src="{}" type="image/png">',
    "style sheet": '<link rel="stylesheet" href="{}">',
    "background": '<p style="background: url({})">Text</p>',
    "import": '<style>@import "{}";</style>',
    "nested import": '<link rel="stylesheet" href="data:text/css,@import \'{}\';">',
    "font": "<style>@font-face {{ font-family: a; src: url({}) }} p {{ font-family: a }}</style>",
    "content": '<style>p::before {{ content: url("{}") }}</style>',
    "list mark": '<ul style="list-style-image: url({})"><li>Item</ul>',
    "border": "<style>p {{ border: 1px solid; border-image-source: url({}) }}</style>",
    "attachment": '<link rel="attachment" href="{}">',
}


REFUSALS = ("refused to fetch", "Relative URI", "Font-face 'a' cannot be loaded")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scheme", ["http", "https", "ftp", "file", ""])
def test_no_fetch(listener: Listener, tmp_path: Path, way: str, scheme: str) -> None:
    """No address but data: is opened, however the sheet asks for it, and the refusal is told."""
    secret = tmp_path / "secret"
    secret.write_text("p::after { content: 'SECRET' }")
    address = {"file": secret.as_uri(), "": str(secret)}.get(
        scheme, f"{scheme}://{listener.address}/a"
    )
    rendered = sheet(f"<p>Text</p>{WAYS[way].format(address)}")
    told = [line.message for line in rendered.log]
    assert [line for line in told if any(words in line for words in REFUSALS)], told
    assert listener.knocks == 0
    assert "SECRET" not in pdf_text(rendered.pdf)
    assert "Text" in pdf_text(rendered.pdf)


@pytest.mark.parametrize(
    "inner",
    [
        '<image href="{}" width="9" height="9"/>',
        '<image x:href="{}" width="9" height="9"/>',
        '<use href="{}#a"/>',
        '<style>@import "{}";</style><rect width="9" height="9"/>',
        '<style>@import url({});</style><rect width="9" height="9"/>',
    ],
    ids=["image", "image by xlink", "use", "import", "import by url()"],
)
@pytest.mark.parametrize("scheme", ["http", "ftp", "file"])
def test_no_fetch_within_a_drawing(
    listener: Listener, tmp_path: Path, inner: str, scheme: str
) -> None:
    """A drawing in a data: URI, such as a clinic's logo, cannot fetch either."""
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text id="a">SECRET</text></svg>')
    address = secret.as_uri() if scheme == "file" else f"{scheme}://{listener.address}/a"
    rendered = sheet(svg(inner.format(address)))
    assert listener.knocks == 0
    assert "SECRET" not in pdf_text(rendered.pdf)


@pytest.mark.parametrize(
    "url", ["http://example.org", "FILE:///etc/passwd", "javascript:0", "", "/etc/passwd", "dat:,"]
)
def test_fetcher_refuses(url: str) -> None:
    """The fetcher itself opens nothing but data:."""
    with pytest.raises(FetchRefused, match="refused to fetch"):
        DataOnlyFetcher().fetch(url)


def test_fetcher_takes_data() -> None:
    """A data: URI is its own content, whatever its case."""
    assert DataOnlyFetcher().fetch("DATA:,hello").read() == b"hello"


def test_data_is_drawn() -> None:
    """Images, drawings and style sheets in data: URIs are used, and nothing is logged."""
    file = io.BytesIO()
    Image.new("RGB", (7, 5), "red").save(file, "PNG")
    png = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    css = data_uri("text/css", "p::after { content: 'from the style sheet' }")
    drawing = svg('<text y="9">drawn</text>')
    rendered = sheet(
        f'<img alt="Red" src="{png}">{drawing}<p>Text, </p>',
        head=f'<title>Data</title><link rel="stylesheet" href="{css}">',
    )
    assert rendered.log == ()
    text = pdf_text(rendered.pdf)
    assert "drawn" in text
    assert "Text, from the style sheet" in text
    with opened(rendered) as pdf:
        drawn = pdf.pages[0].Resources.XObject.values()
        assert [(x.Width, x.Height) for x in drawn if x.Subtype == "/Image"] == [(7, 5)]


# --- nothing is missing -------------------------------------------------------------------------


def test_missing_glyph() -> None:
    """A character that no font has is named with each page on which it stands."""
    rendered = sheet(
        "<p>One</p><p>Two \ue123</p><p>Three \ue123 \ue124</p>",
        "p + p { break-before: page }",
    )
    assert rendered.missing == (MissingGlyph("\ue123", (2, 3)), MissingGlyph("\ue124", (3,)))
    assert rendered.log == ()


def test_missing_glyph_in_the_margin() -> None:
    """Page footers are looked at, too."""
    css = '@page { @bottom-center { content: "\\e123" } }'
    assert sheet("<p>One</p>", css).missing == (MissingGlyph("\ue123", (1,)),)


def test_missing_glyph_in_a_drawing() -> None:
    """The drawing is named by its alternative, also where a reference to the sign stands in it."""
    drawing = svg("<text y='9'>&#xe124;</text>")
    rendered = sheet(
        f"{svg('<text>x</text>')}<p>\ue123</p><p>{drawing.replace('A d', 'One d')}</p>"
    )
    assert rendered.missing == (
        MissingGlyph("\ue123", (1,)),
        MissingGlyph("\ue124", (1,), "One drawing"),
    )


def test_nothing_missing() -> None:
    """Words of many scripts, and the marks that sheets use, have their glyphs."""
    text = "naïve façade Łódź Ελλάδα Привет ☐ ☑ • – — “ ” ‘ ’ … ½ ° × → ↑ ≥ \xad\xa0\u2011"
    assert sheet(f"<p>{text}</p>").missing == ()


def test_log_comes_home(capfd: pytest.CaptureFixture[str]) -> None:
    """What WeasyPrint says is in the result, each line once, and nowhere else."""
    body = '<p style="colour: red">One</p><p style="colour: red">Two</p>'
    rendered = sheet(body)
    (line,) = rendered.log
    assert line.level == logging.WARNING
    assert "colour" in line.message
    assert sheet(body).log == rendered.log
    assert sheet("<p>One</p>").log == ()
    assert capfd.readouterr() == ("", "")


# --- pages --------------------------------------------------------------------------------------


def test_pages_are_counted(long_sheet: Rendered) -> None:
    """The number of pages is that of the PDF, and the last is filled as far as its text reaches."""
    with opened(long_sheet) as pdf:
        assert len(pdf.pages) == long_sheet.pages == 3
    assert long_sheet.last_page_mm == pytest.approx(30, abs=0.5)


def test_full_page_is_filled() -> None:
    """Margins do not count: a page full of text is filled to the height of its page area."""
    css = "@page { size: 100mm 100mm; margin: 10mm } * { margin: 0; line-height: 10mm }"
    rendered = sheet("<p>" + "Line<br>" * 7 + "Line</p>", css)
    assert rendered.pages == 1
    assert rendered.last_page_mm == pytest.approx(80, abs=0.5)


def test_empty_sheet() -> None:
    """A sheet without text is one page, filled for nothing."""
    rendered = sheet("")
    assert (rendered.pages, rendered.last_page_mm) == (1, 0)


@pytest.mark.parametrize(
    ("last", "rounds"),
    [({}, 2), ({"a": 1, "b": 2, "c": 3}, 1), ({"a": 1, "b": 2, "c": 2}, 2), ({"a": 9}, 2)],
)
def test_index_of_a_book_that_was_laid_out_before(
    last: dict[str, int], rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of the last time save a layout where they are right still; the bytes are the same."""
    words = "".join(
        f'<h2 id="{name}" style="break-before: {place}">Word {name}</h2>'
        for name, place in (("a", "auto"), ("b", "page"), ("c", "page"))
    )
    links = "".join(
        f'<span class="page-link">, <a href="#{name}" data-page-of="#{name}"></a></span>'
        for name in "cab"
    )
    head = '<html lang="en"><head><title>Sheet</title></head>'
    job = RenderJob(f"{head}<body>{words}<ul><li>word{links}</li></ul></body></html>", "")
    plain = render(job)
    assert "word, 1, 2, 3" in pdf_text(plain.pdf)
    assert plain.misprints == ()
    laid_out: list[str] = []
    real = renders.lay_out

    def counted(*arguments: Any, **more: Any) -> Any:
        laid_out.append("once")
        return real(*arguments, **more)

    monkeypatch.setattr(renders, "lay_out", counted)
    assert render(replace(job, last_pages=tuple(last.items()))) == plain
    assert len(laid_out) == rounds


def test_an_address_is_written_as_before() -> None:
    """Sign for sign as tinycss2 writes it, and one without an escape at once."""
    stylesheet("p { color: red }", Fonts())
    for sign in map(chr, range(0x180)):
        address = f"data:text/plain,{sign}."
        assert tokenizer.serialize_url(address) == serializer.serialize_url(address), sign
    assert tokenizer.serialize_url(whole := 9 * "data:A+/=") is whole


def test_style_sheets_do_not_mix() -> None:
    """A worker keeps parsed style sheets; each sheet is set with its own."""
    wide, small = "@page { size: 200mm 100mm }", "@page { size: 50mm 50mm }"
    sizes = []
    for css in (wide, small, wide):
        with opened(sheet("<p>Text</p>", css)) as pdf:
            sizes.append([round(float(n) / 72 * 25.4) for n in pdf.pages[0].mediabox[2:]])
    assert sizes == [[200, 100], [50, 50], [200, 100]]


# --- readable by all ----------------------------------------------------------------------------


def test_tagged_for_screen_readers(job: RenderJob) -> None:
    """The PDF is tagged, says its language and title, shows the title, and calls itself PDF/UA."""
    rendered = render(job)
    with opened(rendered) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert root.Lang == "en"
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.StructTreeRoot.K
        assert pdf.docinfo["/Title"] == "The first sheet"
        assert pdf.docinfo["/Author"] == "Anytown Clinic"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "The first sheet"
            assert metadata["pdfuaid:part"] == "1"
        assert all(page.Tabs == "/S" for page in pdf.pages if "/Annots" in page)
    assert rendered.log == ()
    assert rendered.missing == ()


def test_fonts_are_embedded(job: RenderJob, tmp_path: Path) -> None:
    """Every font of the PDF is in the PDF, as a subset, and its text can be copied."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(render(job).pdf)
    command = ["pdffonts", str(path)]
    listing = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    fonts = [line.split() for line in listing.splitlines()[2:]]
    assert fonts
    for row in fonts:
        assert row[-5:-2] == ["yes", "yes", "yes"], row


def test_text_can_be_extracted(job: RenderJob) -> None:
    """The words of the sheet, its title and its foot are in the PDF."""
    text = pdf_text(render(job).pdf)
    for words in ("The first sheet", "Keep moving.", "HO-01", "Page 1 of 1", "Anytown Clinic"):
        assert words in text


# --- the same bytes -----------------------------------------------------------------------------

CHILD = """
import pickle, sys
from sphinx_handouts.pdf.render import render
job = pickle.load(sys.stdin.buffer)
if "warm" in sys.argv:
    render(type(job)("<p>Another sheet \\u2610", "p { color: red }"))
sys.stdout.buffer.write(render(job).pdf)
"""


def test_same_bytes_again(job: RenderJob) -> None:
    """Rendering twice gives the same, result and all."""
    assert render(job) == render(job)


def test_same_bytes_elsewhere(job: RenderJob, tmp_path: Path) -> None:
    """Other processes, folders, hash seeds, time zones and earlier sheets make the same bytes."""
    digests = {hashlib.sha256(render(job).pdf).hexdigest()}
    for seed, zone, *arguments in (("1", "Asia/Seoul"), ("2", "America/Lima", "warm")):
        folder = tmp_path / seed
        folder.mkdir()
        child = subprocess.run(
            [sys.executable, "-c", CHILD, *arguments],
            input=pickle.dumps(job),
            capture_output=True,
            check=True,
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "HOME": str(folder)},
        )
        digests.add(hashlib.sha256(child.stdout).hexdigest())
    assert len(digests) == 1


def test_nothing_of_this_machine_is_in_it(job: RenderJob) -> None:
    """No folder, user or time of the build is in the PDF."""
    rendered = render(job)
    with opened(rendered) as pdf:
        assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())
        pdf.save(whole := io.BytesIO(), stream_decode_level=pikepdf.StreamDecodeLevel.all)
    for trace in (str(Path.cwd()), str(Path(__file__).parent), quote("file:///")):
        assert trace.encode() not in whole.getvalue()


# --- a worker -----------------------------------------------------------------------------------

WORKER = """
import os, signal
from sphinx_handouts.pdf.render import start_worker
start_worker()
os.kill(os.getpid(), signal.SIGINT)
print("alive")
"""


def test_workers_leave_ctrl_c_to_the_parent() -> None:
    """Ctrl-C reaches every process of the terminal; a worker ignores it."""
    command = [sys.executable, "-c", WORKER]
    child = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (child.returncode, child.stdout, child.stderr) == (0, "alive\n", "")


def test_room_on_the_last_page_is_told_in_millimetres() -> None:
    """What is filled and what is free are as high together as the page area."""
    css = "@page { size: 100mm 100mm; margin: 10mm } * { margin: 0 } p { line-height: 25mm }"
    rendered = sheet("<p>One</p><p>Two</p>", css)
    assert rendered.last_page_mm == pytest.approx(50, abs=0.5)
    assert rendered.room_mm == pytest.approx(30, abs=0.5)
