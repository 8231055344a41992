"""The rules of a project's handouts: a profile brings them, and a setting changes each alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from .by_language import Settings, is_translation, of_language
from .validation import did_you_mean, quoted

PROFILE = "handouts_profile"
PATIENT = "patient"
GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Rules:
    """What is asked of the handouts of a project; each field is a setting ``handouts_...``."""

    required_snippets: tuple[str, ...]
    """Snippets that every handout carries."""
    reviews: bool
    """Whether pages are reviewed: a sheet says so until a clinician has approved it."""
    reading_grade: float
    smog_grade: float
    sentence_words: int
    safety_pages: tuple[str, ...] | None
    """Pages on safety; None: those that hold a required snippet."""
    pages: int
    """Page budget of a handout that names none; 0: it has none."""

    @property
    def measures_grades(self) -> bool:
        """Whether reading grades have a limit."""
        return bool(self.reading_grade or self.smog_grade)


BY_LANGUAGE = frozenset({"sentence_words"})
"""Rules that may be set for each language."""

PROFILES: Mapping[str, Rules] = {
    PATIENT: Rules(
        required_snippets=("get-help",),
        reviews=True,
        reading_grade=6,
        smog_grade=8,
        sentence_words=25,
        safety_pages=None,
        pages=2,
    ),
    GENERAL: Rules(
        required_snippets=(),
        reviews=False,
        reading_grade=0,
        smog_grade=0,
        sentence_words=0,
        safety_pages=(),
        pages=0,
    ),
}
"""The rules that each profile brings."""


def rules(settings: Settings) -> Rules:
    """Return the rules of a project: a wrong setting leaves the rule of the profile in force."""
    found = PROFILES.get(settings[PROFILE], PROFILES[PATIENT])
    for field in fields(Rules):
        value = _value(settings, field.name)
        if value is not None:
            try:
                found = replace(found, **{field.name: _READERS[field.name](value)})
            except (TypeError, ValueError):
                continue  # `mistakes` says so
    return found


def _value(settings: Settings, name: str) -> Any:
    """Return what a project says of a rule in the language of the build; None: nothing."""
    setting = f"handouts_{name}"
    if name not in BY_LANGUAGE:
        return settings[setting]
    if is_translation(settings) or isinstance(settings[setting], Mapping):
        return of_language(settings, setting) or 0  # each language has its own measure
    return settings[setting]


def is_set(settings: Settings, name: str) -> bool:
    """Return whether a project sets a rule by itself, whatever its profile."""
    return settings[f"handouts_{name}"] is not None


def governs(settings: Settings, name: str) -> str:
    """Return where a rule comes from, for a message: its setting, or the profile."""
    setting = f"handouts_{name}"
    if is_set(settings, name):
        return f"{setting} in conf.py"
    return f'{PROFILE} = "{settings[PROFILE]}", which {setting} in conf.py changes'


def mistakes(settings: Settings) -> Iterator[str]:
    """Yield what is wrong with the settings of the rules, a sentence each."""
    profile = settings[PROFILE]
    if profile not in PROFILES:
        near = did_you_mean(str(profile), list(PROFILES), "the profiles are")
        yield f"conf.py: {PROFILE}: {quoted(profile)} is not known{near}"
    for field in fields(Rules):
        value = settings[f"handouts_{field.name}"]
        by_language = field.name in BY_LANGUAGE and isinstance(value, Mapping)
        for each in value.values() if by_language else [value]:
            try:
                if each is not None:
                    _READERS[field.name](each)
            except (TypeError, ValueError) as error:
                yield f"conf.py: handouts_{field.name}: {quoted(each)} cannot be; {error}"


# A setting from the command line is text.


def _names(value: Any) -> tuple[str, ...]:
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) for name in names):
        raise ValueError("write a list of names")
    return tuple(name.strip() for name in names if name.strip())


def _switch(value: Any) -> bool:
    known = {"1": True, "0": False, "true": True, "false": False}
    if str(value).lower() not in known:
        raise ValueError("write True or False")
    return known[str(value).lower()]


def _number(kind: Callable[[Any], float]) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        try:
            number = kind(value)
        except (TypeError, ValueError):
            number = -1
        if not number >= 0 or isinstance(value, bool):
            raise ValueError("write a number, 0 or more")
        return number

    return read


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "required_snippets": _names,
    "reviews": _switch,
    "reading_grade": _number(float),
    "smog_grade": _number(float),
    "sentence_words": _number(int),
    "safety_pages": _names,
    "pages": _number(int),
}
