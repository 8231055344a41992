"""The manifest: a public file that says what was built, and says it truly."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from sphinx_handouts.records.edition import Edition
from sphinx_handouts.records.manifest import NAME, Entry, Facts, Manifest, entry_of
from sphinx_handouts.records.page import Page
from sphinx_handouts.records.rendered import Rendered
from sphinx_handouts.records.states import State
from sphinx_handouts.storage.manifest_file import read, unchanged

TOOLS = {"weasyprint": "70.0", "pango": "1.50.12"}


@pytest.fixture
def described(page: Page, edition: Edition, long_sheet: Rendered) -> Entry:
    """Return the entry of a real PDF."""
    facts = Facts.of(long_sheet.pages, long_sheet.pdf)
    return entry_of(page, edition, "Anytown Clinic", facts)


@pytest.fixture
def folder(tmp_path: Path, described: Entry, long_sheet: Rendered) -> Path:
    """Return a folder with that PDF and its manifest."""
    path = tmp_path / described.path
    path.parent.mkdir(parents=True)
    path.write_bytes(long_sheet.pdf)
    (tmp_path / NAME).write_bytes(Manifest(tools=TOOLS, editions=(described,)).to_json())
    return tmp_path


def written(folder: Path) -> Any:
    """Return the file as another program reads it."""
    return json.loads((folder / NAME).read_bytes())


def test_entry_says_what_the_pdf_is(described: Entry, long_sheet: Rendered) -> None:
    """An entry names the handout, the edition, its state, and the file by size and digest."""
    assert described.model_dump() | {"content_hash": ""} == {
        "id": "HO-01",
        "slug": "first-sheet",
        "title": "The first sheet",
        "summary": "What it is for.",
        "subject": "Trials",
        "codes": ({"system": "icd10cm", "code": "M54.50"},),
        "brand": "anytown",
        "clinic": "Anytown Clinic",
        "language": "en",
        "paper": "a4",
        "variant": "standard",
        "version": "1.2",
        "content_hash": "",
        "state": State.PENDING,
        "next_review": described.next_review,
        "pages": 3,
        "bytes": len(long_sheet.pdf),
        "sha256": hashlib.sha256(long_sheet.pdf).hexdigest(),
        "path": "anytown/en/HO-01-first-sheet-a4-standard.pdf",
        "sources": ("index",),
        "references": (),
        "translation": None,
    }


def test_file_follows_the_schema(folder: Path) -> None:
    """What is written is valid by the JSON Schema that the model gives, and dates are ISO dates."""
    schema = Manifest.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.FormatChecker()
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(written(folder))
    assert written(folder)["editions"][0]["next_review"] == "2028-11-22"
    assert written(folder)["editions"][0]["state"] == "pending clinical review"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda m: m.update(format=2),
        lambda m: m.pop("editions"),
        lambda m: m["editions"][0].update(pages=0),
        lambda m: m["editions"][0].update(state="fine"),
        lambda m: m["editions"][0].pop("sha256"),
    ],
    ids=["format", "no editions", "pages", "state", "no digest"],
)
def test_schema_refuses(folder: Path, spoil: Any) -> None:
    """The schema refuses what this version does not write, and so does `read`."""
    manifest = written(folder)
    spoil(manifest)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(manifest, Manifest.model_json_schema())
    (folder / NAME).write_text(json.dumps(manifest))
    assert read(folder) is None


def test_keys_of_a_later_version(folder: Path, described: Entry) -> None:
    """Keys that a later version adds are no trouble for this one."""
    manifest = written(folder)
    manifest["more"] = manifest["editions"][0]["more"] = 1
    jsonschema.validate(manifest, Manifest.model_json_schema())
    (folder / NAME).write_text(json.dumps(manifest))
    assert read(folder) == Manifest(tools=TOOLS, editions=(described,))


def test_every_key_is_described() -> None:
    """Each key of the public format has a description for its reference."""
    schema = Manifest.model_json_schema()
    tables = [schema, *schema["$defs"].values()]
    keys = {key: value for table in tables for key, value in table.get("properties", {}).items()}
    assert {"id", "sha256", "editions", "tools", "format"} <= set(keys)
    assert [key for key, value in keys.items() if not value.get("description")] == []


def test_same_manifest_same_bytes(described: Entry) -> None:
    """The order in which programs are asked for their versions does not show."""
    backwards = dict(reversed(TOOLS.items()))
    one = Manifest(tools=TOOLS, editions=(described,))
    other = Manifest(tools=backwards, editions=(described,))
    assert one.to_json() == other.to_json()
    assert one.to_json().endswith(b"}\n")


def test_words_stay_readable(described: Entry) -> None:
    """Titles stand in the file as people write them, not as escapes."""
    korean = described.model_copy(update={"title": "허리 통증"})
    assert "허리 통증".encode() in Manifest(tools={}, editions=(korean,)).to_json()


# --- reading ------------------------------------------------------------------------------------


def test_read_gives_what_was_written(folder: Path, described: Entry) -> None:
    """The manifest comes back equal."""
    assert read(folder) == Manifest(tools=TOOLS, editions=(described,))


def test_nothing_to_read(tmp_path: Path) -> None:
    """No manifest, no folder, and a file in place of the folder are no manifest."""
    assert read(tmp_path) is None
    assert read(tmp_path / "gone") is None
    (tmp_path / "file").write_text("")
    assert read(tmp_path / "file") is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"format": 1}', b"\0" * 100]
)
def test_broken_file(tmp_path: Path, content: bytes) -> None:
    """A broken manifest is no manifest; nothing is raised."""
    (tmp_path / NAME).write_bytes(content)
    assert read(tmp_path) is None


def test_cut_short(folder: Path) -> None:
    """A manifest that ends too early is no manifest."""
    data = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(data[: len(data) // 2])
    assert read(folder) is None


def test_folder_in_its_place(tmp_path: Path) -> None:
    """A folder of the manifest's name is no manifest."""
    (tmp_path / NAME).mkdir()
    assert read(tmp_path) is None


# --- unchanged ----------------------------------------------------------------------------------


def test_unchanged(folder: Path, described: Entry) -> None:
    """A PDF as it was built is unchanged, and a folder of such is intact."""
    manifest = read(folder)
    assert manifest
    assert unchanged(folder, described)
    assert all(unchanged(folder, file) for file in manifest.files)


@pytest.mark.parametrize("damage", ["one bit", "cut", "longer", "gone", "folder", "no folder"])
def test_changed(folder: Path, described: Entry, damage: str) -> None:
    """A PDF with one bit wrong, another length, or none at all, is noticed."""
    path = folder / described.path
    data = path.read_bytes()
    match damage:
        case "one bit":
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        case "cut":
            path.write_bytes(data[:-1])
        case "longer":
            path.write_bytes(data + b"\n")
        case "gone":
            path.unlink()
        case "folder":
            path.unlink()
            path.mkdir()
        case "no folder":
            path.unlink()
            path.parent.rmdir()
            path.parent.write_text("in the way")
    manifest = read(folder)
    assert manifest
    assert not unchanged(folder, described)
