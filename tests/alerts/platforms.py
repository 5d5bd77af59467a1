"""Platforms that have, between them, everything that somebody can be called for."""

from __future__ import annotations

from conformance.templates.variants import variant
from tests.conftest import ACME
from x2bee_constructs import load_platform
from x2bee_constructs.core.alerts import Alert
from x2bee_constructs.observability.alerts import remote_write_alerts
from x2bee_constructs.platform.alerts import platform_alerts
from x2bee_constructs.platform.props import Platform

__all__ = ["ALERTS", "PLATFORMS"]


def _changed(environment: str, **said: object) -> Platform:
    platform = load_platform(ACME, environment)
    return Platform.model_validate({**dict(platform), **said})


PLATFORMS: dict[str, Platform] = {
    **{environment: load_platform(ACME, environment) for environment in ("dev", "stg", "prd")},
    "karpenter": _changed("prd", cluster={"nodes": {"kind": "karpenter"}}),
    "toolchain": variant("toolchain"),
}

_ALL = (*(alert for platform in PLATFORMS.values() for alert in platform_alerts(platform)), *remote_write_alerts())

ALERTS: dict[str, Alert] = {alert.name: alert for alert in reversed(_ALL)}
"""The first alert of each name."""
