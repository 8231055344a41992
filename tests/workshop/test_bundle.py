"""The scripts of the pages are made from npm's packages, once, and the same everywhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import bundle
import pytest
from bundle import BUNDLES, ROOT, Bundle, BundleError

PROGRAM = ROOT / ".ci" / "bundle.py"
LOCK = json.loads((ROOT / "package-lock.json").read_text("utf-8"))


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave the machine without Node."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.parametrize("made", BUNDLES, ids=lambda made: Path(made.output).name)
def test_outputs_are_fresh(made: Bundle) -> None:
    """What the other tests load was made from the sources that are here."""
    assert bundle.is_fresh(made), "run nox -s bundle"


@pytest.mark.usefixtures("alone")
def test_fresh_outputs_need_no_node() -> None:
    """Without Node and network, a build goes on with what was made, and waits for nothing."""
    start = time.monotonic()
    run = subprocess.run([sys.executable, PROGRAM], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("", "")
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("kept", [b"", b"alert(1)\n", b"\xff\xfe"])
def test_other_outputs_are_old(
    kept: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file that was changed by hand, cut short or not made by us is made again."""
    made = BUNDLES[0]
    text = (ROOT / made.output).read_bytes()
    for name in (made.output, made.licences, made.source):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((ROOT / name).read_bytes())
    for name in bundle.NPM_FILES:
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for path in (ROOT / made.source).parent.rglob("*.mjs"):
        (tmp_path / path.relative_to(ROOT)).write_bytes(path.read_bytes())
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    assert bundle.is_fresh(made)
    (tmp_path / made.output).write_bytes(kept)
    assert not bundle.is_fresh(made)
    (tmp_path / made.output).write_bytes(text)
    (tmp_path / made.source).write_text("console.log(1)")
    assert not bundle.is_fresh(made)


@pytest.mark.usefixtures("alone")
def test_without_node_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to know what npm is."""
    monkeypatch.setattr(bundle, "is_fresh", lambda _made: False)
    monkeypatch.setattr(bundle.importlib.util, "find_spec", lambda _name: None)
    assert bundle.state() == "no-node"
    with pytest.raises(BundleError, match=r"No Node 20 .* run nox -s bundle"):
        bundle.bundle_all()


def test_an_old_node_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Debian 12 brings Node 18, which esbuild's packages no longer run on."""
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v18.19.0\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")
    monkeypatch.setattr(bundle.importlib.util, "find_spec", lambda _name: None)
    assert bundle.node_and_npm() is None


def test_a_failing_program_is_told_in_one_sentence(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What the program wrote comes first, then the mend; a missing program is no traceback."""
    with pytest.raises(BundleError, match=r"^mend it$"):
        bundle.run((sys.executable, "-c", "print('why'); raise SystemExit(1)"), tmp_path, "mend it")
    assert capfd.readouterr().err == "why\n"
    with pytest.raises(BundleError, match=r"No such file .*; mend it$"):
        bundle.run((str(tmp_path / "none"),), tmp_path, "mend it")


@pytest.mark.parametrize("made", BUNDLES, ids=lambda made: Path(made.output).name)
def test_outputs_name_the_licences_of_all_they_hold(made: Bundle) -> None:
    """Each package has its licence beside the output, with whose it is."""
    licences = (ROOT / made.licences).read_text("utf-8")
    held = re.findall(r"^(\S+) [\d.]+ \((?:MIT|0BSD)\)$", licences, re.MULTILINE)
    imported = re.findall(
        r'^import .* from "([^."][^"]*)"', (ROOT / made.source).read_text("utf-8"), re.MULTILINE
    )
    assert set(imported) <= set(held)
    assert licences.count("Copyright") >= len(held)


def test_lock_names_no_place() -> None:
    """The lock holds wherever packages come from, and holds what each must be."""
    packages = {name: told for name, told in LOCK["packages"].items() if name}
    assert not [name for name, told in packages.items() if "resolved" in told]
    assert not [name for name, told in packages.items() if "integrity" not in told]
