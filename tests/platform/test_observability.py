"""From the platform to what watches it: hosts, sizes, names of both sides."""

from __future__ import annotations

from typing import Any

import pytest

from x2bee_constructs.platform.addons import add_ons_props
from x2bee_constructs.platform.ingress import edge_props, ingress_props
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.logs import efk_props, log_store_props
from x2bee_constructs.platform.mesh import mesh_props
from x2bee_constructs.platform.observability import observability_pods, observability_props, observability_sums
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.system import on_every_node, system_loads
from x2bee_constructs.platform.watching import watching_loads

FILE = "stacks/customers/acme.yaml"


@pytest.fixture(scope="module")
def acme() -> Platform:
    return load_platform(FILE, "prd")


def without(platform: Platform) -> Platform:
    said: dict[str, Any] = {name: getattr(platform, name) for name in platform.model_fields_set}
    return Platform(**{**said, "observability": None})


def test_both_sides_have_the_same_tools_and_close_them(acme: Platform) -> None:
    inside, before = ingress_props(acme), edge_props(acme)
    assert inside
    assert before
    tools = {f"{name}.acme-shop.co.kr" for name in ("grafana", "kiali", "jaeger")}
    assert {tool.host for tool in inside.tools} == tools
    assert tools <= set(inside.office_hosts)
    assert tools <= set(before.office_hosts)
    assert tools <= set(before.hosts)


def test_every_request_is_told_of_where_traces_are_judged_whole(acme: Platform) -> None:
    told, usual = mesh_props(acme), mesh_props(without(acme))
    assert told
    assert usual
    assert (told.sampling_percent, usual.sampling_percent) == (100, 1)


def test_jaeger_is_a_guest_of_the_log_store_on_both_sides(acme: Platform) -> None:
    inside, store = efk_props(acme), log_store_props(acme)
    assert inside
    assert store
    assert [guest.prefix for guest in inside.guests] == ["x2bee-traces"]
    assert inside.guests == store.guests
    props = observability_props(acme)
    assert props
    assert props.span_store
    assert props.span_store.url == f"https://{store.host}"
    assert [one.name for one in observability_pods(acme)] == ["grafana", "jaeger"]


def test_what_watches_has_room_and_says_how_much(acme: Platform) -> None:
    loads = {one.name: one for one in watching_loads(acme)}
    assert {
        "prometheus",
        "alertmanager",
        "grafana",
        "kiali",
        "jaeger",
        "istio-tracing",
        "istio-tracing-sampler",
    } <= set(loads)
    assert "node-exporter" in {one.name for one in on_every_node(acme)}
    assert "node-exporter" not in {one.name for one in system_loads(acme)}
    assert [line.partition(":")[0] for line in observability_sums(acme)] == ["metrics", "traces"]


def test_a_service_more_is_more_to_hold(acme: Platform) -> None:
    said: dict[str, Any] = {name: getattr(acme, name) for name in acme.model_fields_set}
    gift = {"runtime": "spring-boot", "image": "x2bee-api-gift:0.3.0", "replicas": {"min": 3, "max": 6}}
    more = Platform(**{**said, "services": {**said["services"], "x2bee-api-gift": gift}})
    before, after = observability_props(acme), observability_props(more)
    assert before
    assert after
    assert after.series > before.series


def test_nothing_is_there_unless_it_is_asked_for(acme: Platform) -> None:
    bare = without(acme)
    assert observability_props(bare) is None
    assert (observability_pods(bare), observability_sums(bare), watching_loads(bare)) == ((), (), ())
    watching = {"monitoring", "istio-system"}
    assert not watching & _readers(bare)
    assert watching <= _readers(acme)
    assert (add_ons_props(bare).service_monitors, add_ons_props(acme).service_monitors) == (False, True)


def _readers(platform: Platform) -> set[str]:
    """Namespaces with stores of their own."""
    return {namespace for reader in add_ons_props(platform).secret_readers for namespace in reader.namespaces}


def test_where_traces_are_forgotten_it_is_said(acme: Platform) -> None:
    said: dict[str, Any] = {name: getattr(acme, name) for name in acme.model_fields_set}
    told = observability_sums(Platform(**{**said, "logs": None}))
    assert "gone with its pod" in told[-1]
    assert not any("gone with its pod" in line for line in observability_sums(acme))


def test_a_tools_host_is_not_given_twice(acme: Platform) -> None:
    said: dict[str, Any] = {name: getattr(acme, name) for name in acme.model_fields_set}
    ingress = {**acme.ingress.model_dump(exclude_unset=True), "hosts": {"grafana": {"to": [{"service": "x2bee-fo"}]}}}  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="'grafana' stands twice"):
        Platform(**{**said, "ingress": ingress})
