"""What may be said about add-ons, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from x2bee_constructs.addons.compatibility import COMPATIBILITY
from x2bee_constructs.addons.manifests import add_on_objects, store_objects
from x2bee_constructs.addons.props import AddOnsProps, AddOnsSpec
from x2bee_constructs.addons.selection import identities
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.versions import KEDA

ACME = Site("acme", "prd")
PLACE = {"account": "111122223333", "region": "ap-northeast-2", "private_zone": "prd.acme.internal"}
EVERYTHING: dict[str, Any] = {
    **PLACE,
    "load_balancer_controller": {"ingress": False, "security_group_rules": True},
    "external_dns_domains": ["acme-shop.co.kr"],
    "external_dns_sources": ["service", "crd"],
    "cert_manager": True,
    "cloudnative_pg": True,
    "cluster_autoscaler": True,
    "karpenter": {"queue": "x2bee-acme-prd-karpenter", "node_role": "x2bee-acme-prd-karpenter-node"},
    "kubernetes": "1.34",
    "target_groups": ["x2bee-acme-prd-ingress"],
    "vpc_tags": {"Name": "shared"},
    "secret_namespaces": ["acme-app", "monitoring"],
    "secret_names": ["order/pg"],
    "parameter_names": ["db/*"],
    "secret_readers": [{"name": "data", "namespaces": ["acme-data"], "secrets": ["db-admin/*"]}],
    "replicas": 3,
    "node_selector": {"workload": "system"},
    "service_monitors": True,
    "argocd_namespace": "delivery",
    "argocd_cluster": "x2bee-acme-prd",
}
VPC = "vpc-0123456789abcdef0"
OTHER: dict[str, Any] = {"account": "999988887777", "region": "eu-west-1", "private_zone": "stg.acme.internal"}


def made(said: dict[str, Any]) -> str:
    props = AddOnsProps.model_validate(said)
    objects = [*add_on_objects(ACME, props).values(), *store_objects(ACME, props).values()]
    policies = [statement.as_json() for identity in identities(ACME, props) for statement in identity.statements]
    return str(([found.to_manifest() for found in objects], policies))


def changed(field: str) -> dict[str, Any]:
    """Everything, but for one field that is as if not said (or, where it must be, something else)."""
    if field in OTHER:
        return {**EVERYTHING, field: OTHER[field]}
    if field == "cert_manager":
        return {**EVERYTHING, "cloudnative_pg": False, field: False}
    if field in {"external_dns", "keda"}:
        return {**EVERYTHING, field: False}
    if field == "vpc_id":
        return {**EVERYTHING, "vpc_tags": {}, field: VPC}
    return {name: value for name, value in EVERYTHING.items() if name != field}


@pytest.mark.parametrize("field", sorted(AddOnsProps.model_fields))
def test_every_prop_changes_something(field: str) -> None:
    assert made(changed(field)) != made(EVERYTHING)


@pytest.mark.parametrize(("field", "value"), [("ingress", True), ("security_group_rules", False)])
def test_every_field_of_the_load_balancer_controller_does(field: str, value: bool) -> None:
    controller = {**EVERYTHING["load_balancer_controller"], field: value}
    assert made({**EVERYTHING, "load_balancer_controller": controller}) != made(EVERYTHING)


@pytest.mark.parametrize(
    ("field", "value"), [("queue", "q"), ("node_role", "n"), ("makes_profiles", True), ("zonal_shift", False)]
)
def test_every_field_of_karpenter_does(field: str, value: object) -> None:
    assert made({**EVERYTHING, "karpenter": {**EVERYTHING["karpenter"], field: value}}) != made(EVERYTHING)


def test_what_runs() -> None:
    always = ("aws-load-balancer-controller", "external-secrets", "metrics-server", "prometheus-operator-crds")
    assert AddOnsProps.model_validate(PLACE).enabled == tuple(sorted((*always, "external-dns", "keda")))
    least = {**PLACE, "external_dns": False, "keda": False}
    assert AddOnsProps.model_validate(least).enabled == always
    databases = ("cloudnative-pg", "plugin-barman-cloud")
    most = ("cert-manager", "cluster-autoscaler", "external-dns", "karpenter", "keda", *databases, *always)
    assert AddOnsProps.model_validate(EVERYTHING).enabled == tuple(sorted(most))


def test_the_order_in_which_things_are_said_changes_nothing() -> None:
    backwards: dict[str, Any] = {
        **dict(reversed(EVERYTHING.items())),
        "external_dns_sources": ["crd", "service"],
        "vpc_tags": {"b": "2", "a": "1"},
    }
    forwards = {**EVERYTHING, "vpc_tags": {"a": "1", "b": "2"}}
    assert made(backwards) == made(forwards)


@pytest.mark.parametrize(
    ("said", "place", "code", "words"),
    [
        (
            {"kubernetes": "1.36"},
            ("kubernetes",),
            "X2B301",
            f"keda {KEDA.app_version} is not supported on Kubernetes 1.36",
        ),
        ({"kubernetes": "1.32"}, ("kubernetes",), "X2B301", f"expected {COMPATIBILITY['keda'].range}"),
        ({"kubernetes": "v1.35"}, ("kubernetes",), "X2B106", "a minor version in quotes"),
        ({"kedda": True}, ("kedda",), "X2B102", "did you mean 'keda'?"),
        ({"keda": "yes"}, ("keda",), "X2B103", "true or false"),
        ({"replicas": 0}, ("replicas",), "X2B104", "at least 1"),
        ({"external_dns_sources": []}, ("external_dns_sources",), "X2B104", "at least 1"),
        ({"external_dns_sources": ["node"]}, ("external_dns_sources", 0), "X2B104", "cannot be 'node'"),
        ({"target_groups": ["a", "a"]}, ("target_groups",), "X2B101", "stands twice"),
        ({"target_groups": ["*"]}, ("target_groups", 0), "X2B106", "a target group's name"),
        ({"vpc_id": "shared"}, ("vpc_id",), "X2B106", "8 or 17 hexadecimal digits"),
        ({"vpc_id": VPC, "vpc_tags": {"Name": "a"}}, ("vpc_tags",), "X2B121", "contradicts 'vpc_id'"),
        ({"vpc_tags": {"Name": "a,b=c"}}, ("vpc_tags", "Name"), "X2B106", "without '=' and ','"),
        ({"vpc_tags": {"aws:x": "a"}}, ("vpc_tags", "aws:x", "[key]"), "X2B106", "a tag's key"),
        ({"karpenter": {"queue": "q"}}, ("karpenter", "node_role"), "X2B105", "missing key 'node_role'"),
        ({"karpenter": {"queue": "q", "node_role": "*"}}, ("karpenter", "node_role"), "X2B106", "an IAM role's name"),
        ({"karpenter": {"queue": "*", "node_role": "n"}}, ("karpenter", "queue"), "X2B106", "an SQS queue's name"),
    ],
)
def test_bad_input(said: dict[str, Any], place: tuple[str | int, ...], code: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        AddOnsProps.model_validate({**PLACE, **said})
    (found,) = caught.value.errors()
    assert (found["loc"], found["type"]) == (place, code)
    assert words in found["msg"]


def test_all_that_is_unsupported_is_said_in_one_run() -> None:
    with pytest.raises(ValidationError) as caught:
        AddOnsProps.model_validate({**EVERYTHING, "kubernetes": "1.29"})
    named = [error["msg"].split(" ")[0] for error in caught.value.errors()]
    assert named == ["cert-manager", "cloudnative-pg", "cluster-autoscaler", "karpenter", "keda", "metrics-server"]


def test_a_customers_file_says_only_what_is_the_customers() -> None:
    assert set(AddOnsSpec.model_fields) == {
        "load_balancer_controller", "external_dns", "external_dns_domains", "external_dns_sources", "keda",
        "cert_manager",
    }  # fmt: skip
