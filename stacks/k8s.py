"""App → Charts."""

from __future__ import annotations

from x2bee_constructs import Platform
from x2bee_constructs.k8s import PlatformApp, PlatformCharts

__all__ = ["build"]


def build(platform: Platform, outdir: str | None = None) -> PlatformApp:
    """The cdk8s App of one platform, ready for `synth()`. The cdk8s CLI says where it goes unless `outdir` does."""
    app = PlatformApp(outdir=outdir)
    PlatformCharts(app, platform)
    return app
