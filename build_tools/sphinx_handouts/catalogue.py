"""Reads ``catalogue.toml`` and the brand folders into frozen records, with every error at once."""

from __future__ import annotations

import base64
import difflib
import io
import json
import os
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree as SafeTree
from defusedxml.common import DefusedXmlException
from PIL import Image
from pydantic import BaseModel, Field, ValidationError

from .model import Brand, Clinic, Edition, Finding, Handout, Kind, PageReview, Strict

LOGO_BYTES = 512 * 1024
"""Largest logo file: it is embedded in every sheet."""
LOGO_PIXELS = 4_000_000
"""Largest PNG logo in pixels: 4 megapixels print 85 mm wide at 600 dpi."""
SVG = "{http://www.w3.org/2000/svg}"


class _CatalogueFile(Strict):
    """``catalogue.toml`` as a whole."""

    handout: tuple[Handout, ...] = Field(min_length=1, description="The handouts.")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything below the handouts folder: handouts, clinics, and what is wrong with them."""

    handouts: tuple[Handout, ...]
    clinics: tuple[Clinic, ...]
    findings: tuple[Finding, ...]
    files: tuple[Path, ...]

    def editions(self, language: str) -> Iterator[tuple[Handout, Clinic, Edition]]:
        """Yield every edition of *language*, handout by handout."""
        for handout in self.handouts:
            for clinic in self.clinics:
                brand = clinic.brand
                if language not in brand.languages:
                    continue
                for paper in brand.papers:
                    for variant in brand.variants:
                        edition = Edition(
                            handout.id, handout.slug, clinic.key, language, paper, variant
                        )
                        yield handout, clinic, edition


def load(folder: Path, shown: str) -> Catalogue:
    """Read ``catalogue.toml`` and ``brands/*/brand.toml`` below *folder*.

    *shown* is the folder's name in messages.  Nothing is raised: what is wrong comes back as
    findings, those of all files together.
    """
    path = folder / "catalogue.toml"
    table, findings = _read_toml(path, f"{shown}/catalogue.toml", Kind.CATALOGUE)
    handouts: tuple[Handout, ...] = ()
    if table is not None:
        catalogue, errors = validate(
            _CatalogueFile, table, f"{shown}/catalogue.toml", Kind.CATALOGUE
        )
        findings += errors
        if catalogue is not None:
            handouts = catalogue.handout
        findings += _duplicates(table, f"{shown}/catalogue.toml")
    brands = folder / "brands"
    folders = sorted(p for p in brands.iterdir() if p.is_dir()) if brands.is_dir() else []
    if not folders:
        findings.append(
            Finding(Kind.BRAND, f"{shown}/brands: no brand found; add brands/plain/brand.toml")
        )
    clinics = []
    for brand_folder in folders:
        clinic, errors = _load_clinic(brand_folder, f"{shown}/brands/{brand_folder.name}")
        findings += errors
        if clinic is not None:
            clinics.append(clinic)
    files = (path, *sorted(p for p in brands.rglob("*") if p.is_file()))
    return Catalogue(handouts, tuple(clinics), tuple(findings), files)


def _load_clinic(folder: Path, shown: str) -> tuple[Clinic | None, list[Finding]]:
    table, findings = _read_toml(folder / "brand.toml", f"{shown}/brand.toml", Kind.BRAND)
    if table is None:
        return None, findings
    brand, errors = validate(Brand, table, f"{shown}/brand.toml", Kind.BRAND)
    findings += errors
    logo = ""
    name = table.get("logo")
    if isinstance(name, str) and name:
        try:
            logo = logo_data_uri(folder, name)
        except ValueError as error:
            findings.append(Finding(Kind.BRAND, f"{shown}/brand.toml: logo: {error}"))
    if brand is None or findings:
        return None, findings
    return Clinic(folder.name, brand, logo), findings


def _read_toml(path: Path, shown: str, kind: Kind) -> tuple[dict[str, Any] | None, list[Finding]]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file), []
    except FileNotFoundError:
        return None, [Finding(kind, f"{shown}: the file is missing; create it")]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return None, [Finding(kind, f"{shown}: not valid TOML: {error}; mend that line")]
    except OSError as error:
        return None, [Finding(kind, f"{shown}: cannot be read: {error.strerror}")]


def _duplicates(table: Mapping[str, Any], shown: str) -> list[Finding]:
    rows = table.get("handout")
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    findings = []
    for key in ("id", "slug"):
        counts = Counter(row[key] for row in rows if isinstance(row.get(key), str))
        findings += [
            Finding(
                Kind.CATALOGUE,
                f'{shown}: {key} "{value}" stands {count} times; give each handout its own',
            )
            for value, count in counts.items()
            if count > 1
        ]
    return findings


# --- validation ---------------------------------------------------------------------------------


M = TypeVar("M", bound=BaseModel)


def validate(
    model: type[M], table: Mapping[str, Any], shown: str, kind: Kind
) -> tuple[M | None, list[Finding]]:
    """Validate *table* against *model*; each error becomes a finding that begins with *shown*."""
    try:
        return model.model_validate(table), []
    except ValidationError as error:
        return None, [
            Finding(kind, f"{shown}: {_sentence(dict(detail), model, table)}")
            for detail in error.errors(include_url=False)
        ]


def _sentence(detail: Mapping[str, Any], model: type[BaseModel], table: Mapping[str, Any]) -> str:
    """Say a pydantic error in one sentence: where, what, and the mend."""
    where, owner, key = _place(detail["loc"], model, table)
    kind = detail["type"]
    if kind == "extra_forbidden":
        known = list(owner.model_fields) if owner else []
        return f'{where}unknown key "{key}"{_did_you_mean(str(key), known)}'
    help_text = _help(owner, key)
    if kind == "missing":
        return f'{where}the key "{key}" is missing; {help_text}'
    problem = str(detail["msg"]).removeprefix("Value error, ")
    problem = problem[:1].lower() + problem[1:] if problem[:1] != '"' else problem
    if kind == "value_error":
        return f"{where}{key}: {problem}" if key else f"{where}{problem}"
    return f"{where}{key}: {problem}, not {_shown(detail.get('input'))}; {help_text}"


def _place(
    location: Sequence[str | int], model: type[BaseModel], table: Mapping[str, Any]
) -> tuple[str, type[BaseModel] | None, str | int]:
    """Return the words for a location, the model of the table it lies in, and its last key."""
    words: list[str] = []
    owner: type[BaseModel] | None = model
    value: Any = table
    for step in location[:-1]:
        value = _item(value, step)
        if isinstance(step, int):
            words[-1] += f" {step + 1}"
            if isinstance(value, dict) and isinstance(value.get("id"), str):
                words[-1] += f" ({value['id']})"
        else:
            words.append(step)
            owner = _table_model(owner, step)
    key: str | int = location[-1] if location else ""
    if isinstance(key, int):
        key = f"{words.pop() if words else ''} {key + 1}".strip()
    return "".join(f"{word}: " for word in words), owner, key


def _item(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None


def _table_model(owner: type[BaseModel] | None, key: str) -> type[BaseModel] | None:
    """Return the model of the table, or of the rows of the list of tables, at *key*."""
    if owner is None or key not in owner.model_fields:
        return None
    annotation = owner.model_fields[key].annotation
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return owner


def _help(owner: type[BaseModel] | None, key: str | int) -> str:
    fields = owner.model_fields if owner else {}
    description = fields[str(key)].description if str(key) in fields else None
    return f"write: {description}" if description else "see the reference of this file"


def _did_you_mean(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    if near:
        return f'; did you mean "{near[0]}"?'
    return f"; the keys are {', '.join(known)}" if known else "; remove it"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


def page_review(text: str, shown: str) -> tuple[PageReview | None, list[Finding]]:
    """Validate the ``review`` table of a page's front matter, given as JSON *text*."""
    try:
        table = json.loads(text)
    except json.JSONDecodeError:
        table = None
    if not isinstance(table, dict):
        return None, [
            Finding(Kind.REVIEW, f"{shown}: review: must be a table; see the reference of pages")
        ]
    return validate(PageReview, table, f"{shown}: review", Kind.REVIEW)


# --- logos --------------------------------------------------------------------------------------


def logo_data_uri(folder: Path, name: str) -> str:
    """Return the logo *name* of a brand's *folder* as a ``data:`` URI.

    Raises
    ------
    ValueError
        Where the file is missing, lies outside the folder, is huge, or is not a safe SVG or PNG.
    """
    path = folder / name
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise ValueError(f'"{name}" lies outside the brand\'s folder; copy the logo into it')
    if not path.is_file():
        found = [p.name for p in folder.iterdir() if p.suffix.lower() in {".svg", ".png"}]
        raise ValueError(f'"{name}" does not exist{_did_you_mean(name, found)}')
    if path.stat().st_size > LOGO_BYTES:
        size = path.stat().st_size / 1024
        raise ValueError(
            f'"{name}" is huge ({size:,.0f} KiB); give a logo of at most {LOGO_BYTES // 1024} KiB'
        )
    data = path.read_bytes()
    media_type = "image/png" if data.startswith(b"\x89PNG") else "image/svg+xml"
    (_check_png if media_type == "image/png" else _check_svg)(name, data)
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


def _check_png(name: str, data: bytes) -> None:
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            if image.width * image.height > LOGO_PIXELS:
                raise ValueError(
                    f'"{name}" is huge ({image.width} x {image.height} pixels); '
                    f"give a logo of at most {LOGO_PIXELS // 1_000_000} megapixels"
                )
            image.verify()
    except (OSError, SyntaxError, Image.DecompressionBombError):
        raise ValueError(f'"{name}" is not an image; give an SVG or PNG file') from None


def _check_svg(name: str, data: bytes) -> None:
    try:
        root = SafeTree.fromstring(data)
    except DefusedXmlException:
        raise ValueError(f'"{name}" declares XML entities; save it as a plain SVG') from None
    except (ParseError, ValueError):
        raise ValueError(f'"{name}" is not an image; give an SVG or PNG file') from None
    if root.tag not in {"svg", f"{SVG}svg"}:
        raise ValueError(f'"{name}" is not an image; give an SVG or PNG file')
    for element in root.iter():
        _check_svg_element(name, element)


def _check_svg_element(name: str, element: Element) -> None:
    tag = str(element.tag).rpartition("}")[2].lower()
    if tag in {"script", "foreignobject"}:
        raise ValueError(f'"{name}" contains <{tag}>; save it as a plain SVG')
    for attribute, value in element.attrib.items():
        local = attribute.rpartition("}")[2].lower()
        if local == "href" and not value.startswith(("#", "data:image/")):
            raise ValueError(f'"{name}" refers to "{value}"; embed it or remove it')
