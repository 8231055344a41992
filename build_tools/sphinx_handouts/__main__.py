"""The command line: ``python -m sphinx_handouts COMMAND``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .commands import check, commands, linkcheck, verify
from .project.revisions import WARN_DAYS, Step


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        for line in options.run(options):
            print(line)
    except check.Found:
        return 1
    except linkcheck.LinksWrong as wrong:
        return wrong.status
    except commands.CommandError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.status
    except BrokenPipeError:  # the reader of our lines has enough
        sys.stderr.close()
    except OSError as error:
        print(f"error: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sphinx_handouts", description=__doc__)
    commands_ = parser.add_subparsers(required=True, metavar="COMMAND")
    adders = (
        *(check.add_parser, linkcheck.add_parser),
        *(_add_release, _add_withdraw, _add_reviews, _add_verify, _add_new_brand),
    )
    for add in adders:
        add(commands_)
    return parser


def _add_release(commands_: Any) -> None:
    """Add the command that releases versions."""
    release = commands_.add_parser("release", help="append released versions to the ledger")
    release.add_argument("ids", nargs="*", metavar="ID", help="handouts, such as BP-03")
    release.add_argument("--all", action="store_true", help="every handout that has changed")
    kinds = release.add_mutually_exclusive_group(required=True)
    for step, words in (
        (Step.MAJOR, "the clinical meaning changed"),
        (Step.MINOR, "the wording changed"),
        (Step.PATCH, "the layout changed"),
    ):
        kinds.add_argument(f"--{step}", metavar="CHANGE", help=words)
    release.add_argument("--manifest", type=Path, default=Path("_build/handouts/manifest.json"))
    release.add_argument("--handouts", type=Path, default=Path("handouts"), metavar="FOLDER")
    release.set_defaults(run=commands.release)


def _add_withdraw(commands_: Any) -> None:
    """Add the command that withdraws a handout."""
    withdraw = commands_.add_parser("withdraw", help="withdraw a handout for good")
    withdraw.add_argument("id", metavar="ID")
    withdraw.add_argument("reason", help="why, in a sentence for patients")
    withdraw.add_argument("--see", default="", metavar="ID", help="the handout to use instead")
    withdraw.add_argument("--handouts", type=Path, default=Path("handouts"), metavar="FOLDER")
    withdraw.set_defaults(run=commands.withdraw)


def _add_reviews(commands_: Any) -> None:
    """Add the command that lists what is to be reviewed."""
    reviews = commands_.add_parser("reviews", help="list the handouts to review soon")
    reviews.add_argument("--days", type=int, default=WARN_DAYS, help="how far ahead to look")
    reviews.add_argument("--strict", action="store_true", help="fail where a review is overdue")
    reviews.add_argument("--manifest", type=Path, default=Path("_build/handouts/manifest.json"))
    reviews.set_defaults(run=commands.reviews)


def _add_verify(commands_: Any) -> None:
    """Add the command that judges a PDF."""
    verify_ = commands_.add_parser(
        "verify", help="tell which sheet a PDF is, and whether it is current"
    )
    verify_.add_argument("files", nargs="+", type=Path, metavar="FILE.pdf")
    verify_.add_argument("--json", action="store_true", help="print it for a program")
    verify_.add_argument("--manifest", type=Path, default=Path("_build/handouts/manifest.json"))
    verify_.add_argument("--handouts", type=Path, default=Path("handouts"), metavar="FOLDER")
    verify_.set_defaults(run=verify.verify)


def _add_new_brand(commands_: Any) -> None:
    """Add the command that makes a brand."""
    brand = commands_.add_parser("new-brand", help="make the folder of a clinic")
    brand.add_argument("folder", metavar="NAME", help="folder name: lower case, hyphens")
    for key, words in commands.BRAND_QUESTIONS.items():
        brand.add_argument(f"--{key}", help=words)
    brand.add_argument("--logo", type=Path, help="SVG or PNG file, which is copied")
    brand.add_argument("--handouts", type=Path, default=Path("handouts"), metavar="FOLDER")
    brand.add_argument("--guide", type=Path, default=Path("docs/guide"), help="folder of conf.py")
    brand.add_argument("--preview", type=Path, default=Path("_build/preview"), metavar="FOLDER")
    brand.set_defaults(run=commands.new_brand)


if __name__ == "__main__":
    sys.exit(main())
