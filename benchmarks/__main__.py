"""`make bench`: run every suite (or those named), print the tables, keep them as JSON, and write docs/performance.md.

The page and its plot are written only by a run of all suites.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.page import page, plot, table
from benchmarks.suites import CUSTOMER, SUITES, Place, prepare, suites
from benchmarks.timing import taken

RUNS = 5
_DOCS = Path("docs")
_UNITS = ("tests/core", "tests/workload")
_PASSED = re.compile(r"(\d+) passed.* in ([\d.]+)s")


def main() -> int:
    """Measure."""
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("suites", nargs="*", help="all if none is named")
    parser.add_argument("--runs", type=int, default=RUNS, help="of each row; medians are shown")
    parser.add_argument("--home", type=Path, default=Path("build", "bench"), help="where everything is made")
    said = parser.parse_args()
    if unknown := set(said.suites) - set(SUITES):
        print(f"no suite {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}", file=sys.stderr)
        return 2
    place = prepare(said.home.resolve())
    found = {name: _suite(place, name, said.runs) for name in said.suites or SUITES}
    made: dict[str, Any] = {"machine": _machine(place), "suites": found}
    print("\n\n".join(table(suite) for suite in found.values()))
    if not said.suites:
        made |= {"calls": _calls(place), "tests": _tests(place)}
        (_DOCS / "performance.md").write_text(page(made), encoding="utf-8")
        (_DOCS / "performance.svg").write_text(plot(made), encoding="utf-8")
    (said.home / "results.json").write_text(json.dumps(made, indent=1), encoding="utf-8")
    return 0


def _suite(place: Place, name: str, runs: int) -> dict[str, Any]:
    suite = suites(place)[name]()
    rows = taken(suite.commands, suite.runs or runs)
    return {
        "says": suite.says,
        "base": suite.base,
        "runs": suite.runs or runs,
        "rows": {row: asdict(one) for row, one in rows.items()},
    }


def _calls(place: Place) -> Mapping[str, int]:
    """Messages to Node.js, and objects, of acme prd by cdk8s."""
    out = place.home / "out" / "calls"
    words = [place.python, "-m", "benchmarks.inside", "calls", str(CUSTOMER), "prd", "1", str(out)]
    return json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def _tests(place: Place) -> Mapping[str, float]:
    """How long the unit tests of two rooms take, in one process, without the start of pytest."""
    words = [place.python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow", *_UNITS]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    passed, seconds = _PASSED.findall(said)[-1]
    return {"passed": int(passed), "seconds": float(seconds)}


def _machine(place: Place) -> dict[str, str]:
    node = subprocess.run([place.node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    libraries = {name: version(name) for name in ("aws-cdk-lib", "cdk8s", "constructs", "jsii", "pydantic")}
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} processors",
        "load": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
        "Node.js": node,
        **libraries,
    }


if __name__ == "__main__":
    sys.exit(main())
