"""Bad input in catalogue.toml and brand.toml: one sentence that names file, key and mend."""

from __future__ import annotations

import base64
import io
import os

import pytest
from PIL import Image
from pydantic import BaseModel
from shelves import HANDOUT, Shelf
from sphinx_handouts.project.logos import LOGO_BYTES, LOGO_PIXELS, logo_ratio
from sphinx_handouts.project.pictures.inks import logo_inks
from sphinx_handouts.project.pictures.safety import from_data_uri
from sphinx_handouts.records.edition import Selection
from sphinx_handouts.records.finding import Kind
from sphinx_handouts.records.schema.brand import Brand, Contact
from sphinx_handouts.records.schema.colours import contrast_on_white
from sphinx_handouts.records.schema.handout import Handout
from sphinx_handouts.records.schema.values import address_mistake
from sphinx_handouts.records.tables import PAPERS, REGIONS, VARIANTS, Region

SECOND = HANDOUT.replace("HO-01", "HO-02").replace("first", "second")
PACK = '[[pack]]\nslug = "all"\ntitle = "All"\n'
CATALOGUE = "handouts/catalogue.toml: "
BRAND = "handouts/brands/anytown/brand.toml: "
ROW = f"{CATALOGUE}handout 1 (HO-01): "
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


def last_line(value: str | bytes) -> str:
    """Name a case by the last line of its file, and by nothing else."""
    text = value if isinstance(value, str) else repr(value)
    return "" if text.startswith("handouts/") else text.strip().rpartition("\n")[2][:40]


def png(width: int, height: int) -> bytes:
    """Return a white PNG."""
    file = io.BytesIO()
    Image.new("1", (width, height), 1).save(file, "PNG")
    return file.getvalue()


# --- a right folder -----------------------------------------------------------------------------


def test_right_folder(shelf: Shelf) -> None:
    """A right folder has no findings, and its handouts and clinics come back as written."""
    found = shelf.load()
    assert found.findings == ()
    assert [handout.id for handout in found.handouts] == ["HO-01"]
    assert [(clinic.key, clinic.brand.name) for clinic in found.clinics] == [
        ("anytown", "Anytown Clinic")
    ]


def test_editions_are_handouts_by_brands_by_papers(shelf: Shelf) -> None:
    """Every handout comes in every brand and paper, in the brand's languages only."""
    shelf.write("catalogue.toml", HANDOUT + SECOND)
    shelf.write(
        "brands/anytown/brand.toml",
        'name = "A"\npapers = ["a4", "letter"]\nvariants = ["standard"]\n',
    )
    korean = 'name = "B"\nvariants = ["standard"]\nlanguages = ["ko", "en"]\n'
    shelf.write("brands/busan/brand.toml", korean)
    found = shelf.load()
    paths = [edition.path for _handout, _clinic, edition in found.editions(Selection("en"))]
    assert paths == [
        "anytown/en/HO-01-first-sheet-a4-standard.pdf",
        "anytown/en/HO-01-first-sheet-letter-standard.pdf",
        "busan/en/HO-01-first-sheet-a4-standard.pdf",
        "anytown/en/HO-02-second-sheet-a4-standard.pdf",
        "anytown/en/HO-02-second-sheet-letter-standard.pdf",
        "busan/en/HO-02-second-sheet-a4-standard.pdf",
    ]
    in_korean = found.editions(Selection("ko"))
    assert {edition.brand for _handout, _clinic, edition in in_korean} == {"busan"}
    assert list(found.editions(Selection("fr"))) == []


