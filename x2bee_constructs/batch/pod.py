"""What a scheduler's pod has beside a microservice's: its files, its state, the exporter; and the pod of a backup."""

from __future__ import annotations

from collections.abc import Mapping

from x2bee_constructs.batch import names
from x2bee_constructs.batch.files import SCRIPT_NAMES
from x2bee_constructs.batch.props import CronicleSchedulerProps
from x2bee_constructs.batch.runtime import PLUGIN_FOLDER, SCRIPTS
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.workload.names import secret
from x2bee_constructs.workload.node import Cronicle

__all__ = ["EXPORTER_PORT", "backup_pod", "exporter", "home", "mounts", "runs", "volumes"]

EXPORTER_PORT = 9101
"""Where the exporter answers Prometheus, in the pod."""

_FILES, _PLUGINS, _SCRIPTS, _STATE, _TMP = "cronicle", "plugin", "scheduler", "state", "tmp"

_USER = 10001


def home(props: CronicleSchedulerProps) -> str:
    """Cronicle's folder in the image."""
    runtime = props.service.runtime
    return runtime.home if isinstance(runtime, Cronicle) else "/opt/cronicle"


def runs(script: str, *arguments: str) -> list[str]:
    """How a container runs one of our scripts; the image's entry point, tini, stays process 1."""
    return ["node", f"{SCRIPTS}/{script}", *arguments]


def volumes(scheduler: str, props: CronicleSchedulerProps) -> list[core_v1.Volume]:
    """The volumes of its files and its state."""
    plugins = {f"plugin.{name}": name for name in sorted(props.plugin_files)}
    made = [
        _of_files(_FILES, scheduler, {name: name for name in ("config.json", "setup.json")}),
        _of_files(_SCRIPTS, scheduler, {name: name for name in SCRIPT_NAMES}),
        *([_of_files(_PLUGINS, scheduler, plugins)] if plugins else []),
    ]
    if props.spec.storage.kind == "volume":
        claim = core_v1.PersistentVolumeClaimVolumeSource(claim_name=names.volume(scheduler))
        made.append(core_v1.Volume(name=_STATE, persistent_volume_claim=claim))
    return made


def _of_files(name: str, scheduler: str, keys: Mapping[str, str]) -> core_v1.Volume:
    items = [core_v1.KeyToPath(key=key, path=path) for key, path in keys.items()]
    return core_v1.Volume(name=name, config_map=core_v1.ConfigMapVolumeSource(name=names.files(scheduler), items=items))


def mounts(props: CronicleSchedulerProps) -> list[core_v1.VolumeMount]:
    """Where they are: Cronicle's two files by themselves, because its folder has more that the image brings."""
    conf = f"{home(props)}/conf"
    made = [
        core_v1.VolumeMount(name=_FILES, mount_path=f"{conf}/{name}", sub_path=name, read_only=True)
        for name in ("config.json", "setup.json")
    ]
    made.append(core_v1.VolumeMount(name=_SCRIPTS, mount_path=SCRIPTS, read_only=True))
    if props.plugin_files:
        made.append(core_v1.VolumeMount(name=_PLUGINS, mount_path=PLUGIN_FOLDER, read_only=True))
    if props.spec.storage.kind == "volume":
        made.append(core_v1.VolumeMount(name=_STATE, mount_path=f"{home(props)}/data"))
    return made


