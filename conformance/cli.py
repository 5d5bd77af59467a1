"""The command line."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from conformance import builds, render
from conformance.builds import CannotBuildError
from conformance.exceptions import Exceptions
from conformance.folder import Plan
from conformance.processes import StopError, in_time
from conformance.report import Report
from conformance.run import Run, kubernetes_versions

HERE = Path(__file__).parent
SCHEMAS = HERE.parent.parent / "shared" / "crds"


def parser() -> argparse.ArgumentParser:
    """All flags."""
    p = argparse.ArgumentParser(prog="python -m conformance", description="Real programs judge rendered manifests.")
    p.add_argument("dists", nargs="*", metavar="[NAME=]FOLDER", help="folders of rendered manifests")
    p.add_argument("--schemas", type=Path, default=SCHEMAS, help="pinned CRDs and Kubernetes definitions")
    p.add_argument("--versions", default="all", help="Kubernetes: all, cached, default, or minors such as 1.35,1.36")
    p.add_argument("--exceptions", type=Path, default=HERE / "exceptions.toml", help="what is accepted, and why")
    p.add_argument("--report", type=Path, default=HERE / "report.json", help="the verdicts as JSON are written here")
    p.add_argument("--markdown", type=Path, help="also write the table for the docs here")
    p.add_argument("--require", action="store_true", help="what cannot be had is a failure, not a skip")
    p.add_argument("--build", nargs="*", metavar="TOOL", help="only build these tools (all, if none is named)")
    p.add_argument("--list", action="store_true", help="list the pinned tools")
    p.add_argument("--logs", type=Path, help="keep the programs' logs here")
    p.add_argument("--selector", default="workload=msa", help="the label of the nodes that workloads wait for")
    p.add_argument("--timeout", type=int, default=2400, help="seconds for the whole run (left out: %(default)s)")
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """0 all good or skipped; 1 a judge objected; 2 wrong use, timeout or interruption."""
    args = parser().parse_args(argv)
    try:
        if args.timeout < 1:
            raise ValueError(f"--timeout {args.timeout}: allowed are seconds from 1")
        with in_time(args.timeout):
            return _list() if args.list else _build(args.build) if args.build is not None else _judge(args)
    except (ValueError, CannotBuildError, OSError) as error:
        print(f"conformance: {error}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, StopError) as error:
        why = str(error) or "interrupted"
        print(f"conformance: {why}; everything that was started has been ended", file=sys.stderr)
        return 2


def _list() -> int:
    for tool in builds.tools().values():
        print(f"{tool.name:18} {tool.shown:62} {' '.join(tool.binaries)}")
    return 0


def _build(names: Sequence[str]) -> int:
    pinned = builds.tools()
    for name in names or pinned:
        if name not in pinned:
            raise ValueError(f"no tool {name!r}; pinned are {sorted(pinned)}")
        _, facts = builds.build(pinned[name])
        state = "cached" if facts["cached"] == "true" else "built"
        print(f"{name:18} {facts['version']:36} {facts['seconds']:7.1f} s  {state}", flush=True)
    return 0


def _dists(values: Sequence[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for value in values:
        name, _, folder = value.rpartition("=")
        path = Path(folder)
        if not path.is_dir() or not any(path.rglob("*.yaml")):
            raise FileNotFoundError(f"no manifests in {folder!r}; render them first (python app.py k8s)")
        found[name or path.resolve().name] = path.resolve()
    return found


def _judge(args: argparse.Namespace) -> int:
    started = time.monotonic()
    report = Report(Exceptions.read(args.exceptions))
    key, is_label, value = args.selector.partition("=")
    if not is_label:
        raise ValueError(f"--selector {args.selector}: allowed is a label such as workload=msa")
    schemas = args.schemas.resolve() if args.schemas.is_dir() else None
    versions = kubernetes_versions(builds.tools(), args.versions)
    plan = Plan(
        _dists(args.dists), schemas, versions, (key, value), logs=args.logs, cached_only=args.versions == "cached"
    )
    if not plan.dists:
        report.skip("everything", "no rendered manifests were named: python app.py k8s, then name its folder")
    else:
        Run(plan, report).everything()
        report.check_exceptions()
    report.seconds = time.monotonic() - started
    report.write(args.report)
    if args.markdown:
        args.markdown.write_text(render.markdown(report), encoding="utf-8")
    print(render.table(report))
    for line in dict.fromkeys(note for j in report.judgements for note in j.notes):
        print(f"note: {line}")
    for line in report.skipped:
        print(f"skipped: {line}")
    print(f"\nreport: {args.report}; {report.seconds:.0f} s")
    return int(report.failed or bool(args.require and report.skipped))
