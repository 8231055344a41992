"""What `catalogue.toml` says: handouts and packs."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from ..codes import mistake
from ..languages import is_known, normalised
from ..tables import BUILT_IN, Paper, Variant
from .strict import Strict, in_the_table
from .values import NonEmpty, Text

PART = r"^[^#\s]([^#]*[^#\s])?(#[^#\s]([^#]*[^#\s])?)?$"
"""A page, or a page and a label; both may hold blanks, but not at their ends."""


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
    def _is_in_the_table(cls, value: tuple[str, ...], info: ValidationInfo) -> Any:
        return in_the_table(value, info)

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
            found = _in_proportion(self.pages or 0, paper, variant)
        # What a language needs in standard print, it needs in proportion in all others.
        return max(found, _in_proportion(self.budgets.get(language, 0), paper, variant))


def _in_proportion(pages: int, paper: Paper, variant: Variant) -> int:
    """Return the budget of what takes *pages* on A4 in standard print.

    A part of a page is one more sheet of another paper, but no page of a variant: 2.2 times as many
    is the most, not what may be exceeded.
    """
    on_paper = math.ceil(pages * paper.budget)
    return max(on_paper and 1, math.floor(on_paper * variant.budget + 1e-9))


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
