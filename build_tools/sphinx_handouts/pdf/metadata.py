"""What the metadata of a PDF says beside what WeasyPrint writes: which sheet it is, and PDF/UA.

WeasyPrint declares one standard; a file that is PDF/A-3a and PDF/UA-1 needs both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from xml.sax.saxutils import escape

import pydyf

from ..records.identity import NAMESPACE, PREFIX, Identity

ARCHIVED_VARIANT = "pdf/a-3a"

_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""'
_PDFUA = (
    f'<rdf:Description {_RDF} xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    "<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
)


def describe(pdf: pydyf.PDF, properties: Mapping[str, str | list[str]], *, archived: bool) -> None:
    """Add *properties* of ours to the metadata; to those of a PDF/A file, also PDF/UA-1."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    (content,) = metadata.stream
    head, end, rest = content.rpartition(b"</rdf:RDF>")
    added = _description(properties) if properties else ""
    if archived:
        added += _PDFUA + _schemas()
    metadata.stream = [head + added.encode() + end + rest]
    metadata.compress = False  # so that a program finds it which cannot read PDF


def _description(properties: Mapping[str, str | list[str]]) -> str:
    values = "".join(
        f"<{PREFIX}:{name}>{_value(value)}</{PREFIX}:{name}>" for name, value in properties.items()
    )
    return f'<rdf:Description {_RDF} xmlns:{PREFIX}="{NAMESPACE}">{values}</rdf:Description>'


def _value(value: str | list[str]) -> str:
    if isinstance(value, str):
        return escape(value)
    return "<rdf:Seq>" + "".join(f"<rdf:li>{escape(v)}</rdf:li>" for v in value) + "</rdf:Seq>"


# --- PDF/A lets a file declare a schema that it does not know (ISO 19005-3, 6.6.2.3) --------------


def _schemas() -> str:
    """Return the declaration of PDF/UA's schema and of ours."""
    own = (
        (field.name, "seq Text" if field.name == "members" else "Text", "external", field.name)
        for field in fields(Identity)
    )
    part = ("part", "Integer", "internal", "Part of ISO 14289 that the file follows")
    schemas = _schema(
        "PDF/UA identification", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", [part]
    ) + _schema("Identity of a handout", NAMESPACE, PREFIX, own)
    return (
        f'<rdf:Description {_RDF} xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f"<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>"
        "</rdf:Description>"
    )


def _schema(
    name: str, namespace: str, prefix: str, properties: Iterable[tuple[str, str, str, str]]
) -> str:
    rows = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{key}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{words}</pdfaProperty:description></rdf:li>"
        for key, kind, category, words in properties
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{name}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{rows}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
