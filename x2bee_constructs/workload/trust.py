"""Who is let in and what may be reached, by identity and by name: the same edges as the NetworkPolicy, one layer up."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.imports.istio import networking_v1 as istio
from x2bee_constructs.imports.istio import security_v1 as security
from x2bee_constructs.workload import names
from x2bee_constructs.workload.meta import Meta
from x2bee_constructs.workload.outside import networks
from x2bee_constructs.workload.profile import Profile
from x2bee_constructs.workload.props import MsaDeploymentProps

__all__ = ["authorization_policy", "reachable_hosts", "sidecar"]


def authorization_policy(meta: Meta, profile: Profile, props: MsaDeploymentProps) -> security.AuthorizationPolicy:
    """Lets in the declared callers, by the identity in their certificate, on the program's port; nobody else.

    Without callers it has no rule, and then nobody is let in. Probes and Prometheus need none: the kubelet's probes and
    the metrics are answered by the proxy's agent (15020), which the policy does not cover. So nobody is let in to the
    program's private paths, callers neither: a gateway that strips a prefix would pass requests on to them.
    """
    principals = list(_principals(meta, props))
    operation = security.AuthorizationPolicyOperation(
        ports=[str(profile.port)], not_paths=list(profile.private_paths) or None
    )
    rule = security.AuthorizationPolicyRule(
        from_=[security.AuthorizationPolicyFrom(source=security.AuthorizationPolicySource(principals=principals))],
        to=[security.AuthorizationPolicyTo(operation=operation)],
    )
    return security.AuthorizationPolicy(
        metadata=meta.object(meta.name),
        spec=security.AuthorizationPolicySpec(
            action="ALLOW",
            selector=security.AuthorizationPolicySelector(match_labels=meta.selector),
            rules=[rule] if principals and profile.port else None,
        ),
    )


def _principals(meta: Meta, props: MsaDeploymentProps) -> Iterator[str]:
    for caller in sorted(props.callers):
        yield names.principal(caller, meta.namespace)
    if props.exposed:
        around = props.surroundings
        yield names.principal(around.gateway_service_account, around.gateway_namespace)


def sidecar(meta: Meta, props: MsaDeploymentProps, inbound: istio.SidecarInboundConnectionPool | None) -> istio.Sidecar:
    """What its proxy knows: exactly the hosts it may call, and so all that it can reach (`REGISTRY_ONLY`)."""
    return istio.Sidecar(
        metadata=meta.object(meta.name),
        spec=istio.SidecarSpec(
            workload_selector=istio.SidecarWorkloadSelector(labels=meta.selector),
            egress=[istio.SidecarEgress(hosts=reachable_hosts(meta, props))],
            outbound_traffic_policy=istio.SidecarOutboundTrafficPolicy(mode="REGISTRY_ONLY"),
            inbound_connection_pool=inbound,
        ),
    )


def reachable_hosts(meta: Meta, props: MsaDeploymentProps) -> list[str]:
    """`<namespace>/<host>` of everything declared, of the collector, and of DNS.

    The proxy sends spans to the collector. The longer answers of DNS come over TCP, which the proxy takes like all
    connections.
    """
    services = [callee for callee in props.calls if "." not in callee]
    inside = [names.host(name, meta.namespace) for name in (*services, *props.called_as)]
    around = props.surroundings
    return [
        *(f"./{host}" for host in sorted({*inside, *props.outside_hosts, *networks(meta.name, props)})),
        *sorted({f"{p.namespace}/{names.host(service, p.namespace)}" for p in props.peers for service in p.services}),
        f"{around.mesh_namespace}/{names.host(around.collector, around.mesh_namespace)}",
        names.DNS_HOST,
    ]
