"""Synthesize one side of tulip's platform: `python app.py aws` (run by cdk), `python app.py k8s` (by cdk8s).

X2BEE_ENV says which environment of the customer's file; prd if not set. Exit codes: 0 written, 2 bad input.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from x2bee_constructs import Platform, SpecError, load_platform

FILE = Path("stacks", "customers", "tulip.yaml")


def build_aws(platform: Platform, outdir: str | None = None) -> None:
    """Write the CloudFormation templates. Stacks of your own belong here, beside the platform's."""
    from aws_cdk import App

    from x2bee_constructs.aws import PlatformStacks

    app = App(analytics_reporting=False, outdir=outdir or os.environ.get("CDK_OUTDIR") or "cdk.out")
    PlatformStacks(app, platform)
    app.synth()


def build_k8s(platform: Platform, outdir: str | None = None) -> None:
    """Write the Kubernetes YAML. Charts of your own belong here, beside the platform's."""
    from x2bee_constructs.k8s import PlatformApp, PlatformCharts

    app = PlatformApp(outdir=outdir)
    PlatformCharts(app, platform)
    app.synth()


def main(arguments: list[str]) -> int:
    """Synthesize the side named; returns the exit code."""
    sides = {"aws": build_aws, "k8s": build_k8s}
    if len(arguments) != 1 or arguments[0] not in sides:
        print("usage: python app.py aws|k8s   (environment: X2BEE_ENV)", file=sys.stderr)
        return 2
    try:
        sides[arguments[0]](load_platform(FILE, os.environ.get("X2BEE_ENV") or "prd"))
    except (SpecError, ValueError) as error:  # each says where it is, and what to change
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
