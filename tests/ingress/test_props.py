"""What may be said about the way in, and how the rest is refused."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from tests.ingress.cases import ALB, ALB_EXISTING, DOMAIN, HOSTS, ISTIO, ISTIO_MOST, OFFICE, SERVICES, to
from x2bee_constructs.core.props import Props
from x2bee_constructs.ingress.answers import answer
from x2bee_constructs.ingress.derive import alb_ingress_props, edge_guard_props, istio_ingress_props, public_hosts
from x2bee_constructs.ingress.edge import AlbIngressProps, EdgeGuardProps
from x2bee_constructs.ingress.names import hosts
from x2bee_constructs.ingress.props import IstioIngressProps
from x2bee_constructs.ingress.spec import IngressSpec
from x2bee_constructs.workload.props import Surroundings

ZONE = {"id": "Z0123456789ABC", "name": DOMAIN}


def refused(model: type[Props], said: dict[str, Any]) -> tuple[str, tuple[Any, ...], str]:
    """The one fault: code, place, words."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(said)
    (found,) = caught.value.errors(include_url=False)
    return found["type"], found["loc"], found["msg"]


def route(path: str, **more: Any) -> dict[str, Any]:
    return {"path": path, "to": to("x2bee-gw"), **more}


def with_routes(*routes: dict[str, Any]) -> dict[str, Any]:
    return {**ISTIO, "hosts": [{"host": HOSTS[0], "to": to("x2bee-fo"), "routes": list(routes)}]}


def with_backends(*backends: dict[str, Any]) -> dict[str, Any]:
    return {**ISTIO, "hosts": [{"host": HOSTS[0], "to": list(backends)}]}


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        (with_backends({"service": "a", "weight": 90}, {"service": "b", "weight": 5}), "X2B311", "got 90 + 5"),
        (with_backends({"service": "a", "weight": 90}, {"service": "b"}), "X2B311", "got 90 + ?"),
        (with_backends({"service": "a", "weight": 90}), "X2B311", "must be 100 together"),
        (with_backends({"service": "a", "weight": 50}, {"service": "a", "weight": 50}), "X2B101", "stands twice"),
        (with_backends(), "X2B104", "wrong length"),
        (with_routes(route("/"), route("/a")), "X2B313", "no request reaches the route for '/a'"),
        (with_routes(route("/a"), route("/a/b", match="exact")), "X2B313", "'/a/b'"),
        (with_routes(route("/a"), route("/a", headers={"x-t": "1"})), "X2B313", "'/a'"),
        ({**ISTIO, "hosts": [*ISTIO["hosts"], ISTIO["hosts"][0]]}, "X2B314", "stands twice"),
        ({**ISTIO, "redirects": {HOSTS[0]: HOSTS[1]}}, "X2B314", "has routes and is redirected"),
        ({**ISTIO, "redirects": {DOMAIN: f"wwww.{DOMAIN}"}}, "X2B316", "did you mean 'www.acme-shop.co.kr'"),
        ({**ISTIO, "services": {"x2bee-f": {}}}, "X2B315", "no host leads to 'x2bee-f'; did you mean 'x2bee-fo'"),
        ({**ISTIO, "services": {"x2bee-fo": {"private_paths": ["/a*b"]}}}, "X2B106", "at its end perhaps a *"),
        ({**ISTIO, "services": {"x2bee-fo": {"request": 61}}}, "X2B104", "at most 60"),
        ({**ISTIO, "office_cidrs": ["0.0.0.0/0"]}, "X2B109", "is no office"),
        ({**ISTIO, "office_cidrs": ["10.0.0.0/24"]}, "X2B109", "is not public"),
        ({**ISTIO, "office_cidrs": ["203.0.113.1/28"]}, "X2B109", "is not a network"),
        (with_routes(route("/a", timeout=61)), "X2B104", "at most 60"),
        (with_routes(route("/a", retries=6)), "X2B104", "at most 5"),
        (with_routes(route("a")), "X2B106", "begins with /"),
        (with_routes(route("/a?b=c")), "X2B106", "begins with /"),
        (with_routes(route("/a", request_headers={"set": {"Host": "x"}})), "X2B106", "a header in lower case"),
        (with_routes(route("/a", request_headers={"set": {"host": "x"}})), "X2B106", "none of host"),
        (with_routes(route("/a", prefix="/b")), "X2B102", "unknown key 'prefix'"),
        ({**ISTIO, "hosts": [{"host": "*", "to": to("a")}]}, "X2B106", "a domain such as"),
        ({**ISTIO, "balancer_cidrs": []}, "X2B104", "wrong length"),
        ({**ISTIO, "rate_limits": {"everybody": {"requests_per_second": 1}}}, "X2B104", "'shop'"),
        ({**ISTIO, "hsts_days": 731}, "X2B104", "at most 730"),
    ],
)
def test_what_cannot_be_routed_is_refused_in_words(said: dict[str, Any], code: str, words: str) -> None:
    found, _, message = refused(IstioIngressProps, said)
    assert found == code
    assert words in message


