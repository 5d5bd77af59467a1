"""The pod of a microservice: one container under the `restricted` Pod Security Standard."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.imports.k8s import core_v1, meta_v1
from x2bee_constructs.workload import names
from x2bee_constructs.workload.props import MsaDeploymentProps
from x2bee_constructs.workload.runtimes import DRAIN_SECONDS, Check, Profile

__all__ = ["pod_template"]

_USER = 10001
"""Above 10000, so that it is no user of the node (Checkov CKV_K8S_40)."""

_PRE_STOP_SECONDS = 15
"""Until every proxy and load balancer has stopped sending: endpoints are removed while the pod still answers."""

_GRACE_SECONDS = _PRE_STOP_SECONDS + DRAIN_SECONDS + 30
"""75: preStop, then the program's own drain, then a margin before the pod is killed."""


def pod_template(name: str, selector: dict[str, str], profile: Profile, props: MsaDeploymentProps) -> core_v1.PodSpec:
    """The pod's spec; `selector` are the labels its spread over zones and nodes counts."""
    folders = {f"writable-{index}": path for index, path in enumerate(dict.fromkeys(("/tmp", *profile.writable)))}
    disk = props.resources.ephemeral_storage
    return core_v1.PodSpec(
        hostname=name if props.singleton else None,
        service_account_name=names.service_account(name),
        automount_service_account_token=False,
        enable_service_links=False,
        node_selector=dict(props.node_selector),
        termination_grace_period_seconds=_GRACE_SECONDS,
        topology_spread_constraints=None if props.singleton else list(_spread(selector)),
        security_context=core_v1.PodSecurityContext(
            run_as_non_root=True,
            run_as_user=_USER,
            run_as_group=_USER,
            fs_group=_USER,
            fs_group_change_policy="OnRootMismatch",
            seccomp_profile=core_v1.SeccompProfile(type="RuntimeDefault"),
        ),
        containers=[_container(name, profile, props, folders)],
        volumes=[
            core_v1.Volume(name=volume, empty_dir=core_v1.EmptyDirVolumeSource(size_limit=disk)) for volume in folders
        ],
    )


def _container(name: str, profile: Profile, props: MsaDeploymentProps, folders: dict[str, str]) -> core_v1.Container:
    settings = core_v1.ConfigMapEnvSource(name=names.config_map(name))
    return core_v1.Container(
        name=name,
        image=props.image,
        image_pull_policy="IfNotPresent",
        ports=[core_v1.ContainerPort(name="http", container_port=profile.port, protocol="TCP")],
        env_from=[core_v1.EnvFromSource(config_map_ref=settings)],
        startup_probe=_probe(profile.startup),
        liveness_probe=_probe(profile.liveness),
        readiness_probe=_probe(profile.readiness),
        lifecycle=core_v1.Lifecycle(
            pre_stop=core_v1.LifecycleHandler(sleep=core_v1.SleepAction(seconds=_PRE_STOP_SECONDS))
        ),
        resources=_resources(profile, props),
        security_context=core_v1.SecurityContext(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            run_as_non_root=True,
            capabilities=core_v1.Capabilities(drop=["ALL"]),
        ),
        volume_mounts=[core_v1.VolumeMount(name=volume, mount_path=path) for volume, path in folders.items()],
    )


def _probe(check: Check) -> core_v1.Probe:
    http = core_v1.HTTPGetAction(path=check.path, port="http") if check.path else None
    return core_v1.Probe(
        http_get=http,
        tcp_socket=None if http else core_v1.TCPSocketAction(port="http"),
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


def _spread(selector: dict[str, str]) -> Iterator[core_v1.TopologySpreadConstraint]:
    """Over zones, then over nodes; per rollout, so that the old pods do not count against the new ones."""
    for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname"):
        yield core_v1.TopologySpreadConstraint(
            max_skew=1,
            topology_key=key,
            when_unsatisfiable="ScheduleAnyway",
            label_selector=meta_v1.LabelSelector(match_labels=selector),
            match_label_keys=["pod-template-hash"],
        )
