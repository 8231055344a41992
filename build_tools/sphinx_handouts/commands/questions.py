"""Asks at a terminal for what the options leave open."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from ..records.tables import REGIONS
from .endings import CommandError


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for, and what is meant where nothing is answered."""

    words: str
    default: str = ""

    @property
    def prompt(self) -> str:
        """What stands on the screen, before the cursor."""
        return f"{self.words} [{self.default}]: " if self.default else f"{self.words}: "


REGION = Question(f"region of the emergency number: {', '.join(REGIONS)}")
PHONE = Question("telephone number")


def add_questions(parser: argparse.ArgumentParser, questions: Mapping[str, Question]) -> None:
    """Add an option for each question, which answers it."""
    for key, question in questions.items():
        told = f" ({question.default})" if question.default else ""
        parser.add_argument(f"--{key}", metavar=key.upper(), help=question.words + told)


def answers(options: argparse.Namespace, questions: Mapping[str, Question]) -> dict[str, str]:
    """Return the answer to each question: the option, what a person types, or the default."""
    return {key: _answer(getattr(options, key), question) for key, question in questions.items()}


def _answer(given: str | None, question: Question) -> str:
    if given is None and sys.stdin.isatty():
        try:
            given = input(question.prompt)
        except EOFError:
            message = "the questions were not answered; nothing was written"
            raise CommandError(message) from None
    return (given or "").strip() or question.default
