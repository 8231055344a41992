"""``translations.toml``: who translated what, and what is wrong with a record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sphinx_handouts.checks.translations import check_record
from sphinx_handouts.project.translations import (
    FILE,
    PageRecord,
    Record,
    keep,
    line_of,
    load,
    source_hash,
    translation_hash,
)
from sphinx_handouts.records.page import Translated

DIGEST = "sha256:" + 64 * "0"
ONE = f"""\
[[translation]]
id = "HO-01"
language = "de"
translator = "Erika Muster"
date = 2026-03-01
source_version = "1.0"
source_hash = "{DIGEST}"
translation_hash = "{DIGEST}"
"""
PAGE = ONE.replace('[[translation]]\nid = "HO-01"', '[[page]]\nname = "walk"').replace(
    'source_version = "1.0"\n', ""
)
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


def page_record(**others: Any) -> PageRecord:
    """Return a record of a page."""
    usual = {"name": "walk", "language": "de", "translator": "Max Muster", "source_hash": DIGEST}
    return PageRecord(**usual | {"date": dt.date(2026, 6, 1)} | others)


def messages(folder: Path, text: str) -> list[str]:
    """Return what is wrong with a file."""
    (folder / FILE).write_text(text, "utf-8")
    _translations, findings = load(folder, "handouts", ["HO-01", "HO-02"], ["index", "walk"])
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
    assert translations.page("HO-01", "de") is None


def test_right_records_of_pages(tmp_path: Path) -> None:
    """Those of pages stand beside those of handouts, and neither is taken for the other."""
    text = f"{PAGE}\n{ONE}\n{PAGE.replace('walk', 'index')}"
    assert messages(tmp_path, text + APPROVED.format("2026-03-09")) == []
    translations, _findings = load(tmp_path, "handouts")
    assert [record.name for record in translations.pages] == ["walk", "index"]
    first, last = (translations.page(name, "de") for name in ("walk", "index"))
    assert first is not None
    assert last is not None
    assert (first.approved, last.approved) == (None, dt.date(2026, 3, 9))
    assert translations.page("walk", "fr") is None
    assert translations.record("walk", "de") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ONE + "\n" + ONE, "HO-01 de stands 2 times; keep one table"),
        (ONE.replace("HO-01", "HO-09"), "HO-09 de: there is no such handout; remove it"),
        (ONE + APPROVED.format("2026-02-28"), "approved: must not be earlier than date"),
        (ONE + APPROVED.format("2062-03-09"), "HO-01 de: approved: 2062-03-09 has not come yet"),
        (ONE + "approved = 2026-03-09\n", "needs reviewer, reviewer_role, back_translation"),
        (PAGE + "\n" + PAGE, "walk de stands 2 times; keep one table"),
        (PAGE.replace("walk", "gone"), "gone de: there is no such page; remove it"),
        (ONE.replace("HO-01", "walk"), "walk de: there is no such handout; remove it"),
        (PAGE + "approved = 2026-03-09\n", "needs reviewer, reviewer_role, back_translation"),
        (PAGE + 'source_version = "1.0"\n', 'unknown key "source_version"'),
    ],
    ids=[
        *("twice", "unknown handout", "approved before it was made"),
        *("approved in years to come", "approved by nobody"),
        *("page twice", "unknown page", "a page as a handout", "page approved by nobody"),
        "a version of a page",
    ],
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


@pytest.mark.parametrize("head", ["[[translation]]", " [[ translation ]]  # by hand"])
def test_a_record_takes_the_place_of_the_old_one(head: str, tmp_path: Path) -> None:
    """What people wrote around it stays: comments and the tables of others, byte for byte."""
    path = tmp_path / FILE
    one = ONE.replace("[[translation]]", head)
    other = one.replace('"de"', '"fr"')
    path.write_text(f"# Ours.\n\n{one}\n# Asked again in May.\n\n{other}", "utf-8")
    keep(path, record())
    text = path.read_text("utf-8")
    assert text.startswith("# Ours.\n\n[[translation]]\n")
    assert text.endswith(f"\n# Asked again in May.\n\n{other}")
    assert "Max Muster" in text
    assert text.count("Erika Muster") == 1
    assert messages(tmp_path, text) == []


def test_a_record_that_is_no_table_is_left(tmp_path: Path) -> None:
    """A list in one line may hold the records of others: nothing is written over it."""
    path = tmp_path / FILE
    rows = ", ".join(line for line in ONE.splitlines() if " = " in line)
    path.write_text(f"translation = [{{{rows}}}]\n", "utf-8")
    assert load(tmp_path, "handouts")[0].records
    with pytest.raises(ValueError, match=r"write each record as a table: \[\[translation\]\]$"):
        keep(path, record())


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


def test_a_record_of_a_page_takes_the_place_of_its_own(tmp_path: Path) -> None:
    """One of a handout that is called the same stays, and so do comments."""
    path = tmp_path / FILE
    namesake = ONE.replace("HO-01", "walk")
    path.write_text(f"{namesake}\n# Asked again in May.\n\n{PAGE}\n# The end.\n", "utf-8")
    keep(path, page_record())
    head, tail = path.read_text("utf-8").split("[[page]]\n")
    assert head == f"{namesake}\n# Asked again in May.\n\n"
    assert tail.startswith('name = "walk"\nlanguage = "de"\ntranslator = "Max Muster"\n')
    assert tail.endswith("\n# The end.\n")
    assert path.read_text("utf-8").splitlines()[line_of(path, page_record(), "date") - 1] == (
        "date = 2026-06-01"
    )
    assert line_of(path, page_record(), "date") > line_of(path, record(id="walk"), "date") > 0


def test_what_was_translated() -> None:
    """Neither order nor spaces of the source's texts count; a word does."""
    digest = source_hash(["Walk more.", "Rest  well."])
    assert digest == source_hash(["Rest\nwell.", "Walk more.", "Walk more."])
    assert digest != source_hash(["Walk more.", "Rest."])


