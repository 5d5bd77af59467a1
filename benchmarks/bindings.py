"""What the typed bindings cost: lines, import, first object, further objects.

Each group is imported in fresh processes; pydantic and `core.objects`, which every group needs, are loaded before the
clock starts and have a row of their own. The objects are those of `tests/imports/kinds.yaml`, which have nearly every
field: a plain dict becomes a typed object and a plain dict again. The first object of a kind also builds its validators
(`defer_build`). Medians of five; compare rows with each other only. `python -m benchmarks.bindings` prints the table.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.imports.manifests import NAMES, home, kind_of, right

ROOT = Path(__file__).parents[1]
_PACKAGE = "x2bee_constructs.imports"
_RUNS, _OBJECTS = 5, 200
_BASE = "pydantic, core.objects"


def main() -> None:
    """Print the table."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, medians of {_RUNS}\n")
    print("| group | lines | import, ms | first object, ms | further objects, µs |\n|---|---|---|---|---|")
    print(f"| {_BASE} | | {_imported('', ['pydantic', 'x2bee_constructs.core.objects']):.0f} | | |")
    for name, modules in _groups().items():
        print(f"| {name} | {_lines(modules)} | {_cost(modules):.0f} | {_objects(modules)} |", flush=True)


def _groups() -> dict[str, list[str]]:
    """Row → its modules as `istio.networking_v1`; the four that every workload needs are a row of their own."""
    everyday = [f"k8s.{name}" for name in ("core_v1", "apps_v1", "autoscaling_v2", "policy_v1")]
    groups = {"k8s: core, apps, autoscaling, policy": everyday}
    for path in sorted((ROOT / "imports").glob("*/*.py")):
        name = f"{path.parent.name}.{path.stem}"
        if path.stem != "__init__" and name not in everyday:
            groups.setdefault("k8s: the others" if path.parent.name == "k8s" else path.parent.name, []).append(name)
    return groups


def _lines(modules: list[str]) -> int:
    return sum(len((ROOT / "imports" / f"{name.replace('.', '/')}.py").read_text().splitlines()) for name in modules)


def _cost(modules: list[str]) -> float:
    return _imported("import pydantic, x2bee_constructs.core.objects", [f"{_PACKAGE}.{name}" for name in modules])


def _imported(before: str, modules: list[str]) -> float:
    """Milliseconds to import the modules in a fresh process; the median does not see the run that compiles."""
    code = f"import time\n{before}\nstart = time.perf_counter()\nimport {', '.join(modules)}\n"
    command = [sys.executable, "-c", f"{code}print((time.perf_counter() - start) * 1000)"]
    runs = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(_RUNS)]
    return statistics.median(float(run.stdout) for run in runs)


def _objects(modules: list[str]) -> str:
    """Both columns on objects, for the first kind of the group in the samples, or a Deployment."""
    of_group = [name for name in NAMES if home(name) in modules]
    sample = "Deployment" if "Deployment" in of_group else of_group[0]
    kind, manifest = kind_of(sample), right(sample)

    def both_ways() -> None:
        kind.model_validate(manifest).to_manifest()

    first = _timed(both_ways)
    further = statistics.median(_timed(both_ways, _OBJECTS) for _ in range(_RUNS))
    return f"{first * 1000:.0f} ({manifest['kind']}) | {further * 1e6:.0f}"


def _timed(call: Callable[[], None], times: int = 1) -> float:
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times


if __name__ == "__main__":
    main()
