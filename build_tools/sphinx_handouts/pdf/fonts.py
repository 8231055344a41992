"""The fonts of a sheet: those that it may use, and no other, whatever is installed.

fontconfig reads a configuration of our own instead of the machine's. It looks into the same
folders, refuses every family that is not named, and asks the families for a character in a fixed
order. So a font that somebody installs changes no sheet.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from ..records.fonts import BUILT_IN, FAMILY, Fonts
from ..storage.digests import digest

VARIABLE = "FONTCONFIG_FILE"
"""Tells fontconfig, and so Pango, which configuration to read."""

FOLDERS = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/Library/Fonts"),
    *("/Library/Fonts", "/System/Library/Fonts", "/opt/homebrew/share/fonts"),
)
CACHES = (
    *("/var/cache/fontconfig", "/opt/homebrew/var/cache/fontconfig"),
    *("/usr/local/var/cache/fontconfig",),
)
"""Where the machine keeps what fontconfig has read of its font files."""

REGULAR, BOLD, NORMAL_WIDTH = 80, 200, 100
"""What fontconfig counts: the word "normal" is a weight to its version 2.17, and no width."""

SEMIBOLD = 180
"""The lightest weight that is seen to be bold, as fontconfig counts."""
PRINTED = frozenset(("TrueType", "CFF"))
"""Kinds of font files that Pango and a PDF take."""
_USES, _RESTRICTED = 0x000F, 0x0002
"""What a font file says of its uses, and that it is put into no file (OpenType, OS/2 fsType)."""

HAN = {
    **dict.fromkeys(("zh-tw", "zh-hant"), "TC"),
    **dict.fromkeys(("zh-hk", "zh-mo"), "HK"),
    "ja": "JP",
    "ko": "KR",
}
"""How the same Han character is drawn, by language."""

HAN_RULE = """\
<match target="pattern">
<test name="lang"><string>{language}</string></test>
<edit name="family" mode="append_last" binding="weak"><string>Noto Sans CJK {region}</string></edit>
</match>"""

DOCUMENT = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}
<dir prefix="xdg">fonts</dir>
{caches}
<cachedir prefix="xdg">fontconfig</cachedir>
<selectfont>
<acceptfont>
{accepted}
</acceptfont>
<rejectfont><pattern/></rejectfont>
</selectfont>
<match target="pattern">
<test name="family"><string>monospace</string></test>
<edit name="family" mode="append" binding="same"><string>Noto Sans Mono</string></edit>
</match>
<match target="pattern">
<test name="family"><string>serif</string></test>
<edit name="family" mode="append" binding="same"><string>Noto Serif</string></edit>
</match>
{han}
<match target="pattern">
<edit name="family" mode="append_last" binding="weak">{order}</edit>
</match>
<match target="font">
<test name="slant"><const>roman</const></test>
<test target="pattern" name="slant" compare="not_eq"><const>roman</const></test>
<edit name="matrix" mode="assign"><times><name>matrix</name>
<matrix><double>1</double><double>0.2</double><double>0</double><double>1</double></matrix>
</times></edit>
<edit name="slant" mode="assign"><const>oblique</const></edit>
</match>
<match target="font">
<test name="weight" compare="less_eq"><const>medium</const></test>
<test target="pattern" name="weight" compare="more_eq"><const>bold</const></test>
<edit name="embolden" mode="assign"><bool>true</bool></edit>
<edit name="weight" mode="assign"><const>bold</const></edit>
</match>
</fontconfig>
"""
"""After the choice of fonts come what the generic names mean, the order of the families, and how
an italic or a bold is made where a family has none."""


def configuration(fonts: Fonts) -> str:
    """Return the fontconfig configuration that shows *fonts* alone."""
    folders = ([fonts.folder] if fonts.folder else []) + list(FOLDERS)
    accepted = [_pattern(name, weight) for name in BUILT_IN for weight in (REGULAR, BOLD)]
    return DOCUMENT.format(
        folders="\n".join(f"<dir>{escape(folder)}</dir>" for folder in folders),
        caches="\n".join(f"<cachedir>{folder}</cachedir>" for folder in CACHES),
        han="\n".join(HAN_RULE.format(language=k, region=v) for k, v in HAN.items()),
        accepted="\n".join([*map(_pattern, fonts.named), *accepted]),
        order="".join(f"<string>{escape(name)}</string>" for name in (*fonts.named, *BUILT_IN)),
    )


def _pattern(family: str, weight: int | None = None) -> str:
    """Return the pattern of a family; with a *weight*, the part of it that every machine has."""
    tests = f'<patelt name="family"><string>{escape(family)}</string></patelt>'
    if weight is not None:
        tests += f'<patelt name="weight"><int>{weight}</int></patelt>'
        tests += f'<patelt name="width"><int>{NORMAL_WIDTH}</int></patelt>'
    return f"<pattern>{tests}</pattern>"


@contextmanager
def only(fonts: Fonts) -> Iterator[None]:
    """Let this process see *fonts* alone, for whoever loads a configuration meanwhile."""
    before = os.environ.get(VARIABLE)
    with tempfile.TemporaryDirectory(prefix="handouts-fonts-") as folder:
        path = Path(folder, "fonts.conf")
        path.write_text(configuration(fonts), "utf-8")
        os.environ[VARIABLE] = str(path)
        try:
            yield
        finally:
            del os.environ[VARIABLE]
            if before is not None:
                os.environ[VARIABLE] = before


