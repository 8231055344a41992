"""What the files of a project say: frozen records of TOML tables and of pages' front matter.

The description of each field is the reference that editors read.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

import tinycss2.color4
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from .codes import mistake
from .languages import base, is_known, normalised
from .plain_text import NonEmpty, Text
from .tables import BUILT_IN, Paper, Tables, Variant

MINIMUM_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3: contrast of text against its ground."""


class State(StrEnum):
    """Where a page stands in document control, the least approved first."""

    WITHDRAWN = "withdrawn"
    DRAFT = "draft"
    OUTDATED = "outdated"
    """A translation of a text that has changed since."""
    PENDING = "pending clinical review"
    OVERDUE = "overdue"
    DUE = "review due"
    APPROVED = "approved"
    NOT_KEPT = "no reviews"
    """The project keeps no reviews: of a handout, never of a page."""

    @property
    def is_approved(self) -> bool:
        """Whether a named clinician has approved the text."""
        return self in {State.APPROVED, State.DUE}

    @property
    def may_be_handed_out(self) -> bool:
        """Whether it is approved, or needs no approval."""
        return self.is_approved or self is State.NOT_KEPT


STATES = tuple(State)


def _is_of_page(state: Any) -> Any:
    """Let a page be in none but the states that it can be in."""
    known = [str(known) for known in STATES if known is not State.NOT_KEPT]
    if state in known:
        return state
    words = ", ".join(f"'{name}'" for name in known[:-1])
    expected = {"expected": f"{words} or '{known[-1]}'"}
    raise PydanticCustomError("enum", "must be {expected}", expected)


class Strict(BaseModel):
    """A table of a TOML file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue (0 to 255) of a solid CSS colour."""
    parsed = tinycss2.color4.parse_color(colour)
    if parsed is None or isinstance(parsed, str) or parsed.alpha != 1:
        raise ValueError(f'"{colour}" is not a solid colour: write it as "#0b5563"')
    try:
        red, green, blue = (
            round(255 * min(max(value, 0), 1)) for value in parsed.to("srgb").coordinates
        )
    except (NotImplementedError, ValueError):  # another colour space, or not a number
        raise ValueError(f'"{colour}" cannot be measured: write it as "#0b5563"') from None
    return red, green, blue