def test_a_language_has_papers_and_contacts_of_its_own(shelf: Shelf) -> None:
    """What a clinic says of one language counts there alone; the rest is as in all others."""
    shelf.write(
        "brands/anytown/brand.toml",
        """name = "A"
languages = ["en", "pt-BR", "ko"]
papers = ["a4", "letter"]
variants = ["standard", "large-print"]
editions.pt = { papers = ["letter"], variants = ["standard"] }
editions.ko = { variants = ["ink-saver"] }
[contact]
phone = "1"
hours = "Weekdays"
[contact.pt]
hours = "Dias úteis"
""",
    )
    found = shelf.load()

    def said(language: str) -> tuple[list[tuple[str, str]], set[tuple[str, str]]]:
        selection, findings = found.selection(["ink-saver", "letter"], language)
        assert findings == []
        editions = list(found.editions(Selection(language)))
        assert {e.paper for *_rest, e in found.editions(selection)} <= {"letter"}
        contacts = {(c.brand.contact.phone, c.brand.contact.hours) for _h, c, _e in editions}
        return [(e.paper, e.variant) for *_rest, e in editions], contacts

    rows = [
        (paper, variant) for paper in ("a4", "letter") for variant in ("standard", "large-print")
    ]
    assert said("en") == (rows, {("1", "Weekdays")})
    assert said("pt-BR") == ([("letter", "standard")], {("1", "Dias úteis")})
    assert said("ko") == ([("a4", "ink-saver"), ("letter", "ink-saver")], {("1", "Weekdays")})


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("[editions.xx]", 'editions: xx: "xx" is no language; write its tag'),
        ('[editions.es]\npapers = ["a3"]', 'editions: es: papers: "a3" is not known; write one'),
        ("[editions.es]\npaper = []", 'editions: es: unknown key "paper"; did you mean "papers"?'),
        ("[editions.fr]", 'editions: "fr" is not among languages, which are en, es; add it there'),
        ('[contact.sp]\nphone = "1"', 'contact: "sp" is not among languages, which are en, es'),
        ('[contact.es]\nhuors = "9"', 'contact: es: unknown key "huors"; did you mean "hours"?'),
        ("[contact.es]\nhours = 9", "contact: es: hours: must be text in quotation marks, not 9"),
        ('[contact]\nfone = "1"', 'contact: unknown key "fone"; did you mean "phone"?'),
    ],
)
def test_tables_of_languages_that_are_wrong(shelf: Shelf, table: str, expected: str) -> None:
    """A table of a language is told by its key, as any other; one that nobody reads, too."""
    shelf.write("brands/anytown/brand.toml", f'name = "A"\nlanguages = ["en", "es"]\n{table}\n')
    (message,) = shelf.messages()
    assert message.startswith(f"{BRAND}{expected}")


def test_clinic_prints_every_variant_on_one_paper(shelf: Shelf) -> None:
    """A brand that says nothing of it prints standard, large print and ink saver on A4."""
    shelf.write("brands/anytown/brand.toml", 'name = "A"\n')
    editions = [e for _handout, _clinic, e in shelf.load().editions(Selection("en"))]
    variants = ["standard", "large-print", "ink-saver"]
    assert [(e.paper, e.variant) for e in editions] == [("a4", variant) for variant in variants]


@pytest.mark.parametrize(("region", "row"), REGIONS.items())
def test_every_region_has_its_number(shelf: Shelf, region: str, row: Region) -> None:
    """A clinic has the emergency number of its region; one without a region has none."""
    shelf.write("brands/anytown/brand.toml", f'name = "A"\nregion = "{region}"')
    clinic = shelf.load().clinics[0]
    assert clinic.line("emergency") == row.emergency.words
    assert clinic.line("crisis") == (row.crisis.words if row.crisis else "")
    shelf.write("brands/anytown/brand.toml", 'name = "A"')
    assert shelf.load().clinics[0].line("emergency") == ""


# --- catalogue.toml -----------------------------------------------------------------------------


def about(model: type[BaseModel], key: str) -> str:
    """Return what the reference says of a key, as it stands within a sentence."""
    text = str(model.model_fields[key].description)
    return text[:1].lower() + text[1:].rstrip(".")


