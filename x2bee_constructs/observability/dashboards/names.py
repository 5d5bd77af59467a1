"""What the dashboards are called: uids are contract, because links, runbooks and bookmarks hold them."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["ALL_BOARDS", "FILE_END", "TAG", "BoardName", "config_map", "path", "uid"]

TAG = "x2bee"
"""What all of them are tagged with; their menu of one another is made by it."""

FILE_END = ".json"
"""What Grafana's sidecar takes for a dashboard."""

BoardName = Literal[
    "overview",
    "service",
    "jvm",
    "node",
    "postgres",
    "redis",
    "opensearch",
    "fluentd",
    "batch",
    "ingress",
    "capacity",
]
"""A dashboard."""

ALL_BOARDS: tuple[BoardName, ...] = get_args(BoardName)
"""All there may be, in the order in which they are told."""


def uid(name: BoardName) -> str:
    """The uid in Grafana: `x2bee-overview`; Grafana allows 40 characters."""
    return f"x2bee-{name}"


def config_map(name: BoardName) -> str:
    """The ConfigMap with it."""
    return f"dashboard-{name}"


def path(name: BoardName) -> str:
    """Where it is below Grafana's address."""
    return f"/d/{uid(name)}"
