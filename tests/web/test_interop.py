"""What other systems read: the library as data, the pages of codes, FHIR."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
from collections.abc import Iterable
from typing import Any

import jsonschema
import pytest
from fhir.resources.R4B.bundle import Bundle
from prepared import Prepared
from projects import Project, html_blocks, html_links, normal
from shelves import HANDOUT, Shelf
from sphinx_handouts.records.codes import SYSTEMS, mistake, verhoeff
from sphinx_handouts.records.edition import Edition
from sphinx_handouts.records.manifest import Code, Entry
from sphinx_handouts.web.code_pages import Answer, Answers, CodePages, answer
from sphinx_handouts.web.feeds import DIGESTS
from sphinx_handouts.web.listing import Listing, facts
from sphinx_handouts.web.site import Site

ICD, SNOMED = "M25.561", "57676002"
CODES = f'codes = {{ snomedct = ["{SNOMED}"], icd10cm = ["{ICD}", "M25.562"] }}\n'
PACK = '\n[[pack]]\nslug = "both-pack"\ntitle = "Both"\nhandouts = ["KP-01", "KP-03"]\n'
HERE = ("-D", "html_baseurl=", "-D", "handouts_base_url=")
LEDGER = """\
[[revision]]
id = "KP-01"
language = "en"
version = "1.0"
date = 2026-01-31
hash = "sha256:{zeros}"
change = "First edition."
supersedes = ""

[[revision]]
id = "KP-01"
language = "en"
version = "1.1"
date = 2026-02-28
hash = "sha256:{zeros}"
change = "Plainer words."
supersedes = "1.0"

[[withdrawal]]
id = "KP-03"
date = 2026-03-31
reason = "It was wrong."
see = "KP-01"
""".format(zeros="0" * 64)


@pytest.fixture
def project(prepared: Prepared) -> Project:
    """Return a project in which two handouts are in a pack, and one has codes."""
    return prepared(make_coded, "guide")


def make_coded(project: Project) -> None:
    """Give codes to a handout, and print the sheets."""
    catalogue = project.read("handouts/catalogue.toml")
    head, slug, rest = catalogue.partition('slug = "walk"\n')
    project.edit("handouts/catalogue.toml", head + CODES + slug + rest + PACK)
    project.edit("conf.py", project.read("conf.py") + 'handouts_codes_pages = "codes"\n')
    project.good("-W")


def hosted(project: Project, *options: str) -> dict[str, Any]:
    """Build the guide, and return its library as data, which must follow the schema it names."""
    project.good("-W", *options, builder="html")
    path = project.html / "handouts/catalogue.json"
    data = json.loads(path.read_bytes())
    jsonschema.validate(data, json.loads((path.parent / data["$schema"]).read_bytes()))
    return data


# --- the library as data ------------------------------------------------------------------------


def test_library_is_data(project: Project) -> None:
    """Each handout is there once in its language, with what it says of itself and its PDFs."""
    data = hosted(project)
    assert data["format"] == 1
    assert [handout["id"] for handout in data["handouts"]] == ["KP-01", "KP-02", "KP-03"]
    walk = data["handouts"][0]
    assert walk["title"] == "Walk more"
    assert walk["languages"] == ["en"]
    assert walk["state"] == "pending clinical review"
    assert walk["next_review"] == "2028-01-31"
    assert walk["packs"] == ["both-pack"]
    assert walk["codes"] == [
        {"system": "icd10cm", "code": ICD},
        {"system": "icd10cm", "code": "M25.562"},
        {"system": "snomedct", "code": SNOMED},
    ]
    assert data["handouts"][1]["codes"] == data["handouts"][1]["packs"] == []
    (pack,) = data["packs"]
    assert pack["handouts"] == ["KP-01", "KP-03"]


def test_sizes_and_digests_are_true(project: Project) -> None:
    """Every address leads to a hosted PDF of that size and digest, and none is left out."""
    data = hosted(project, *HERE)
    editions = [e for record in data["handouts"] + data["packs"] for e in record["editions"]]
    folder = project.html / "handouts"
    for edition in editions:
        pdf = (folder / edition["address"]).read_bytes()
        assert len(pdf) == edition["size"]
        assert hashlib.sha256(pdf).hexdigest() == edition["sha256"]
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.pdf")}
    assert {edition["address"] for edition in editions} == found


@pytest.mark.parametrize(
    ("options", "beginning"),
    [
        ((), "https://knee.example/en/handouts/"),
        (("-D", "handouts_publish=../handouts"), "https://knee.example/handouts/"),
        (
            ("-D", "handouts_base_url=https://sheets.example/a"),
            "https://sheets.example/a/handouts/",
        ),
    ],
    ids=["html_baseurl", "beside the guide", "handouts_base_url"],
)
def test_addresses_are_absolute(project: Project, options: tuple[str, ...], beginning: str) -> None:
    """Where the guide's address is known, that of a PDF can be used anywhere."""
    project.good("-W", *options, builder="html")
    folder = "_build" if "handouts_publish=../handouts" in options else "_build/html"
    data = json.loads(project.read(f"{folder}/handouts/catalogue.json"))
    edition = data["handouts"][0]["editions"][0]
    assert edition["address"] == f"{beginning}clinic/en/KP-01-walk-a4-standard.pdf"


