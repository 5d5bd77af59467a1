"""Who may reach whom, as nodes and edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

__all__ = ["EDGE_KINDS", "GROUPS", "NODE_KINDS", "Edge", "EdgeKind", "Graph", "Group", "Node", "NodeKind"]

NodeKind = Literal[
    "browser",
    "load-balancer",
    "gateway",
    "service",
    "own-database",
    "database",
    "redis",
    "aws-service",
    "host",
    "network",
]
"""What a node is. An `own-database` runs inside the cluster, a `database` in AWS; an `aws-service` is one that programs
use themselves; a `network` is addresses instead of a name."""

Group = Literal["browser", "edge", "mesh", "app", "data", "aws", "outside"]
"""What is drawn together: the load balancer, the gateway's namespace, the services' namespace, that
of databases inside the cluster, AWS, all else."""

GROUPS: Mapping[NodeKind, Group] = MappingProxyType(
    {
        "browser": "browser",
        "load-balancer": "edge",
        "gateway": "mesh",
        "service": "app",
        "own-database": "data",
        "database": "aws",
        "redis": "aws",
        "aws-service": "aws",
        "host": "outside",
        "network": "outside",
    }
)
"""Where each kind of node is drawn."""

NODE_KINDS: tuple[NodeKind, ...] = tuple(GROUPS)
"""All kinds of nodes, in the direction of a request."""

EdgeKind = Literal["exposed", "call", "write", "read", "outside"]
"""What an edge is for: the way in, HTTP between services, data changed (and read), data only read, hosts outside."""

EDGE_KINDS: tuple[EdgeKind, ...] = ("exposed", "call", "write", "read", "outside")
"""All kinds of edges, in the direction of a request."""


@dataclass(frozen=True)
class Node:
    """Something that is reached or reaches out. Kind and name make it; `detail` is one more line about it."""

    kind: NodeKind
    name: str
    detail: str = ""

    @property
    def group(self) -> Group:
        """With what it is drawn."""
        return GROUPS[self.kind]

    @property
    def rank(self) -> tuple[int, str]:
        """Its place in every list."""
        return NODE_KINDS.index(self.kind), self.name


@dataclass(frozen=True)
class Edge:
    """An allowed connection, from who opens it to who takes it."""

    source: Node
    target: Node
    kind: EdgeKind

    @property
    def rank(self) -> tuple[tuple[int, str], tuple[int, str], int]:
        """Its place in every list."""
        return self.source.rank, self.target.rank, EDGE_KINDS.index(self.kind)

    @property
    def sentence(self) -> str:
        """The edge in words: `x2bee-fo calls x2bee-gw`."""
        return f"{self.source.name} {_VERBS[self.kind]} {self.target.name}"


_VERBS: Mapping[EdgeKind, str] = {
    "exposed": "passes requests to",
    "call": "calls",
    "write": "writes to",
    "read": "reads from",
    "outside": "connects to",
}


@dataclass(frozen=True)
class Graph:
    """All nodes and edges of one platform, each once and in order.

    `mesh` says whether identities guard the edges as well as addresses.
    """

    title: str
    namespace: str
    gateway_namespace: str
    data_namespace: str
    mesh: bool
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def label(self, group: Group) -> str:
        """What stands over a group."""
        labels: Mapping[Group, str] = {
            "browser": "",
            "edge": "AWS",
            "mesh": self.gateway_namespace,
            "app": self.namespace,
            "data": self.data_namespace,
            "aws": "AWS",
            "outside": "Outside",
        }
        return labels[group]

    @property
    def description(self) -> str:
        """The graph in two sentences, for who cannot see it."""
        services = sum(node.kind == "service" for node in self.nodes)
        around = len(self.nodes) - services
        counts = f"{_count(services, 'service')}, {_count(around, 'other node')}, {_count(len(self.edges), 'edge')}"
        return f"Call graph of {self.title}: {counts}. {self.promise}"

    @property
    def promise(self) -> str:
        """What an edge means, and what the lack of one."""
        guards = "NetworkPolicy, AuthorizationPolicy and Sidecar" if self.mesh else "NetworkPolicy"
        return (
            f"Every line between pods is allowed by {guards}, every line to a database by its port in the data "
            "subnets; what has no line is denied."
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
