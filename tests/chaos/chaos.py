"""Break builds, and see that nothing is broken afterwards: ``nox -s chaos -- --kills 9 --seed 7``.

After each mishap, the previous set of PDFs stands, or the new one, complete and with its manifest,
among the handouts and in the hosted guide; and the next build ends with the bytes of a clean one.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from ground import Broken, Ground
from mishaps import MISHAPS, Skipped


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one mishap ended."""

    name: str
    number: int
    standing: str = ""
    failure: str = ""
    skipped: str = ""


@dataclass
class Tally:
    """How all of them ended."""

    outcomes: list[Outcome] = field(default_factory=list)

    def of(self, name: str) -> list[Outcome]:
        """Return the outcomes of one kind of mishap."""
        return [outcome for outcome in self.outcomes if outcome.name == name]

    @property
    def failed(self) -> list[Outcome]:
        """What was not as it should be."""
        return [outcome for outcome in self.outcomes if outcome.failure]

    def table(self, names: Sequence[str]) -> Iterator[str]:
        """Yield the lines of a table."""
        heads = ("happened", "old set", "new set", "old+new", "next is clean", "failed")
        yield f"{'':28}" + "".join(f"{head:>15}" for head in heads)
        for name in names:
            rows = self.of(name)
            done = [row for row in rows if not row.skipped]
            stood = Counter(row.standing for row in done)
            clean = sum(not row.failure for row in done)
            counts = (stood["old"], stood["new"], stood["old and new"], clean)
            numbers = (len(done), *counts, len(done) - clean)
            yield f"{name:28}" + "".join(f"{number:>15}" for number in numbers)
            for reason in sorted({row.skipped for row in rows if row.skipped}):
                yield f"    not tried: {reason}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Let it all happen; print the tally."""
    options = _parser().parse_args(arguments)
    names = [name for name in MISHAPS if not options.only or name in options.only]
    trials = [
        (name, number)
        for name in names
        for number in range(min(_times(name, options.kills), options.most))
    ]
    tally, began = Tally(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        grounds: SimpleQueue[Ground] = SimpleQueue()
        for lane in range(options.lanes):
            place = Path(folder, f"lane-{lane}")
            place.mkdir()
            grounds.put(Ground(place).prepare())

        def run(trial: tuple[str, int]) -> Outcome:
            ground = grounds.get()
            try:
                return happen(ground, *trial, seed=options.seed)
            finally:
                grounds.put(ground)

        with ThreadPoolExecutor(options.lanes) as pool:
            for outcome in pool.map(run, trials):
                tally.outcomes.append(outcome)
                _progress(outcome, len(tally.outcomes), len(trials))
    print(*tally.table(names), sep="\n")
    minutes = (time.monotonic() - began) / 60
    passed = sum(not outcome.skipped for outcome in tally.outcomes) - len(tally.failed)
    print(
        f"seed {options.seed}, {minutes:.1f} minutes: {passed} passed, {len(tally.failed)} failed"
    )
    return 1 if tally.failed else 0


def happen(ground: Ground, name: str, number: int, *, seed: int) -> Outcome:
    """Let one thing happen; then see what stands, and what the next build makes of it."""
    ground.restore()
    ground.edit()
    standing = ""
    try:
        seen = MISHAPS[name][0](ground, random.Random(f"{seed} {name} {number}"))
        if name != "cache damaged":  # there, all outputs were removed on purpose
            standing = seen or ground.standing()
        ground.recover()
    except Skipped as reason:
        return Outcome(name, number, skipped=str(reason))
    except Broken as failure:
        return Outcome(name, number, standing, str(failure))
    return Outcome(name, number, standing)


def _times(name: str, kills: int) -> int:
    return kills if name == "killed at a random moment" else MISHAPS[name][1]


def _progress(outcome: Outcome, done: int, count: int) -> None:
    if outcome.failure:
        print(f"[{done}/{count}] {outcome.name} {outcome.number}: {outcome.failure}", flush=True)
    elif done % 10 == 0:
        print(f"[{done}/{count}]", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="builds to kill at random moments")
    parser.add_argument("--most", type=int, default=1000, help="of each kind, no more than that")
    parser.add_argument("--seed", type=int, default=7, help="the same seed has the same luck")
    parser.add_argument("--lanes", type=int, default=2, help="projects to break side by side")
    parser.add_argument("--only", action="append", choices=MISHAPS, help="let only this happen")
    return parser


if __name__ == "__main__":
    sys.exit(main())
