"""The way in of a platform: its public routes follow its services, and what does not fit is told at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from x2bee_constructs import Platform, Site, SpecError, load_platform
from x2bee_constructs.ingress.manifests import ingress_objects
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.ingress import ingress_props
from x2bee_constructs.platform.tools import tool_hosts
from x2bee_constructs.workload.manifests import msa_objects

HEAD = """\
customer: beta
domain: beta-shop.co.kr
region: ap-northeast-2
account: "012345678901"
environments: { prd: { size: large } }
"""

ZONE = {"id": "Z0123456789ABC", "name": "beta-shop.co.kr"}
CANARY = {"runtime": "nextjs", "calls": ["x2bee-gw"], "exposed": True}


def routes(platform: Platform) -> dict[str, dict[str, Any]]:
    """Every public route, by host and name."""
    props = ingress_props(platform)
    assert props
    made = ingress_objects(Site(platform.customer, platform.environment), props)
    specs = [found.to_wire()["spec"] for key, found in made.items() if key.startswith("virtual-service-")]
    return {f"{spec['hosts'][0]}/{http['name']}": http for spec in specs for http in spec["http"]}


def inside(platform: Platform, service: str) -> dict[str, dict[str, Any]]:
    """What the service's callers in the mesh do, by kind."""
    objects = msa_objects(service, "any", deployment_props(platform, service))
    return {http["name"]: http for http in objects["virtual-service"].to_wire()["spec"]["http"]}


def beta(minimal: Mapping[str, Any], hosts: Mapping[str, Any], **services: Any) -> Platform:
    return Platform.model_validate(
        {
            **minimal,
            "ingress": {"zone": ZONE, "hosts": hosts},
            "services": {name.replace("_", "-"): said for name, said in services.items()},
        }
    )


@pytest.mark.parametrize("environment", ["dev", "stg", "prd"])
def test_every_public_route_asks_again_as_the_mesh_does(acme: Callable[[str], Platform], environment: str) -> None:
    platform = acme(environment)
    seen: set[str] = set()
    tools = {tool.host for tool in tool_hosts(platform)}  # they are no services: nobody else calls them
    for name, route in routes(platform).items():
        for one in route.get("route", []) if name.partition("/")[0] not in tools else ():
            service = one["destination"]["host"].partition(".")[0]
            seen.add(service)
            known = inside(platform, service)["reads" if name.endswith("-reads") else "writes"]
            assert (route["retries"], route["timeout"]) == (known["retries"], known["timeout"]), name
    assert {"x2bee-fo", "x2bee-gw", "x2bee-bo", "x2bee-cc"} <= seen


@pytest.mark.parametrize(
    "service",
    [
        {"runtime": "spring-boot", "retries": 0},
        {"runtime": "spring-boot", "retries": 4, "timing": {"request": 12}},
        {"runtime": "spring-boot", "singleton": True},
        {"runtime": "spring-batch"},
        {"runtime": "nodejs", "calls": ["api.pg.example.com"]},
        {"runtime": "nodejs", "calls": ["x2bee-api-goods"]},
    ],
)
def test_what_a_service_says_of_retries_holds_at_the_gateway_too(
    minimal: dict[str, Any], service: dict[str, Any]
) -> None:
    platform = beta(minimal, {"pay": {"to": [{"service": "pay"}]}}, pay={**service, "exposed": True})
    found = routes(platform)
    for kind, known in inside(platform, "pay").items():
        route = found[f"pay.beta-shop.co.kr/rest-{kind}"]
        assert (route["retries"], route["timeout"]) == (known["retries"], known["timeout"])


def test_a_canary_of_the_storefront_keeps_its_browsers(minimal: dict[str, Any]) -> None:
    shares = [{"service": "x2bee-fo", "weight": 90}, {"service": "x2bee-fo-b", "weight": 10}]
    platform = beta(minimal, {"www": {"to": shares}}, x2bee_fo_b=CANARY)
    assert [name.partition("/")[2] for name in routes(platform) if name.startswith("www.")] == [
        "rest-x2bee-fo-reads", "rest-x2bee-fo-writes", "rest-x2bee-fo-b-reads", "rest-x2bee-fo-b-writes",
        "rest-reads", "rest-writes",
    ]  # fmt: skip
    apis = beta(minimal, {"api": {"to": [{"service": "x2bee-gw", "weight": 90}, {"service": "gw-b", "weight": 10}]}},
                gw_b={"runtime": "spring-cloud-gateway", "exposed": True})  # fmt: skip
    assert [name.partition("/")[2] for name in routes(apis) if name.startswith("api.")] == ["rest-reads", "rest-writes"]


