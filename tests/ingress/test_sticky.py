"""A browser stays at the release that it got: its page and its scripts are of one build."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ingress.cases import HOSTS, ISTIO
from tests.ingress.test_manifests import http
from tests.ingress.test_props import refused
from x2bee_constructs.ingress.props import IstioIngressProps

PAGES: dict[str, Any] = {"x2bee-fo": {"pages": True}, "x2bee-fo-canary": {"pages": True}}
CANARY = [{"service": "x2bee-fo", "weight": 90}, {"service": "x2bee-fo-canary", "weight": 10}]


def said(services: dict[str, Any] = PAGES, to: list[dict[str, Any]] = CANARY, **host: Any) -> dict[str, Any]:
    return {**ISTIO, "hosts": [{"host": HOSTS[0], "to": to, **host}], "services": services}


def routes(*args: Any, **host: Any) -> dict[str, dict[str, Any]]:
    return http(HOSTS[0], said(*args, **host))


def led(route: dict[str, Any]) -> list[str]:
    return [one["destination"]["host"].partition(".")[0] for one in route["route"]]


def asked(found: dict[str, dict[str, Any]], method: str, cookies: str | None) -> tuple[str, list[str]]:
    """The route that takes a request, as Envoy chooses it, and where it leads."""
    for name, route in found.items():
        for match in route.get("match", [{}]):
            pattern = match.get("headers", {}).get("cookie", {}).get("regex")
            held = pattern is None or (cookies is not None and re.fullmatch(pattern, cookies) is not None)
            if held and match.get("method", {}).get("exact", method) == method:
                return name, led(route)
    raise AssertionError(f"no route for {method} {cookies}")


def given_cookies(route: dict[str, Any]) -> dict[str, str]:
    return {
        one["destination"]["host"].partition(".")[0]: one["headers"]["response"]["add"]["set-cookie"]
        for one in route["route"]
        if "headers" in one
    }


def test_whoever_comes_first_is_shared_out_and_told_where() -> None:
    for name in ("rest-reads", "rest-writes"):
        route = routes()[name]
        assert [(one["weight"], service) for one, service in zip(route["route"], led(route), strict=True)] == [
            (90, "x2bee-fo"),
            (10, "x2bee-fo-canary"),
        ]
        assert given_cookies(route) == {
            service: f"x2bee-release={service}; Path=/; Secure; HttpOnly; SameSite=Lax" for service in PAGES
        }


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("service", PAGES)
@pytest.mark.parametrize("cookies", ["{}", "a=b; {}", "{}; a=b", "a=b;{};c=d", "_ga=1.2; {}; JSESSIONID=7"])
def test_whoever_was_told_comes_back_there(method: str, service: str, cookies: str) -> None:
    name, services = asked(routes(), method, cookies.format(f"x2bee-release={service}"))
    assert services == [service]
    assert name == f"rest-{service}-{'writes' if method == 'POST' else 'reads'}"


@pytest.mark.parametrize(
    "cookies",
    [None, "", "a=b", "x2bee-release=", "x2bee-release=x2bee-gone", "x2bee-release=x2bee-fo-canary2",
     "my-x2bee-release=x2bee-fo", "a=x2bee-release=x2bee-fo"],
)  # fmt: skip
def test_any_other_cookie_is_no_release(cookies: str | None) -> None:
    assert asked(routes(), "GET", cookies) == ("rest-reads", ["x2bee-fo", "x2bee-fo-canary"])


def test_the_programs_own_cookies_stay() -> None:
    for route in routes().values():
        for one in route["route"]:
            assert "set" not in one.get("headers", {}).get("response", {})


def test_a_release_on_its_way_out_keeps_nobody() -> None:
    three = [*CANARY[:1], {"service": "x2bee-fo-canary", "weight": 0}, {"service": "x2bee-fo-b", "weight": 10}]
    found = routes(to=three)
    assert asked(found, "GET", "x2bee-release=x2bee-fo-canary")[0] == "rest-reads"
    done = [{"service": "x2bee-fo", "weight": 0}, {"service": "x2bee-fo-canary", "weight": 100}]
    assert list(routes(to=done)) == ["rest-reads", "rest-writes"]
    assert not given_cookies(routes(to=done)["rest-reads"])


def test_who_makes_no_pages_keeps_nobody_unless_it_is_said() -> None:
    plain: dict[str, Any] = {"x2bee-fo": {}, "x2bee-fo-canary": {}}
    assert list(routes(plain)) == ["rest-reads", "rest-writes"]
    assert len(routes(plain, sticky=True)) == 6
    assert list(routes(sticky=False)) == ["rest-reads", "rest-writes"]


def test_one_service_needs_no_cookie() -> None:
    found = routes({"x2bee-fo": {"pages": True}}, to=[{"service": "x2bee-fo"}], sticky=True)
    assert list(found) == ["rest-reads", "rest-writes"]


def test_routes_to_the_same_services_share_the_cookie_and_others_have_their_own() -> None:
    other = [{"service": "x2bee-gift", "weight": 50}, {"service": "x2bee-gift-b", "weight": 50}]
    services = {**PAGES, "x2bee-gift": {"pages": True}}
    found = routes(services, routes=[{"path": "/buy", "to": CANARY[::-1]}, {"path": "/gift", "to": other}])
    assert given_cookies(found["route-1-reads"]) == given_cookies(found["rest-reads"])
    assert given_cookies(found["route-2-reads"])["x2bee-gift-b"].startswith(
        "x2bee-release_x2bee-gift_x2bee-gift-b=x2bee-gift-b; "
    )


def test_a_kept_browser_is_treated_as_any_other() -> None:
    extras = {"routes": [{"path": "/buy", "to": CANARY, "headers": {"x-app": "1"}, "rewrite": "/v2", "timeout": 50}]}
    found = routes(**extras)
    kept, shared = found["route-1-x2bee-fo-canary-reads"], found["route-1-reads"]
    same = ("timeout", "retries", "rewrite", "headers")
    assert {key: kept[key] for key in same} == {key: shared[key] for key in same}
    for one, any_ in zip(kept["match"], shared["match"], strict=True):
        headers = {name: value for name, value in one["headers"].items() if name != "cookie"}
        assert {**one, "headers": headers} == any_


def test_a_route_that_asks_for_a_cookie_of_its_own_keeps_nobody() -> None:
    testers = {"path": "/", "to": CANARY, "headers": {"cookie": "tester=1"}}
    assert "route-1-x2bee-fo-reads" not in routes(routes=[testers])
    wrong = deepcopy(said(routes=[{**testers, "sticky": True}]))
    code, place, words = refused(IstioIngressProps, wrong)
    assert (code, place) == ("X2B317", ("hosts", 0, "routes", 0, "sticky"))
    assert "'sticky' contradicts 'headers.cookie'" in words


@given(st.lists(st.integers(0, 100), min_size=1, max_size=3).map(lambda found: [*found, 100 - sum(found)]))
def test_weights_are_whole_and_whoever_has_some_can_be_kept(weights: list[int]) -> None:
    to = [{"service": f"s{index}", "weight": weight} for index, weight in enumerate(weights)]
    if weights[-1] < 0:
        with pytest.raises(ValueError, match="out of range"):
            routes({}, to=to)
        return
    found = routes({}, to=to, sticky=True)
    live = [f"s{index}" for index, weight in enumerate(weights) if weight]
    assert sum(one["weight"] for one in found["rest-reads"]["route"]) == 100
    assert [name for name in found if name.startswith("rest-s")] == [
        f"rest-{service}-{kind}" for service in live if len(live) > 1 for kind in ("reads", "writes")
    ]
