"""The stacks with what a platform must not lose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs import Construct

from x2bee_constructs.batch.aws import BatchStore
from x2bee_constructs.core.aws import PlatformStack
from x2bee_constructs.database.aws import PostgresCluster
from x2bee_constructs.database.backup import DatabaseBackup, DatabaseCopyVault
from x2bee_constructs.database.credentials_aws import DatabaseLogins
from x2bee_constructs.database.in_cluster_aws import InClusterDatabases
from x2bee_constructs.platform.batch import scheduler_stores
from x2bee_constructs.platform.databases import aurora_props, in_cluster_props, logins
from x2bee_constructs.platform.names import copies_stack
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.sessions import session_store_props
from x2bee_constructs.platform.stack import LifecycleStack
from x2bee_constructs.session.aws import SessionStore
from x2bee_constructs.toolchain.backup_aws import JenkinsBackup
from x2bee_constructs.toolchain.jenkins_props import JenkinsSpec

if TYPE_CHECKING:
    from x2bee_constructs.platform.aws import FoundationStack

__all__ = ["CopiesStack", "DataStack", "has_data"]


def has_data(platform: Platform) -> bool:
    """Whether a service uses a database, keeps sessions or starts batches, or Jenkins keeps records."""
    kept = logins(platform) or scheduler_stores(platform) or _jenkins(platform)
    return bool(kept) or session_store_props(platform) is not None


def _jenkins(platform: Platform) -> JenkinsSpec | None:
    return platform.toolchain.jenkins if platform.toolchain else None


class DataStack(LifecycleStack):
    """The databases, who logs in to them, their backups, the session store, and what schedulers keep.

    `databases` has the clusters by name, `logins` the services' secrets; `in_cluster`, `backup`, `sessions`, `batch`
    and `jenkins`, the backups of its volume, are None where there is no such thing.
    """

    def __init__(self, scope: Construct, platform: Platform, foundation: FoundationStack) -> None:
        """Make the stack of one platform, in the foundation's network and under its key."""
        super().__init__(scope, platform, "data")
        network, site = foundation.network, platform.site
        # jsii's protocols name a parameter differently from its classes.
        key: Any = network.key
        topic: Any = network.topic
        subnets = network.vpc.select_subnets(subnet_group_name="data").subnets
        self.databases: dict[str, PostgresCluster] = {
            name: PostgresCluster(self, name, site, props, vpc=network.vpc, subnets=subnets, key=key, topic=topic)
            for name, props in aurora_props(platform).items()
        }
        own = in_cluster_props(platform)
        self.in_cluster = InClusterDatabases(self, "InCluster", site, own, key=key) if own else None
        self.logins = DatabaseLogins(self, "Logins", site, logins(platform), key=key)
        self.backup = (
            DatabaseBackup(self, "Backup", site, self.databases, key=key, topic=topic, runbooks=platform.runbooks)
            if self.databases
            else None
        )
        store = session_store_props(platform)
        self.sessions = (
            SessionStore(self, "Sessions", site, store, vpc=network.vpc, key=key, topic=topic) if store else None
        )
        stores = scheduler_stores(platform)
        self.batch = BatchStore(self, "Batch", site, stores, key=key) if stores else None
        jenkins = _jenkins(platform)
        days, runbooks = jenkins.backup_days if jenkins else 0, platform.runbooks
        self.jenkins = (
            JenkinsBackup(self, "Jenkins", site, days=days, key=key, topic=topic, runbooks=runbooks)
            if jenkins
            else None
        )


class CopiesStack(PlatformStack):
    """The vault in another region to which the backups of databases are copied; it depends on no other stack."""

    def __init__(self, scope: Construct, platform: Platform, region: str) -> None:
        """Make the stack of one platform in that region."""
        super().__init__(
            scope,
            copies_stack(platform.site, region),
            site=platform.site,
            account=platform.account,
            region=region,
            zones=(),
        )
        self.vault = DatabaseCopyVault(self, "Copies", platform.site)