PAGES = f"({about(Handout, 'pages')})"
PARTS = f"({about(Handout, 'parts')})"
KEYS = ", ".join(Handout.model_fields)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HANDOUT + 'titel = "x"', f'{ROW}unknown key "titel"; did you mean "title"?'),
        (
            HANDOUT + "zzz = 1",
            f'{ROW}unknown key "zzz"; the keys are {KEYS}',
        ),
        (
            HANDOUT + "[brand]",
            f'{CATALOGUE}unknown key "brand"; the keys are handout, pack, review',
        ),
        (
            HANDOUT + "budgets = { large-prnt = 4 }",
            f'{ROW}budgets: "large-prnt" is not known; '
            f"write one of {', '.join([*PAPERS, *VARIANTS])}, or two, "
            "and before it a language, or a language alone",
        ),
        (
            HANDOUT + PACK + 'handouts = ["HO-01", "HO-02"]',
            f'{CATALOGUE}pack "all": handouts: "HO-02" is not in the catalogue; '
            'did you mean "HO-01"?',
        ),
        (
            HANDOUT + 2 * (PACK + 'handouts = ["HO-01"]\n'),
            f'{CATALOGUE}slug "all" stands 2 times; give each pack its own',
        ),
        (
            HANDOUT + 'pages = "2"',
            f'{ROW}pages: must be a whole number, not "2" {PAGES}',
        ),
        (
            HANDOUT + "cover = 1",
            f"{ROW}cover: must be true or false, not 1 ({about(Handout, 'cover')})",
        ),
        (
            HANDOUT + "pages = true",
            f"{ROW}pages: must be a whole number, not true {PAGES}",
        ),
        (
            HANDOUT + "pages = 2.5",
            f"{ROW}pages: must be a whole number, not 2.5 {PAGES}",
        ),
        (
            HANDOUT + "pages = 0",
            f"{ROW}pages: must be 1 or more, not 0 {PAGES}",
        ),
        (
            HANDOUT + "pages = 9999",
            f"{ROW}pages: must be 1000 or less, not 9999 {PAGES}",
        ),
        (
            HANDOUT + "version = 1.0",
            f"{ROW}version: must be text in quotation marks, not 1.0 ({about(Handout, 'version')})",
        ),
        (
            HANDOUT.replace('["index"]', '"index"'),
            f'{ROW}parts: must be a list, not "index" {PARTS}',
        ),
        (
            HANDOUT.replace('["index"]', "[]"),
            f"{ROW}parts: must not be empty, not [] {PARTS}",
        ),
        (
            HANDOUT.replace('["index"]', '["index", "#"]'),
            f'{ROW}parts 2: must have another form, not "#" {PARTS}',
        ),
        (
            HANDOUT.replace("HO-01", "ho1"),
            f'{CATALOGUE}handout 1 (ho1): id: must have another form, not "ho1" '
            f"({about(Handout, 'id')})",
        ),
        (
            HANDOUT.replace('id = "HO-01"\n', ""),
            f'{CATALOGUE}handout 1: the key "id" is missing; add it: {about(Handout, "id")}',
        ),
        (
            HANDOUT.replace("[[handout]]", "[handout]"),
            f'{CATALOGUE}handout: must be a list, not {{"id": "HO-01", "slug": "first-sheet", '
            '"title": "The firs... (the handouts, each below a line [[handout]])',
        ),
        (
            "handout = [1]",
            f"{CATALOGUE}handout 1: must be a table, not 1 "
            "(the handouts, each below a line [[handout]])",
        ),
        (
            "",
            f'{CATALOGUE}the key "handout" is missing; '
            "add it: the handouts, each below a line [[handout]]",
        ),
        (
            HANDOUT + SECOND.replace("HO-02", "HO-01"),
            f'{CATALOGUE}id "HO-01" stands 2 times; give each handout its own',
        ),
        (
            HANDOUT + SECOND.replace("HO-02", " HO-01 "),
            f'{CATALOGUE}id "HO-01" stands 2 times; give each handout its own',
        ),
        (
            HANDOUT + SECOND.replace("second-sheet", "first-sheet"),
            f'{CATALOGUE}slug "first-sheet" stands 2 times; give each handout its own',
        ),
        (
            HANDOUT + "pages = = 2",
            f"{CATALOGUE}not valid TOML: Invalid value (at line 6, column 9); mend that line",
        ),
        (
            HANDOUT + 'id = "HO-02"\n',
            f"{CATALOGUE}not valid TOML: Cannot overwrite a value (at line 6, column 13); "
            "mend that line",
        ),
        (
            b"title = '\xff'",
            f"{CATALOGUE}the file is not UTF-8 (line 1, byte ff); save it as UTF-8 (in an editor: "
            "Save as, encoding UTF-8)",
        ),
        (
            HANDOUT + '"a\\nb" = 1',
            f'{ROW}unknown key "a\\nb"; the keys are {KEYS}',
        ),
    ],
    ids=last_line,
)
def test_bad_catalogue(shelf: Shelf, content: str | bytes, expected: str) -> None:
    """Each mistake is one finding, word for word: where, what, the mend."""
    shelf.write("catalogue.toml", content)
    assert shelf.messages() == [expected]
    assert [finding.kind for finding in shelf.load().findings] == [Kind.CATALOGUE]


def test_deep_nesting(shelf: Shelf) -> None:
    """Nesting without end is a finding, not a crash."""
    shelf.write("catalogue.toml", "a = " + "[" * 5000)
    (message,) = shelf.messages()
    assert message.startswith(f"{CATALOGUE}not valid TOML: ")


def test_missing_files(shelf: Shelf) -> None:
    """A missing catalogue, a brand without its file, and no brand at all are named."""
    (shelf.folder / "catalogue.toml").unlink()
    (shelf.folder / "brands/anytown/brand.toml").unlink()
    assert shelf.messages() == [
        f"{CATALOGUE}the file is missing; create it",
        f"{BRAND}the file is missing; create it",
    ]
    (shelf.folder / "brands/anytown").rmdir()
    assert shelf.messages()[1:] == ["handouts/brands: no brand found; add brands/plain/brand.toml"]


def test_unreadable_file(shelf: Shelf) -> None:
    """A folder where a file should be is a finding."""
    (shelf.folder / "catalogue.toml").unlink()
    (shelf.folder / "catalogue.toml").mkdir()
    assert shelf.messages() == [
        f"{CATALOGUE}cannot be read (Is a directory); make it a file that can be"
    ]


