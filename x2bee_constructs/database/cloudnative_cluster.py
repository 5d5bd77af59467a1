"""CloudNativePG's Cluster: instances, PostgreSQL's settings, where they run.

CRD defaults, and those that the operator's webhook puts in, are spelled out: Argo CD then sees no difference.
"""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.names import Site
from x2bee_constructs.database import names
from x2bee_constructs.database.cloudnative import InClusterPostgresProps, admin_credentials
from x2bee_constructs.database.cloudnative_backup import backup_plugin
from x2bee_constructs.database.fields import ADMIN
from x2bee_constructs.imports.cloudnative_pg import v1 as cnpg
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta
from x2bee_constructs.workload.sizing import bytes_of

__all__ = ["cluster", "data_meta"]

_MB = 1024**2


def data_meta(site: Site, name: str, *options: str) -> ObjectMeta:
    """Metadata of an object beside the databases.

    Other Applications bring the kinds: until they are there, a dry run could not know them.
    """
    said = ",".join(("SkipDryRunOnMissingResource=true", *options))
    return staged_meta(name, "databases", names.data_namespace(site), said)


def cluster(site: Site, props: InClusterPostgresProps) -> cnpg.Cluster:
    """The Cluster, in the site's namespace of data; it and its volumes stay when it is taken out of Git."""
    return cnpg.Cluster(
        metadata=data_meta(site, names.in_cluster(props.name), "Delete=false", "Prune=false"),
        spec=cnpg.ClusterSpec(
            description=f"PostgreSQL {props.name}",
            image_name=props.image or f"ghcr.io/cloudnative-pg/postgresql:{props.database.version}-standard-trixie",
            image_pull_policy="IfNotPresent",
            instances=props.instances,
            bootstrap=_bootstrap(props),
            managed=cnpg.ClusterManaged(roles=[_admin_role(props)]),
            # Nobody is a superuser from outside the pods, as on Aurora.
            enable_superuser_access=False,
            # The budget of a single instance would keep its node from ever being drained.
            enable_pdb=props.instances > 1,
            affinity=_affinity(props),
            postgresql=_postgresql(props),
            resources=ResourceRequirements(
                requests={"cpu": props.cpu, "memory": props.memory}, limits={"memory": props.memory}
            ),
            storage=cnpg.ClusterStorage(
                size=f"{props.database.volume_gib}Gi",
                storage_class=props.database.storage_class,
                resize_in_use_volumes=True,
            ),
            plugins=backup_plugin(props),
            replication_slots=_slots(),
            monitoring=_monitoring(),
            probes=_probes(),
            seccomp_profile=cnpg.ClusterSeccompProfile(type="RuntimeDefault"),
            primary_lease=cnpg.ClusterPrimaryLease(
                lease_duration_seconds=15,
                released_lease_duration_seconds=1,
                renew_deadline_seconds=10,
                retry_period_seconds=2,
            ),
            primary_update_method="restart",
            primary_update_strategy="unsupervised",
            failover_delay=0,
            log_level="info",
            max_sync_replicas=0,
            min_sync_replicas=0,
            postgres_gid=26,
            postgres_uid=26,
            smart_shutdown_timeout=180,
            start_delay=3600,
            stop_delay=1800,
            switchover_delay=3600,
        ),
    )


def _bootstrap(props: InClusterPostgresProps) -> cnpg.ClusterBootstrap:
    secret = cnpg.ClusterImagePullSecret(name=admin_credentials(props.name))
    initdb = cnpg.ClusterInitdb(
        database=props.name, owner=ADMIN, secret=secret, encoding="UTF8", locale_collate="C", locale_c_type="C"
    )
    return cnpg.ClusterBootstrap(initdb=initdb)


def _admin_role(props: InClusterPostgresProps) -> cnpg.ClusterManagedRole:
    """What Aurora's first user may: make roles and databases and end their sessions, and no more.

    With syncs it also gives others the right to replicate, which it must have itself, and subscribes (PostgreSQL 16).
    """
    subscribes = ["pg_create_subscription"] if props.follows else []
    return cnpg.ClusterManagedRole(
        name=ADMIN,
        comment="Makes the roles and schemas of services",
        ensure="present",
        login=True,
        inherit=True,
        createdb=True,
        createrole=True,
        connection_limit=-1,
        replication=True if props.follows or props.followers else None,
        in_roles=[*subscribes, "pg_signal_backend"],
        password_secret=cnpg.ClusterImagePullSecret(name=admin_credentials(props.name)),
    )


def _affinity(props: InClusterPostgresProps) -> cnpg.ClusterAffinity:
    return cnpg.ClusterAffinity(
        enable_pod_anti_affinity=True,
        pod_anti_affinity_type="preferred",
        topology_key="topology.kubernetes.io/zone",
        node_selector=dict(sorted(props.node_selector.items())),
    )


def _postgresql(props: InClusterPostgresProps) -> cnpg.ClusterPostgresql:
    memory = bytes_of(props.memory) // _MB
    parameters = {
        # pgAudit and pg_stat_statements are loaded, and made in every database, because a parameter names them.
        "pg_stat_statements.track": "all",
        "pgaudit.log": ", ".join(sorted(props.database.audited)) or "none",
        "effective_cache_size": f"{memory // 2}MB",
        "log_min_duration_statement": str(props.database.log_slow_ms),
        "max_connections": str(props.max_connections),
        # A subscriber that is gone must not fill the volume: a quarter of it, our judgement.
        "max_slot_wal_keep_size": f"{props.database.volume_gib * 1024 // 4}MB",
        # PostgreSQL's documentation: a quarter of the memory to begin with.
        "shared_buffers": f"{memory // 4}MB",
    }
    # The operator's own rules come first, and let nobody in without TLS either.
    return cnpg.ClusterPostgresql(parameters=dict(sorted(parameters.items())), pg_hba=["hostnossl all all all reject"])


def _slots() -> cnpg.ClusterReplicationSlots:
    return cnpg.ClusterReplicationSlots(
        high_availability=cnpg.ClusterHighAvailability(enabled=True, slot_prefix="_cnpg_"),
        synchronize_replicas=cnpg.ClusterSynchronizeReplicas(enabled=True),
        update_interval=30,
    )


def _monitoring() -> cnpg.ClusterMonitoring:
    queries = cnpg.ClusterCustomQueriesConfigMap(name="cnpg-default-monitoring", key="queries")
    return cnpg.ClusterMonitoring(
        custom_queries_config_map=[queries],
        disable_default_queries=False,
        enable_pod_monitor=False,  # deprecated: the PodMonitor is ours
        tls=cnpg.ClusterTls(enabled=False),
    )


def _probes() -> cnpg.ClusterProbes:
    check = cnpg.ClusterIsolationCheck(enabled=True, connection_timeout=1000, request_timeout=1000)
    return cnpg.ClusterProbes(liveness=cnpg.ClusterLiveness(isolation_check=check))
