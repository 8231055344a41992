"""Words of an emergency show their box, slips and all; other words do not: in the real pages."""

from __future__ import annotations

import gzip
import random
import re
import string
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hosts import GUIDE, ROOT
from playwright.sync_api import Browser, Page, expect
from searching import RING, rows, signs

WORDS: dict[str, Any] = tomllib.loads((GUIDE / "search-synonyms.toml").read_text("utf-8"))
TABLES: list[dict[str, Any]] = WORDS["help"]
COMMON = [
    word
    for word in (ROOT / "tests/data/common-words.txt").read_text("utf-8").split("\n")
    if word and not word.startswith("#")
]
BODY, TODAY, CRISIS = range(3)
"""The tables: call an ambulance, call the clinic today, end of life."""


@pytest.fixture(scope="module")
def page(site: str, browser: Browser) -> Iterator[Page]:
    """Return the search page, with its words loaded."""
    context = browser.new_context(base_url=site, service_workers="block")
    page = context.new_page()
    page.goto("search.html", wait_until="networkidle")
    yield page
    context.close()


@pytest.fixture(scope="module")
def ring(page: Page) -> Callable[[list[str]], list[list[int]]]:
    """Return a function that types, and tells which boxes show before any search was made."""
    return lambda queries: page.evaluate(RING, queries)


def words_of(phrase: str) -> str:
    """Return a phrase as it is typed without care: small letters, no marks."""
    return " ".join(re.findall(r"[a-z0-9]+", phrase.lower().replace("'", "")))


def slips_of(phrase: str) -> set[str]:
    """Return every spelling with a letter more, less, changed or swapped, or a missing space."""
    found = set()
    for at in range(len(phrase) + 1):
        head, tail = phrase[:at], phrase[at:]
        found |= {head + letter + tail for letter in string.ascii_lowercase}
        if tail:
            found.add(head + tail[1:])
        if tail and tail[0] != " ":
            found |= {head + letter + tail[1:] for letter in string.ascii_lowercase}
        if len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
    return {" ".join(slip.split()) for slip in found} - {phrase}


def triggers() -> Iterator[tuple[int, str]]:
    """Yield each phrase that is said with letters, and the number of its table."""
    for number, table in enumerate(TABLES):
        for phrase in (*table["words"], *table.get("alone", ())):
            yield number, words_of(phrase)


def test_every_trigger_rings(ring: Callable[[list[str]], list[list[int]]]) -> None:
    """Each phrase of the file shows the box of its table, numbers too."""
    told = list(triggers())
    assert len(told) > 200
    rung = ring([phrase for _number, phrase in told])
    assert [p for (n, p), boxes in zip(told, rung, strict=True) if n not in boxes] == []


def test_a_slip_of_the_finger_still_rings(ring: Callable[[list[str]], list[list[int]]]) -> None:
    """Of all spellings with one slip, at most 2 % miss: those that are other words, as *towel*.

    Numbers and words of two letters are left out: with a slip they are others. Every fifth
    spelling is tried, in the order of the alphabet: all of them take two minutes.
    """
    tried, missed = 0, []
    for number, phrase in triggers():
        if re.search(r"\d", phrase) or len(phrase.replace(" ", "")) < 3:
            continue
        slips = sorted(slips_of(phrase))[::5]
        tried += len(slips)
        rung = ring(slips)
        missed += [slip for slip, boxes in zip(slips, rung, strict=True) if number not in boxes]
    print(f"{len(missed)} of {tried} spellings with a slip show no box")
    assert tried > 40_000
    assert len(missed) <= 0.02 * tried


def test_every_sign_rings(ring: Callable[[list[str]], list[list[int]]]) -> None:
    """Each phrase of a group, beside some of the others of a sign and in any order, shows a box."""
    told = [(number, words_of(said)) for number, said in signs(WORDS, random.Random(7))]
    assert len(told) > 1000
    rung = ring([said for _number, said in told])
    assert [p for (n, p), boxes in zip(told, rung, strict=True) if n not in boxes] == []


