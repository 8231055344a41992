"""What a worker does with a job, by its kind.  Who dresses alone loads no WeasyPrint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from ...finishing.dressing import endings_of
from ...finishing.merging import merge
from ...finishing.opening import Template, seams_of
from ...finishing.pdftree import page_count
from ...finishing.slots import Undressable
from ...proofing.likeness import look_alike
from ...proofing.structure import structure_problems
from ...records.jobs import DressJob, DressJobs, MergeJob, RenderJob
from ...records.letterhead import Letterhead, LetterheadJob
from ...records.rendered import Dressed, DressedAll, Failed, Rendered
from .garbage import remove_layout
from .work import Job, Result


def do(job: Job) -> Result:
    """Do a job; a sheet that cannot be laid out once for all clinics has failed as such."""
    try:
        return _WORK[type(job)](job)
    except Undressable as error:
        return Failed(str(error), undressable=True)


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
    return DressedAll(tuple(cast("Dressed | Failed", do(job)) for job in jobs.jobs))


_WORK: dict[type, Callable[[Any], Result]] = {
    RenderJob: _render,
    LetterheadJob: _furnish,
    MergeJob: _merge,
    DressJob: _dress,
    DressJobs: _dress_all,
}
