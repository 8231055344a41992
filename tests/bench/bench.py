"""Measure the press on the real guide: ``nox -s bench``.  Times are of this machine, ratios travel.

Every figure is measured in this one run, so that a slow machine slows both sides of a ratio; what
is compared renders the same documents.  A target that is missed fails the run.

Targets of time are for two cores that do nothing else. Those of cold runs, and of one more clinic,
were set for 84 sheets a clinic: here a clinic has more, and they grow with the number of sheets
alone (`SHEETS`). That of an edit was set before there was a book (see `EDITED`). Where
other programs use the cores, too, times of the clock miss their targets, and those of the
processors tell: a time that is missed while others are at work (`BUSY`) fails the run only if the
processors' time alone, shared out among two cores, misses it too.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import pickle
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psutil
from sphinx.application import Sphinx
from sphinx_handouts.pdf.fonts import only
from sphinx_handouts.press.orders import Order
from sphinx_handouts.press.printer import Printer
from sphinx_handouts.press.recipes import Recipe
from sphinx_handouts.press.tally import Tally
from sphinx_handouts.press.workers.garbage import garbage_left
from sphinx_handouts.press.workers.work import start_worker, work
from sphinx_handouts.records.fonts import Fonts
from sphinx_handouts.records.jobs import RenderJob
from sphinx_handouts.records.rendered import Rendered

ROOT = Path(__file__).parents[2]
SUMMARY = re.compile(
    r"(\d+) editions: (\d+) from cache, (?:\d+ dressed, )?"
    r"(\d+) rendered, (\d+) failed in ([\d.]+) s"
)
SHEETS = 84
"""Sheets of a clinic for which the targets of time were set."""
SAMPLE = 12
"""Of so many sheets of a clinic, one is laid out as a whole, to compare."""
SOME = ("BP-02", "BP-05", "BP-09")
"""Handouts that are rendered again and again: lists, boxes, figures, tables, lines to write on."""
JOBS = 2
"""Workers of a build."""
BUSY = 0.25
"""Cores that other programs use while a figure is measured, above which it is not judged alone."""
COLD_FEW, COLD_MANY = 60.0, 360.0
"""Seconds in which 20 clinics, and 200, are to be printed from nothing."""
ONE_MORE = 3.0
"""Seconds in which one more clinic is to be printed."""
EDITED = 10.0
"""Seconds in which a live preview is to show the sheets of an edited page.

4 s were asked for when there were fewer sheets. The sentence that is edited here now stands in 13
templates. Each takes 0.6 s of a core: 4 s of two, before a page is read or a sheet published. A
preview publishes them before it binds their packs, in which they stand 12 times more, and lets a
book rest.
"""
ROUNDS = 10
"""Looks at a program, of which one asks who its workers are."""
EDITED_PAGE, BEFORE = "could-massage-help.md", ":::{in-short}\n"


@dataclass(frozen=True)
class Run:
    """One build: wall time of the program, and what its summary says."""

    wall: float
    editions: int = 0
    cached: int = 0
    rendered: int = 0
    press: float = 0.0
    cpu: float = 0.0
    """Seconds of all its processes together."""
    memory: float = 0.0
    """Most MiB of the program itself; its workers have their own."""
    others: float = 0.0
    """Cores that other programs used meanwhile."""
    shown: tuple[float, float] = (0.0, 0.0)
    """Seconds of the clock, and of all processes, until PDFs were published for the first time."""


def busy_seconds() -> float:
    """Return the seconds for which the cores of this machine have worked since it started."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0))


class Watch(threading.Thread):
    """Looks at a program and its workers until it ends: what they cost."""

    def __init__(self, program: psutil.Popen, manifest: Path) -> None:
        super().__init__(daemon=True)
        self._program = program
        self._manifest = manifest
        self._began, self._before = time.perf_counter(), _changed(manifest)
        self._seconds: dict[int, float] = {}
        self.memory = 0.0
        self.shown = (0.0, 0.0)

    @property
    def cpu(self) -> float:
        """Seconds of all processes."""
        return sum(self._seconds.values())

    def run(self) -> None:
        """Look again and again: who has ended counts as it was seen last.

        Who is there is asked seldom: to go through all programs of a machine each time took a tenth
        of a core from the build.
        """
        family: list[psutil.Process] = []
        looks = 0
        while self._program.poll() is None:
            with suppress(psutil.Error):
                if looks % ROUNDS == 0:
                    family = [self._program, *self._program.children(recursive=True)]
                self.memory = max(self.memory, self._program.memory_info().rss / 2**20)
            for process in family:
                with suppress(psutil.Error):
                    times = process.cpu_times()
                    self._seconds[process.pid] = times.user + times.system
            if self.shown == (0.0, 0.0) and _changed(self._manifest) != self._before:
                self.shown = (time.perf_counter() - self._began, self.cpu)
            looks += 1
            time.sleep(0.05)


