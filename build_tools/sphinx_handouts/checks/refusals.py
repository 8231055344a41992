"""What the build itself refuses: no module here looks for it, but it is reported all the same."""

from __future__ import annotations

from ..records.finding import Kind, Severity
from .declaration import Check

REFUSALS: tuple[Check, ...] = (
    Check(
        Kind.BRAND,
        Severity.ERROR,
        "Brands",
        "A wrong telephone number, or a colour too pale to read, fails the patient who needs it.",
        "Mend the key of brand.toml that the message names, or the logo beside it.",
    ),
    Check(
        Kind.CATALOGUE,
        Severity.ERROR,
        "Catalogue",
        "The catalogue says what is printed: a misspelt key would leave something out in silence.",
        "Mend the key of catalogue.toml that the message names.",
    ),
    Check(
        Kind.DIRECTIVE,
        Severity.ERROR,
        "Directives and roles",
        "A building block that is written wrongly would be missing from the page or the sheet.",
        "Write it as the reference of directives shows.",
    ),
    Check(
        Kind.ENCODING,
        Severity.ERROR,
        "Encoding of texts",
        "A text that is read in the wrong encoding says other words, or none at all.",
        "Save the file as UTF-8.",
    ),
    Check(
        Kind.IMAGE,
        Severity.ERROR,
        "Images and their text alternatives",
        "Whoever cannot see a picture must be told what it shows; and a picture from elsewhere "
        "tells its owner who reads.",
        "Put the file into the project, and say in a sentence what the picture tells.",
    ),
    Check(
        Kind.LEDGER,
        Severity.ERROR,
        "Ledger of released versions",
        "A clinic must be able to tell, years later, what a sheet with a given version said.",
        "Never change a line of revisions.toml: release or withdraw the handout by command.",
    ),
    Check(
        Kind.LINK,
        Severity.ERROR,
        "References",
        "A reference that leads nowhere leaves the reader alone at the place where more help was "
        "promised.",
        "Mend the target, the citation key or the glossary term that the message names.",
    ),
    Check(
        Kind.MARKUP,
        Severity.ERROR,
        "Markup that is misread",
        "A cell too many, a note with one colon, or a price between two dollar signs is left out "
        "or changed on the web and on paper alike, and no program says a word.",
        "Write it as the message says.",
    ),
    Check(
        Kind.ONLY,
        Severity.ERROR,
        'Headings inside "only"',
        "Sphinx prints a section whose heading stands inside an only directive everywhere, in "
        "silence.",
        "Write web-only or print-only in its place.",
    ),
    Check(
        Kind.OUTPUT,
        Severity.ERROR,
        "Writing the outputs",
        "A half-written set of sheets is worse than the old set, so nothing is replaced.",
        "Make room on the disk, or allow writing to the folder.",
    ),
    Check(
        Kind.OUTSIDE,
        Severity.ERROR,
        "Files outside the project",
        "A page that somebody sent in could publish a secret of the computer that builds it.",
        "Copy the file into the source folder, or name its folder in handouts_read_from.",
    ),
    Check(
        Kind.PART,
        Severity.ERROR,
        "Parts of handouts",
        "A part that names no page or label would leave a hole in the sheet.",
        "Mend the part in the catalogue, or set the label above the section.",
    ),
    Check(
        Kind.RAW,
        Severity.ERROR,
        "Raw HTML",
        "Raw HTML can run code in a reader's browser, or look like a sheet that it is not.",
        "Write it in the markup of the page, or keep it to the web: web-only. Where every author "
        "is trusted, leave out handouts_untrusted_pages.",
    ),
    Check(
        Kind.RENDER,
        Severity.ERROR,
        "Rendering",
        "An edition without a PDF would be missing from the library.",
        "Do what the message says: it names the edition and the reason.",
    ),
    Check(
        Kind.REVIEW,
        Severity.ERROR,
        "Review dates and states",
        "Readers must be able to see who stands behind a text, and until when.",
        "Mend the review table in the front matter of the page, or review the page.",
    ),
    Check(
        Kind.SIZE,
        Severity.ERROR,
        "Size of pages",
        "A page without end would hold up the build, and nobody would read it.",
        "Split the page; a file may not include itself.",
    ),
    Check(
        Kind.SNIPPET,
        Severity.ERROR,
        "Snippets",
        "A shared text that is missing would be missing from every page and sheet that uses it.",
        "Mend the name, or put the file into the folder of the snippets.",
    ),
    Check(
        Kind.THEME,
        Severity.ERROR,
        "Themes",
        "A theme whose key is misspelt would look as it did; one whose type is too small, or whose "
        "colours are too pale, would fail the reader.",
        "Mend the key of theme.toml that the message names.",
    ),
)
"""One row for each kind of finding that comes from reading, assembling or printing."""
