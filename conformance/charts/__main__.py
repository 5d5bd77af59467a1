"""`python -m conformance.charts`: what comes of the charts that Argo CD is told to install."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from conformance import builds
from conformance.charts.argo_cd import other_defaults
from conformance.charts.checks import objections
from conformance.charts.releases import Release, releases
from conformance.charts.rendered import CannotRenderError, chart_of, render
from x2bee_constructs.core.versions import ARGO_CD

NO_CHARTS = "no folder of charts: make charts CHARTS=folder, with one folder a chart (conformance/README.md)"


def main(argv: Sequence[str] | None = None) -> int:
    """0 all good or skipped; 1 something objected; 2 wrong use, or Helm cannot be built."""
    parser = argparse.ArgumentParser(prog="python -m conformance.charts", description=__doc__)
    parser.add_argument("dists", nargs="*", type=Path, metavar="FOLDER", help="folders of rendered manifests")
    parser.add_argument("--charts", type=Path, help="a folder with one folder for each chart, by the chart's name")
    args = parser.parse_args(argv)
    if args.charts is None:
        print(f"skipped: {NO_CHARTS}")
        return 0
    if not args.charts.is_dir() or not args.dists:
        print(f"conformance.charts: {NO_CHARTS}; and folders of manifests", file=sys.stderr)
        return 2
    try:
        programs, _ = builds.build(builds.tools()["helm"])
    except builds.CannotBuildError as error:
        print(f"conformance.charts: {error}", file=sys.stderr)
        return 2
    found = [wrong for dist in args.dists for one in releases(dist) for wrong in _judged(programs["helm"], args, one)]
    print("\n".join(found) or "nothing objected")
    return int(bool(found))


def _judged(helm: Path, args: argparse.Namespace, one: Release) -> list[str]:
    where = f"{one.dist} {one.name} ({one.chart} {one.version})"
    folder = chart_of(args.charts, one)
    if folder is None:
        print(f"skipped: {where}: no chart of that name and version in {args.charts}")
        return []
    try:
        made = render(helm, folder, one)
    except CannotRenderError as error:
        return [f"{where}: {error}"]
    wrong = [*objections(one, made), *(other_defaults(folder) if one.chart == ARGO_CD.chart else ())]
    found = [f"{where}: {one}" for one in wrong]
    print(f"{where}: {len(made)} objects, {len(found)} objections")
    return found


if __name__ == "__main__":
    sys.exit(main())
