"""Judge every faulty file, then mutate good ones. `make corpus` runs it; `--runs` says how many mutations.

Exit code 0: every code and place as expected and no traceback. 1: something is not.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tools.corpus.files import Judged, cases, judge
from tools.corpus.mutations import tracebacks

RUNS = 10_000
_PART = 200


def main() -> int:
    """Print the figures."""
    parser = ArgumentParser(prog="python -m tools.corpus", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="mutations of good files")
    parser.add_argument("--seed", type=int, default=0, help="which mutations")
    said = parser.parse_args()
    wrong = _files()
    failed = _mutations(said.runs, said.seed)
    print(f"\nmutations of good files: {said.runs:,} runs, {len(failed)} tracebacks")
    for text, trace in failed[:3]:
        print(f"\n{text}\n{trace}")
    return 1 if wrong or failed else 0


def _files() -> int:
    judged = [judge(case) for case in cases()]
    classes = Counter(one.case.kind for one in judged)
    print(f"{'class':<14}{'files':>6}{'code':>6}{'place':>6}")
    for kind in classes:
        _row(kind, [one for one in judged if one.case.kind == kind])
    _row("all", judged)
    wrong = [one for one in judged if not one.right]
    for one in wrong:
        print(f"{one.case.path}: expected {one.case.expected}, found {one.found}")
    return len(wrong)


def _row(name: str, judged: list[Judged]) -> None:
    codes, places = sum(one.codes_right for one in judged), sum(one.right for one in judged)
    print(f"{name:<14}{len(judged):>6}{codes:>6}{places:>6}")


def _mutations(runs: int, seed: int) -> list[tuple[str, str]]:
    """On every processor, in parts that have a seed each: the same mutations, whatever the machine."""
    sizes = [min(_PART, runs - begun) for begun in range(0, runs, _PART)]
    failed: list[tuple[str, str]] = []
    with ProcessPoolExecutor() as pool:
        for done, found in enumerate(pool.map(_part, sizes, range(seed, seed + len(sizes))), 1):
            failed += found
            if sys.stderr.isatty():
                print(f"\r{min(done * _PART, runs):,} of {runs:,}", end="", file=sys.stderr)
    return failed


def _part(runs: int, seed: int) -> list[tuple[str, str]]:
    return list(tracebacks(runs, seed))


if __name__ == "__main__":
    sys.exit(main())
