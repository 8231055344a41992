"""A network's sheets: laid out once, dressed for each clinic, and renewed no more than needed."""

from __future__ import annotations

import io
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from prepared import Prepared
from projects import Project, pdf_text
from sphinx_handouts.__main__ import main
from sphinx_handouts.finishing.merging import merge
from sphinx_handouts.proofing.structure import structure_problems
from sphinx_handouts.records.identity import find
from sphinx_handouts.records.manifest import Entry, identity_of
from tagged import faults, fields, opened, tags
from twin_sheets import FEW, different, spoken

BRAND = """name = "{name} Clinic"
variants = ["standard"]
region = "gb"

[contact]
phone = "01632 960{number}"
email = "{key}@example.org"
"""
PACK = """
[[pack]]
slug = "both"
title = "Both of them"
handouts = ["KP-03", "KP-01"]
"""
CLINICS = ("clinic", "oak", "plain")
OWN = "_templates/handouts/page.html"


def drawn_logo() -> str:
    """Return a logo with a picture in its drawing."""
    buffer = io.BytesIO()
    Image.new("RGB", (4, 1), "teal").save(buffer, "PNG")
    uri = f"data:image/png;base64,{b64encode(buffer.getvalue()).decode()}"
    inner = f'<image width="40" height="10" href="{uri}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">{inner}</svg>'


def add_brand(project: Project, key: str, number: int) -> None:
    """Add a clinic in the region of the other."""
    text = BRAND.format(name=key.title(), key=key, number=number)
    project.edit(f"handouts/brands/{key}/brand.toml", text)


def make_network(project: Project) -> None:
    """Print the sheets, packs and contents sheets of two clinics, and of none.

    The sheets of the pack have no part in common, so it is bound from them as they are.
    """
    page = project.read("help.md").replace("get-help-box", "rest-help")
    project.edit("help-at-rest.md", f"---\norphan: true\n---\n\n{page}")
    whole, last = project.read("handouts/catalogue.toml").rsplit("help#get-help-box", 1)
    catalogue = f"{whole}help-at-rest#rest-help{last}{PACK}"
    project.edit("handouts/catalogue.toml", catalogue)
    project.edit("conf.py", project.read("conf.py") + "handouts_contents = True\n")
    add_brand(project, "oak", 101)
    project.good("-W")


@pytest.fixture
def network(prepared: Prepared) -> Project:
    """Return a small network, its sheets printed."""
    return prepared(make_network)


def stamps(project: Project) -> dict[str, tuple[int, int]]:
    """Return what changes when a PDF is written again, even with the same bytes."""
    return {
        path.relative_to(project.out).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in project.out.rglob("*.pdf")
        if "rejected" not in path.parts
    }


def renewed(project: Project, before: dict[str, tuple[int, int]]) -> set[str]:
    """Return the PDFs that were written since."""
    return {name for name, stamp in stamps(project).items() if stamp != before.get(name)}


def kept_in_cache(project: Project) -> set[str]:
    """Return what the cache holds."""
    return {path.name for path in (project.folder / "_build/cache").rglob("*.entry")}


# --- packs and contents sheets --------------------------------------------------------------------


def test_a_pack_is_what_is_bound_from_the_sheets(network: Project) -> None:
    """A pack that was bound once and dressed is the pack of a clinic's own sheets."""
    made = {entry.path: entry for entry in map(Entry.model_validate, network.editions().values())}
    for key in ("clinic", "oak"):
        names = [f"{key}/en/KP-0{name}-a4-standard.pdf" for name in ("3-rest", "1-walk")]
        entries = [made[name] for name in names]
        parts = [(entry.title, (network.out / entry.path).read_bytes()) for entry in entries]
        bound = merge(parts, "Both of them", "en", identity_of("both", entries))
        dressed = (network.out / f"{key}/en/packs/both-a4-standard.pdf").read_bytes()
        assert different(dressed, bound) < FEW
        assert spoken(dressed) == spoken(bound)
        assert faults(dressed) == []
        assert structure_problems(dressed) == ()
        with opened(dressed) as one, opened(bound) as other:
            assert tags(one) == tags(other)
            assert fields(one) == fields(other)
            assert dict(one.docinfo) == dict(other.docinfo)
        assert find(dressed) == find(bound)
        assert find(dressed).brand == key
        assert len(find(dressed).members) == 2


