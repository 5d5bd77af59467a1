"""The pods: the collector of a node, and the Job that prepares OpenSearch."""

from __future__ import annotations

from x2bee_constructs.imports.k8s import batch_v1, core_v1
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta
from x2bee_constructs.logging.efk import EfkStackProps
from x2bee_constructs.logging.fluentd.places import CONFIG, HOST_STATE, METRICS_PORT, PLUGINS, PODS, STATE, WORKERS
from x2bee_constructs.logging.index.files import SCRIPT
from x2bee_constructs.logging.names import FLUENTD, INDEX_JOB

__all__ = ["collector", "index_job"]

_USER = 10001
"""Above 10000, so that it is no user of the node (Checkov CKV_K8S_40)."""

_INDEX = "/index"


def collector(props: EfkStackProps) -> core_v1.PodSpec:
    """On every node, whatever its taints, and before anything else that the node runs is given up."""
    return core_v1.PodSpec(
        service_account_name=FLUENTD,
        automount_service_account_token=False,
        enable_service_links=False,
        priority_class_name="system-node-critical",
        tolerations=[core_v1.Toleration(operator="Exists")],
        # A chunk that is being sent gets its time; what is not sent is on the disk.
        termination_grace_period_seconds=60,
        # The kubelet writes logs as root, for root: reading them needs that user, and no capability.
        security_context=core_v1.PodSecurityContext(
            run_as_user=0, run_as_group=0, seccomp_profile=core_v1.SeccompProfile(type="RuntimeDefault")
        ),
        containers=[_fluentd(props)],
        volumes=[
            core_v1.Volume(name="config", config_map=core_v1.ConfigMapVolumeSource(name=FLUENTD)),
            core_v1.Volume(name="pods", host_path=core_v1.HostPathVolumeSource(path=PODS, type="Directory")),
            core_v1.Volume(
                name="state", host_path=core_v1.HostPathVolumeSource(path=HOST_STATE, type="DirectoryOrCreate")
            ),
            core_v1.Volume(name="tmp", empty_dir=core_v1.EmptyDirVolumeSource(size_limit="1Gi")),
        ],
    )


def _fluentd(props: EfkStackProps) -> core_v1.Container:
    memory, disk = f"{props.memory_mib}Mi", {"ephemeral-storage": "1Gi"}
    node = core_v1.EnvVarSource(field_ref=core_v1.ObjectFieldSelector(api_version="v1", field_path="spec.nodeName"))
    return core_v1.Container(
        name=FLUENTD,
        image=props.image,
        image_pull_policy="IfNotPresent",
        command=["bundle", "exec", "fluentd"],
        args=["--config", f"{CONFIG}/fluent.conf", "--plugin", PLUGINS],
        env=[
            core_v1.EnvVar(name="AWS_REGION", value=props.region),
            core_v1.EnvVar(name="NODE_NAME", value_from=node),
        ],
        ports=[
            core_v1.ContainerPort(name=f"metrics-{name}", container_port=METRICS_PORT + number, protocol="TCP")
            for number, name in enumerate(WORKERS)
        ],
        # Each process answers for itself, and answers while its destination is away. The supervisor starts one again
        # that ended; this finds one that hangs, whichever it is.
        startup_probe=_probe(WORKERS[1], 10, 30),
        liveness_probe=_all_answer(30, 5),
        readiness_probe=_probe(WORKERS[1], 15, 3),
        resources=core_v1.ResourceRequirements(
            requests={"cpu": props.cpu, "memory": memory, **disk}, limits={"memory": memory, **disk}
        ),
        security_context=core_v1.SecurityContext(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            capabilities=core_v1.Capabilities(drop=["ALL"]),
        ),
        volume_mounts=[
            core_v1.VolumeMount(name="config", mount_path=CONFIG, read_only=True),
            core_v1.VolumeMount(name="pods", mount_path=PODS, read_only=True),
            core_v1.VolumeMount(name="state", mount_path=STATE),
            core_v1.VolumeMount(name="tmp", mount_path="/tmp"),
        ],
    )


def _probe(worker: str, period: int, failures: int) -> core_v1.Probe:
    return core_v1.Probe(
        http_get=core_v1.HTTPGetAction(path="/metrics", port=f"metrics-{worker}"),
        period_seconds=period,
        failure_threshold=failures,
        timeout_seconds=10,
    )


def _all_answer(period: int, failures: int) -> core_v1.Probe:
    """One pod has one liveness probe, and two processes: curl asks both, and stops at the first that says nothing."""
    asked = [
        word
        for number, _ in enumerate(WORKERS)
        for word in ("--output", "/dev/null", f"http://127.0.0.1:{METRICS_PORT + number}/metrics")
    ]
    command = ["curl", "--silent", "--fail", "--fail-early", "--max-time", "4", *asked]
    return core_v1.Probe(
        exec=core_v1.ExecAction(command=command),
        period_seconds=period,
        failure_threshold=failures,
        timeout_seconds=10,
    )


def index_job(host: str, props: EfkStackProps) -> batch_v1.JobSpec:
    """One run, begun again when it fails: the domain may come up later than the cluster."""
    env = {"ACCOUNT": props.account, "HOST": f"https://{host}", "REGION": props.region}
    secret = core_v1.SecretEnvSource(name=INDEX_JOB)
    disk = {"ephemeral-storage": "64Mi"}
    container = core_v1.Container(
        name=INDEX_JOB,
        image=props.image,
        image_pull_policy="IfNotPresent",
        command=["/bin/sh", f"{_INDEX}/{SCRIPT}"],
        env=[core_v1.EnvVar(name=name, value=value) for name, value in env.items()],
        env_from=[core_v1.EnvFromSource(secret_ref=secret)] if props.login == "internal" else None,
        resources=core_v1.ResourceRequirements(
            requests={"cpu": "50m", "memory": "64Mi", **disk}, limits={"memory": "64Mi", **disk}
        ),
        security_context=core_v1.SecurityContext(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            run_as_non_root=True,
            capabilities=core_v1.Capabilities(drop=["ALL"]),
        ),
        volume_mounts=[
            core_v1.VolumeMount(name="files", mount_path=_INDEX, read_only=True),
            core_v1.VolumeMount(name="tmp", mount_path="/tmp"),
        ],
    )
    labels = {"app": INDEX_JOB, "app.kubernetes.io/part-of": "x2bee", "sidecar.istio.io/inject": "false"}
    return batch_v1.JobSpec(
        active_deadline_seconds=1800,
        backoff_limit=6,
        template=core_v1.PodTemplateSpec(
            metadata=ObjectMeta(labels=labels),
            spec=core_v1.PodSpec(
                service_account_name=INDEX_JOB,
                automount_service_account_token=False,
                enable_service_links=False,
                restart_policy="Never",
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
                    core_v1.Volume(name="files", config_map=core_v1.ConfigMapVolumeSource(name=INDEX_JOB)),
                    core_v1.Volume(name="tmp", empty_dir=core_v1.EmptyDirVolumeSource(size_limit="64Mi")),
                ],
            ),
        ),
    )
