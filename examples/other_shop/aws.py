"""The AWS side: network, image repositories, a database with its login, a queue, and who may use it."""

from __future__ import annotations

import os

from aws_cdk import App
from aws_cdk import aws_sqs as sqs
from shop import ACCOUNT, DATABASE, IMAGES, REGION, SITE, STOCK

from x2bee_constructs import (
    Database,
    ImageRepositoriesProps,
    NetworkProps,
    PostgresClusterProps,
)
from x2bee_constructs.aws import (
    DatabaseBackup,
    DatabaseLogins,
    ImageRepositories,
    MsaIdentity,
    Network,
    PlatformStack,
    PostgresCluster,
)

ZONES = [f"{REGION}{zone}" for zone in "abc"]


def build() -> App:
    """One stack of the library's for the foundation, one with the shop's own queue beside its identities."""
    app = App(analytics_reporting=False, outdir=os.environ.get("CDK_OUTDIR") or "cdk.out")
    where = {"site": SITE, "account": ACCOUNT, "region": REGION, "zones": ZONES}
    foundation = PlatformStack(app, "quince-foundation", **where)
    network = Network(foundation, "Network", SITE, NetworkProps(zones=ZONES, alarm_emails=["ops@quince.example.com"]))
    ImageRepositories(foundation, "Images", SITE, ImageRepositoriesProps(images=tuple(sorted(IMAGES))))
    _database(PlatformStack(app, "quince-data", **where), network)
    _services(PlatformStack(app, "quince-services", **where))
    return app


def _database(stack: PlatformStack, network: Network) -> None:
    subnets = network.vpc.select_subnets(subnet_group_name="data").subnets
    cluster = PostgresCluster(
        stack,
        DATABASE,
        SITE,
        PostgresClusterProps(
            name=DATABASE,
            database=Database(instance="db.t4g.medium", readers=1),
            app_cidrs=["10.20.0.0/19", "10.20.32.0/19", "10.20.64.0/19"],
        ),
        vpc=network.vpc,
        subnets=subnets,
        key=network.key,
        topic=network.topic,
    )
    DatabaseLogins(stack, "Logins", SITE, ["catalogue"], key=network.key)
    DatabaseBackup(stack, "Backup", SITE, {DATABASE: cluster}, key=network.key, topic=network.topic)


def _services(stack: PlatformStack) -> None:
    """The queue is plain CDK; who may take from it is said by its name."""
    dead = sqs.Queue(stack, "DeadStock", enforce_ssl=True)
    sqs.Queue(
        stack,
        "Stock",
        queue_name=STOCK.queues[0].name,
        enforce_ssl=True,
        dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=5, queue=dead),
    )
    MsaIdentity(stack, "stock-feed", SITE, STOCK)