def test_all_errors_together(shelf: Shelf) -> None:
    """One run tells every error of every file."""
    shelf.write(
        "catalogue.toml",
        HANDOUT.replace("title", "titel") + "pages = 0\n" + SECOND.replace("HO-02", "HO-01"),
    )
    shelf.write(
        "brands/anytown/brand.toml",
        'nme = "A"\nlogo = "gone.svg"\nregion = "xx"\n[palette]\naccent = "pink"\n'
        "[contact]\nfone = 1\n",
    )
    shelf.write("brands/busan/brand.toml", "name =")
    starts = [
        f'{ROW}the key "title" is missing',
        f"{ROW}pages: must be 1 or more",
        f'{ROW}unknown key "titel"',
        f'{CATALOGUE}id "HO-01" stands 2 times',
        f'{BRAND}the key "name" is missing',
        f"{BRAND}logo_alt: the logo has no text alternative",
        f'{BRAND}region: "xx" is not known; write one of us, gb, ',
        f'{BRAND}palette: accent: "pink" has a contrast of ',
        f'{BRAND}contact: unknown key "fone"; did you mean "phone"?',
        f'{BRAND}unknown key "nme"; did you mean "name"?',
        f'{BRAND}logo: "gone.svg" does not exist',
        "handouts/brands/busan/brand.toml: not valid TOML: ",
    ]
    messages = shelf.messages()
    assert len(messages) == len(starts)
    for message, start in zip(messages, starts, strict=True):
        assert message.startswith(start)


# --- brand.toml ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("h.example/{idd}/{version}", '"{idd}" stands for nothing; write "{id}" and "{version}"'),
        ("h.example/{id}/{version", '"{version" stands for nothing'),
        ("h.example/id}", '"}" stands for nothing'),
        ("h.example/{}/{id}", '"{}" stands for nothing'),
        ("h x.example/{id}", "it has a blank, which no address has; remove it"),
        ("h.example/{id}/{version}", ""),
        ("h.example", ""),
        ("", ""),
    ],
)
def test_an_address_of_status_pages_is_one(shelf: Shelf, address: str, problem: str) -> None:
    """What stands for nothing would be printed, and scanned, as it is."""
    shelf.write("brands/anytown/brand.toml", f'name = "A"\nshort_url = "{address}"\n')
    told = [f"{BRAND}short_url: {problem}"] if problem else []
    messages = shelf.messages()
    assert [one[: len(start)] for one, start in zip(messages, told, strict=True)] == told
    wrong = address_mistake(address)
    assert wrong.startswith(problem) if problem else not wrong


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('nmae = "A"\nname = ""', 'unknown key "nmae"; did you mean "name"?'),
        (
            "papers = []",
            f'the key "name" is missing; add it: {about(Brand, "name")}',
        ),
        (
            "name = 3",
            f"name: must be text in quotation marks, not 3 ({about(Brand, 'name')})",
        ),
        (
            'name = "A"\npapers = ["a4", "a5", "a6"]',
            f'papers: "a5", "a6" is not known; write one of {", ".join(PAPERS)}',
        ),
        ('name = "A"\npapers = []', "papers: must not be empty, not [] (papers to print on)"),
        (
            'name = "A"\nvariants = ["huge"]',
            f'variants: "huge" is not known; write one of {", ".join(VARIANTS)}',
        ),
        ('name = "A"\nlanguages = ["English"]', 'languages 1: must have another form, not "Engl'),
        (
            'name = "A"\nregion = "fr"',
            f'region: "fr" is not known; write one of {", ".join(REGIONS)}',
        ),
        ('name = "A"\n[palette]\nacent = "red"', 'palette: unknown key "acent"; did you mean "a'),
        ('name = "A"\npalette = "red"', 'palette: must be a table, not "red" (colours)'),
        (
            'name = "A"\n[contact]\naddress = ["a", 3]',
            "contact: address 2: must be text in quotation marks, not 3 "
            f"({about(Contact, 'address')})",
        ),
        ('name = "A"\nlogo = 3', "logo: must be text in quotation marks, not 3 "),
    ],
    ids=last_line,
)
def test_bad_brand(shelf: Shelf, content: str, expected: str) -> None:
    """Each mistake is a finding that names the file and the key, and says the mend."""
    shelf.write("brands/anytown/brand.toml", content)
    found = shelf.load()
    assert found.findings[0].message.startswith(BRAND + expected)
    assert {finding.kind for finding in found.findings} == {Kind.BRAND}
    assert found.clinics == ()


