"""What is printed, and what every handout must carry."""

from __future__ import annotations

from types import NoneType

from ..project import rules
from .option import Option

OPTIONS = (
    Option(
        "handouts_dir",
        "handouts",
        (str,),
        "Folder of `catalogue.toml` and `brands/`, from the folder of `conf.py`.",
    ),
    Option(
        "handouts_snippets",
        "snippets",
        (str,),
        "Folder of the snippets, from the source folder. Add it to `exclude_patterns`.",
        rebuild="env",
    ),
    Option(
        "handouts_only",
        [],
        (list, tuple),
        "What to print: ids, brands, papers, variants, as in "
        "`-D handouts_only=BP-03,plain`. Empty: everything.",
    ),
    Option(
        "handouts_profile",
        rules.PATIENT,
        (str,),
        'The rules of the handouts. `"patient"`: each carries the get-help box and says whether a '
        "clinician has approved it, has a page budget, and is measured for plain language. "
        '`"general"`: none of these, for leaflets that are not about health. Each option that says '
        "what holds for patients changes one of these rules.",
    ),
    Option(
        "handouts_required_snippets",
        None,
        (list, tuple, str, NoneType),
        "Snippets that every handout must carry; the build fails where one is missing. Left out: "
        '`["get-help"]` for patients, else none.',
    ),
    Option(
        "handouts_reviews",
        None,
        (bool, str, NoneType),
        "Whether pages have review records: a sheet is marked until each of its pages is approved. "
        "Left out: only for patients.",
    ),
    Option(
        "handouts_pages",
        None,
        (int, str, NoneType),
        "Page budget of handouts that name none; 0 sets no limit. Left out: 2 for patients, else "
        "0.",
    ),
    Option(
        "handouts_contents",
        False,
        (bool,),
        "Whether a contents sheet is printed for each brand, paper and variant: all handouts by "
        "subject, with QR codes and room to count what is on the shelf.",
    ),
    Option(
        "handouts_release",
        False,
        (bool,),
        "Whether this is a release build: a draft, or a page whose review is overdue, is an error.",
    ),
    Option(
        "handouts_live",
        False,
        (bool,),
        "Whether this is a live preview: sheets that are right are renewed though others are not, "
        "and the pages show what is wrong. Never for sheets to hand out.",
        rebuild="html",
    ),
)
