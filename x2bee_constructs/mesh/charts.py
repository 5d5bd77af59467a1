"""Istio as Helm releases: what is installed, where, at which stage, with which values."""

from __future__ import annotations

import json

from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import (
    CRD,
    MUTATING,
    RBAC,
    VALIDATING,
    ClusterKind,
    Component,
    Ignored,
    Release,
    Stage,
)
from x2bee_constructs.core.versions import ISTIO, ChartPin
from x2bee_constructs.mesh import names
from x2bee_constructs.mesh.mesh_config import mesh_config
from x2bee_constructs.mesh.props import ServiceMeshProps
from x2bee_constructs.mesh.values import (
    Amounts,
    Autoscaling,
    BaseSettings,
    BaseValues,
    Cni,
    CniAmbient,
    CniRepair,
    CniValues,
    Disruption,
    GatewayService,
    GatewayValues,
    IstiodGlobal,
    IstiodValues,
    LabelSelector,
    PodSecurity,
    Resources,
    RollingUpdate,
    Seccomp,
    ServicePort,
    Spread,
    Strategy,
    Switch,
)

__all__ = ["GATEWAY_DRAIN_SECONDS", "GATEWAY_GRACE_SECONDS", "mesh_components"]

GATEWAY_GRACE_SECONDS = 120
"""When a gateway pod that ends is killed."""

GATEWAY_DRAIN_SECONDS = 90
"""How long it still answers: longer than the load balancer takes to let go of it (60), shorter than the grace."""

_REPOSITORY = "https://istio-release.storage.googleapis.com/charts"

_ONE_AT_A_TIME = Disruption(max_unavailable=1, unhealthy_pod_eviction_policy="AlwaysAllow")

_NO_LIMIT = ""

_STRICT_WEBHOOK = BaseSettings(validation_failure_policy="Fail")
"""Said, or istiod changes it in the cluster, which Argo CD would report for ever."""


_CA_BUNDLE = ".webhooks[]?.clientConfig.caBundle"
_WHY_CA = "istiod writes its own certificate into its webhooks when it starts"


def mesh_components(props: ServiceMeshProps) -> tuple[Component, ...]:
    """Istio's four charts. At an upgrade, `istiod` of the new revision comes beside the old one; the others are shared.

    They are applied server-side: istiod writes into objects of theirs.
    """

    def release(chart: str, name: str, stage: Stage, values: ApiStruct, *ignored: Ignored) -> Release:
        pin = ChartPin(_REPOSITORY, chart, ISTIO.version, ISTIO.version, ISTIO.looked_up, ISTIO.source)
        return Release(pin, values, stage, name, server_side_apply=True, ignored=ignored)

    base = release("base", "istio-base", "crds", _base(props), _bundle(VALIDATING, "istiod-default-validator"))
    istiod = release("istiod", names.istiod_release(props.revision), "mesh-control", _istiod(props), *_webhooks(props))
    gateway = release("gateway", names.GATEWAY, "mesh-gateway", _gateway(props))
    cni = release("cni", names.CNI_RELEASE, "mesh-control", _cni())
    return (
        Component(
            "istio",
            props.namespace,
            (base, istiod, gateway),
            (*RBAC, CRD, MUTATING, VALIDATING),
            # Pods join the load balancer's target group before they count as ready.
            namespace_labels={"elbv2.k8s.aws/pod-readiness-gate-inject": "enabled"},
        ),
        Component("istio-cni", names.CNI_NAMESPACE, (cni,), RBAC, pod_security=None),
    )


def _webhooks(props: ServiceMeshProps) -> tuple[Ignored, ...]:
    validator = f"istio-validator-{props.revision}-{props.namespace}"
    injectors = (f"istio-sidecar-injector-{props.revision}", *(f"istio-revision-tag-{tag}" for tag in props.tags))
    return (_bundle(VALIDATING, validator), *(_bundle(MUTATING, name) for name in injectors))


def _bundle(kind: ClusterKind, name: str) -> Ignored:
    return Ignored(*kind, (_CA_BUNDLE,), _WHY_CA, name)


