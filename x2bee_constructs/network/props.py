"""What you may say about the network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.alerts import RUNBOOKS, RunbookBase
from x2bee_constructs.core.faults import PlacedFault, fault, raise_faults, show
from x2bee_constructs.core.props import Bool, Count, Distinct, Props
from x2bee_constructs.network.existing import ExistingVpc
from x2bee_constructs.network.fields import Cidr, Email, Zones

__all__ = ["Budget", "NetworkProps", "existing_faults"]


class Budget(Props):
    """What the environment may cost. At 80 % of it spent, and when the forecast says 100 %, the topic hears of it.

    It counts what carries the cost allocation tag `x2bee:environment` with this environment's name, which the payer's
    account has to activate once.
    """

    monthly_usd: Annotated[Count, Field(ge=1)]
    """US dollars per calendar month (UTC)."""


class NetworkProps(Props):
    """The VPC and what belongs to it."""

    cidr: Cidr = "10.20.0.0/16"
    """Addresses of the VPC, fixed once it exists; 10.20.0.0/16 if not given."""
    zones: Zones
    """The three availability zones, by name."""
    nat_gateways: Annotated[Count, Field(ge=1, le=3)] = 3
    """How many zones have a NAT gateway of their own; 3 if not given. With fewer, a zone's fault cuts off others."""
    flow_log_days: Literal[365, 731] = 365
    """How long flow logs are kept, in days: one year or two, as CloudWatch counts them; 365 if not given."""
    interface_endpoints: Bool = False
    """Whether the cluster reaches the AWS services it uses through endpoints in the VPC instead of the NAT gateways,
    at about 342 USD per month in Seoul (list price of 2026-10-01). False if not given. S3 always has a gateway
    endpoint, which costs nothing."""
    existing: ExistingVpc | None = None
    """A VPC that is there already; then no VPC, subnet, NAT gateway, flow log or endpoint is made. A VPC is made if
    not given."""
    alarm_emails: Distinct[Email] = ()
    """Who is sent every alarm, after confirming it once by mail. Nobody if not given."""
    budget: Budget | None = None
    """What the environment may cost. No budget is made if not given: a number we guess warns of nothing."""
    runbooks: RunbookBase = RUNBOOKS
    """Where the files of `docs/runbooks` are read by whoever is called; the repository's path if not given."""

    @model_validator(mode="after")
    def _agrees_with_existing(self) -> Self:
        raise_faults("NetworkProps", list(existing_faults(self, self.existing)))
        return self


_OWN_VPC = {"cidr", "flow_log_days", "interface_endpoints", "nat_gateways"}


def existing_faults(network: Props, existing: ExistingVpc | None) -> Iterator[PlacedFault]:
    """What `network` says of a VPC of our own beside one that is there already, a fault (X2B121) for each field.

    What is not given, or given as it is anyway, contradicts nothing.
    """
    if existing is None:
        return
    said: dict[str, object] = {name: getattr(network, name) for name in _OWN_VPC & network.model_fields_set}
    as_it_is: dict[str, object] = {"cidr": existing.cidr, "interface_endpoints": False, "nat_gateways": None}
    for name, got in sorted(said.items()):
        if name not in as_it_is or got != as_it_is[name]:
            why = "this VPC is there already, and nothing of it is changed"
            title = f"'{name}' contradicts the existing VPC"
            wrong = fault("X2B121", title, got=show(got), why=why, fix=f"take {name} out", related="existing")
            yield (name,), wrong, got