@pytest.mark.parametrize(
    ("colour", "problem"),
    [
        ("reddish", 'is not a solid colour: write it as "#0b5563"'),
        ("", 'is not a solid colour: write it as "#0b5563"'),
        ("#12345", 'is not a solid colour: write it as "#0b5563"'),
        ("red; } * { color: red", 'is not a solid colour: write it as "#0b5563"'),
        ("#00000080", 'is not a solid colour: write it as "#0b5563"'),
        ("currentColor", 'is not a solid colour: write it as "#0b5563"'),
        ("oklch(20% 0 0)", 'cannot be measured: write it as "#0b5563"'),
        ("color(srgb 1e308 0 0)", "has a contrast of 3.99:1 on white: "),
        ("#ccc", "has a contrast of 1.6:1 on white: choose a darker colour, 4.5:1 or more"),
        ("#777", "has a contrast of 4.47:1 on white: choose a darker colour, 4.5:1 or more"),
        ("white", "has a contrast of 1.0:1 on white: choose a darker colour, 4.5:1 or more"),
    ],
)
def test_bad_colour(shelf: Shelf, colour: str, problem: str) -> None:
    """What is not a colour, not solid, or too light for text says so, with its contrast."""
    shelf.write("brands/anytown/brand.toml", f'name = "A"\n[palette]\naccent = "{colour}"')
    (message,) = shelf.messages()
    assert message.startswith(f'{BRAND}palette: accent: "{colour}" {problem}')


@pytest.mark.parametrize(
    ("colour", "kept"),
    [
        ("#0B5563", "#0b5563"),
        ("teal", "#008080"),
        ("rgb(11 85 99)", "#0b5563"),
        ("hsl(190 80% 20%)", "#0a4e5c"),
        ("#767676", "#767676"),
        ("#000/*</style><script>*/", "#000000"),
    ],
)
def test_good_colour(shelf: Shelf, colour: str, kept: str) -> None:
    """A dark colour is kept as six digits, whatever stood around it, and measures 4.5 or more."""
    shelf.write("brands/anytown/brand.toml", f'name = "A"\n[palette]\naccent = "{colour}"')
    found = shelf.load()
    assert found.findings == ()
    assert found.clinics[0].brand.palette.accent == kept
    assert contrast_on_white(kept) >= 4.5


@pytest.mark.parametrize(
    ("colour", "ratio"), [("black", 21), ("white", 1), ("#767676", 4.54), ("#f00", 4.0)]
)
def test_contrast_is_that_of_wcag(colour: str, ratio: float) -> None:
    """The contrast is the published one."""
    assert contrast_on_white(colour) == pytest.approx(ratio, abs=0.005)


def test_folders_that_differ_in_case_alone(shelf: Shelf) -> None:
    """Of two such brands, the one to be renamed is named; some disks hold but one."""
    shelf.write("brands/Anytown/brand.toml", 'name = "Another"')
    if len(list((shelf.folder / "brands").glob("*nytown"))) == 1:
        pytest.skip("this disk does not tell upper from lower case")
    assert shelf.messages() == [
        "handouts/brands/Anytown: rename the folder: lower case letters, digits and hyphens, and "
        "not anytown, which is another clinic's"
    ]


def test_a_folder_that_has_another_use(shelf: Shelf) -> None:
    """Refused sheets stand beside the folders of clinics, in one of this name: the name is why."""
    shelf.write("brands/rejected/brand.toml", 'name = "Another"')
    assert shelf.messages() == [
        "handouts/brands/rejected: rename the folder: sheets that are refused are put into one of "
        "its name"
    ]


@pytest.mark.parametrize(
    ("key", "written", "printed"),
    [
        ("web", "https://www.knee.example/", "www.knee.example"),
        ("web", "HTTP://knee.example/a/", "knee.example/a/"),
        ("web", "knee.example", "knee.example"),
        ("email", "mailto:info@knee.example?subject=Hello", "info@knee.example"),
        ("phone", "tel:+441632960001", "+441632960001"),
        ("phone", "Tel: 01632 960001", "01632 960001"),
        ("hours", "https://knee.example/hours", "https://knee.example/hours"),
    ],
)
def test_an_address_is_printed_as_people_read_it(
    shelf: Shelf, key: str, written: str, printed: str
) -> None:
    """What a browser puts before an address that is copied is left out, in each language."""
    tables = (f'[contact{table}]\n{key} = "{written}"' for table in ("", ".es"))
    shelf.write("brands/anytown/brand.toml", "\n".join(['languages = ["es"]\nname = "A"', *tables]))
    brand = shelf.load().clinics[0].brand
    assert [getattr(c, key) for c in (brand.contact, brand.within("es").contact)] == [printed] * 2


def test_further_numbers(shelf: Shelf) -> None:
    """Each has a label and a number; a mistake is told by its key."""
    shelf.write(
        "brands/anytown/brand.toml",
        'name = "A"\n[contact]\nnumbers = [{ label = "Fax", number = "tel:1" }]',
    )
    (clinic,) = shelf.load().clinics
    assert [(n.label, n.number) for n in clinic.brand.contact.numbers] == [("Fax", "1")]
    shelf.write("brands/anytown/brand.toml", 'name = "A"\n[contact]\nnumbers = [{ label = "" }]')
    first, second = shelf.messages()
    assert first.startswith(f"{BRAND}contact: numbers 1: label: must not be empty")
    assert second.startswith(f'{BRAND}contact: numbers 1: the key "number" is missing')


