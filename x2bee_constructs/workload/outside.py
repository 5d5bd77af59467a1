"""What lies outside the mesh and may be reached: hosts by name, networks by address. Nothing else leaves a pod."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.istio import networking_v1 as istio
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta
from x2bee_constructs.workload import names
from x2bee_constructs.workload.meta import Meta
from x2bee_constructs.workload.props import MsaDeploymentProps

__all__ = ["network_entries", "networks", "outside_objects"]

_HTTPS = 443


def outside_objects(hosts: Iterable[str], metadata: Callable[[str], ObjectMeta]) -> dict[str, KubeObject]:
    """For each host its ServiceEntry and DestinationRule, in the order of the hosts' names.

    A host has one ServiceEntry in a namespace, however many services call it: of two, Istio takes one and leaves the
    other. So a platform makes them for all its services together.
    """
    made: dict[str, KubeObject] = {}
    for host in sorted(set(hosts)):
        name = names.outside(host)
        made[f"service-entry-{name}"] = _entry(metadata(name), host)
        made[f"destination-rule-{name}"] = _rule(metadata(name), host)
    return made


def _entry(metadata: ObjectMeta, host: str) -> istio.ServiceEntry:
    """The program speaks TLS itself, end to end; the proxy compares the name it asks for and opens nothing."""
    return istio.ServiceEntry(
        metadata=metadata,
        spec=istio.ServiceEntrySpec(
            hosts=[host],
            location="MESH_EXTERNAL",
            resolution="DNS",
            ports=[istio.ServiceEntryPort(name="tls", number=_HTTPS, protocol="TLS")],
            export_to=["."],
        ),
    )


def _rule(metadata: ObjectMeta, host: str) -> istio.DestinationRule:
    """An address that does not answer is left out for a while; a partner is far away, so connecting may take longer."""
    return istio.DestinationRule(
        metadata=metadata,
        spec=istio.DestinationRuleSpec(
            host=host,
            export_to=["."],
            traffic_policy=istio.DestinationRuleTrafficPolicy(
                connection_pool=istio.DestinationRuleConnectionPool(tcp=istio.DestinationRuleTcp(connect_timeout="5s")),
                outlier_detection=istio.DestinationRuleOutlierDetection(
                    # For TLS that the proxy does not open, a failed connection counts as such an error.
                    consecutive5xx_errors=5,
                    interval="10s",
                    base_ejection_time="30s",
                    max_ejection_percent=50,
                ),
            ),
        ),
    )


def networks(service: str, props: MsaDeploymentProps) -> dict[str, tuple[str, list[int]]]:
    """The networks of `egress`, as hosts of the mesh: each with its addresses and its ports, both in order."""
    ports: dict[str, set[int]] = {}
    for reach in props.egress:
        for cidr in reach.cidrs:
            ports.setdefault(cidr, set()).update(reach.ports)
    return {names.network_host(service, cidr): (cidr, sorted(ports[cidr])) for cidr in sorted(ports)}


def network_entries(meta: Meta, props: MsaDeploymentProps) -> dict[str, KubeObject]:
    """A ServiceEntry for each network: its addresses and ports as plain TCP, passed on to where the program wanted.

    One per network, because Istio keeps one of several addresses of a host. No port is left out of the proxy, so what
    is not declared stays refused on these ports too.
    """
    return {
        f"service-entry-{names.dashed(cidr)}": istio.ServiceEntry(
            metadata=meta.object(f"{meta.name}-{names.dashed(cidr)}"),
            spec=istio.ServiceEntrySpec(
                hosts=[host],
                addresses=[cidr],
                location="MESH_EXTERNAL",
                resolution="NONE",
                ports=[istio.ServiceEntryPort(name=f"tcp-{port}", number=port, protocol="TCP") for port in ports],
                export_to=["."],
            ),
        )
        for host, (cidr, ports) in networks(meta.name, props).items()
    }
