"""How much of everything, by the platform's size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from x2bee_constructs.platform.props import Platform

__all__ = ["SIZES", "ZONES", "Size", "least_pods"]

ZONES = 3
"""A pod in each survives the loss of one."""


class Size(NamedTuple):
    """Pods per service at least and at most, and NAT gateways."""

    least: int
    most: int
    nat_gateways: int


SIZES = {"small": Size(1, 2, 1), "medium": Size(2, 6, 3), "large": Size(3, 10, 3)}


def least_pods(platform: Platform) -> int:
    """How many pods what is autoscaled has at least: one in each zone in production, and in any large platform."""
    zonal = platform.size == "large" or (platform.environment == "prd" and platform.size != "small")
    return ZONES if zonal else 1
