"""The links of the package's page on PyPI: to the repository from which it is released.

The repository names no host, since anybody may host it. The release workflow says where it is:
``PROJECT_URL`` is the address of the repository, and ``MANUAL_URL`` that of the hosted manual.
Without them the package has no links, which is better than links that lead nowhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from hatchling.metadata.plugin.interface import MetadataHookInterface


def links(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the links by the names that PyPI knows."""
    repository = environ.get("PROJECT_URL", "").rstrip("/")
    manual = environ.get("MANUAL_URL", "").rstrip("/")
    found = {"Documentation": f"{manual}/"} if manual else {}
    if repository:
        found |= {
            "Source": repository,
            "Changelog": f"{repository}/blob/main/CHANGELOG.md",
            "Issues": f"{repository}/issues",
        }
        found.setdefault("Documentation", f"{repository}/tree/main/docs/manual")
    return found


class ProjectUrls(MetadataHookInterface):
    """Gives the links to hatchling."""

    def update(self, metadata: dict[str, object]) -> None:
        """Add the links, as far as somebody says where they lead."""
        metadata["urls"] = links(os.environ)
