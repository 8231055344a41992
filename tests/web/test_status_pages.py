"""Status pages: what a reader finds, years later, at the address that is printed on a sheet."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from prepared import Prepared
from projects import Project, html_links, normal, pdf_text
from sphinx_handouts.project.revisions import Revision, Withdrawal, append
from sphinx_handouts.web.site import Site
from sphinx_handouts.web.status_pages import StatusPages

LEDGER = "handouts/revisions.toml"
BEFORE, AFTER = "1830297600", "1890000000"
"""Days in 2028-01 and 2029-11, before and after the date of the next review of walk.md."""
HASH = "sha256:" + 64 * "a"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the first day of 2028."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)


@pytest.fixture
def project(prepared: Prepared) -> Project:
    """Return a project whose handouts were made for one brand, and know their short address."""
    return prepared(make_for_one_brand)


def make_for_one_brand(project: Project) -> None:
    """Make the handouts of one brand, with their short address."""
    shutil.rmtree(project.folder / "handouts/brands/clinic")
    text = project.read("conf.py")
    project.edit(
        "conf.py",
        f'{text}handouts_short_pages = "h"\n'
        'handouts_short_url = "knee.example/h/{id}/{version}"\n',
    )
    project.good()


def released(
    project: Project, name: str, version: str, supersedes: str = "", **changes: object
) -> None:
    """Append a release to the ledger: of what was built last, unless *changes* give a digest."""
    known = {entry["id"]: entry["content_hash"] for entry in project.editions().values()}
    values = {
        "id": name,
        "language": "en",
        "version": version,
        "date": dt.date(2027, 3, 9),
        "hash": known.get(name, HASH),
        "change": f"What is new in {version}.",
        "supersedes": supersedes,
    }
    append(project.folder / LEDGER, [Revision.model_validate(values | changes)])


def withdrawn(project: Project, name: str, see: str = "") -> None:
    """Append a withdrawal to the ledger."""
    entry = Withdrawal(id=name, date=dt.date(2027, 5, 1), reason="It was <wrong>.", see=see)
    append(project.folder / LEDGER, [entry])


def publish(project: Project) -> Path:
    """Build the guide, and return the folder of its status pages."""
    project.good(builder="html")
    return project.html / "h"


def verdicts(page: Path) -> list[tuple[str, str]]:
    """Return what a page says of each version: the kind of box, and its words."""
    text = (page / "index.html").read_text("utf-8")
    boxes = re.findall(r'<div class="status status--(\w+)">(.*?)</div>', text, re.DOTALL)
    return [(kind, normal(re.sub("<[^>]+>", " ", words))) for kind, words in boxes]


def everything(folder: Path) -> dict[str, str]:
    """Return every status page; the links of each page must lead to files, and none is a script.

    The one script that a page may load is the file beside its style sheet.
    """
    pages = {}
    for path in sorted(folder.rglob("index.html")):
        text = path.read_text("utf-8")
        loaded = re.findall(r"<script[^>]*>[^<]*", text.lower())
        assert all(re.fullmatch(r'<script src="[./]+/plain\.js" defer>', tag) for tag in loaded)
        assert not re.search(r"\son\w+=|javascript:", text)
        links = [*html_links(path), *re.findall(r'<link [^>]*href="([^"]+)"', text)]
        for link in links:
            if link == "data:,":  # the picture of a page that has none
                continue
            assert "://" not in link
            target = path.parent / unquote(link.partition("#")[0])
            assert (target / "index.html" if target.is_dir() else target).is_file(), link
        pages[path.parent.relative_to(folder).as_posix()] = text
    return {name: text for name, text in pages.items() if name[:1].isupper()}


# --- without a ledger -----------------------------------------------------------------------------


def test_without_a_ledger(project: Project) -> None:
    """Each handout has a page, and one for its version: both say that it is current."""
    folder = publish(project)
    expected = {f"KP-0{n}{version}" for n in (1, 2, 3) for version in ("", "/0.1")}
    assert set(everything(folder)) == expected
    words = (
        "This is the current version. Not yet approved: pending clinical review. "
        "Language: English · Version 0.1"
    )
    for name in expected:
        assert verdicts(folder / name) == [("current", words)]


def test_address_on_the_sheet(project: Project) -> None:
    """The address on a sheet, and in its QR code, is that of a page that exists."""
    folder = publish(project)
    text = pdf_text(project.pdf("KP-01"))
    (address,) = re.findall(r"knee\.example/h/(\S+)", text)
    assert (folder / address / "index.html").is_file()


def test_pages_lead_to_the_pdfs(project: Project) -> None:
    """Where a version is current, its PDFs can be printed from the page."""
    folder = publish(project)
    for name, up in (("KP-01", "../../"), ("KP-01/0.1", "../../../")):
        links = [link for link in html_links(folder / name / "index.html") if ".pdf" in link]
        assert links == [f"{up}handouts/plain/en/KP-01-walk-a4-standard.pdf"]


def test_pdfs_in_a_deeper_folder(project: Project) -> None:
    """Wherever the PDFs and the pages are hosted, these lead to those."""
    setting = ("-D", "handouts_publish=to/print", "-D", "handouts_short_pages=at/h")
    project.good("-W", *setting, builder="html")
    folder = project.html / "at/h/KP-01"
    (link,) = (link for link in html_links(folder / "index.html") if ".pdf" in link)
    assert (folder / link).is_file()


def test_title_and_language(project: Project) -> None:
    """A page has the language and title of its handout; what is no markup stays none."""
    project.edit("handouts/catalogue.toml", ('"Walk more"', '"Walk <b>more</b> & rest"'))
    project.good()
    text = everything(publish(project))["KP-01/0.1"]
    assert '<html lang="en" dir="ltr">' in text
    assert "<h1>Walk &lt;b&gt;more&lt;/b&gt; &amp; rest</h1>" in text
    assert "<title>KP-01 0.1: Walk &lt;b&gt;more" in text


# --- with a ledger --------------------------------------------------------------------------------


def test_replaced(project: Project) -> None:
    """An old version's page says which one replaced it, when, and what changed since."""
    released(project, "KP-01", "1.0", hash=HASH, date=dt.date(2026, 11, 23))
    released(project, "KP-01", "1.1", "1.0", hash=HASH)
    released(project, "KP-01", "2.0", "1.1", date=dt.date(2027, 4, 2))
    project.good()
    folder = publish(project)
    pages = everything(folder)
    assert {name for name in pages if name.startswith("KP-01")} == {
        "KP-01",
        "KP-01/1.0",
        "KP-01/1.1",
        "KP-01/2.0",
    }
    later = {"1.0": "What is new in 1.1. What is new in 2.0.", "1.1": "What is new in 2.0."}
    for name, changes in later.items():
        assert verdicts(folder / "KP-01" / name) == [
            (
                "replaced",
                "Replaced by version 2.0 on 2 April 2027. "
                f"What changed: {changes} Language: English · Version {name}",
            )
        ]
    for name in ("KP-01", "KP-01/2.0"):
        (verdict,) = verdicts(folder / name)
        assert verdict[0] == "current"
        assert verdict[1].endswith("Version 2.0")
        history = re.findall(
            r"<li><a [^>]*>Version ([\d.]+)</a> \(English\), ([^:]+): ", pages[name]
        )
        assert history == [
            ("2.0", "2 April 2027"),
            ("1.1", "9 March 2027"),
            ("1.0", "23 November 2026"),
        ]


