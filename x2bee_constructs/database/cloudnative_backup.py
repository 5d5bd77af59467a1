"""Backups of a PostgreSQL cluster inside the Kubernetes cluster: where to, when, and for how long."""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.database import names
from x2bee_constructs.database.cloudnative import InClusterPostgresProps
from x2bee_constructs.database.cloudnative_objects import (
    ObjectStore,
    ObjectStoreConfiguration,
    ObjectStoreData,
    ObjectStoreS3Credentials,
    ObjectStoreSidecar,
    ObjectStoreSpec,
    ObjectStoreWal,
)
from x2bee_constructs.imports.cloudnative_pg import v1 as cnpg
from x2bee_constructs.imports.k8s.core_v1 import EnvVar, ResourceRequirements

__all__ = ["backup_objects", "backup_plugin"]

_PLUGIN = "barman-cloud.cloudnative-pg.io"

_AT = "0 0 17 * * *"
"""Seconds first: every day at 17:00 UTC, 2:00 in Seoul, as Aurora's snapshots."""


def backup_objects(site: Site, props: InClusterPostgresProps) -> dict[str, KubeObject]:
    """The store and the schedule, by `object-store` and `scheduled-backup`; none without a bucket."""
    if not props.backup_bucket or not props.region:
        return {}
    return {
        "object-store": _store(site, props, props.backup_bucket, props.region),
        "scheduled-backup": _schedule(site, names.in_cluster(props.name)),
    }


def backup_plugin(props: InClusterPostgresProps) -> list[cnpg.ClusterPlugin] | None:
    """What makes the cluster archive its write-ahead logs; lists are compared whole, so defaults stand here too."""
    if not props.backup_bucket:
        return None
    store = {"barmanObjectName": names.in_cluster(props.name)}
    return [cnpg.ClusterPlugin(name=_PLUGIN, enabled=True, is_wal_archiver=True, parameters=store)]


def _store(site: Site, props: InClusterPostgresProps, bucket: str, region: str) -> ObjectStore:
    name = names.in_cluster(props.name)
    return ObjectStore(
        metadata=staged_meta(
            name, "databases", names.data_namespace(site), "SkipDryRunOnMissingResource=true,Delete=false,Prune=false"
        ),
        spec=ObjectStoreSpec(
            # Barman puts the cluster's name behind it: each database has a folder of its own.
            configuration=ObjectStoreConfiguration(
                destination_path=f"s3://{bucket}",
                s3_credentials=ObjectStoreS3Credentials(inherit_from_iam_role=True),
                # The buckets' own encryption holds for what is put there; none has to be asked for.
                data=ObjectStoreData(compression="gzip", jobs=2),
                wal=ObjectStoreWal(compression="gzip", max_parallel=2),
            ),
            retention_policy=f"{props.database.backup_days}d",
            instance_sidecar_configuration=ObjectStoreSidecar(
                # Pods cannot ask the instance metadata for the region.
                env=[EnvVar(name="AWS_DEFAULT_REGION", value=region)],
                log_level="info",
                # The plugin's own example (hack/examples/minio-store.yaml), without its CPU limit.
                resources=ResourceRequirements(requests={"cpu": "100m", "memory": "512Mi"}, limits={"memory": "512Mi"}),
                retention_policy_interval_seconds=1800,
            ),
        ),
    )


def _schedule(site: Site, cluster: str) -> cnpg.ScheduledBackup:
    return cnpg.ScheduledBackup(
        metadata=staged_meta(cluster, "databases", names.data_namespace(site), "SkipDryRunOnMissingResource=true"),
        spec=cnpg.ScheduledBackupSpec(
            schedule=_AT,
            immediate=True,  # write-ahead logs alone restore nothing
            backup_owner_reference="none",
            cluster=cnpg.ScheduledBackupCluster(name=cluster),
            method="plugin",
            plugin_configuration=cnpg.ScheduledBackupPluginConfiguration(name=_PLUGIN),
        ),
    )