def contrast_on_white(colour: str) -> float:
    """Return the contrast ratio (1 to 21) of a CSS colour on white paper, by WCAG 2.2."""
    values = [channel / 255 for channel in rgb(colour)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return float(1.05 / (luminance + 0.05))


def _printable_colour(colour: str) -> str:
    ratio = contrast_on_white(colour)
    if ratio < MINIMUM_CONTRAST:
        raise ValueError(
            f'"{colour}" has a contrast of {math.floor(100 * ratio) / 100}:1 on white: '
            f"choose a darker colour, {MINIMUM_CONTRAST}:1 or more"
        )
    return "#{:02x}{:02x}{:02x}".format(*rgb(colour))


Colour = Annotated[str, Field(max_length=60), AfterValidator(_printable_colour)]
"""A colour dark enough for text, kept as ``#rrggbb``: it goes into style sheets as it is."""
PART = r"^[^#\s]([^#]*[^#\s])?(#[^#\s]([^#]*[^#\s])?)?$"
"""A page, or a page and a label; both may hold blanks, but not at their ends."""


def _known_language(tag: str) -> str:
    if not is_known(tag):
        raise ValueError(f'"{tag[:20]}" is no language; write its tag, such as "es" or "pt-BR"')
    return normalised(tag)


LanguageTag = Annotated[
    str,
    Field(pattern=r"^[A-Za-z]{2,3}([_-][A-Za-z0-9]+)*$", max_length=40),
    AfterValidator(_known_language),
]
"""A language, as BCP 47 writes it."""


class Palette(Strict):
    """The one accent colour of a brand."""

    accent: Colour = Field("#0b5563", description='Colour of headings and rules: "#0b5563".')


class Number(Strict):
    """A further number of a clinic, and what it is for."""

    label: NonEmpty = Field(description='What it is: "Out of hours", "Fax".')
    number: NonEmpty = Field(description='The number as printed: "01632 960002".')


class ContactDetails(Strict):
    """How a patient reaches the clinic, in one language."""

    phone: Text = Field(
        "",
        description='Telephone number as printed: "01632 960001". It stands in the masthead, too.',
    )
    numbers: tuple[Number, ...] = Field(
        (),
        max_length=6,
        description="Further numbers, each with what it is: "
        '[{ label = "Out of hours", number = "01632 960002" }].',
    )
    email: Text = Field("", description="Email address.")
    web: Text = Field("", description='Web address without "https://".')
    hours: Text = Field(
        "",
        description='Opening hours in a few words: "Monday to Friday, 8 to 6". '
        "Parts that semicolons part are kept whole.",
    )
    address: tuple[NonEmpty, ...] = Field(
        (), max_length=12, description="Postal address, one text a line."
    )

    @property
    def is_given(self) -> bool:
        """Whether there is anything to print."""
        return any(getattr(self, key) for key in type(self).model_fields)


class Contact(ContactDetails):
    """How a patient reaches the clinic; a table of a language says what is other in it."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[str, ContactDetails] = Field(init=False)

    @property
    def by_language(self) -> dict[str, ContactDetails]:
        """What is other in a language, by its tag."""
        return {normalised(tag): own for tag, own in (self.__pydantic_extra__ or {}).items()}

    def within(self, language: str) -> ContactDetails:
        """Return the contacts in *language*: what its table leaves out is as in all others."""
        known = self.by_language
        own = known.get(language) or known.get(base(language)) or ContactDetails()
        told = {key: getattr(own, key) for key in own.model_fields_set}
        return self.model_copy(update=told)


class Prints(Strict):
    """What a clinic prints in one language, where that is less or more than in the others."""

    papers: tuple[NonEmpty, ...] = Field(
        (), max_length=20, description="Papers in this language; left out: those of the brand."
    )
    variants: tuple[NonEmpty, ...] = Field(
        (), max_length=20, description="Variants in this language; left out: those of the brand."
    )

    @field_validator("papers", "variants")
    @classmethod
    def _is_in_the_table(cls, value: tuple[str, ...], info: ValidationInfo) -> Any:
        return _in_the_table(value, info)


class Brand(Strict):
    """One clinic: ``brand.toml`` changes looks and contacts, never clinical words."""

    name: Text = Field(description='Name of the clinic as printed; "" for an unbranded sheet.')
    logo: str = Field("", description="File name of the logo (SVG or PNG) in the brand's folder.")
    logo_alt: Text = Field(
        "", description="What a screen reader says in place of the logo.", validate_default=True
    )
    logo_shows_name: bool | None = Field(
        None,
        strict=True,
        description="Whether the logo shows the name (true or false); if not, the name stands "
        "beside it. Left out: it does if it is at least twice as wide as high, and `logo_alt` "
        "holds the name.",
    )
    region: Text = Field(
        "", description="Region of the emergency number; left out: no number is printed."
    )
    papers: tuple[NonEmpty, ...] = Field(
        ("a4",), min_length=1, max_length=20, description="Papers to print on."
    )
    variants: tuple[NonEmpty, ...] = Field(
        ("standard", "large-print", "ink-saver"),
        min_length=1,
        max_length=20,
        description="Variants to print.",
    )
    languages: tuple[LanguageTag, ...] = Field(
        ("en",), min_length=1, max_length=100, description='Languages to print: "en", "ko".'
    )
    editions: dict[LanguageTag, Prints] = Field(
        {}, description="Papers and variants of single languages, a table each: [editions.ko]."
    )
    short_url: Text = Field(
        "",
        max_length=90,  # the foot of a booklet has room for no more
        description="Address of your own status pages, printed and in the QR code: "
        '"leaflets.example.org/h/{id}/{version}"; empty: the guide\'s.',
    )
    font: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]*$|^$", max_length=60)] = Field(
        "",
        description="Font family of the text, installed or in `handouts_fonts_folder`; "
        "empty: Noto Sans.",
    )
    palette: Palette = Field(Palette(), description="Colours.")
    contact: Contact = Field(
        Contact(), description="Contacts; what is other in a language, in [contact.ko]."
    )

    def within(self, language: str) -> Brand:
        """Return the brand as its sheets in *language* know it."""
        own = self.editions.get(language) or self.editions.get(base(language)) or Prints()
        return self.model_copy(
            update={
                "papers": own.papers or self.papers,
                "variants": own.variants or self.variants,
                "contact": self.contact.within(language),
            }
        )

    def __hash__(self) -> int:
        """Return a hash of all that the file says, its tables of languages too."""
        return hash(self.model_dump_json())

    @field_validator("editions")
    @classmethod
    def _editions_are_printed(
        cls, value: dict[str, Prints], info: ValidationInfo
    ) -> dict[str, Prints]:
        _are_printed(value, info)
        return value

    @field_validator("contact")
    @classmethod
    def _contacts_are_printed(cls, value: Contact, info: ValidationInfo) -> Contact:
        _are_printed(value.by_language, info)
        return value

    @field_validator("logo_alt")
    @classmethod
    def _logo_has_alternative(cls, alternative: str, info: ValidationInfo) -> str:
        if info.data.get("logo") and not alternative:
            raise ValueError("the logo has no text alternative; write the name of the clinic")
        return alternative

    @field_validator("region", "papers", "variants")
    @classmethod
    def _is_in_the_table(cls, value: str | tuple[str, ...], info: ValidationInfo) -> Any:
        return _in_the_table(value, info)


def _in_the_table(value: str | tuple[str, ...], info: ValidationInfo) -> Any:
    """Return a value whose names are all rows of the table that the field is named for."""
    _refuse_unknown_rows([value] if isinstance(value, str) else value, info)
    return value


def _are_printed(named: Iterable[str], info: ValidationInfo) -> None:
    """Refuse the table of a language that the clinic does not print: nobody would read it."""
    printed = info.data.get("languages", ())
    known = {*printed, *map(base, printed)}
    for language in named if printed else ():
        if language not in known:
            raise ValueError(
                f'"{language[:20]}" is not among languages, which are {", ".join(printed)}; '
                "add it there, or remove its table"
            )


def _refuse_unknown_rows(names: Iterable[str], info: ValidationInfo) -> None:
    """Refuse *names* that are not in the table of a field."""
    known = _known_rows(info.context or BUILT_IN, str(info.field_name))
    unknown = ", ".join(f'"{name[:40]}"' for name in names if name and name not in known)
    if unknown:
        raise ValueError(f"{unknown} is not known; write one of {', '.join(known)}")


def _known_rows(tables: Tables, field: str) -> list[str]:
    return list(tables.regions if field == "region" else getattr(tables, field))


class Handout(Strict):
    """A ``[[handout]]`` table of ``catalogue.toml``."""

    id: Annotated[str, Field(pattern=r"^[A-Z]{1,8}-[0-9]{1,6}$")] = Field(
        description='Stable id, printed on the sheet and never used again for another: "BP-03".'
    )
    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)] = Field(
        description='Words of the file name, lower case with hyphens: "could-massage-help-me".'
    )
    title: NonEmpty = Field(description="Title, printed at the top.")
    summary: Text = Field("", description="One sentence: what the handout is for.")
    subject: Text = Field("", description="Group in the library.")
    version: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+){0,2}$")] = Field(
        "0.1", description='Version of the content, in quotation marks: "1.0".'
    )
    pages: int | None = Field(
        None,
        ge=1,
        le=1000,
        strict=True,
        description="Page budget on A4 in standard print: the build fails over it. Left out: what "
        "`handouts_pages` says, 2 for patients.",
    )
    budgets: dict[str, Annotated[int, Field(ge=1, le=200, strict=True)]] = Field(
        {},
        description='Page budgets of single papers and variants: { "large-print" = 4 }; '
        "the others follow from the tables of papers and variants. A language may need more: "
        '{ "es" = 4, "es large-print" = 6 }.',
    )
    parts: tuple[Annotated[str, Field(pattern=PART)], ...] = Field(
        min_length=1,
        max_length=100,
        description='What it is made of, in order: "page", or "page#label" for a part of it, by '
        'its label or heading; "folder/*" for pages by a pattern, "toctree:page" for a page with '
        "all below it.",
    )
    without: tuple[NonEmpty, ...] = Field(
        (),
        max_length=100,
        description='Pages that the patterns in `parts` leave out: ["index", "library"].',
    )
    cover: bool = Field(
        False,
        strict=True,
        description="Whether it has a cover: title and summary stand on a page of their own.",
    )
    table_of_contents: int = Field(
        0,
        ge=0,
        le=5,
        strict=True,
        description="How many levels of headings its table of contents has, with their pages; the "
        "bookmarks of the PDF go as deep. 0: it has none.",
    )
    chapters: bool = Field(
        False,
        strict=True,
        description="Whether each of its topmost headings begins a page: that of a page of the "
        "guide, most often.",
    )
    running_heads: bool = Field(
        False,
        strict=True,
        description="Whether the head of each page names the chapter, and not the handout.",
    )
    numbered: int = Field(
        0,
        ge=0,
        le=5,
        strict=True,
        description="How many levels of its headings are numbered: with 2, there are 3 and 3.1.",
    )
    index: bool = Field(
        False,
        strict=True,
        description="Whether it ends with an index: of what the pages say is to be found there, "
        "and of the terms of a glossary.",
    )
    brands: tuple[NonEmpty, ...] = Field(
        (), max_length=1000, description='Brands that print it: ["plain"]; empty: all.'
    )
    papers: tuple[NonEmpty, ...] = Field(
        (),
        max_length=20,
        description='Papers to print it on, of those of each brand: ["a4", "letter"]; a brand that '
        "has none of them prints it on its first. Empty: all.",
    )
    variants: tuple[NonEmpty, ...] = Field(
        (),
        max_length=20,
        description='Variants to print, of those of each brand: ["standard"]; a brand that has '
        "none of them prints its first. Empty: all.",
    )
    codes: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(
        {},
        description="What it is about, for other systems: "
        '{ icd10cm = ["M54.50"], snomedct = ["279039007"] }.',
    )

    @field_validator("codes")
    @classmethod
    def _codes_can_be(cls, codes: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        if problem := mistake(codes):
            raise ValueError(problem)
        return codes

    @field_validator("budgets")
    @classmethod
    def _budgets_have_rows(cls, budgets: dict[str, int], info: ValidationInfo) -> dict[str, int]:
        tables = info.context or BUILT_IN
        known = {"", *tables.papers, *tables.variants}
        known |= {f"{paper} {variant}" for paper in tables.papers for variant in tables.variants}
        found = {}
        for name, pages in budgets.items():
            first, _blank, rest = name.partition(" ")
            is_of_language = name not in known and is_known(first)
            if (rest if is_of_language else name) not in known:
                names = ", ".join([*tables.papers, *tables.variants])
                raise ValueError(
                    f'"{name[:40]}" is not known; write one of {names}, or two, and before it a '
                    "language, or a language alone"
                )
            found[f"{normalised(first)} {rest}".strip() if is_of_language else name] = pages
        return found

    @field_validator("papers", "variants")
    @classmethod
    def _is_in_the_table(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        _refuse_unknown_rows(value, info)
        return value

    @property
    def is_book(self) -> bool:
        """Whether it is a longer document, in which readers find their way by its parts."""
        return bool(self.cover or self.table_of_contents or self.chapters or self.index)

    def budget(
        self, paper: Paper, variant: Variant, names: tuple[str, str], language: str = ""
    ) -> int:
        """Return the most pages on *paper* in *variant*, whose *names* are given; 0: any number."""
        rows = (" ".join(names), names[1], names[0])
        for key in (*(f"{language} {row}" for row in rows), *rows):
            if key in self.budgets:
                found = self.budgets[key]
                break
        else:
            found = math.ceil((self.pages or 0) * paper.budget * variant.budget)
        # What a language needs in standard print, it needs in proportion in all others.
        own = self.budgets.get(language, 0)
        return max(found, math.ceil(own * paper.budget * variant.budget))


class Pack(Strict):
    """A ``[[pack]]`` table of ``catalogue.toml``: handouts to print in one go."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)] = Field(
        description='Words of the file name: "first-visit-pack".'
    )
    title: NonEmpty = Field(description="Title of the pack.")
    handouts: tuple[NonEmpty, ...] = Field(
        min_length=1,
        max_length=200,
        description='Ids of its handouts, in printing order: ["BP-02", "BP-05"].',
    )


