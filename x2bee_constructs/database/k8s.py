"""The constructs for databases: thin shells over the pure functions."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site
from x2bee_constructs.database.cloudnative import InClusterPostgresProps
from x2bee_constructs.database.credentials import DatabaseCredentialsProps
from x2bee_constructs.database.manifests import credentials_objects

__all__ = ["DatabaseCredentials", "InClusterPostgres"]


class DatabaseCredentials(Construct):
    """What a service needs to reach its databases: one ExternalSecret, and so one Secret, for each.

    The Secrets' names go into `MsaDeploymentProps.settings_from`. `objects` has each as an `ApiObject` by its database.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: DatabaseCredentialsProps) -> None:
        """Make them for one service, in the site's namespace of services."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, credentials_objects(site, props))


class InClusterPostgres(Construct):
    """A database in the cluster, with the operator CloudNativePG: for development.

    `objects` has each as an `ApiObject` by its id: `admin`, `cluster`, `network-policy`, `jobs-network-policy`, and
    where they were asked for `pod-monitor`, `pooler`, `pooler-network-policy`, `pooler-pod-monitor`, `object-store` and
    `scheduled-backup`.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: InClusterPostgresProps) -> None:
        """Make it in the site's namespace of data, which must exist."""
        # Its operator's API has more classes than Kubernetes' core: the other platforms do not load it.
        from x2bee_constructs.database.cloudnative_manifests import in_cluster_objects

        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, in_cluster_objects(site, props))
