"""The builder as a whole: what it writes, what it renders again, and what it survives."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest
from projects import Edit, Maker, Project, pdf_text, session_of, wait_until, workers_of
from sphinx.testing.util import SphinxTestApp
from sphinx_handouts.press.publish import Output
from sphinx_handouts.press.workers.garbage import SELDOM
from sphinx_handouts.records.manifest import File

HANDOUTS = {"KP-01": "walk", "KP-02": "walk-and-rest", "KP-03": "rest"}
BRANDS = ("clinic", "plain")


def paths(*ids: str, brands: tuple[str, ...] = BRANDS) -> set[str]:
    """Return the paths of the editions of some handouts."""
    return {f"{b}/en/{i}-{HANDOUTS[i]}-a4-standard.pdf" for b in brands for i in ids}


ALL = paths(*HANDOUTS)


# --- the program --------------------------------------------------------------------------------


def test_the_program_makes_every_edition(make_project: Maker) -> None:
    """``sphinx-build -b handouts`` makes every edition and says so, as any builder does."""
    project = make_project(cold=True)
    built = project.run()
    assert (built.status, built.err) == (0, "")
    assert built.counts == (0, 6, 0)
    assert built.labels == {f"{i} en a4 standard {b}" for i in HANDOUTS for b in BRANDS}
    assert "rendering handouts... [100%]" in built.out
    assert "build succeeded." in built.out
    assert set(project.editions()) == ALL
    assert {name for name in project.outputs() if name[0] != "."} == ALL | {"manifest.json"}


@pytest.mark.parametrize("fails", [False, True], ids=["a good build", "one that breaks off"])
def test_garbage_is_looked_for_seldom_while_pages_are_read(project: Project, fails: bool) -> None:
    """Every builder leaves it until the build is over; then all is as it was."""
    hook = (
        "\ndef setup(app):\n    import gc\n    from pathlib import Path\n"
        "    def note(*_):\n        Path(app.confdir, 'seen').write_text(str(gc.get_threshold()))\n"
        f"        if {fails}: raise ValueError\n    app.connect('source-read', note)\n"
    )
    project.edit("conf.py", project.read("conf.py") + hook)
    before = gc.get_threshold()
    built = project.build(builder="text")
    assert (built.status != 0) is fails
    assert (project.read("seen"), gc.get_threshold()) == (str(SELDOM), before)
    assert before != SELDOM


def test_little_garbage_is_looked_for_when_the_program_begins_and_ends(project: Project) -> None:
    """Nothing of what is loaded is any, and all that a build knows goes with the program.

    What was registered to be done at the end before is done last, and sees it.
    """
    last = (
        "import atexit, gc, pathlib, sys\nat = pathlib.Path(__file__).with_name('left')\n"
        "loading = []\ndef look(*_):\n    if 'sphinx_handouts.config' in sys.modules:\n"
        "        loading.append('sphinx_handouts.web.guide' not in sys.modules)\n"
        "gc.callbacks.append(look)\n"
        "def tell():\n    counts = sum(loading), len(gc.get_objects()), gc.get_freeze_count()\n"
        "    at.write_text(' '.join(map(str, counts)))\n"
        "atexit.register(tell)\n"
    )
    project.edit("conf.py", last + project.read("conf.py"))
    assert project.run().status == 0
    looks, looked_at, left = map(int, project.read("left").split())
    assert looks < 10
    assert looked_at < 1000
    assert left > 100_000


def test_manifest_tells_the_truth(made: Project) -> None:
    """What the manifest says of a file is so."""
    outputs = made.outputs()
    for path, entry in made.editions().items():
        data = outputs[path]
        assert data.startswith(b"%PDF-")
        assert entry["bytes"] == len(data)
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
        assert entry["slug"] == HANDOUTS[entry["id"]]
        assert (entry["language"], entry["paper"], entry["variant"]) == ("en", "a4", "standard")
        assert entry["state"] == "pending clinical review"
        assert entry["pages"] == 1
    clinics = {entry["brand"]: entry["clinic"] for entry in made.editions().values()}
    assert clinics == {"clinic": "Example Clinic", "plain": ""}
    assert made.editions()[min(paths("KP-01"))]["sources"] == ["help", "walk"]
    assert {"weasyprint", "pydyf", "pango"} <= set(made.manifest()["tools"])


def test_sphinx_own_test_application_builds_it(
    project: Project, make_app: Callable[..., SphinxTestApp], tmp_path: Path
) -> None:
    """Sphinx's own test application runs the builder like any other."""
    app = make_app("handouts", srcdir=project.folder, builddir=tmp_path / "build")
    app.build()
    assert (app.statuscode, app.warning.getvalue()) == (0, "")
    assert {p.relative_to(app.outdir).as_posix() for p in app.outdir.rglob("*.pdf")} == ALL


