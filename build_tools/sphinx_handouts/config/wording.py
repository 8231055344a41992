"""How plain the words must be, and which may be printed."""

from __future__ import annotations

from types import NoneType

from .option import Option

OPTIONS = (
    Option(
        "handouts_reading_grade",
        None,
        (int, float, str, NoneType),
        "Highest Flesch-Kincaid reading grade of an English page or handout; 0 does not check. "
        "Needs `sphinx-handouts[reading]`. Left out: 6 for patients, else 0.",
    ),
    Option(
        "handouts_reading_ease",
        {},
        (dict,),
        "Lowest reading ease by language, by the formula made for it: "
        '`{"es": 70}` (Fernández Huerta). Also `ar` (Osman), `it` (Gulpease), and Flesch for '
        "`de`, `fr`, `nl` and `ru`; for other languages nothing is checked.",
    ),
    Option(
        "handouts_smog_grade",
        None,
        (int, float, str, NoneType),
        "Highest SMOG reading grade, in English; 0 does not check. Needs "
        "`sphinx-handouts[reading]`. Left out: 8 for patients, else 0.",
    ),
    Option(
        "handouts_sentence_words",
        None,
        (int, str, dict, NoneType),
        "Most words a sentence may have; 0 does not check. By language: "
        '`{"en": 25, "es": 30}`; a number is for the language of the pages. '
        "Left out: 25 for patients, else 0.",
    ),
    Option(
        "handouts_reading_exclude",
        [],
        (list, tuple),
        "Pages whose language is not measured, such as a glossary or a list of sources.",
    ),
    Option(
        "handouts_banned_phrases",
        "",
        (str, dict),
        "File of phrases that must not be printed, one a line, from the folder of `conf.py`. By "
        'language: `{"en": "banned.txt", "es": "banned-es.txt"}`; a name is for the language of '
        "the pages.",
    ),
    Option(
        "handouts_scripts",
        {},
        (dict,),
        "Scripts that a language may use, as beginnings of Unicode character names: "
        '`{"en": ["LATIN", "GREEK"]}`. A word in another script is an error.',
    ),
    Option(
        "handouts_spelling",
        {},
        (dict,),
        'Hunspell dictionaries by language: `{"en": "en_GB"}`, or a path from the folder of '
        "`conf.py` without `.dic`. Empty: spelling is not checked. "
        "Needs `sphinx-handouts[spelling]`.",
        rebuild="",
    ),
    Option(
        "handouts_words",
        {},
        (dict,),
        "Files of words that are right though no dictionary has them, by language, from the "
        'folder of `conf.py`: `{"en": "words-en.txt"}`; one word a line.',
        rebuild="",
    ),
)