def test_what_a_translation_says() -> None:
    """Neither order nor line breaks count; each text with its own translation does."""
    pairs = [("Walk more.", "Camine m\u00e1s."), ("Rest well.", "Descanse bien.")]
    now = translation_hash(pairs)
    assert now == translation_hash([("Rest  well.", "Descanse\nbien."), *pairs])
    changed = ("Rest well.", "No descanse.")
    swapped = [(pairs[0][0], pairs[1][1]), (pairs[1][0], pairs[0][1])]
    assert len({now, *map(translation_hash, ([pairs[0], changed], swapped, pairs[:1]))}) == 4


OTHER = "sha256:" + 64 * "1"
MISSING = 'the key "translation_hash" is missing, so that nobody answers for its words'
BY_WHOM = {"reviewer": "Dr A", "reviewer_role": "GP", "back_translation": "J. Doe"}


@pytest.mark.parametrize(
    ("known", "now", "standing", "told"),
    [
        ({}, (DIGEST, DIGEST), Translated.APPROVED, ""),
        ({}, (DIGEST, OTHER), Translated.CHANGED, "translation_hash: the translation has changed "),
        ({}, (OTHER, OTHER), Translated.OUTDATED, "source_hash: the text has changed "),
        ({"approved": None}, (DIGEST, DIGEST), Translated.UNREVIEWED, ""),
        ({"approved": None}, (DIGEST, OTHER), Translated.CHANGED, "translation_hash: the "),
        ({"translation_hash": ""}, (DIGEST, DIGEST), Translated.DRAFT, MISSING),
        ({"translation_hash": ""}, (DIGEST, ""), Translated.DRAFT, MISSING),
    ],
)
def test_who_answers_for_it(
    known: dict[str, Any], now: tuple[str, str], standing: Translated, told: str
) -> None:
    """Whoever approved words answers for no others, nor for words of which nothing was kept."""
    approved = {"translation_hash": DIGEST, "approved": dt.date(2026, 6, 2)} | BY_WHOM
    one = record(**approved | known)
    assert one.standing(*now) is standing
    found = [(key, f.message) for key, f in check_record(one, standing)]
    assert [m.startswith(f"HO-01 de: {told}") for _key, m in found] == [True] * bool(told)
    mend = "and record it: sphinx-handouts translate de HO-01 --translator NAME"
    assert all(key in told and message.endswith(mend) for key, message in found)


def test_who_answers_for_a_page() -> None:
    """As for a handout; it has no version, and what is told has its day."""
    known = page_record(translation_hash=DIGEST)
    assert known.standing(DIGEST, DIGEST) is Translated.UNREVIEWED
    assert known.standing(DIGEST, OTHER) is Translated.CHANGED
    ((key, told),) = check_record(known, known.standing(OTHER, DIGEST))
    assert key == "source_hash"
    assert told.message.startswith(
        "page walk de: source_hash: the text has changed since it was translated on 2026-06-01; "
    )
    assert told.message.endswith("sphinx-handouts translate de walk --translator NAME")


def test_a_record_is_found_by_its_line(tmp_path: Path) -> None:
    """Of a handout in two languages, that of the language is told; what is missing, at its head."""
    path = tmp_path / FILE
    path.write_text("# Ours.\n\n" + ONE.replace('"de"', '"fr"') + "\n" + ONE, "utf-8")
    lines = path.read_text("utf-8").splitlines()
    wanted = len(ONE.splitlines()) + 3
    assert lines[line_of(path, record(), "source_hash") - 1].startswith("source_hash")
    assert line_of(path, record(), "source_hash") > wanted
    assert line_of(path, record(), "reviewer") == wanted + 1
    assert line_of(path, record(language="pl"), "source_hash") == 0
