"""The rules of the whole mesh as Kubernetes objects: mutual TLS, nobody is let in, what is traced and logged."""

from __future__ import annotations

from x2bee_constructs.core.argo import Project, release_objects, staged_meta
from x2bee_constructs.core.names import dns_label
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.istio import networking_v1 as networking
from x2bee_constructs.imports.istio import security_v1 as security
from x2bee_constructs.imports.istio import telemetry_v1 as telemetry
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta
from x2bee_constructs.mesh import names
from x2bee_constructs.mesh.charts import mesh_components
from x2bee_constructs.mesh.props import OutsideHostsProps, ServiceMeshProps
from x2bee_constructs.workload.names import DNS_HOST, host
from x2bee_constructs.workload.outside import outside_objects

__all__ = ["istio_objects", "mesh_objects", "outside_host_objects"]

_LABELS = {"app.kubernetes.io/part-of": "x2bee"}


def istio_objects(props: ServiceMeshProps) -> dict[str, KubeObject]:
    """Istio's charts as Argo CD objects, by id: `project`, then the releases' names."""
    project = Project(
        names.PROJECT, "Istio: control plane, node agents and the gateway", props.argocd_namespace, props.argocd_cluster
    )
    return release_objects(project, mesh_components(props))


def mesh_objects(props: ServiceMeshProps) -> dict[str, KubeObject]:
    """What holds for every proxy of the mesh, by the id that each has in the construct tree.

    They stand in the mesh's root namespace, where Istio reads them as rules for all namespaces.
    """
    return {
        "peer-authentication": _mutual_tls(props),
        "allow-nothing": _allow_nothing(props),
        "allow-gateway": _allow_gateway(props),
        "default-sidecar": _default_sidecar(props),
        "telemetry": _telemetry(props),
    }


def outside_host_objects(namespace: str, props: OutsideHostsProps) -> dict[str, KubeObject]:
    """The ServiceEntry and the DestinationRule of each host, in one namespace.

    Raises `ValueError` if `namespace` is no DNS label.
    """
    home = dns_label(namespace, what="a namespace")
    return outside_objects(props.hosts, lambda name: ObjectMeta(name=name, namespace=home, labels=_LABELS))


def _meta(props: ServiceMeshProps, name: str) -> ObjectMeta:
    """Before the gateway and the services: nobody is to be let in, or out, while the rules are still on their way."""
    return staged_meta(name, "mesh-policies", props.namespace)


def _mutual_tls(props: ServiceMeshProps) -> security.PeerAuthentication:
    """Nothing without a certificate of the mesh gets an answer; `default` is the name that Istio reads for all."""
    return security.PeerAuthentication(
        metadata=_meta(props, "default"),
        spec=security.PeerAuthenticationSpec(mtls=security.PeerAuthenticationMtls(mode="STRICT")),
    )


def _allow_nothing(props: ServiceMeshProps) -> security.AuthorizationPolicy:
    """Allows, and names nobody: every proxy refuses whom no other policy lets in."""
    return security.AuthorizationPolicy(
        metadata=_meta(props, "allow-nothing"), spec=security.AuthorizationPolicySpec(action="ALLOW")
    )


def _allow_gateway(props: ServiceMeshProps) -> security.AuthorizationPolicy:
    """Who comes from outside has no identity: the gateway takes what arrives at its port, and its routes decide."""
    port = security.AuthorizationPolicyOperation(ports=[str(names.GATEWAY_PORT)])
    return security.AuthorizationPolicy(
        metadata=_meta(props, names.GATEWAY),
        spec=security.AuthorizationPolicySpec(
            action="ALLOW",
            selector=security.AuthorizationPolicySelector(match_labels=dict(props.gateway_labels)),
            rules=[security.AuthorizationPolicyRule(to=[security.AuthorizationPolicyTo(operation=port)])],
        ),
    )


def _default_sidecar(props: ServiceMeshProps) -> networking.Sidecar:
    """What a proxy reaches whose service declares nothing: the collector of its spans, and DNS.

    Without it such a proxy, in any namespace of the mesh, would know all services. It does not hold for gateways, which
    have no Sidecar.
    """
    collector = f"{props.namespace}/{host(props.collector, props.namespace)}"
    return networking.Sidecar(
        metadata=_meta(props, "default"),
        spec=networking.SidecarSpec(
            egress=[networking.SidecarEgress(hosts=[collector, DNS_HOST])],
            outbound_traffic_policy=networking.SidecarOutboundTrafficPolicy(mode="REGISTRY_ONLY"),
        ),
    )


def _telemetry(props: ServiceMeshProps) -> telemetry.Telemetry:
    """Whatever a namespace does not say otherwise."""
    spans = telemetry.TelemetryTracing(
        providers=[telemetry.TelemetryProvider(name=names.TRACING)], random_sampling_percentage=props.sampling_percent
    )
    lines = telemetry.TelemetryAccessLogging(providers=[telemetry.TelemetryProvider(name=names.ACCESS_LOG)])
    return telemetry.Telemetry(
        metadata=_meta(props, "mesh-default"),
        spec=telemetry.TelemetrySpec(tracing=[spans], access_logging=[lines] if props.access_logs else None),
    )
