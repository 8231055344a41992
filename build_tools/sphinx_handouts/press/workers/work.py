"""What workers are asked to do.  The program that waits loads nothing that makes a PDF."""

from __future__ import annotations

from ...records.jobs import DressJob, DressJobs, MergeJob, RenderJob
from ...records.letterhead import Letterhead, LetterheadJob
from ...records.rendered import Dressed, DressedAll, Failed, Rendered
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
