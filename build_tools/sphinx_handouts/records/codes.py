"""The code systems in which a handout says what it is about, and how their codes look."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


def _any(_code: str) -> bool:
    return True


_SWAP = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
"""The permutation of Verhoeff's check."""


def _times(a: int, b: int) -> int:
    """Multiply in the dihedral group of order ten."""
    turned = (a + b if a < 5 else a - b) % 5
    return turned + 5 * ((a < 5) != (b < 5))


def verhoeff(number: str) -> bool:
    """Return whether the last digit of *number* is its check digit, as in every SNOMED CT id."""
    result = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit)
        for _ in range(place % 8):
            value = _SWAP[value]
        result = _times(result, value)
    return result == 0


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """A code system: its name, its address in FHIR, the form of its codes, one of them."""

    label: str
    uri: str
    pattern: re.Pattern[str]
    example: str
    holds: Callable[[str], bool] = _any
    """Whether a code of the right form can be a code: its check digit."""

    def knows(self, code: str) -> bool:
        """Return whether *code* has the form of this system's codes."""
        return bool(self.pattern.fullmatch(code)) and self.holds(code)


SYSTEMS: Mapping[str, CodeSystem] = {
    "icd10cm": CodeSystem(
        label="ICD-10-CM",
        uri="http://hl7.org/fhir/sid/icd-10-cm",
        pattern=re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?"),
        example="M54.50",
    ),
    "snomedct": CodeSystem(
        label="SNOMED CT",
        uri="http://snomed.info/sct",
        # The two digits before the check digit tell a concept from a description.
        pattern=re.compile(r"[1-9][0-9]{2,14}[01]0[0-9]"),
        example="279039007",
        holds=verhoeff,
    ),
}


def mistake(codes: Mapping[str, Sequence[str]]) -> str:
    """Return what is wrong with the codes of a handout, and the mend; or nothing."""
    for name, values in codes.items():
        system = SYSTEMS.get(name)
        if system is None:
            return f'"{name[:40]}" is not known; write one of {", ".join(SYSTEMS)}'
        for code in values:
            if not system.knows(code):
                mend = f'write one such as "{system.example}"'
                return f'"{code[:40]}" is no {system.label} code; {mend}'
            if values.count(code) > 1:
                return f'"{code}" stands {values.count(code)} times in {name}; once is enough'
    return ""
