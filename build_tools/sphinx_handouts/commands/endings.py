"""How a command ends where it does not end well."""

from __future__ import annotations


class CommandError(Exception):
    """Why a command cannot be carried out, or what its answer is, in a sentence."""

    status = 2


class Ended(Exception):
    """All has been said, and the exit status is the answer: something was found."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status