def test_contents_sheets_are_dressed(network: Project) -> None:
    """So are contents sheets: each clinic's names it, to eye, ear and programs, and no other."""
    heard = {}
    for key, number in (("clinic", "01632 960001"), ("oak", "01632 960101")):
        path = network.out / f"{key}/en/contents-a4-standard.pdf"
        data = path.read_bytes()
        assert structure_problems(data) == ()
        assert faults(data) == []
        assert find(data).brand == key
        assert len(find(data).members) == 3
        heard[key] = spoken(data).replace("\N{NO-BREAK SPACE}", " ")
        assert pdf_text(path).count(number) == heard[key].count(number) > 0
    assert "Oak" not in heard["clinic"]
    assert "Example Clinic" not in heard["oak"]


# --- what is made again ---------------------------------------------------------------------------


def test_one_more_clinic_lays_nothing_out(network: Project) -> None:
    """For a new clinic a letterhead is laid out, and nothing else: the rest is dressed."""
    before, cached = stamps(network), kept_in_cache(network)
    add_brand(network, "elm", 202)
    built = network.good("-W")
    assert (built.counts, built.dressed, built.labels) == ((12, 0, 0), 3, set())
    assert "12 editions: 9 from cache, 3 dressed, 0 rendered" in built.out
    assert len(kept_in_cache(network) - cached) == 1
    assert renewed(network, before) == {name for name in stamps(network) if name[:4] == "elm/"}
    assert len(renewed(network, before)) == 5
    assert "01632 960202" in pdf_text(network.pdf("elm/en/KP-02"))


def test_new_telephone_renews_the_sheets_of_its_clinic(network: Project) -> None:
    """What a clinic changes of itself is seen on its sheets, packs and lists, and on no other."""
    before = stamps(network)
    network.edit("handouts/brands/oak/brand.toml", ("960101", "960303"))
    built = network.good("-W")
    assert (built.counts, built.labels) == ((9, 0, 0), set())
    assert renewed(network, before) == {name for name in before if name.startswith("oak/")}
    for name in renewed(network, before):
        assert "01632 960303" in pdf_text(network.out / name)
        assert "960101" not in pdf_text(network.out / name)


def test_new_sentence_renews_the_sheets_that_have_it(network: Project) -> None:
    """Sheets of other handouts stand as they are, for all clinics, and are not even dressed."""
    before = stamps(network)
    network.edit("rest.md", ("Sit down for ten", "Sit down for six"))
    built = network.good("-W")
    # Two handouts, each once for the clinics and once for nobody.
    sheets = {label for label in built.labels if label.startswith("KP-")}
    assert len(sheets) == 4
    assert renewed(network, before) == {name for name in before if "KP-01" not in name} - {
        name for name in before if "contents" in name
    }


def test_undone_edit_brings_the_same_bytes_back(network: Project) -> None:
    """What was dressed before is dressed in the same bytes, in another batch."""
    first = network.outputs()
    add_brand(network, "elm", 202)
    network.edit("handouts/brands/oak/brand.toml", ("960101", "960303"))
    network.good("-W")
    network.edit("handouts/brands/oak/brand.toml", ("960303", "960101"))
    network.good("-W")
    again = network.outputs()
    pdfs = {name for name in first if name.endswith(".pdf")}
    assert {name: again[name] for name in pdfs} == {name: first[name] for name in pdfs}


def test_a_dressed_sheet_that_was_damaged_comes_back(network: Project) -> None:
    """What stands in the folder is left only where it is what was made."""
    first = network.outputs()
    (damaged := network.pdf("oak/en/KP-02")).write_bytes(b"%PDF-")
    network.good("-W")
    assert damaged.read_bytes() == first["oak/en/KP-02-walk-and-rest-a4-standard.pdf"]


# --- a clinic that is wrong -----------------------------------------------------------------------


LONG_LINES = ", ".join(
    f'"Line {number} of a long address, {"and on " * 12}"' for number in range(12)
)
WRONG = {
    "details that do not fit": (
        f"address = [{LONG_LINES}]\n",
        ("contact.address takes", "mm"),
    ),
    "an unknown key": ('mobile = "01632 960102"\n', ('unknown key "mobile"',)),
    "a logo that shows nothing": (
        "\n",
        ("brand.toml:3: on a4 standard", "of a picture that shows nothing; give another logo"),
    ),
    "a wrong line": ("hours 9 to 5\n", ("not valid TOML", "at line 8")),
}


