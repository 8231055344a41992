"""The ``withdraw`` command: a handout leaves the library for good, its address tells why."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from ..project import revisions
from ..project.revisions import Ledger, Withdrawal
from .endings import CommandError
from .places import add_handouts, entry_of, read_ledger

_REMOVE = "remove it from catalogue.toml"


def add_parser(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("withdraw", help="withdraw a handout for good")
    parser.add_argument("id", metavar="ID", help="the handout, such as BP-07")
    parser.add_argument("reason", help="why, in a sentence for patients")
    parser.add_argument("--see", default="", metavar="ID", help="the handout to use instead")
    add_handouts(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Append a withdrawal to the ledger."""
    ledger = read_ledger(options.handouts)
    if options.id not in ledger.ids():
        meant = options.id.upper()
        mend = f'did you mean "{meant}"?' if meant in ledger.ids() else _REMOVE
        raise CommandError(f'"{options.id}" was never released; {mend}')
    if ledger.withdrawal(options.id):
        raise CommandError(f'"{options.id}" is withdrawn already')
    if not options.reason.strip():
        raise CommandError("say why, in a sentence for patients")
    if options.see:
        _require_other(options.see, options.id, ledger)
    entry = entry_of(
        Withdrawal,
        options.id,
        id=options.id,
        date=revisions.today(),
        reason=options.reason,
        see=options.see,
    )
    revisions.append(options.handouts / revisions.FILE, [entry])
    yield f"{options.id}: withdrawn; build again to change its status pages"


def _require_other(see: str, identifier: str, ledger: Ledger) -> None:
    """Refuse to recommend what cannot take the place of a withdrawn handout."""
    if see == identifier:
        raise CommandError(f'--see: "{see}" is the one to withdraw')
    if see not in ledger.ids():
        raise CommandError(f'--see: "{see}" was never released')
    if ledger.withdrawal(see):
        raise CommandError(f'--see: "{see}" is withdrawn, too')
