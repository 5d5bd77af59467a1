"""Hosts that lead to a machine of their own, beside the mesh: GitLab, Nexus Repository."""

from __future__ import annotations

from x2bee_constructs.core.names import DomainName
from x2bee_constructs.core.props import Distinct, Port, Props
from x2bee_constructs.workload.fields import Ipv4Cidr

__all__ = ["MachineHost"]


class MachineHost(Props):
    """A host whose requests go to a machine: for the offices, for what leaves this VPC, and for whom is named.

    Rules that look into requests do not hold for it: what developers push looks like an attack, and `git`, `docker` and
    `mvn` are no browsers. Nor do those about hosting providers, where clusters are, and the limit of requests: behind
    one address of a NAT gateway there is a whole cluster. Addresses with a bad reputation stay out.
    """

    host: DomainName
    """The host: `gitlab.acme-shop.co.kr`."""
    port: Port
    """Where the machine takes requests, in the app subnets."""
    clients: Distinct[Ipv4Cidr] = ()
    """Public networks that reach it too. None if not given."""
