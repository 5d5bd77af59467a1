"""A sync of tables as Kubernetes objects: pure functions from props to typed objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from x2bee_constructs.core.alert_rules import alert_group
from x2bee_constructs.core.checkov import AS_SETTINGS, STANDARD, skips
from x2bee_constructs.core.names import Site, dns_label
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.core.releases import WAVES
from x2bee_constructs.database import names as databases
from x2bee_constructs.database.sync.alerts import sync_alerts
from x2bee_constructs.database.sync.files import checksum, scripts
from x2bee_constructs.database.sync.metrics import exporter_config
from x2bee_constructs.database.sync.names import workload
from x2bee_constructs.database.sync.pods import EXPORTER_PORT, job, pod_spec, serves_metrics
from x2bee_constructs.database.sync.props import Place, TableSyncProps
from x2bee_constructs.database.sync.secrets import admin_secret, exporter_secret, secret
from x2bee_constructs.imports.k8s import apps_v1, batch_v1, core_v1
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector, ObjectMeta
from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus
from x2bee_constructs.workload.meta import image_version
from x2bee_constructs.workload.peers import addresses, isolating_policy, pods, tcp, to_dns

__all__ = ["sync_objects"]


def sync_objects(name: str, namespace: str, props: TableSyncProps) -> dict[str, KubeObject]:
    """The objects of one sync, by the id that each has in the construct tree.

    Raises `ValueError` if the name is no DNS label, or too long for a CronJob's.
    """
    made = _Sync(dns_label(name, 40, "a sync's name"), namespace, props)
    objects: dict[str, KubeObject] = {
        "service-account": core_v1.ServiceAccount(metadata=made.meta(), automount_service_account_token=False),
        "files": core_v1.ConfigMap(metadata=made.meta(), data=scripts(props.sync)),
        "secret": secret(name, props, made.meta()),
        "network-policy": made.network_policy(),
        "exporter-config": core_v1.ConfigMap(metadata=made.meta("exporter"), data={"sql_exporter.yml": made.config}),
        "exporter-secret": exporter_secret(name, props, made.meta("exporter")),
        "exporter": made.exporter(),
        "pod-monitor": made.pod_monitor(),
        "rules": made.rules(),
    }
    return objects | (made.logical() if props.sync.mode == "logical" else made.batch())


_ACKNOWLEDGED = skips(*STANDARD, AS_SETTINGS)


class _Sync:
    """One sync in one namespace."""

    def __init__(self, name: str, namespace: str, props: TableSyncProps) -> None:
        self.name, self.namespace, self.props = name, namespace, props
        self.config = exporter_config(name, props.sync)
        self.labels = {"app.kubernetes.io/part-of": "x2bee", "x2bee.io/sync": name}
        # Databases are no part of the mesh, and a sidecar would keep a job from ending.
        own = {"app.kubernetes.io/name": workload(name), "sidecar.istio.io/inject": "false"}
        self.pod_labels = {**self.labels, **own}

    def meta(self, part: str = "", annotations: Mapping[str, str] | None = None) -> ObjectMeta:
        own = {"argocd.argoproj.io/sync-wave": str(WAVES["services"]), **(annotations or {})}
        name = workload(self.name, part)
        return ObjectMeta(
            name=name, namespace=self.namespace, labels=self.labels, annotations=dict(sorted(own.items()))
        )

    def batch(self) -> dict[str, KubeObject]:
        command = ["/scripts/batch.sh"]
        return {"job": self._cron_job("", command, self.props.sync.schedule, self.props.sync.zone)}

    def logical(self) -> dict[str, KubeObject]:
        # With every sync, before the look that may fail because of what this mends: a CronJob whose last run failed
        # makes an Application unhealthy, and what comes after a sync is then not done.
        hook = {
            "argocd.argoproj.io/hook": "Sync",
            "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation",
            "argocd.argoproj.io/sync-wave": str(WAVES["services"] + 1),
            **_ACKNOWLEDGED,
        }
        setup = ["/scripts/setup.sh"]
        return {
            "admin-secret": admin_secret(self.name, self.props, self.meta("admin")),
            "setup": batch_v1.Job(
                metadata=self.meta("setup", hook),
                spec=job(self.name, self.props, self.pod_labels, setup, admin=True, tries=6),
            ),
            "check": self._cron_job("", ["/scripts/check.sh"], self.props.sync.schedule, self.props.sync.zone),
            # For people: kubectl create job --from=cronjob/…; they never run by themselves.
            "resync": self._cron_job("resync", [*setup, "resync"], "0 0 1 1 *", "Etc/UTC", by_hand=True),
            "drop": self._cron_job("drop", [*setup, "drop"], "0 0 1 1 *", "Etc/UTC", by_hand=True),
        }

    def _cron_job(
        self, part: str, command: Sequence[str], schedule: str, zone: str, *, by_hand: bool = False
    ) -> batch_v1.CronJob:
        spec = job(self.name, self.props, self.pod_labels, command, admin=by_hand, tries=0)
        return batch_v1.CronJob(
            metadata=self.meta(part, {"argocd.argoproj.io/sync-wave": str(WAVES["services"] + 2), **_ACKNOWLEDGED}),
            spec=batch_v1.CronJobSpec(
                schedule=schedule,
                time_zone=zone,
                suspend=by_hand,
                concurrency_policy="Forbid",
                # Without it a controller that was away for 100 runs gives the CronJob up for good.
                starting_deadline_seconds=300,
                successful_jobs_history_limit=1,
                failed_jobs_history_limit=3,
                job_template=batch_v1.JobTemplateSpec(spec=spec),
            ),
        )

    def exporter(self) -> apps_v1.Deployment:
        version = image_version(self.props.exporter_image)
        labels = {**self.pod_labels, "app": workload(self.name, "exporter"), "version": version}
        container = serves_metrics(self.name, self.props)
        return apps_v1.Deployment(
            metadata=self.meta("exporter", _ACKNOWLEDGED),
            spec=apps_v1.DeploymentSpec(
                replicas=1,
                revision_history_limit=2,
                selector=LabelSelector(match_labels={"app": labels["app"]}),
                template=core_v1.PodTemplateSpec(
                    metadata=ObjectMeta(labels=labels, annotations={"checksum/config": checksum({"": self.config})}),
                    spec=pod_spec(self.name, self.props, container, workload(self.name, "exporter"), restart="Always"),
                ),
            ),
        )

    def pod_monitor(self) -> prometheus.PodMonitor:
        endpoint = prometheus.PodMonitorPodMetricsEndpoint(port="metrics", path="/metrics", interval="30s")
        selector = LabelSelector(match_labels={"app": workload(self.name, "exporter")})
        spec = prometheus.PodMonitorSpec(selector=selector, pod_metrics_endpoints=[endpoint])
        return prometheus.PodMonitor(metadata=self.meta("exporter"), spec=spec)

    def rules(self) -> prometheus.PrometheusRule:
        alerts = sync_alerts(self.name, self.props.sync)
        group = alert_group(workload(self.name), alerts, self.props.runbooks)
        return prometheus.PrometheusRule(metadata=self.meta(), spec=prometheus.PrometheusRuleSpec(groups=[group]))

    def network_policy(self) -> net.NetworkPolicy:
        """Names, both databases, and Prometheus; nothing else, either way."""
        monitoring = pods(self.props.monitoring_namespace)
        inward = net.NetworkPolicyIngressRule(from_=[monitoring], ports=tcp(EXPORTER_PORT))
        out = [to_dns(), *(self._database(side.database, place) for _, side, place in self.props.sides)]
        return isolating_policy(self.meta(), {"x2bee.io/sync": self.name}, [inward], out)

    def _database(self, database: str, place: Place) -> net.NetworkPolicyEgressRule:
        if not place.in_cluster:
            return net.NetworkPolicyEgressRule(to=addresses(place.cidrs), ports=tcp(place.port))
        home = databases.data_namespace(Site(self.props.customer, self.props.environment))
        peer = pods(home, {"cnpg.io/cluster": databases.in_cluster(database)})
        return net.NetworkPolicyEgressRule(to=[peer], ports=tcp(place.port))
