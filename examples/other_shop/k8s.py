"""The Kubernetes side: a namespace, the database's roles, and three services."""

from __future__ import annotations

from cdk8s import Chart
from constructs import Construct
from shop import DATABASE, REGION, SITE, STOCK, image

from x2bee_constructs import (
    AppNamespaceProps,
    DatabaseCredentialsProps,
    Login,
    MsaDeploymentProps,
    NextJs,
    NodeJs,
    PostgresAccessProps,
    Quota,
    Replicas,
    SpringBoot,
)
from x2bee_constructs.database.names import credentials
from x2bee_constructs.k8s import (
    AppNamespace,
    DatabaseCredentials,
    MsaDeployment,
    PlatformApp,
    PostgresAccess,
    PriorityClasses,
)
from x2bee_constructs.workload.access import aws_hosts

HOME, DATA = "quince-app", "quince-data"

ANY_NODE: dict[str, str] = {}
"""The cluster is older than this app, and its nodes have no label for services."""


def build() -> PlatformApp:
    """A chart for the namespace, one for the database, one for each service: what is delivered together."""
    app = PlatformApp()
    home = Chart(app, "namespace")
    AppNamespace(home, HOME, AppNamespaceProps(quota=Quota(pods=30, cpu="20", memory="40Gi", ephemeral_storage="60Gi")))
    PriorityClasses(home, "priority-classes")
    _database(Chart(app, "data"))
    _web(Chart(app, "web", namespace=HOME))
    _catalogue(Chart(app, "catalogue", namespace=HOME))
    _stock_feed(Chart(app, "stock-feed", namespace=HOME))
    return app


def _database(chart: Construct) -> None:
    AppNamespace(chart, DATA, AppNamespaceProps(stage="databases"))
    PostgresAccess(
        chart,
        "access",
        SITE,
        PostgresAccessProps(
            database=DATABASE,
            port=15432,
            cidrs=["10.20.128.0/24", "10.20.129.0/24", "10.20.130.0/24"],
            logins=[Login(service="catalogue", owns=True)],
        ),
    )


def _web(chart: Construct) -> None:
    MsaDeployment(
        chart,
        "web",
        MsaDeploymentProps(
            image=image("web"),
            runtime=NextJs(),
            calls=["catalogue"],
            exposed=True,
            replicas=Replicas(min=2, max=6),
            node_selector=ANY_NODE,
            part_of="quince",
        ),
    )


def _catalogue(chart: Construct) -> None:
    runtime = SpringBoot(clusters=[DATABASE])
    used = DatabaseCredentialsProps(service="catalogue", client="jdbc", databases=[DATABASE])
    DatabaseCredentials(chart, "credentials", SITE, used)
    MsaDeployment(
        chart,
        "catalogue",
        MsaDeploymentProps(
            image=image("catalogue"),
            runtime=runtime,
            callers=["web", "stock-feed"],
            settings_from=[credentials("catalogue", DATABASE)],
            node_selector=ANY_NODE,
            part_of="quince",
        ),
    )


def _stock_feed(chart: Construct) -> None:
    """Takes stock levels from the warehouse's queue and tells the catalogue."""
    MsaDeployment(
        chart,
        "stock-feed",
        MsaDeploymentProps(
            image=image("stock-feed"),
            runtime=NodeJs(),
            calls=["catalogue"],
            aws=True,
            aws_hosts=aws_hosts(STOCK, REGION),
            env={"STOCK_QUEUE": STOCK.queues[0].name},
            node_selector=ANY_NODE,
            part_of="quince",
        ),
    )
