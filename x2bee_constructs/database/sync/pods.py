"""The pods of a sync: those that run its scripts, and the one that answers Prometheus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from x2bee_constructs.database.sync.names import workload
from x2bee_constructs.database.sync.props import TableSyncProps
from x2bee_constructs.database.sync.secrets import CA_FOLDER, environment, exporter_environment
from x2bee_constructs.imports.k8s import batch_v1, core_v1
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta

__all__ = ["EXPORTER_PORT", "job", "pod_spec", "runs_scripts", "serves_metrics"]

EXPORTER_PORT = 9399
"""sql_exporter's own (its README)."""

_USER = 10001
"""Above 10000, so that it is no user of the node (Checkov CKV_K8S_40)."""

_SECONDS = 3600
"""How long one run may take: one that hangs would keep the next from starting, and the next goes on where it was."""

_LOCKED = core_v1.SecurityContext(
    allow_privilege_escalation=False,
    read_only_root_filesystem=True,
    run_as_non_root=True,
    capabilities=core_v1.Capabilities(drop=["ALL"]),
)


def job(
    name: str, props: TableSyncProps, labels: Mapping[str, str], command: Sequence[str], *, admin: bool, tries: int
) -> batch_v1.JobSpec:
    """One run of a script, begun again so many times when it fails."""
    container = runs_scripts(name, props, command, admin=admin)
    return batch_v1.JobSpec(
        active_deadline_seconds=_SECONDS,
        backoff_limit=tries,
        ttl_seconds_after_finished=86_400,
        template=core_v1.PodTemplateSpec(
            metadata=ObjectMeta(labels=dict(labels), annotations={"karpenter.sh/do-not-disrupt": "true"}),
            spec=pod_spec(name, props, container, workload(name), restart="Never"),
        ),
    )


def runs_scripts(name: str, props: TableSyncProps, command: Sequence[str], *, admin: bool) -> core_v1.Container:
    """The container with psql. The admins' passwords are in those alone that need them."""
    secrets = (workload(name), *((workload(name, "admin"),) if admin else ()))
    return core_v1.Container(
        name="sync",
        image=props.image,
        image_pull_policy="IfNotPresent",
        command=["/bin/sh", *command],
        env=[core_v1.EnvVar(name=key, value=value) for key, value in environment(name, props).items()],
        env_from=[core_v1.EnvFromSource(secret_ref=core_v1.SecretEnvSource(name=secret)) for secret in secrets],
        resources=_resources("100m", "128Mi"),
        security_context=_LOCKED,
        volume_mounts=[
            core_v1.VolumeMount(name="files", mount_path="/scripts", read_only=True),
            core_v1.VolumeMount(name="tmp", mount_path="/tmp"),
            *_trusts(props),
        ],
    )


def serves_metrics(name: str, props: TableSyncProps) -> core_v1.Container:
    """sql_exporter. It starts without the database: `/healthz` says that the program runs, the metrics say the rest."""
    ready = core_v1.Probe(http_get=core_v1.HTTPGetAction(path="/healthz", port="metrics"), period_seconds=10)
    # Only a program that does not even listen is begun anew.
    alive = core_v1.Probe(tcp_socket=core_v1.TCPSocketAction(port="metrics"), period_seconds=10)
    return core_v1.Container(
        name="exporter",
        image=props.exporter_image,
        image_pull_policy="IfNotPresent",
        args=["-config.file=/config/sql_exporter.yml"],
        env=[core_v1.EnvVar(name=key, value=value) for key, value in exporter_environment(name, props).items()],
        env_from=[core_v1.EnvFromSource(secret_ref=core_v1.SecretEnvSource(name=workload(name, "exporter")))],
        ports=[core_v1.ContainerPort(name="metrics", container_port=EXPORTER_PORT, protocol="TCP")],
        liveness_probe=alive,
        readiness_probe=ready,
        resources=_resources("10m", "64Mi"),
        security_context=_LOCKED,
        volume_mounts=[
            core_v1.VolumeMount(name="files", mount_path="/config", read_only=True),
            *_trusts(props),
        ],
    )


def pod_spec(
    name: str, props: TableSyncProps, container: core_v1.Container, files: str, *, restart: str
) -> core_v1.PodSpec:
    """A pod under the `restricted` standard, with one container and its files."""
    tmp = core_v1.Volume(name="tmp", empty_dir=core_v1.EmptyDirVolumeSource(size_limit="64Mi"))
    return core_v1.PodSpec(
        service_account_name=workload(name),
        automount_service_account_token=False,
        enable_service_links=False,
        priority_class_name=props.priority_class,
        node_selector=dict(props.node_selector),
        restart_policy="Never" if restart == "Never" else "Always",
        security_context=core_v1.PodSecurityContext(
            run_as_non_root=True,
            run_as_user=_USER,
            run_as_group=_USER,
            fs_group=_USER,
            fs_group_change_policy="OnRootMismatch",
            seccomp_profile=core_v1.SeccompProfile(type="RuntimeDefault"),
        ),
        containers=[container],
        volumes=[
            core_v1.Volume(name="files", config_map=core_v1.ConfigMapVolumeSource(name=files)),
            *([tmp] if restart == "Never" else []),
            *(
                [core_v1.Volume(name="ca", config_map=core_v1.ConfigMapVolumeSource(name=props.ca.config_map))]
                if props.ca
                else []
            ),
        ],
    )


def _trusts(props: TableSyncProps) -> list[core_v1.VolumeMount]:
    return [core_v1.VolumeMount(name="ca", mount_path=CA_FOLDER, read_only=True)] if props.ca else []


def _resources(cpu: str, memory: str) -> core_v1.ResourceRequirements:
    disk = {"ephemeral-storage": "128Mi"}
    return core_v1.ResourceRequirements(
        requests={"cpu": cpu, "memory": memory, **disk}, limits={"memory": memory, **disk}
    )
