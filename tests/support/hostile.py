"""Pages that somebody wrote to do harm, and what a build says of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

SECRET = "S3CRET-of-this-computer"
"""What stands in the file that no page may read."""
OUTSIDE = "lies outside the source folder"
RUN = "window.RAN = 1"
"""What a browser runs where a page gets it to."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """A page: its text, what the report says of it, and what it needs beside it.

    In the text, SECRET_FILE stands for the path of the secret, and SERVER for a server that counts.
    """

    name: str
    text: str
    says: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    """Symbolic links and where they lead."""

    def written(self, secret: Path, server: str) -> str:
        """Return its source."""
        return f"# {self.name}\n\n{self.fill(self.text, secret, server)}\n"

    def fill(self, text: str, secret: Path, server: str) -> str:
        """Put the path of the secret and the server's address into a text."""
        text = text.replace("SECRET_FILE", str(secret)).replace("SECRET_FOLDER", str(secret.parent))
        return text.replace("SERVER", f"http://{server}")


def directive(name: str, argument: str = "", *options: str) -> str:
    """Return a directive of MyST."""
    return "\n".join([f"```{{{name}}} {argument}", *options, "```"])


def rest(*lines: str) -> str:
    """Return reStructuredText within MyST."""
    return "\n".join(["```{eval-rst}", *lines, "```"])


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">{}</svg>'


def drawing(name: str, content: str, *says: str, head: str = "") -> Hostile:
    """Return a page that shows a drawing."""
    text = head + (SVG.format(content) if content else "")
    return Hostile(name, f"![A gate]({name}.svg)", says, files={f"{name}.svg": text})


UP = "../" * 30
XINCLUDE = 'xmlns:i="http://www.w3.org/2001/XInclude"'

READING = [
    Hostile("include", directive("include", f"{UP}SECRET_FILE"), (OUTSIDE,)),
    Hostile("include-absolute", directive("include", "/SECRET_FILE"), (OUTSIDE,)),
    Hostile("include-literal", directive("include", "/SECRET_FILE", ":literal:"), (OUTSIDE,)),
    Hostile("include-standard", directive("include", f"<{UP}SECRET_FILE>"), (OUTSIDE,)),
    Hostile("include-device", directive("include", "//dev/zero"), (OUTSIDE,)),
    Hostile(
        "include-link",
        directive("include", "linked.txt"),
        (OUTSIDE,),
        links={"linked.txt": "SECRET_FILE"},
    ),
    Hostile(
        "include-linked-folder",
        directive("include", "linked-folder/secret.txt"),
        (OUTSIDE,),
        links={"linked-folder": "SECRET_FOLDER"},
    ),
    Hostile("include-folder", directive("include", "snippets"), ("is not a file",)),
    Hostile("include-rest", rest(".. include:: /SECRET_FILE"), (OUTSIDE,)),
    Hostile("include-rest-standard", rest(f".. include:: <{UP}SECRET_FILE>"), (OUTSIDE,)),
    Hostile("literalinclude", directive("literalinclude", "/SECRET_FILE"), (OUTSIDE,)),
    Hostile(
        "literalinclude-diff",
        directive("literalinclude", "conf.py", ":diff: /SECRET_FILE"),
        (OUTSIDE,),
    ),
    Hostile("csv-file", directive("csv-table", "", f":file: {UP}SECRET_FILE"), (OUTSIDE,)),
    Hostile("csv-absolute", directive("csv-table", "", ":file: SECRET_FILE"), (OUTSIDE,)),
    Hostile("csv-rest", rest(".. csv-table::", "   :file: SECRET_FILE"), (OUTSIDE,)),
    Hostile(
        "csv-url", directive("csv-table", "", ":url: file://SECRET_FILE"), ("remote", "copy it")
    ),
    Hostile("csv-web", directive("csv-table", "", ":url: SERVER/t.csv"), ("remote", "copy it")),
    Hostile("raw-file", directive("raw", "html", ":file: SECRET_FILE"), ("raw html", "markup")),
    Hostile("raw-url", directive("raw", "html", ":url: SERVER/x.html"), ("raw html", "markup")),
    Hostile(
        "raw-rest", rest(".. raw:: html", "   :file: SECRET_FILE"), ("raw html", "trust the")
    ),
    Hostile("image", f"![A gate]({UP}SECRET_FILE)", ("the image", OUTSIDE)),
    Hostile("image-absolute", "![A gate](/SECRET_FILE)", ("the image", "is remote")),
    Hostile("image-file", rest(".. image:: file://SECRET_FILE"), ("the image", "is remote")),
    Hostile("image-any", directive("image", f"{UP}SECRET_FOLDER/sec*"), ("the image", OUTSIDE)),
    Hostile(
        "image-link",
        "![A gate](gate.png)",
        ("the image", OUTSIDE),
        links={"gate.png": "SECRET_FILE"},
    ),
    Hostile("embedded", directive("image", f"{UP}SECRET_FILE", ":loading: embed"), (OUTSIDE,)),
    Hostile("figure", directive("figure", f"{UP}SECRET_FILE"), ("the image", OUTSIDE)),
    Hostile("figure-width", directive("figure", "/SECRET_FILE", ":figwidth: image"), (OUTSIDE,)),
    Hostile("figure-root", directive("figure", "SECRET_FILE", ":figwidth: image"), (OUTSIDE,)),
    Hostile("download", f"{{download}}`all <{UP}SECRET_FILE>`", (OUTSIDE,)),
    Hostile("download-absolute", "{download}`all </SECRET_FILE>`", (OUTSIDE,)),
    Hostile("link", f"[all]({UP}SECRET_FILE)", (OUTSIDE,)),
    Hostile("link-absolute", "[all](/SECRET_FILE)", (OUTSIDE,)),
    Hostile("link-file", rest("`all <file://SECRET_FILE>`_"), ("begins with file:",)),
    Hostile(
        "snippet-link",
        directive("snippet", "linked"),
        ('snippet "linked"', "does not exist"),
        links={"snippets/linked.md": "SECRET_FILE"},
    ),
    Hostile("snippet-path", directive("snippet", f"{UP}SECRET_FOLDER/secret"), ("does not exist",)),
    drawing("svg-xinclude", f'<i:include {XINCLUDE} href="SECRET_FILE"/>', "refers to"),
    drawing(
        "svg-entity",
        "",
        "declares XML entities",
        head='<!DOCTYPE s [<!ENTITY a SYSTEM "file://SECRET_FILE">]><svg>&a;</svg>',
    ),
    drawing(
        "svg-parameter-entity",
        "",
        "declares XML entities",
        head='<!DOCTYPE s [<!ENTITY % a SYSTEM "SERVER/x.dtd"> %a;]><svg/>',
    ),
    drawing("svg-image", '<image href="file://SECRET_FILE"/>', "refers to"),
]  # fmt: skip
"""They try to read a file that is none of theirs."""

