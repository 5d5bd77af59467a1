"""The measurements behind docs/upstream: `python -m benchmarks.upstream` prints them."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

__all__ = ["calls", "charts"]

_CALLS = 2000


def calls() -> dict[str, float]:
    """Microseconds of one call over jsii: all of it, and Python's own part."""
    import cdk8s

    made = cdk8s.ApiObject(cdk8s.Chart(cdk8s.App(), "chart"), "object", api_version="v1", kind="ConfigMap")
    wall, own = _timed(lambda: [made.kind for _ in range(_CALLS)])
    checked, checking = _timed(lambda: [cdk8s.JsonPatch.add("/data", {"a": "b"}) for _ in range(_CALLS)])
    return {
        "a property": wall / _CALLS,
        "a property, Python's part": own / _CALLS,
        "a static method with two arguments": checked / _CALLS,
        "a static method, Python's part": checking / _CALLS,
    }


def charts(count: int) -> tuple[float, float]:
    """Milliseconds for each chart of three objects: what `App.synth` takes, and what `App.synthYaml` does."""
    import cdk8s

    with tempfile.TemporaryDirectory() as folder:
        kind = cdk8s.YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE
        app = cdk8s.App(outdir=folder, yaml_output_type=kind)
        for number in range(count):
            chart = cdk8s.Chart(app, f"chart-{number}")
            for index in range(3):
                cdk8s.ApiObject(chart, f"object-{index}", api_version="v1", kind="ConfigMap")
        written, _ = _timed(app.synth)
        text, _ = _timed(app.synth_yaml)
        return written / 1000 / count, text / 1000 / count


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Microseconds by the clock, and of this process alone."""
    clock, own = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - clock) * 1e6, (time.process_time() - own) * 1e6


def _elsewhere(code: str, *flags: str) -> object:
    command = [
        sys.executable,
        *flags,
        "-c",
        f"import json; from benchmarks.upstream import *; print(json.dumps({code}))",
    ]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    """Each measurement in a process of its own."""
    print("µs:", _elsewhere("calls()"))
    for count in (25, 50, 100, 200):
        print(f"{count} charts, ms for each chart by synth and by synthYaml:", _elsewhere(f"charts({count})"))


if __name__ == "__main__":
    main()
