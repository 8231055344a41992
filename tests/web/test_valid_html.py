"""Every page that a host serves is valid HTML, as the Nu checker of the W3C sees it."""

from __future__ import annotations

from pathlib import Path

import nu
import pytest


def test_nu_finds_nothing(folder: Path) -> None:
    """Guide, library, status and code pages, lists of clinics, errors, manual: no finding."""
    try:
        found = nu.findings(folder)
    except LookupError as error:
        pytest.skip(str(error))
    assert len(list(folder.rglob("*.html"))) > 60
    assert found == []