def test_the_actuator_is_refused_at_every_host_that_leads_to_one(acme: Callable[[str], Platform]) -> None:
    props = ingress_props(acme("prd"))
    assert props
    made = ingress_objects(Site("acme", "prd"), props)["private-paths"].to_wire()
    (rule,) = made["spec"]["rules"]
    operation = rule["to"][0]["operation"]
    assert (operation["hosts"][0], operation["paths"]) == ("api.acme-shop.co.kr", ["/actuator*"])


WAY_IN = """\
services:
  gift: { runtime: spring-boot, exposed: true, timing: { request: 45 } }
ingress:
  zone: { id: Z0123456789ABC, name: beta-shop.co.kr }
  hosts:
"""

FAULTS = [
    # what is said of the hosts, with @ before what is wrong; the finding's code and words
    ("www: { timeout: @29 }", "X2B304", "expected at least 30, got 29"),
    ("gift: { to: [{ service: gift }], retries: @4 }", "X2B304", "5 tries do not fit"),
    ("www: { routes: [{ path: /a, to: [{ service: gift }], timeout: @44 }] }", "X2B304", "gives up before 'gift'"),
    ("www: { routes: [{ path: /a, to: [{ service: @x2bee-gx }] }] }", "X2B315", "did you mean 'x2bee-gw'"),
    ("www: { to: [{ service: @x2bee-api-order }] }", "X2B319", "is not exposed"),
    ("www: { sticky: @1 }", "X2B103", "true or false"),
    (
        "www: { routes: [{ path: /a, to: [{ service: gift }], headers: { cookie: a }, sticky: @true }] }",
        "X2B317",
        "'sticky' contradicts 'headers.cookie'",
    ),
]


def findings(tmp_path: Path, *hosts: str) -> SpecError:
    path = tmp_path / "beta.yaml"
    path.write_text(HEAD + WAY_IN + "".join(f"    {host}\n" for host in hosts))
    with pytest.raises(SpecError) as caught:
        load_platform(path, "prd")
    return caught.value


@pytest.mark.parametrize(("host", "code", "words"), FAULTS)
def test_what_does_not_fit_is_told_once_at_its_place(tmp_path: Path, host: str, code: str, words: str) -> None:
    error = findings(tmp_path, host.replace("@", ""))
    (found,) = error.findings
    assert found.where
    line = (HEAD + WAY_IN).count("\n") + 1
    assert (found.code, found.where.line, found.where.column) == (code, line, 4 + host.index("@") + 1)
    assert words in str(error)


def test_two_routes_with_two_faults_are_two_findings(tmp_path: Path) -> None:
    error = findings(tmp_path, "www: { timeout: 10, routes: [{ path: /a, to: [{ service: x2bee-gw }], timeout: 20 }] }")
    assert [found.code for found in error.findings] == ["X2B304", "X2B304"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "jwt: { issuers: [{ issuer: a, jwks_uri: https://a.kr/j }], required: [{ host: @ap.beta-shop.co.kr }] }",
            "api.",
        ),
        ("waf: { large_bodies: [@ww.beta-shop.co.kr] }", "www."),
    ],
)
def test_an_unknown_host_is_told_where_it_is_said(tmp_path: Path, said: str, words: str) -> None:
    path = tmp_path / "beta.yaml"
    path.write_text(HEAD + WAY_IN.replace("  hosts:\n", f"  {said.replace('@', '')}\n"))
    with pytest.raises(SpecError) as caught:
        load_platform(path, "prd")
    (found,) = caught.value.findings
    assert found.where
    assert (found.code, found.where.column) == ("X2B316", 2 + said.index("@") + 1)
    assert f"did you mean '{words}beta-shop.co.kr'" in str(caught.value)


def test_more_tries_that_fit_are_accepted(minimal: dict[str, Any]) -> None:
    """What calls others is tried again only where it was not reached, so that tries cost no time."""
    found = routes(beta(minimal, {"api": {"retries": 5}}))["api.beta-shop.co.kr/rest-reads"]
    assert (found["timeout"], found["retries"]["attempts"]) == ("30s", 5)