def _changed(path: Path) -> int:
    """Return when a file was changed last; 0 where there is none."""
    return path.stat().st_mtime_ns if path.is_file() else 0


class Project:
    """A copy of the guide to build and to edit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("docs/guide", "handouts"):
            shutil.copytree(ROOT / name, folder / name)

    def build(
        self, name: str = "handouts", *only: str, jobs: int = JOBS, live: bool = False
    ) -> Run:
        """Run ``sphinx-build``; both builders share doctrees, as in ``nox -s build``.

        With names, of these handouts *only*; or as in a *live* preview, which has its own folders.
        """
        trees, folder = ("live-doctrees", "live") if live else ("doctrees", name)
        command = [
            *(sys.executable, "-m", "sphinx", "-b", name, "-d", f"_build/{trees}"),
            *(("-D", "handouts_live=1") if live else ()),
            *(("-D", f"handouts_only={','.join(only)}") if only else ()),
            *("-D", f"handouts_jobs={jobs}", "docs/guide", f"_build/{folder}"),
        ]
        began, worked = time.perf_counter(), busy_seconds()
        with psutil.Popen(
            command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as program:
            watch = Watch(program, self.folder / "_build" / folder / "manifest.json")
            watch.start()
            out, said = program.communicate()
        wall = time.perf_counter() - began
        watch.join()
        others = max(0.0, busy_seconds() - worked - watch.cpu) / wall
        if program.returncode:
            sys.exit(said)
        costs: dict[str, Any] = {"cpu": watch.cpu, "memory": watch.memory, "others": others}
        costs["shown"] = watch.shown
        found = SUMMARY.search(out)
        if found is None:
            return Run(wall, **costs)
        editions, cached, rendered = (int(found[n]) for n in (1, 2, 3))
        return Run(wall, editions, cached, rendered, float(found[5]), **costs)

    def forget(self) -> None:
        """Remove the PDFs and the cache; what Sphinx has read stays."""
        for name in ("cache", "handouts"):
            shutil.rmtree(self.folder / "_build" / name, ignore_errors=True)

    def brands(self, number: int) -> None:
        """Replace the brands by *number* clinics that differ in name, colour and contacts.

        They print on papers for which the guide's handouts were not fitted, and may take the room.
        A handout that is printed for one clinic alone is printed for the first.
        """
        catalogue = self.folder / "handouts/catalogue.toml"
        text = re.sub(r"(?m)^pages = .*$", "pages = 6", catalogue.read_text("utf-8"))
        text = re.sub(r"(?m)^brands = .*$", 'brands = ["clinic-001"]', text)
        roomy = 'budgets = { "large-print" = 20, "a5-booklet" = 20 }'
        catalogue.write_text(re.sub(r"(?m)^budgets = .*$", roomy, text), "utf-8")
        folder = self.folder / "handouts/brands"
        shutil.rmtree(folder)
        for count in range(1, number + 1):
            self.add_brand(count)

    def add_brand(self, count: int) -> None:
        """Add one clinic, printing two papers in three variants."""
        folder = self.folder / f"handouts/brands/clinic-{count:03}"
        folder.mkdir(parents=True)
        text = (
            f'name = "Clinic {count} on the Hill"\nregion = "gb"\npapers = ["a4", "letter"]\n'
            f'[palette]\naccent = "#0b{count % 90:02x}63"\n'
            f'[contact]\nphone = "01632 96{count:04}"\nemail = "hello{count}@example.org"\n'
            'hours = "Weekdays, 8 am to 6 pm"\n'
            f'address = ["{count} Example Street", "EX1 {count % 9}AB"]\n'
        )
        (folder / "brand.toml").write_text(text, "utf-8")

    def edit(self) -> None:
        """Change one sentence of one page."""
        page = self.folder / "docs/guide" / EDITED_PAGE
        text = page.read_text("utf-8")
        head, box, rest = text.partition(BEFORE)
        line, end, rest = rest.partition("\n\n")
        if not end:
            sys.exit(f"{EDITED_PAGE} has no in-short box any more; name another place in bench.py")
        page.write_text(f"{head}{box}{line}{end}Take your time. {rest}", "utf-8")

    def orders(self, *only: str) -> list[Order[Any]]:
        """Return all that a build makes, composed; with names, of these alone."""
        found: list[Order[Any]] = []
        real = Printer.print

        def collect(printer: Printer, orders: Iterator[Order[Any]]) -> Tally[Any]:
            listed = list(orders)
            found.extend(listed)
            return real(printer, listed)

        guide = self.folder / "docs/guide"
        out, trees = self.folder / "_build/composed", self.folder / "_build/doctrees"
        settings = {"handouts_only": list(only)}
        quiet = {"status": None, "warning": None}
        with patch.object(Printer, "print", collect):
            Sphinx(guide, guide, out, trees, "handouts", settings, **quiet).build()
        self.forget_modules()
        return found

    def forget_modules(self) -> None:
        """Let the next copy load its own programs: this one's are gone with its folder."""
        for name, module in list(sys.modules.items()):
            if (getattr(module, "__file__", None) or "").startswith(f"{self.folder}/"):
                del sys.modules[name]

    def jobs(self, *only: str) -> list[RenderJob]:
        """Return all that a build renders: what clinics share is there once."""
        found = {order.key: order.source for order in self.orders(*only)}
        composed = (one.job() if isinstance(one, Recipe) else one for one in found.values())
        return [job for job in composed if isinstance(job, RenderJob)]