def _base(props: ServiceMeshProps) -> BaseValues:
    return BaseValues(default_revision=props.revision, base=_STRICT_WEBHOOK)


def _cni() -> CniValues:
    """On each node, chained behind the VPC's own plugin. A pod that came too early is set right where it runs."""
    return CniValues(
        ambient=CniAmbient(enabled=False),
        chained=True,
        exclude_namespaces=[names.CNI_NAMESPACE],
        repair=CniRepair(enabled=True, repair_pods=True),
        # The chart asks for 100Mi without a limit; under one it needs room for many pods that start at once.
        resources=Resources(requests=Amounts(cpu="100m", memory="200Mi"), limits=Amounts(memory="200Mi")),
        seccomp_profile=Seccomp(),
        global_=Cni(log_as_json=True),
    )


def _istiod(props: ServiceMeshProps) -> IstiodValues:
    return IstiodValues(
        revision=props.revision,
        revision_tags=list(props.tags),
        autoscale_enabled=True,
        autoscale_min=props.istiod.min,
        autoscale_max=props.istiod.max,
        pdb=_ONE_AT_A_TIME,
        resources=Resources(requests=Amounts(cpu="500m", memory="2Gi"), limits=Amounts(memory="2Gi")),
        seccomp_profile=Seccomp(),
        node_selector=dict(props.node_selector),
        topology_spread_constraints=_spread({"app": "istiod", "istio.io/rev": props.revision}),
        cni=Switch(enabled=True),
        # "auto" asks the nodes' versions; a platform of Kubernetes 1.32 and later always has them.
        env={"ENABLE_NATIVE_SIDECARS": "true"},
        base=_STRICT_WEBHOOK,
        mesh_config=mesh_config(props),
        global_=IstiodGlobal(
            istio_namespace=props.namespace,
            log_as_json=True,
            network_policy=Switch(enabled=True),
            priority_class_name=props.priority_class,
        ),
    )


def _gateway(props: ServiceMeshProps) -> GatewayValues:
    drain = f"{GATEWAY_DRAIN_SECONDS}s"
    # One proxy stands before it, the load balancer: what that says of client and scheme is believed, no more.
    proxy = {"drainDuration": drain, "gatewayTopology": {"numTrustedProxies": 1}, "terminationDrainDuration": drain}
    return GatewayValues(
        name=names.GATEWAY,
        revision=props.revision,
        labels=dict(props.gateway_labels),
        service=_service(),
        autoscaling=Autoscaling(
            enabled=True, min_replicas=props.gateway.min, max_replicas=props.gateway.max, target_cpu=70
        ),
        pod_disruption_budget=_ONE_AT_A_TIME,
        strategy=Strategy(rolling_update=RollingUpdate(max_surge="25%", max_unavailable=0)),
        termination_grace_period_seconds=GATEWAY_GRACE_SECONDS,
        pod_annotations={"proxy.istio.io/config": json.dumps(proxy, separators=(",", ":"))},
        resources=Resources(
            requests=Amounts(cpu="500m", memory="512Mi"), limits=Amounts(cpu=_NO_LIMIT, memory="512Mi")
        ),
        security_context=PodSecurity(run_as_non_root=True, seccomp_profile=Seccomp()),
        node_selector=dict(props.node_selector),
        topology_spread_constraints=_spread(dict(props.gateway_labels)),
        priority_class_name=props.priority_class,
    )


def _service() -> GatewayService:
    """TLS ends at the load balancer, which also asks the status port whether a pod is well."""
    return GatewayService(
        type="ClusterIP",
        ports=[
            ServicePort(name="status-port", port=names.STATUS_PORT, target_port=names.STATUS_PORT),
            ServicePort(name="http", port=80, target_port=names.GATEWAY_PORT),
        ],
    )


def _spread(pods: dict[str, str]) -> list[Spread]:
    return [
        Spread(
            max_skew=1,
            topology_key=key,
            when_unsatisfiable="ScheduleAnyway",
            label_selector=LabelSelector(match_labels=pods),
            match_label_keys=["pod-template-hash"],
        )
        for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
    ]
