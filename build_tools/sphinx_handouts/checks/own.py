"""Checks that other packages bring: each looks at one handout, and yields what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from ..records.finding import Finding, Kind, Severity
from ..records.page import Page
from ..storage.extensions import CHECKS, offered
from .declaration import Check

CHECK = Check(
    Kind.OWN,
    Severity.ERROR,
    "Checks of your own",
    "A clinic or a network has rules of its own, which this package cannot know.",
    "Do what the message says: it comes from a package that is installed beside this one.",
)

OwnCheck = Callable[[Page], Iterable[Finding]]


@cache
def own_checks() -> dict[str, OwnCheck]:
    """Return the checks of installed packages by their names, loaded."""
    return {offer.name: offer.load() for offer in offered(CHECKS)}


def check_own(page: Page, _required: Iterable[str], _rule: str) -> Iterator[Finding]:
    """Yield what the checks of other packages find on *page*; one that breaks is told by name."""
    try:
        checks = own_checks()
    except Exception as error:  # whatever the module of another may raise
        yield Finding(
            Kind.OWN,
            f"the checks of {CHECKS} cannot be loaded ({type(error).__name__}: {error}); mend or "
            "uninstall the package that brings them",
        )
        return
    for name, check in checks.items():
        try:
            yield from check(page)
        except Exception as error:  # it is not ours
            yield Finding(
                Kind.OWN,
                f'{page.handout.id}: the check "{name}" broke ({type(error).__name__}: {error}); '
                "mend or uninstall the package that brings it",
            )
