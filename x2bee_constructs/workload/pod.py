"""The pod of a microservice: one container under the `restricted` Pod Security Standard."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.core.chart_values import spread
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.workload import names
from x2bee_constructs.workload.meta import Meta
from x2bee_constructs.workload.profile import Check, Profile
from x2bee_constructs.workload.props import MsaDeploymentProps
from x2bee_constructs.workload.settings import direct_env, file_key
from x2bee_constructs.workload.timing import Timings

__all__ = ["pod_spec"]

_FILES = "files"

_USER = 10001
"""Above 10000, so that it is no user of the node (Checkov CKV_K8S_40)."""


def pod_spec(meta: Meta, profile: Profile, times: Timings, props: MsaDeploymentProps) -> core_v1.PodSpec:
    """The pod's spec."""
    folders = {f"writable-{index}": path for index, path in enumerate(dict.fromkeys(("/tmp", *profile.writable)))}
    empty = core_v1.EmptyDirVolumeSource(size_limit=props.resources.ephemeral_storage)
    volumes = [core_v1.Volume(name=volume, empty_dir=empty) for volume in folders]
    if props.files:
        source = core_v1.ConfigMapVolumeSource(name=names.files(meta.name))
        volumes.append(core_v1.Volume(name=_FILES, config_map=source))
    return core_v1.PodSpec(
        hostname=meta.name if props.singleton else None,
        service_account_name=meta.name,
        automount_service_account_token=False,
        enable_service_links=False,
        priority_class_name=props.priority_class,
        node_selector=dict(props.node_selector),
        termination_grace_period_seconds=times.grace,
        topology_spread_constraints=None if props.singleton else spread(meta.selector),
        security_context=core_v1.PodSecurityContext(
            run_as_non_root=True,
            run_as_user=_USER,
            run_as_group=_USER,
            fs_group=_USER,
            fs_group_change_policy="OnRootMismatch",
            seccomp_profile=core_v1.SeccompProfile(type="RuntimeDefault"),
        ),
        init_containers=list(props.init_containers) or None,
        containers=[_container(meta, profile, times, props, folders), *props.extra_containers],
        volumes=[*volumes, *props.volumes],
    )


def _container(
    meta: Meta, profile: Profile, times: Timings, props: MsaDeploymentProps, folders: dict[str, str]
) -> core_v1.Container:
    pre_stop = core_v1.LifecycleHandler(sleep=core_v1.SleepAction(seconds=times.pre_stop)) if times.pre_stop else None
    return core_v1.Container(
        name=meta.name,
        image=props.image,
        image_pull_policy="IfNotPresent",
        ports=[core_v1.ContainerPort(name="http", container_port=profile.port, protocol="TCP")]
        if profile.port
        else None,
        env=direct_env(profile, props) or None,
        env_from=list(_environment(meta, props)),
        startup_probe=_probe(profile.startup),
        liveness_probe=_probe(profile.liveness),
        readiness_probe=_probe(profile.readiness),
        lifecycle=core_v1.Lifecycle(pre_stop=pre_stop) if pre_stop else None,
        resources=_resources(profile, props),
        security_context=core_v1.SecurityContext(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            run_as_non_root=True,
            capabilities=core_v1.Capabilities(drop=["ALL"]),
        ),
        volume_mounts=list(_mounts(props, folders)),
    )


def _environment(meta: Meta, props: MsaDeploymentProps) -> Iterator[core_v1.EnvFromSource]:
    """The last source that has a key wins: what a service declares as its own secret is over all else."""
    yield core_v1.EnvFromSource(config_map_ref=core_v1.ConfigMapEnvSource(name=names.config_map(meta.name)))
    for secret in props.settings_from:
        yield core_v1.EnvFromSource(secret_ref=core_v1.SecretEnvSource(name=secret))
    if props.secrets:
        yield core_v1.EnvFromSource(secret_ref=core_v1.SecretEnvSource(name=names.secret(meta.name)))


def _mounts(props: MsaDeploymentProps, folders: dict[str, str]) -> Iterator[core_v1.VolumeMount]:
    for volume, path in folders.items():
        yield core_v1.VolumeMount(name=volume, mount_path=path)
    for path in sorted(props.files):
        yield core_v1.VolumeMount(name=_FILES, mount_path=path, sub_path=file_key(path), read_only=True)
    yield from props.volume_mounts


def _probe(check: Check | None) -> core_v1.Probe | None:
    if check is None:
        return None
    http = core_v1.HTTPGetAction(path=check.path, port="http") if check.path else None
    command = core_v1.ExecAction(command=list(check.command)) if check.command and not http else None
    return core_v1.Probe(
        http_get=http,
        exec=command,
        tcp_socket=None if http or command else core_v1.TCPSocketAction(port="http"),
        period_seconds=check.period,
        failure_threshold=check.failures,
        timeout_seconds=check.timeout,
    )


def _resources(profile: Profile, props: MsaDeploymentProps) -> core_v1.ResourceRequirements:
    memory = props.resources.memory or profile.memory
    disk = props.resources.ephemeral_storage
    return core_v1.ResourceRequirements(
        requests={"cpu": props.resources.cpu or profile.cpu, "memory": memory, "ephemeral-storage": disk},
        limits={"memory": memory, "ephemeral-storage": disk},
    )
