"""The Kubernetes half of logging as objects."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from x2bee_constructs.core.alert_rules import alert_group
from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.checkov import AS_ROOT, AS_SETTINGS, STANDARD, skips
from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.core.iam import pod_role_name
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.external_secrets import v1 as es
from x2bee_constructs.imports.k8s import apps_v1, batch_v1, core_v1
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector, ObjectMeta
from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus
from x2bee_constructs.logging import names
from x2bee_constructs.logging.alerts import log_alerts
from x2bee_constructs.logging.efk import EfkStackProps
from x2bee_constructs.logging.fluentd.config import configuration
from x2bee_constructs.logging.fluentd.outputs import Targets
from x2bee_constructs.logging.fluentd.pods import collector, index_job
from x2bee_constructs.logging.fluentd.policy import log_policies
from x2bee_constructs.logging.fluentd.records import Origin
from x2bee_constructs.logging.index.files import job_files
from x2bee_constructs.logging.index.settings import IndexSettings
from x2bee_constructs.logging.masking import masks
from x2bee_constructs.workload.names import namespace

__all__ = ["efk_objects", "fluentd_configuration", "index_settings"]

_HOOK = {"argocd.argoproj.io/hook": "PostSync", "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation"}
"""Fluentd first: until the streams are there, it keeps what it reads."""

_GATEWAY = "istio-ingressgateway"


def efk_objects(site: Site, props: EfkStackProps) -> dict[str, KubeObject]:
    """All of one cluster, by the id that each has in the construct tree."""
    config = {"fluent.conf": fluentd_configuration(site, props)}
    files = job_files(index_settings(site, props), dashboards=props.dashboards)
    return {
        "namespace": _namespace(),
        "service-account": _service_account(names.FLUENTD),
        "config": core_v1.ConfigMap(metadata=_meta(names.FLUENTD), data=config),
        "daemon-set": _daemon_set(props, _digest(config)),
        **log_policies(props.surroundings.monitoring_namespace),
        "pod-monitor": _pod_monitor(),
        "rules": _rules(props.runbooks),
        "index-service-account": _service_account(names.INDEX_JOB),
        "index-files": core_v1.ConfigMap(metadata=_meta(names.INDEX_JOB), data=files),
        **({"index-secret": _master(site, props)} if props.login == "internal" else {}),
        "index-job": batch_v1.Job(
            metadata=_meta(names.INDEX_JOB, {**_HOOK, **_index_skips(props)}),
            spec=index_job(names.host(props.domain), props),
        ),
    }


def fluentd_configuration(site: Site, props: EfkStackProps) -> str:
    """What Fluentd reads."""
    origin = Origin(
        customer=site.customer,
        environment=site.environment,
        app_namespace=namespace(site),
        gateway_namespace=props.surroundings.gateway_namespace,
        gateway=_GATEWAY,
        classes=props.classes,
    )
    targets = Targets(
        region=props.region,
        search_host=names.host(props.domain),
        index=_index(site),
        buckets={kind: names.archive_bucket(site, props.account, kind) for kind in names.CLASSES},
        buffer_gib=props.buffer_gib,
    )
    return configuration(origin, targets, masks(props.masks, props.mask_fields))


def index_settings(site: Site, props: EfkStackProps) -> IndexSettings:
    """What the Job tells OpenSearch."""
    return IndexSettings(
        site=site,
        hot_days=props.kept_hot,
        shards=props.shards,
        replicas=props.replicas,
        groups=props.groups,
        iam_groups=props.login == "iam",
        writer_role=pod_role_name(site, names.FLUENTD),
        guests=props.guests,
    )


def _index(site: Site) -> str:
    """The streams' name with the class left open; all of them differ in that alone."""
    return names.data_stream(site, "application").removesuffix("application") + "${log_class}"


def _meta(name: str, annotations: Mapping[str, str] | None = None) -> ObjectMeta:
    meta = staged_meta(name, "logging", names.NAMESPACE)
    if not annotations:
        return meta
    return meta.model_copy(update={"annotations": dict(sorted({**(meta.annotations or {}), **annotations}.items()))})


def _index_skips(props: EfkStackProps) -> dict[str, str]:
    return skips(*STANDARD, *((AS_SETTINGS,) if props.login == "internal" else ()))


def _namespace() -> core_v1.Namespace:
    """Fluentd reads the node's files, which no standard but `privileged` allows; everything else is as restricted."""
    modes = {"audit": "restricted", "enforce": "privileged", "warn": "privileged"}
    labels = {"app.kubernetes.io/part-of": "x2bee"}
    for mode, standard in modes.items():
        labels |= {
            f"pod-security.kubernetes.io/{mode}": standard,
            f"pod-security.kubernetes.io/{mode}-version": "latest",
        }
    meta = staged_meta(names.NAMESPACE, "logging", sync_options="Delete=false,Prune=false")
    return core_v1.Namespace(metadata=meta.model_copy(update={"labels": labels}))


def _service_account(name: str) -> core_v1.ServiceAccount:
    """Neither asks the API server for anything, so neither has a token or a Role."""
    return core_v1.ServiceAccount(metadata=_meta(name), automount_service_account_token=False)


def _daemon_set(props: EfkStackProps, digest: str) -> apps_v1.DaemonSet:
    labels = {"app": names.FLUENTD, "app.kubernetes.io/part-of": "x2bee", "sidecar.istio.io/inject": "false"}
    return apps_v1.DaemonSet(
        metadata=_meta(names.FLUENTD, skips(*STANDARD, *AS_ROOT)),
        spec=apps_v1.DaemonSetSpec(
            revision_history_limit=2,
            selector=LabelSelector(match_labels={"app": names.FLUENTD}),
            # One pod reads a node's files: never two of them with one position file.
            update_strategy=apps_v1.DaemonSetUpdateStrategy(
                type="RollingUpdate",
                rolling_update=apps_v1.RollingUpdateDaemonSet(max_surge=0, max_unavailable="10%"),
            ),
            template=core_v1.PodTemplateSpec(
                metadata=ObjectMeta(labels=labels, annotations={"checksum/config": digest}), spec=collector(props)
            ),
        ),
    )


def _pod_monitor() -> prometheus.PodMonitor:
    ends = [
        prometheus.PodMonitorPodMetricsEndpoint(port=port, path="/metrics", interval="30s")
        for port in ("metrics-search", "metrics-archive")
    ]
    return prometheus.PodMonitor(
        metadata=_meta(names.FLUENTD),
        spec=prometheus.PodMonitorSpec(
            selector=LabelSelector(match_labels={"app": names.FLUENTD}), pod_metrics_endpoints=ends
        ),
    )


def _rules(runbooks: str) -> prometheus.PrometheusRule:
    group = alert_group("x2bee-logging", log_alerts(), runbooks)
    return prometheus.PrometheusRule(metadata=_meta(names.FLUENTD), spec=prometheus.PrometheusRuleSpec(groups=[group]))


def _master(site: Site, props: EfkStackProps) -> es.ExternalSecret:
    """The master user's name and password."""
    data = [remote(key.upper(), names.master_secret(site), key) for key in ("password", "username")]
    return external_secret(_meta(names.INDEX_JOB), props.secrets_manager, data)


def _digest(files: Mapping[str, str]) -> str:
    return hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in sorted(files.items())).encode()).hexdigest()[
        :16
    ]
