"""Papers, variants and regions: rows of tables, to which a project adds its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from .geometry import SMALLEST

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
    sources: bool = Field(
        True,
        description="Whether its sources are listed; otherwise a sheet with an address says that "
        "they are there.",
    )


class Line(_Row):
    """A telephone line that helps: who answers changes, so it says when it was looked up."""

    words: Annotated[
        str, Field(pattern=r"^[^\x00-\x1f\ue000-\uf8ff]*[0-9][^\x00-\x1f\ue000-\uf8ff]*$")
    ] = Field(max_length=60, description='As it is printed after "Call": "Samaritans on 116 123".')
    checked: dt.date | None = Field(
        None, description="Day on which it was last compared with its source."
    )
    source: str = Field(
        "", max_length=300, description="Address of the page that says so, or the body."
    )

    @model_validator(mode="before")
    @classmethod
    def _may_be_words_alone(cls, value: Any) -> Any:
        return {"words": value} if isinstance(value, str) else value


class EmergencyNumber(Line):
    """A number that calls an ambulance."""

    words: Annotated[str, Field(pattern=r"^[0-9]{2,6}$")] = Field(
        description='As it is printed: "112".'
    )


class Region(_Row):
    """A place with an emergency number of its own, and lines that help."""

    emergency: EmergencyNumber = Field(
        description="Emergency number, with the day on which it was checked, and where."
    )
    advice: Line | None = Field(
        None, description="Line for health advice when the clinic is closed, day and night."
    )
    crisis: Line | None = Field(
        None, description="Line for people who think of ending their life, day and night."
    )
    label: str = Field("", description="What people call it.")

    def lines(self) -> Iterator[tuple[str, Line]]:
        """Yield each line by its key."""
        for key in LINES:
            line = getattr(self, key)
            if line is not None:
                yield key, line


LINES = ("emergency", "advice", "crisis")
"""The lines of a region, by the names that the `brand` role knows."""


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
    "large-print": Variant(label="large print", budget=2.2, smallest=16, sources=False),
    "ink-saver": Variant(label="ink saver", smallest=9, logo=False),
}
_CHECKED = dt.date(2026, 11, 28)


def _number(words: str, source: str) -> EmergencyNumber:
    return EmergencyNumber(words=words, checked=_CHECKED, source=source)


def _line(words: str, source: str) -> Line:
    return Line(words=words, checked=_CHECKED, source=source)


REGIONS: Mapping[str, Region] = {
    "us": Region(
        emergency=_number(
            "911",
            "https://health.wyo.gov/publichealth/prevention/wivpp/suicide-prevention/988-suicide-crisis-lifeline",
        ),
        crisis=_line(
            "988",
            "https://health.wyo.gov/publichealth/prevention/wivpp/suicide-prevention/988-suicide-crisis-lifeline",
        ),
        label="United States",
    ),
    "gb": Region(
        emergency=_number("999", "https://www.neas.nhs.uk/our-services/nhs-111"),
        advice=_line("111", "https://neas.nhs.uk/your-service/111"),
        crisis=_line("Samaritans on 116 123", "https://www.samaritans.org"),
        label="United Kingdom",
    ),
    "ie": Region(
        emergency=_number("112", "https://www2.hse.ie/emergencies/when-to-call-112-or-999/"),
        crisis=_line(
            "Samaritans on 116 123", "https://www.oireachtas.ie/en/debates/question/2013-12-10/505/"
        ),
        label="Ireland",
    ),
    "eu": Region(
        emergency=_number("112", "European Commission, as reported by news.lt on 12 February 2009"),
        label="European Union",
    ),
    "au": Region(
        emergency=_number("000", "https://www.healthdirect.gov.au/calling-triple-zero"),
        advice=_line(
            "healthdirect on 1800 022 222", "https://www.healthdirect.gov.au/what-care-do-i-need"
        ),
        crisis=_line(
            "Lifeline on 13 11 14",
            "http://www.cclhd.health.nsw.gov.au/Pages/Where-to-go-if-you-are-hurt-or-sick.aspx",
        ),
        label="Australia",
    ),
    "nz": Region(
        emergency=_number(
            "111",
            "https://www.govt.nz/browse/crime-and-justice/crimes-and-emergencies/111-emergency-service/",
        ),
        advice=_line(
            "Healthline on 0800 611 116",
            "https://www.health.govt.nz/your-health/services-and-support/health-care-services/healthline/common-questions-about-healthline",
        ),
        crisis=_line(
            "1737",
            "http://www.scoop.co.nz/stories/PA1706/S00527/single-phone-number-to-access-support-services.htm",
        ),
        label="New Zealand",
    ),
    "ca": Region(
        emergency=_number("911", "https://www.embassyservices.org/en/country/healthcare/emergency"),
        advice=_line(
            "811, where your province has it",
            "https://www.embassyservices.org/en/country/healthcare/emergency",
        ),
        crisis=_line(
            "9-8-8", "https://search.open.canada.ca/qpnotes/record/hc-sc,MHA-2023-QP-0001"
        ),
        label="Canada",
    ),
    "kr": Region(
        emergency=_number(
            "119", "http://www.jnmeditour.or.kr/?doc=eng/content.php&co_id=eng20403020"
        ),
        label="South Korea",
    ),
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
