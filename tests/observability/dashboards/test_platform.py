"""From a customer's file to dashboards: only what exists, and what is added appears by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.observability.dashboards.test_queries import choices
from x2bee_constructs import Platform
from x2bee_constructs.observability.dashboards.boards.all import boards
from x2bee_constructs.platform.dashboards import dashboards_props
from x2bee_constructs.platform.databases import connections, connections_at_writer
from x2bee_constructs.workload.jvm import SpringBoot


def drawn(platform: Platform) -> dict[str, Any]:
    """The boards of a platform."""
    props = dashboards_props(platform)
    return dict(boards(props)) if props else {}


def test_a_service_that_is_added_appears_by_itself(minimal: dict[str, Any]) -> None:
    gift = {"runtime": {"kind": "spring-boot"}, "image": "x2bee-api-gift:0.3.0", "database": "event"}
    before, after = drawn(Platform(**minimal)), drawn(Platform(**minimal, services={"x2bee-api-gift": gift}))
    for name in ("service", "jvm"):
        assert set(choices(after[name])) - set(choices(before[name])) == {"x2bee-api-gift"}
    assert any("x2bee-api-gift" in q.expr for p in after["overview"].panels for q in p.queries)


def test_a_service_that_is_left_out_is_gone(minimal: dict[str, Any]) -> None:
    made = drawn(Platform(**minimal, services={"x2bee-cc": {"enabled": False}}))
    assert "x2bee-cc" not in choices(made["service"])


def test_only_what_there_is(minimal: dict[str, Any]) -> None:
    assert not drawn(Platform(**minimal)).keys() & {"opensearch", "fluentd", "ingress"}
    assert drawn(Platform(**minimal, logs={"certificate": "12345678-1234-1234-1234-123456789012"})).keys() >= {
        "opensearch",
        "fluentd",
    }


def test_development_asks_the_databases_in_the_cluster_and_production_cloudwatch(
    acme: Callable[[str], Platform],
) -> None:
    inside, outside = (dashboards_props(acme(environment)) for environment in ("dev", "prd"))
    assert inside
    assert outside
    assert (len(inside.databases), len(inside.in_cluster)) == (0, 3)
    assert (len(outside.databases), len(outside.in_cluster)) == (3, 0)
    assert [one.name for one in outside.services if one.aliases] == ["x2bee-gw"]


def test_the_planned_connections_are_the_pools_at_their_most(acme: Callable[[str], Platform]) -> None:
    platform = acme("prd")
    sizes = connections(platform).sizes
    planned = connections_at_writer(platform, "mbod")
    writers = {service for service, database, writes in sizes if database == "mbod" and writes}
    least = sum(size for (service, database, writes), size in sizes.items() if database == "mbod" and writes)
    assert least < planned, f"{writers} have several pods"
    (view,) = [one for one in (dashboards_props(platform) or None).databases if one.name == "mbod"]
    assert view.planned_connections == planned < view.most_connections


def test_pools_are_said_of_those_that_have_them(acme: Callable[[str], Platform]) -> None:
    platform = acme("prd")
    props = dashboards_props(platform)
    assert props
    pools = {one.name for one in props.services if one.pools}
    assert pools == {name for name, service in platform.enabled_services.items() if service.database or service.reads}
    assert isinstance(platform.services["x2bee-api-order"].runtime, SpringBoot)
