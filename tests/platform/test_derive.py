"""Where `size`, `registry`, `release`, `members`, `apm` and the other switches take effect."""

from __future__ import annotations

from typing import Any

import pytest

from x2bee_constructs import STANDARD_SERVICES, Platform, Replicas, Service, SpringBoot
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.images import repositories
from x2bee_constructs.platform.network import network_props


@pytest.mark.parametrize(
    ("size", "given", "replicas"),
    [
        ("small", {}, (1, 2)),
        ("medium", {}, (3, 6)),  # in production a pod in each zone
        ("large", {}, (3, 10)),
        ("large", {"min": 20}, (20, 20)),
        ("large", {"max": 2}, (2, 2)),
        ("large", {"max": 30}, (3, 30)),
        ("small", {"min": 4, "max": 9}, (4, 9)),
    ],
)
def test_replicas(minimal: dict[str, Any], size: str, given: dict[str, int], replicas: tuple[int, int]) -> None:
    platform = Platform.model_validate({**minimal, "size": size, "services": {"x2bee-gw": {"replicas": given}}})
    least, most = replicas
    assert deployment_props(platform, "x2bee-gw").replicas == Replicas(min=least, max=most)


@pytest.mark.parametrize(
    ("registry", "image", "expected"),
    [
        ("ecr", None, "012345678901.dkr.ecr.ap-northeast-2.amazonaws.com/x2bee/beta/prd/x2bee-gw:3.1"),
        ("ecr", "gateway:2", "012345678901.dkr.ecr.ap-northeast-2.amazonaws.com/x2bee/beta/prd/gateway:2"),
        ("ecr", "quay.io/x/gw:2", "quay.io/x/gw:2"),
        ("nexus.beta.co.kr:5000/x2bee/", None, "nexus.beta.co.kr:5000/x2bee/x2bee-gw:3.1"),
        ("nexus.beta.co.kr", "localhost:5000/gw:1", "localhost:5000/gw:1"),
    ],
)
def test_images(minimal: dict[str, Any], registry: str, image: str | None, expected: str) -> None:
    said = {"x2bee-gw": {"image": image} if image else {}}
    platform = Platform.model_validate({**minimal, "registry": registry, "release": "3.1", "services": said})
    assert deployment_props(platform, "x2bee-gw").image == expected


def test_repositories_are_those_of_the_images_used(minimal: dict[str, Any]) -> None:
    said = {"x2bee-gw": {"image": "gateway:2"}, "x2bee-fo": {"image": "quay.io/fo:1"}, "x2bee-cc": {"enabled": False}}
    made = repositories(Platform.model_validate({**minimal, "services": said}))
    assert "gateway" in made
    assert not {"x2bee-gw", "x2bee-fo", "x2bee-cc", "fo"} & set(made)
    assert repositories(Platform.model_validate({**minimal, "registry": "nexus.beta.co.kr"})) == ()


@pytest.mark.parametrize(("members", "days"), [(None, 731), (0, 365), (49_999, 365), (50_000, 731)])
def test_flow_logs_are_kept_as_long_as_access_records(minimal: dict[str, Any], members: int | None, days: int) -> None:
    assert network_props(Platform.model_validate({**minimal, "members": members})).flow_log_days == days


def test_the_network_is_derived_and_can_be_said(minimal: dict[str, Any]) -> None:
    assert network_props(Platform.model_validate({**minimal, "size": "small"})).nat_gateways == 1
    zones = ["ap-northeast-2a", "ap-northeast-2c", "ap-northeast-2d"]
    said = {"zones": zones, "nat_gateways": 2, "cidr": "10.9.0.0/16"}
    made = network_props(Platform.model_validate({**minimal, "network": said}))
    assert (list(made.zones), made.nat_gateways, made.cidr) == (zones, 2, "10.9.0.0/16")


def test_labels_and_switches(minimal: dict[str, Any]) -> None:
    said = {
        "apm": {"vendor": "scouter"},
        "compatibility": {"gateway_service": True},
        "node_selector": {"pool": "web"},
        "services": {"x2bee-gw": {"team": "edge"}},
    }
    platform = Platform.model_validate({**minimal, **said})
    gateway, storefront = deployment_props(platform, "x2bee-gw"), deployment_props(platform, "x2bee-fo")
    assert gateway.labels["x2bee.io/team"] == "edge"
    assert gateway.labels["x2bee.io/apm"] == "scouter"
    assert "x2bee.io/apm" not in storefront.labels, "Scouter has no agent for Node.js"
    assert gateway.service_aliases == ("beta-x2bee-gw-svc",)
    assert storefront.node_selector == {"pool": "web"}
    off = Platform.model_validate(minimal)
    assert deployment_props(off, "x2bee-gw").service_aliases == ()
    assert "x2bee.io/apm" not in deployment_props(off, "x2bee-gw").labels


def test_python_says_the_same_as_yaml(minimal: dict[str, Any]) -> None:
    typed = Platform(
        **minimal,
        services={
            "x2bee-api-gift": Service(runtime=SpringBoot(), database="event"),
            "x2bee-cc": Service(enabled=False),
        },
    )
    plain = Platform.model_validate(
        {
            **minimal,
            "services": {
                "x2bee-api-gift": {"runtime": "spring-boot", "database": "event"},
                "x2bee-cc": {"enabled": False},
            },
        }
    )
    assert typed == plain


def test_a_platform_cannot_be_changed(minimal: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="frozen"):
        Platform(**minimal).size = "small"  # pyright: ignore[reportAttributeAccessIssue]


class Quarkus(SpringBoot):
    """A runtime of a customer's own."""


def test_a_customers_own_runtime_goes_through_a_platform(minimal: dict[str, Any]) -> None:
    platform = Platform(**minimal, services={"gift": Service(runtime=Quarkus(port=9000))})
    assert isinstance(deployment_props(platform, "gift").runtime, Quarkus)


def test_a_runtime_keeps_what_is_not_said(minimal: dict[str, Any]) -> None:
    name = "x2bee-batch-scheduler-mbod"
    for runtime in ({"port": 4000}, {"kind": "cronicle", "port": 4000}):
        made = Platform.model_validate({**minimal, "services": {name: {"runtime": runtime}}}).services[name].runtime
        assert made == STANDARD_SERVICES[name].runtime.model_copy(update={"port": 4000})  # pyright: ignore[reportOptionalMemberAccess]
        assert made.profile().env["CRONICLE_WebServer__http_port"] == "4000"  # pyright: ignore[reportOptionalMemberAccess]
    other = Platform.model_validate({**minimal, "services": {"x2bee-fo": {"runtime": "spring-boot"}}})
    assert other.services["x2bee-fo"].runtime == SpringBoot()


def test_databases_merge_with_the_standard_ones(minimal: dict[str, Any]) -> None:
    platform = Platform.model_validate({**minimal, "databases": {"mbod": {"readers": 3}}})
    assert {name: found.readers for name, found in platform.used_databases.items()} == {
        "event": 2,
        "gddp": 2,
        "mbod": 3,
    }
    without = {"x2bee-api-event": {"enabled": False}, "x2bee-api-bo": {"reads": []}}
    assert "event" not in Platform.model_validate({**minimal, "services": without}).used_databases


@pytest.mark.parametrize(("region", "zones"), [("ap-northeast-2", "abc"), ("ap-northeast-1", "acd")])
def test_zones_are_those_that_every_account_has(minimal: dict[str, Any], region: str, zones: str) -> None:
    made = network_props(Platform.model_validate({**minimal, "region": region}))
    assert list(made.zones) == [f"{region}{letter}" for letter in zones]
