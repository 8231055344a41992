"""The ``new-brand`` command: makes the folder of a clinic, and shows its first sheets."""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..project import brands, catalogue
from ..records.schema.brand import Palette
from ..storage.files import write_atomically
from .brand_file import brand_toml
from .endings import CommandError
from .looks import show
from .places import add_handouts, add_places, refuse, require_folder
from .questions import PHONE, REGION, Question, add_questions, answers

QUESTIONS = {
    "name": Question("name of the clinic, as printed"),
    "region": REGION,
    "accent": Question(f"colour of headings, such as {Palette().accent}"),
    "phone": PHONE,
    "web": Question("web address"),
}


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("new-brand", help="make the folder of a clinic")
    add = parser.add_argument
    add("folder", metavar="NAME", help="folder name: lower case, hyphens")
    add_questions(parser, QUESTIONS)
    add("--logo", type=Path, metavar="FILE", help="SVG, PNG or JPEG file, which is copied")
    add_handouts(parser)
    add_places(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Write the commented folder of a clinic; nothing else needs to change."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", options.folder):
        raise CommandError(f'"{options.folder}": write lower case letters, digits and hyphens')
    if options.folder == brands.TAKEN:
        raise CommandError(f'"{options.folder}": the folder of refused sheets; write another name')
    require_folder(options.handouts)
    folder = options.handouts / "brands" / options.folder
    if folder.exists():
        raise CommandError(f"{folder} exists already; edit its brand.toml")
    answered = answers(options, QUESTIONS)
    folder.mkdir(parents=True)
    try:
        logo = _copy_logo(options.logo, folder)
        write_atomically(folder / "brand.toml", brand_toml(_values(answered, logo)))
        _clinic, findings = brands.load_clinic(folder, str(folder))
        refuse(findings)
    except BaseException:
        shutil.rmtree(folder)
        raise
    yield f"{folder / 'brand.toml'}: written; edit it as you like"
    yield from _first_sheet(options)


def _values(answered: dict[str, str], logo: str) -> dict[str, Any]:
    """Return what is known of the clinic, by the keys of ``brand.toml``."""
    return {
        "name": answered["name"] or "Name of the clinic",
        "region": answered["region"],
        "logo": logo,
        "logo_alt": answered["name"] if logo else "",
        "palette": {"accent": answered["accent"]},
        "contact": {"phone": answered["phone"], "web": answered["web"]},
    }


def _copy_logo(logo: Path | None, folder: Path) -> str:
    if logo is None:
        return ""
    name = f"logo{logo.suffix.lower()}"
    shutil.copyfile(logo, folder / name)
    return name


def _first_sheet(options: argparse.Namespace) -> Iterator[str]:
    """Print the first sheets of the new brand, for a look at them."""
    listed = catalogue.load(options.handouts, str(options.handouts)).handouts
    if listed and (options.guide / "conf.py").is_file():
        yield from show(options)
    else:
        yield f"build the handouts: its sheets will be in {options.folder}/"
