"""A scheduler as Kubernetes objects: a microservice's, changed and completed."""

from __future__ import annotations

from typing import cast

from x2bee_constructs.batch import names
from x2bee_constructs.batch.alerts import batch_alerts
from x2bee_constructs.batch.files import digest, scheduler_files
from x2bee_constructs.batch.pod import EXPORTER_PORT, backup_pod, exporter, home, mounts, runs, volumes
from x2bee_constructs.batch.props import CronicleSchedulerProps
from x2bee_constructs.batch.runtime import SchedulerRuntime
from x2bee_constructs.core.alert_rules import alert_group
from x2bee_constructs.core.checkov import STANDARD, skips
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import apps_v1, batch_v1, core_v1
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta
from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.meta import Meta
from x2bee_constructs.workload.node import Cronicle
from x2bee_constructs.workload.peers import isolating_policy, pods, tcp, to_agent, to_anywhere, to_dns
from x2bee_constructs.workload.props import MsaDeploymentProps

__all__ = ["scheduler_objects", "scheduler_service"]

_VARIABLES = {
    "admin": "X2BEE_ADMIN_PASSWORD",
    "api-key": names.API_KEY,
    "reader-key": "X2BEE_READER_KEY",
    "secret-key": "CRONICLE_secret_key",
}
"""How each secret reaches the program; Cronicle itself reads what begins with its name."""


def scheduler_objects(name: str, namespace: str, props: CronicleSchedulerProps) -> dict[str, KubeObject]:
    """The objects of one scheduler, by the id that each has in the construct tree."""
    service = scheduler_service(name, props)
    objects, meta, files = msa_objects(name, namespace, service), Meta(name, namespace, service), scheduler_files(props)
    deployment = cast("apps_v1.Deployment", objects["deployment"])
    objects |= {
        "deployment": _deployment(deployment, digest(files), service.monitor),
        "cronicle-files": core_v1.ConfigMap(metadata=meta.object(names.files(name)), data=files),
        "backup": _backup(meta, props),
        "backup-policy": _backup_policy(meta),
    }
    if props.spec.storage.kind == "volume":
        objects["volume"] = _claim(meta, props)
    if service.monitor:
        objects["rules"] = _rules(meta, props.runbooks)
        objects |= {} if service.mesh else _watched(meta, service)
    return objects


def scheduler_service(name: str, props: CronicleSchedulerProps) -> MsaDeploymentProps:
    """The microservice that a scheduler is."""
    service, runtime = props.service, cast("Cronicle", props.service.runtime)
    on_volume = props.spec.storage.kind == "volume"
    own = {"TZ": props.spec.zone, "X2BEE_CRONICLE_HOME": home(props)}
    return MsaDeploymentProps.model_validate(
        {
            **{field: getattr(service, field) for field in service.model_fields_set},
            "runtime": SchedulerRuntime(port=runtime.port, home=runtime.home, volume=on_volume),
            "env": {**own, **service.env},
            "secrets": {**service.secrets, **{_VARIABLES[kind]: props.secrets[kind] for kind in sorted(props.secrets)}},
            "extra_containers": (*service.extra_containers, exporter(name, props, runtime.port)),
            "volumes": (*service.volumes, *volumes(name, props)),
            "volume_mounts": (*service.volume_mounts, *mounts(props)),
        }
    )


_WITHOUT = "Without its exporter a scheduler must go on; an alert says that it is not seen"

_UNPROBED = {"checkov.io/skip8": f"CKV_K8S_8={_WITHOUT}", "checkov.io/skip9": f"CKV_K8S_9={_WITHOUT}"}
"""Numbered behind those of every workload."""


