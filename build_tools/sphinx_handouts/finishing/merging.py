"""Packs: several tagged PDFs as one, each beginning on an odd page, for printing on both sides."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from ..records.identity import NAMESPACE, PREFIX, Identity
from .field_sharing import share_field_fonts
from .pdftree import elements, parents, save, set_parents
from .slots import number_seams

NOTHING_SAID = Identity()


def merge(
    parts: Sequence[tuple[str, bytes]], title: str, language: str, identity: Identity = NOTHING_SAID
) -> bytes:
    """Return one tagged PDF of *parts* (title and bytes), with a bookmark for each."""
    pack = _Pack(pikepdf.new(), title, language, identity)
    for number, (part_title, data) in enumerate(parts):
        with pikepdf.open(io.BytesIO(data)) as source:
            pack.append(part_title, source, f"{number}:")
    pack.finish()
    number_seams(pack.pdf)
    return save(pack.pdf)


@dataclass
class _Pack:
    """The pack while it is made."""

    pdf: Pdf
    title: str
    language: str
    identity: Identity
    parents: dict[int, Any] = field(default_factory=dict)
    bookmarks: list[tuple[str, int]] = field(default_factory=list)
    tree: Any = None
    document: Any = None

    def __post_init__(self) -> None:
        self.tree = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.tree, K=Array())
        )
        self.tree.K = Array([self.document])

    def append(self, title: str, source: Pdf, prefix: str) -> None:
        """Append the pages of *source*; *prefix* keeps its table headers apart from others'."""
        if len(self.pdf.pages) % 2:
            self._add_blank_page()
        first = len(self.pdf.pages)
        self.bookmarks.append((title, first))
        self.pdf.add_pages_from(source)
        pages: list[Any] = [page.obj for page in self.pdf.pages[first:]]
        tree: Any = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        self._lead_back(pages, self._take_parents(parents(tree)))
        for element in elements(tree):
            _prefix_ids(element, prefix)
        for document in tree.K:
            document.P, document.S = self.document, Name.Part
            self.document.K.append(document)
        if first == 0:
            self._take_declarations(source)

    def _take_declarations(self, source: Pdf) -> None:
        """Declare what the first part declares: PDF/UA, and PDF/A with what its colours mean."""
        root: Any = self.pdf.Root
        root.Metadata = self.pdf.copy_foreign(source.Root.Metadata)
        if "/OutputIntents" in source.Root:
            holder = source.make_indirect(source.Root.OutputIntents)
            root.OutputIntents = self.pdf.copy_foreign(holder)

    def _add_blank_page(self) -> None:
        """Add an empty page of the size of the last one."""
        page: Any = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=self.pdf.pages[-1].mediabox,
                Resources=Dictionary(),
                Tabs=Name.S,
            )
        )
        page.Contents = self.pdf.make_stream(b"")
        self.pdf.pages.append(pikepdf.Page(page))

    def _take_parents(self, table: dict[int, Any]) -> dict[int, int]:
        """Take over a parent tree; return its new keys by its old ones."""
        keys = {}
        for old, value in sorted(table.items()):
            keys[old] = max(self.parents, default=-1) + 1
            self.parents[keys[old]] = value
        return keys

    def _lead_back(self, pages: Sequence[Any], keys: dict[int, int]) -> None:
        """Let all that is on *pages* lead back to its elements by new *keys*."""
        for page in pages:
            page.StructParents = keys[int(page.StructParents)]
            for annotation in page.get("/Annots", ()):
                if "/StructParent" in annotation:
                    self._own(annotation, keys[int(annotation.StructParent)])
        for form, key in _tagged_forms(pages):
            form[key] = keys[int(form[key])]

    def _own(self, annotation: Any, key: int) -> None:
        """Let the element at *key* own an annotation, of which the page may have a copy."""
        for kid in elements(self.parents[key]):
            if kid.get("/Type") == "/OBJR" and kid.Obj.StructParent == annotation.StructParent:
                kid.Obj = annotation
        annotation.StructParent = key

    def finish(self) -> None:
        """Write what belongs to the pack as a whole."""
        root: Any = self.pdf.Root
        root.Lang = self.language
        root.MarkInfo = Dictionary(Marked=True)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.StructTreeRoot = self.tree
        set_parents(self.pdf, self.parents)
        share_field_fonts(self.pdf)
        with self.pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(*bookmark) for bookmark in self.bookmarks)
        self.pdf.docinfo["/Title"] = self.title
        with self.pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = self.title
            for key in ("dc:description", "pdf:Keywords"):
                if key in metadata:
                    del metadata[key]
            self._say_which(metadata)

    def _say_which(self, metadata: pikepdf.models.PdfMetadata) -> None:
        """Replace what the first part says of itself by what the pack is."""
        metadata.register_xml_namespace(NAMESPACE, PREFIX)
        ours = f"{{{NAMESPACE}}}"
        for key in [key for key in metadata if key.startswith(ours)]:
            del metadata[key]
        for name, value in self.identity.properties().items():
            metadata[ours + name] = value


def _tagged_forms(pages: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """Yield the forms of some pages that lead to elements, each once, and by which key."""
    drawn = (form for page in pages for form in page.Resources.get("/XObject", {}).values())
    for form in {form.objgen: form for form in drawn}.values():
        yield from ((form, key) for key in ("/StructParents", "/StructParent") if key in form)


def _prefix_ids(element: Any, prefix: str) -> None:
    """Keep the ids of table headers apart from those of other parts."""
    if "/ID" in element:
        element.ID = pikepdf.String(prefix + str(element.ID))
    attributes = element.get("/A")
    if isinstance(attributes, Dictionary) and "/Headers" in attributes:
        headers: Any = attributes.Headers
        attributes.Headers = Array([pikepdf.String(prefix + str(h)) for h in headers])
