"""The rules of handouts: a profile brings them, and a setting changes each alone."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from sphinx.config import Config
from sphinx_handouts.config import OPTIONS
from sphinx_handouts.config.mistakes import _misspelt
from sphinx_handouts.project.rules import PROFILES, Rules, governs, mistakes, rules

DEFAULTS = {option.name: option.default for option in OPTIONS}
DEFAULTS |= {"language": "en", "handouts_source_language": "en"}
PATIENT, GENERAL = PROFILES["patient"], PROFILES["general"]


def settings(**changes: Any) -> dict[str, Any]:
    """Return the settings of a project that says nothing else."""
    return DEFAULTS | {f"handouts_{name}": value for name, value in changes.items()}


def test_each_rule_is_a_setting() -> None:
    """Nothing that a profile brings is out of a project's reach."""
    assert {f"handouts_{field.name}" for field in fields(Rules)} <= DEFAULTS.keys()


def test_whoever_says_nothing_has_the_rules_of_safety() -> None:
    """A rule of safety does not go off by an omission, nor by a misspelt profile."""
    assert rules(settings()) == PATIENT
    assert rules(settings(profile="generl")) == PATIENT
    (said,) = mistakes(settings(profile="generl"))
    assert said == 'conf.py: handouts_profile: "generl" is not known; did you mean "general"?'


def test_general_asks_for_nothing() -> None:
    """No box, no review, no limit, no budget."""
    asked = rules(settings(profile="general"))
    assert (asked.required_snippets, asked.reviews, asked.pages) == ((), False, 0)
    assert not asked.measures_grades


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("required_snippets", ["a", "b"], ("a", "b")),
        ("required_snippets", "a, b", ("a", "b")),  # from the command line
        ("required_snippets", [], ()),
        ("reviews", True, True),
        ("reviews", "0", False),
        ("reading_grade", 7.5, 7.5),
        ("smog_grade", "0", 0),
        ("sentence_words", 18, 18),
        ("safety_pages", [], ()),
        ("pages", "4", 4),
    ],
)
def test_a_setting_changes_one_rule(profile: str, name: str, value: Any, read: Any) -> None:
    """All other rules stay those of the profile."""
    asked = settings(profile=profile, **{name: value})
    assert list(mistakes(asked)) == []
    assert rules(asked) == replace(PROFILES[profile], **{name: read})


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("required_snippets", [1], "write a list of names"),
        ("reviews", "perhaps", "write True or False"),
        ("pages", -1, "write a number, 0 or more"),
        ("reading_grade", "six", "write a number, 0 or more"),
        ("sentence_words", True, "write a number, 0 or more"),
    ],
)
def test_what_cannot_be_is_told(name: str, value: Any, mend: str) -> None:
    """The sentence names the setting; the rule of the profile holds meanwhile."""
    asked = settings(**{name: value})
    (said,) = mistakes(asked)
    assert said.startswith(f"conf.py: handouts_{name}: ")
    assert said.endswith(mend)
    assert rules(asked) == PATIENT


def test_what_governs_a_rule() -> None:
    """A message names the setting that brought its rule, or the profile and what changes it."""
    asked = settings(required_snippets=["box"])
    assert governs(asked, "required_snippets") == "handouts_required_snippets in conf.py"
    assert governs(settings(), "required_snippets") == (
        'handouts_profile = "patient", which handouts_required_snippets in conf.py changes'
    )


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("handouts_untrusted_page", "handouts_untrusted_pages"),
        ("handout_profile", "handouts_profile"),
        ("HANDOUTS_Reviews", "handouts_reviews"),
        ("handouts_required_snipets", "handouts_required_snippets"),
        ("handouts_profile", ""),
        ("_handouts_profile", ""),
        ("handouts_root", ""),
        ("handouts_pdfs", ""),
    ],
)
def test_a_setting_that_is_nearly_one(name: str, near: str) -> None:
    """A rule of safety does not go off by a slip in its name; a project's own names are its own."""
    config = Config({name: ["x"]})
    for option in OPTIONS:
        config.add(option.name, option.default, option.rebuild, option.types)
    words = f"conf.py: {name}: there is no such setting; write {near}, or "
    assert [said.startswith(words) for said in _misspelt(config)] == [True] * bool(near)
