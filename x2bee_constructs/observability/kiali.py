"""Kiali as its own chart `kiali-server`: what it asks, and how people log in."""

from __future__ import annotations

from typing import Any

from x2bee_constructs.core.chart_values import requests, spread
from x2bee_constructs.core.releases import RBAC, Component, Release
from x2bee_constructs.core.versions import KIALI
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements, TopologySpreadConstraint
from x2bee_constructs.observability import names, secrets
from x2bee_constructs.observability.props import ObservabilityStackProps
from x2bee_constructs.observability.values import PRIORITY, SnakeStruct

__all__ = ["KialiValues", "kiali", "kiali_values"]


class _OpenId(SnakeStruct):
    client_id: str
    issuer_uri: str
    disable_rbac: bool = True
    scopes: list[str]
    username_claim: str = "email"


class _Auth(SnakeStruct):
    strategy: str
    openid: _OpenId | None = None


class _Switch(SnakeStruct):
    enabled: bool


class _Deployment(SnakeStruct):
    instance_name: str
    image_pull_policy: str = "IfNotPresent"
    logger: dict[str, str]
    network_policy: _Switch = _Switch(enabled=False)
    node_selector: dict[str, str]
    pod_disruption_budget: dict[str, Any]
    pod_labels: dict[str, str]
    priority_class_name: str
    replicas: int = 1
    resources: ResourceRequirements
    topology_spread_constraints: list[TopologySpreadConstraint]
    view_only_mode: bool = True


class _Prometheus(SnakeStruct):
    url: str


class _Grafana(SnakeStruct):
    enabled: bool = True
    internal_url: str
    external_url: str
    datasource_uid: str
    dashboards: list[dict[str, Any]]


class _Tracing(SnakeStruct):
    enabled: bool = True
    provider: str = "jaeger"
    use_grpc: bool = True
    grpc_port: int = 16685
    internal_url: str
    external_url: str


class _Istio(SnakeStruct):
    root_namespace: str


class _External(SnakeStruct):
    custom_dashboards: _Switch = _Switch(enabled=False)
    grafana: _Grafana
    istio: _Istio
    prometheus: _Prometheus
    tracing: _Tracing


class _Token(SnakeStruct):
    signing_key: str


class _Server(SnakeStruct):
    web_fqdn: str
    web_root: str = "/"
    web_schema: str = "https"
    web_port: str = "443"


class KialiValues(SnakeStruct):
    """Values of the chart `kiali-server`, which become its configuration."""

    auth: _Auth
    deployment: _Deployment
    external_services: _External
    login_token: _Token
    server: _Server


def kiali(props: ObservabilityStackProps) -> Component:
    """Kiali; it may read the whole cluster, and change nothing."""
    release = Release(KIALI, kiali_values(props), "monitoring", names.KIALI, server_side_apply=True)
    return Component(names.KIALI, names.MESH, (release,), RBAC, pod_security=None)


def kiali_values(props: ObservabilityStackProps) -> KialiValues:
    """The key of its sessions is a secret: the chart's own would change whenever it is rendered."""
    return KialiValues(
        auth=_auth(props),
        deployment=_Deployment(
            instance_name=names.KIALI,
            logger={"log_format": "json"},
            node_selector=dict(sorted(props.node_selector.items())),
            pod_disruption_budget={"spec": {"maxUnavailable": 1, "unhealthyPodEvictionPolicy": "AlwaysAllow"}},
            pod_labels={"sidecar.istio.io/inject": "false"},
            priority_class_name=PRIORITY,
            resources=requests("50m", "512Mi"),
            topology_spread_constraints=spread({"app.kubernetes.io/name": names.KIALI}, per_rollout=False),
        ),
        external_services=_external(props),
        login_token=_Token(signing_key=f"secret:{secrets.KIALI_KEY}:key"),
        server=_Server(web_fqdn=names.tool_host(props.domain, "kiali")),
    )


def _auth(props: ObservabilityStackProps) -> _Auth:
    spec, sso = props.spec.kiali, props.spec.sso
    if spec.login == "openid" and sso and spec.client_id:
        # Everybody sees the same: the API server does not know the identity provider.
        said = _OpenId(client_id=spec.client_id, issuer_uri=sso.issuer, scopes=list(sso.scopes))
        return _Auth(strategy="openid", openid=said)
    return _Auth(strategy=spec.login)


def _external(props: ObservabilityStackProps) -> _External:
    """Grafana is in another namespace than Kiali takes for granted."""
    return _External(
        grafana=_Grafana(
            internal_url=f"http://{names.GRAFANA}.{names.NAMESPACE}:80",
            external_url=props.url("grafana"),
            datasource_uid="prometheus",
            dashboards=[],
        ),
        istio=_Istio(root_namespace=props.surroundings.mesh_namespace),
        prometheus=_Prometheus(url=f"http://{names.PROMETHEUS}.{names.NAMESPACE}:9090"),
        tracing=_Tracing(internal_url=f"http://{names.JAEGER}.{names.MESH}:16685", external_url=props.url("jaeger")),
    )
