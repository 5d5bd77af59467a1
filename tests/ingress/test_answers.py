"""How long a route waits and what it tries again: as its services' callers inside the mesh do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.ingress.cases import HOSTS, ISTIO
from tests.ingress.test_manifests import http
from x2bee_constructs.ingress.answers import answer
from x2bee_constructs.ingress.props import IstioIngressProps
from x2bee_constructs.ingress.upstream import Upstream
from x2bee_constructs.workload.retries import Tries
from x2bee_constructs.workload.timing import LOAD_BALANCER_IDLE_SECONDS

NOT_SENT = "connect-failure,refused-stream,reset-before-request"
ANY_FAILURE = "connect-failure,refused-stream,reset,gateway-error"


def led(services: dict[str, dict[str, Any]], **route: Any) -> dict[str, dict[str, Any]]:
    """The routes of a host with one route to these services."""
    backends = [{"service": name, "weight": 100 if index == 0 else 0} for index, name in enumerate(services)]
    said = {"host": HOSTS[0], "to": [{"service": "rest"}], "routes": [{"path": "/a", "to": backends, **route}]}
    return http(HOSTS[0], {**ISTIO, "hosts": [said], "services": services})


def shared(*services: dict[str, Any], **route: Any) -> dict[str, dict[str, Any]]:
    """The routes of a host whose rest is shared out to several services, half each."""
    named = {f"s{index}": service for index, service in enumerate(services)}
    share = 100 // len(named)
    said = {"host": HOSTS[0], "to": [{"service": name, "weight": share} for name in named], **route}
    return http(HOSTS[0], {**ISTIO, "hosts": [said], "services": named})


def refused(services: dict[str, Any], **host: Any) -> list[tuple[str, tuple[Any, ...], str]]:
    said = {**ISTIO, "hosts": [{"host": HOSTS[0], "to": [{"service": "s"}], **host}], "services": services}
    with pytest.raises(ValidationError) as caught:
        IstioIngressProps.model_validate(said)
    return [(found["type"], found["loc"], found["msg"]) for found in caught.value.errors(include_url=False)]


def test_only_reads_are_tried_again_after_they_may_have_arrived() -> None:
    routes = led({"s": {}})
    assert {match["method"]["exact"] for match in routes["route-1-reads"]["match"]} == {"GET", "HEAD"}
    assert routes["route-1-reads"]["retries"] == {"attempts": 2, "perTryTimeout": "10s", "retryOn": ANY_FAILURE}
    assert routes["route-1-writes"]["retries"] == {"attempts": 2, "retryOn": NOT_SENT}
    assert not [match for match in routes["route-1-writes"]["match"] if "method" in match]


def test_what_runs_alone_is_asked_to_act_once() -> None:
    routes = led({"s": {"alone": True}})
    assert routes["route-1-reads"]["retries"]["attempts"] == 2
    assert routes["route-1-writes"]["retries"] == {"attempts": 0}


def test_what_calls_others_is_asked_again_only_if_it_was_not_reached() -> None:
    for route in ("route-1-reads", "route-1-writes"):
        assert led({"s": {"innermost": False}})[route]["retries"] == {"attempts": 2, "retryOn": NOT_SENT}


def test_a_service_that_is_not_to_be_asked_again_is_not() -> None:
    assert led({"s": {"retries": 0}})["route-1-reads"]["retries"] == {"attempts": 0}
    assert led({"s": {}}, retries=0)["route-1-reads"]["retries"] == {"attempts": 0}


def test_a_route_waits_for_its_own_services_and_not_for_the_hosts() -> None:
    routes = led({"s": {"request": 7}})
    assert (routes["route-1-reads"]["timeout"], routes["rest-reads"]["timeout"]) == ("7s", "30s")


def test_a_canary_is_as_patient_and_as_careful_as_the_harder_of_both() -> None:
    routes = shared({"request": 10, "retries": 0, "alone": True}, {"request": 40})
    for route in routes.values():
        assert route["timeout"] == "40s"
        assert route["retries"]["attempts"] == 0
    assert "gateway-error" not in shared({}, {"innermost": False})["rest-reads"]["retries"]["retryOn"]


def test_a_service_without_weight_is_not_waited_for() -> None:
    assert led({"new": {}, "old": {"request": 50, "alone": True}})["route-1-writes"]["timeout"] == "30s"


def test_more_tries_take_longer() -> None:
    routes = led({"s": {"request": 24}}, retries=5)
    assert routes["route-1-reads"]["timeout"] == "48s"
    assert routes["route-1-reads"]["retries"]["perTryTimeout"] == "8s"


def test_a_route_that_gives_up_early_is_refused_at_its_place() -> None:
    slow = {"s": {"request": 45}}
    (found,) = refused(slow, routes=[{"path": "/a", "to": [{"service": "s"}], "timeout": 44}])
    assert found[:2] == ("X2B304", ("hosts", 0, "routes", 0, "timeout"))
    assert "gives up before 's' may answer; expected at least 45, got 44" in found[2]
    assert refused(slow, timeout=44)[0][1] == ("hosts", 0, "timeout")
    both = refused(slow, timeout=44, routes=[{"path": "/a", "to": [{"service": "s"}], "timeout": 5}])
    assert [place for _, place, _ in both] == [("hosts", 0, "timeout"), ("hosts", 0, "routes", 0, "timeout")]


def test_tries_that_outlast_the_load_balancer_are_refused() -> None:
    (found,) = refused({"s": {"request": 45}}, retries=4, timeout=60)
    assert found[:2] == ("X2B304", ("hosts", 0, "retries"))
    assert "5 tries do not fit what the load balancer waits (60 s); expected at most 3, got 4" in found[2]
    assert led({"s": {"request": 45}}, retries=3)["route-1-reads"]["timeout"] == "60s"
    (whole,) = refused({"s": {"request": 60, "retries": 0}}, retries=1)
    assert "expected at most 0, got 1" in whole[2]


def test_what_calls_others_has_one_limit_for_all_tries() -> None:
    """Its tries are no second waits: they follow a request that never arrived."""
    routes = led({"s": {"request": 60, "innermost": False}}, retries=5)
    assert routes["route-1-reads"]["timeout"] == "60s"


UPSTREAMS = st.builds(
    Upstream,
    request=st.integers(1, 60),
    retries=st.integers(0, 5),
    alone=st.booleans(),
    innermost=st.booleans(),
)


@given(UPSTREAMS)
def test_a_public_route_tries_again_exactly_as_the_service_says_inside_the_mesh(upstream: Upstream) -> None:
    inside = Tries(upstream.request, upstream.retries, upstream.alone, upstream.innermost)
    routes = led({"s": upstream.model_dump()})
    for kind, retries in (("reads", inside.reads), ("writes", inside.writes)):
        assert routes[f"route-1-{kind}"]["timeout"] == f"{upstream.request}s"
        assert routes[f"route-1-{kind}"]["retries"] == retries.to_wire()


@given(
    upstreams=st.lists(UPSTREAMS, min_size=1, max_size=3),
    timeout=st.none() | st.integers(1, 60),
    retries=st.none() | st.integers(0, 5),
)
def test_what_is_accepted_fits_and_what_does_not_is_refused(
    upstreams: list[Upstream], timeout: int | None, retries: int | None
) -> None:
    services = {f"s{index}": upstream for index, upstream in enumerate(upstreams)}
    shares = [100 - len(services) + 1, *[1] * (len(services) - 1)]
    to = [{"service": name, "weight": share} for name, share in zip(services, shares, strict=True)]
    said = {**ISTIO, "hosts": [{"host": "a.kr", "to": to, "timeout": timeout, "retries": retries}]}
    longest = max(upstream.request for upstream in upstreams)
    try:
        props = IstioIngressProps.model_validate({**said, "services": services})
    except ValidationError as error:
        (found,) = error.errors(include_url=False)
        assert found["type"] == "X2B304"
        assert timeout is not None or retries is not None, "what follows from the services always fits"
        return
    found = answer(props.hosts[0].rest, props.services)
    assert longest <= found.timeout <= LOAD_BALANCER_IDLE_SECONDS
    tried = Tries(found.timeout, found.retries, found.alone, found.innermost).reads.per_try_timeout
    if tried:
        per_try = int(tried[:-2]) if tried.endswith("ms") else int(tried[:-1]) * 1000
        assert per_try * (found.retries + 1) <= found.timeout * 1000
        assert all(per_try >= one.request * 1000 // (one.retries + 1) for one in upstreams)