def test_a_token_for_an_unknown_host_is_refused_at_its_place() -> None:
    said = deepcopy(ISTIO_MOST)
    said["jwt"]["required"][0]["host"] = "ap.acme-shop.co.kr"
    code, place, words = refused(IstioIngressProps, said)
    assert (code, place) == ("X2B316", ("jwt", "required", 0, "host"))
    assert "did you mean 'api.acme-shop.co.kr'" in words


def test_narrower_routes_may_come_first() -> None:
    said = with_routes(
        route("/a", headers={"x-t": "1"}), route("/a/b", match="exact"), route("/a"), route("/ab"), route("/")
    )
    assert len(IstioIngressProps.model_validate(said).hosts[0].routes) == 5


@pytest.mark.parametrize(
    ("model", "said", "code", "words"),
    [
        (AlbIngressProps, {"hosts": HOSTS, "app_cidrs": ALB["app_cidrs"]}, "X2B310", "no certificate can be made"),
        (EdgeGuardProps, {"hosts": HOSTS}, "X2B310", "no certificate can be made"),
        (IngressSpec, {}, "X2B310", "no certificate can be made"),
        (AlbIngressProps, {**ALB, "hosts": ["www.other.kr"]}, "X2B312", "is not in the zone"),
        (AlbIngressProps, {**ALB, "hosts": [f"www.x{DOMAIN}"]}, "X2B312", "is not in the zone"),
        (AlbIngressProps, {**ALB, "office_hosts": [f"b.{DOMAIN}"]}, "X2B316", "unknown host"),
        (AlbIngressProps, {**ALB, "waf": {"large_bodies": [f"b.{DOMAIN}"]}}, "X2B316", "unknown host"),
        (AlbIngressProps, {**ALB_EXISTING, "waf": {}}, "X2B317", "'waf' contradicts the existing load balancer"),
        (AlbIngressProps, {**ALB_EXISTING, "log_days": 365}, "X2B317", "'log_days' contradicts"),
        (AlbIngressProps, {**ALB, "zone": {"id": "zone", "name": DOMAIN}}, "X2B106", "the id of a hosted zone"),
        (AlbIngressProps, {**ALB, "certificate": "arn:aws:acm:x"}, "X2B106", "a certificate's id"),
        (AlbIngressProps, {**ALB, "log_days": 90}, "X2B104", "365 or 731"),
        (AlbIngressProps, {**ALB, "waf": {"body_bytes": 9000}}, "X2B104", "at most 8192"),
        (IngressSpec, {"zone": ZONE, "hosts": {"gift": {}}}, "X2B315", "host 'gift' leads nowhere"),
        (IngressSpec, {"zone": ZONE, "hosts": {"logs": {"to": to("x")}}}, "X2B314", "the log search"),
        (IngressSpec, {"existing": ALB_EXISTING["existing"], "made_by": "controller"}, "X2B317", "contradicts"),
        (IngressSpec, {"zone": ZONE, "ofice_cidrs": OFFICE}, "X2B102", "did you mean 'office_cidrs'"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(
    model: type[Props], said: dict[str, Any], code: str, words: str
) -> None:
    found, _, message = refused(model, said)
    assert found == code
    assert words in message


def test_the_standard_hosts_are_the_contract() -> None:
    spec = IngressSpec.model_validate({"zone": ZONE})
    contract = hosts(DOMAIN)
    made = public_hosts(spec, DOMAIN, SERVICES)
    found = {host.host: (host.to[0].service, host.group, answer(host.rest, SERVICES).timeout) for host in made}
    assert found == {
        contract.shop: ("x2bee-fo", "shop", 30),
        contract.gateway: ("x2bee-gw", "shop", 30),
        contract.back_office: ("x2bee-bo", "back-office", 45),
        contract.customer_centre: ("x2bee-cc", "customer-centre", 30),
    }


def test_a_file_says_what_differs() -> None:
    spec = IngressSpec.model_validate(
        {
            "zone": ZONE,
            "hosts": {
                "www": {"to": [{"service": "x2bee-fo", "weight": 90}, {"service": "x2bee-fo-b", "weight": 10}]},
                "api": {"timeout": 60, "retries": 0, "routes": [route("/gift")]},
                "cc": {"enabled": False},
                "gift": {"to": to("x2bee-api-gift"), "group": "back-office"},
            },
        }
    )
    made = {host.host: host for host in public_hosts(spec, DOMAIN, SERVICES)}
    assert list(made) == [*HOSTS[:3], f"gift.{DOMAIN}"]
    assert [backend.weight for backend in made[HOSTS[0]].to] == [90, 10]
    assert (made[HOSTS[1]].timeout, made[HOSTS[1]].retries, made[HOSTS[1]].services) == (60, 0, ("x2bee-gw",))
    gift = made[f"gift.{DOMAIN}"]
    assert (answer(gift.rest, SERVICES).timeout, gift.group) == (5, "back-office")


def test_a_standard_host_goes_with_its_service() -> None:
    left = SERVICES.keys() - {"x2bee-cc"}
    made = public_hosts(IngressSpec.model_validate({"zone": ZONE}), DOMAIN, left)
    assert [host.host for host in made] == HOSTS[:3]


@pytest.mark.parametrize("made_by", ["cdk", "controller"])
def test_both_sides_have_the_same_hosts_and_offices(made_by: str) -> None:
    spec = IngressSpec.model_validate({"zone": ZONE, "apex": True, "office_cidrs": OFFICE, "made_by": made_by})
    inside = istio_ingress_props(
        spec, DOMAIN, SERVICES, balancer_cidrs=["10.20.96.0/24"], account="111122223333", surroundings=Surroundings()
    )
    outside = alb_ingress_props(spec, DOMAIN, SERVICES, app_cidrs=ALB["app_cidrs"], log_days=731)
    alone = edge_guard_props(spec, DOMAIN, SERVICES, log_days=731)
    assert inside.names == tuple(sorted(outside.hosts)) == tuple(sorted(alone.hosts))
    assert inside.office_hosts == tuple(sorted(outside.office_hosts))
    assert inside.office_cidrs == outside.office_cidrs
    assert (inside.controller is not None) == (made_by == "controller")


def test_an_existing_load_balancer_is_handed_on_and_what_contradicts_it_refused() -> None:
    said: dict[str, Any] = {"zone": ZONE, "existing": ALB_EXISTING["existing"]}

    def props(**more: Any) -> AlbIngressProps:
        spec = IngressSpec.model_validate({**said, **more})
        return alb_ingress_props(spec, DOMAIN, SERVICES, app_cidrs=ALB["app_cidrs"], log_days=365)

    assert props().existing
    with pytest.raises(ValidationError, match="'waf' contradicts"):
        props(waf={"bots": True})