# --- logos --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "ratio"),
    [
        ('viewBox="0 0 30 10"', 3),
        ('viewBox="0,0,30.5,-10" width="1"', 0),
        ('width="30mm" height="15mm"', 2),
        ('width="100%" height="0"', 0),
        ("", 0),
    ],
)
def test_shape_of_a_logo(head: str, ratio: float) -> None:
    """Its shape is read from what a drawing says of itself; 0: it says nothing."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {head}/>'.encode()
    assert logo_ratio("data:image/svg+xml;base64," + base64.b64encode(svg).decode()) == ratio
    assert logo_ratio("data:image/png;base64," + base64.b64encode(png(20, 10)).decode()) == 2


def logo_messages(shelf: Shelf, name: str = "logo.svg") -> list[str]:
    """Return what is wrong with a brand whose logo has *name*."""
    shelf.write("brands/anytown/brand.toml", f'name = "A"\nlogo = """{name}"""\nlogo_alt = "A"\n')
    return [message.removeprefix(f"{BRAND}logo: ") for message in shelf.messages()]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (SVG, "image/svg+xml"),
        (SVG.replace(b' xmlns="http://www.w3.org/2000/svg"', b""), "image/svg+xml"),
        (SVG.replace(b'viewBox="0 0 1 1"', b'width="3e2" height=" 20.5mm "'), "image/svg+xml"),
        (b'<?xml version="1.0"?>\n<!-- drawn by hand -->\n' + SVG, "image/svg+xml"),
        (b"\xef\xbb\xbf" + SVG, "image/svg+xml"),
        (png(20, 10), "image/png"),
    ],
    ids=["svg", "without namespace", "with a size", "with comment", "with a mark", "png"],
)
def test_good_logo(shelf: Shelf, content: bytes, media_type: str) -> None:
    """A plain SVG, PNG or JPEG becomes a data: URI with every byte in it."""
    shelf.write("brands/anytown/logo.svg", content)
    assert logo_messages(shelf) == []
    head, _, data = shelf.load().clinics[0].logo.partition(",")
    assert head == f"data:{media_type};base64"
    assert base64.b64decode(data) == content


@pytest.mark.parametrize(
    ("kind", "mode", "printed", "ink"),
    [
        ("JPEG", "RGB", "image/jpeg", "#000000"),
        ("JPEG", "CMYK", "image/jpeg", "#ffffff"),
        ("GIF", "P", "image/png", "#000000"),
        ("WEBP", "RGBA", "image/png", "#ffffff"),
        ("PNG", "I;16", "image/png", "#000000"),
    ],
)
def test_logo_of_any_kind(shelf: Shelf, kind: str, mode: str, printed: str, ink: str) -> None:
    """A picture as programs save it becomes one that a PDF holds, of the same shape."""
    buffer = io.BytesIO()
    Image.new(mode, (30, 10)).save(buffer, kind)
    shelf.write("brands/anytown/logo.jpg", buffer.getvalue())
    assert logo_messages(shelf, "logo.jpg") == []
    (clinic,) = shelf.load().clinics
    assert (clinic.logo.partition(";")[0], clinic.logo_ratio) == (f"data:{printed}", 3)
    with Image.open(io.BytesIO(from_data_uri(clinic.logo))) as image:
        assert image.mode != "CMYK"
    assert logo_inks(from_data_uri(clinic.logo)) == {ink}


def test_logo_that_moves(shelf: Shelf) -> None:
    """A logo of several pictures is refused: paper shows one."""
    buffer, frames = io.BytesIO(), [Image.new("L", (9, 9), grey) for grey in (0, 200)]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    shelf.write("brands/anytown/logo.gif", buffer.getvalue())
    assert logo_messages(shelf, "logo.gif") == ['"logo.gif" moves; give a still picture of it']


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is not an image; give an SVG, PNG or JPEG file"),
        (b"GIF89a", "is not an image; give an SVG, PNG or JPEG file"),
        (b"<html/>", "is not an image; give an SVG, PNG or JPEG file"),
        (SVG[:-3], "is not an image; give an SVG, PNG or JPEG file"),
        (b'<?xml version="1.0" encoding="no-such"?><svg/>', "is not an image; give an SVG, PNG"),
        (
            b'<?xml version="1.0" encoding="hex"?><svg/>',
            "is not an image; give an SVG, PNG or JPEG file",
        ),
        (b"\x89PNG", "is not an image; give an SVG, PNG or JPEG file"),
        (png(20, 10)[:-40], "is not an image; give an SVG, PNG or JPEG file"),
        (
            SVG + b"<!--" + b" " * LOGO_BYTES + b"-->",
            "is huge (512 KiB); give a logo of at most 512 KiB",
        ),
        (
            png(LOGO_PIXELS // 1000, 1001),
            "is huge (4000 x 1001 pixels); give a logo of at most 4 megapixels",
        ),
        (
            png(8, 8).replace(b"\0\0\0\x08\0\0\0\x08", b"\0\1\0\0\0\1\0\0"),
            "is huge (65536 x 65536 pixels); give a logo of at most 4 megapixels",
        ),
        (
            b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>',
            "declares XML entities; save it as a plain SVG",
        ),
        (
            b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
            "declares XML entities; save it as a plain SVG",
        ),
        (SVG.replace(b'viewBox="0 0 1 1"', b""), "says no size, and would be cut off; give its"),
        (SVG.replace(b'viewBox="0 0 1 1"', b'width="100%" height="100%"'), "says no size"),
        (SVG.replace(b'viewBox="0 0 1 1"', b'width="300"'), "says no size"),
        (SVG.replace(b'viewBox="0 0 1 1"', b'width="300" height="0"'), "says no size"),
        (SVG.replace(b'viewBox="0 0 1 1"', b'viewBox="0 0 0 0"'), "says no size"),
        (SVG.replace(b'viewBox="0 0 1 1"', b'viewBox="0 0"'), "says no size"),
        (SVG[:-6] + b"<script/></svg>", "contains <script>; save it as a plain SVG"),
        (SVG[:-6] + b"<foreignObject/></svg>", "contains <foreignobject>; save it as a plain SVG"),
        (
            b'<svg xmlns:x="http://www.w3.org/1999/xlink"><image x:href="http://x/y.png"/></svg>',
            'refers to "http://x/y.png"; embed that or remove it',
        ),
        (
            b'<svg><use href="other.svg#a"/></svg>',
            'refers to "other.svg#a"; embed that or remove it',
        ),
        (
            SVG[:-6] + b"<style>@font-face { src: url(data:font/woff2;base64,d09G) }</style></svg>",
            "brings a font of its own; save it with its text as paths",
        ),
        (
            b'<svg><image href="data:image/webp;base64,UklGRg=="/></svg>',
            'holds "data:image/webp;base64,UklGRg==", which is not printed; put a PNG, a JPEG or a '
            "GIF in its place",
        ),
    ],
    ids=[f"logo {n}" for n in range(25)],
)
def test_bad_logo(shelf: Shelf, content: bytes, problem: str) -> None:
    """A logo that is no image, too large, or more than a drawing, is refused."""
    shelf.write("brands/anytown/logo.svg", content)
    (message,) = logo_messages(shelf)
    assert message.startswith(f'"logo.svg" {problem}')


@pytest.mark.parametrize("damage", range(8, len(png(9, 9)), 3))
def test_damaged_png(shelf: Shelf, damage: int) -> None:
    """Whatever byte of a PNG is wrong, the logo is taken or refused, and nothing is raised."""
    data = bytearray(png(9, 9))
    data[damage] ^= 0xFF
    shelf.write("brands/anytown/logo.svg", bytes(data))
    problems = ("is not an image; give an SVG, PNG or JPEG file", "is huge ", "is damaged, ")
    assert all(
        m.startswith(tuple(f'"logo.svg" {p}' for p in problems)) for m in logo_messages(shelf)
    )


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("drwing.svg", 'does not exist; did you mean "drawing.svg"?'),
        ("zzz", "does not exist; the folder holds drawing.svg, link.svg"),
        (".", "does not exist; the folder holds drawing.svg, link.svg"),
        ("no/such/folder.svg", "does not exist; the folder holds drawing.svg, link.svg"),
        ("../busan/logo.svg", "lies outside the brand's folder; copy the logo into it"),
        ("../anytown-2/logo.svg", "lies outside the brand's folder; copy the logo into it"),
        ("/etc/passwd", "lies outside the brand's folder; copy the logo into it"),
        ("link.svg", "lies outside the brand's folder; copy the logo into it"),
        ("linked-folder/logo.svg", "lies outside the brand's folder; copy the logo into it"),
        ("loop.svg", "does not exist; "),
        ("pipe.svg", "does not exist; "),
        ("a" * 300, "cannot be read (File name too long); give another file"),
    ],
)
def test_bad_logo_path(shelf: Shelf, name: str, problem: str) -> None:
    """A path that leads nowhere, or out of the brand's folder even by a link, is refused."""
    shelf.write("brands/busan/brand.toml", 'name = "B"')
    outside = shelf.write("brands/busan/logo.svg", SVG)
    shelf.write("brands/anytown-2/brand.toml", 'name = "C"')
    shelf.write("brands/anytown-2/logo.svg", SVG)
    folder = shelf.write("brands/anytown/drawing.svg", SVG).parent
    (folder / "link.svg").symlink_to(outside)
    (folder / "linked-folder").symlink_to(outside.parent)
    (folder / "loop.svg").symlink_to("loop.svg")
    os.mkfifo(folder / "pipe.svg")
    (message,) = logo_messages(shelf, name)
    assert message.partition('" ')[2].startswith(problem)


