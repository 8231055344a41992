"""Page + edition -> one self-contained HTML string and one style sheet.

The style sheet is the same for all editions, so that a worker parses it once.  What depends on
brand or paper is in the HTML, in a small ``<style>`` of custom properties and margin boxes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

import segno
from jinja2 import Environment
from markupsafe import Markup

from ..messages import _
from ..records.clinic import Clinic
from ..records.edition import Edition
from ..records.identity import Identity
from ..records.jobs import RenderJob
from ..records.letterhead import Settings
from ..records.marks import CONTACT_MARK, PHONE_MARK
from ..records.page import Furniture, Page
from ..records.schema.brand import Brand
from ..records.tables import LINES, PAPERS, VARIANTS, Paper, Variant
from .clinic.details import OF_DETAILS
from .clinic.slots import FILLED, SLOTS, Rooms
from .constructs.line_ends import last_words_kept
from .constructs.runs import run_markup, run_text
from .in_words import language_words, running_head, width
from .sources import on_the_web
from .templates import HouseStyle, css_string

QR_MODULE_MM = 0.45
"""Side of a module of the QR code: the least that a phone reads well from a photocopy."""

FOOT = 55
"""Letters that fit a line of the foot in large print, beside the number of the page."""

LENGTH_OF_A_SHEET = 100_000
"""Characters of HTML without pictures: some forty pages of plain text."""
_PICTURE = re.compile(r'"data:[^"]*"')

_BRAND_KEY = re.compile("\ue000brand:([a-z_]+)\ue001")
_FORMS = re.compile(r"data:[^\s\"]*?(?:\ue000form:[^\ue001]+\ue001[^\ue000]+\ue000/form\ue001)+")
_FORM = re.compile("\ue000form:([^\ue001]+)\ue001([^\ue000]+)\ue000/form\ue001")
BLOCKS: Mapping[str, str] = {CONTACT_MARK: "contact.html", PHONE_MARK: "phone.html"}
"""Templates of what in a body depends on the brand, by the marks that hold their room."""

_DIGITS_APART = re.compile(r"(?<=\d) (?=\d)")
_BRAND_MARK = re.compile("\ue000brand:([a-z_]+)\ue001(.*?)\ue000/brand\ue001", re.DOTALL)


@lru_cache(maxsize=256)
def qr_code(address: str, title: str) -> str:
    """Return a QR code (SVG, as a ``data:`` URI) for an *address* without its scheme."""
    code = segno.make(f"https://{address}/", error="m", micro=False)
    return code.svg_data_uri(
        border=2, scale=QR_MODULE_MM, unit="mm", title=f"{title} {address}", nl=False
    )


def compose(  # noqa: PLR0913 - each is a thing of its own
    page: Page,
    edition: Edition,
    clinic: Clinic,
    furniture: Furniture,
    *,
    paper: Paper | None = None,
    variant: Variant | None = None,
    style: HouseStyle = HouseStyle(),  # noqa: B008 - it is frozen
    template: str = "page.html",
    settings: Settings = Settings(),  # noqa: B008 - it is frozen
    rooms: Rooms = FILLED,
    words: Mapping[str, str] | None = None,
    more: Mapping[str, object] = MappingProxyType({}),
) -> RenderJob:
    """Dress the body of a handout as one edition.

    *settings* is how closely the clinic's details are set, and *rooms* what stands in its rooms;
    *words* are those of the clinic in running text, where they are not *clinic*'s own; *more* is
    what else the *template* prints.
    """
    paper, variant = paper or PAPERS[edition.paper], variant or VARIANTS[edition.variant]
    context = _about(page, edition, clinic, furniture) | _tools(page)
    context |= {"paper": paper, "variant": variant, "archived": style.archived}
    context |= {"settings": settings, "rooms": rooms, **more}
    body = _formed(page.body, edition.variant)
    if context["address"] and not variant.sources:
        body = on_the_web(body, furniture["sources_on_the_web"], context["address"])
    words = running_words(page, clinic) if words is None else words
    context["body"] = _branded(body, words, style.environment, context)
    return RenderJob(
        style.environment.get_template(template).render(context),
        *(style.css, paper.booklet, style.archived, identity(page, edition, clinic)),
        smallest=variant.smallest,
        furniture=tuple(filter(None, (furniture["not_approved"], _id_in_foot(page, edition)))),
        fonts=style.fonts.of(clinic.brand.font),
        has_slots=rooms is SLOTS,
        patience=_patience(page),
    )


def _patience(page: Page) -> int:
    """Return how many times as long as a sheet a page may take, by its chapters and its length."""
    chapters = len(page.docnames) if page.handout.is_book else 1
    return max(chapters, _length(page.body) // LENGTH_OF_A_SHEET)


@lru_cache(maxsize=64)
def _length(body: str) -> int:
    """Return how much there is to lay out: the HTML without its pictures."""
    return len(_PICTURE.sub("", body))


def _about(page: Page, edition: Edition, clinic: Clinic, furniture: Furniture) -> dict[str, Any]:
    """Return what the template is told of the sheet."""
    address = page.status_address(clinic.brand.short_url or page.address)
    return {
        "page": page,
        "handout": page.handout,
        "edition": edition,
        "clinic": clinic,
        "brand": clinic.brand,
        "t": furniture.texts,
        "control": _control(page, edition, furniture),
        "address": address,
        "qr": qr_code(address, page.handout.title) if address else "",
        "scan": furniture[_scan(page, clinic.brand, edition.variant)],
    }


def _control(page: Page, edition: Edition, furniture: Furniture) -> str:
    """Return what the first line of the foot says of document control.

    Where it is too long beside the number of the page, it breaks between two of its parts.
    """

    def line(review: str) -> str:
        parts = (_id_in_foot(page, edition), furniture["version"], furniture[review])
        return " · ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts if part)

    whole = line("next_review")
    is_long = edition.variant == "large-print" and width(whole) > FOOT
    return line("next_review_short") if is_long else whole


def _tools(page: Page) -> dict[str, Any]:
    """Return the functions that the template calls."""
    return {
        **OF_DETAILS,
        "running_head": lambda title: run_text(running_head(title), page.language),
        "counters": counters,
        "runs": partial(run_markup, language=page.language),
        "last_words_kept": last_words_kept,
        "language_words": language_words,
    }


def running_words(page: Page, clinic: Clinic) -> dict[str, str]:
    """Return what stands of *clinic* in the running text of *page*, by its key."""
    values = {
        "name": clinic.brand.name,
        "phone": unbroken(clinic.brand.contact.phone),
        **{key: unbroken(line_words(clinic, key)) for key in LINES},
    }
    return {key: values.get(key, "") for key in _brand_keys(page.body)}


@lru_cache(maxsize=256)
def _brand_keys(body: str) -> tuple[str, ...]:
    """Return the keys of what a body leaves to the brand."""
    return tuple(sorted(set(_BRAND_KEY.findall(body))))


def line_words(clinic: Clinic, key: str) -> str:
    """Return a line of the region of *clinic*, in the language of the build."""
    words = clinic.line(key)
    return _(words) if words else ""


def _scan(page: Page, brand: Brand, variant: str) -> str:
    """Return the key of what the code of a sheet offers: what else of it its clinic prints."""
    wanted = page.handout.variants or brand.variants
    is_larger = "large-print" in {*brand.variants} & {*wanted} and variant != "large-print"
    others = "_languages" if {*page.languages} & {*brand.languages} else ""
    return f"scan{'_large_print' if is_larger else ''}{others}"


def _id_in_foot(page: Page, edition: Edition) -> str:
    """Return the id that stands in the foot of every page; a contents sheet has none."""
    return page.handout.id if edition.handout == page.handout.id else ""


def identity(page: Page, edition: Edition, clinic: Clinic) -> Identity:
    """Return what an edition says of itself to programs."""
    return Identity(
        id=page.handout.id,
        slug=page.handout.slug,
        version=page.printed_version,
        contentHash=page.content_hash,
        state=str(page.state),
        nextReview=page.next_review.isoformat() if page.next_review else "",
        brand=edition.brand,
        clinic=clinic.brand.name,
        language=edition.language,
        paper=edition.paper,
        variant=edition.variant,
    )


def unbroken(text: str) -> str:
    """Return words in which no telephone number breaks at the end of a line."""
    return _DIGITS_APART.sub("\N{NO-BREAK SPACE}", text)


def counters(words: str) -> Markup:
    """Return the ``content`` of a margin that counts pages, in the order of a language's words."""
    counted = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    parts = re.split(r"(\{pages?\})", words)
    return Markup(" ").join(
        Markup(counted[part]) if part in counted else css_string(part) for part in parts if part
    )


def _formed(body: str, variant: str) -> str:
    """Show, of each picture with forms of its own, the one for *variant*."""

    def choose(found: re.Match[str]) -> str:
        plain = found[0].partition("\ue000")[0]
        forms: dict[str, str] = dict(_FORM.findall(found[0]))
        return forms.get(variant, plain)

    return _FORMS.sub(choose, body)


def _branded(
    body: str, words: Mapping[str, str], env: Environment, context: Mapping[str, Any]
) -> str:
    """Put the brand's words and contacts where the body leaves room for them."""
    runs: Callable[[str], str] = context["runs"]

    def said(mark: re.Match[str]) -> str:
        return runs(words.get(mark[1], "") or Markup(mark[2]).unescape())

    body = _BRAND_MARK.sub(said, body)
    for mark, template in BLOCKS.items():
        # Each place has a number: names of form fields are not used twice.
        for number in range(1, body.count(mark) + 1):
            block = env.get_template(template).render(context, number=number)
            body = body.replace(mark, block, 1)
    return body
