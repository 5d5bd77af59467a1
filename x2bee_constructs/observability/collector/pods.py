"""A tier of collectors: its pods, its Service, and how many may go at a time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.chart_values import spread
from x2bee_constructs.core.checkov import STANDARD, skips
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.core.versions import COLLECTOR
from x2bee_constructs.imports.k8s import apps_v1, core_v1, policy_v1
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector, ObjectMeta
from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus
from x2bee_constructs.observability import names
from x2bee_constructs.observability.collector.config import GRPC, HEALTH, HTTP, METRICS

__all__ = ["Tier", "tier"]

_USER = 10001
"""The image's own user."""

_CONFIG = "/etc/otel"

_GRACE_SECONDS = 45
"""As long as what waits to be judged and sent takes: longer than any wait that is allowed by default."""


@dataclass(frozen=True)
class Tier:
    """Collectors that do the same."""

    name: str
    config: str
    replicas: int
    cpu: str
    memory_mib: int
    node_selector: dict[str, str]
    headless: bool = False
    """Whether its Service gives the pods' own addresses, for who must choose among them."""


def tier(one: Tier) -> dict[str, KubeObject]:
    """All objects of a tier, by the id that each has in the construct tree."""
    objects: dict[str, KubeObject] = {
        "service-account": core_v1.ServiceAccount(metadata=_meta(one), automount_service_account_token=False),
        "config": core_v1.ConfigMap(metadata=_meta(one), data={"config.yaml": one.config}),
        "deployment": _deployment(one),
        "service": _service(one),
        "pdb": _budget(one),
        "pod-monitor": _monitor(one),
    }
    return {f"{one.name}-{key}": made for key, made in objects.items()}


def _labels(one: Tier) -> dict[str, str]:
    return {"app.kubernetes.io/instance": one.name, "app.kubernetes.io/name": one.name}


def _meta(one: Tier, annotations: dict[str, str] | None = None) -> ObjectMeta:
    meta = staged_meta(one.name, "monitoring", names.MESH)
    return meta.model_copy(update={"annotations": {**(meta.annotations or {}), **annotations}}) if annotations else meta


def _deployment(one: Tier) -> apps_v1.Deployment:
    pods = {**_labels(one), "app": one.name, "app.kubernetes.io/part-of": "x2bee", "sidecar.istio.io/inject": "false"}
    digest = hashlib.sha256(one.config.encode()).hexdigest()[:16]
    return apps_v1.Deployment(
        metadata=_meta(one, skips(*STANDARD)),
        spec=apps_v1.DeploymentSpec(
            replicas=one.replicas,
            revision_history_limit=3,
            selector=LabelSelector(match_labels=_labels(one)),
            strategy=apps_v1.DeploymentStrategy(
                type="RollingUpdate", rolling_update=apps_v1.RollingUpdateDeployment(max_surge=1, max_unavailable=0)
            ),
            template=core_v1.PodTemplateSpec(
                metadata=ObjectMeta(labels=pods, annotations={"checksum/config": digest}), spec=_pod(one)
            ),
        ),
    )


def _pod(one: Tier) -> core_v1.PodSpec:
    return core_v1.PodSpec(
        service_account_name=one.name,
        automount_service_account_token=False,
        enable_service_links=False,
        # Not one of ours: those are made with the services, later.
        priority_class_name="system-cluster-critical",
        termination_grace_period_seconds=_GRACE_SECONDS,
        node_selector=one.node_selector,
        security_context=core_v1.PodSecurityContext(
            run_as_non_root=True,
            run_as_user=_USER,
            run_as_group=_USER,
            seccomp_profile=core_v1.SeccompProfile(type="RuntimeDefault"),
        ),
        containers=[_container(one)],
        topology_spread_constraints=spread(_labels(one)),
        volumes=[core_v1.Volume(name="config", config_map=core_v1.ConfigMapVolumeSource(name=one.name))],
    )


def _container(one: Tier) -> core_v1.Container:
    memory = f"{one.memory_mib}Mi"
    disk = {"ephemeral-storage": "128Mi"}
    return core_v1.Container(
        name="collector",
        image=COLLECTOR.image,
        image_pull_policy="IfNotPresent",
        args=[f"--config={_CONFIG}/config.yaml"],
        # Go's collector of garbage works before the kernel ends the pod.
        env=[core_v1.EnvVar(name="GOMEMLIMIT", value=f"{one.memory_mib * 8 // 10}MiB")],
        ports=[
            core_v1.ContainerPort(name="grpc-otlp", container_port=GRPC, protocol="TCP"),
            core_v1.ContainerPort(name="http-otlp", container_port=HTTP, protocol="TCP"),
            core_v1.ContainerPort(name="metrics", container_port=METRICS, protocol="TCP"),
            core_v1.ContainerPort(name="health", container_port=HEALTH, protocol="TCP"),
        ],
        readiness_probe=_probe(period=5, failures=3),
        liveness_probe=_probe(period=20, failures=5),
        resources=core_v1.ResourceRequirements(
            requests={"cpu": one.cpu, "memory": memory, **disk}, limits={"memory": memory, **disk}
        ),
        security_context=core_v1.SecurityContext(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            run_as_non_root=True,
            capabilities=core_v1.Capabilities(drop=["ALL"]),
        ),
        volume_mounts=[core_v1.VolumeMount(name="config", mount_path=_CONFIG, read_only=True)],
    )


def _probe(period: int, failures: int) -> core_v1.Probe:
    return core_v1.Probe(
        http_get=core_v1.HTTPGetAction(path="/", port="health"),
        period_seconds=period,
        failure_threshold=failures,
        timeout_seconds=3,
    )


def _service(one: Tier) -> core_v1.Service:
    ports = [("grpc-otlp", GRPC, "grpc"), *([] if one.headless else [("http-otlp", HTTP, "http")])]
    return core_v1.Service(
        metadata=_meta(one),
        spec=core_v1.ServiceSpec(
            cluster_ip="None" if one.headless else None,
            selector=_labels(one),
            ports=[
                core_v1.ServicePort(name=name, port=port, target_port=name, protocol="TCP", app_protocol=kind)
                for name, port, kind in ports
            ],
        ),
    )


def _budget(one: Tier) -> policy_v1.PodDisruptionBudget:
    """One at a time, also where there is only one: a node that cannot be emptied is worse than spans that are lost."""
    return policy_v1.PodDisruptionBudget(
        metadata=_meta(one),
        spec=policy_v1.PodDisruptionBudgetSpec(
            max_unavailable=1,
            selector=LabelSelector(match_labels=_labels(one)),
            unhealthy_pod_eviction_policy="AlwaysAllow",
        ),
    )


def _monitor(one: Tier) -> prometheus.PodMonitor:
    end = prometheus.PodMonitorPodMetricsEndpoint(port="metrics", path="/metrics", interval="30s")
    return prometheus.PodMonitor(
        metadata=_meta(one),
        spec=prometheus.PodMonitorSpec(
            selector=LabelSelector(match_labels=_labels(one)), pod_metrics_endpoints=[end], pod_target_labels=["app"]
        ),
    )
