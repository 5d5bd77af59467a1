"""How much of everything, by the platform's size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from x2bee_constructs.workload.props import Replicas

if TYPE_CHECKING:
    from x2bee_constructs.platform.props import Platform
    from x2bee_constructs.workload.service import Service

__all__ = ["SIZES", "ZONES", "Size", "least_pods", "replicas_of"]

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


def replicas_of(platform: Platform, service: Service) -> Replicas:
    """How many pods a service has: what it says, and the size's numbers for the rest."""
    size, given = SIZES[platform.size], service.replicas
    if service.singleton:
        return Replicas(min=1, max=1)
    usual = max(size.least, least_pods(platform))
    least = given.min or min(usual, given.max or usual)
    return Replicas(min=least, max=given.max or max(size.most, least))