def test_what_is_a_warning_alone_stops_nothing(project: Project) -> None:
    """Words under a mouse are told, and the sheets are made."""
    project.edit("rest.md", project.read("rest.md") + '\nSee [this](https://e.example "that").\n')
    built = project.build()
    assert built.status == 0
    assert built.said("rest.md", "under a mouse")
    assert set(project.editions()) == ALL
    for name in paths("KP-02", "KP-03"):
        assert "See this" in pdf_text(project.out / name)


def test_a_quiet_build_says_only_what_is_wrong(project: Project) -> None:
    """With ``-q`` a good build says nothing, and a bad one only what is wrong."""
    built = project.build("-q")
    assert (built.status, built.out, built.err) == (0, "", "")
    project.edit("walk.md", ("gate", "gate \u0378"))
    built = project.build("-q")
    assert (built.status, built.out) == (2, "")
    (line,) = built.err.splitlines()  # once, for all editions
    assert built.said("U+0378", "KP-01 en a4 standard clinic and 3 more: page 1") == [line]


WARNING: dict[str, Edit] = {"lost.md": "# In no table of contents\n"}
ERROR: dict[str, Edit] = {
    "lost.md": "---\norphan: true\n---\n# Lost\n\n:::{certainty} utter\nWords.\n:::\n"
}


@pytest.mark.parametrize(
    ("edits", "options", "status"),
    [
        ({}, ("-W",), 0),
        (WARNING, (), 0),
        (WARNING, ("-W",), 1),
        (WARNING, ("-W", "--keep-going"), 1),
        (ERROR, (), 2),
        (ERROR, ("--keep-going",), 2),
    ],
)
def test_exit_status(
    project: Project, edits: dict[str, Edit], options: tuple[str, ...], status: int
) -> None:
    """0: all is well; 1: there were warnings and ``-W`` forbids them; 2: there were errors."""
    for name, change in edits.items():
        project.edit(name, change)
    assert project.build(*options).status == status


def test_a_warning_is_no_error(project: Project) -> None:
    """A build with warnings publishes its PDFs, with ``-W`` too, which sets the exit status."""
    project.edit("lost.md", WARNING["lost.md"])
    assert project.build("-W").status == 1
    assert set(project.editions()) == ALL


def test_weasyprint_warnings_are_sphinx_warnings(project: Project) -> None:
    """What WeasyPrint says in a worker counts for ``-W`` and can be suppressed; also next time."""
    project.edit("own.css", "p { colour: teal }\n")
    options = ("-D", "handouts_css=own.css")
    for attempt in ("first", "nothing new"):
        built = project.build("-W", *options)
        assert built.status == 1, attempt
        assert built.said("WARNING:", "colour", "[handouts.weasyprint]"), attempt
    quiet = project.build("-W", *options, "-D", "suppress_warnings=handouts.weasyprint")
    assert (quiet.status, quiet.err) == (0, "")


def test_settings_on_the_command_line(project: Project) -> None:
    """``-D`` sets what ``conf.py`` could: here the address of the hosted guide."""
    project.edit("walk.md", ("1. Put on", "Read [the start](index.md).\n\n1. Put on"))
    project.good("-D", "handouts_base_url=https://mirror.example/")
    assert "mirror.example" in pdf_text(project.pdf("plain/en/KP-01"))


# --- no more than is needed ---------------------------------------------------------------------


def stamps(project: Project) -> dict[str, tuple[int, int]]:
    """Return what changes when a file is written again, even with the same bytes."""
    return {
        name: (status.st_mtime_ns, status.st_ino)
        for name in project.outputs()
        if (status := (project.out / name).stat())
    }


def test_nothing_to_do(made: Project) -> None:
    """A build without news reads nothing, renders nothing and writes nothing."""
    before = stamps(made)
    built = made.good()
    assert built.counts == (6, 0, 0)
    assert built.read == 0
    assert stamps(made) == before


def test_nothing_to_do_does_not_load_weasyprint(made: Project) -> None:
    """Such a build starts no worker, and never imports the renderer, nor what asks it to render."""
    built = made.run(python=("-X", "importtime"))
    assert (built.status, built.counts) == (0, (6, 0, 0))
    assert "sphinx_handouts.builder" in built.err
    for name in ("weasyprint", "checks.table", "press.printer", "sheets.parts"):
        assert name not in built.err


