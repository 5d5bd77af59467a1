"""The construct that makes the roles of a database."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site
from x2bee_constructs.database.access.manifests import access_objects
from x2bee_constructs.database.access.props import PostgresAccessProps

__all__ = ["PostgresAccess"]


class PostgresAccess(Construct):
    """Roles, schemas and grants of one database, by a job that runs with every sync and changes what differs.

    `objects` has each as an `ApiObject`: `service-account`, `config-map`, `admin`, `logins` (where anybody logs in),
    `network-policy`, `job`.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: PostgresAccessProps) -> None:
        """Make them in the site's data namespace, whatever the chart's is; once per database."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, access_objects(site, props))
