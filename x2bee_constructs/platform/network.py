"""From the platform to its network, and to how long records of access are kept."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.core.once import once
from x2bee_constructs.core.regions import three_zones
from x2bee_constructs.network.props import NetworkProps
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.sizes import SIZES

__all__ = ["log_days", "network_props"]

_DATA_SUBJECTS_FOR_TWO_YEARS = 50_000
"""Personal Information Protection Act, standard of measures for securing personal data: access records are kept one
year, two from this many data subjects (secondary source; counsel must confirm)."""


@once
def network_props(platform: Platform) -> NetworkProps:
    """What `Network` takes."""
    given = platform.network
    own: dict[str, object] = {
        "cidr": given.cidr,
        "nat_gateways": given.nat_gateways or SIZES[platform.size].nat_gateways,
        "flow_log_days": log_days(platform),
        "interface_endpoints": given.interface_endpoints,
    }
    return NetworkProps.model_validate(
        {
            **({} if given.existing else own),
            "existing": given.existing,
            "zones": given.zones or three_zones(platform.region) or (),
            "alarm_emails": platform.alarm_emails,
            "budget": platform.budget,
            "runbooks": platform.runbooks,
        }
    )


def log_days(platform: Platform) -> Literal[365, 731]:
    """How long records of access are kept, in days, as CloudWatch counts one year and two."""
    few_members = platform.members is not None and platform.members < _DATA_SUBJECTS_FOR_TWO_YEARS
    return 365 if few_members else 731
