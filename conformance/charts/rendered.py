"""`helm template`, with a chart's folder and our values."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from conformance import yamls
from conformance.charts.releases import Release, Wire

KUBERNETES = "1.35"


class CannotRenderError(RuntimeError):
    """What Helm says."""


def chart_of(charts: Path, one: Release) -> Path | None:
    """The folder with the chart, if there is one and it is of the pinned version."""
    folder = charts / one.chart
    described = folder / "Chart.yaml"
    if not described.is_file():
        return None
    version = str(yamls.parse(described.read_text(), str(described))["version"])
    return folder if version.removeprefix("v") == one.version.removeprefix("v") else None


def render(helm: Path, chart: Path, one: Release) -> list[Wire]:
    """Every object that the chart makes with our values."""
    command = [str(helm), "template", one.name, str(chart), "--namespace", one.namespace, "--kube-version", KUBERNETES]
    command += ["--values", "-", "--skip-crds" if one.skip_crds else "--include-crds"]
    done = subprocess.run(command, input=json.dumps(one.values), capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise CannotRenderError(done.stderr.strip().splitlines()[-1])
    if "coalesce" in done.stderr or "cannot overwrite" in done.stderr:
        raise CannotRenderError(f"a value has another type than the chart's own: {done.stderr.strip()}")
    try:
        made = [yamls.parse(text, "what Helm wrote") for text in yamls.documents(done.stdout)]
    except ValueError as error:
        raise CannotRenderError(str(error)) from None
    return [wire for wire in made if wire]
