"""Every version that this library pins, with the day it was looked up and where."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ISTIO", "ISTIO_REVISION", "KUBERNETES", "Pin"]


class Pin(NamedTuple):
    """One version of one component."""

    version: str
    looked_up: str
    source: str


KUBERNETES = Pin("1.35", "2026-11-23", "EKS; the newest that all pinned components support")
"""What a cluster runs; 1.32 to 1.36 are judged in conformance/."""

ISTIO = Pin("1.30.3", "2026-11-23", "istio/istio, newest stable release")
"""The mesh."""

ISTIO_REVISION = ISTIO.version.replace(".", "-")
"""The revision whose control plane injects proxies: a new version comes beside the old one, under its own."""
