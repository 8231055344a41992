"""Try input that nobody would write, thousands of times, and print what became of it.

``nox -s fuzz`` runs it; ``-- --cases 20000`` tries more, and ``--seed 7`` others.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

import fuzzing as fz
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from nested_pages import written

CASES = 12_000
SHARES: dict[str, float] = {
    "catalogues": 0.35,
    "brands": 0.35,
    "damaged files": 0.15,
    "damaged drawings": 0.2,
    "damaged pictures": 0.1,
    "front matter": 0.2,
    "pages": 0.08,
    "sheets": 0.1,
}
"""What part of the cases each kind of input has; catalogues and brands have CASES by themselves."""


def main() -> int:
    """Run all; return 1 where something was raised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    files = st.tuples(fz.damaged(fz.HANDOUT.encode()), fz.damaged(fz.BRAND.encode()))
    with fz.press() as press:
        kinds: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], str]]] = {
            "catalogues": (fz.CATALOGUES, fz.try_catalogue),
            "brands": (fz.BRANDS, fz.try_brand),
            "damaged files": (files, lambda pair: fz.try_files(*pair)),
            "damaged drawings": (fz.damaged(fz.DRAWING), fz.try_picture),
            "damaged pictures": (fz.damaged(fz.PNG), fz.try_picture),
            "front matter": (fz.FRONTS, fz.try_front_matter),
            "pages": (fz.BODIES, press),
            "sheets": (written(), lambda page: press(page.source, page.words)),
        }
        run = partial(_run, cases=options.cases, first=options.seed)
        whole = [run(name, *kind) for name, kind in kinds.items()]
    return 0 if all(whole) else 1


def _run(
    name: str,
    inputs: st.SearchStrategy[Any],
    attempt: Callable[[Any], str],
    cases: int,
    first: int,
) -> bool:
    """Try *inputs*; print the tally, and return whether nothing was raised."""
    tally, began = fz.Tally(), time.perf_counter()

    @seed(first)
    @settings(
        max_examples=max(1, int(cases * SHARES[name])),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(inputs)
    def attack(case: Any) -> None:
        tally[attempt(case)] += 1

    try:
        attack()
    except Exception as error:
        print(f"{name}: {tally}, and then:")
        traceback.print_exception(error, limit=-8)
        return False
    print(f"{name}: {tally}, nothing raised, {time.perf_counter() - began:.0f} s", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