def bare_loop(jobs: Sequence[RenderJob]) -> tuple[float, list[float]]:
    """Render *jobs* with nothing but WeasyPrint; return the time, and memory (MiB) on the way."""
    began = time.perf_counter()  # a worker imports it, too
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    gc.freeze()  # what this program has loaded for other figures is no garbage of a loop
    process = psutil.Process()
    with only(Fonts()):  # the same fonts, or it would draw other letters
        fonts = FontConfiguration()
    sheets: dict[str, CSS] = {}
    memory = []
    for job in jobs:
        sheet = sheets.setdefault(job.css, CSS(string=job.css, font_config=fonts))
        document = HTML(string=job.html).render(
            font_config=fonts, stylesheets=[sheet], pdf_variant="pdf/ua-1"
        )
        document.write_pdf(pdf_variant="pdf/ua-1")
        memory.append(process.memory_info().rss / 2**20)
    return time.perf_counter() - began, memory


def worker_memory(jobs: Sequence[RenderJob], renders: int) -> list[float]:
    """Render *renders* sheets as a worker does; return its memory (MiB) after each."""
    start_worker()
    process = psutil.Process()
    memory = []
    for number in range(renders):
        result = work(jobs[number % len(jobs)])
        assert isinstance(result, Rendered)
        memory.append(process.memory_info().rss / 2**20)
    return memory


