"""What both sides call the network."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.core.names import Site, bounded

__all__ = ["Parameter", "alarm_topic", "budget", "parameter", "private_zone"]

Parameter = Literal["vpc-id", "app-subnet-ids", "private-zone-id"]
"""What CloudFormation gives an id that others need."""


def private_zone(site: Site) -> str:
    """The private DNS zone of the VPC."""
    return f"{site.environment}.{site.customer}.internal"


def parameter(site: Site, what: Parameter) -> str:
    """The SSM parameter with an id that CloudFormation gives."""
    return f"/{site.path}/network/{what}"


def alarm_topic(site: Site) -> str:
    """The SNS topic that every alarm of the environment goes to; SNS allows 256 characters."""
    return bounded(f"{site.prefix}-alarms", 256, "an SNS topic name")


def budget(site: Site) -> str:
    """The monthly budget of the environment; AWS Budgets allows 100 characters."""
    return bounded(f"{site.prefix}-monthly", 100, "a budget name")