def test_same_library_same_bytes(project: Project) -> None:
    """A build with nothing new writes the same bytes: of the library, and of its schema."""
    hosted(project)
    files = sorted((project.html / "handouts").glob("catalogue.*"))
    assert len(files) == 2
    before = [path.read_bytes() for path in files]
    hosted(project, "-E")
    assert [path.read_bytes() for path in files] == before


def test_schema_beside_the_library(project: Project) -> None:
    """The schema says its dialect; it has an address of its own where the guide has one."""
    path = project.html / "handouts/catalogue.schema.json"
    data = hosted(project)
    assert data["$schema"] == "./catalogue.schema.json"
    schema = json.loads(path.read_bytes())
    assert schema["$id"] == "https://knee.example/en/handouts/catalogue.schema.json"
    assert schema["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    jsonschema.Draft202012Validator.check_schema(schema)
    hosted(project, *HERE)
    assert "$id" not in json.loads(path.read_bytes())


def test_schema_finds_what_is_wrong(project: Project) -> None:
    """The schema wants every key that is always there, and lets a later version add some."""
    project.edit("handouts/revisions.toml", LEDGER)
    data = hosted(project)
    schema = json.loads((project.html / "handouts/catalogue.schema.json").read_bytes())
    validator = jsonschema.Draft202012Validator(schema)
    edition = data["handouts"][0]["editions"][0]
    for table in (data, data["handouts"][0], edition, data["withdrawals"][0]):
        for key in sorted(table):
            value = table.pop(key)
            assert not validator.is_valid(data), key
            table[key] = value
        table["later"] = True
        assert validator.is_valid(data)
    edition["size"] = "48 kB"
    assert not validator.is_valid(data)


def test_withdrawn_handout_is_told(project: Project) -> None:
    """A withdrawn handout has no PDF in the library, nor its pack; the reason is told."""
    project.edit("handouts/revisions.toml", LEDGER)
    data = hosted(project)
    assert [handout["id"] for handout in data["handouts"]] == ["KP-01", "KP-02"]
    assert data["packs"] == []
    (withdrawal,) = data["withdrawals"]
    assert withdrawal["id"] == "KP-03"
    assert withdrawal["see"] == "KP-01"


@pytest.mark.parametrize("model", [Listing, Answer, Answers])
def test_every_key_is_described(model: type[Listing]) -> None:
    """Each key of the public formats has a description for its reference."""
    schema = model.model_json_schema(mode="serialization")
    tables = [schema, *schema.get("$defs", {}).values()]
    keys = {key: value for table in tables for key, value in table.get("properties", {}).items()}
    assert [key for key, value in keys.items() if not value.get("description")] == []


# --- codes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "problem"),
    [
        ('{ icd10 = ["M54.50"] }', '"icd10" is not known; write one of icd10cm, snomedct'),
        ('{ icd10cm = ["54.50"] }', '"54.50" is no ICD-10-CM code; write one such as "M54.50"'),
        ('{ icd10cm = ["../../x"] }', 'write one such as "M54.50"'),
        ('{ snomedct = ["279039008"] }', 'write one such as "279039007"'),
        ('{ snomedct = ["279039007", "279039007"] }', "stands 2 times in snomedct"),
        ('{ icd10cm = "M54.50" }', "must be a list"),
        ("{ icd10cm = [54] }", "must be text in quotation marks"),
        ("{ icd10cm = [] }", "must not be empty"),
        ('["M54.50"]', "must be a table"),
    ],
)
def test_codes_are_checked(shelf: Shelf, codes: str, problem: str) -> None:
    """A code that cannot be is an error that names file, handout, key and mend."""
    shelf.write("catalogue.toml", f"{HANDOUT}codes = {codes}\n")
    (message,) = shelf.messages()
    assert message.startswith("handouts/catalogue.toml: handout 1 (HO-01): codes")
    assert problem in message


