"""The manual is true: its tutorial works, its examples are valid, and it leaves nothing out."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import unicodedata
from contextlib import chdir
from pathlib import Path

import jsonschema
import pytest
import yaml
from desks import Desk
from manual_pages import DOCS, MANUAL, Block, blocks, captioned
from projects import pdf_text, sphinx_build
from sphinx_handouts.checks.table import CHECKS
from sphinx_handouts.commands.check import add_parser
from sphinx_handouts.config import OPTIONS
from sphinx_handouts.inspection.reports.data import to_json
from sphinx_handouts.inspection.reports.report import Located, Report
from sphinx_handouts.inspection.reports.rules import rules
from sphinx_handouts.records.finding import Kind, Severity
from sphinx_handouts.records.schema.brand import Brand
from sphinx_handouts.records.schema.handout import Handout
from sphinx_handouts.records.schema.page_review import PageReview


def sphinx(*arguments: str, cwd: Path) -> str:
    """Give ``sphinx-build`` what a person types, and return what it says when all is well."""
    with chdir(cwd):
        built = sphinx_build(*arguments)
    assert (built.status, built.err) == (0, "")
    return re.sub(r" in [\d.]+ s$", "", built.out, flags=re.MULTILINE)


# --- the tutorial -------------------------------------------------------------------------------


def follow(block: Block, folder: Path) -> None:
    """Do what a block of the tutorial says: save a file, change a line, or type a command.

    A file that is shown without a mark on any of its lines must be there already, just so.
    """
    path = folder / block.caption
    if block.language == "diff":
        old, new = (line[1:] for line in block.text.splitlines())
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")
    elif block.caption and block.marked:
        assert block.text.splitlines() != path.read_text("utf-8").splitlines()
        path.write_text(block.text, "utf-8")
    elif block.caption:
        assert block.text == path.read_text("utf-8")
    elif block.language == "console":
        line, *said = block.text.splitlines()
        if "sphinx-handouts init" in line:
            begin(line.partition("sphinx-handouts ")[2].split(), said, folder)
        elif "sphinx-build" in line:
            lines = sphinx(*line.partition("sphinx-build")[2].split(), cwd=folder).splitlines()
            assert [found for found in lines if found in said] == said


def begin(words: list[str], dialogue: list[str], folder: Path) -> None:
    """Answer the questions of ``init`` as the tutorial does; they must be the very ones."""
    asked = [line.rpartition(":") for line in dialogue]
    answers = "".join(f"{answer.strip()}\n" for _question, _colon, answer in asked)
    status, out = Desk(folder).answer(answers, *words)
    assert status == 0, out
    assert out.startswith("".join(f"{question}: " for question, _colon, _answer in asked))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Follow the tutorial in an empty folder."""
    folder = tmp_path_factory.mktemp("first-handout")
    for block in blocks("tutorial/your-first-handout.md"):
        follow(block, folder)
    return folder


def test_tutorial(finished: Path) -> None:
    """Whoever follows the tutorial holds the sheets that it promises, with the last change."""
    pdfs = {path.name: path for path in (finished / "_build/handouts/my-clinic/en").glob("*.pdf")}
    first = pdfs.pop("HO-01-your-first-visit-a4-standard.pdf")
    assert [*pdfs] == ["HO-02-at-the-clinic-a4-standard.pdf"]
    text = " ".join(pdf_text(first).split())
    for words in (
        "Come five minutes early.",
        "Call 999 at once if you have chest pain or find it hard to breathe.",
        "What I want to ask",
        "01632 960001",
        "Not yet approved: pending clinical review",
    ):
        assert words in text


def test_tutorial_on_the_web(finished: Path) -> None:
    """The web page has the neutral words, not the lines to write on, and the PDFs beside it."""
    page = (finished / "_build/html/index.html").read_text("utf-8")
    assert "your local emergency number" in page
    assert "What I want to ask" not in page
    assert len(list((finished / "_build/html/handouts/my-clinic/en").glob("*.pdf"))) == 2


