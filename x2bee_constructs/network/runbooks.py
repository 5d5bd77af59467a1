"""What whoever is called because of the network reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from x2bee_constructs.core.alerts import Notice, Runbook

__all__ = ["ALARMS"]

_GATEWAYS = (
    "`aws ec2 describe-nat-gateways --filter Name=vpc-id,Values=<vpc> --query "
    "'NatGateways[].[NatGatewayId,State,SubnetId]'`"
)

_NOTICES = (
    Notice(
        name="NatPorts",
        area="network",
        severity="critical",
        summary="A NAT gateway has no port left for a destination",
        runbook=Runbook(
            means="55,000 connections at once go through one NAT gateway to one address and port; further ones fail.",
            impact="Calls to that outside host fail: payment, delivery, mail.",
            causes=("A program opens a connection for each request", "An outside host hangs and connections pile up"),
            look=(
                _GATEWAYS,
                "VPC flow logs in CloudWatch Logs Insights: `stats count(*) by dstAddr, dstPort | sort by 1 desc`",
                (
                    "`sum by (source_workload, destination_service_name) (istio_tcp_connections_opened_total - "
                    "istio_tcp_connections_closed_total)`: whose"
                ),
            ),
            act=(
                "The host hangs: shorter time-outs (`timing` of the service), or switch the function off",
                "Keep-alive and a pool in the program; further addresses for the gateway if it really needs them",
            ),
        ),
    ),
    Notice(
        name="NatDrops",
        area="network",
        severity="critical",
        summary="A NAT gateway drops packets",
        runbook=Runbook(
            means="More than one packet in ten thousand is dropped inside the gateway, which is AWS' to mend.",
            impact="Outside hosts answer slowly or not, from one zone.",
            causes=("An event of AWS in that zone",),
            look=("The AWS Health Dashboard of the account", _GATEWAYS),
            act=(
                (
                    "One zone of three: drain its nodes, `kubectl drain -l topology.kubernetes.io/zone=<zone> "
                    "--ignore-daemonsets --delete-emptydir-data`, or start a zonal shift"
                ),
                "A case at AWS Support with the gateway's id",
            ),
        ),
    ),
)

ALARMS: Mapping[str, Notice] = MappingProxyType({notice.name: notice for notice in _NOTICES})
"""By name: the alarms of CloudWatch."""
