"""Bad input: one sentence that names the place and the mend, a failed build, and no harm done."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from projects import Built, Edit, Project

CATALOGUE = "handouts/catalogue.toml"
BRAND = "handouts/brands/clinic/brand.toml"
LOGO = "handouts/brands/clinic/logo.svg"
HERE = "Walk to the gate and back, twice a day."
"""A sentence of the two first handouts."""
FILM = "Watch the film on this page."
"""A sentence of the web page alone."""
MORE_PAGES: dict[str, Edit] = {
    CATALOGUE: ('title = "Walk more"\npages = 1', 'title = "Walk more"\npages = 2')
}


@dataclass(frozen=True, slots=True)
class Bad:
    """What is wrong, as edits of a good project, and what a line of the report says of it."""

    name: str
    edits: dict[str, Edit]
    says: tuple[str, ...]
    read_again: bool = False
    """Whether the page waits for a file: it is read again by every build until that is there."""


def of_walk(text: str) -> dict[str, Edit]:
    """Put *text* on the first two handouts."""
    return {"walk.md": (HERE, f"{HERE}\n\n{text}")}


def review(old: str, new: str) -> dict[str, Edit]:
    """Change the front matter of a page."""
    return {"walk.md": (old, new)}


NESTED = 'parts = ["rest", "rest#rest-first", "help#get-help-box"]'
TWICE = 'parts = ["rest", "rest", "help#get-help-box"]'

PARTS = [
    Bad(
        "unknown page",
        {CATALOGUE: ('parts = ["rest#rest-first"', 'parts = ["rset#rest-first"')},
        ("catalogue.toml: parts", "KP-03", 'no page "rset"', 'did you mean "rest"?'),
    ),
    Bad(
        "unknown label",
        {CATALOGUE: ('parts = ["rest#rest-first"', 'parts = ["rest#rest-frist"')},
        ("catalogue.toml: parts", "KP-03", '"rest-frist"', 'did you mean "rest-first"?'),
    ),
    Bad(
        "label of another page",
        {CATALOGUE: ('parts = ["rest#rest-first"', 'parts = ["rest#get-help-box"')},
        ("catalogue.toml: parts", "KP-03", 'no label "get-help-box"', 'on the page "help"'),
    ),
    Bad(
        "label that left its page",
        {"rest.md": ("(rest-first)=\n", "")},
        ("catalogue.toml: parts", "KP-02", 'page "rest" has no label "rest-first"'),
    ),
    Bad(
        "part inside another part",
        {CATALOGUE: ('parts = ["rest#rest-first", "help#get-help-box"]', NESTED)},
        ("KP-03", '"rest#rest-first" lies inside "rest"', "printed twice", "remove one"),
    ),
    Bad(
        "part that stands there twice",
        {CATALOGUE: ('parts = ["rest#rest-first", "help#get-help-box"]', TWICE)},
        ("KP-03", '"rest" stands there twice', "remove one"),
    ),
    Bad(
        "page that was saved empty",
        {"rest.md": "", CATALOGUE: ('parts = ["rest#rest-first", ', 'parts = ["rest", ')},
        ("catalogue.toml: parts", "KP-03", '"rest": nothing of it is for paper'),
    ),
    Bad(
        "no get-help box",
        {CATALOGUE: ('"rest#rest-first", "help#get-help-box"]\n\n', '"rest#rest-first"]\n\n')},
        ("catalogue.toml", "KP-02", "parts", '"get-help" snippet', "add the part"),
    ),
    Bad(
        "missing snippet",
        {"help.md": ("{snippet} get-help", "{snippet} get-halp")},
        ("help.md:", "snippets/get-halp.md does not exist", "the snippets are: get-help"),
        read_again=True,
    ),
    Bad(
        "snippet from another folder",
        {"help.md": ("{snippet} get-help", "{snippet} ../walk")},
        ("help.md:", 'snippet "../walk"', "does not exist", "the snippets are: get-help"),
    ),
]

GET_HELP = "snippets/get-help.md"
WORDLESS = (GET_HELP + ":1:", "KP-02", '"get-help" snippet has no words', "write them in its file")

SNIPPETS = [
    Bad("required snippet that is empty", {GET_HELP: ""}, WORDLESS),
    Bad("required snippet that is a comment", {GET_HELP: "% Words follow.\n"}, WORDLESS),
    Bad(
        "required snippet for another builder",
        {GET_HELP: ":::{only} latex\nCall 999.\n:::\n"},
        WORDLESS,
    ),
    Bad(
        "required snippet that is a sign",
        {GET_HELP: "!\n"},
        WORDLESS,
    ),
    Bad(
        "heading in a snippet",
        {GET_HELP: "Call 999.\n\n## Then\n\nWait.\n"},
        (GET_HELP + ":3:", 'the heading "Then"', "write a box"),
    ),
    Bad(
        "mistake in a snippet",
        {GET_HELP: "Call 999.\n\nAsk {brand}`doctor`.\n"},
        (GET_HELP + ":3:", 'brand value "doctor"', "write one of"),
    ),
    Bad(
        "picture in a snippet that is not found",
        {GET_HELP: "Call 999.\n\n![A gate](gate.png)\n"},
        (GET_HELP + ":3:", '"gate.png" is not found', "mend its path"),
        read_again=True,
    ),
    Bad(
        "snippet in another encoding",
        {GET_HELP: "Call 999: café.\n".encode("cp1252")},
        ("help.md:6:", GET_HELP, "is not UTF-8 (line 1, byte e9)", "save it as UTF-8"),
    ),
]

ENCODINGS = [
    Bad(
        "page in another encoding",
        {"walk.md": "# Walking\n\n(walk-steps)=\n## Café\n".encode("cp1252")},
        ("walk.md:", "is not UTF-8 (line 4, byte e9)", "save it as UTF-8"),
        read_again=True,
    ),
    Bad(
        "page in UTF-16",
        {"walk.md": "# Walking\n".encode("utf-16")},
        ("walk.md:", "is saved as UTF-16", "save it as UTF-8"),
        read_again=True,
    ),
    Bad(
        "catalogue in UTF-16",
        {CATALOGUE: "[[handout]]\n".encode("utf-16")},
        (CATALOGUE, "is saved as UTF-16", "save it as UTF-8"),
    ),
]

PICTURES = [
    Bad(
        "image not found",
        of_walk("![A gate](figures/gate.png)"),
        ("walk.md:", "KP-01", '"figures/gate.png" is not found', "mend its path"),
        read_again=True,
    ),
    Bad(
        "remote image",
        of_walk("![A gate](https://example.org/gate.png)"),
        ("walk.md:", "https://example.org/gate.png", "remote", "copy it"),
    ),
    Bad(
        "image without a text alternative",
        {**of_walk("![](gate.svg)"), "gate.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'},
        ("walk.md:", "KP-01", '"gate.svg"', "no text alternative", "add :alt:"),
    ),
    Bad(
        "image of another kind",
        {**of_walk("![A gate](gate.tiff)"), "gate.tiff": b"II*"},
        ("walk.md:", "KP-01", '"gate.tiff"', "not an SVG, PNG, JPEG, GIF, WebP or AVIF file"),
    ),
    Bad(
        "image that is none",
        {**of_walk("![A gate](gate.png)"), "gate.png": b"not an image"},
        ("walk.md:", "KP-01", '"gate.png"', "damaged", "save it again"),
    ),
]

WORDS = [
    Bad(
        "heading inside only",
        {"walk.md": (FILM, f"{FILM}\n:::\n\n:::{{only}} never\n### Secret\n\nText.")},
        ("walk.md:", '"only" contains the heading "Secret"', "use print-only or web-only"),
    ),
    Bad(
        "unknown level of certainty",
        of_walk(":::{certainty} middling\nIt helps.\n:::"),
        ("walk.md:", 'certainty "middling"', "write one of very-low, low, moderate, high"),
    ),
    Bad(
        "unknown value of a brand",
        of_walk("Ask {brand}`doctor`."),
        ("walk.md:", 'brand value "doctor"', "write one of"),
    ),
    Bad(
        "term that is in no glossary",
        of_walk("Mind your {term}`patella`."),
        ("walk.md:", "KP-01", 'the term "patella" is not in the glossary'),
    ),
    Bad(
        "what only a browser shows",
        {
            "conf.py": (
                'html_baseurl = "https://knee.example/en/"',
                'html_baseurl = "https://knee.example/en/"\n'
                "def setup(app):\n"
                "    from docutils import nodes\n"
                "    from sphinx.util.docutils import SphinxDirective\n"
                "    def show(self, node):\n"
                "        self.body.append('<video src=\"film.mp4\"></video>')\n"
                "        raise nodes.SkipNode\n"
                "    class Film(SphinxDirective):\n"
                "        def run(self):\n"
                "            node = nodes.container('', nodes.Text('Film'), classes=['film'])\n"
                "            self.set_source_info(node)\n"
                "            return [node]\n"
                "    app.add_node(nodes.container, override=True, html=(show, None))\n"
                "    app.add_directive('film', Film)\n",
            ),
            **of_walk(":::{film}\n:::"),
        },
        ("walk.md:", "KP-01", "writes <video>, which paper cannot show", "web-only"),
    ),
    Bad(
        "link to a file",
        {**of_walk("Read [the notes](notes.txt)."), "notes.txt": "Notes."},
        ("walk.md:", "KP-01", 'the link "the notes"', "notes.txt", "web address"),
    ),
    Bad(
        "link that is no web address",
        of_walk("Read [the notes](ftp://example.org/notes.txt)."),
        ("walk.md:", '"ftp://example.org/notes.txt"', "begins with ftp:", "may begin with http"),
    ),
    Bad(
        "character that no font has",
        {**of_walk("Walk slowly. " * 240 + "\n\nThe end: \u0378"), **MORE_PAGES},
        ("KP-01 en a4 standard", "page 2", "U+0378", "no font of the sheet", "remove it"),
    ),
    Bad(
        "character of a title that no font has",
        {CATALOGUE: ('title = "Walk more"', 'title = "Walk \u0378"')},
        (f"{CATALOGUE}:6:", "KP-01 en a4 standard", "U+0378", "no font of the sheet"),
    ),
    Bad(
        "page budget",
        of_walk("Walk slowly. " * 1500),
        ("KP-01 en a4 standard", "over its budget of 1", "mm", "shorten", "catalogue.toml"),
    ),
]

REVIEWS = [
    Bad(
        "unknown key of a review",
        review("owner:", "onwer:"),
        ("walk.md", "front matter: review", 'unknown key "onwer"', 'did you mean "owner"?'),
    ),
    Bad(
        "missing key of a review",
        review('version: "0.1"\n  ', ""),
        ("walk.md", "front matter: review", '"version" is missing'),
    ),
    Bad(
        "impossible date of a review",
        review("2028-01-31", "2028-02-31"),
        ("walk.md", "front matter: review", '"2028-02-31" is not a date', "write one that exists"),
    ),
    Bad(
        "front matter that cannot be read",
        review("owner: Guide editor", 'owner: "Guide editor'),
        ("walk.md", "front matter: review", "not valid YAML", "mend its indents"),
    ),
    Bad(
        "review before its evidence",
        review("2028-01-31", "2025-01-31"),
        ("walk.md", "front matter: review", "next_review", "must be later than evidence_searched"),
    ),
    Bad(
        "unknown state",
        review("pending clinical review", "fine"),
        ("walk.md", "front matter: review", "state", "'pending clinical review'"),
    ),
    Bad(
        "approved by nobody",
        review("pending clinical review", "approved"),
        ("walk.md", "front matter: review", "needs reviewer", "a named clinician approves a page"),
    ),
    Bad(
        "review that is no table",
        {"rest.md": "---\nreview: soon\n---\n# Resting\n\n(rest-first)=\n## Rest first\n\nRest.\n"},
        ("rest.md", "front matter: review", "must be a table"),
    ),
]

BRANDS = [
    Bad(
        "missing logo", {BRAND: ("logo.svg", "lgo.svg")}, (BRAND, "logo", 'did you mean "logo.svg"')
    ),
    Bad(
        "logo of another clinic",
        {BRAND: ("logo.svg", "../plain/brand.toml")},
        (BRAND, "logo", "outside the brand's folder", "copy the logo into it"),
    ),
    Bad(
        "huge logo",
        {LOGO: f'<svg xmlns="http://www.w3.org/2000/svg"><!--{"x" * 600_000}--></svg>'},
        (BRAND, "logo", "is huge (586 KiB)", "at most 512 KiB"),
    ),
    Bad(
        "logo that is no image",
        {LOGO: "Example"},
        (BRAND, "logo", "not an image", "JPEG"),
    ),
    Bad(
        "logo that loads something",
        {
            LOGO: '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.org/a"/></svg>'
        },
        (BRAND, "logo", 'refers to "https://example.org/a"', "embed that or remove it"),
    ),
    Bad(
        "unknown key of a brand",
        {BRAND: ("region", "regoin")},
        (BRAND, 'unknown key "regoin"', 'did you mean "region"'),
    ),
    Bad(
        "pale colour",
        {BRAND: ("[contact]", '[palette]\naccent = "#9cf"\n\n[contact]')},
        (BRAND, "palette", "accent", "contrast of 1.68:1", "4.5:1"),
    ),
    Bad(
        "no brand at all",
        {"conf.py": ("author =", "handouts_dir = 'docs'\nauthor =")},
        ("docs/catalogue.toml", "missing", "create it"),
    ),
]

CATALOGUES = [
    Bad("broken TOML", {CATALOGUE: "[[handout]\n"}, (CATALOGUE, "not valid TOML", "line 1")),
    Bad(
        "unknown key of a handout",
        {CATALOGUE: ('title = "Rest well"', 'titel = "Rest well"')},
        (CATALOGUE, "handout 3 (KP-03)", 'unknown key "titel"', 'did you mean "title"'),
    ),
    Bad(
        "wrong type",
        {CATALOGUE: ('pages = 1\nparts = ["rest', 'pages = "one"\nparts = ["rest')},
        (CATALOGUE, "handout 3 (KP-03)", "pages", "must be a whole number", '"one"'),
    ),
    Bad(
        "id used twice",
        {CATALOGUE: ('id = "KP-03"', 'id = "KP-01"')},
        (CATALOGUE, '"KP-01" stands 2 times', "its own"),
    ),
]

SETTINGS = [
    Bad(
        "unknown executor",
        {"conf.py": ("author =", 'handouts_executor = "thraeds"\nauthor =')},
        ("conf.py", "handouts_executor", '"thraeds"', "write one of"),
    ),
    Bad(
        "fewer workers than none",
        {"conf.py": ("author =", "handouts_jobs = -2\nauthor =")},
        ("conf.py", "handouts_jobs", "-2", "write 0 or more"),
    ),
    Bad(
        "style sheet that is not there",
        {"conf.py": ("author =", 'handouts_css = ["own.css"]\nauthor =')},
        ("conf.py", "handouts_css", "own.css"),
    ),
    Bad(
        "template of one's own that is broken",
        {
            "conf.py": ("author =", 'templates_path = ["own"]\nauthor ='),
            "own/handouts/contact.html": "{% if %}",
            **of_walk(":::{clinic-contact}\n:::"),
        },
        ("template contact.html, line 1", "Expected an expression", "mend it"),
    ),
]

TABLE = [
    *PARTS,
    *SNIPPETS,
    *ENCODINGS,
    *PICTURES,
    *WORDS,
    *REVIEWS,
    *BRANDS,
    *CATALOGUES,
    *SETTINGS,
]

LOUD = re.compile("Traceback|Exception|has been saved in|object at 0x|pydantic", re.IGNORECASE)
"""What nobody who edits a leaflet should have to read."""


@pytest.fixture
def project(made: Project) -> Project:
    """Return a project that was built well."""
    return made


def check(project: Project, built: Built, bad: Bad, before: dict[str, bytes]) -> None:
    """Check what every failed build has in common."""
    assert built.status == 2
    lines = built.said(*bad.says)
    assert lines, f"nothing says {bad.says} in:\n{built.err}"
    assert not LOUD.search(built.out + built.err)
    assert project.outputs() == before


def kept(before: dict[str, bytes], bad: Bad) -> dict[str, bytes]:
    """Return what stands after a failed build: the sheets of all clinics, but of a wrong one alone.

    Theirs were made anew, the same, and the next build is not to find them up to date.
    """
    is_of_a_clinic = any(name.startswith("handouts/brands/") for name in bad.edits)
    return before | ({".handouts-state-en": b""} if is_of_a_clinic else {})


@pytest.mark.parametrize("bad", TABLE, ids=[bad.name for bad in TABLE])
def test_bad_input(project: Project, bad: Bad) -> None:
    """It is told in a sentence, again by the next build, harms nothing, and mended all is well."""
    before = project.outputs()
    original = {name: project.folder / name for name in bad.edits}
    texts = {name: path.read_bytes() for name, path in original.items() if path.exists()}
    for name, change in bad.edits.items():
        project.edit(name, change)
    first = project.build()
    check(project, first, bad, kept(before, bad))
    second = project.build()
    check(project, second, bad, kept(before, bad))
    assert second.said(*bad.says) == first.said(*bad.says)
    assert second.read == int(bad.read_again)
    for name in bad.edits:
        if name in texts:
            project.edit(name, texts[name])
        else:
            (project.folder / name).unlink()
    assert project.good().counts == (6, 0, 0)
    assert {name: project.outputs()[name] for name in before if name[0] != "."} == {
        name: data for name, data in before.items() if name[0] != "."
    }


def test_rejected_sheet_can_be_looked_at(project: Project) -> None:
    """A sheet over its budget lies in ``rejected``, until a build in which it is right."""
    project.edit("walk.md", (HERE, f"{HERE}\n\n{'Walk slowly. ' * 1500}"))
    built = project.build()
    assert len(built.said("over its budget")) == 4, "both handouts, both brands"
    rejected = {
        p.relative_to(project.out).as_posix() for p in project.out.rglob("rejected/**/*.pdf")
    }
    assert rejected == {
        f"rejected/{brand}/en/{name}-a4-standard.pdf"
        for brand in ("clinic", "plain")
        for name in ("KP-01-walk", "KP-02-walk-and-rest")
    }
    assert "rejected" in built.out
    project.edit("walk.md", (f"\n\n{'Walk slowly. ' * 1500}", ""))
    project.good()
    assert not (project.out / "rejected").exists()


def test_all_errors_in_one_run(project: Project) -> None:
    """What is wrong with the files is told together, each thing once, file by file."""
    project.edit(CATALOGUE, ('"Rest well"', '""'))
    project.edit(CATALOGUE, ('id = "KP-02"', 'id = "kp2"'))
    project.edit(CATALOGUE, ('slug = "walk"\n', 'slug = "walk"\ncolour = "red"\n'))
    project.edit(BRAND, ('"gb"', '"xx"'))
    project.edit(BRAND, ("logo.svg", "none.svg"))
    project.edit("handouts/brands/plain/brand.toml", 'nmae = ""\n')
    project.edit("walk.md", (HERE, f"{HERE}\n\nAsk {{brand}}`doctor`."))
    before = project.outputs()
    built = project.build()
    assert built.status == 2
    for words in (
        (CATALOGUE, "KP-03", "title"),
        (CATALOGUE, "kp2", "id"),
        (CATALOGUE, "KP-01", "colour"),
        (BRAND, "region"),
        (BRAND, "logo"),
        ("plain/brand.toml", "nmae"),
        ("walk.md", "doctor"),
    ):
        assert len(built.said(*words)) == 1, words
    assert not LOUD.search(built.out + built.err)
    assert project.outputs() == before


def test_all_errors_of_the_pages_in_one_run(project: Project) -> None:
    """What is wrong with the handouts is told together, too."""
    project.edit(CATALOGUE, ('parts = ["rest#rest-first"', 'parts = ["rset#rest-first"'))
    project.edit("walk.md", (HERE, f"{HERE}\n\n![A gate](no.png) ![A door](no-door.png)"))
    built = project.build()
    assert built.status == 2
    assert built.said("KP-03", "rset")
    assert built.said("KP-01", "no.png")
    assert built.said("KP-01", "no-door.png")
    assert built.said("KP-02", "no.png")


def test_html_fails_with_the_pages(project: Project) -> None:
    """A mistake in a page fails every builder, also when nothing is read anew."""
    project.edit("walk.md", (HERE, f"{HERE}\n\nAsk {{brand}}`doctor`."))
    for _attempt in range(2):
        built = project.build(builder="html")
        assert built.status == 2
        assert built.said("walk.md:", "doctor")


def test_weasyprint_failing_on_some_editions(project: Project) -> None:
    """Where WeasyPrint itself fails, the others are finished and the build fails with a list."""
    project.edit(BRAND, ('region = "gb"', 'region = "nz"\npapers = ["a4", "letter"]'))
    project.good()
    before = project.outputs()
    project.edit("own.css", ".sheet--letter li::marker { content: 'x' }")  # WeasyPrint 70 cannot
    for rendered in (6 + 1, 0):
        built = project.build("-D", "handouts_css=own.css")
        assert built.status == 2
        assert built.counts == (7 - rendered, rendered, 2)
        for handout in ("KP-01", "KP-02"):
            (line,) = built.said(
                "ERROR:", f"{handout} en letter standard clinic", "no PDF was made"
            )
            assert "TypeError" in line
        assert len(built.err.splitlines()) == 2
        assert project.outputs() == before


# --- the disk -----------------------------------------------------------------------------------


@pytest.fixture
def tmpfs(tmp_path: Path) -> Iterator[Path]:
    """Return an empty disk of 256 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("only root may mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def out_at(project: Project, folder: Path) -> None:
    """Let the handouts of *project* lie in *folder*."""
    shutil.copytree(project.out, folder, dirs_exist_ok=True)
    shutil.rmtree(project.out)
    project.out.symlink_to(folder)


def fails_to_write(built: Built) -> None:
    """Check the report of a build that could not write."""
    assert built.status == 2
    (line,) = built.err.splitlines()
    assert "cannot write" in line
    assert "nothing was replaced" in line
    assert not LOUD.search(built.out + built.err)


def test_disk_full(project: Project, tmpfs: Path) -> None:
    """On a full disk the sheets of the last build stay, every one; with room again it succeeds."""
    out_at(project, tmpfs)
    project.good()
    before = project.outputs()
    ballast = tmpfs.with_name("disk") / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(tmpfs).free - 8192))
    project.edit(CATALOGUE, ("Rest well", "Rest better"))
    for _attempt in range(2):
        fails_to_write(project.build())
        assert {name: project.outputs()[name] for name in before} == before
    ballast.unlink()
    cached, rendered, _failed = project.good().counts
    assert cached + rendered == 6
    assert cached > 0, "what was rendered in vain is in the cache"


