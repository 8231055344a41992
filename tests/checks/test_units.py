"""A number of a translation has the unit that it has in the text."""

from __future__ import annotations

import pytest
from sphinx_handouts.checks.units import other_units

SAME = [
    ("Take 500 mg.", "Tome 500 mg.", "es"),
    ("100 mcg", "100 \u00b5g", "fr"),
    ("100 micrograms, 2 litres", "100 \u043c\u043a\u0433, 2 \u043b\u0438\u0442\u0440\u0430", "ru"),
    ("after 3 days", "nach 3 Tagen", "de"),
    ("3 days to 5 days", "de 3 a 5 d\u00edas", "es"),
    ("5 minutes to 10 minutes", "5 \u0938\u0947 10 \u092e\u093f\u0928\u091f", "hi"),
    ("6-week plan, 24 hours a day", "Plan f\u00fcr 6 Wochen, 24 Stunden am Tag", "de"),
    ("5 minutes", "5\ubd84", "ko"),
    ("5 days", "5\u65e5\u9593", "ja"),
    ("at 10 am, for 10 minutes", "\u00e0 10 h, pendant 10 minutes", "fr"),
    ("5 mg", "5 bottles", "xx"),
    ("2 hours or 2 days", "2 Tage oder 2 Stunden", "de"),
    ("5 mg", "5 grandes mg", "es"),
    ("5 ml at 5 pm, 5 in the morning", "5 ml a las 5 p. m., 5 de la mañana", "es"),
    ("1 cup, 2 tablespoons", "1 tasse, 2 cuillères à soupe", "fr"),
]
OTHER = [
    ("Take 500 mg.", "Tome 500 g.", "es", 'has "500 g", where the text says "500 mg"'),
    ("100 micrograms", "100 Milligramm", "de", 'has "100 Milligramm", where'),
    ("0.5 mg", "0,5 \u043c\u043a\u0433", "ru", 'has "0,5 \u043c\u043a\u0433", where'),
    ("500 mg", "500 \u514b", "zh", 'has "500 \u514b", where the text says "500 mg"'),
    ("5 ml", "5 l", "fr", 'has "5 l", where'),
    ("10 minutes", "10 horas", "es", 'has "10 horas", where the text says "10 minutes"'),
    ("2-week plan", "\u062e\u0637\u0629 2 \u064a\u0648\u0645", "ar", 'has "2 \u064a'),
    ("3 days", "3\uc8fc", "ko", 'has "3\uc8fc", where the text says "3 days"'),
    ("5 minutes after 10 hours", "10 Minuten nach 5 Stunden", "de", 'has "10 Minuten", where'),
    ("2 teaspoons", "2 Esslöffel", "de", 'has "2 Esslöffel", where the text says "2 teaspoons"'),
    ("5 drops", "5 ml", "fr", 'has "5 ml", where'),
    ("3 feet", "3 metros", "es", 'has "3 metros", where'),
    ("10 stone", "10 kg", "pl", 'has "10 kg", where'),
    ("38 \u00b0C", "38 \u00b0F", "es", 'has "38 \u00b0F", where the text says "38 \u00b0C"'),
]


@pytest.mark.parametrize(("source", "translation", "language"), SAME)
def test_the_same_unit(source: str, translation: str, language: str) -> None:
    """Each language has names of its own, and forms of them that nobody has listed."""
    assert list(other_units(source, translation, ("en", language))) == []


@pytest.mark.parametrize(("source", "translation", "language", "problem"), OTHER)
def test_another_unit(source: str, translation: str, language: str, problem: str) -> None:
    """A number that has another unit of the same kind is told: a dose may be a thousand times."""
    assert next(other_units(source, translation, ("en", language))).startswith(problem)


def test_each_number_is_told_once() -> None:
    """One that stands there again, with no number of the text to go with it, is told as added."""
    assert len([*other_units("5 mg", "5 g, 5 g", ("en", "es"))]) == 1