def _deployment(made: apps_v1.Deployment, files: str, monitored: bool) -> apps_v1.Deployment:
    """With the start script in place of the image's command, and the exporter where the mesh's proxy looks for it."""
    template = made.spec.template
    pod = template.spec
    program, *others = pod.containers
    program = program.model_copy(update={"args": runs("start.js")})
    own = {"checksum/cronicle": files}
    if monitored:
        scraped = {"path": "/metrics", "port": str(EXPORTER_PORT), "scrape": "true"}
        own |= {f"prometheus.io/{key}": value for key, value in scraped.items()}
    meta = cast("ObjectMeta", template.metadata)
    annotations = dict(sorted({**(meta.annotations or {}), **own}.items()))
    changed = template.model_copy(
        update={
            "metadata": meta.model_copy(update={"annotations": annotations}),
            "spec": pod.model_copy(update={"containers": [program, *others]}),
        }
    )
    said = made.metadata
    meant = said.model_copy(update={"annotations": {**(said.annotations or {}), **_UNPROBED}})
    return made.model_copy(update={"metadata": meant, "spec": made.spec.model_copy(update={"template": changed})})


def _claim(meta: Meta, props: CronicleSchedulerProps) -> core_v1.PersistentVolumeClaim:
    storage = props.spec.storage
    kept = meta.object(names.volume(meta.name), {"argocd.argoproj.io/sync-options": "Delete=false,Prune=false"})
    return core_v1.PersistentVolumeClaim(
        metadata=kept,
        spec=core_v1.PersistentVolumeClaimSpec(
            # One node at a time: a second scheduler elsewhere would wait for the volume.
            access_modes=["ReadWriteOnce"],
            storage_class_name=storage.storage_class or "gp3",
            resources=core_v1.VolumeResourceRequirements(requests={"storage": f"{storage.gib or 10}Gi"}),
            volume_mode="Filesystem",
        ),
    )


def _labels(meta: Meta) -> dict[str, str]:
    own = {"app": names.backup(meta.name), "sidecar.istio.io/inject": "false"}
    return {"app.kubernetes.io/part-of": meta.labels["app.kubernetes.io/part-of"], **own}


def _backup(meta: Meta, props: CronicleSchedulerProps) -> batch_v1.CronJob:
    template = core_v1.PodTemplateSpec(metadata=ObjectMeta(labels=_labels(meta)), spec=backup_pod(meta.name, props))
    return batch_v1.CronJob(
        metadata=meta.object(names.backup(meta.name), skips(*STANDARD)),
        spec=batch_v1.CronJobSpec(
            schedule="30 4 * * *",
            time_zone=props.spec.zone,
            suspend=False,
            concurrency_policy="Forbid",
            starting_deadline_seconds=3600,
            successful_jobs_history_limit=1,
            failed_jobs_history_limit=3,
            job_template=batch_v1.JobTemplateSpec(
                spec=batch_v1.JobSpec(
                    backoff_limit=3,
                    active_deadline_seconds=900,
                    ttl_seconds_after_finished=86_400,
                    template=template,
                )
            ),
        ),
    )


def _backup_policy(meta: Meta) -> net.NetworkPolicy:
    """Names, its identity, S3; nobody reaches it."""
    labels = {"app": names.backup(meta.name)}
    return isolating_policy(meta.object(names.backup(meta.name)), labels, out=[to_dns(), to_agent(), to_anywhere()])


def _rules(meta: Meta, runbooks: str) -> prometheus.PrometheusRule:
    group = alert_group(meta.name, batch_alerts(meta.name, meta.namespace), runbooks)
    return prometheus.PrometheusRule(
        metadata=meta.object(meta.name), spec=prometheus.PrometheusRuleSpec(groups=[group])
    )


def _watched(meta: Meta, service: MsaDeploymentProps) -> dict[str, KubeObject]:
    """Without the mesh's proxy, which answers for all containers, Prometheus asks the exporter itself."""
    prometheus_pods = pods(service.surroundings.monitoring_namespace)
    rule = net.NetworkPolicyIngressRule(from_=[prometheus_pods], ports=tcp(EXPORTER_PORT))
    endpoint = prometheus.PodMonitorPodMetricsEndpoint(port="metrics", path="/metrics", interval="30s")
    return {
        "pod-monitor": prometheus.PodMonitor(
            metadata=meta.object(meta.name),
            spec=prometheus.PodMonitorSpec(selector=meta.pods(), pod_metrics_endpoints=[endpoint]),
        ),
        "metrics-policy": net.NetworkPolicy(
            metadata=meta.object(names.metrics(meta.name)),
            spec=net.NetworkPolicySpec(pod_selector=meta.pods(), policy_types=["Ingress"], ingress=[rule]),
        ),
    }