WHITE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">
<rect width="40" height="10" fill="white"/></svg>"""


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_clinic_fails_alone(network: Project, case: str) -> None:
    """It is told where and why; the others are printed, and its own files stand as they were."""
    before, old = network.outputs(), network.manifest()
    wrong, said = WRONG[case]
    brand = network.read("handouts/brands/oak/brand.toml")
    named = 'logo = "logo.svg"\nlogo_alt = "Oak"\nregion' if "logo" in case else "region"
    network.edit("handouts/brands/oak/logo.svg", WHITE)
    network.edit("handouts/brands/oak/brand.toml", brand.replace("region", named) + wrong)
    network.edit("rest.md", ("Sit down for ten", "Sit down for six"))
    built = network.build()
    assert built.status == 2
    assert built.said("handouts/brands/oak/brand.toml") == built.said(*said) != []
    after = network.outputs()
    own = {name for name in before if name.startswith("oak/")}
    assert len(own) == 5
    assert {name: after.get(name) for name in own} == {name: before[name] for name in own}
    for key in ("clinic", "plain"):
        for name in ("KP-03-rest-a4-standard.pdf", "packs/both-a4-standard.pdf"):
            assert after[f"{key}/en/{name}"] != before[f"{key}/en/{name}"]
            assert "for six minutes" in pdf_text(network.out / key / "en" / name)
    new = network.manifest()
    for kind in ("editions", "packs", "contents"):
        rows = [[row for row in one[kind] if row["brand"] == "oak"] for one in (old, new)]
        assert rows[0] == rows[1] != []
        assert [row["path"] for row in old[kind]] == [row["path"] for row in new[kind]]
    assert network.build().status == 2  # it is said again until it is mended
    network.edit("handouts/brands/oak/brand.toml", brand)
    assert network.good("-W").counts == (9, 0, 0)
    assert "for six minutes" in pdf_text(network.pdf("oak/en/KP-03"))


def test_a_coarse_logo_is_told_and_printed(network: Project) -> None:
    """It is told in each build, in the file of its clinic alone, and makes no sheet wrong."""
    brand = network.read("handouts/brands/oak/brand.toml")
    logo = 'logo = "logo.png"\nlogo_alt = "Oak Clinic"\nregion'
    network.edit("handouts/brands/oak/brand.toml", brand.replace("region", logo))
    Image.effect_noise((20, 10), 90).save(network.folder / "handouts/brands/oak/logo.png")
    where = "handouts/brands/oak/brand.toml:3: on a4 standard"
    for _turn in range(2):
        built = network.build()
        assert built.status == 0
        told = built.said(where, "20 by 10 pixels for 23 by 11 mm", "give a logo with more pixels")
        assert len(told) == 1
        assert built.said("blurred") == told
    assert b"/Height 10" in network.pdf("oak/en/KP-01").read_bytes()


def test_a_wrong_clinic_keeps_no_handout_that_went(network: Project) -> None:
    """What is in the catalogue no longer goes from its folder, too, with what held it."""
    catalogue = network.read("handouts/catalogue.toml")
    rows = catalogue.split("[[handout]]")
    (gone,) = (row for row in rows if 'id = "KP-02"' in row)
    network.edit("handouts/catalogue.toml", catalogue.replace(f"[[handout]]{gone}", ""))
    brand = network.read("handouts/brands/oak/brand.toml")
    network.edit("handouts/brands/oak/brand.toml", f"{brand}mobile = 1\n")
    assert network.build().status == 2
    own = {name.removeprefix("oak/en/") for name in network.outputs() if name.startswith("oak/")}
    assert own == {
        "KP-01-walk-a4-standard.pdf",
        "KP-03-rest-a4-standard.pdf",
        "packs/both-a4-standard.pdf",
    }


def test_wrong_clinics_alone_print_nothing(network: Project) -> None:
    """Where no clinic is right, all stands as it was."""
    before = network.outputs()
    for key in CLINICS:
        brand = network.read(f"handouts/brands/{key}/brand.toml")
        network.edit(f"handouts/brands/{key}/brand.toml", f"mobile = 1\n{brand}")
    network.edit("rest.md", ("Sit down for ten", "Sit down for six"))
    built = network.build()
    assert built.status == 2
    assert len(built.said("mobile")) == len(CLINICS)
    assert network.outputs() == before


# --- what a project has of its own ----------------------------------------------------------------


def own_page(project: Project, words: str) -> None:
    """Give a project a page template of its own."""
    import sphinx_handouts

    text = Path(sphinx_handouts.__file__).with_name("templates").joinpath("print/page.html")
    place = "{{ body | safe }}"
    project.edit(OWN, text.read_text("utf-8").replace(place, f"{place}<p>{words}</p>"))
    conf = project.read("conf.py")
    project.edit("conf.py", f'{conf}templates_path = ["_templates"]\nhandouts_contents = False\n')
    project.edit(
        "handouts/catalogue.toml", project.read("handouts/catalogue.toml").replace(PACK, "")
    )


def test_own_template_with_the_brand_is_told(network: Project) -> None:
    """Sheets that show a clinic outside its rooms are laid out for each; the build says why."""
    own_page(network, "Write to {{ brand.contact.email }}.")
    built = network.good("-D", "handouts_only=KP-01,oak,clinic")
    assert built.counts == (0, 2, 0)
    reason = "a template of your own uses the brand outside its rooms"
    assert f"1 laid out for one clinic each: {reason}" in built.out  # the other has no email
    assert "Write to oak@example.org." in pdf_text(network.pdf("oak/en/KP-01"))
    assert "Write to ." in pdf_text(network.pdf("clinic/en/KP-01"))


def test_own_template_without_the_brand_is_dressed(network: Project) -> None:
    """One that leaves it to its rooms costs one layout for all clinics."""
    own_page(network, "We print this ourselves.")
    built = network.good("-D", "handouts_only=KP-01,oak,clinic")
    assert "laid out for one clinic each" not in built.out
    assert len(built.labels) == 1
    for key, number in (("clinic", "01632 960001"), ("oak", "01632 960101")):
        text = pdf_text(network.pdf(f"{key}/en/KP-01"))
        assert "We print this ourselves." in text
        assert number in text


# --- archives, clusters, the ledger ---------------------------------------------------------------


def test_archived_sheets_are_dressed(network: Project) -> None:
    """A sheet that is PDF/A is dressed, and is PDF/A, with nothing smoothed or left empty."""
    network.edit("handouts/brands/clinic/logo.svg", drawn_logo())
    network.edit(
        "handouts/catalogue.toml", network.read("handouts/catalogue.toml").replace(PACK, "")
    )
    built = network.good("-W", "-D", "handouts_pdfa=1", "-D", "handouts_only=KP-01,oak,clinic")
    assert len(built.labels) == 1
    for key, number in (("clinic", "01632 960001"), ("oak", "01632 960101")):
        path = network.pdf(f"{key}/en/KP-01")
        data = path.read_bytes()
        assert number in pdf_text(path)
        assert structure_problems(data) == ()
        assert find(data).brand == key
        with opened(data) as pdf:
            assert pdf.Root.OutputIntents
            with pdf.open_metadata() as metadata:
                assert metadata["pdfaid:part"] == "3"
                assert metadata["pdfuaid:part"] == "1"
            streams: list[Any] = [
                o for o in pdf.objects if "/Interpolate" in getattr(o, "keys", list)()
            ]
            assert not any(bool(stream.Interpolate) for stream in streams)
            assert bool(streams) == (key == "clinic"), "its logo holds a picture"


def test_dask_dresses_the_same_sheets(network: Project) -> None:
    """On a Dask cluster letterheads, templates and dressed sheets have the bytes they have here."""
    network.edit("rest.md", ("Sit down for ten", "Sit down for six"))
    add_brand(network, "elm", 202)
    network.good("-W")
    here = network.outputs()
    options = ("executor=dask", "jobs=1", "cache=_build/other")
    network.good("-W", *(f"-Dhandouts_{option}" for option in options), out="dask")
    there = network.folder / "_build/dask"
    pdfs = {name for name in here if name.endswith(".pdf")}
    assert {name: (there / name).read_bytes() for name in pdfs} == {n: here[n] for n in pdfs}


def test_the_ledger_knows_dressed_sheets(
    network: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dressed sheet is released, verified as current, replaced and withdrawn like any other."""
    monkeypatch.chdir(network.folder)
    where = ["--manifest", "_build/handouts/manifest.json"]
    sheet = "_build/handouts/oak/en/KP-01-walk-a4-standard.pdf"
    assert main(["release", "--all", "--minor", "First.", *where]) == 0
    network.good("-W")
    assert main(["verify", sheet]) == 0
    assert "KP-01" in capsys.readouterr().out
    printed = Path(sheet).read_bytes()
    assert main(["withdraw", "KP-01", "It was wrong."]) == 0
    Path("printed.pdf").write_bytes(printed)
    assert main(["verify", "printed.pdf"]) == 1
    assert "withdrawn" in capsys.readouterr().out