def test_read_only_folder(project: Project, tmpfs: Path) -> None:
    """An output folder that may not be written is named."""
    out_at(project, tmpfs)
    project.good()
    before = project.outputs()
    project.edit("rest.md", ("ten minutes", "five minutes"))
    subprocess.run(["mount", "-o", "remount,ro", str(tmpfs)], check=True)
    built = project.build()
    fails_to_write(built)
    assert built.said("Read-only file system", str(tmpfs))
    assert project.outputs() == before


@pytest.mark.skipif(os.name != "posix", reason="limits are of POSIX")
def test_file_too_large_to_write(project: Project) -> None:
    """Where the system refuses a file of that size, each sheet says so, and none is replaced."""
    project.edit(BRAND, ('"gb"', '"nz"'))
    before = project.outputs()
    built = project.run(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)))
    assert built.status == 2
    assert len(built.err.splitlines()) == 3
    assert all("File too large" in line for line in built.err.splitlines())
    assert not LOUD.search(built.out + built.err)
    assert project.outputs() == before


def test_folder_where_a_sheet_belongs(project: Project) -> None:
    """A folder of the same name is in the way: no sheet is replaced, rather than some."""
    sheet = project.pdf("plain/en/KP-03")
    sheet.unlink()
    (sheet / "kept").mkdir(parents=True)
    project.edit("snippets/get-help.md", ("stand on", "put weight on"))
    before = project.outputs()
    built = project.build()
    fails_to_write(built)
    assert built.said(sheet.name, "Is a directory")
    assert project.outputs() == before


def test_snippet_that_comes_back(project: Project) -> None:
    """A snippet that was missing is found without an edit of the pages that want it."""
    text = project.read("snippets/get-help.md")
    (project.folder / "snippets/get-help.md").unlink()
    built = project.build()
    assert built.status == 2
    assert built.said("help.md:", "snippets/get-help.md does not exist", "none yet")
    project.edit("snippets/get-help.md", text)
    assert project.good().counts == (6, 0, 0)


def test_python_is_never_shown(project: Project) -> None:
    """The program as a person runs it prints the one line and nothing else in quiet mode."""
    project.edit(CATALOGUE, ('parts = ["rest#rest-first"', 'parts = ["rset#rest-first"'))
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *project.arguments("-q")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("handouts/catalogue.toml:17: ERROR: ")
    assert line.endswith("[handouts.part]")
