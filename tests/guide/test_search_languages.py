"""Search, and words of an emergency, in the other languages of the guide: in the real pages."""

from __future__ import annotations

import random
import re
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any

import pytest
from hosts import GUIDE, ROOT
from playwright.sync_api import Browser, Page, expect
from searching import RING, SEARCH, rows, signs

LANGUAGES = ("es", "ar", "ko")
LETTERS = {
    "es": string.ascii_lowercase,
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "ko": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㅏㅐㅑㅓㅔㅕㅗㅛㅜㅠㅡㅣ",
}
SLIPS = 40
"""So many slips of each phrase are tried: all of them would take minutes."""
SHORT = {"es": 3, "ar": 3, "ko": 4}
"""Letters below which a phrase with a slip is another word; in Korean, keys: a syllable alone."""
CRISIS = 2


@cache
def folding() -> ModuleType:
    """Return the module of the layer that folds words."""
    spec = spec_from_file_location("folding", GUIDE / "_theme/folding.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def folded(text: str) -> str:
    """Return a text as it is compared: for Korean, the keys that are typed."""
    return " ".join(folding().words(text))


@cache
def tables(language: str) -> dict[str, Any]:
    """Return the tables of words."""
    return tomllib.loads((GUIDE / f"search-synonyms.{language}.toml").read_text("utf-8"))


def triggers(language: str) -> list[tuple[int, str]]:
    """Return each phrase as it is written, and the number of its table."""
    return [
        (number, phrase)
        for number, table in enumerate(tables(language)["help"])
        for phrase in (*table["words"], *table.get("alone", ()))
    ]


def slips_of(phrase: str, letters: str, chance: random.Random) -> set[str]:
    """Return spellings of a phrase with one slip: a letter more, less, changed or swapped."""
    found = set()
    for _ in range(SLIPS):
        at = chance.randrange(len(phrase))
        head, tail, letter = phrase[:at], phrase[at:], chance.choice(letters)
        kind = chance.randrange(4)
        if kind == 0:
            found.add(head + letter + tail)
        elif kind == 1:
            found.add(head + tail[1:])
        elif kind == 2 and tail[0] != " ":
            found.add(head + letter + tail[1:])
        elif len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
    return {" ".join(slip.split()) for slip in found} - {phrase}


@dataclass(frozen=True)
class Desk:
    """The search page of a language."""

    language: str
    page: Page

    def ring(self, queries: list[str]) -> list[list[int]]:
        """Type words, and tell which boxes show before any search was made."""
        rung: list[list[int]] = self.page.evaluate(RING, queries)
        return rung

    def search(self, words: str) -> list[str]:
        """Search, and tell the pages that are found."""
        pages: list[str] = self.page.evaluate(SEARCH, words)["pages"]
        return pages


@pytest.fixture(scope="module", params=LANGUAGES)
def desk(nginx: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Return the search page of a language, with its words loaded."""
    base = f"{nginx}{request.param}/"
    context = browser.new_context(base_url=base, service_workers="block")
    page = context.new_page()
    page.goto("search.html", wait_until="networkidle")
    yield Desk(request.param, page)
    context.close()


@pytest.fixture
def told(desk: Desk) -> list[tuple[str, list[str]]]:
    """Return the searches of a language, with the pages of which one comes first."""
    return rows((ROOT / f"tests/data/searches.{desk.language}.txt").read_text("utf-8"))


def test_searches_lead_to_their_page(desk: Desk, told: list[tuple[str, list[str]]]) -> None:
    """Of 30 searches, each finds a right page first: endings, articles and particles or not."""
    assert len(told) == 30
    found = {words: desk.search(words)[:3] for words, _wanted in told}
    wrong = {words for words, wanted in told if not set(found[words][:1]) & set(wanted)}
    assert {words: found[words] for words in wrong} == {}


def test_only_pages_of_the_language_are_found(desk: Desk) -> None:
    """No search leads to a page that stands for one that is not translated."""
    if desk.language == "es":  # it has all pages
        assert "research" in desk.search("investigación")
    else:
        assert {"research", "exercises"}.isdisjoint(desk.search("massage exercises research"))


def test_every_trigger_rings(desk: Desk) -> None:
    """Each phrase of the file, and each sign, shows the box of its table."""
    listed = triggers(desk.language)
    assert len(listed) > 100
    listed += signs(tables(desk.language), random.Random(7))
    rung = desk.ring([phrase for _number, phrase in listed])
    assert [p for (n, p), boxes in zip(listed, rung, strict=True) if n not in boxes] == []


def test_a_slip_of_the_finger_still_rings(desk: Desk) -> None:
    """Of spellings with one slip, at most 2 % miss: those that are other words."""
    chance, listed = random.Random(7), []
    for number, phrase in triggers(desk.language):
        keys = folded(phrase)
        if not re.search(r"\d", keys) and len(keys.replace(" ", "")) >= SHORT[desk.language]:
            letters = LETTERS[desk.language]
            listed += [(number, slip) for slip in sorted(slips_of(keys, letters, chance))]
    assert len(listed) > 3000
    rung = desk.ring([slip for _number, slip in listed])
    missed = [slip for (n, slip), boxes in zip(listed, rung, strict=True) if n not in boxes]
    print(f"{desk.language}: {len(missed)} of {len(listed)} show no box: {missed[:60]}")
    assert len(missed) <= 0.02 * len(listed)


def test_a_slip_in_a_sign_still_rings(desk: Desk) -> None:
    """Of spellings of signs with one slip, at most 2 % miss, as of phrases."""
    chance, listed = random.Random(7), []
    for number, said in signs(tables(desk.language), chance):
        keys = folded(said)
        if not re.search(r"\d", keys):
            slips = slips_of(keys, LETTERS[desk.language], chance)
            listed += [(number, slip) for slip in chance.sample(sorted(slips), 4)]
    assert len(listed) > 800
    rung = desk.ring([slip for _number, slip in listed])
    missed = [slip for (n, slip), boxes in zip(listed, rung, strict=True) if n not in boxes]
    print(f"{desk.language}: {len(missed)} of {len(listed)} show no box: {missed[:60]}")
    assert len(missed) <= 0.02 * len(listed)


def test_what_people_say(desk: Desk) -> None:
    """What patients say in their own words, dialects too, shows a box; what others ask does not."""
    told = rows((ROOT / f"tests/data/emergencies.{desk.language}.txt").read_text("utf-8"))
    assert len(told) > 100
    rung = desk.ring([said for said, _box in told])
    heard = [(said, box, boxes) for (said, (box,)), boxes in zip(told, rung, strict=True)]
    assert [one for one in heard if (one[2] if one[1] == "-" else int(one[1]) not in one[2])] == []


def test_common_words_do_not_ring(desk: Desk) -> None:
    """Of the 500 words that are written most, at most 1 % show a box, but for those of the file."""
    text = (ROOT / f"tests/data/common-words.{desk.language}.txt").read_text("utf-8")
    common = [word for word in text.splitlines() if not word.startswith("#")]
    assert len(common) == 500
    asked = {folded(phrase) for _number, phrase in triggers(desk.language)}
    rung = desk.ring(common)
    wrong = [w for w, boxes in zip(common, rung, strict=True) if boxes and folded(w) not in asked]
    print(f"{desk.language}: wrongly {wrong}")
    assert len(wrong) <= 5


@pytest.mark.parametrize(
    ("language", "words", "box"),
    [
        ("es", "no puedo respirar", 0),
        ("es", "INFARTO!", 0),
        ("es", "enfarto", 0),
        ("es", "ayúdenme por favor", 0),
        ("es", "me kiero morir", CRISIS),
        ("es", "mis piernas no me sostienen", 0),
        ("es", "se me va la fuerza de la pierna derecha", 0),
        ("es", "no noto cuando orino", 0),
        ("es", "me caí de una escalera", 0),
        ("es", "me aprieta el pecho", 0),
        ("es", "una pierna más hinchada que la otra", 1),
        ("es", "no quiero seguir viviendo", CRISIS),
        ("es", "estarían mejor sin mí", CRISIS),
        ("ar", "ألمٌ في الصَّدر", 0),
        ("ar", "الم فى الصدر", 0),
        ("ar", "اسعاف", 0),
        ("ar", "لا أستطيع تحريك ساقي", 0),
        ("ar", "لا أشعر بمؤخرتي", 0),
        ("ar", "ضغط شديد على صدري", 0),
        ("ar", "سقطت من السلم", 0),
        ("ar", "صدمتني سيارة", 0),
        ("ar", "سئمت من الحياة", CRISIS),
        ("ar", "افكر في الإنتحار", CRISIS),
        ("ko", "가슴이아파요", 0),
        ("ko", "숨을 못 쉬겠어요", 0),
        ("ko", "다리에 힘이 없어요", 0),
        ("ko", "엉덩이 감각이 없어요", 0),
        ("ko", "가슴이 조여요", 0),
        ("ko", "사다리에서 떨어졌어요", 0),
        ("ko", "사는 게 지쳤어요", CRISIS),
        ("ko", "다리가 마비되었어요", 0),
        ("ko", "자살하고 싶어요", CRISIS),
    ],
)
def test_as_people_type(desk: Desk, language: str, words: str, box: int) -> None:
    """Without accents or vowels, with particles and endings, without spaces: the right box."""
    if language == desk.language:
        assert box in desk.ring([words])[0]


def test_what_was_mended_is_told_as_it_is_written(desk: Desk) -> None:
    """A reader is shown words with their accents and in whole syllables, not how they are kept."""
    if desk.language == "es":
        desk.search("ciatca")
        expect(desk.page.locator("#search-status")).to_contain_text("ciática")
    if desk.language == "ko":
        desk.search("마사기")
        expect(desk.page.locator("#search-status")).to_contain_text("마사지")