def test_withdrawn(project: Project) -> None:
    """A withdrawn handout keeps its addresses: they say so, why, and what to use instead."""
    released(project, "KP-01", "1.0")
    released(project, "KP-02", "1.0")
    released(project, "KP-03", "1.0")
    withdrawn(project, "KP-03", "KP-01")
    project.good()
    folder = publish(project)
    pages = everything(folder)
    for name in ("KP-03", "KP-03/1.0"):
        assert verdicts(folder / name) == [
            (
                "withdrawn",
                "Withdrawn on 1 May 2027: do not use. It was &lt;wrong&gt;. See KP-01 instead. "
                "Language: English · Version 1.0",
            )
        ]
        assert ".pdf" not in pages[name]
    assert not [path for path in project.html.rglob("*.pdf") if "KP-03" in path.name]
    assert verdicts(folder / "KP-01")[0][0] == "current"


def test_withdrawn_without_another(project: Project) -> None:
    """Where there is nothing to use instead, nothing is recommended."""
    released(project, "KP-03", "1.0")
    withdrawn(project, "KP-03")
    project.good()
    folder = publish(project)
    everything(folder)
    assert "instead" not in (folder / "KP-03/index.html").read_text()


def test_overdue(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the date of the next review the page says so; a handout without a date is current."""
    for number in (1, 2, 3):
        released(project, f"KP-0{number}", "1.0")
    project.good()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    folder = publish(project)
    everything(folder)
    for name in ("KP-01", "KP-01/1.0", "KP-02", "KP-02/1.0"):
        ((kind, words),) = verdicts(folder / name)
        assert kind == "overdue"
        assert words.startswith("The review was due on 31 January 2028. Ask your clinic.")
    assert [kind for kind, _words in verdicts(folder / "KP-03")] == ["current"]


def test_draft(project: Project) -> None:
    """What was never released says so, has no page of a version, and is not called current."""
    released(project, "KP-01", "1.0")
    project.good()
    folder = publish(project)
    pages = everything(folder)
    assert set(pages) == {"KP-01", "KP-01/1.0", "KP-02", "KP-03"}
    assert verdicts(folder / "KP-02") == [
        ("draft", "A draft. It was not released. Language: English · Version 0.1+draft")
    ]
    assert "current version" not in pages["KP-02"]
    assert ".pdf" in pages["KP-01"]
    assert ".pdf" not in pages["KP-02"]


def test_draft_of_a_released_handout(project: Project) -> None:
    """While a draft is printed, the release stays current, and the draft is not offered as such."""
    released(project, "KP-01", "1.0", hash=HASH)
    project.good()
    assert project.editions()["plain/en/KP-01-walk-a4-standard.pdf"]["version"] == "1.0+draft"
    folder = publish(project)
    pages = everything(folder)
    assert [kind for kind, _words in verdicts(folder / "KP-01")] == ["current", "draft"]
    assert [kind for kind, _words in verdicts(folder / "KP-01/1.0")] == ["current"]
    assert ".pdf" not in pages["KP-01"]
    assert ".pdf" not in pages["KP-01/1.0"]


def test_languages(project: Project) -> None:
    """A page tells each language that had the version, and no other."""
    released(project, "KP-01", "1.0", hash=HASH)
    released(project, "KP-01", "1.0", language="de")
    released(project, "KP-01", "1.1", "1.0")
    project.good()
    folder = publish(project)
    everything(folder)
    found = {
        name: [(kind, re.search(r"Language: (\w+)", words)[1]) for kind, words in verdicts(page)]
        for name in ("KP-01", "KP-01/1.0", "KP-01/1.1")
        for page in [folder / name]
    }
    assert found == {
        "KP-01": [("current", "English"), ("current", "Deutsch")],
        "KP-01/1.0": [("replaced", "English"), ("current", "Deutsch")],
        "KP-01/1.1": [("current", "English")],
    }


def test_translations_that_are_not_to_be_relied_on(project: Project) -> None:
    """Whatever keeps a translation from being handed out, its page says so, and why."""
    known = {"KP-01": "draft", "KP-02": "changed", "KP-03": "outdated"}
    path = project.out / "manifest.json"
    made = json.loads(path.read_text("utf-8"))
    about = dict.fromkeys(("source_title", "source_hash"), "") | {"source_version": "0.1"}
    for entry in made["editions"]:
        about |= {"source_language": "de", "standing": known[entry["id"]]}
        entry["translation"] = dict(about)
    path.write_text(json.dumps(made), "utf-8")
    folder = publish(project)
    assert [verdicts(folder / name)[0][1].partition(" Language")[0] for name in known] == [
        "A draft translation: not checked by a translator. Do not hand it out.",
        "A draft translation: changed since it was checked. Do not hand it out.",
        "This translation is out of date: the original has changed since.",
    ]


# --- the folder -----------------------------------------------------------------------------------


def test_other_files_stay(project: Project) -> None:
    """What others put into the folder stays; what is no longer ours to tell goes."""
    folder = publish(project)
    others = [
        "robots.txt",
        "about/index.html",
        "kp-09/index.html",
        "KP-9x/index.html",
        "KP-08/a.txt",
    ]
    for name in others:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("mine")
    (folder / "KP-07").mkdir()
    (folder / "KP-07/index.html").write_text("a handout that left, and was never released")
    publish(project)
    for name in others:
        assert (folder / name).read_text() == "mine"
    assert not (folder / "KP-07").exists()


def test_version_that_was_never_released(project: Project) -> None:
    """A version that left without a release has no page that still calls it current."""
    folder = publish(project)
    assert (folder / "KP-01/0.1/index.html").exists()
    released(project, "KP-01", "1.0")
    project.good()
    publish(project)
    assert set(everything(folder)) >= {"KP-01", "KP-01/1.0"}
    assert not (folder / "KP-01/0.1").exists()


def test_pages_are_written_again(project: Project) -> None:
    """An entry in the ledger changes the pages, although no page of the guide did."""
    released(project, "KP-01", "1.0")
    project.good()
    folder = publish(project)
    assert verdicts(folder / "KP-01/1.0")[0][0] == "current"
    withdrawn(project, "KP-01")
    publish(project)
    assert verdicts(folder / "KP-01/1.0")[0][0] == "withdrawn"


def test_same_bytes(project: Project) -> None:
    """The same ledger makes the same pages."""
    released(project, "KP-01", "1.0")
    project.good()
    folder = publish(project)
    first = everything(folder)
    shutil.rmtree(folder)
    assert everything(publish(project)) == first


def test_no_folder_no_pages(project: Project) -> None:
    """Without the setting there are no status pages."""
    project.good("-D", "handouts_short_pages=", builder="html")
    assert not (project.html / "h").exists()


# --- what a patient asks first --------------------------------------------------------------------


def test_answers_come_in_the_order_of_a_patients_questions(project: Project) -> None:
    """Is it current, where do I read it, in which forms to print it; sources and history follow."""
    released(project, "KP-01", "1.0", hash=HASH)
    released(project, "KP-01", "1.1", "1.0")
    project.good()
    text = everything(publish(project))["KP-01/1.1"]
    said = [
        *("This is the current version.", "What changed: What is new in 1.1."),
        *("Read it here", "../../../walk.html", "Print it", "Standard print, A4", "All versions"),
    ]
    places = [text.index(words) for words in said]
    assert places == sorted(places)


def test_help_is_linked_where_the_guide_has_such_a_page(project: Project) -> None:
    """Title and address of the page are the guide's own; a name that is no page links nothing."""
    text = everything(publish(project))["KP-01"]
    assert 'class="bar__help"' not in text
    project.edit("conf.py", project.read("conf.py") + 'handouts_help_page = "rest"\n')
    text = everything(publish(project))["KP-01"]
    assert re.search(r'class="bar__help" href="../../rest.html">([^<]+)</a>', text)


def test_own_style_sheets_come_last(project: Project) -> None:
    """A project gives the pages its look: its style sheets follow the built-in one, in one file."""
    project.edit("look.css", ":root { --plain-accent: teal; }\n")
    project.edit("conf.py", project.read("conf.py") + 'handouts_pages_css = ["look.css"]\n')
    folder = publish(project)
    style = (folder / "plain.css").read_text("utf-8")
    assert style.index("--plain-accent: #") < style.index("--plain-accent: teal")


def test_hundreds_of_clinics_do_not_make_a_page_larger(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of a network of 500 clinics is that of one, whose sheets bear no clinic's name."""
    sites: list[Site] = []
    write = StatusPages.write
    monkeypatch.setattr(
        StatusPages, "write", lambda pages, folder: sites.append(pages.site) or write(pages, folder)
    )
    page = publish(project) / "KP-01/index.html"
    (site,) = sites
    more = [
        entry.model_copy(
            update={"brand": f"b{n}", "clinic": f"C {n}", "path": f"b{n}/{entry.path}"}
        )
        for n in range(500)
        for entry in site.manifest.editions
    ]
    many = site.manifest.model_copy(update={"editions": (*site.manifest.editions, *more)})
    network = dataclasses.replace(site, manifest=many)
    write(StatusPages(network, dt.date(2028, 1, 1)), page.parents[1])
    assert len(page.read_bytes()) < 5_000
    assert ".pdf" in page.read_text("utf-8")


# --- addresses as they are typed ------------------------------------------------------------------


def onward(page: Path) -> Path:
    """Return where a page leads on to by itself."""
    text = (page / "index.html").read_text("utf-8")
    (to,) = re.findall(r'<meta http-equiv="refresh" content="0; url=([^"]+)">', text)
    assert f'href="{to}"' in text, "in words as well"
    return (page / unquote(to)).resolve()


def test_lower_case_leads_on(project: Project) -> None:
    """Handout and version are found as a telephone types them."""
    released(project, "KP-01", "1.0")
    project.good()
    folder = publish(project)
    assert onward(folder / "kp-01") == folder / "KP-01"
    assert onward(folder / "kp-01/1.0") == folder / "KP-01/1.0"
    shutil.rmtree(folder / "KP-02")
    everything(publish(project))


def test_folders_lead_on(project: Project) -> None:
    """That of the status pages lists every handout; nobody finds an error for half an address."""
    folder = publish(project)
    everything(folder)
    text = (folder / "index.html").read_text("utf-8")
    assert re.findall(r'<li><a href="([^"]+)"', text) == ["KP-01/", "KP-02/", "KP-03/"]
    withdrawn(project, "KP-03")
    publish(project)
    assert "Withdrawn: do not use." in (folder / "index.html").read_text("utf-8")


def test_typed_addresses_leave_others_alone(project: Project) -> None:
    """What somebody else has put at such an address stays; ours goes with the handout."""
    folder = publish(project)
    (folder / "kp-02/index.html").write_text("mine")
    (folder / "index.html").write_text("mine, too")
    catalogue = project.read("handouts/catalogue.toml")
    project.edit("handouts/catalogue.toml", catalogue.replace("KP-01", "KP-05"))
    project.good()
    publish(project)
    assert (folder / "kp-02/index.html").read_text() == "mine"
    assert (folder / "index.html").read_text() == "mine, too"
    assert not (folder / "kp-01").exists()
    assert onward(folder / "kp-05") == folder / "KP-05"
