"""What workers are asked to do.  The program that waits loads nothing that makes a PDF."""

from __future__ import annotations

from collections.abc import Iterable

from ...pdf.fonts import fonts_digest
from ...pdf.toolchain import versions
from ...records.fonts import Fonts
from ...records.jobs import DressJob, DressJobs, MergeJob, RenderJob
from ...records.letterhead import Letterhead, LetterheadJob
from ...records.rendered import Dressed, DressedAll, Failed, Rendered
from ...storage.digests import digest
from .garbage import leave_garbage

Job = RenderJob | MergeJob | DressJob | DressJobs | LetterheadJob
Result = Rendered | Dressed | DressedAll | Letterhead | Failed

PRELOAD = ("sphinx_handouts.press.workers.preloading",)
"""What the server of worker processes imports once, before it forks them."""


def start_worker() -> None:
    """Prepare a worker."""
    from ...pdf.render import start_worker

    start_worker()
    leave_garbage()


def work(job: Job) -> Result:
    """Do a job."""
    from .craft import do

    return do(job)


def tools_digest(fonts: Iterable[Fonts] = (Fonts(),)) -> str:
    """Return a digest of the programs, and of these fonts, of the machine where this runs."""
    return digest([repr(sorted(versions().items())), *map(fonts_digest, fonts)])
