"""The names of directives and roles that a page may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en
from pygments import lexers, util

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_USED_AS_METADATA = {"date", "title"}
"""Directives that other programs for websites read from comments."""


@dataclass(frozen=True, slots=True)
class Names:
    """All that extensions brought, with the names of domains before theirs."""

    boxes: frozenset[str]
    """Directives that are not of a domain."""
    directives: frozenset[str]
    roles: frozenset[str]
    language: str
    """In which the pages are written."""

    @classmethod
    def of(cls, env: BuildEnvironment) -> Names:
        """Return the names that are known while a page is read."""
        registered: Any = directives
        known: Any = roles
        found = {*en.directives, *registered._directives}
        boxes = frozenset(found)
        spoken = {*en.roles, *known._roles}
        default = env.config.primary_domain
        for domain in env.domains.values():
            own = domain.name in {"std", default}
            for names, brought in ((found, domain.directives), (spoken, domain.roles)):
                names.update(f"{domain.name}:{name}" for name in brought)
                names.update(brought if own else ())
        return cls(boxes, frozenset(found), frozenset(spoken), str(env.config.language))

    @property
    def all(self) -> frozenset[str]:
        """Directives and roles, but those that are words of other programs in comments."""
        return (self.directives | self.roles) - _USED_AS_METADATA

    def is_meant(self, word: str) -> bool:
        """Return whether a word behind a fence is a directive rather than a language of code."""
        if word not in self.boxes:
            return False
        try:
            lexers.get_lexer_by_name(word)
        except util.ClassNotFound:
            return True
        return False
