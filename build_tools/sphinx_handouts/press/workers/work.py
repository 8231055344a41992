"""What a worker does with a job, by its kind.  The program that waits loads no WeasyPrint."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from ...finishing.dressing import endings_of
from ...finishing.merging import merge
from ...finishing.opening import Template, seams_of
from ...finishing.pdftree import page_count
from ...finishing.slots import Undressable
from ...pdf.fonts import fonts_digest
from ...pdf.toolchain import versions
from ...proofing.likeness import look_alike
from ...proofing.structure import structure_problems
from ...records.fonts import Fonts
from ...records.jobs import DressJob, DressJobs, MergeJob, RenderJob
from ...records.letterhead import Letterhead, LetterheadJob
from ...records.rendered import Dressed, DressedAll, Failed, Rendered
from ...storage.digests import digest
from .garbage import leave_garbage, remove_layout

PRELOAD = ("sphinx_handouts.press.workers.preloading",)
"""What the server of worker processes imports once, before it forks them."""

Job = RenderJob | MergeJob | DressJob | DressJobs | LetterheadJob
Result = Rendered | Dressed | DressedAll | Letterhead | Failed


def start_worker() -> None:
    """Prepare a worker."""
    from ...pdf.render import start_worker

    start_worker()
    leave_garbage()


def work(job: Job) -> Result:
    """Do a job; a sheet that cannot be laid out once for all clinics has failed as such."""
    try:
        return _WORK[type(job)](job)
    except Undressable as error:
        return Failed(str(error), undressable=True)


def tools_digest(fonts: Iterable[Fonts] = (Fonts(),)) -> str:
    """Return a digest of the programs, and of these fonts, of the machine where this runs."""
    return digest([repr(sorted(versions().items())), *map(fonts_digest, fonts)])


def _render(job: RenderJob) -> Rendered:
    from ...pdf.render import render

    result = render(job)
    remove_layout()
    return result


def _furnish(job: LetterheadJob) -> Letterhead:
    from ...pdf.letterhead import furnish

    return furnish(job)


def _merge(job: MergeJob) -> Rendered:
    """Bind a pack, and look at it as at any PDF that is made."""
    data = merge(job.parts, job.title, job.language, job.identity)
    problems = structure_problems(data)
    return Rendered(data, page_count(data), 0, problems=problems, seams=seams_of(data))


def _dress(job: DressJob) -> Dressed:
    """Dress a template for some clinics; read back those that are samples."""
    template = Template(job.template, job.seams or seams_of(job.template))
    body, endings = template.body, tuple(endings_of(template, job.liveries))
    if job.proof and not look_alike(body + endings[0], _render(job.proof).pdf):
        raise Undressable("a style sheet or template of your own sets its rooms in its own way")
    problems, misprints = {}, {}
    for number, whole in job.samples.items():
        from ...pdf.render import read_again

        pdf = body + endings[number]
        problems[number], misprints[number] = read_again(pdf, whole, job.laid)
    return Dressed(body, endings, problems, misprints)


def _dress_all(jobs: DressJobs) -> DressedAll:
    """Dress some templates; one that cannot be dressed keeps no other from it."""
    return DressedAll(tuple(cast("Dressed | Failed", work(job)) for job in jobs.jobs))


_WORK: dict[type, Callable[[Any], Result]] = {
    RenderJob: _render,
    LetterheadJob: _furnish,
    MergeJob: _merge,
    DressJob: _dress,
    DressJobs: _dress_all,
}
