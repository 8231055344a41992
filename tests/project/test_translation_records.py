"""``translations.toml``: who translated what, and what is wrong with a record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sphinx_handouts.project.translations import FILE, Record, keep, load, source_hash

DIGEST = "sha256:" + 64 * "0"
ONE = f"""\
[[translation]]
id = "HO-01"
language = "de"
translator = "Erika Muster"
date = 2026-03-01
source_version = "1.0"
source_hash = "{DIGEST}"
"""
APPROVED = """\
back_translation = "J. Doe, 2026-03-05"
reviewer = "Dr Test Example"
reviewer_role = "General practitioner"
approved = {}
"""


def record(**others: Any) -> Record:
    """Return a record of another translator."""
    usual = {"id": "HO-01", "language": "de", "translator": "Max Muster", "source_version": "1.1"}
    return Record(**usual | {"date": dt.date(2026, 6, 1), "source_hash": DIGEST} | others)


def messages(folder: Path, text: str) -> list[str]:
    """Return what is wrong with a file."""
    (folder / FILE).write_text(text, "utf-8")
    _translations, findings = load(folder, "handouts", ["HO-01", "HO-02"])
    return [finding.message for finding in findings]


def test_no_file_is_no_mistake(tmp_path: Path) -> None:
    """A project that translates nothing has no records."""
    translations, findings = load(tmp_path, "handouts")
    assert (translations.records, findings) == ((), [])


def test_right_records(tmp_path: Path) -> None:
    """A record is found by its handout and language, and by nothing else."""
    assert messages(tmp_path, ONE + APPROVED.format("2026-03-09")) == []
    translations, _findings = load(tmp_path, "handouts")
    found = translations.record("HO-01", "de")
    assert found is not None
    assert (found.translator, found.approved) == ("Erika Muster", dt.date(2026, 3, 9))
    assert translations.record("HO-01", "fr") is None
    assert translations.record("HO-02", "de") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ONE + "\n" + ONE, "HO-01 de stands 2 times; keep one table"),
        (ONE.replace("HO-01", "HO-09"), "HO-09 de: there is no such handout; remove it"),
        (ONE + APPROVED.format("2026-02-28"), "approved: must not be earlier than date"),
        (ONE + "approved = 2026-03-09\n", "needs reviewer, reviewer_role, back_translation"),
    ],
    ids=["twice", "unknown handout", "approved before it was made", "approved by nobody"],
)
def test_wrong_records(text: str, message: str, tmp_path: Path) -> None:
    """Each mistake is told, with the file."""
    (told,) = messages(tmp_path, text)
    assert told.startswith(f"handouts/{FILE}: ")
    assert message in told


def test_approved_on_the_day(tmp_path: Path) -> None:
    """A translation may be approved on the day on which it was made."""
    assert messages(tmp_path, ONE + APPROVED.format("2026-03-01")) == []


# --- written ------------------------------------------------------------------------------------


def test_a_record_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """What people wrote around it stays: comments and the tables of others, byte for byte."""
    path = tmp_path / FILE
    other = ONE.replace('"de"', '"fr"')
    path.write_text(f"# Ours.\n\n{ONE}\n# Asked again in May.\n\n{other}", "utf-8")
    keep(path, record())
    text = path.read_text("utf-8")
    assert text.startswith("# Ours.\n\n[[translation]]\n")
    assert text.endswith(f"\n# Asked again in May.\n\n{other}")
    assert "Max Muster" in text
    assert text.count("Erika Muster") == 1
    assert messages(tmp_path, text) == []


@pytest.mark.parametrize("before", ["", "# Ours.\n", ONE])
def test_a_new_record_comes_last(before: str, tmp_path: Path) -> None:
    """The record of another language is added, to an empty file and to none as well."""
    path = tmp_path / FILE
    if before:
        path.write_text(before, "utf-8")
    new = record(language="fr")
    keep(path, new)
    text = path.read_text("utf-8")
    assert text.startswith(before)
    assert load(tmp_path, "handouts")[0].records[-1] == new


def test_what_was_translated() -> None:
    """Neither order nor spaces of the source's texts count; a word does."""
    digest = source_hash(["Walk more.", "Rest  well."])
    assert digest == source_hash(["Rest\nwell.", "Walk more.", "Walk more."])
    assert digest != source_hash(["Walk more.", "Rest."])
