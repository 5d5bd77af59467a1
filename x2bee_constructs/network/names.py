"""What both sides call the network."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.core.names import Site

__all__ = ["Parameter", "parameter", "private_zone"]

Parameter = Literal["vpc-id", "app-subnet-ids", "private-zone-id"]
"""What CloudFormation gives an id that others need."""


def private_zone(site: Site) -> str:
    """The private DNS zone of the VPC."""
    return f"{site.environment}.{site.customer}.internal"


def parameter(site: Site, what: Parameter) -> str:
    """The SSM parameter with an id that CloudFormation gives."""
    return f"/{site.path}/network/{what}"
