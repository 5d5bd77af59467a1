"""What a platform's graph holds beside its policies: kinds, details and order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graph.pictures import EVERYTHING
from x2bee_constructs import Platform
from x2bee_constructs.graph.derive import graph
from x2bee_constructs.graph.model import EDGE_KINDS, NODE_KINDS, Edge, Node


def of(said: dict[str, Any], name: str) -> Node:
    (found,) = (node for node in graph(Platform.model_validate(said)).nodes if node.name == name)
    return found


def test_nothing_set(minimal: dict[str, Any]) -> None:
    found = graph(Platform.model_validate(minimal))
    assert found.title == "beta prd"
    kinds = {node.kind for node in found.nodes}
    assert kinds == {"gateway", "service", "database", "redis", "aws-service"}, "no way in was asked for"
    assert found.mesh
    assert "AuthorizationPolicy and Sidecar" in found.promise
    assert found.description.startswith("Call graph of beta prd: 15 services, 6 other nodes, ")


def test_everything_set() -> None:
    found = graph(Platform.model_validate(EVERYTHING))
    assert {node.kind for node in found.nodes} == set(NODE_KINDS)
    assert {edge.kind for edge in found.edges} == set(EDGE_KINDS)
    assert list(found.nodes) == sorted(found.nodes, key=lambda node: node.rank)
    assert list(found.edges) == sorted(found.edges, key=lambda edge: edge.rank)
    assert len(set(found.nodes)) == len(found.nodes)
    assert len(set(found.edges)) == len(found.edges)
    assert {node for edge in found.edges for node in (edge.source, edge.target)} <= set(found.nodes)


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("Browser", "*.beta-shop.co.kr"),
        ("ALB", "HTTPS"),
        ("x2bee-fo", "nextjs at www"),
        ("x2bee-api-gift", "spring-boot at gift, present"),
        ("x2bee-api-order", "spring-boot"),
        ("mbod", "2 readers"),
        ("SQS", "gifts"),
        ("S3", "beta-stg-banners and 3 more"),
        ("192.0.2.0/24", "TCP 1521, 1522"),
        ("a-b.example.com", "HTTPS"),
        ("Redis", "sessions"),
    ],
)
def test_details(name: str, detail: str) -> None:
    assert of(EVERYTHING, name).detail == detail


def test_details_follow_what_is_said(minimal: dict[str, Any]) -> None:
    one = {**minimal, "databases": {"mbod": {"instance": "db.r7g.large", "readers": 1}}}
    assert of(one, "mbod").detail == "1 reader"
    long = {"x2bee-fo": {"access": {"topics": ["a" * 30]}}}
    assert of({**minimal, "services": long}, "SNS").detail == "a" * 23 + "…"


@pytest.mark.parametrize(
    ("rights", "kinds"),
    [({"read": True}, {"read"}), ({"delete": True}, {"write"}), ({"write": True, "read": True}, {"read", "write"})],
)
def test_rights_are_kinds_of_edges(rights: dict[str, bool], kinds: set[str], minimal: dict[str, Any]) -> None:
    services = {"x2bee-fo": {"access": {"buckets": [{"name": "banners", **rights}]}}}
    found = graph(Platform.model_validate({**minimal, "services": services}))
    shop = {edge.kind for edge in found.edges if (edge.source.name, edge.target.name) == ("x2bee-fo", "S3")}
    assert shop == kinds


def test_what_is_not_there_has_no_edge(minimal: dict[str, Any]) -> None:
    services = {"x2bee-cc": {"enabled": False}}
    found = graph(Platform.model_validate({**minimal, "services": services, "istio_revision": None}))
    assert "x2bee-cc" not in {node.name for node in found.nodes}
    assert found.promise.startswith("Every line between pods is allowed by NetworkPolicy, every line to a database by")
    assert found.promise.endswith("; what has no line is denied.")


def test_sentences() -> None:
    fo, gw = Node("service", "x2bee-fo"), Node("service", "x2bee-gw")
    assert Edge(fo, gw, "call").sentence == "x2bee-fo calls x2bee-gw"
    assert Edge(fo, Node("database", "mbod"), "read").sentence == "x2bee-fo reads from mbod"