ASKING = [
    Hostile("image-web", "![A gate](SERVER/gate.png)", ("the image", "is remote", "copy it")),
    Hostile("image-rest", rest(".. image:: SERVER/gate.png"), ("the image", "is remote")),
    drawing("svg-image-web", '<image x:href="SERVER/a.png"/>', "refers to"),
    drawing("svg-use", '<use href="SERVER/a.svg#b"/>', "refers to"),
    drawing("svg-import", "<style>@import 'SERVER/a.css';</style>", "imports a style sheet"),
    drawing("svg-escaped", "<style>@im\\port 'SERVER/a.css';</style>", "imports a style sheet"),
    drawing("svg-url", '<rect style="fill: u\\72l(SERVER/a)"/>', "refers to"),
    drawing("svg-attribute", '<rect fill="url(SERVER/a#b)"/>', "refers to"),
    drawing("svg-src", "<style>a { b: src('SERVER/a') }</style>", "refers to"),
    drawing("svg-font", "<style>@font-face { src: url(SERVER/f) }</style>", "refers to"),
    drawing("svg-base", '<g xml:base="SERVER/"/>', "refers to"),
    drawing("svg-sheet", "<g/>", "processing instruction", head='<?xml-stylesheet href="SERVER"?>'),
    drawing("svg-dtd", "<script x:href='SERVER/x'/>", "<script>"),
    Hostile(
        "meta", rest(".. meta::", "   :http-equiv=refresh: 0;url=SERVER"), ("meta http-equiv",)
    ),
]
"""They try to reach another computer: that of the build, or the reader's."""

