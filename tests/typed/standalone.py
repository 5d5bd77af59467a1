"""What a customer writes, checked by the strict type checker in `make types` and run by `tests/test_docs.py`."""

from __future__ import annotations

from aws_cdk import App as CdkApp
from aws_cdk import Stack
from cdk8s import App, Chart

from x2bee_constructs import (
    Database,
    MsaDeploymentProps,
    NetworkProps,
    NextJs,
    Platform,
    ReplicaBounds,
    Replicas,
    Resources,
    Service,
    Site,
    SpringBoot,
)
from x2bee_constructs.aws import Network
from x2bee_constructs.k8s import MsaDeployment

app = App()
chart = Chart(app, "gift", namespace="acme-app")
gift = MsaDeployment(
    chart,
    "x2bee-api-gift",
    MsaDeploymentProps(
        image="nexus.acme.co.kr/x2bee-api-gift:0.3.0",
        runtime=SpringBoot(port=9090),
        calls=["x2bee-api-member"],
        replicas=Replicas(min=3, max=9),
        resources=Resources(memory="2Gi"),
        env={"SPRING_PROFILES_ACTIVE": "prd"},
    ),
)

platform = Platform(
    customer="acme",
    environment="prd",
    domain="acme-shop.co.kr",
    account="111122223333",
    region="ap-northeast-2",
    databases={name: Database(instance="db.r7g.large", readers=2) for name in ("mbod", "gddp", "event")},
    services={
        "x2bee-fo": Service(runtime=NextJs(health_path="/api/health"), replicas=ReplicaBounds(max=20)),
        "x2bee-api-gift": Service(runtime=SpringBoot(), database="event", calls=["api.pg.example.com"]),
    },
)

zones = ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"]
Network(Stack(CdkApp(), "network"), "Network", Site("acme", "prd"), NetworkProps(zones=zones))
