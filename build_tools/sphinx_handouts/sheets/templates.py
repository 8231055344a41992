"""The templates of this package: of sheets, of web pages, and of reports."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined


@lru_cache(maxsize=8)
def environment(folder: str, own: tuple[str, ...] = ()) -> Environment:
    """Return the templates in *folder* of this package; a user's *own* folders are searched first.

    What they print is escaped, and a name that they do not know is an error.
    """
    return Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(own, "utf-8-sig"),
                PackageLoader("sphinx_handouts", f"templates/{folder}"),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
