"""App → Stacks."""

from __future__ import annotations

import os

from aws_cdk import App

from x2bee_constructs import Platform
from x2bee_constructs.aws import PlatformStacks

__all__ = ["build"]


def build(platform: Platform, outdir: str | None = None) -> App:
    """The CDK App of one platform, ready for `synth()`, into `outdir`, else where the CDK CLI says, else `cdk.out`."""
    target = outdir or os.environ.get("CDK_OUTDIR") or "cdk.out"
    app = App(analytics_reporting=False, outdir=target)
    PlatformStacks(app, platform)
    return app