def test_a_slip_in_a_sign_still_rings(ring: Callable[[list[str]], list[list[int]]]) -> None:
    """Of spellings of signs with one slip, at most 1 % miss: those that are short, and words."""
    chance, listed = random.Random(7), []
    for number, said in signs(WORDS, chance):
        phrase = words_of(said)
        if not re.search(r"\d", phrase):
            listed += [(number, slip) for slip in chance.sample(sorted(slips_of(phrase)), 4)]
    rung = ring([slip for _number, slip in listed])
    missed = [slip for (n, slip), boxes in zip(listed, rung, strict=True) if n not in boxes]
    print(
        f"{len(missed)} of {len(listed)} spellings of signs with a slip show no box: {missed[:40]}"
    )
    assert len(listed) > 4000
    assert len(missed) <= 0.01 * len(listed)


def test_what_people_say(ring: Callable[[list[str]], list[list[int]]]) -> None:
    """What patients say in their own words shows a box; what others ask shows none."""
    told = rows((ROOT / "tests/data/emergencies.txt").read_text("utf-8"))
    assert len(told) > 200
    rung = dict(
        zip([said for said, _box in told], ring([said for said, _box in told]), strict=True)
    )
    lost = [said for said, box in told if box != ["-"] and int(box[0]) not in rung[said]]
    wrong = {said: rung[said] for said, box in told if box == ["-"] and rung[said]}
    assert (lost, wrong) == ([], {})


def test_a_sign_is_heard_though_its_slip_is_a_word(
    ring: Callable[[list[str]], list[list[int]]],
) -> None:
    """Where all else that was typed is a sign's; beside other words, a real word is meant."""
    slips = ["bum pspine", "breast one tightness", "my leg feels head"]
    assert ring(slips) == [[TODAY], [BODY], [BODY]]
    assert ring(["breast one by one tight", "hear tear", "calf mark"]) == [[]] * 3


def test_the_words_are_light(folder: Path) -> None:
    """What a field asks for is at most 20 KB compressed: slow phones, and worse Wi-Fi."""
    words = (folder / "en/_static/emergency.json").read_bytes()
    assert len(gzip.compress(words)) <= 20_000


def test_calm_searches_do_not_ring(ring: Callable[[list[str]], list[list[int]]]) -> None:
    """Of searches for other pages, at most 1 % show a box, but for those with words of the file."""
    lists = [
        (ROOT / f"tests/data/{name}.txt").read_text("utf-8") for name in ("queries", "searches")
    ]
    calm = [said for said, pages in rows("\n".join(lists)) if "get-help" not in pages]
    assert len(calm) > 400
    listed = [set(phrase.split()) for _number, phrase in triggers()]
    rung = zip(calm, ring(calm), strict=True)
    typed = {said: set(words_of(said).split()) for said, boxes in rung if boxes}
    wrong = [said for said, words in typed.items() if not any(one <= words for one in listed)]
    print(f"wrongly: {wrong}")
    assert len(wrong) <= 0.01 * len(calm)


def test_common_words_do_not_ring(ring: Callable[[list[str]], list[list[int]]]) -> None:
    """Of the 500 words that are used most, at most 1 % show a box, but for those of the file."""
    assert len(COMMON) == 500
    rung = ring(COMMON)
    wrong = [word for word, boxes in zip(COMMON, rung, strict=True) if boxes]
    asked = {phrase for _number, phrase in triggers()}
    print(f"wrongly: {[word for word in wrong if word not in asked]}")
    assert len([word for word in wrong if word not in asked]) <= 5


@pytest.mark.parametrize(
    "words",
    [
        *("strong", "call", "live", "lever", "dumb", "towel", "ladder", "dancer", "chestnuts"),
        *("humour", "humor", "undress", "do I have to undress", "private", "privacy", "underwear"),
        *("want to diet", "put myself first", "light pain", "my life", "what can help", "urge"),
        *("does massage help", "lift weights", "strange", "attach"),
        *("back massage", "massage for back pain", "can I walk", "can I move house"),
    ],
)
def test_a_real_word_is_never_taken_for_another(
    words: str, ring: Callable[[list[str]], list[list[int]]]
) -> None:
    """What stands in a dictionary was meant: *call* is not *calf*, *strong* is not *stroke*."""
    assert ring([words]) == [[]]


