"""A translation says what the text says now, all of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from ..project.message_files import Message
from ..project.translations import AnyRecord, PageRecord
from ..records.finding import Finding, Kind, Severity
from ..records.languages import base
from ..records.page import Translated
from ..records.texts import Lack, Text
from .declaration import Check
from .two_sides import differences, same_words, words_left
from .units import other_units

CHECK = Check(
    Kind.TRANSLATION,
    Severity.ERROR,
    "Translations against the text",
    "Where a sentence has no translation, a sheet changes its language in the middle; where the "
    "translation is old, or has another number, two readers are told different things.",
    "Update the catalogues with sphinx-handouts translate, and have a person translate what is "
    "new.",
)

SAME_WORDS = 3
"""A text of so many words is not the same in two languages."""
_SAME_IN_BOX = 2
"""The same of a text of a snippet, where a name is not likely."""
_LEFT_WORDS = 4
"""So many words in a row are English in no other language."""

_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
"""How an item of a list begins, which takes the place of no paragraph."""

_MENDS = {
    Lack.FUZZY: 'read it again, mend it, and take its mark "fuzzy" away',
    Lack.MISSING: "update the catalogue with sphinx-handouts translate, and translate it",
    Lack.CONTEXT: "take its line msgctxt away",
    Lack.CLOSED: "write it as a paragraph, heading or cell",
    Lack.UNREAD: r"write it as one line, and a number at its beginning as in \"1\. Walk\"",
    Lack.OURS: "translate it in sphinx_handouts.po, which sphinx-handouts translate begins",
}


def lacking(text: Text, name: str) -> Finding:
    """Return a finding that a text is not translated on the sheet *name*."""
    box = f'in the "{text.snippet}" snippet, ' if text.snippet else ""
    mend = _MENDS.get(text.lack or Lack.EMPTY, "translate it")
    words = f'{name}: {box}"{short(text.source)}" {text.lack}; {mend}'
    place = {"path": text.path} if text.path else {"docname": text.docname}
    return Finding(Kind.TRANSLATION, words, line=text.line, **place)


def lack_of(message: Message | None, *, was_used: bool = True, box_in: str = "") -> Lack | None:
    """Return why a text is not translated; None: it is.

    *was_used* is whether the translation stands in the place of the text. A text of a snippet has
    the language *box_in*: there, no English words are left within a sentence. Elsewhere they may
    be a title or a name.
    """
    if message is None:
        return Lack.MISSING
    if not message.translation.strip():
        return Lack.EMPTY
    if message.fuzzy:
        return Lack.FUZZY
    if message.has_context:
        return Lack.CONTEXT
    if lack := _left_in_source(message, box_in):
        return lack
    is_one = message.translation.strip().count("\n") <= message.text.strip().count("\n")
    is_list = _ITEM.match(message.translation) and not _ITEM.match(message.text)
    is_used = (was_used and is_one and not is_list) or message.translation == message.text
    return None if is_used else Lack.UNREAD  # Sphinx takes the first block alone


def _left_in_source(message: Message, box_in: str) -> Lack | None:
    """Return whether a translation is still in the language of the text, or in part."""
    same = same_words(message.text, message.translation)
    if same >= (_SAME_IN_BOX if box_in else SAME_WORDS):
        return Lack.SAME
    is_from_english = base(box_in) == "en" != base(message.language)
    left = words_left(message.text, message.translation) if is_from_english else 0
    is_whole = message.translation == message.text
    return Lack.PART if left >= _LEFT_WORDS and not is_whole else None


def problems_of(message: Message, source: str) -> Iterator[str]:
    """Yield where the two sides of a message differ in what must be the same, as sentences.

    *source* is the language in which the text is written.
    """
    if message.other_line:
        words = f'the text "{short(message.text)}" is translated again at line {message.other_line}'
        yield f"{words}, in other words, which are not printed; keep one of the two"
    if message.translation.strip() and not message.fuzzy:
        languages = source, message.language
        sides = message.text, message.translation
        for difference in chain(differences(*sides, languages), other_units(*sides, languages)):
            words = f'the translation of "{short(message.text)}" {difference}'
            yield words if "; write it" in difference else f"{words}; write it as the text does"


def check_sheet(
    name: str, texts: Iterable[Text], required: Iterable[str], *, wanted: bool, may_lack: bool
) -> tuple[list[Finding], str]:
    """Return what is wrong with the translation of the sheet *name*, and why it is not made.

    A sheet that lacks a text is an error where it is *wanted*; where it is not, it is only not
    made. Where texts *may* lack, a draft is printed all the same, but for the *required* snippets.
    """
    texts = list(texts)
    untranslated = [text for text in texts if text.lack]
    closed = [text for text in untranslated if text.lack is Lack.CLOSED]
    in_boxes = [text for text in untranslated if text.snippet in set(required)]
    if not untranslated or (may_lack and not in_boxes):
        return [], ""
    told = in_boxes or untranslated
    verb = "are" if len(untranslated) > 1 else "is"
    count = f"{len(untranslated)} of {len(texts)} texts {verb} not translated"
    place = f" ({told[0].path}:{told[0].line})" if told[0].path and told[0].line else ""
    why = f'{count}, such as "{short(told[0].source)}"{place}'
    if wanted:
        return [lacking(text, name) for text in (in_boxes if may_lack else untranslated)], why
    return [lacking(text, name) for text in closed], why


def check_record(record: AnyRecord, standing: Translated) -> Iterator[tuple[str, Finding]]:
    """Yield that a *record* answers for other words than are said now; and the key that tells."""
    key = "translation_hash"
    if not record.translation_hash:
        why = 'the key "translation_hash" is missing, so that nobody answers for its words'
    elif standing is Translated.CHANGED:
        why = f"{key}: the translation has changed since {record.translator} answered for it"
    elif standing is Translated.OUTDATED:
        key = "source_hash"
        why = f"{key}: the text has changed since {record.since}"
    else:
        return
    name = f"{'page ' * isinstance(record, PageRecord)}{record.what} {record.language}"
    mend = f"sphinx-handouts translate {record.language} {record.what} --translator NAME"
    words = f"{name}: {why}; have a translator read it again, and record it: {mend}"
    yield key, Finding(Kind.TRANSLATION, words, Severity.WARNING)


def check_left_over(
    shown: str, messages: Iterable[Message], wanted: Collection[str]
) -> Iterator[Finding]:
    """Yield that the file *shown* translates what is not among the *wanted* texts any more."""
    left = [m for m in messages if m.text not in wanted and m.translation]
    if left:
        count = f"{len(left)} translations are" if len(left) > 1 else "1 translation is"
        words = f'{count} of texts that no page has any more, such as "{short(left[0].text)}"'
        mend = "update the catalogue with sphinx-handouts translate"
        message, line = f"{words}; {mend}", left[0].line or None
        yield Finding(Kind.TRANSLATION, message, Severity.WARNING, line=line, path=shown)


def short(text: str) -> str:
    """Return a text as it fits into a sentence."""
    return text if len(text) <= 60 else f"{text[:57]}..."
