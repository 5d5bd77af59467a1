"""What the tests draw: one platform that has everything, and one that has the least."""

from __future__ import annotations

import re
from collections.abc import Iterator

import promql_parser

from x2bee_constructs.observability.dashboards.model import Board, Cloud, Panel, Prom
from x2bee_constructs.observability.dashboards.props import (
    AuroraView,
    DashboardsProps,
    EdgeView,
    InClusterView,
    LogDomainView,
    ServiceView,
    StoreView,
    SyncView,
)

LEAST = DashboardsProps(
    region="ap-northeast-2",
    namespace="beta-app",
    services=[ServiceView(name="gift", runtime="other")],
    mesh=False,
    traces=False,
)

EVERYTHING = DashboardsProps(
    region="ap-northeast-2",
    namespace="beta-app",
    services=[
        ServiceView(name="shop", runtime="nextjs"),
        ServiceView(name="told", runtime="nodejs", metrics=True),
        ServiceView(name="gw", runtime="spring-cloud-gateway", metrics=True, aliases=["beta-gw-svc"]),
        ServiceView(name="order", runtime="spring-boot", metrics=True, pools=True),
        ServiceView(name="nightly", runtime="spring-batch", metrics=True, pools=True),
        ServiceView(name="clock", runtime="cronicle", metrics=True),
    ],
    promises=True,
    gateway="istio-ingressgateway",
    edge=EdgeView(load_balancer="x2bee-beta-prd", target_group="x2bee-beta-prd-ingress", web_acl="x2bee-beta-prd-edge"),
    databases=[
        AuroraView(
            name="mbod",
            cluster="x2bee-beta-prd-mbod",
            readers=2,
            most_connections=3000,
            planned_connections=800,
            memory_gib=32,
            logical=True,
        ),
        AuroraView(
            name="grown",
            cluster="x2bee-beta-prd-grown",
            readers=0,
            most_connections=3000,
            planned_connections=2900,
            memory_gib=32,
            serverless=True,
        ),
    ],
    in_cluster=[
        InClusterView(name="event", namespace="beta-data", most_connections=200, planned_connections=100),
    ],
    syncs=[SyncView(name="goods", lag_seconds=900)],
    sessions=StoreView(group="x2bee-beta-prd-session", nodes=["x2bee-beta-prd-session-001"]),
    logs=LogDomainView(domain="x2bee-beta-prd-logs", account="111122223333", nodes=6, storage_gib=100, masters=True),
    logs_domain="beta-shop.co.kr",
    subnet_addresses=12_273,
    nodes_most=30,
)

_SAMPLES = ((r"\$__(rate_interval|interval|range)", "5m"), (r"\$service", "order"))


def asked(board: Board) -> Iterator[tuple[Panel, Prom]]:
    """Each question to Prometheus."""
    for panel in board.panels:
        yield from ((panel, query) for query in panel.queries if isinstance(query, Prom))


def clouds(board: Board) -> Iterator[Cloud]:
    """Each question to CloudWatch."""
    for panel in board.panels:
        yield from (query for query in panel.queries if isinstance(query, Cloud))


def filled(expr: str) -> str:
    """The expression as Grafana sends it, with values for its variables."""
    for pattern, value in _SAMPLES:
        expr = re.sub(pattern, value, expr)
    return expr


def metrics_of(expr: str) -> set[str]:
    """The metrics that an expression reads."""
    found: set[str] = set()

    def visit(node: object) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            # A name that differs by version stands as a pattern: `{__name__=~"spans(_total)?"}`.
            named = (each.value for each in node.matchers.matchers if each.name == "__name__")
            found.add(node.name or next(named))

    promql_parser.walk(promql_parser.parse(filled(expr)), visit)
    return found