def exporter(scheduler: str, props: CronicleSchedulerProps, port: int) -> core_v1.Container:
    """The container that asks Cronicle's API and answers Prometheus."""
    reference = core_v1.SecretKeySelector(name=secret(scheduler), key="X2BEE_READER_KEY")
    return core_v1.Container(
        name="exporter",
        image=props.service.image,
        image_pull_policy="IfNotPresent",
        args=runs("exporter.js", str(EXPORTER_PORT), f"http://127.0.0.1:{port}"),
        env=[
            core_v1.EnvVar(name="TZ", value=props.spec.zone),
            core_v1.EnvVar(name="X2BEE_CRONICLE_HOME", value=home(props)),
            core_v1.EnvVar(name="X2BEE_READER_KEY", value_from=core_v1.EnvVarSource(secret_key_ref=reference)),
        ],
        ports=[core_v1.ContainerPort(name="metrics", container_port=EXPORTER_PORT, protocol="TCP")],
        # No probes: without it a scheduler must go on, and an alert says that it is not seen.
        resources=_resources("10m", "96Mi"),
        security_context=_restricted(),
        volume_mounts=[core_v1.VolumeMount(name=_SCRIPTS, mount_path=SCRIPTS, read_only=True)],
    )


def backup_pod(scheduler: str, props: CronicleSchedulerProps) -> core_v1.PodSpec:
    """The pod that exports the state: with the scheduler's identity, on its node if its state is on a volume."""
    empty = core_v1.EmptyDirVolumeSource(size_limit="1Gi")
    return core_v1.PodSpec(
        service_account_name=scheduler,
        automount_service_account_token=False,
        enable_service_links=False,
        restart_policy="Never",
        priority_class_name=props.service.priority_class,
        node_selector=dict(props.service.node_selector),
        affinity=_beside(scheduler) if props.spec.storage.kind == "volume" else None,
        security_context=core_v1.PodSecurityContext(
            run_as_non_root=True,
            run_as_user=_USER,
            run_as_group=_USER,
            fs_group=_USER,
            fs_group_change_policy="OnRootMismatch",
            seccomp_profile=core_v1.SeccompProfile(type="RuntimeDefault"),
        ),
        containers=[_backup(props)],
        volumes=[*volumes(scheduler, props), *_scratch(empty)],
    )


def _scratch(empty: core_v1.EmptyDirVolumeSource) -> list[core_v1.Volume]:
    return [core_v1.Volume(name=name, empty_dir=empty) for name in (_TMP, "logs")]


def _backup(props: CronicleSchedulerProps) -> core_v1.Container:
    env = {
        "AWS_REGION": props.region,
        "HOSTNAME": "backup",
        "X2BEE_BACKUP_PREFIX": names.BACKUPS,
        "X2BEE_BUCKET": props.bucket.name,
        "X2BEE_CRONICLE_HOME": home(props),
    }
    return core_v1.Container(
        name="backup",
        image=props.service.image,
        image_pull_policy="IfNotPresent",
        args=runs("backup.js"),
        env=[core_v1.EnvVar(name=name, value=value) for name, value in env.items()],
        resources=_resources("50m", "256Mi", disk="1Gi"),
        security_context=_restricted(),
        volume_mounts=[
            *mounts(props),
            core_v1.VolumeMount(name=_TMP, mount_path="/tmp"),
            core_v1.VolumeMount(name="logs", mount_path=f"{home(props)}/logs"),
        ],
    )


def _beside(scheduler: str) -> core_v1.Affinity:
    from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector
    from x2bee_constructs.workload.names import selector

    term = core_v1.PodAffinityTerm(
        label_selector=LabelSelector(match_labels=selector(scheduler)), topology_key="kubernetes.io/hostname"
    )
    return core_v1.Affinity(
        pod_affinity=core_v1.PodAffinity(required_during_scheduling_ignored_during_execution=[term])
    )


def _resources(cpu: str, memory: str, disk: str = "64Mi") -> core_v1.ResourceRequirements:
    return core_v1.ResourceRequirements(
        requests={"cpu": cpu, "memory": memory, "ephemeral-storage": disk},
        limits={"memory": memory, "ephemeral-storage": disk},
    )


def _restricted() -> core_v1.SecurityContext:
    return core_v1.SecurityContext(
        allow_privilege_escalation=False,
        read_only_root_filesystem=True,
        run_as_non_root=True,
        capabilities=core_v1.Capabilities(drop=["ALL"]),
    )