class PageReview(Strict):
    """The ``review`` table in the front matter of a page."""

    id: NonEmpty = Field(description='Stable id of the page: "PG-03".')
    owner: NonEmpty = Field(description="Role that keeps the page up to date.")
    state: Annotated[State, BeforeValidator(_is_of_page)] = Field(
        description="State in document control."
    )
    evidence_searched: dt.date = Field(description="Date of the evidence search: 2026-01-31.")
    next_review: dt.date = Field(description="Date of the next review: 2028-01-31.")
    version: NonEmpty = Field(description='Version of the text, in quotation marks: "1.0".')
    change: NonEmpty = Field(description="What changed in this version, in a sentence.")
    author: Text = Field("", description="Who wrote it.")
    reviewer: Text = Field("", description="Name of the clinician who approved it.")
    reviewer_role: Text = Field("", description="Role of that clinician.")
    approved: dt.date | None = Field(None, description="Date of approval.", validate_default=True)

    # Each rule stands at one key, so that all mistakes of a table are told together.

    @field_validator("state")
    @classmethod
    def _state_is_of_a_page(cls, state: State) -> State:
        if state is State.OUTDATED:
            raise ValueError(f'"{state}" is a state of translations; write another')
        return state

    @field_validator("next_review")
    @classmethod
    def _next_review_follows(cls, date: dt.date, info: ValidationInfo) -> dt.date:
        searched = info.data.get("evidence_searched")
        if searched and date <= searched:
            raise ValueError("must be later than evidence_searched")
        return date

    @field_validator("approved")
    @classmethod
    def _approval_is_whole(cls, date: dt.date | None, info: ValidationInfo) -> dt.date | None:
        state, searched = info.data.get("state"), info.data.get("evidence_searched")
        names = [info.data.get(key, "wrong") for key in ("reviewer", "reviewer_role")]
        if state in {State.APPROVED, State.DUE, State.OVERDUE} and not (date and all(names)):
            raise ValueError(
                f'state "{state}" needs reviewer, reviewer_role and approved: '
                "a named clinician approves a page"
            )
        if date and searched and date < searched:
            raise ValueError("must not be earlier than evidence_searched")
        return date
