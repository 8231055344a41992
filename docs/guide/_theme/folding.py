"""The words of a text as a search compares them: ``scripts/words.mjs`` folds the same.

Small letters, no accents or vowel marks, one form of each Arabic letter. A Korean syllable is the
keys that are typed for it, so that one slip of the finger is one.
"""

from __future__ import annotations

import re
import unicodedata

DROPPED = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f'’]"
)
_KEYS = {
    0x1100: "ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ",
    0x1161: "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ",
    0x11A8: (
        "ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ "
        "ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ"
    ),
}
"""The keys of initial consonants, vowels and final consonants, from their first code."""
_SAME = dict(zip("ىةکیٱ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "يهكيا01234567890123456789", strict=True))
_LETTERS = str.maketrans(
    _SAME
    | {
        chr(first + number): typed
        for first, keys in _KEYS.items()
        for number, typed in enumerate(keys.split())
    }
)


def words(text: str) -> list[str]:
    """Return the words of a text, folded."""
    plain = DROPPED.sub("", unicodedata.normalize("NFKD", text.lower()))
    apart = "".join(sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in plain)
    return [word.translate(_LETTERS) for word in apart.split()]


def is_korean(word: str) -> bool:
    """Return whether a folded word is one of keys of a Korean keyboard."""
    return "ㄱ" <= word[:1] <= "ㅣ"