def test_schema_of_the_manifest(finished: Path, manual: Path) -> None:
    """The schema in the manual accepts a manifest that was really written, and its own example."""
    schema = json.loads((manual / "reference/manifest.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(
        json.loads((finished / "_build/handouts/manifest.json").read_bytes()), schema
    )
    example = next(block for block in blocks("reference/manifest.md") if block.language == "json")
    jsonschema.validate(json.loads(example.text), schema)


def test_schemas_for_other_systems(finished: Path, manual: Path) -> None:
    """The manual's schema accepts the library that was really written, and its own example."""
    schema = json.loads((manual / "reference/catalogue.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    written = finished / "_build/html/handouts/catalogue.json"
    jsonschema.validate(json.loads(written.read_bytes()), schema)
    (example,) = captioned("catalogue.json")
    jsonschema.validate(json.loads(example.text), schema)


# --- the examples -------------------------------------------------------------------------------


def test_examples_of_directives(finished: Path, tmp_path: Path) -> None:
    """Every example of a building block works, on the web and on a sheet."""
    examples = [b.text for b in blocks("reference/directives.md") if b.language == "md"]
    assert len(examples) >= 10
    for name in ("conf.py", "snippets/get-help.md", "handouts/brands/my-clinic/brand.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((finished / name).read_bytes())
    (tmp_path / "index.md").write_text("\n\n".join(["# Examples", *examples]), "utf-8")
    (tmp_path / "handouts/catalogue.toml").write_text(
        '[[handout]]\nid = "EX-1"\nslug = "examples"\ntitle = "Examples"\nparts = ["index"]\n'
    )
    for builder in ("handouts", "html"):
        sphinx("-M", builder, ".", "_build", "-W", cwd=tmp_path)


@pytest.mark.parametrize("block", captioned("catalogue.toml"))
def test_catalogues(block: Block) -> None:
    """Every example of a catalogue is valid."""
    tables = tomllib.loads(block.text)
    assert {"handout", "review"} & tables.keys()
    for table in tables.get("handout", ()):
        Handout.model_validate(table)
    for review in tables.get("review", {}).values():
        PageReview.model_validate(review)


@pytest.mark.parametrize("block", captioned("brand.toml"))
def test_brands(block: Block) -> None:
    """Every example of a brand is valid."""
    Brand.model_validate(tomllib.loads(block.text))


def test_front_matter() -> None:
    """Every example of a page's front matter is valid."""
    pages = sorted(MANUAL.rglob("*.md"))
    found = re.findall(
        r"^ *review:\n(?: +\w+: .*\n)+", "".join(p.read_text() for p in pages), re.MULTILINE
    )
    assert len(found) == 3
    for text in found:
        PageReview.model_validate(yaml.safe_load(text)["review"])


# --- the reference and the table of claims ------------------------------------------------------


def test_reference_is_complete(manual: Path) -> None:
    """Every option, directive, role, key and warning that there is stands in the reference."""
    sys.path.insert(0, str(MANUAL / "_ext"))
    try:
        from writers import MODELS, REGISTERED
    finally:
        sys.path.pop(0)
    pages = "".join(path.read_text("utf-8") for path in (MANUAL / "reference").glob("*.md"))
    asked = re.findall(r"^```\{generated\} (?:directive|role|keys) (.+)$", pages, re.MULTILINE)
    assert sorted(asked) == sorted([*REGISTERED, *MODELS])
    for page, words in {
        "options": [option.name for option in OPTIONS],
        "errors-and-warnings": [f"handouts.{kind}" for kind in Kind],
    }.items():
        text = (manual / f"reference/{page}.html").read_text("utf-8")
        assert [word for word in words if word not in text] == []


def test_every_check_has_a_place(manual: Path) -> None:
    """Each check is explained at the very anchor to which reports link."""
    text = (manual / "reference/checks.html").read_text("utf-8")
    for check in CHECKS:
        assert f'id="{check.anchor}"' in text
        assert f">{check.subtype}<" in text
    for rule in rules().values():
        assert f'id="{rule.anchor}"' in text


def test_schema_of_the_findings(manual: Path) -> None:
    """The manual's schema accepts findings that were really written, and its own example."""
    schema = json.loads((manual / "reference/findings.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    found = Located("myst.header", Severity.WARNING, "H2 to H4.", "Mend it.", "walk.md", 3)
    jsonschema.validate(json.loads(to_json(Report((found,)))), schema)
    (example,) = captioned("findings.json")
    jsonschema.validate(json.loads(example.text), schema)


def test_hooks_of_the_manual() -> None:
    """The example for pre-commit names a hook that there is, with options that the check takes."""
    (block,) = captioned(".pre-commit-config.yaml")
    (repo,) = yaml.safe_load(block.text)["repos"]
    (hook,) = repo["hooks"]
    offered = yaml.safe_load((DOCS.parent / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] in {one["id"] for one in offered}
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    options = parser.parse_args(["check", *hook["args"]])
    assert (options.source, options.no_print) == (Path("docs"), True)


def guide_links() -> list[tuple[str, str]]:
    """Return the page and label of each reference from the manual to the guide."""
    texts = [path.read_text("utf-8") for path in MANUAL.rglob("*.md")]
    return sorted(set(re.findall(r"\(guide:([\w-]+)#([\w-]+)\)", "".join(texts))))


@pytest.mark.parametrize(("page", "label"), guide_links())
def test_guide_links(page: str, label: str) -> None:
    """A reference to the guide leads to a page and a label that are there."""
    text = (DOCS / f"guide/{page}.md").read_text("utf-8")
    assert re.search(rf"^(\({label}\)=|:name: {label})$", text, re.MULTILINE)


def claims() -> list[list[str]]:
    """Return the rows of the table of the seed article's claims."""
    text = (MANUAL / "explanation/seed-article-claims.md").read_text("utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows if "The article says" not in row[0]]


def test_claims_are_all_accounted_for() -> None:
    """Each claim has a verdict, and either a place in the guide and a source, or was left out."""
    assert len(claims()) >= 25
    for claim, verdict, place, source in claims():
        assert claim
        assert verdict
        assert (place == "–") == (source == "–"), claim
        assert place == "–" or "guide:" in place, claim


def test_claims_name_sources_of_the_guide() -> None:
    """Each source in the table is one of the guide's."""
    entries = (DOCS / "guide/references.bib").read_text("utf-8").lower()
    known = set(re.findall(r"^@\w+\{([a-z]+\d{4}),", entries, re.MULTILINE))
    for claim, _verdict, _place, source in claims():
        for name, year in re.findall(r"(\w+)(?: \d{4},)? (\d{4})", source):
            plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
            assert f"{plain}{year}" in known, claim


def test_no_advertising() -> None:
    """No word of the seed article's advertising stands in the manual."""
    text = "".join(path.read_text("utf-8") for path in MANUAL.rglob("*.md"))
    text = re.sub(r"^hours = .*$", "", text, flags=re.MULTILINE)  # of a clinic, in Korean
    assert not re.search(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]", text)
