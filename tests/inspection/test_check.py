"""The check: everything wrong is told at once, where it stands, to people and to programs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import Project
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.locale import translators
from sphinx_handouts.__main__ import main
from sphinx_handouts.inspection.offline import NoNetworkError, offline
from sphinx_handouts.inspection.reports.data import Findings, Item

Check = Callable[..., tuple[int, str, str]]

LONG = "A sentence that goes on and on and on so that nobody who is in pain reads it to its end."
BROKEN = f"""
#### Too deep

This is a miracle cure: see [](#nowhere), {{term}}`unknown` and [x](missing.md).

{LONG}

```{{image}} no.png
```

:::{{print-only}}
See [](#gone) on paper.
:::

:::{{brand}} nobody
:::
"""
CONF = """
handouts_banned_phrases = "banned.txt"
handouts_sentence_words = 18
"""


@pytest.fixture
def project(project: Project) -> Project:
    """Return a project with nothing wrong: the other pages have a review as well."""
    review = project.read("walk.md").partition("# Walking")[0]
    for number, name in enumerate(("help.md", "rest.md"), 2):
        project.edit(name, review.replace("PG-01", f"PG-0{number}") + project.read(name))
    return project


@pytest.fixture
def check(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Check:
    """Return a function that checks the project from its folder, as a person does."""
    monkeypatch.chdir(project.folder)

    def run(*options: str) -> tuple[int, str, str]:
        translators.clear()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "'myst_parser", RemovedInSphinx11Warning)
            try:
                status = main(["check", ".", *options])
            except SystemExit as end:  # a mistake in the options
                status = int(str(end.code))
        return status, *capsys.readouterr()

    return run


def items(project: Project) -> list[Item]:
    """Return the findings that were written as JSON."""
    return list(Findings.model_validate_json(project.read("out/found.json")).findings)


@pytest.fixture
def broken(project: Project) -> Project:
    """Return a project with a mistake of almost every sort."""
    project.edit("conf.py", project.read("conf.py") + CONF)
    project.edit("banned.txt", "miracle cure\n")
    project.edit("walk.md", project.read("walk.md") + BROKEN)
    project.edit("lost.md", "# Lost\n\n```{nosuch}\n```\n")
    catalogue = project.read("handouts/catalogue.toml")
    project.edit("handouts/catalogue.toml", catalogue.replace('slug = "rest"', 'slug = "Rest"'))
    project.edit("handouts/brands/clinic/brand.toml", ('region = "gb"', 'region = "xx"'))
    return project


# --- what is told ---------------------------------------------------------------------------------


def test_nothing_wrong(project: Project, check: Check) -> None:
    """A sound project has one line, no output folder, and status 0."""
    assert check() == (0, "No findings in 4 pages, 3 handouts, 6 PDFs.\n", "")
    assert not project.out.exists()


def test_everything_at_once(broken: Project, check: Check, rootdir: Path) -> None:
    """No group of findings hides another; each stands with its file, line, sentence and mend."""
    status, out, err = check("-o", "out/found.json")
    assert (status, err) == (1, "")
    expected = rootdir.parent / "golden/check.txt"
    if os.environ.get("RENEW_GOLDEN"):
        expected.write_text(out, "utf-8")
    assert out == expected.read_text("utf-8")
    assert max(map(len, out.splitlines())) <= 80
    found = items(broken)
    assert [item.severity for item in found] == sorted(item.severity for item in found)
    assert {item.rule for item in found} >= {
        *("handouts.brand", "handouts.catalogue", "handouts.reading", "handouts.wording"),
        *("image.not_readable", "handouts.heading", "myst.directive_unknown", "myst.xref_missing"),
        *("ref.term", "toc.not_included"),
    }
    for item in found:
        assert item.message.endswith((".", "?"))
        assert item.mend
        assert (broken.folder / item.path).is_file()


def test_told_again(broken: Project, check: Check) -> None:
    """What was said while a page was read is told by every check, also after another builder."""
    broken.build("-q", builder="html")
    first = check()
    assert "Unknown directive type: 'nosuch'" in first[1]
    assert check() == first
    broken.edit("lost.md", "# Lost\n")
    assert "nosuch" not in check()[1]


def test_in_parallel(project: Project, check: Check) -> None:
    """What parallel readers say of pages and of included snippets is kept as well."""
    for number in range(8):
        text = f"---\norphan: true\n---\n# P{number}\n\n:::{{nosuch{number}}}\n:::\n"
        project.edit(f"more{number}.md", text)
    project.edit("snippets/get-help.md", project.read("snippets/get-help.md") + "\n{none}`x`\n")
    project.build("-q", "-j", "2", builder="html")
    for _again in range(2):
        _status, out, _err = check("--no-print", "--only", "myst")
        assert sum(f"'nosuch{number}'" in out for number in range(8)) == 8
        assert out.count('Unknown interpreted text role "none"') == 1


def test_handouts_are_told_at_their_table(project: Project, check: Check) -> None:
    """What is wrong with a sheet stands at its table in the catalogue; a sign, in its text."""
    project.edit("rest.md", project.read("rest.md") + "\n\nRest. \u0378\n\n" * 90)
    status, _out, _err = check("-o", "out/found.json")
    assert status == 1
    found = items(project)
    assert {"handouts.budget", "handouts.glyph"} <= {item.rule for item in found}
    lines = project.read("handouts/catalogue.toml").splitlines()
    (place,) = {(item.path, item.line) for item in found if item.rule == "handouts.glyph"}
    assert (place[0], project.read("rest.md").splitlines()[(place[1] or 0) - 1][:5]) == (
        "rest.md",
        "Rest.",
    )
    for item in found:
        if item.rule == "handouts.glyph":
            continue
        assert item.path == "handouts/catalogue.toml"
        identifier = item.message.split()[0]
        assert lines[(item.line or 0) - 1] == "[[handout]]"
        assert lines[item.line or 0] == f'id = "{identifier}"'


def test_front_matter_is_told_at_its_line(project: Project, check: Check) -> None:
    """A mistake in a page's front matter stands at its key."""
    project.edit("walk.md", ("  owner: Guide editor\n", "  owners: Guide editor\n"))
    _status, out, _err = check("--no-print")
    assert '   4  error   Front matter: review: unknown key "owners".' in out


def test_without_a_brand(project: Project, check: Check) -> None:
    """A project without a folder of brands is looked at whole, as it is printed."""
    shutil.rmtree(project.folder / "handouts/brands")
    status, out, err = check("--no-print", "-D", "handouts_profile=general")
    assert (status, "No findings" in out) == (0, True), out + err


def test_syntax_of_the_catalogue(project: Project, check: Check) -> None:
    """A file that is not TOML is told at the line where it ends to be."""
    project.edit("handouts/catalogue.toml", '[[handout]]\nid = "KP-01"\nslug = \n')
    assert "\n   3  error   Not valid TOML" in check("--no-print")[1]


# --- what decides the status ----------------------------------------------------------------------


def test_warnings_and_strict(project: Project, check: Check) -> None:
    """Warnings alone pass, unless strict; suppressed ones are not told at all."""
    project.edit("lost.md", "# Lost\n")
    assert check("--no-print")[0] == 0
    assert check("--no-print", "--strict")[0] == 1
    hidden = check("--no-print", "--strict", "-D", "suppress_warnings=toc.not_included")
    assert hidden == (0, "No findings in 5 pages, 3 handouts, 0 PDFs.\n", "")


def test_errors_cannot_be_suppressed(project: Project, check: Check) -> None:
    """An error is told whatever is suppressed."""
    wrong = ('parts = ["rest#rest-first", "help', 'parts = ["rest#wrong", "help')
    project.edit("handouts/catalogue.toml", wrong)
    status, out, _err = check("--no-print", "-D", "suppress_warnings=handouts")
    assert status == 1
    assert "has no label" in " ".join(out.split())


def test_only(broken: Project, check: Check) -> None:
    """One can ask for some checks; an unknown name is told with the known ones."""
    status, out, _err = check("--only", "reading", "--only", "myst.directive_unknown")
    assert status == 0
    rules = {line.strip() for line in out.splitlines() if line.strip().startswith("[")}
    assert rules == {"[handouts.reading]", "[myst.directive_unknown]"}
    status, _out, err = check("--only", "nonsense")
    assert status == 2
    assert '"nonsense" is no check; they are ' in err


@pytest.mark.parametrize(
    ("conf", "words"),
    [
        (None, "no conf.py; name the folder that holds it"),
        ("extensions = ['myst_parser']", "handouts not registered"),
        ("extensions = ['no_such_extension']", "no_such_extension"),
        ("this is not Python", "configuration file: NameError: name 'this'"),
    ],
)
def test_failure(project: Project, check: Check, conf: str | None, words: str) -> None:
    """What cannot be checked is status 2, and one sentence."""
    if conf is None:
        (project.folder / "conf.py").unlink()
    else:
        project.edit("conf.py", conf)
    status, out, err = check()
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("error: .: ")
    assert words in err


def test_extension_that_breaks(project: Project, check: Check) -> None:
    """An error that nobody expected is a sentence, and the trace is in a file that it names."""
    broken = "def setup(app):\n    app.connect('source-read', lambda *_: {}['gone'])\n"
    project.edit("conf.py", project.read("conf.py") + broken)
    status, out, err = check("--no-print")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "gone" in err
    assert "Traceback" not in err


def test_trace_is_kept(project: Project, check: Check) -> None:
    """What Sphinx does not catch is caught here."""
    broken = (
        "from sphinx.transforms.post_transforms import SphinxPostTransform\n"
        "class Breaks(SphinxPostTransform):\n"
        "    default_priority = 5\n"
        "    def run(self, **kwargs):\n        return 1 / 0\n"
        "def setup(app):\n    app.add_post_transform(Breaks)\n"
    )
    project.edit("conf.py", project.read("conf.py") + broken)
    status, out, err = check("--no-print")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "ZeroDivisionError" in err
    assert "1 / 0" in project.read("_build/doctrees/check/failure.log")


# --- mending, and lines that have changed ---------------------------------------------------------


def test_fix(project: Project, check: Check) -> None:
    """What can be mended is mended and told once; the ledger and code are left alone."""
    project.edit("rest.md", project.read("rest.md").replace("a walk.\n", "a walk. \n\n\n"))
    project.edit("snippets/get-help.md", project.read("snippets/get-help.md").replace("\n", "\r\n"))
    catalogue = project.read("handouts/catalogue.toml")
    project.edit("handouts/catalogue.toml", catalogue + "\n\n")
    project.edit("handouts/revisions.toml", "# Nothing was released yet.  \n\n")
    status, out, _err = check("--fix")
    assert status == 0
    assert out.splitlines() == [
        "Mended handouts/catalogue.toml: end of the file",
        "Mended rest.md: spaces at the end of lines, end of the file",
        "Mended snippets/get-help.md: line ends",
        "No findings in 4 pages, 3 handouts, 6 PDFs.",
    ]
    assert project.read("handouts/catalogue.toml") == catalogue
    assert project.read("handouts/revisions.toml").endswith(".  \n\n")
    assert check("--fix")[1] == "No findings in 4 pages, 3 handouts, 6 PDFs.\n"


def test_fix_changes_no_released_text(project: Project, check: Check) -> None:
    """A mended page prints the very same sheets."""
    page = project.read("rest.md")
    project.edit("rest.md", page.replace("Sit down", "Sit\u00a0 down").replace("\n", " \r\n"))
    project.good()
    before = {path: entry["content_hash"] for path, entry in project.editions().items()}
    assert "Mended rest.md" in check("--fix", "--no-print")[1]
    project.good()
    assert {path: entry["content_hash"] for path, entry in project.editions().items()} == before


def test_changed_since(project: Project, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what stands on changed lines is told, and fails; the files hold everything."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    project.edit("walk.md", project.read("walk.md") + "\n[old](#nowhere)\n\nA line.\n")
    project.edit(".gitignore", "_build\nout\n")
    who = ("-c", "user.name=A", "-c", "user.email=a@guide.example")
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], [*who, "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=project.folder, check=True)
    quick = ("--no-print", "--strict", "--changed-since", "main", "-o", "out/found.json")
    assert check(*quick)[:2] == (0, "No findings on lines changed since main.\n")
    assert len(items(project)) == 1
    project.edit("walk.md", ("A line.", "A line,\nand [new](#nobody)."))
    status, out, _err = check(*quick)
    assert status == 1
    assert "'nobody'" in out
    assert "'nowhere'" not in out
    assert {item.message.split("'")[3] for item in items(project)} == {"nobody", "nowhere"}
    status, out, err = check("--no-print", "--changed-since", "no-such")
    assert (status, out) == (2, "")
    assert err == 'error: git: there is no revision "no-such"; name a branch, a tag or a commit\n'


def test_changed_page_of_a_handout(project: Project, check: Check) -> None:
    """What a changed page makes of a handout is told, although the catalogue did not change."""
    for command in (["init", "-q", "-b", "main"], ["add", "rest.md", "handouts"]):
        subprocess.run(["git", *command], cwd=project.folder, check=True)
    who = ("-c", "user.name=A", "-c", "user.email=a@guide.example")
    subprocess.run(["git", *who, "commit", "-qm", "x"], cwd=project.folder, check=True)
    project.edit("rest.md", project.read("rest.md") + "\n\nRest.\n\n" * 90)
    status, out, _err = check("--changed-since", "main", "--only", "budget")
    assert status == 1
    assert "over its budget" in " ".join(out.split())


def test_wrong_options(check: Check) -> None:
    """A mistake in an option is told with what it takes."""
    assert '"found.doc": end the name with one of .txt' in check("-o", "found.doc")[2]
    assert '"language": write NAME=VALUE' in check("-D", "language")[2]


def test_every_format_in_a_file(broken: Project, check: Check) -> None:
    """Several reports are written at once, and the screen still has the text."""
    names = ("found.txt", "found.json", "found.sarif", "found.xml", "found.html")
    _status, out, _err = check(*(f"--output=out/{name}" for name in names), "--no-print")
    assert broken.read("out/found.txt") == out
    for name in names[1:]:
        assert "miracle cure" in broken.read(f"out/{name}")
    _status, out, _err = check("--no-print", "-f", "github")
    assert "::error file=walk.md,line=" in out


# --- how it works ---------------------------------------------------------------------------------


def test_shares_with_the_builders(project: Project, check: Check) -> None:
    """Pages that a builder has read are not read again, and no PDF is rendered twice."""
    assert check()[0] == 0
    built = project.good()
    assert built.read == 0
    assert built.counts[1] == 0


def test_an_interpreter_of_its_own(project: Project) -> None:
    """The program as a person starts it: no colours in a pipe, nothing on the error stream."""
    shutil.rmtree(project.folder / "_build", ignore_errors=True)
    command = [sys.executable, "-m", "sphinx_handouts", "check", ".", "--no-print"]
    done = subprocess.run(command, cwd=project.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "No findings in 4 pages, 3 handouts, 0 PDFs.\n"


def test_no_network() -> None:
    """Whatever asks for the network is refused; this machine is not."""
    import socket

    with offline():
        with pytest.raises(NoNetworkError):
            socket.getaddrinfo("guide.example", 443)
        with pytest.raises(NoNetworkError), socket.socket() as asked:
            asked.connect(("192.0.2.1", 9))
        assert socket.getaddrinfo("localhost", 1)
    assert socket.socket.connect.__qualname__ != "offline.<locals>.guarded.<locals>.call"


def test_extensions_that_ask_for_the_network(project: Project, check: Check) -> None:
    """An inventory of another project is not fetched, and the check says so."""
    project.edit(
        "conf.py",
        project.read("conf.py")
        + "\nextensions.append('sphinx.ext.intersphinx')\n"
        + "intersphinx_mapping = {'x': ('https://guide.example/', None)}\n",
    )
    status, out, _err = check("--no-print")
    assert status == 0
    assert "check uses no network" in " ".join(out.split())


def test_json_is_what_the_manual_says(broken: Project, check: Check) -> None:
    """The JSON has its version, counts, and a line or null for each finding."""
    check("-o", "out/found.json", "-f", "json")
    made = json.loads(broken.read("out/found.json"))
    assert made["format"] == 1
    assert made["errors"] + made["warnings"] == len(made["findings"])
    assert all(item["line"] is None or item["line"] > 0 for item in made["findings"])