@pytest.mark.parametrize(
    ("words", "table"),
    [
        *((words, BODY) for words in ("heart attack", "hart attack", "heartattack", "haert atack")),
        *((words, BODY) for words in ("my dad collapsed", "stroke", "strok", "URGENT!", "urgnet")),
        *((words, BODY) for words in ("help", "help me please", "helpme", "hlep", "get help now")),
        *((words, BODY) for words in ("pain in both legs", "painin bothlegs", "both my legs hurt")),
        *((words, BODY) for words in ("chest pan", "ches tpain", "cant pe", "can’t pee", "num b")),
        *((words, BODY) for words in ("numb between my legs", "my genitles feel numb", "999")),
        *((words, BODY) for words in ("bothlegsnumb", "ihavechestpain", "my foot keeps dragging")),
        *((words, BODY) for words in ("I was in a car accident", "emergancy", "breathles")),
        *(
            (words, TODAY)
            for words in ("swollen calf", "swolen calf", "111", "fevr", "my calf is hot")
        ),
        *((words, CRISIS) for words in ("sucidal", "suicidle", "kil myself", "killmyself")),
        *((words, CRISIS) for words in ("I want ot die", "end my lfe", "I dont want to be here")),
    ],
)
def test_what_a_shaking_hand_types(
    words: str, table: int, ring: Callable[[list[str]], list[list[int]]]
) -> None:
    """Missing spaces, two slips, capitals and marks: the box of the right table shows."""
    assert table in ring([words])[0]


def test_a_crisis_has_its_own_box(ring: Callable[[list[str]], list[list[int]]]) -> None:
    """Who thinks of dying is shown the crisis line, and not the signs of the body."""
    assert ring(["suicidal", "I want to die", "end it all"]) == [[CRISIS]] * 3


# --- in other fields ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["index", "library"])
def test_the_menu_tells_as_it_is_typed(name: str, site: str, browser: Browser) -> None:
    """On any page, before Enter, the title of the box shows as a link; other words take it away."""
    context = browser.new_context(
        base_url=site, viewport={"width": 1280, "height": 900}, service_workers="block"
    )
    page = context.new_page()
    page.goto(f"{name}.html")
    field = page.get_by_label("Search this guide")
    field.press_sequentially("chestpain")
    line = page.locator("#alarm a:visible")
    expect(line).to_have_attribute("href", "get-help.html")
    expect(line).to_have_count(1)
    field.fill("sucidal")
    expect(page.locator("#alarm a:visible")).to_have_attribute(
        "href", re.compile("sleep-stress-mood")
    )
    field.fill("pillow")
    expect(page.locator("#alarm a:visible")).to_have_count(0)
    context.close()


def test_the_library_tells_too(site: str, browser: Browser) -> None:
    """*Find a handout* shows the line below its own field."""
    context = browser.new_context(base_url=site, service_workers="block")
    page = context.new_page()
    page.goto("library.html")
    page.get_by_label("Find a handout").press_sequentially("cant pe")
    expect(page.locator(".handout-filters .alarm a:visible")).to_have_attribute(
        "href", "get-help.html"
    )
    expect(page.locator("#alarm a:visible")).to_have_count(0)
    context.close()


def test_the_boxes_stand_without_the_search(site: str, browser: Browser) -> None:
    """When the index does not load, words of an emergency show their box all the same."""
    context = browser.new_context(base_url=site, service_workers="block")
    context.route("**/search-index.json*", lambda route: route.abort())
    page = context.new_page()
    page.goto("search.html?q=chest+pain")
    expect(page.locator(".search-box:visible")).to_have_count(1)
    page.get_by_text("The search could not be loaded.").wait_for()
    context.close()


def test_without_javascript_a_line_leads_to_help(site: str, browser: Browser) -> None:
    """The form itself says where to go when it is urgent."""
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    for name in ("search", "library", "index"):
        page.goto(f"{name}.html")
        line = page.locator(".search-form__urgent").first
        assert "Is it urgent? Get help now" in " ".join(line.inner_text().split())
        assert line.locator("a").get_attribute("href") == "get-help.html"
    context.close()
