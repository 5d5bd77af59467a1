"""The Job as objects: after each sync of Argo CD, once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from x2bee_constructs.batch.names import API_KEY, GROUP, events
from x2bee_constructs.batch.reconcile.plan import PLAN, SCRIPT, plan, reconcile_files
from x2bee_constructs.batch.reconcile.props import ScheduledEventsProps
from x2bee_constructs.core.checkov import AS_SETTINGS, STANDARD, skips
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.istio import networking_v1 as istio
from x2bee_constructs.imports.k8s import batch_v1, core_v1
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector, ObjectMeta
from x2bee_constructs.workload import names as workload
from x2bee_constructs.workload.peers import isolating_policy, pods, tcp, to_dns

__all__ = ["events_objects"]

_HOOK = {
    "argocd.argoproj.io/hook": "PostSync",
    # The last Job stays, with its log, until the next.
    "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation",
}

_FOLDER = "/events"

_USER = 10001
"""Above 10000, so that it is no user of the node (Checkov CKV_K8S_40)."""

_OTLP, _ISTIOD = (4317, 4318), 15012


def events_objects(namespace: str, props: ScheduledEventsProps) -> dict[str, KubeObject]:
    """The Job and what it needs, by the id that each has in the construct tree."""
    name = events(props.scheduler)
    urls = {one.service: workload.url(one.service) for one in props.schedules.values()}
    files = reconcile_files(plan(props.schedules, GROUP, urls))
    made: dict[str, KubeObject] = {
        "service-account": core_v1.ServiceAccount(
            metadata=_meta(name, namespace), automount_service_account_token=False
        ),
        "files": core_v1.ConfigMap(metadata=_meta(name, namespace), data=files),
        "network-policy": _network_policy(name, namespace, props),
        "job": batch_v1.Job(
            metadata=_meta(name, namespace, {**_HOOK, **skips(*STANDARD, AS_SETTINGS)}), spec=_job(name, files, props)
        ),
    }
    return {**made, "sidecar": _sidecar(name, namespace, props)} if props.mesh else made


def _labels(name: str) -> dict[str, str]:
    """Those that the scheduler's policy lets in: it names its callers as it names services."""
    return {"app": name, "app.kubernetes.io/part-of": "x2bee", **workload.selector(name)}


def _meta(name: str, namespace: str, annotations: Mapping[str, str] | None = None) -> ObjectMeta:
    said = dict(sorted(annotations.items())) if annotations else None
    return ObjectMeta(name=name, namespace=namespace, labels=_labels(name), annotations=said)


def _network_policy(name: str, namespace: str, props: ScheduledEventsProps) -> net.NetworkPolicy:
    """Out to the scheduler, to names, and to the mesh's control plane and collector; in from nobody."""
    scheduler = net.NetworkPolicyPeer(pod_selector=LabelSelector(match_labels=workload.selector(props.scheduler)))
    out = [net.NetworkPolicyEgressRule(to=[scheduler], ports=tcp("http")), to_dns()]
    if props.mesh:
        out.append(net.NetworkPolicyEgressRule(to=[pods(props.mesh_namespace)], ports=tcp(*_OTLP, _ISTIOD)))
    return isolating_policy(_meta(name, namespace), workload.selector(name), out=out)


def _sidecar(name: str, namespace: str, props: ScheduledEventsProps) -> istio.Sidecar:
    """What its proxy knows: the scheduler, and where its own spans go."""
    spans = f"{props.mesh_namespace}/{workload.host(props.collector, props.mesh_namespace)}"
    return istio.Sidecar(
        metadata=_meta(name, namespace),
        spec=istio.SidecarSpec(
            workload_selector=istio.SidecarWorkloadSelector(labels=workload.selector(name)),
            egress=[
                istio.SidecarEgress(hosts=[f"./{workload.host(props.scheduler, namespace)}", spans, workload.DNS_HOST])
            ],
            outbound_traffic_policy=istio.SidecarOutboundTrafficPolicy(mode="REGISTRY_ONLY"),
        ),
    )


def _job(name: str, files: Mapping[str, str], props: ScheduledEventsProps) -> batch_v1.JobSpec:
    """Tried again when Cronicle refused: an event that runs is deleted by a later try."""
    plain = {"checksum/plan": hashlib.sha256(files[PLAN].encode()).hexdigest()[:16]}
    return batch_v1.JobSpec(
        active_deadline_seconds=1800,
        backoff_limit=4,
        template=core_v1.PodTemplateSpec(
            metadata=ObjectMeta(labels=_labels(name), annotations=plain),
            spec=core_v1.PodSpec(
                service_account_name=name,
                automount_service_account_token=False,
                enable_service_links=False,
                node_selector=dict(props.node_selector),
                priority_class_name=props.priority_class,
                restart_policy="Never",
                security_context=core_v1.PodSecurityContext(
                    run_as_non_root=True,
                    run_as_user=_USER,
                    run_as_group=_USER,
                    fs_group=_USER,
                    fs_group_change_policy="OnRootMismatch",
                    seccomp_profile=core_v1.SeccompProfile(type="RuntimeDefault"),
                ),
                containers=[_container(name, props)],
                volumes=[core_v1.Volume(name="files", config_map=core_v1.ConfigMapVolumeSource(name=name))],
            ),
        ),
    )


def _container(name: str, props: ScheduledEventsProps) -> core_v1.Container:
    key = core_v1.SecretKeySelector(name=workload.secret(props.scheduler), key=API_KEY)
    disk = {"ephemeral-storage": "64Mi"}
    return core_v1.Container(
        name="events",
        image=props.image,
        image_pull_policy="IfNotPresent",
        command=["node", f"{_FOLDER}/{SCRIPT}"],
        env=[
            core_v1.EnvVar(name="CRONICLE_API_KEY", value_from=core_v1.EnvVarSource(secret_key_ref=key)),
            core_v1.EnvVar(name="CRONICLE_URL", value=workload.url(props.scheduler)),
            core_v1.EnvVar(name="PLAN", value=f"{_FOLDER}/{PLAN}"),
        ],
        resources=core_v1.ResourceRequirements(
            requests={"cpu": "50m", "memory": "128Mi", **disk}, limits={"memory": "128Mi", **disk}
        ),
        security_context=core_v1.SecurityContext(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            run_as_non_root=True,
            capabilities=core_v1.Capabilities(drop=["ALL"]),
        ),
        volume_mounts=[core_v1.VolumeMount(name="files", mount_path=_FOLDER, read_only=True)],
    )
