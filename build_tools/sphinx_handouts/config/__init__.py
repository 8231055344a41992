"""The ``handouts_*`` options of ``conf.py``, each declared once: name, default, types, help.

They stand by subject, a module each, in the order of the manual. What is wrong with their values is
told by `mistakes`; rows of a project's own join the built-in ones in `tables`. No option is read
here: whoever needs a value asks Sphinx's configuration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import content, hosting, languages, looks, rendering, upkeep, wording
from .option import Option

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SUBJECTS: dict[str, tuple[Option, ...]] = {
    "What is printed, and what every handout must carry": content.OPTIONS,
    "The language of the pages, and those that they are translated into": languages.OPTIONS,
    "How sheets look, and what they are printed on": looks.OPTIONS,
    "The hosted guide: addresses, and the pages beside it": hosting.OPTIONS,
    "Workers, and what they may take": rendering.OPTIONS,
    "How plain the words must be, and which may be printed": wording.OPTIONS,
    "What is looked at in pages and files, beside their words": upkeep.OPTIONS,
}
"""All options, by what they are about."""

OPTIONS: tuple[Option, ...] = tuple(option for options in SUBJECTS.values() for option in options)


def add_options(app: Sphinx) -> None:
    """Register every option with Sphinx."""
    for option in OPTIONS:
        app.add_config_value(option.name, option.default, option.rebuild, option.types, option.help)
