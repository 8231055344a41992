"""What `brand.toml` says: one clinic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator

from ..languages import base, normalised
from .strict import LanguageTag, Strict, in_the_table
from .values import Colour, NonEmpty, Text, address_mistake

_SCHEMES = re.compile(r"\s*(?:https?://|mailto:|tel:)\s*", re.IGNORECASE)
"""What a browser puts before an address or a number that is copied; paper has no use for it."""
_HOST = re.compile(r"([^/?#]+)/")


def _as_printed(address: str) -> str:
    """Return an address or a number as people read it: without ``https://``, or ``tel:``."""
    scheme = _SCHEMES.match(address)
    if not scheme:
        return address
    rest = address[scheme.end() :]
    if "mailto" in scheme[0].lower():
        return rest.partition("?")[0]
    return _HOST.sub(r"\1", rest) if _HOST.fullmatch(rest) else rest


Printed = Annotated[Text, AfterValidator(_as_printed)]
"""An address on the web or a number."""


class Palette(Strict):
    """The one accent colour of a brand."""

    accent: Colour = Field("#0b5563", description='Colour of headings and rules: "#0b5563".')


class Number(Strict):
    """A further number of a clinic, and what it is for."""

    label: NonEmpty = Field(description='What it is: "Out of hours", "Fax".')
    number: Annotated[NonEmpty, AfterValidator(_as_printed)] = Field(
        description='The number as printed: "01632 960002".'
    )


class ContactDetails(Strict):
    """How a patient reaches the clinic, in one language."""

    phone: Printed = Field(
        "",
        description='Telephone number as printed: "01632 960001". It stands in the masthead, too.',
    )
    numbers: tuple[Number, ...] = Field(
        (),
        max_length=6,
        description="Further numbers, each with what it is: "
        '[{ label = "Out of hours", number = "01632 960002" }].',
    )
    email: Printed = Field("", description="Email address.")
    web: Printed = Field("", description='Web address; "https://" before it is not printed.')
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
        return in_the_table(value, info)


class Brand(Strict):
    """One clinic: ``brand.toml`` changes looks and contacts, never clinical words."""

    name: Text = Field(description='Name of the clinic as printed; "" for an unbranded sheet.')
    logo: str = Field(
        "", description="File name of the logo (SVG, PNG, JPEG) in the brand's folder."
    )
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

    @field_validator("short_url")
    @classmethod
    def _short_url_can_be(cls, value: str) -> str:
        if problem := address_mistake(value):
            raise ValueError(problem)
        return value

    @field_validator("region", "papers", "variants")
    @classmethod
    def _is_in_the_table(cls, value: str | tuple[str, ...], info: ValidationInfo) -> Any:
        return in_the_table(value, info)


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
