"""Platforms and graphs that are hard to draw."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from x2bee_constructs.graph.model import Edge, Graph, Node, NodeKind

EVERYTHING: dict[str, Any] = {
    "customer": "beta",
    "environment": "stg",
    "domain": "beta-shop.co.kr",
    "account": "012345678901",
    "region": "ap-northeast-2",
    "ingress": {
        "certificate": "01234567-89ab-cdef-0123-456789abcdef",
        "hosts": {"gift": {"to": [{"service": "x2bee-api-gift"}]}, "present": {"to": [{"service": "x2bee-api-gift"}]}},
    },
    "databases": {"event": {"engine": "cloudnative-pg"}},
    "services": {
        "x2bee-api-gift": {
            "runtime": {"kind": "spring-boot", "sessions": True},
            "exposed": True,
            "calls": ["end", "a-b.example.com", "a.b-example.com", "partners." + "a-very-long-part." * 5 + "co.kr"],
            "database": "event",
            "reads": ["mbod"],
            "egress": [{"cidrs": ["192.0.2.0/24"], "ports": [1522, 1521]}],
            "access": {
                "queues": [{"name": "gifts", "send": True, "receive": True}],
                "topics": ["gift-events"],
                "buckets": [{"name": "beta-stg-banners", "read": True}, {"name": "beta-stg-gifts", "write": True}],
                "parameters": ["gift/url"],
                "secrets": ["gift/pg"],
            },
        },
        "end": {"runtime": "nodejs", "calls": ["x2bee-api-gift"], "allow_cycle": True},
        "a" * 40: {"runtime": "nodejs", "calls": ["x2bee-gw"]},
        "alone": {"runtime": "nodejs"},
    },
}
"""Every kind of node and edge, a ring, a service that nobody calls, and names of all lengths."""

_KINDS: tuple[NodeKind, ...] = ("service", "service", "service", "gateway", "database", "host")


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Graphs of up to twelve nodes, with rings."""
    count = draw(st.integers(0, 12))
    kinds = [draw(st.sampled_from(_KINDS)) for _ in range(count)]
    nodes = [Node(kind, draw(st.text("ab-.", min_size=1, max_size=30)) + str(n)) for n, kind in enumerate(kinds)]
    services = [node for node in nodes if node.kind == "service"]
    data = [node for node in nodes if node.kind in ("database", "host")]
    edges: set[Edge] = {
        Edge(node, draw(st.sampled_from(services)), "exposed") for node in nodes if services and node.kind == "gateway"
    }
    for service in services:
        others = [node for node in services if node != service]
        for other in draw(st.lists(st.sampled_from(others), max_size=4)) if others else ():
            edges.add(Edge(service, other, "call"))
        for other in draw(st.lists(st.sampled_from(data), max_size=3)) if data else ():
            edges.add(Edge(service, other, draw(st.sampled_from(("write", "read")))))
    return Graph(
        title="acme prd",
        namespace="acme-app",
        gateway_namespace="istio-system",
        data_namespace="acme-data",
        mesh=draw(st.booleans()),
        nodes=tuple(sorted(nodes, key=lambda node: node.rank)),
        edges=tuple(sorted(edges, key=lambda edge: edge.rank)),
    )