def test_check_digits() -> None:
    """A number with one wrong digit, or two digits swapped, is no SNOMED CT id."""
    assert all(map(verhoeff, ("279039007", "22298006", "73211009", "38341003")))
    assert not any(map(verhoeff, ("279039017", "279309007", "297039007")))


def test_examples_of_codes_can_be_written() -> None:
    """The codes that messages and the manual show are right."""
    assert mistake({name: [system.example] for name, system in SYSTEMS.items()}) == ""


@pytest.mark.parametrize(("system", "code"), [("icd10cm", ICD), ("snomedct", SNOMED)])
def test_page_of_a_code(project: Project, system: str, code: str) -> None:
    """Whoever asks for a code gets the handouts that fit, as a page and as data, and their PDFs."""
    hosted(project, *HERE)
    page = project.html / f"codes/{system}/{code}/index.html"
    text = page.read_text("utf-8")
    assert "Walk more" in text
    assert "Rest well" not in text
    assert "<script" not in text
    assert "style=" not in text
    pdfs = {(page.parent / link).resolve() for link in html_links(page) if link.endswith(".pdf")}
    assert len(pdfs) == 2
    answer = json.loads((page.parent / "index.json").read_bytes())
    jsonschema.validate(answer, Answer.model_json_schema(mode="serialization"))
    assert answer["uri"] == SYSTEMS[system].uri
    assert [handout["id"] for handout in answer["handouts"]] == ["KP-01"]
    assert {(page.parent / address).resolve() for address in addresses(answer)} == pdfs
    assert all(pdf.is_file() for pdf in pdfs)


def addresses(answer: dict[str, Any]) -> list[str]:
    """Return the addresses of all PDFs, as the manual says how to find them."""
    return [
        form["address"].replace("{brand}", clinic["brand"])
        for clinic in answer["clinics"]
        for handout in answer["handouts"]
        for form in handout["forms"]
        if clinic["shelf"] in form["shelves"]
    ]


