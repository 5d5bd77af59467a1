"""The pod of Scouter's collector: one container under the `restricted` Pod Security Standard."""

from __future__ import annotations

from x2bee_constructs.apm.names import COLLECTOR, SCOUTER_HTTP_PORT, SCOUTER_PORT
from x2bee_constructs.apm.props import Scouter
from x2bee_constructs.imports.k8s import core_v1

__all__ = ["collector_pod"]

_USER = 10001
"""Above 10000, so that it is no user of the node (Checkov CKV_K8S_40)."""

_CONFIG = "/opt/scouter/conf"
"""Below the image's working directory, where the collector looks for its accounts (`Configure.CONF_DIR`)."""


def collector_pod(image: str, spec: Scouter, node_selector: dict[str, str]) -> core_v1.PodSpec:
    """The pod's spec."""
    return core_v1.PodSpec(
        service_account_name=COLLECTOR,
        automount_service_account_token=False,
        enable_service_links=False,
        node_selector=dict(sorted(node_selector.items())),
        # It writes what it has in memory before it ends.
        termination_grace_period_seconds=60,
        security_context=core_v1.PodSecurityContext(
            run_as_non_root=True,
            run_as_user=_USER,
            run_as_group=_USER,
            fs_group=_USER,
            fs_group_change_policy="OnRootMismatch",
            seccomp_profile=core_v1.SeccompProfile(type="RuntimeDefault"),
        ),
        containers=[_container(image, spec)],
        volumes=[
            core_v1.Volume(name="tmp", empty_dir=core_v1.EmptyDirVolumeSource(size_limit="1Gi")),
            core_v1.Volume(name="config", projected=_config()),
        ],
    )


def _container(image: str, spec: Scouter) -> core_v1.Container:
    bounds: dict[str, int | float | str] = {"ephemeral-storage": "1Gi", "memory": f"{spec.collector_memory_mib}Mi"}
    alive = core_v1.TCPSocketAction(port="tcp-agent")
    return core_v1.Container(
        name=COLLECTOR,
        image=image,
        image_pull_policy="IfNotPresent",
        ports=_ports(spec),
        # Half is heap: the other half is for what it maps of its files, and for its threads.
        env=[core_v1.EnvVar(name="JAVA_TOOL_OPTIONS", value="-XX:MaxRAMPercentage=50.0 -XX:+ExitOnOutOfMemoryError")],
        startup_probe=core_v1.Probe(tcp_socket=alive, period_seconds=5, failure_threshold=60, timeout_seconds=3),
        liveness_probe=core_v1.Probe(tcp_socket=alive, period_seconds=20, failure_threshold=3, timeout_seconds=3),
        readiness_probe=core_v1.Probe(tcp_socket=alive, period_seconds=10, failure_threshold=2, timeout_seconds=3),
        resources=core_v1.ResourceRequirements(requests={"cpu": spec.cpu, **bounds}, limits=bounds),
        security_context=core_v1.SecurityContext(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            run_as_non_root=True,
            capabilities=core_v1.Capabilities(drop=["ALL"]),
        ),
        volume_mounts=[
            core_v1.VolumeMount(name="data", mount_path="/var/lib/scouter"),
            core_v1.VolumeMount(name="tmp", mount_path="/tmp"),
            core_v1.VolumeMount(name="config", mount_path=_CONFIG, read_only=True),
        ],
    )


def _ports(spec: Scouter) -> list[core_v1.ContainerPort]:
    found = [
        core_v1.ContainerPort(name="tcp-agent", container_port=SCOUTER_PORT, protocol="TCP"),
        core_v1.ContainerPort(name="udp-agent", container_port=SCOUTER_PORT, protocol="UDP"),
    ]
    if spec.http_api:
        found.append(core_v1.ContainerPort(name="http-api", container_port=SCOUTER_HTTP_PORT, protocol="TCP"))
    return found


def _config() -> core_v1.ProjectedVolumeSource:
    """Settings and accounts in one folder, which nobody writes to."""
    return core_v1.ProjectedVolumeSource(
        default_mode=0o444,
        sources=[
            core_v1.VolumeProjection(config_map=core_v1.ConfigMapProjection(name=COLLECTOR)),
            core_v1.VolumeProjection(secret=core_v1.SecretProjection(name=COLLECTOR)),
        ],
    )
