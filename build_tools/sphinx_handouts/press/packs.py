"""Binds the PDFs of one brand, paper and variant into packs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..finishing.merging import merge
from ..finishing.pdftree import page_count
from ..pdf.structure import structure_problems
from ..pdf.toolchain import versions
from ..records.manifest import Entry, PackEntry, entry_of_several, identity_of
from ..records.model import Finding, Kind, Rendered
from ..records.schema import Pack
from ..storage.cache import Cache
from ..storage.digests import RENDERING, digest, rooms_digest
from .publish import Output


def bind(
    packs: Sequence[Pack], entries: Iterable[Entry], cache: Cache, output: Output
) -> Iterator[tuple[PackEntry, list[Finding]]]:
    """Stage every pack whose handouts are all among *entries*; yield it, and what is wrong."""
    groups: dict[tuple[str, str, str, str], dict[str, Entry]] = {}
    for entry in entries:
        key = (entry.brand, entry.language, entry.paper, entry.variant)
        groups.setdefault(key, {})[entry.id] = entry
    for group in groups.values():
        for pack in packs:
            if set(pack.handouts) <= set(group):
                yield _bind(
                    pack, [group[identifier] for identifier in pack.handouts], cache, output
                )


def _bind(
    pack: Pack, parts: Sequence[Entry], cache: Cache, output: Output
) -> tuple[PackEntry, list[Finding]]:
    identity = identity_of(pack.slug, parts)
    about, bound_by = [pack.title, repr(identity)], [repr(versions()), rooms_digest(*RENDERING)]
    key = digest(["pack", *about, *(p.title + p.sha256 for p in parts), *bound_by])
    bound = cache.get(key)
    if bound is None:
        pdfs = [(part.title, output.pdf(part)) for part in parts]
        data = merge(pdfs, pack.title, identity.language, identity)
        problems = structure_problems(data)
        bound = Rendered(data, page_count(data), last_page_mm=0, problems=problems)
        cache.put(key, bound)
    entry = entry_of_several(PackEntry, pack.slug, pack.title, parts, bound)
    output.stage(entry, bound.pdf)
    return entry, [
        Finding(Kind.STRUCTURE, f"{entry.path}: the PDF is not accessible: {problem}")
        for problem in bound.problems
    ]
