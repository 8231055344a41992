"""Makes the pictures of a handout a part of it, in the size and at the side that its page says.

A picture may have a form of its own for a variant: ``NAME.large-print.svg`` beside ``NAME.svg`` is
what a large-print sheet shows.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from docutils import nodes

from ..pages.drawing_words import SUFFIX, original_of, problems_in, texts_of, translated
from ..pages.picture_files import forms
from ..project.pictures.conversion import Picture, convert
from ..project.pictures.safety import from_data_uri
from ..records.finding import Kind
from ..records.marks import FORM_MARK
from ..records.texts import Text
from .assembly import Assembly, snippet_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

IMAGE_BYTES = 4 * 1024 * 1024
"""Largest image of a sheet: it is embedded in the PDF."""
BEST = ("image/svg+xml", "image/png", "image/jpeg", "*")
"""Which of several files of one picture is taken: the best for paper first."""

_MEASURE = re.compile(r"\s*([\d.]+)\s*([a-z%]*)\s*", re.IGNORECASE)
_LIGHT, _DARK = "only-light", "only-dark"
"""The classes of what themes show on a light screen alone, or a dark one (Furo, PyData)."""
_AROUND = (nodes.paragraph, nodes.reference, nodes.figure)


def drawn(uri: str, alt: str, **attributes: object) -> nodes.image:
    """Return a picture that was drawn for a sheet, as Sphinx leaves one that it has collected.

    Its transforms, such as ``sphinx.ext.imgconverter``, ask each picture for its candidates.
    """
    return nodes.image("", uri=uri, alt=alt, candidates={"?": uri}, drawn=True, **attributes)


_OF_A_CELL = 'give its cell the metadata "mystnb": {"image": {"alt": "..."}}'


def embed_images(env: BuildEnvironment, assembly: Assembly) -> None:
    """Turn every image into a ``data:`` URI; one that cannot be is an error of the handout."""
    for image in list(assembly.document.findall(nodes.image)):
        shown = image.get("original_uri", image["uri"])
        is_inside = image["uri"].lower().startswith("data:")
        if "://" in image["uri"] and not is_inside:
            message = f'the image "{shown}" is remote; copy it into the project'
            assembly.error(Kind.IMAGE, message, image)
            continue
        if not image.get("alt", "").strip():
            name = "a picture inside the page" if shown.startswith("data:") else f'"{shown}"'
            message = f"the image {name} has no text alternative; add :alt:"
            if "/jupyter_execute/" in shown:
                message = f"an output is a picture without a text alternative; {_OF_A_CELL}"
            assembly.error(Kind.IMAGE, message, image)
        if image.get("drawn"):
            _set_size(image, 0)
        elif is_inside:
            _convert_inside(env, assembly, image)
        else:
            _embed(env, assembly, image, shown)


def _convert_inside(env: BuildEnvironment, assembly: Assembly, image: nodes.image) -> None:
    """Make of a picture that stands in the page itself, as text, what a PDF holds."""
    uri = str(image["uri"])
    kind = uri[len("data:image/") :].partition(",")[0].partition(";")[0].strip().lower()
    try:
        data = from_data_uri(uri)
        _check_bytes(len(data))
        picture = convert(data, f".{kind.removesuffix('+xml')}", archived=env.config.handouts_pdfa)
    except ValueError as error:
        assembly.error(Kind.IMAGE, f"a picture inside the page, as text, {error}", image)
        return
    image["uri"] = _uri(picture)
    _set_size(image, picture.width)


def _embed(env: BuildEnvironment, assembly: Assembly, image: nodes.image, shown: str) -> None:
    """Embed a file of the project, and the forms that variants print in its place."""
    name = _candidate(image)
    try:
        picture = _picture(env, name)
        own_forms = {own: _uri(_picture(env, form)) for own, form in forms(env, name)}
        assembly.texts += _words(env, image, name)
        for problem in problems_in(env, name) if PurePosixPath(name).suffix == SUFFIX else ():
            assembly.error(Kind.TRANSLATION, f'the drawing "{name}" {problem}', image)
    except ValueError as error:
        assembly.error(Kind.IMAGE, f'the image "{shown}" {error}', image)
        return
    marks = (FORM_MARK.format(variant=own, uri=uri) for own, uri in own_forms.items())
    image["uri"] = _uri(picture) + "".join(marks)
    assembly.pictures[original_of(env, name)] = None
    _set_size(image, picture.width)


def _words(env: BuildEnvironment, image: nodes.image, name: str) -> Iterator[Text]:
    """Yield what a drawing says, in all its forms."""
    names = [name, *(form for _own, form in forms(env, name))]
    for drawing in names if PurePosixPath(name).suffix.lower() == SUFFIX else ():
        for text in texts_of(env, drawing, (env.srcdir / drawing).read_bytes()):
            yield replace(text, snippet=snippet_of(image, "snippet"))


def _uri(picture: Picture) -> str:
    encoded = base64.b64encode(picture.data).decode("ascii")
    return f"data:{picture.media_type};base64,{encoded}"


def _candidate(image: nodes.image) -> str:
    candidates: dict[str, str] = image.get("candidates", {})
    return next((candidates[kind] for kind in BEST if kind in candidates), str(image["uri"]))


def _picture(env: BuildEnvironment, name: str) -> Picture:
    """Read and convert a file."""
    path = env.srcdir / name
    try:
        _check_bytes(path.stat().st_size)
        data = path.read_bytes()
    except OSError:
        raise ValueError("is not found; mend its path") from None
    if path.suffix.lower() == SUFFIX:
        data = translated(data, join=True)
    return convert(data, path.suffix, archived=env.config.handouts_pdfa)


def _check_bytes(size: int) -> None:
    if size > IMAGE_BYTES:
        raise ValueError(f"is huge; give one of at most {IMAGE_BYTES >> 20} MiB")


def _set_size(image: nodes.image, own_width: float) -> None:
    """Give lengths a unit, and apply the scale: to the lengths that are set, or to its own."""
    scale = image.attributes.pop("scale", 100) / 100
    for key in ("width", "height"):
        found = _MEASURE.fullmatch(str(image.get(key, "")))
        if found:
            image[key] = f"{float(found[1]) * scale:g}{found[2] or 'px'}"
        elif key in image:
            del image[key]
    if scale != 1 and "width" not in image and "height" not in image and own_width:
        image["width"] = f"{own_width * scale:g}px"


def leave_out_dark(tree: nodes.Element) -> None:
    """Leave out what is for a dark screen where the same for a light one is beside it.

    A theme shows one of them; paper is light.
    """
    for node in list(tree.findall(nodes.Element)):
        if _DARK in node.get("classes", ()):
            _leave_out(node)


def _leave_out(node: nodes.Element) -> None:
    while isinstance(node.parent, _AROUND) and len(node.parent) == 1:
        node = node.parent
    if any(_is_light(other) for other in node.parent.children if other is not node):
        node.parent.remove(node)


def _is_light(node: nodes.Node) -> bool:
    return any(_LIGHT in one.get("classes", ()) for one in node.findall(nodes.Element))