def ask(fonts: Fonts, program: str, *arguments: str) -> str | None:
    """Return what a *program* of fontconfig says of *fonts*; none where it is not installed."""
    found = shutil.which(program)
    if found is None:
        return None
    answer = subprocess.run(
        [found, *arguments],
        input=configuration(fonts).encode(),
        capture_output=True,
        check=False,
        env={**os.environ, VARIABLE: "/dev/stdin"},  # it may be asked where no disk has room
    )
    return os.fsdecode(answer.stdout)


@lru_cache(maxsize=32)
def has_font(family: str, fonts: Fonts = Fonts()) -> bool:  # noqa: B008 - it is frozen
    """Return whether *fonts* have a file of *family*; yes where nobody can tell."""
    found = ask(fonts.of(family), "fc-list", f":family={_plain(family)}", "file")
    return found is None or bool(found.strip())


@lru_cache(maxsize=32)
def unfit(family: str, fonts: Fonts = Fonts()) -> str:  # noqa: B008 - it is frozen
    """Return why a family that is there is not printed: its files are for browsers, or of old."""
    kinds = {kind for _path, kind, _weight in _files_of(family, fonts)}
    return "" if not kinds or kinds & PRINTED else " and ".join(sorted(kinds))


@lru_cache(maxsize=32)
def has_bold(family: str, fonts: Fonts = Fonts()) -> bool:  # noqa: B008 - it is frozen
    """Return whether *fonts* have a bold face of *family*; yes where nobody can tell."""
    weights = [weight for _path, kind, weight in _files_of(family, fonts) if kind in PRINTED]
    return not weights or max(weights) >= SEMIBOLD


def has_letters(family: str, fonts: Fonts) -> bool:
    """Return whether a family has any letter; a font of signs has none, or at no place of theirs.

    Yes where nobody can tell.
    """
    files = _read(family, fonts)
    return not files or any(has for has, _uses in files)


def is_for_files(family: str, fonts: Fonts) -> bool:
    """Return whether the makers of a family let it be put into files such as PDFs (its fsType)."""
    return all(uses != _RESTRICTED for _has, uses in _read(family, fonts))


@lru_cache(maxsize=32)
def _read(family: str, fonts: Fonts) -> tuple[tuple[bool, int], ...]:
    """Return of each file that is printed whether it has a letter, and for what it may be used."""
    from fontTools.ttLib import TTFont  # late: few clinics have a font

    found = []
    for path, kind, _weight in _files_of(family, fonts):
        if kind in PRINTED:
            with TTFont(path, fontNumber=0, lazy=True) as file:
                has_any = any(chr(letter).isalpha() for letter in file.getBestCmap() or ())
                found.append((has_any, file["OS/2"].fsType & _USES if "OS/2" in file else 0))
    return tuple(found)


def _files_of(family: str, fonts: Fonts) -> Iterator[tuple[str, str, int]]:
    """Yield the path and kind of each file of a family, and the heaviest of its weights."""
    about = "%{file}\t%{fontformat}\t%{weight}\n"
    listed = ask(fonts.of(family), "fc-list", "--format", about, f":family={_plain(family)}")
    for line in (listed or "").splitlines():
        path, kind, weight = line.rsplit("\t", 2)
        numbers = [round(float(number)) for number in re.findall(r"[\d.]+", weight)]
        yield path, _wrapped(path) or kind, max(numbers, default=0)


def _wrapped(path: str) -> str:
    """Return as what a font is packed for browsers; nothing where it is not."""
    try:
        with Path(path).open("rb") as file:
            return {b"wOFF": "WOFF", b"wOF2": "WOFF2"}.get(file.read(4), "")
    except OSError:
        return ""


def _plain(family: str) -> str:
    r"""Return a family as fontconfig reads it in a pattern, where ``\ - , :`` have a meaning."""
    return "".join(f"\\{letter}" if letter in "\\-,:=" else letter for letter in family)


@lru_cache(maxsize=32)
def fonts_digest(fonts: Fonts = Fonts()) -> str:  # noqa: B008 - it is frozen
    """Return a digest of *fonts*: the families, and the content of their files."""
    listing = ask(fonts, "fc-list", "--format", "%{file}\n")
    if listing is None:
        return "unknown"
    contents = sorted(map(_content, set(listing.splitlines())))
    return digest([repr(fonts.named), *contents])


@cache
def _content(path: str) -> str:
    """Return the digest of a file; one that has gone meanwhile counts, too."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - hundreds of files: no Path objects
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return type(error).__name__


def face_file(style: str = "Regular") -> str:
    """Return the TrueType file in which text is set; empty where there is none."""
    name, _number = font_file(FAMILY, style)
    return name if name.endswith(".ttf") else ""


@cache  # a program is started to tell it, and a build asks several times
def font_file(family: str, style: str = "Regular") -> tuple[str, int]:
    """Return the file of a built-in family, and which font in it; no name where there is none."""
    pattern = f"{_plain(family)}:style={style}"
    answer = ask(Fonts(), "fc-match", "--format", "%{family}\n%{file}\n%{index}", pattern)
    found, _newline, file = (answer or "").partition("\n")
    name, _newline, number = file.partition("\n")
    return (name, int(number)) if family in found.split(",") else ("", 0)