RAW = "raw HTML could run code"
RUNNING = [
    Hostile("script", f"<script>{RUN}</script>", (RAW, "<script>")),
    Hostile("inline", f"Some <img src=x onerror='{RUN}'> words", (RAW, "onerror")),
    Hostile("base", "<base href='SERVER/'>", (RAW, "<base")),
    Hostile("comment", f"<!-- > --><script>{RUN}</script> -->", (RAW,)),
    Hostile("frame", f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>", (RAW,)),
    Hostile("raw", directive("raw", "html", "", f"<script>{RUN}</script>"), ("raw html",)),
    Hostile(
        "raw-role",
        rest(".. role:: html(raw)", "   :format: html", "", f":html:`<script>{RUN}</script>`"),
        (RAW,),
    ),
    Hostile("attachment", "<link rel=attachment href='file://SECRET_FILE'>", (RAW,)),
    Hostile("link-code", rest(f"`go <javascript:{RUN}>`__"), ("begins with javascript:",)),
    Hostile("link-data", rest(f"`go <data:text/html,{RUN}>`__"), ("begins with data:",)),
    Hostile(
        "target", directive("image", "gate.svg", f":target: javascript:{RUN}"), ("javascript:",)
    ),
    Hostile(
        "toctree", directive("toctree", "", "", f"go <javascript://%0a{RUN}>"), ("javascript:",)
    ),
    drawing("svg-script", f"<script>{RUN}</script>", "<script>"),
    drawing("svg-event", f'<rect onload="{RUN}"/>', "onload"),
    drawing("svg-animation", '<set attributeName="x:href" to="javascript:1"/>', "runs"),
    drawing("svg-foreign", "<foreignObject/>", "<foreignobject>"),
    drawing("svg-link", f'<a href="javascript:{RUN}"><g/></a>', "refers to"),
    Hostile("control", "Words \x1b]0;owned\x07\x1b[31m and more", ("\\u001b", "invisible")),
    Hostile("marks", "\ue000brand:nothing\ue001 and \ue000contact\ue001", ("\\ue000", "invisible")),
]
"""They try to run something."""

SWELLING = [
    Hostile("itself", directive("include", "itself.md"), ("contains itself",)),
    Hostile("snippet-itself", directive("snippet", "loop"), ("contains itself",),
            files={"snippets/loop.md": directive("snippet", "loop")}),
    Hostile(
        "doubling",
        directive("snippet", "double-0"),
        ("holds more than 128 KiB",),
        files={
            f"snippets/double-{n}.md": "\n\n".join([directive("snippet", f"double-{n + 1}")] * 4)
            if n < 5 else "word" for n in range(6)
        },
    ),
    Hostile("crumbs", "\n\n".join([directive("snippet", "crumb")] * 130),
            ("holds more than 128 KiB",), files={"snippets/crumb.md": "a"}),
    Hostile("line", "word " * (2 << 20), ("the page is huge (10240 KiB)", "split it")),
    Hostile("rows", "|a|\n|-|\n" + "|x|\n" * 9_000, ("pieces of text", "split it")),
    Hostile(
        "blocks",
        "\n".join(":" * (299 - n) + "{note}" for n in range(200))
        + "\nx\n"
        + "\n".join(":" * (100 + n) for n in range(200)),
        ("nested too deeply", "flatter"),
    ),
    Hostile("lists", rest(*("  " * n + "* x\n" for n in range(200))), ("nested too deeply",)),
    Hostile("quotes", rest(*(" " * n + "x" for n in range(1, 300))), ("nested too deeply",)),
    drawing("svg-laughs", "", "declares XML entities", head="<!DOCTYPE s ["
        + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        + '<!ENTITY l0 "ha">]><svg>&l9;</svg>'),
    drawing("svg-laughs-by-use",
        '<g id="g0"><rect/></g>' + "".join(
            f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 10)),
        "draws more than 100,000 elements"),
    drawing("svg-circle", '<g id="a"><use href="#a"/></g>', "repeats itself without end"),
    drawing("svg-deep", "<g>" * 20_000 + "</g>" * 20_000, "nested more than 100 deep"),
    drawing("svg-huge", "<g/>" * 400_000, "is huge", "1 MiB"),
]  # fmt: skip
"""They try to use up memory or time."""

FRONT_MATTER = {
    "settings": (
        "myst:\n  enable_extensions: [substitution]\n",
        "{{ cycler.__init__.__globals__.os.popen('cat SECRET_FILE').read() }}",
        ('front matter: "enable_extensions" would change how MyST reads',),
    ),
    "schemes": (
        "myst:\n  url_schemes: [javascript]\n",
        f"[go](javascript:{RUN})",
        ('front matter: "url_schemes" would change',),
    ),
    "aliases": (
        "a: &a [x, x, x, x]\n"
        + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in ["ab", "bc", "cd", "de"]),
        "",
        ("front matter: an alias (*name) could swell",),
    ),
    "nested": ("a: " + "[" * 5000 + "\n", "", ("front matter: it is too large",)),
    "open": ("\n" * 100_000, "", ()),
}
"""Front matter, the text after it, and what is said."""

PAGES = [*READING, *ASKING, *RUNNING, *SWELLING]
