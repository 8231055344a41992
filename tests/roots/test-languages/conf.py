project = "Knee pain"
author = "The knee guide"
extensions = ["myst_parser", "sphinx_handouts"]
exclude_patterns = ["_build", "handouts", "snippets", "locales", "words"]
myst_enable_extensions = ["colon_fence"]
html_baseurl = "https://knee.example/en/"
locale_dirs = ["locales"]
handouts_cache = "_build/cache"
handouts_untrusted_pages = True
handouts_reading_grade = handouts_smog_grade = handouts_sentence_words = 0
handouts_safety_pages = []
gettext_compact = "guide"


def setup(app):
    """Add German words of the extension."""
    from pathlib import Path

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    words = Path(__file__).parent / "words"
    po = words / "de/LC_MESSAGES/sphinx_handouts.po"
    with po.open("rb") as source, po.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(source))
    app.add_message_catalog("sphinx_handouts", str(words))
