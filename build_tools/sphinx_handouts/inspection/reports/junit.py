"""For test reports: JUnit XML, one suite a check and one case a file."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from ...project.validation import one_line
from .report import Located, Report
from .rules import Rule, rule, rules

PROJECT = "project"
"""Name of the case of what concerns no single file."""


def to_junit(report: Report) -> str:
    """Return the report as JUnit XML; a file with a finding is a failure of its check."""
    suites = ET.Element("testsuites", name="sphinx-handouts")
    paths = {row.path for row in (*report.health.pages, *report.health.handouts)}
    by_rule: dict[str, list[Located]] = {name: [] for name in rules()}
    for finding in report.findings:
        by_rule[rule(finding.rule).name].append(finding)
    for name, found in by_rule.items():
        suites.append(_suite(rules()[name], found, paths))
    for key in ("tests", "failures", "errors"):
        suites.set(key, str(sum(int(suite.get(key, "0")) for suite in suites)))
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, "unicode")}\n'


def _suite(known: Rule, found: list[Located], paths: set[str]) -> ET.Element:
    suite = ET.Element("testsuite", name=known.name)
    names = sorted({*paths, *(finding.path for finding in found)})
    for path in names:
        suite.append(_case(known, path, [finding for finding in found if finding.path == path]))
    suite.set("tests", str(len(names)))
    suite.set("failures", str(len(suite.findall("*/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", "0")
    suite.set("time", "0")
    return suite


def _case(known: Rule, path: str, found: list[Located]) -> ET.Element:
    shown = one_line(path)
    case = ET.Element("testcase", classname=known.name, name=shown or PROJECT, time="0")
    if path:
        case.set("file", shown)
    if found:
        failure = ET.SubElement(
            case, "failure", type=found[0].severity.value, message=_clean(found[0])
        )
        failure.text = "\n".join(f"{shown}:{f.line or ''}: {_clean(f)}" for f in found)
    return case


def _clean(finding: Located) -> str:
    """Return the sentence without what XML cannot hold."""
    return one_line(f"{finding.message} {finding.mend}".strip())
