"""The command line."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from conformance.argo.run import CannotRunError, Plan, run
from conformance.builds import CannotBuildError
from conformance.processes import StopError, in_time
from conformance.report import Judgement, Report
from x2bee_constructs.core.versions import ARGO_CD

SCHEMAS = Path(__file__).parent.parent.parent.parent / "shared" / "crds"


def parser() -> argparse.ArgumentParser:
    """All flags."""
    p = argparse.ArgumentParser(prog="python -m conformance.argo", description="A real Argo CD brings what we emit.")
    p.add_argument("dist", type=Path, metavar="FOLDER", help="rendered manifests of one environment, with `delivery`")
    p.add_argument("--schemas", type=Path, default=SCHEMAS, help="pinned CRDs")
    p.add_argument("--markdown", type=Path, help="also write the table for the docs here")
    p.add_argument("--logs", type=Path, help="keep the programs' logs here")
    p.add_argument("--cached", action="store_true", help="skip, visibly, if a program is not built yet")
    p.add_argument("--require", action="store_true", help="what cannot be had is a failure, not a skip")
    p.add_argument("--timeout", type=int, default=3600, help="seconds for the whole run (left out: %(default)s)")
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """0 all good or skipped; 1 a check failed; 2 wrong use, out of time, or with --require something cannot be had."""
    args = parser().parse_args(argv)
    if not args.dist.is_dir() or not (args.dist / "delivery").is_dir():
        print(f"conformance.argo: no manifests with `delivery` in {args.dist}; render them first", file=sys.stderr)
        return 2
    report, started = Report(), time.monotonic()
    try:
        plan = Plan(args.dist.resolve(), args.dist.resolve().name, args.schemas.resolve(), args.logs, args.cached)
        with in_time(args.timeout):
            trial = run(plan, report)
    except (CannotRunError, CannotBuildError) as why:
        print(f"{'conformance.argo' if args.require else 'skipped'}: {why}")
        return 2 if args.require else 0
    except (KeyboardInterrupt, StopError) as error:
        why = str(error) or "interrupted"
        print(f"conformance.argo: {why}; everything that was started has been ended", file=sys.stderr)
        return 2
    for one in report.judgements:
        print(f"{one.state:7} {one.seconds:6.0f} s  {one.passed:4} good  {one.judged}")
        for wrong in one.failed:
            print(f"    {wrong.check}: {wrong.object} {wrong.message}")
        for note in one.notes:
            print(f"    note: {note}")
    print(f"{time.monotonic() - started:.0f} s; stood in for: {', '.join(sorted(trial.repository.stood_in))}")
    if args.markdown and not report.failed:
        args.markdown.write_text(markdown(report.judgements, trial.repository.stood_in), encoding="utf-8")
    return int(report.failed)


def markdown(judgements: Sequence[Judgement], stood_in: Sequence[str]) -> str:
    """The table for the docs; without times, so it changes only when a verdict does."""
    rows = [f"| {one.judged} | {one.passed} | {len(one.failed)} |" for one in judgements]
    first = judgements[0]
    head = (
        "# A real Argo CD with what we emit\n\n"
        f"`make argo`: Argo CD {first.version} (application controller, repository server) on Kubernetes "
        f"{first.kubernetes} with fake nodes, the manifests of {first.dist} in a Git repository on this machine.\n\n"
    )
    table = "\n".join(["| tried | good | failed |", "|---|---|---|", *rows])
    missing = (
        "\n\n## What it does not prove\n\n"
        f"- It is Argo CD {first.version}; the library installs {ARGO_CD.app_version}. That one cannot be built "
        "from Go's modules: its go.mod replaces gitops-engine by a folder of its repository, which is in no module; "
        "since 3.6 it is a module with releases.\n"
        f"- Upstream's charts are not asked for: in the place of each stands one ConfigMap ({len(stood_in)}: "
        f"{', '.join(sorted(stood_in))}). The Applications themselves are real, but for their source.\n"
        "- No operator runs: External Secrets, CloudNativePG and the autoscaler are said to be well by the harness.\n"
        "- Argo CD's API server, its page, the controller of notifications, logins and EKS' own Argo CD are not run.\n"
        "- No container runs: fake nodes say that every pod is ready.\n"
    )
    return head + table + missing
