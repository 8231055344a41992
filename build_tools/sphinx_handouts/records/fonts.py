"""Which font families a sheet may use; all others might as well not be installed."""

from __future__ import annotations

from dataclasses import dataclass

FAMILY = "Noto Sans"
"""The family of the text, where a brand names no other."""

SCRIPTS = (
    *("Arabic", "Hebrew", "Armenian", "Georgian", "Ethiopic", "Syriac", "Thaana", "NKo", "Adlam"),
    *("Tifinagh", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu"),
    *("Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Khmer", "Myanmar", "Javanese"),
    *("Mongolian", "Cherokee", "Canadian Aboriginal", "Yi", "Ol Chiki", "Meetei Mayek"),
    *("Chakma", "Hanifi Rohingya", "Vai"),
    *("CJK SC", "CJK TC", "CJK HK", "CJK JP", "CJK KR"),
)
"""Scripts that Noto has in families of their own."""

BUILT_IN = (
    FAMILY,
    "Noto Naskh Arabic",  # from Noto Sans Arabic, joined lam and alef are read in the wrong order
    *(f"{FAMILY} {script}" for script in SCRIPTS),
    *("Noto Serif Tibetan", "Noto Nastaliq Urdu"),
    *(f"{FAMILY} {name}" for name in ("Symbols", "Symbols2", "Symbols 2", "Math")),
    "Noto Serif",
    "Noto Sans Mono",
)
"""Families of every sheet, in the order in which they are asked for a character."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """What a sheet may be set in besides the `BUILT_IN` families."""

    families: tuple[str, ...] = ()
    """Families of the project, and of the clinic."""
    folder: str = ""
    """A folder with font files of the project's own, beside those that are installed."""

    def of(self, family: str) -> Fonts:
        """Return the same with a clinic's *family* first, if it has one."""
        others = tuple(name for name in self.families if name != family)
        return Fonts((family, *others), self.folder) if family else self

    @property
    def named(self) -> tuple[str, ...]:
        """The project's families that are not built in."""
        return tuple(name for name in dict.fromkeys(self.families) if name not in BUILT_IN)
