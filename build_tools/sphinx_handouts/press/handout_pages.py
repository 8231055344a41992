"""From the handouts of the catalogue to pages that can be composed: assembled, checked, written.

What goes wrong with one handout is a finding of that handout, whatever was raised: the others are
made all the same, so that everything is told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from docutils import nodes

from ..checks.misprints import check_written
from ..checks.release import check_release
from ..checks.table import PAGE_CHECKS
from ..pages.reviews import standing
from ..project import revisions
from ..project.by_language import of_this_language
from ..project.rules import Rules, governs, rules
from ..proofing.completeness import unwritten
from ..records.finding import Finding, Severity
from ..records.page import Page, Said
from ..records.readability import Reading
from ..records.schema.handout import Handout
from ..records.states import STATES
from ..sheets.assembly import Assembly, place_of
from ..sheets.constructs.runs import mark_runs
from ..sheets.fields import add_fields
from ..sheets.in_words import text_direction
from ..sheets.losses import losses
from ..sheets.parts import assemble, content_hash
from ..sheets.required_boxes import boxes, help_anchor, pair_tiers
from ..sheets.said import said
from ..sheets.translator import refuse_tags
from .lengths import Lengths, part_lengths
from .plain_language import LanguageChecks
from .publish import at_fault

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from .inputs import Inputs

Made = TypeVar("Made")


@dataclass
class HandoutPages:
    """The pages of one build, and what was found on the way to them."""

    builder: StandaloneHTMLBuilder
    inputs: Inputs
    pages: dict[str, Page] = field(default_factory=dict)
    """The handouts that can be printed, by id."""
    in_packs: dict[str, dict[str, Page]] = field(default_factory=dict)
    """The handouts as packs print them, by the slugs of the packs; of those alone that differ."""
    sources: dict[str, Assembly] = field(default_factory=dict)
    """The trees that they were written from."""
    findings: list[Finding] = field(default_factory=list)
    untranslated: dict[str, str] = field(default_factory=dict)
    """The handouts that are not made in this language, by id, and why."""
    readings: Sequence[Reading] = ()
    lengths: Lengths = field(init=False)
    """How long the parts of handouts were when they were released."""
    _declared: dict[str, tuple[Said, ...]] = field(init=False)
    _wrong: set[str] = field(default_factory=set)
    """Ids of handouts that can be printed, and must not be."""
    _at: nodes.Node | None = None
    """The node that is being written."""

    def __post_init__(self) -> None:
        """Read what the last builds have left."""
        self._declared = self.inputs.declared()
        self.lengths = Lengths.of(Path(self.builder.outdir), self.builder.config.language)

    @property
    def rules(self) -> Rules:
        """What is asked of the handouts."""
        return rules(self.builder.config)

    def make(self) -> None:
        """Make every page that can be made."""
        env = self.builder.env
        tried = (
            self._tried(handout.id, partial(self._assembled, handout, {}))
            for handout in self.inputs.catalogue.handouts
        )
        assemblies = [one for one in tried if one is not None and self._is_translated(one)]
        # All are measured for the reports; what is not selected keeps nobody from the rest.
        wanted = [assembly for assembly in assemblies if self._is_chosen(assembly)]
        read = {docname: None for assembly in wanted for docname in assembly.docnames}
        self.findings += losses(env, read)
        language = LanguageChecks(env, Path(self.builder.confdir))
        self.findings += language.run(assemblies)
        self.readings = language.readings
        self._wrong |= language.wrong
        for assembly in wanted:
            self.findings += assembly.findings
            if not assembly.findings:
                self._tried(assembly.handout.id, partial(self._take, assembly))

    def _assembled(self, handout: Handout, elsewhere: Mapping[str, str]) -> Assembly:
        translating = self.inputs.translating
        title = translating.originals[handout.id].title if translating else ""
        return assemble(self.builder.env, handout, self._base_url, elsewhere, title)

    def _is_translated(self, assembly: Assembly) -> bool:
        """Return whether a handout can be made in this language; if not, keep why."""
        translating = self.inputs.translating
        if translating is None or assembly.findings:
            return True
        findings, why = translating.check(assembly)
        if self._is_chosen(assembly):
            self.findings += findings
            if why:
                self.untranslated[assembly.handout.id] = why
        return not why

    def _is_chosen(self, assembly: Assembly) -> bool:
        chosen = self.inputs.selection.handouts
        return not chosen or assembly.handout.id in chosen

    def keep_right(self, problems: Iterable[Finding]) -> None:
        """Keep the handouts without an error in them or on their pages; *problems* are more."""
        found = [f for f in (*self.findings, *problems) if f.severity is Severity.ERROR]
        wrong = {finding.docname for finding in found}
        self.pages = {
            name: page
            for name, page in self.pages.items()
            if name not in self._wrong and wrong.isdisjoint(page.docnames)
        }

    def make_packs(self) -> None:
        """Make the pages of packs which repeat nothing that a sheet before them says."""
        for pack in self.inputs.packs:
            if set(pack.handouts) <= set(self.pages):
                made = dict(self._in_pack([self.pages[name].handout for name in pack.handouts]))
                self.in_packs[pack.slug] = made

    def _in_pack(self, handouts: Sequence[Handout]) -> Iterator[tuple[str, Page]]:
        """Yield those *handouts* of a pack of which a sheet before them holds some parts."""
        for name, elsewhere in said_before(handouts).items():
            if elsewhere:
                page = self._tried(name, partial(self._shortened, name, elsewhere))
                if page is not None and page.elsewhere:
                    yield name, page

    @property
    def _base_url(self) -> str:
        config = self.builder.config
        return str(config.handouts_base_url or config.html_baseurl)

    def _shortened(self, identifier: str, elsewhere: Mapping[str, str]) -> Page | None:
        whole = self.pages[identifier]
        assembly = self._assembled(whole.handout, elsewhere)
        page = replace(
            whole,
            said=tuple(said(assembly.document)),
            references=tuple(assembly.references),
            help_anchor=help_anchor(assembly.document),
            help_sheet=assembly.help_sheet,
            elsewhere=tuple(assembly.elsewhere),
            body=self._body(assembly),
        )
        found = [*assembly.findings, *check_written(page, unwritten(page.said, page.body))]
        self.findings += found
        return None if found else page

    def _take(self, assembly: Assembly) -> None:
        """Write a page, and check it."""
        config = self.builder.config
        page = self._page(assembly)
        found = list(check_written(page, unwritten(page.said, page.body)))
        for check in PAGE_CHECKS:
            found += check(page, self.rules.required_snippets, governs(config, "required_snippets"))
        if config.handouts_release:
            found += check_release(page, revisions.today())
        found = [*assembly.findings, *found]
        self.findings += found
        if any(finding.severity is Severity.ERROR for finding in found):
            self._wrong.add(assembly.handout.id)
        self.pages[assembly.handout.id] = page
        self.sources[assembly.handout.id] = assembly

    def _tried(self, identifier: str, make: Callable[[], Made]) -> Made | None:
        """Return what *make* makes; whatever it raises is a finding of this handout."""
        self._at = None
        try:
            return make()
        except Exception as error:
            self.findings.append(replace(at_fault(identifier, error), **place_of(self._at)))
        return None

    def _page(self, assembly: Assembly) -> Page:
        """Write the body of a handout, and read its standing from its pages and the ledger."""
        config, ledger = self.builder.config, self.inputs.ledger
        language = self.inputs.selection.language
        content = content_hash(assembly)
        released = ledger.current(assembly.handout.id, language)
        draft = ledger.exists and (released is None or released.hash != content)
        lengths = part_lengths(assembly)
        state, next_review = standing(self.builder.env, assembly.docnames, draft=draft)
        translating = self.inputs.translating
        translation = translating.translation(assembly) if translating else None
        if translation:
            state = min(state, translation.standing.state, key=STATES.index)
        return Page(
            handout=assembly.handout,
            language=language,
            direction=text_direction(language),
            parts=tuple(lengths.items()),
            grown=self.lengths.grown(assembly.handout.id, lengths),
            said=tuple(said(assembly.document)),  # before its writer changes the tree
            declared=self._declared.get(assembly.handout.id, ()),
            boxes=self._boxes(assembly),
            references=tuple(assembly.references),
            help_anchor=help_anchor(assembly.document),
            body=self._body(assembly),
            state=state,
            next_review=next_review,
            snippets=frozenset(assembly.snippets),
            wordless=dict(assembly.wordless),
            docnames=tuple(sorted(assembly.docnames)),
            address=of_this_language(config, config.handouts_short_url),
            version=released.version if released else assembly.handout.version,
            content_hash=content,
            draft=draft,
            translation=translation,
            languages=self.inputs.other_languages(Path(self.builder.srcdir)).of(assembly),
        )

    def _body(self, assembly: Assembly) -> str:
        add_fields(assembly.document)
        mark_runs(assembly.document, self.builder.config.language)
        return self._written(assembly.document, assembly)

    def _boxes(self, assembly: Assembly) -> str:
        """Write what a contents sheet shares with every handout."""
        config = self.builder.config
        if not config.handouts_contents:
            return ""
        return self._written(boxes(assembly, self.rules.required_snippets))

    def _written(self, document: nodes.document, assembly: Assembly | None = None) -> str:
        pair_tiers(document)
        document.settings = self.builder.docsettings
        visitor: Any = self.builder.create_translator(document, self.builder)
        try:
            document.walkabout(visitor)
        except Exception:
            self._at = getattr(visitor, "at", None)
            raise
        if assembly is not None:
            refuse_tags(assembly, visitor.refused)
        return "".join(visitor.fragment)


def said_before(handouts: Sequence[Handout]) -> dict[str, dict[str, str]]:
    """Return, by the id of each handout, its parts that one before it has, and the title of that.

    Parameters
    ----------
    handouts
        Those of a pack, in their order.
    """
    first: dict[str, str] = {}
    found: dict[str, dict[str, str]] = {}
    for handout in handouts:
        found[handout.id] = {part: first[part] for part in handout.parts if part in first}
        first = dict.fromkeys(handout.parts, handout.title) | first
    return found