@pytest.mark.parametrize(
    ("name", "change", "rendered"),
    [
        ("walk.md", ("to the gate", "to the oak"), paths("KP-01", "KP-02")),
        ("walk.md", ("on your calendar", "on the wall"), paths("KP-01", "KP-02")),
        ("walk.md", ("next_review: 2028", "next_review: 2029"), paths("KP-01", "KP-02")),
        ("walk.md", ("owner: Guide editor", "owner: Somebody"), set()),
        ("walk.md", ("the film", "the new film"), set()),
        ("index.md", ("as small as can be", "smaller yet"), set()),
        ("snippets/get-help.md", ("stand on", "put weight on"), ALL),
        (
            "handouts/brands/clinic/brand.toml",
            ('"gb"', '"nz"'),
            paths(*HANDOUTS, brands=("clinic",)),
        ),
        ("handouts/catalogue.toml", ("Rest well", "Rest better"), paths("KP-03")),
        ("handouts/catalogue.toml", ("# The first two", "# Two of them"), set()),
    ],
    ids=[
        "a sentence of two handouts",
        "a print-only sentence",
        "the next review, which the footer tells",
        "the owner, which it does not",
        "a web-only sentence",
        "a page of no handout",
        "a shared snippet",
        "the region of a brand",
        "the title of a handout",
        "a comment",
    ],
)
def test_edit_renders_what_contains_it(
    made: Project, name: str, change: tuple[str, str], rendered: set[str]
) -> None:
    """An edit renders exactly the editions that it shows in; the others stay as they are."""
    before = made.editions()
    made.edit(name, change)
    built = made.good()
    assert built.counts == (6 - len(rendered), len(rendered), 0)
    after = made.editions()
    assert {path for path in ALL if after[path]["sha256"] != before[path]["sha256"]} == rendered


@pytest.mark.parametrize(
    ("name", "change"),
    [("logo.svg", ("h40v10", "h39v10")), ("brand.toml", ("01632 960001", "01632 960002"))],
    ids=["the logo", "the telephone"],
)
def test_edit_of_a_letterhead_lays_no_sheet_out(
    made: Project, name: str, change: tuple[str, str]
) -> None:
    """What a clinic says of itself changes its sheets alone, and no sheet is laid out for it."""
    before, stamped = made.editions(), stamps(made)
    made.edit(f"handouts/brands/clinic/{name}", change)
    assert made.good().counts == (6, 0, 0)
    after = made.editions()
    its_own = paths(*HANDOUTS, brands=("clinic",))
    assert {path for path in ALL if after[path]["sha256"] != before[path]["sha256"]} == its_own
    assert {path for path in ALL if stamps(made)[path] != stamped[path]} == its_own


def test_undone_edit_comes_from_the_cache(made: Project) -> None:
    """What was printed before is not rendered again."""
    before = made.outputs()
    made.edit("walk.md", ("to the gate", "to the shed"))
    made.good()
    made.edit("walk.md", ("to the shed", "to the gate"))
    assert made.good().counts == (6, 0, 0)
    after = made.outputs()
    assert {path: after[path] for path in ALL} == {path: before[path] for path in ALL}


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"%PDF-")])
def test_lost_output_comes_back(made: Project, harm: Callable[[Path], object]) -> None:
    """A PDF that was deleted or damaged is put back, from the cache."""
    before = made.outputs()
    harm(made.pdf("plain/en/KP-02"))
    assert made.good().counts == (6, 0, 0)
    assert made.outputs() == before


def test_what_is_no_longer_made_is_removed(made: Project) -> None:
    """A brand that leaves takes its PDFs with it, and its empty folders."""
    shutil.rmtree(made.folder / "handouts/brands/clinic")
    made.good()
    assert set(made.editions()) == paths(*HANDOUTS, brands=("plain",))
    assert not (made.out / "clinic").exists()


def test_a_cache_that_was_deleted(made: Project) -> None:
    """Without its cache a build with news renders everything, to the same bytes."""
    before = made.editions()
    shutil.rmtree(made.folder / "_build/cache")
    made.edit("rest.md", ("ten minutes", "five minutes"))
    assert made.good().counts == (0, 6, 0)
    after = made.editions()
    assert {p for p in ALL if after[p] != before[p]} == paths("KP-02", "KP-03")


# --- whatever happens ---------------------------------------------------------------------------


