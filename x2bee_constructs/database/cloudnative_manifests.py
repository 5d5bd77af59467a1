"""A PostgreSQL cluster inside the Kubernetes cluster, with all that belongs to it, as objects of CloudNativePG."""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.database import names
from x2bee_constructs.database.cloudnative import InClusterPostgresProps, admin_credentials
from x2bee_constructs.database.cloudnative_backup import backup_objects
from x2bee_constructs.database.cloudnative_cluster import cluster, data_meta
from x2bee_constructs.database.cloudnative_policy import instance_labels, network_policies, pooler_labels
from x2bee_constructs.database.credentials import pooler
from x2bee_constructs.imports.cloudnative_pg import v1 as cnpg
from x2bee_constructs.imports.external_secrets import v1 as eso
from x2bee_constructs.imports.k8s.core_v1 import Container, ResourceRequirements
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector
from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus

__all__ = ["in_cluster_objects"]

_PREPARED = "200"
"""How many prepared statements of a connection PgBouncer remembers: in `transaction` mode a driver's next statement may
meet another connection. PgBouncer's own default since 1.24, which a default of 0 went before."""

_POOLERS = 2
"""Our judgement: one may go while the other serves."""


def in_cluster_objects(site: Site, props: InClusterPostgresProps) -> dict[str, KubeObject]:
    """All objects of one database, by the id that each has in the construct tree."""
    made: dict[str, KubeObject] = {"admin": _admin(site, props), "cluster": cluster(site, props)}
    if props.pooler:
        made["pooler"] = _pooler(site, props)
    if props.pooler and props.monitor:
        made["pooler-pod-monitor"] = _monitor(site, pooler(props.name), pooler_labels(props.name))
    if props.monitor:
        made["pod-monitor"] = _monitor(site, names.in_cluster(props.name), instance_labels(props.name))
    return made | network_policies(site, props) | backup_objects(site, props)


def _admin(site: Site, props: InClusterPostgresProps) -> eso.ExternalSecret:
    """The user of the admin secret, as Aurora has it; the operator follows a new password by the label."""
    secret = names.admin_secret(site, props.name)
    template = eso.ExternalSecretTemplate(
        engine_version="v2",
        merge_policy="Replace",
        type="kubernetes.io/basic-auth",
        metadata=eso.ExternalSecretMetadata(labels={"cnpg.io/reload": "true"}),
        data={what: f"{{{{ .{what} }}}}" for what in ("password", "username")},
    )
    data = [remote(what, secret, what) for what in ("username", "password")]
    metadata = staged_meta(admin_credentials(props.name), "databases", names.data_namespace(site))
    return external_secret(metadata, props.secret_store, data, template)


def _pooler(site: Site, props: InClusterPostgresProps) -> cnpg.Pooler:
    program = Container(
        name="pgbouncer",
        resources=ResourceRequirements(requests={"cpu": "100m", "memory": "128Mi"}, limits={"memory": "128Mi"}),
    )
    template = cnpg.PoolerTemplateSpec(containers=[program], node_selector=dict(sorted(props.node_selector.items())))
    # Each pod opens as many for each user and database: half of all for them leaves the rest to jobs and people.
    each = max(1, props.max_connections // (2 * _POOLERS * max(1, len(props.services))))
    parameters = {"default_pool_size": str(each), "max_client_conn": "1000"}
    if props.pooler == "transaction":
        parameters["max_prepared_statements"] = _PREPARED
    return cnpg.Pooler(
        metadata=data_meta(site, pooler(props.name)),
        spec=cnpg.PoolerSpec(
            cluster=cnpg.PoolerCluster(name=names.in_cluster(props.name)),
            instances=_POOLERS,
            type="rw",
            pgbouncer=cnpg.PoolerPgbouncer(
                pool_mode=props.pooler, paused=False, parameters=dict(sorted(parameters.items()))
            ),
            template=cnpg.PoolerTemplate(spec=template),
        ),
    )


def _monitor(site: Site, name: str, pods: dict[str, str]) -> prometheus.PodMonitor:
    endpoint = prometheus.PodMonitorPodMetricsEndpoint(port="metrics", interval="30s")
    return prometheus.PodMonitor(
        metadata=data_meta(site, name),
        spec=prometheus.PodMonitorSpec(selector=LabelSelector(match_labels=pods), pod_metrics_endpoints=[endpoint]),
    )
