"""The numbers of regions: each says when and where it was looked up, and not long ago."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from projects import Project, lay_out
from sphinx_handouts.checks.regions import check_regions
from sphinx_handouts.records.finding import Kind, Severity
from sphinx_handouts.records.tables import Line, Region

TODAY = dt.date(2028, 2, 29)
GOOD = {"words": "112", "checked": "2027-02-28", "source": "https://example.org"}


def problems(**changes: object) -> list[str]:
    """Return what is wrong with a region whose emergency number is changed."""
    region = Region.model_validate({"emergency": {**GOOD, **changes}})
    return [finding.message for finding in check_regions({"in": region}, TODAY)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"checked": "2028-02-29"}, []),
        (
            {"checked": "2027-02-27"},
            ['was checked on 2027-02-27, over a year ago; look it up, and set "checked"'],
        ),
        (
            {"checked": "2028-03-01"},
            ['was checked on 2028-03-01, which has not come yet; mend "checked"'],
        ),
        ({"checked": None}, ['has no date; look it up, and add "checked"']),
        ({"source": ""}, ['has no source; add the address of the page that says so as "source"']),
    ],
)
def test_number_is_fresh(changes: dict[str, object], said: list[str]) -> None:
    """A number is told that has no day, no source, or a day over a year ago or still to come."""
    where = 'conf.py: handouts_regions: "in": emergency: "112" '
    assert problems(**changes) == [where + problem for problem in said]


def test_each_line_is_looked_at() -> None:
    """Lines for advice and in a crisis count as the emergency number does, where there is one."""
    lines = {"advice": Line(words="104"), "crisis": Line(words="105")}
    region = Region.model_validate({"emergency": GOOD, **lines})
    found = list(check_regions({"in": region}, TODAY, Severity.ERROR))
    assert [finding.message.split(": ")[3] for finding in found] == ["advice"] * 2 + ["crisis"] * 2
    assert {(finding.kind, finding.severity) for finding in found} == {
        (Kind.REGION, Severity.ERROR)
    }


OWN = '\nhandouts_regions = {"in": {"emergency": "112", "label": "India"}}\n'


def test_release_refuses_it(rootdir: Path, tmp_path: Path) -> None:
    """A release prints no number that nobody has looked up; a trial does, and a check tells it."""
    project = lay_out(rootdir, "base", tmp_path / "project")
    project.edit("conf.py", project.read("conf.py") + OWN)
    project.good("-D", "handouts_only=plain,KP-01")
    built = project.build("-D", "handouts_only=plain,KP-01", "-D", "handouts_release=1")
    assert built.status == 2
    assert '"in": emergency: "112" has no date' in built.err
    assert '"in": emergency: "112" has no source' in built.err
    assert "[handouts.region]" in built.err


def test_a_wrong_row_is_told(project: Project) -> None:
    """A row of the settings that cannot be read is an error of the build, not left out."""
    project.edit("conf.py", project.read("conf.py") + OWN.replace("label", "lable"))
    built = project.build()
    assert built.status == 2
    assert built.said("handouts_regions", "lable")