def test_hundreds_of_clinics_do_not_make_a_page_larger(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 500 clinics, people get the sheets without a name, or the library; programs get all.

    A program is told each form once, and each clinic once.
    """
    sites: list[Site] = []
    write = CodePages.write
    monkeypatch.setattr(
        CodePages, "write", lambda pages, folder: sites.append(pages.site) or write(pages, folder)
    )
    hosted(project, *HERE)
    (site,) = sites
    unnamed = [e.model_copy(update={"brand": "plain", "clinic": ""}) for e in site.in_use.editions]
    named = [
        e.model_copy(update={"brand": f"b{n}", "clinic": f"C {n}", "path": f"b{n}/{e.path}"})
        for n in range(500)
        for e in site.in_use.editions
    ]
    sizes = []
    for editions in (named, [*named, *unnamed]):
        in_use = site.in_use.model_copy(update={"editions": tuple(editions)})
        write(CodePages(dataclasses.replace(site, in_use=in_use)), project.html / "codes")
        page = project.html / f"codes/icd10cm/{ICD}/index.html"
        links = list(html_links(page))
        assert any(link.endswith("/library.html#kp-01") for link in links)
        sizes.append((page.stat().st_size, sum(link.endswith(".pdf") for link in links)))
        file = page.parent / "index.json"
        found = addresses(json.loads(file.read_bytes()))
        assert sorted(found) == sorted(f"../../../handouts/{e.path}" for e in walks(editions))
        assert len(found) >= 1000
        assert file.stat().st_size < 60_000  # 500 times three short lines, and little besides
    assert [pdfs for _size, pdfs in sizes] == [0, 2]
    assert max(size for size, _pdfs in sizes) < 5_000


def walks(entries: Iterable[Entry]) -> list[Entry]:
    """Return those of the handout that has the code."""
    return [entry for entry in entries if entry.id == "KP-01"]


def test_clinics_that_print_other_forms_share_no_shelf() -> None:
    """Whatever a clinic prints, in whatever language and on how many pages, is told exactly."""
    told = Code(system="icd10cm", code=ICD)
    plain = entry("plain", "a4", codes=[told])
    entries = [
        *(plain, entry("one", "a4", codes=[told]), entry("one", "letter", codes=[told])),
        *(entry("two", "letter", codes=[told]), entry("two", "a4", codes=[told])),
        *(entry("long", "a4", codes=[told], pages=3), entry("long", "letter", codes=[told])),
        entry("welsh", "a4", codes=[told], language="cy"),
        entry("other", "a4", codes=[]),
    ]
    made = answer(told, entries, facts(entries, ()), "https://host/{}".format)
    assert [(c.brand, c.shelf) for c in made.clinics] == [
        *(("long", 1), ("one", 2), ("plain", 3), ("two", 2), ("welsh", 4))
    ]
    data = made.model_dump(mode="json")
    wanted = [f"https://host/{entry.path}" for entry in entries[:-1]]
    assert sorted(addresses(data)) == sorted(wanted)
    pages = {
        (f.paper, f.pages): f.shelves for h in made.handouts for f in h.forms if h.language == "en"
    }
    assert pages == {("a4", 2): (2, 3), ("a4", 3): (1,), ("letter", 2): (1, 2)}


def entry(brand: str, paper: str, *, language: str = "en", pages: int = 2, **more: Any) -> Entry:
    """Return what is told of a PDF."""
    place = Edition("KP-01", "walk-more", brand, language, paper, "standard")
    return Entry(
        id="KP-01",
        slug="walk-more",
        title="Walk",
        summary="",
        subject="",
        brand=brand,
        clinic=brand.title(),
        language=language,
        paper=paper,
        variant="standard",
        version="1.0",
        state="approved",
        next_review=None,
        pages=pages,
        bytes=1000,
        sha256="0" * 64,
        path=place.path,
        sources=(),
        **more,
    )


def test_addresses_of_an_answer_are_absolute(project: Project) -> None:
    """Where the guide's address is known, a program can use what it is told as it stands."""
    hosted(project)
    answer = json.loads((project.html / f"codes/icd10cm/{ICD}/index.json").read_bytes())
    address = addresses(answer)[0]
    assert address.startswith("https://knee.example/en/handouts/clinic/en/KP-01")


def test_list_of_codes(project: Project) -> None:
    """All codes that have an answer are listed, for people and for programs."""
    hosted(project)
    folder = project.html / "codes"
    data = json.loads((folder / "index.json").read_bytes())
    listed = [folder / c["system"] / c["code"] for c in data["codes"]]
    assert [path.name for path in listed] == [ICD, "M25.562", SNOMED]
    links = (folder / link for link in html_links(folder / "index.html") if link[0] != ".")
    assert [link.resolve() for link in links] == [path.resolve() for path in listed]


def test_code_that_is_gone(project: Project) -> None:
    """A code that no handout has any more has no page; what is not ours stays."""
    hosted(project)
    (project.html / "codes/icd10cm/mine").mkdir()
    project.edit("handouts/catalogue.toml", (f'"{ICD}", ', ""))
    project.good()
    hosted(project)
    assert {p.name for p in (project.html / "codes/icd10cm").iterdir()} == {"M25.562", "mine"}


def test_withdrawn_handout_answers_nothing(project: Project) -> None:
    """A withdrawn handout is not what anybody gets for a code."""
    project.edit("handouts/revisions.toml", LEDGER.replace('"KP-03"', '"KP-01"'))
    hosted(project)
    assert not (project.html / "codes/icd10cm").exists()


def test_no_pages_unless_asked_for(project: Project) -> None:
    """A project that does not ask for pages of codes has none."""
    hosted(project, "-D", "handouts_codes_pages=")
    assert not (project.html / "codes").exists()


def test_changed_codes_render_nothing(project: Project) -> None:
    """A code is not on the sheet: no PDF is made again for it."""
    project.edit("handouts/catalogue.toml", (f'"{ICD}", ', ""))
    cached, rendered, _failed = project.good().counts
    assert (cached, rendered) == (6, 0)
    hosted(project)
    assert ICD not in normal(" ".join(html_blocks(project.html / "codes/index.html", ".status")))


# --- FHIR ---------------------------------------------------------------------------------------

R4 = {
    *("resourceType", "language", "masterIdentifier", "identifier", "status", "docStatus"),
    *("type", "category", "date", "custodian", "relatesTo", "description", "content", "context"),
}
"""The elements that R4 has and we use; R5 has renamed or moved some of them."""


def documents(project: Project, *options: str) -> list[dict[str, Any]]:
    """Build the guide, and return its documents, which must follow FHIR R4."""
    project.good("-W", *options, builder="html")
    text = (project.html / "handouts/fhir.json").read_bytes()
    bundle = Bundle.model_validate_json(text)
    assert bundle.type == "collection"
    data = json.loads(text)
    names = [entry["fullUrl"] for entry in data["entry"]]
    assert len(set(names)) == len(names)
    found = [entry["resource"] for entry in data["entry"]]
    assert all(set(document) <= R4 for document in found)
    for document in found:
        for relation in document.get("relatesTo", ()):
            assert relation["target"]["reference"] in names
    return found


def of(found: list[dict[str, Any]], identifier: str) -> list[dict[str, Any]]:
    """Return the documents of one handout."""
    return [document for document in found if document["identifier"][0]["value"] == identifier]


def test_documents_say_what_they_are(project: Project) -> None:
    """A handout that nobody approved is a current document and a preliminary one."""
    found = documents(project)
    assert len(found) == 6
    clinic, plain = of(found, "KP-01")
    assert {clinic["status"], plain["status"]} == {"current"}
    assert {clinic["docStatus"], plain["docStatus"]} == {"preliminary"}
    assert clinic["custodian"] == {"display": "Example Clinic"}
    assert "custodian" not in plain
    assert "date" not in clinic, "it was not released"
    assert clinic["language"] == "en"
    assert clinic["identifier"][0]["system"] == "https://knee.example/en/handouts"
    codes = [coding for event in clinic["context"]["event"] for coding in event["coding"]]
    assert {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": ICD} in codes
    assert {"system": "http://snomed.info/sct", "code": SNOMED} in codes


def test_hashes_and_sizes_of_documents_are_true(project: Project) -> None:
    """Every attachment tells the size of a hosted PDF, and its SHA-1 in base64, as R4 wants it."""
    addresses = set()
    for document in documents(project):
        for content in document["content"]:
            attachment = content["attachment"]
            path = attachment["url"].removeprefix("https://knee.example/en/")
            pdf = (project.html / path).read_bytes()
            assert attachment["contentType"] == "application/pdf"
            assert attachment["size"] == len(pdf)
            assert base64.b64decode(attachment["hash"]) == hashlib.sha1(pdf).digest()
            addresses.add(project.html / path)
    packs = set(project.html.glob("handouts/*/en/packs/*.pdf"))
    assert addresses == set(project.html.rglob("*.pdf")) - packs


def test_addresses_of_documents_without_a_host(project: Project) -> None:
    """Where the guide's address is not known, those of PDFs are relative to the file."""
    (attachment, *_) = documents(project, *HERE)[0]["content"]
    assert (project.html / "handouts" / attachment["attachment"]["url"]).is_file()


def test_documents_follow_the_ledger(project: Project) -> None:
    """A released version has its date; the one before is superseded; what is withdrawn says so."""
    released = LEDGER.replace('"KP-03"\nd', '"KP-02"\nd')
    ledger = released.replace('id = "KP-01"\nlanguage', 'id = "KP-03"\nlanguage')
    project.edit(
        "handouts/revisions.toml", ledger + ledger.partition("[[w")[0].replace("-03", "-02")
    )
    short = ("-D", "handouts_short_url=knee.example/en/h/{id}/{version}")
    found = documents(project, *short)
    old, new = (d for d in of(found, "KP-03") if "text/html" in json.dumps(d))
    assert (old["status"], new["status"]) == ("superseded", "current")
    assert (old["date"], new["date"]) == ("2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z")
    assert new["relatesTo"][0]["target"]["reference"] == old["masterIdentifier"]["value"]
    assert old["content"][0]["attachment"]["url"] == "https://knee.example/en/h/KP-03/1.0"
    for document in of(found, "KP-02"):
        assert document["status"] == document["docStatus"] == "entered-in-error"
        assert document["description"] == "It was wrong."
        assert "application/pdf" not in json.dumps(document)


def test_same_documents_same_bytes(project: Project) -> None:
    """A build with nothing new gives each document the same name, and writes the same bytes."""
    documents(project)
    before = (project.html / "handouts/fhir.json").read_bytes()
    documents(project, "-E")
    assert (project.html / "handouts/fhir.json").read_bytes() == before


def test_digests_of_pdfs_are_kept_by_content(project: Project) -> None:
    """With hundreds of clinics, each PDF is read once; a new one is read, whatever is kept."""
    found = documents(project)
    kept = project.folder / "_build/doctrees" / DIGESTS
    digests = json.loads(kept.read_bytes())
    pdfs = {path.read_bytes() for path in (project.html / "handouts").rglob("*.pdf")}
    names = {(hashlib.sha256(p).hexdigest(), sha1(p)) for p in pdfs}
    assert names >= {(key, value) for _topic, key, value in digests}
    assert len(digests) == sum(len(document["content"]) for document in found)
    other = [[topic, key, f"kept-{key[:8]}"] for topic, key, _value in digests]
    kept.write_text(json.dumps(other), "utf-8")
    again = json.dumps(documents(project))
    assert all(value in again for _topic, _key, value in other)
    kept.write_bytes(b"damaged")
    assert documents(project) == found


def sha1(pdf: bytes) -> str:
    """Return the digest of a PDF as FHIR has it."""
    return base64.b64encode(hashlib.sha1(pdf, usedforsecurity=False).digest()).decode()


def test_sheets_may_stand_where_they_are_hosted(project: Project) -> None:
    """What the build of the sheets knows of its own folder is left to it."""
    project.good("-W", "-D", f"handouts_publish={project.out}", builder="html")
    assert (project.out / ".handouts-seen").is_file()
    assert (project.out / "fhir.json").is_file()


def test_pdf_that_was_changed_where_it_is_hosted_is_no_document(project: Project) -> None:
    """Its digest is known, but it is another one, of the same length, and its source is gone."""
    documents(project)
    name = project.pdf("plain/en/KP-03").relative_to(project.out)
    hosted_pdf = project.html / "handouts" / name
    hosted_pdf.write_bytes(hosted_pdf.read_bytes()[:-2] + b"!!")
    (project.out / name).unlink()
    project.build(builder="html")
    found = json.loads((project.html / "handouts/fhir.json").read_bytes())["entry"]
    assert len(of([entry["resource"] for entry in found], "KP-03")) == 1


def test_damaged_pdf_is_no_document(project: Project) -> None:
    """A PDF that is not what the manifest says is not vouched for."""
    project.pdf("plain/en/KP-03").unlink()
    project.build(builder="html")
    found = json.loads((project.html / "handouts/fhir.json").read_bytes())["entry"]
    assert len(of([entry["resource"] for entry in found], "KP-03")) == 1
