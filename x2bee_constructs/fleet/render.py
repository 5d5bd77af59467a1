"""What a worker does: both sides of every environment of one customer's file, without the two CLIs."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.fleet.output import kept, remember, write
from x2bee_constructs.fleet.plan import Unit, fingerprint
from x2bee_constructs.platform.fleet import load_customer
from x2bee_constructs.platform.objects import platform_files
from x2bee_constructs.platform.props import Platform

__all__ = ["Order", "Rendered", "render"]

ASSEMBLY, MANIFESTS = "cdk.out", "dist"

_OF_THE_CLI = {"aws:cdk:enable-path-metadata": True, "aws:cdk:enable-asset-metadata": True}
"""What the CDK CLI tells an app beside the context of cdk.json."""


class Order(NamedTuple):
    """What all workers are told."""

    out: Path
    """Output goes to `<out>/<customer>/<environment>/cdk.out` and `…/dist`."""
    library: str
    """The state of the library, for what is made already."""
    context: str
    """The CDK's context as JSON."""
    aws: bool = True
    """Whether the AWS side is made."""
    force: bool = False
    """Whether to make again what is there already."""


@dataclass(frozen=True)
class Rendered:
    """One environment, or a file that could not be used at all."""

    customer: str
    environment: str
    seconds: float = 0.0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: bool = False
    """Whether it was there already, made of the same."""
    fault: str = ""
    """Why nothing was written."""

    @property
    def name(self) -> str:
        """`acme/prd`; the customer alone if the file has no environment that could be read."""
        return f"{self.customer}/{self.environment}" if self.environment else self.customer


def render(unit: Unit, order: Order) -> list[Rendered]:
    """Every environment wanted; a fault in the file stops this file alone. Never raises for what a file says."""
    try:
        loaded = load_customer(unit.file, unit.environment)
    except SpecError as error:
        return [Rendered(unit.customer, unit.environment or "", fault=str(error))]
    wanted = [name for name in loaded.platforms if unit.environment in {None, name}]
    return [_environment(unit, loaded.platforms[name], order) for name in wanted]


def _environment(unit: Unit, platform: Platform, order: Order) -> Rendered:
    started = time.monotonic()
    home = order.out / platform.customer / platform.environment
    made_of = fingerprint(unit, platform.environment, order.library, f"{order.context} {order.aws}")
    if not order.force and kept(home, made_of):
        return Rendered(platform.customer, platform.environment, time.monotonic() - started, kept=True)
    try:
        files = platform_files(platform)
        assembly = _assembly(platform, order.context) if order.aws else {}
    except (ValueError, RuntimeError) as error:  # leaks, clashes, validation: each names its construct
        return Rendered(platform.customer, platform.environment, time.monotonic() - started, fault=f"error: {error}")
    parts = [write(home / MANIFESTS, files), write(home / ASSEMBLY, assembly)]
    remember(home, made_of)
    changed, unchanged, removed = (sum(counts) for counts in zip(*parts, strict=True))
    seconds = time.monotonic() - started
    return Rendered(platform.customer, platform.environment, seconds, changed, unchanged, removed)


def _assembly(platform: Platform, context: str) -> dict[str, str]:
    """The files of the cloud assembly, as the CDK makes them when its CLI runs the app."""
    from aws_cdk import App

    from x2bee_constructs.platform.aws import PlatformStacks

    with TemporaryDirectory(prefix="x2bee-fleet-") as folder:
        app = App(analytics_reporting=False, outdir=folder, context={**_OF_THE_CLI, **json.loads(context)})
        PlatformStacks(app, platform)
        app.synth()
        paths = (path for path in sorted(Path(folder).rglob("*")) if path.is_file())
        return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths}
