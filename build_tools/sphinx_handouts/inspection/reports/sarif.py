"""For code scanning: SARIF 2.1.0."""

from __future__ import annotations

import json
from collections import Counter
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from ...storage.digests import digest
from .report import Located, Report
from .rules import Rule, rule, rules

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "SRCROOT"
"""What the addresses of files begin at; the reader of the report knows where that is."""


def to_sarif(report: Report) -> str:
    """Return the report as SARIF."""
    told = {name: index for index, name in enumerate(rules())}
    seen: Counter[str] = Counter()
    driver = {
        "name": "sphinx-handouts",
        "semanticVersion": version("sphinx-handouts"),
        "rules": [_rule(known, report.manual) for known in rules().values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder of the project."}}},
        "results": [_result(finding, told, seen) for finding in report.findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(known: Rule, manual: str) -> dict[str, Any]:
    told = {
        "id": known.name,
        "name": "".join(word.capitalize() for word in known.name.replace(".", "-").split("-")),
        "shortDescription": {"text": f"{known.title}."},
        "fullDescription": {"text": known.rationale},
        "help": {
            "text": f"{known.rationale} {known.mend}",
            "markdown": f"{known.rationale}\n\n**{known.mend}**",
        },
        "defaultConfiguration": {"level": "error" if known.error else "warning"},
    }
    return told | ({"helpUri": known.address(manual)} if manual else {})


def _result(finding: Located, told: dict[str, int], seen: Counter[str]) -> dict[str, Any]:
    known = rule(finding.rule).name
    text = f"{finding.message} {finding.mend}".strip()
    result: dict[str, Any] = {
        "ruleId": known,
        "ruleIndex": told[known],
        "level": finding.severity.value,
        "message": {"text": text},
        "properties": {"subtype": finding.rule},
        "partialFingerprints": {"sentence/v1": _fingerprint(finding, seen)},
    }
    if finding.path:
        place: dict[str, Any] = {
            "artifactLocation": {"uri": quote(finding.path), "uriBaseId": ROOT}
        }
        if finding.line:
            place["region"] = {"startLine": finding.line}
        result["locations"] = [{"physicalLocation": place}]
    return result


def _fingerprint(finding: Located, seen: Counter[str]) -> str:
    """Return what stays the same while the line moves; the second such finding has its number."""
    key = digest([finding.rule, finding.path, finding.message])[:32]
    seen[key] += 1
    return f"{key}:{seen[key]}"
