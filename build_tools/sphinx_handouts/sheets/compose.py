"""Page + edition -> one self-contained HTML string and one style sheet.

The style sheet is the same for all editions, so that a worker parses it once.  What depends on
brand or paper is in the HTML, in a small ``<style>`` of custom properties and margin boxes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

import segno
from jinja2 import Environment
from markupsafe import Markup, escape

from ..records.fonts import Fonts
from ..records.identity import Identity
from ..records.model import (
    CONTACT_MARK,
    PHONE_MARK,
    Clinic,
    Edition,
    Furniture,
    Page,
    RenderJob,
)
from ..records.tables import LINES, PAPERS, VARIANTS, Paper, Variant
from .templates import environment

QR_MODULE_MM = 0.45
"""Side of a module of the QR code: the least that a phone reads well from a photocopy."""

SHEETS = (
    "tokens",
    "page",
    "type",
    "components",
    "blocks",
    "constructs",
    "contents",
    "fields",
    "shame",
)
"""The built-in style sheets, in cascade order."""

BLOCKS: Mapping[str, str] = {CONTACT_MARK: "contact.html", PHONE_MARK: "phone.html"}
"""Templates of what in a body depends on the brand, by the marks that hold their room."""

_DIGITS_APART = re.compile(r"(?<=\d) (?=\d)")
_FORMS = re.compile(r"data:[^\s\"]*?(?:\ue000form:[^\ue001]+\ue001[^\ue000]+\ue000/form\ue001)+")
_FORM = re.compile("\ue000form:([^\ue001]+)\ue001([^\ue000]+)\ue000/form\ue001")
_BRAND_MARK = re.compile("\ue000brand:([a-z_]+)\ue001(.*?)\ue000/brand\ue001", re.DOTALL)


def css_string(text: str) -> Markup:
    """Return *text* as a CSS string token, safe inside ``<style>``."""
    escaped = re.sub(r'[\x00-\x1f"\\<>&]', lambda m: f"\\{ord(m[0]):x} ", text)
    return Markup(f'"{escaped}"')


@lru_cache(maxsize=256)
def qr_code(address: str, title: str) -> str:
    """Return a QR code (SVG, as a ``data:`` URI) for an *address* without its scheme."""
    code = segno.make(f"https://{address}/", error="m", micro=False)
    return code.svg_data_uri(
        border=2, scale=QR_MODULE_MM, unit="mm", title=f"{title} {address}", nl=False
    )


@lru_cache(maxsize=4)
def stylesheet(own: tuple[Path, ...] = (), font_face: str = "") -> str:
    """Return the print style sheet: the built-in sheets, then a user's *own*, each in its layer."""
    folder = files("sphinx_handouts") / "templates" / "print"
    layers = [
        f"@layer {name} {{\n{(folder / f'{name}.css').read_text('utf-8')}\n}}\n" for name in SHEETS
    ]
    texts = [path.read_text("utf-8-sig") for path in own]
    return "".join([font_face, f"@layer {', '.join(SHEETS)};\n", *layers, *texts])


def compose(  # noqa: PLR0913 - each is a thing of its own
    page: Page,
    edition: Edition,
    clinic: Clinic,
    furniture: Furniture,
    *,
    paper: Paper | None = None,
    variant: Variant | None = None,
    templates: Sequence[str] = (),
    own_css: Sequence[Path] = (),
    font_face: str = "",
    fonts: Fonts | None = None,
    archived: bool = False,
    template: str = "page.html",
    more: Mapping[str, object] = MappingProxyType({}),
) -> RenderJob:
    """Dress the body of a handout as one edition; *more* is what else its *template* prints."""
    env = environment("print", tuple(templates))
    paper, variant = paper or PAPERS[edition.paper], variant or VARIANTS[edition.variant]
    address = page.status_address(clinic.brand.short_url or page.address)
    context = {
        "page": page,
        "handout": page.handout,
        "edition": edition,
        "clinic": clinic,
        "brand": clinic.brand,
        "paper": paper,
        "variant": variant,
        "t": furniture.texts,
        "address": address,
        "archived": archived,
        "qr": qr_code(address, furniture["scan"]) if address else "",
        "css_string": css_string,
        "body": _branded(_formed(page.body, edition.variant), clinic, env, furniture),
        **more,
    }
    markup = env.get_template(template).render(context)
    css = stylesheet(tuple(own_css), font_face)
    return RenderJob(
        *(markup, css, paper.booklet, archived, identity(page, edition, clinic)),
        smallest=variant.smallest,
        furniture=tuple(filter(None, (furniture["not_approved"], _id_in_foot(page, edition)))),
        fonts=(fonts or Fonts()).of(clinic.brand.font),
    )


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
def _formed(body: str, variant: str) -> str:
    """Show, of each picture with forms of its own, the one for *variant*."""

    def choose(found: re.Match[str]) -> str:
        plain = found[0].partition("\ue000")[0]
        forms: dict[str, str] = dict(_FORM.findall(found[0]))
        return forms.get(variant, plain)

    return _FORMS.sub(choose, body)


def _branded(body: str, clinic: Clinic, env: Environment, furniture: Furniture) -> str:
    """Put the brand's values and contacts where the body leaves room for them."""
    brand = clinic.brand
    values: Mapping[str, str] = {
        "name": brand.name,
        "phone": unbroken(brand.contact.phone),
        **{key: unbroken(clinic.line(key)) for key in LINES},
    }
    body = _BRAND_MARK.sub(lambda m: str(escape(values.get(m[1], ""))) or m[2], body)
    for mark, template in BLOCKS.items():
        # Each place has a number: names of form fields are not used twice.
        for number in range(1, body.count(mark) + 1):
            block = env.get_template(template).render(
                clinic=clinic,
                brand=brand,
                contact=brand.contact,
                t=furniture.texts,
                number=number,
                unbroken=unbroken,
            )
            body = body.replace(mark, block, 1)
    return body
