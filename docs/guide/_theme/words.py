"""What the layer says to readers, in the language of the build.

Its catalogues are in the folder ``locale``; ``nox -s messages`` renews them. The templates of the
layer say the same words; what its catalogue lacks is looked for in Sphinx's own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.locale import get_translator
from sphinx_handouts.messages import speak

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

CATALOGUE = "theme"
LOCALE = Path(__file__).parent / "locale"
NAMES = ("project", "html_title", "html_short_title")
"""Settings that readers see: the names of the guide."""
ENOUGH = 200
"""Every form of the plural that a language has stands at one of so many numbers."""


def connect(app: Sphinx) -> None:
    """Speak the language of the build when it is known."""
    app.connect("config-inited", _speak)
    app.connect("builder-inited", _let_templates_speak)


def _speak(app: Sphinx, _config: Config) -> None:
    speak(app, CATALOGUE, LOCALE)
    get_translator(CATALOGUE).add_fallback(app.translator)
    for setting in NAMES:
        app.config[setting] = _(str(app.config[setting]))


def _(message: str) -> str:
    """Return *message* in the language of the build."""
    return get_translator(CATALOGUE).gettext(message)


def forms(one: str, many: str, language: str) -> str:
    """Return all forms of the plural by their names (CLDR), as a script reads them: JSON."""
    rule = _locale(language).plural_form
    words = get_translator(CATALOGUE).ngettext
    numbers = {rule(number): number for number in range(ENOUGH, -1, -1)}
    found = {name: words(one, many, number) for name, number in sorted(numbers.items())}
    return json.dumps(found, ensure_ascii=False)


def _locale(language: str) -> Locale:
    """Return what is known of a language: of its base where its region is unknown, or of none."""
    tag = language.replace("-", "_")
    for name in (tag, tag.partition("_")[0]):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def _let_templates_speak(app: Sphinx) -> None:
    templates = getattr(app.builder, "templates", None)
    if isinstance(templates, BuiltinTemplateLoader):
        environment: Any = templates.environment  # Jinja's extension brings what is called
        environment.install_gettext_translations(get_translator(CATALOGUE))
