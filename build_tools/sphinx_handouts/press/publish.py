"""Writes a set of PDFs and their manifest: staged first, then put in place all together.

A build that is killed, or runs out of disk while staging, leaves the previous outputs as they were.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Collection, Iterable, Mapping, Set
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from jinja2 import TemplateError, TemplateSyntaxError

from ..project.brands import TAKEN
from ..project.catalogue import Catalogue
from ..records.edition import Edition, Selection
from ..records.finding import Finding, Kind
from ..records.manifest import NAME, ContentsEntry, Entry, Facts, File, Manifest, PackEntry
from ..storage import manifest_file
from ..storage.files import write_atomically
from ..storage.seen_files import SeenFiles, moment
from ..storage.staging import Staging, settle
from .workers.lack import PoolError

REJECTED = TAKEN
"""Folder of the PDFs with errors of the last build, to look at and not to hand out."""
DRESSED = ".handouts-dressed"
"""Holds what each dressed PDF was made from."""
STATE = ".handouts-state"
"""Holds the fingerprint of what the outputs were made from."""


Listed = TypeVar("Listed", Entry, PackEntry, ContentsEntry)


class Disturbed(Exception):
    """Why nothing can be published, in a sentence."""


class Output:
    """The output folder of one build: use as a context manager, `stage`, then `publish`.

    PDFs of the *catalogue* in other languages stay, if it still has them; *source* is the language
    of its pages.
    """

    def __init__(
        self,
        folder: Path,
        selection: Selection,
        catalogue: Catalogue | None = None,
        source: str = "",
    ) -> None:
        self.folder = folder
        self.selection = selection
        self._catalogue = catalogue
        self._source = source
        self._staging = Staging(folder)
        self._staged: dict[str, tuple[File, Path | str]] = {}
        self._left: set[str] = set()
        self._keys: dict[str, str] = {}
        self._read: tuple[bytes, Manifest | None] | None = None

    @property
    def _state(self) -> Path:
        return self.folder / f"{STATE}-{self.selection.language}"

    @property
    def _dressed(self) -> Path:
        return self.folder / f"{DRESSED}-{self.selection.language}"

    # --- what stands there --------------------------------------------------------------------

    def up_to_date(self, fingerprint: str) -> bool:
        """Return whether the outputs were made from *fingerprint* and are all intact."""
        with contextlib.suppress(OSError):  # who cannot write here is told when there is news
            settle(self.folder)
        try:
            state = self._state.read_text("ascii")
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return False
        if state != fingerprint:
            return False
        if self._seen.is_as_remembered():
            return True
        manifest = self._manifest
        if manifest is None or not all(map(self._seen.has, manifest.files)):
            return False
        with contextlib.suppress(OSError):
            self._seen.remember(manifest.files)
        return True

    @cached_property
    def _seen(self) -> SeenFiles:
        return SeenFiles(self.folder)

    @property
    def _manifest(self) -> Manifest | None:
        """What the manifest says; it is read anew only where another build has written it."""
        data = manifest_file.content(self.folder)
        if self._read is None or self._read[0] != data:
            self._read = data, manifest_file.parsed(data)
        return self._read[1]

    @cached_property
    def _known(self) -> Mapping[str, tuple[str, File]]:
        """What stands in the folder: what each dressed PDF was made from, and its record."""
        try:
            keys = json.loads(self._dressed.read_bytes())
        except (OSError, ValueError):
            return {}
        manifest = self._manifest
        files = manifest.files if manifest else ()
        return {file.path: (keys[file.path], file) for file in files if file.path in keys}

    def standing(self, path: str, key: str, pages: int) -> Facts | None:
        """Return what is known of a PDF of so many pages that stands there, made from *key*."""
        known, file = self._known.get(path, ("", None))
        if file is None or (known, file.pages) != (key, pages) or not self._seen.has(file):
            return None
        return Facts(pages, file.bytes, file.sha256)

    # --- stage and publish --------------------------------------------------------------------

    def __enter__(self) -> Output:
        self._staging.__enter__()
        self.forget_rejected()
        return self

    def __exit__(self, *exception: object) -> None:
        self._staging.__exit__(*exception)

    def forget_rejected(self) -> None:
        """Remove the PDFs that were wrong in the last build."""
        shutil.rmtree(self.folder / REJECTED, ignore_errors=True)

    def stage(self, entry: File, pdf: bytes) -> Path:
        """Keep a PDF ready, and return where; nothing that stands in the folder is touched."""
        path = self._staging.put(entry.path, pdf)
        self._staged[entry.path] = entry, path
        self._keys[entry.path] = ""
        return path

    def leave(self, entry: File, key: str) -> str:
        """Let a PDF stand in the folder as it is, under a record that may be new; return where."""
        path = f"{self.folder}/{entry.path}"  # joining thousands of paths takes its time
        self._staged[entry.path] = entry, path
        self._left.add(entry.path)
        self._keys[entry.path] = key
        return path

    def note(self, path: str, key: str) -> None:
        """Keep in mind what a staged PDF was made from."""
        self._keys[path] = key

    def keep(self, editions: Set[Edition], brands: Set[str], handouts: Set[str]) -> list[File]:
        """Let the PDFs of *editions*, and all those of *brands*, stand as they are, where whole.

        Of brands, none stays that has another handout than these: it was withdrawn, or removed.
        """
        known = self._manifest if editions or brands else None
        kept = []
        for file in known.files if known else ():
            its = {file.id} if isinstance(file, Entry) else set(file.handouts)
            is_wanted = (file.brand in brands and its <= handouts) or (
                isinstance(file, Entry) and file.edition in editions
            )
            if is_wanted and self._seen.has(file):
                self.leave(file, self._known.get(file.path, ("",))[0])
                kept.append(file)
        return kept

    def reject(self, name: str, pdf: bytes) -> None:
        """Put a PDF that has an error where an editor can look at it."""
        write_atomically(self.folder / REJECTED / name, pdf)

    def publish(
        self,
        entries: Iterable[Entry],
        packs: Iterable[PackEntry],
        tools: Mapping[str, str],
        fingerprint: str,
        contents: Iterable[ContentsEntry] = (),
    ) -> Manifest:
        """Put the staged PDFs and their manifest in place; remove what is no longer made."""
        with self._staging.alone():
            old = self._manifest or Manifest(tools=tools, editions=())
            gone = self._catalogue.left_over(old, self._source) if self._catalogue else ()
            left = {file.path: file.language for file in gone}
            new = Manifest(
                tools=tools,
                editions=self._with_others(entries, old.editions, left),
                packs=self._with_others(packs, old.packs, left),
                contents=self._with_others(contents, old.contents, left),
            )
            self._look_again()
            for language in {*left.values()} - {self.selection.language}:
                self._staging.put(f"{STATE}-{language}", b"")  # what it has built is not all there
            data = new.to_json()
            if data != manifest_file.content(self.folder):
                self._staging.put(NAME, data)
            self._staging.put(self._state.name, fingerprint.encode("ascii"))
            keys = self._all_keys(new)
            if keys or self._dressed.exists():
                self._staging.put(self._dressed.name, json.dumps(keys).encode())
            # A file that stays as it is keeps its time.
            there = {path for path, (entry, _) in self._staged.items() if self._is_there(entry)}
            put, put_by = self._staged.keys() - there - self._left, moment()
            self._staging.replace(
                gone={e.path for e in old.files} - {e.path for e in new.files},
                leave=there,
            )
            with contextlib.suppress(OSError):  # it is only a shortcut
                self._seen.remember(new.files, put, put_by)
        return new

    def publish_sheets(self, entries: Iterable[Entry], tools: Mapping[str, str]) -> None:
        """Put the sheets that were staged in place now; packs and lists stand as they are.

        They are made next, and published with all else.
        """
        old = self._manifest
        others: list[File] = [*old.packs, *old.contents] if old else []
        mine = [f for f in others if self.selection.covers(f.edition) and self._seen.has(f)]
        packs = [file for file in mine if isinstance(file, PackEntry)]
        contents = [file for file in mine if isinstance(file, ContentsEntry)]
        self.publish(entries, packs, tools, "", contents)

    def _look_again(self) -> None:
        """Refuse to publish where a PDF that was to be left was changed meanwhile."""
        for path in self._left:
            if not self._seen.has(self._staged[path][0]):
                raise Disturbed(
                    f"{path}: another program changed it while the handouts were built; "
                    "nothing was replaced; build them again"
                )

    def _is_there(self, entry: File) -> bool:
        """Return whether a file that was staged stands in the folder, the same."""
        return entry.path not in self._left and self._seen.has(entry)

    def _all_keys(self, manifest: Manifest) -> dict[str, str]:
        """Return what every dressed PDF of *manifest* was made from."""
        known = {path: key for path, (key, _file) in self._known.items()} | self._keys
        return {file.path: key for file in manifest.files if (key := known.get(file.path))}

    def _with_others(
        self, made: Iterable[Listed], known: Iterable[Listed], left: Collection[str]
    ) -> tuple[Listed, ...]:
        """Return what this build made, and what is *known*, not *left* over, and of others."""
        files: list[Listed] = list(made)
        others = (file for file in known if not self.selection.covers(file.edition))
        files += [file for file in others if file.path not in left]
        return tuple(sorted(files, key=lambda file: file.path))

    def pdf(self, entry: File) -> bytes:
        """Return the PDF of an entry that was staged."""
        return Path(self._staged[entry.path][1]).read_bytes()


# --- what goes wrong ------------------------------------------------------------------------------

UNMADE = (PoolError, Disturbed, OSError, TemplateError)
"""What ends the making of sheets."""


def at_fault(label: str, error: Exception) -> Finding:
    """Return a finding for what nobody expected: it ends one handout, and not the build."""
    reason = " ".join(str(error).split()) or "no reason was given"
    message = (
        f"{label}: it cannot be made: {type(error).__name__}: {reason}; write what stands there in "
        "another way, and report it: this is a fault of the program"
    )
    return Finding(Kind.RENDER, message)


def why_unmade(error: Exception) -> Finding:
    """Return what is wrong where one of `UNMADE` was raised, and the mend."""
    if isinstance(error, OSError):
        where = f" {error.filename2 or error.filename}" if error.filename else ""
        reason = f"cannot write{where}: {error.strerror or error}; nothing was replaced"
        return Finding(Kind.OUTPUT, f"{reason}; make room, or allow writing there")
    if isinstance(error, TemplateError):
        name = getattr(error, "name", None) or "of your own"
        line = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        reason = f"template {name}{line}: {error.message}; mend it, or remove it"
        return Finding(Kind.RENDER, reason)
    return Finding(Kind.RENDER, str(error))