def reading_share(jobs: Sequence[RenderJob]) -> float:
    """Render *jobs*; return what reading the PDFs back costs, as a share of all else."""
    from sphinx_handouts.pdf import render as module

    spent = 0.0

    def timed(read: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            nonlocal spent
            began = time.process_time()
            found = tuple(read(*arguments)) if read is module_forgotten else read(*arguments)
            spent += time.process_time() - began
            return found

        return run

    module_forgotten = module.forgotten
    start_worker()
    module.render(jobs[0])  # what is loaded once
    began = time.process_time()
    with ExitStack() as stack:
        for name in ("spoken", "forgotten", "read_back"):
            stack.enter_context(patch.object(module, name, timed(getattr(module, name))))
        for job in jobs:
            module.render(job)
    return spent / (time.process_time() - began - spent)


def in_child(what: str, jobs: Sequence[RenderJob], *arguments: str) -> dict[str, object]:
    """Run a part of this script in a process of its own, with *jobs* on its standard input."""
    command = [sys.executable, __file__, f"--{what}", *arguments]
    result = subprocess.run(command, input=pickle.dumps(jobs), stdout=subprocess.PIPE, check=True)
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


@contextmanager
def project() -> Iterator[Project]:
    """Yield a copy of the guide in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        yield Project(Path(folder))


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--reading", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--brands", type=int, default=20, help="clinics of the matrix; 0: none")
    parser.add_argument("--network", action="store_true", help="measure the clinics alone")
    parser.add_argument("--renders", type=int, default=200, help="renders of the memory test")
    options = parser.parse_args()
    if options.bare or options.memory or options.reading:
        jobs = pickle.load(sys.stdin.buffer)
        if options.reading:
            print(json.dumps({"share": reading_share(jobs)}))
        elif options.bare:
            seconds, _memory = bare_loop(jobs)
            print(json.dumps({"seconds": seconds}))
        else:
            print(json.dumps({"memory": worker_memory(jobs, options.renders)}))
        return
    missed: list[str] = []
    if not options.network:
        with project() as copy:
            missed += measure(copy, options.renders)
    if options.brands:
        with project() as copy:
            missed += measure_network(copy, options.brands)
    if missed:
        sys.exit(f"missed: {'; '.join(missed)}")


def measure(copy: Project, renders: int) -> list[str]:
    """Print every figure; return the targets that were missed."""
    missed: list[str] = []
    cores = os.cpu_count()
    print(f"{platform.machine()}, {cores} cores, Python {platform.python_version()}\n")
    cold = copy.build()
    row("cold build (read, compose, render, check, write)", f"{cold.wall:.1f} s", cold.editions)
    quiet = copy.build()
    dummy = min((copy.build("dummy") for _ in range(3)), key=lambda run: run.wall)
    quiet = min((quiet, copy.build(), copy.build()), key=lambda run: run.wall)
    row("no-op build", f"{quiet.wall:.2f} s, {quiet.rendered} rendered")
    missed += ratio("no-op build / sphinx-build -b dummy", quiet.wall / dummy.wall, at_most=1.3)
    missed += measure_edit(copy)
    jobs = copy.jobs(*SOME)
    return missed + measure_workers(copy, jobs) + measure_memory(jobs, renders)


def measure_workers(copy: Project, jobs: Sequence[RenderJob]) -> list[str]:
    """Print what the press adds to WeasyPrint, with one worker and with two."""
    missed: list[str] = []
    row("documents to render", len(jobs))
    runs = {}
    for workers in (1, 2):
        copy.forget()
        runs[workers] = copy.build("handouts", *SOME, jobs=workers)
        copy.forget()
        runs[workers] = min(
            runs[workers], copy.build("handouts", *SOME, jobs=workers), key=lambda run: run.press
        )
        speed = len(jobs) / runs[workers].press
        row(f"documents a second, {workers} worker{'s' * (workers > 1)}", f"{speed:.2f}")
    bare = min(float(str(in_child("bare", jobs)["seconds"])) for _ in range(2))
    row("documents a second, bare WeasyPrint loop", f"{len(jobs) / bare:.2f}")
    missed += ratio("two workers / one worker", runs[1].press / runs[2].press, at_least=1.7)
    missed += ratio("one worker / bare loop (time)", runs[1].press / bare, at_most=1.1)
    read = float(str(in_child("reading", jobs)["share"]))
    missed += ratio("reading a PDF back / rendering it (CPU)", read, at_most=0.05)
    share = max(0.0, 1 - bare / runs[1].press)
    row("share of the press that is not WeasyPrint's", f"{share:.0%}")
    return missed


def measure_memory(jobs: Sequence[RenderJob], renders: int) -> list[str]:
    """Print whether a worker's memory grows."""
    memory = in_child("memory", jobs, "--renders", str(renders))["memory"]
    assert isinstance(memory, list)
    settled = memory[len(memory) // 3]
    row("peak memory of a worker", f"{max(memory):.0f} MiB")
    name = f"memory after {renders} renders / after a third"
    return ratio(name, memory[-1] / settled, at_most=1.1)


def measure_edit(copy: Project) -> list[str]:
    """Print what an editor waits for: the sheets of a live preview, and all that is handed out."""
    copy.build(live=True)
    copy.edit()
    all_of_it = copy.build(live=True)
    seconds, cpu = all_of_it.shown
    if not seconds:
        sys.exit("the live preview has published nothing")
    sheets = replace(all_of_it, wall=seconds, cpu=cpu)
    missed = wall("one sentence edited, its sheets shown live", sheets, EDITED, sheets.rendered)
    row("the same with their packs and lists", costs(all_of_it))
    book = copy.build()
    row("the same for handing out: the book, packs, lists", costs(book), book.rendered)
    return missed


def measure_network(copy: Project, brands: int) -> list[str]:
    """Print what a network pays: every handout, variant and paper for many clinics."""
    missed: list[str] = []
    copy.brands(brands)
    full = copy.build()
    more_sheets = full.editions / brands / SHEETS
    # 60 s for 20 clinics, and 6 minutes for 200.
    most = COLD_FEW + (COLD_MANY - COLD_FEW) * max(0, brands - 20) / 180
    missed += wall(f"{brands} clinics, cold", full, most * more_sheets, full.editions)
    row("memory of the program, its workers apart", f"{full.memory:.0f} MiB")
    copy.add_brand(brands + 1)
    more = copy.build()
    new = more.editions - full.editions
    missed += wall("one more clinic", more, ONE_MORE * new / SHEETS, new)
    quiet = copy.build()
    dummy = copy.build("dummy")
    row("no-op build", f"{costs(quiet)}; -b dummy {costs(dummy)}")
    missed += wall("no-op build", quiet, 3, quiet.editions)
    each = (more.cpu - quiet.cpu) / new
    with garbage_left():  # as a worker does: what this program has loaded is none of a sheet's
        render, sizes = full_renders(copy)
    row("CPU of an edition of one more clinic", f"{1000 * each:.1f} ms")
    row("CPU of a full render", f"{1000 * render:.0f} ms")
    missed += ratio("CPU of it / of a full render", each / render, at_most=0.05)
    missed += ratio("size of a dressed sheet / of a full render", sizes, at_most=1.05)
    copy.edit()
    edit = copy.build()
    missed += wall("one sentence edited", edit, 20, edit.rendered)
    web = copy.build("html")
    row("the website", f"{costs(web)}, {web.memory:.0f} MiB")
    web = copy.build("html")
    row("the website again", f"{costs(web)}, {web.memory:.0f} MiB")
    return missed


def costs(run: Run) -> str:
    """Return what a build costs, in words."""
    return f"{run.wall:.1f} s, {run.cpu:.1f} s of CPU"


def wall(name: str, run: Run, at_most: float, editions: int) -> list[str]:
    """Print what a build costs beside its target in seconds; return its name where it misses.

    No build is faster than its processors' time shared out among its workers: on a busy machine
    that alone is judged, and the row says so.
    """
    judged = run.cpu / JOBS if run.others > BUSY else run.wall
    met = judged <= at_most
    said = "met" if met else "MISSED"
    if run.others > BUSY and run.wall > at_most:
        said += f" by its CPU; others used {run.others:.1f} cores"
    row(name, f"{costs(run)} (at most {at_most:.1f} s: {said}), {editions} editions")
    return [] if met else [name]


def full_renders(copy: Project) -> tuple[float, float]:
    """Return the seconds of CPU of a whole sheet, and the size of a dressed one as a share of it.

    Each is laid out for the first time: lines are kept. The clinic has no book: one costs as much
    as 40 sheets.
    """
    orders = [order for order in copy.orders("clinic-002") if order.in_full and order.livery]
    orders = orders[::SAMPLE]
    jobs = [order.in_full() for order in orders if order.in_full]
    first = work(jobs[0])  # what is loaded once
    began = time.process_time()
    made = [first, *map(work, jobs[1:])]
    each = (time.process_time() - began) / len(jobs[1:])
    whole = sum(len(one.pdf) for one in made if isinstance(one, Rendered))
    out = copy.folder / "_build/handouts"
    return each, sum((out / order.path).stat().st_size for order in orders) / whole


def row(name: str, value: object, editions: int = 0) -> None:
    """Print a figure."""
    print(f"{name:<52} {value}" + (f", {editions} editions" if editions else ""), flush=True)


def ratio(name: str, value: float, *, at_most: float = 0, at_least: float = 0) -> list[str]:
    """Print a ratio beside its target; return its name where that is missed."""
    met = value <= at_most if at_most else value >= at_least
    target = f"at most {at_most}" if at_most else f"at least {at_least}"
    row(name, f"{value:.2f} ({target}: {'met' if met else 'MISSED'})")
    return [] if met else [name]


if __name__ == "__main__":
    main()
