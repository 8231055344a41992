"""Looks into the front matter of a page before MyST does: it may set much, and swell."""

from __future__ import annotations

from typing import Any

from .validation import quoted

LARGEST = 16 * 1024
BRACKETS = 200


def front_matter(text: str) -> str:
    """Return the lines that MyST takes for front matter: it asks for no more than three hyphens."""
    if not text.startswith("---"):
        return ""
    lines = text.splitlines(keepends=True)
    for index, line in enumerate(lines[1:], 1):
        if line.startswith(("---", "...")):
            return "".join(lines[: index + 1])
    return "".join(lines)


def mistake_in(head: str) -> str:
    """Return what is wrong with the lines of `front_matter`, or nothing."""
    try:
        import yaml
    except ImportError:  # then nobody reads it
        return ""
    if len(head) > LARGEST or head.count("[") + head.count("{") > BRACKETS:
        return "it is too large; keep to what the reference of pages shows"
    body = "".join(head.splitlines(keepends=True)[1:-1])
    try:
        for event in yaml.parse(body, yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                return "an alias (*name) could swell; write the value out"
        return _settings(yaml.safe_load(body))
    except RecursionError:
        return "it is nested too deeply; make it flat"
    except (yaml.YAMLError, ValueError):
        return ""  # MyST warns of it


def malformed(text: str) -> tuple[str, int]:
    """Return why the front matter of a page is no YAML, and on which line; nothing where it is."""
    try:
        import yaml
    except ImportError:
        return "", 0
    body = "".join(front_matter(text).splitlines(keepends=True)[1:-1])
    try:
        yaml.compose(body, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        return str(error.problem), error.problem_mark.line + 2 if error.problem_mark else 0
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return type(error).__name__, 0
    return "", 0


def _settings(table: Any) -> str:
    """Return which settings of MyST a page would change; `html_meta` alone is harmless."""
    if not isinstance(table, dict):
        return ""
    settings = table.get("myst")
    own = {"substitutions"} & table.keys()
    if isinstance(settings, dict):
        own |= settings.keys() - {"html_meta"}
    if not own:
        return ""
    names = ", ".join(quoted(str(name)) for name in sorted(own, key=str)[:5])
    return f"{names} would change how MyST reads the page; set it in conf.py"
