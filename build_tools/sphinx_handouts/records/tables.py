"""Papers, variants and regions: rows of tables, to which a project adds its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

SMALLEST = 8.0
"""Points: type below this size cannot be read by many."""

Length = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?(mm|cm|in|pt)$")]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Paper(_Row):
    """A sheet of paper."""

    width: Length = Field(description='Width: "210mm".')
    height: Length = Field(description='Height: "297mm".')
    label: str = Field("", description="What people call it.")
    booklet: bool = Field(
        False,
        description="Whether its pages are printed two-up, in the order of a folded booklet, "
        "on landscape sheets of twice its size, with fold marks.",
    )
    variants: tuple[str, ...] = Field(
        (), description="Variants to print on it; empty: all that a brand prints."
    )
    budget: float = Field(1.0, gt=0, description="How many pages it needs for one page of A4.")


class Variant(_Row):
    """A way to print a sheet: the CSS class ``sheet--NAME`` stands on its body."""

    label: str = Field("", description="What people call it.")
    budget: float = Field(
        1.0, gt=0, description="How many pages it needs for one page of standard print."
    )
    smallest: float = Field(
        SMALLEST, gt=0, description="The least size of type, in points: smaller type is an error."
    )
    logo: bool = Field(
        True, description="Whether the logo is printed; otherwise the name of the clinic is."
    )


class Region(_Row):
    """A place with an emergency number of its own."""

    emergency: Annotated[str, Field(pattern=r"^[0-9]{2,6}$")] = Field(
        description="Emergency number."
    )
    label: str = Field("", description="What people call it.")


PAPERS: Mapping[str, Paper] = {
    "a4": Paper(width="210mm", height="297mm", label="A4"),
    "letter": Paper(width="8.5in", height="11in", label="US Letter"),
    "a5-booklet": Paper(
        width="148.5mm",
        height="210mm",
        label="A5 booklet on A4",
        booklet=True,
        budget=2.5,
        variants=("standard",),
    ),
}
VARIANTS: Mapping[str, Variant] = {
    "standard": Variant(label="standard print", smallest=9),
    "large-print": Variant(label="large print", budget=3, smallest=13),
    "ink-saver": Variant(label="ink saver", smallest=9, logo=False),
}
REGIONS: Mapping[str, Region] = {
    "us": Region(emergency="911", label="United States"),
    "gb": Region(emergency="999", label="United Kingdom"),
    "eu": Region(emergency="112", label="European Union"),
    "au": Region(emergency="000", label="Australia"),
    "nz": Region(emergency="111", label="New Zealand"),
    "ca": Region(emergency="911", label="Canada"),
    "kr": Region(emergency="119", label="South Korea"),
}


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of one project: the built-in ones, and its own."""

    papers: Mapping[str, Paper] = field(default_factory=lambda: PAPERS)
    variants: Mapping[str, Variant] = field(default_factory=lambda: VARIANTS)
    regions: Mapping[str, Region] = field(default_factory=lambda: REGIONS)


BUILT_IN = Tables()
"""The built-in rows alone."""

Row = TypeVar("Row", bound=_Row)


def extend(
    rows: Mapping[str, Row], own: Mapping[str, Any], model: type[Row], option: str
) -> dict[str, Row]:
    """Return *rows* with a project's *own*, validated.

    Raises
    ------
    ValueError
        Says which row of which *option* is wrong, and how.
    """
    result = dict(rows)
    for name, row in own.items():
        try:
            result[name] = model.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join([option, str(name), *map(str, first["loc"])])
            raise ValueError(f"conf.py: {where}: {first['msg']}") from None
    return result
