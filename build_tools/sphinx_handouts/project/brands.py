"""Reads the folders of brands: a clinic each."""

from __future__ import annotations

import os
import re
from pathlib import Path

from ..records.clinic import Clinic
from ..records.finding import Finding, Kind
from ..records.languages import normalised
from ..records.schema.brand import Brand
from ..records.tables import BUILT_IN, Tables
from .logos import logo_data_uri, logo_ratio
from .validation import quoted, read_toml, validate

TAKEN = "rejected"
"""No name of a brand's folder: beside those of brands, one of this name is for refused sheets."""
_BRAND_FOLDER = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
"""The name of a brand's folder: it stands in addresses."""


def load_clinics(
    brands: Path, shown: str, tables: Tables, language: str
) -> tuple[tuple[Clinic, ...], dict[str, tuple[Finding, ...]]]:
    """Read every brand: those that are right, and what is wrong with each of the others.

    Without a folder of brands there is one clinic, without a name, whose sheets are in *language*.
    """
    if not brands.exists():
        languages = (normalised(language),)
        plain = Brand.model_construct(name="", variants=("standard",), languages=languages)
        return (Clinic("plain", plain),), {}
    folders = sorted(
        path
        for path in (brands.iterdir() if brands.is_dir() else ())
        if path.is_dir() and not path.name.startswith(".")
    )
    if not folders:
        message = f"{shown}: no brand found; add brands/plain/brand.toml"
        return (), {"plain": (Finding(Kind.BRAND, message),)}
    read = {
        folder.name: load_clinic(folder, f"{shown}/{folder.name}", tables) for folder in folders
    }
    return (
        tuple(clinic for clinic, _findings in read.values() if clinic is not None),
        {key: tuple(findings) for key, (clinic, findings) in read.items() if clinic is None},
    )


def brand_files(brands: Path) -> list[Path]:
    """Return all files in the folders of brands, but for what lies elsewhere."""
    return sorted(path for path in brands.rglob("*") if path.is_file() and _lies_in(path, brands))


def load_clinic(
    folder: Path, shown: str, tables: Tables = BUILT_IN
) -> tuple[Clinic | None, list[Finding]]:
    """Read one brand folder; *shown* is its name in messages."""
    if problem := _name_problem(folder):
        return None, [Finding(Kind.BRAND, f"{shown}: rename the folder: {problem}")]
    if not _lies_in(folder / "brand.toml", folder.parent):
        message = f"{shown}/brand.toml: leads outside the folder of the brands; copy it there"
        return None, [Finding(Kind.BRAND, message)]
    table, findings = read_toml(folder / "brand.toml", f"{shown}/brand.toml", Kind.BRAND)
    if table is None:
        return None, findings
    brand, errors = validate(Brand, table, f"{shown}/brand.toml", Kind.BRAND, tables)
    findings += errors
    logo = ""
    name = table.get("logo")
    if isinstance(name, str) and name:
        try:
            logo = logo_data_uri(folder, name)
        except ValueError as error:
            message = f"{shown}/brand.toml: logo: {quoted(name)} {error}"
            findings.append(Finding(Kind.BRAND, message))
    if brand is None or findings:
        return None, findings
    region = tables.regions[brand.region] if brand.region else None
    ratio = logo_ratio(logo) if logo else 0.0
    return Clinic(folder.name, brand, logo, region, logo_ratio=ratio), findings


def _name_problem(folder: Path) -> str:
    """Return why a brand's folder needs another name, if it does."""
    name = folder.name
    if name == TAKEN:
        return "sheets that are refused are put into one of its name"
    if _BRAND_FOLDER.fullmatch(name):
        return ""
    is_taken = name != name.lower() and (folder.parent / name.lower()).is_dir()
    other = f", and not {name.lower()}, which is another clinic's" if is_taken else ""
    return f"lower case letters, digits and hyphens{other}"


def _lies_in(path: Path, folder: Path) -> bool:
    """Return whether a file lies in a folder, all links followed."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