def test_link_within_the_folder(shelf: Shelf) -> None:
    """A link to a file in the same folder is as good as the file."""
    shelf.write("brands/anytown/drawing.svg", SVG)
    (shelf.folder / "brands/anytown/logo.svg").symlink_to("drawing.svg")
    assert logo_messages(shelf) == []


def test_name_that_no_file_has(shelf: Shelf) -> None:
    """A logo's name with a NUL or a line break in it is refused in one line."""
    assert logo_messages(shelf, "a\\u0000b") == [
        '"a\\u0000b" is not a file\'s name; write the name of the logo'
    ]
    assert logo_messages(shelf, "a\\u2028b") == [
        '"a\\u2028b" is not a file\'s name; write the name of the logo'
    ]


BOOK = """
[[handout]]
id = "BK-01"
slug = "whole-guide"
title = "The whole guide"
cover = true
parts = ["toctree:index"]
"""


@pytest.mark.parametrize(
    ("keys", "made"),
    [
        ("", ["a4 large-print", "a4 standard", "letter large-print", "letter standard"]),
        ('papers = ["letter"]\nvariants = ["standard"]', ["letter standard"]),
        ('papers = ["a5-booklet"]', ["a4 large-print", "a4 standard"]),
        ('variants = ["ink-saver"]', ["a4 large-print", "letter large-print"]),
        ('brands = ["elsewhere"]', []),
    ],
)
def test_what_a_book_is_printed_on(shelf: Shelf, keys: str, made: list[str]) -> None:
    """A handout names papers, variants and brands; a brand that has none of them has its first."""
    shelf.write("catalogue.toml", BOOK + keys)
    shelf.write(
        "brands/anytown/brand.toml",
        'name = "A"\npapers = ["a4", "letter"]\nvariants = ["large-print", "standard"]',
    )
    shelf.write("brands/elsewhere/brand.toml", 'name = "B"\nlanguages = ["ko"]')
    catalogue = shelf.load()
    editions = [edition for _, _, edition in catalogue.editions(Selection("en"))]
    assert sorted(f"{edition.paper} {edition.variant}" for edition in editions) == made
    assert catalogue.findings == ()