def grow(project: Project) -> None:
    """Give a build 16 sheets to render: a new text on every one, and more handouts."""
    rows = [
        f'[[handout]]\nid = "KP-{n}"\nslug = "extra-{n}"\ntitle = "Extra {n}"\n'
        'parts = ["walk#walk-steps", "help#get-help-box"]\n'
        for n in range(10, 15)
    ]
    project.edit(
        "handouts/catalogue.toml", project.read("handouts/catalogue.toml") + "\n".join(rows)
    )
    project.edit("snippets/get-help.md", ("stand on", "put weight on"))


def start_and_wait(project: Project, workers: int, *options: str) -> subprocess.Popen[str]:
    """Start a build of all that, and return when the first sheet is rendered."""
    count = len(list(project.folder.glob("_build/cache/*/*.entry")))
    grow(project)
    build = project.start(*options)
    wait_until(
        lambda: len(list(project.folder.glob("_build/cache/*/*.entry"))) > count,
        "the first sheet of a build",
    )
    wait_until(lambda: len(workers_of(build)) == workers, f"{workers} workers")
    return build


def leftovers(project: Project) -> list[Path]:
    """Return what a build forgot to clean up."""
    return [*project.folder.rglob(".staging-*"), *project.folder.rglob("*.tmp")]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "terminated"])
