"""Clinics as they are: long names, long addresses, logos of any shape, other scripts."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageOps
from sphinx_handouts.project.logos import logo_ratio
from sphinx_handouts.records.clinic import Clinic
from sphinx_handouts.records.schema.brand import Brand

LONG = "St Bartholomew and the Riverside Community Musculoskeletal Team"
SHORT_CONTACT = {
    "phone": "01632 960001",
    "email": "hello@example.org",
    "web": "example.org",
    "hours": "Weekdays, 8 am to 6 pm",
    "address": ["1 Example Street", "Exampleton"],
}
LONG_CONTACT = {
    "phone": "01632 960001",
    "address": [
        "The Old Riverside Health Centre",
        "27-31 Bartholomew Wharf",
        "Great Exampleton",
        "EX4 1AB",
    ],
    "hours": "Monday to Friday, 8 am to 6.30 pm; Saturday, 9 am to 1 pm",
    "email": "physio.reception@riverside-clinic.example.org",
    "web": "www.riverside-musculoskeletal.example",
}
LONGER_CONTACT = {
    **LONG_CONTACT,
    "address": [
        "Department of Physiotherapy",
        "Level 2, West Wing",
        "The Old Riverside Health Centre",
        "St Bartholomew's Hospital Site",
        "27-31 Bartholomew Wharf",
        "Great Exampleton",
        "Exampleshire",
        "EX4 1AB",
    ],
    "numbers": [
        {"label": "Second line", "number": "01632 960002"},
        {"label": "Fax", "number": "01632 960003"},
        {"label": "Out of hours", "number": "01632 960004"},
    ],
}


def drawing(width: float, height: float, clear: float = 0) -> str:
    """Return a logo of this shape, with *clear* space around it, as a ``data:`` URI."""
    view = f"{-clear} {-clear} {width + 2 * clear} {height + 2 * clear}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">'
        f'<rect width="{width}" height="{height}" fill="#0b5563"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def photograph(width: int = 300, height: int = 200, clear: int = 0) -> str:
    """Return a photograph of so many pixels, with white ones around it, as a ``data:`` URI."""
    image = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    image = ImageOps.expand(image, clear, "white")
    image.save(file := io.BytesIO(), "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def clinic(
    name: str, contact: Mapping[str, Any] = SHORT_CONTACT, logo: str = "", **others: Any
) -> Clinic:
    """Return a clinic; *others* are further keys of its ``brand.toml``."""
    named = {"logo": "logo.svg", "logo_alt": name or "A rectangle"} if logo else {}
    brand = Brand.model_validate({"name": name, "contact": dict(contact), **named, **others})
    return Clinic("anytown", brand, logo, logo_ratio=logo_ratio(logo) if logo else 0.0)


def without(*keys: str) -> dict[str, Any]:
    """Return short contacts without some of them."""
    return {key: value for key, value in SHORT_CONTACT.items() if key not in keys}


NAME = "Example Clinic"
CLINICS: Mapping[str, Clinic] = {
    "short": clinic(NAME, logo=drawing(210, 72)),
    "long": clinic(LONG, LONG_CONTACT),
    "long name alone": clinic(LONG, {}),
    "long address alone": clinic(NAME, {**SHORT_CONTACT, "address": LONG_CONTACT["address"]}),
    "longer": clinic(LONG, LONGER_CONTACT, drawing(40, 40)),
    "very wide logo": clinic(NAME, logo=drawing(1200, 100)),
    "very high logo": clinic(NAME, logo=drawing(100, 400)),
    "square logo": clinic(LONG, LONG_CONTACT, drawing(50, 50)),
    "photograph": clinic(NAME, logo=photograph()),
    "Arabic": clinic("عيادة العلاج الطبيعي وإعادة التأهيل & الألم"),
    "Hebrew": clinic("מרפאת פיזיותרפיה ושיקום & כאב"),
    "Greek": clinic("Κλινική Φυσικοθεραπείας «Ο’Νιλ» & Υιοί"),
    "signs": clinic("O'Neill & Sons’ Physio\N{NON-BREAKING HYPHEN}Clinic <East>"),
    "one word": clinic("Physiotherapiegemeinschaftspraxis"),
    "another font": clinic(NAME, font="Noto Serif"),
    "no region": clinic(NAME, region=""),
    "no telephone": clinic(NAME, without("phone")),
    "no name": clinic(""),
    "only a name": clinic(NAME, {}),
    "only a logo": clinic("", {}, drawing(300, 80)),
    "name beside a wide logo": clinic(NAME, logo=drawing(300, 80), logo_shows_name=False),
    "nothing": clinic("", {}),
}
"""Clinics by what is special about them."""
