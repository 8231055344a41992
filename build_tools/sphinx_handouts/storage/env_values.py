"""Values that Sphinx keeps with its environment, from one build to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class EnvValue(Generic[Value]):
    """A value by its name in the environment; *make* makes the first one."""

    name: str
    make: Callable[[], Value]

    def of(self, env: object) -> Value:
        """Return the value, to look at or to change."""
        value: Value = vars(env).setdefault(self.name, self.make())
        return value

    def put(self, env: object, value: Value) -> None:
        """Keep another value."""
        vars(env)[self.name] = value