def test_a_killed_build_leaves_the_outputs_whole(
    made: Project, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build killed in the middle leaves the outputs whole and no process; the next completes."""
    before = made.outputs()
    with TemporaryDirectory() as temporary:  # a path as short as one of a socket has to be
        monkeypatch.setenv("TMPDIR", temporary)
        build = start_and_wait(made, 1, "-D", "handouts_jobs=1")
        build.send_signal(number)
        made.wait_for(build)
        wait_until(lambda: not session_of(build), "the workers of a killed build end")
        assert [*Path(temporary).glob("weasyprint-*")] == []
    monkeypatch.undo()
    after = made.outputs()
    assert {name: after[name] for name in before} == before
    built = made.good()
    cached, rendered, _failed = built.counts
    assert cached + rendered == 16
    assert cached > 0, "what was rendered before the kill is in the cache"
    assert len(made.editions()) == 16
    assert leftovers(made) == []


def test_ctrl_c_leaves_the_outputs_as_they_were(made: Project) -> None:
    """Ctrl-C ends a build and its workers; the outputs are as they were, and nothing lies about."""
    before = made.outputs()
    build = start_and_wait(made, 2, "-D", "handouts_jobs=2")
    interrupted(made, build)
    assert made.outputs() == before
    assert leftovers(made) == []


@pytest.mark.parametrize("delay", [0.0, 0.1, 0.4])
def test_ctrl_c_while_the_workers_start(make_project: Maker, delay: float) -> None:
    """Ctrl-C is answered by the build alone, however far its workers are."""
    project = make_project(cold=True)
    build = project.start()
    wait_until(lambda: psutil.Process(build.pid).children(), "a process of the build")
    time.sleep(delay)
    interrupted(project, build)
    assert leftovers(project) == []


LOSE = """
import signal
class Lost:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
def lose(*given):
    if {page!r} in ("", *given[1:]):
        Lost()
def setup(app):
    app.connect({event!r}, lambda *given: lose(*map(str, given)))
"""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("builder", "event", "page", "after"),
    [
        ("html", "source-read", "index", "reading sources... [100%]"),
        ("html", "source-read", "walk", "pickling environment"),
        ("html", "html-page-context", "index", "writing output... [100%]"),
        ("html", "build-finished", "", "build succeeded"),
        ("handouts", "doctree-resolved", "rest", "rendering handouts"),
    ],
)
def test_ctrl_c_that_python_lost(
    make_project: Maker, builder: str, event: str, page: str, after: str
) -> None:
    """What is raised where something is let go of is ignored by Python, and heeded by builds."""
    project = make_project(cold=True)
    project.edit("conf.py", project.read("conf.py") + LOSE.format(event=event, page=page))
    built = project.build(builder=builder)
    assert (built.status, built.err.split()[-1:]) == (2, ["Interrupted!"])
    assert after not in built.out
    assert not [*project.out.rglob("*.pdf")]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ctrl_c_that_python_lost_after_the_last_sheet(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is published where the build was told to end."""

    class Lost:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    def keep(*_what: object) -> list[File]:
        Lost()
        return []

    monkeypatch.setattr(Output, "keep", keep)
    built = project.build()
    assert (built.status, built.err.split()[-1:]) == (2, ["Interrupted!"])
    assert not [*project.out.rglob("*.pdf")]


def interrupted(project: Project, build: subprocess.Popen[str]) -> None:
    """Press Ctrl-C, and wait for the end that the build should have."""
    os.killpg(build.pid, signal.SIGINT)
    built = project.wait_for(build)
    assert built.status not in {0, 1}
    assert built.err.split() == ["Interrupted!"]
    wait_until(lambda: not session_of(build), "the workers of an interrupted build end")


def test_worker_killed_in_the_middle(made: Project) -> None:
    """A worker that dies once costs time, no sheet; there are as many workers as ``-j`` says."""
    build = start_and_wait(made, 3, "-j", "3")
    workers_of(build)[0].kill()
    built = made.wait_for(build)
    assert (built.status, built.err) == (0, "")
    assert built.counts == (0, 16, 0)
    assert len(made.editions()) == 16
    wait_until(lambda: not session_of(build), "the remaining workers end")


def test_two_builds_at_once(make_project: Maker) -> None:
    """Two builds that share their cache and their output folder do not disturb each other."""
    project = make_project(cold=True)
    builds = [project.start("-d", str(project.folder / f"doctrees-{n}")) for n in (1, 2)]
    assert [project.wait_for(build).status for build in builds] == [0, 0]
    assert set(project.editions()) == ALL
    assert project.good().counts == (6, 0, 0)
    assert leftovers(project) == []


# --- beside other builders ----------------------------------------------------------------------


@pytest.mark.parametrize("order", [("handouts", "html"), ("html", "handouts")])
def test_doctrees_are_shared(project: Project, order: tuple[str, str]) -> None:
    """Whichever builder comes second reads no page again."""
    first, second = order
    assert project.good(builder=first).read == 4
    assert project.good(builder=second).read == 0
    assert set(project.editions()) == ALL
    assert "film" in (project.html / "walk.html").read_text("utf-8")
    assert "calendar" not in (project.html / "walk.html").read_text("utf-8")


@pytest.mark.parametrize(
    "builder",
    ["dirhtml", "singlehtml", "epub", "text", "man", "latex", "texinfo", "xml", "gettext"],
)
def test_every_other_builder_takes_the_project(made_guide: Project, builder: str) -> None:
    """A project with handouts can be built with every other builder, twice."""
    settings = (
        "-D",
        "version=1",
        "-D",
        "copyright=2026",
        "-d",
        str(made_guide.folder / "doctrees"),
    )
    for _attempt in range(2):
        made_guide.good("-W", *settings, builder=builder)


def test_parallel_readers_lose_nothing(project: Project) -> None:
    """What parallel readers note, mistakes and reviews, is not lost."""
    names = [f"page{n}" for n in range(1, 9)]
    review = project.read("walk.md").partition("# Walking")[0]
    for name in names:
        project.edit(
            f"{name}.md", f"{review}# {name}\n\nText.\n\n:::{{certainty}} sure\nYes.\n:::\n"
        )
    project.edit("index.md", ("help\n", "help\n" + "\n".join(names) + "\n"))
    built = project.run("-j", "2")
    assert built.status == 2
    for name in names:
        assert len(built.said("ERROR:", f"{name}.md:", 'certainty "sure"')) == 1
        project.edit(f"{name}.md", (" sure", " low"))
    project.edit("handouts/catalogue.toml", ('parts = ["rest#rest-first"', 'parts = ["page8"'))
    built = project.run("-j", "2")
    assert (built.status, built.err) == (0, "")
    entry = project.editions()["plain/en/KP-03-rest-a4-standard.pdf"]
    assert entry["next_review"] == "2028-01-31"


def test_another_language_adds_its_sheets(make_project: Maker) -> None:
    """A build in another language adds its PDFs to the folder and leaves the others alone."""
    project = make_project("languages")
    project.good()
    english = project.editions()
    before = stamps(project)
    german = project.good("-D", "language=de", "-d", str(project.folder / "_build/doctrees-de"))
    assert german.counts == (0, 3, 0)
    both = project.editions()
    assert {path: both[path] for path in english} == english
    assert set(both) - set(english) == {
        path.replace("/en/", "/de/") for path in paths(*HANDOUTS, brands=("clinic",))
    }
    assert "bis zum Tor" in pdf_text(project.pdf("clinic/de/KP-01"))
    assert {name: stamps(project)[name] for name in english} == {n: before[n] for n in english}
    assert project.good().counts == (6, 0, 0), "English is still up to date"