@pytest.mark.parametrize(
    ("keys", "made"),
    [
        ("pages = 3", {"a4 standard": 3, "a4 large-print": 6, "a5-booklet standard": 8}),
        ("pages = 1", {"a4 large-print": 2, "letter large-print": 2}),
        ("pages = 3\nbudgets = { es = 4 }", {"a4 standard": 4, "a4 large-print": 8}),
        ("pages = 3\nbudgets = { large-print = 7 }", {"a4 large-print": 7}),
        ("", {"a4 standard": 0, "a4 large-print": 0}),
    ],
)
def test_budget_of_a_variant(shelf: Shelf, keys: str, made: dict[str, int]) -> None:
    """Large print takes 2.2 times the pages at most: a part of a page is none more."""
    shelf.write("catalogue.toml", f"{HANDOUT}{keys}\n")
    catalogue = shelf.load()
    (handout,) = catalogue.handouts
    for names, pages in made.items():
        paper, variant = names.split()
        rows = catalogue.tables.papers[paper], catalogue.tables.variants[variant]
        assert handout.budget(*rows, (paper, variant), "es") == pages


def test_a_book_has_no_budget_of_its_own(shelf: Shelf) -> None:
    """The page budget of a profile is for sheets: a book without one is as long as its pages."""
    shelf.write("catalogue.toml", f"{HANDOUT}{BOOK}")
    sheet, book = shelf.load().with_budget(2).handouts
    assert (sheet.pages, book.pages) == (2, None)


def test_unknown_brands_papers_and_variants_of_a_book(shelf: Shelf) -> None:
    """A brand, paper or variant that does not exist is told with what there is."""
    shelf.write("catalogue.toml", BOOK + 'brands = ["anyton"]')
    (message,) = shelf.messages()
    assert message.endswith('brands: "anyton" has no folder; did you mean "anytown"?')
    shelf.write("catalogue.toml", BOOK + 'papers = ["a3"]\nvariants = ["braille"]')
    papers, variants = shelf.messages()
    assert 'papers: "a3" is not known; write one of a4, letter' in papers
    assert 'variants: "braille" is not known; write one of standard' in variants
