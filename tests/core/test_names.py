"""The grammar of names, and the contract: what these names are today they stay."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from x2bee_constructs.core.iam import pod_role_name
from x2bee_constructs.core.names import BranchName, HttpsUrl, Label, Site, bounded, dns_label
from x2bee_constructs.database import names as database
from x2bee_constructs.delivery import names as delivery
from x2bee_constructs.ingress import names as ingress
from x2bee_constructs.network import names as network
from x2bee_constructs.platform import names as platform
from x2bee_constructs.workload import names as workload

ACME = Site("acme", "prd")
LONGEST = Site("abcdefghij", "abcdef")


def test_the_contract() -> None:
    assert {
        "namespace": workload.namespace(ACME),
        "service account": workload.service_account("x2bee-gw"),
        "config map": workload.config_map("x2bee-gw"),
        "pod role": pod_role_name(ACME, "x2bee-gw"),
        "selector": workload.selector("x2bee-gw"),
        "url": workload.url("x2bee-gw"),
        "url variable": workload.url_variable("x2bee-api-member"),
        "database secret": database.secret(ACME, "x2bee-api-order"),
        "database parameter": database.parameter(ACME, "mbod", "writer"),
        "repository": delivery.repository(ACME, "x2bee-gw"),
        "registry": delivery.registry("111122223333", "ap-northeast-2"),
        "image key": delivery.key_alias(ACME),
        "target group": ingress.target_group(ACME),
        "hosts": ingress.hosts("acme-shop.co.kr"),
        "private zone": network.private_zone(ACME),
        "key": ACME.key_alias,
        "network parameter": network.parameter(ACME, "vpc-id"),
        "foundation": platform.stack(ACME, "foundation"),
        "delivery": platform.stack(ACME, "delivery"),
        "namespace chart": platform.NAMESPACE_CHART,
    } == {
        "namespace": "acme-app",
        "service account": "x2bee-gw",
        "config map": "x2bee-gw-config",
        "pod role": "x2bee-acme-prd-x2bee-gw",
        "selector": {"app.kubernetes.io/instance": "x2bee-gw", "app.kubernetes.io/name": "x2bee-gw"},
        "url": "http://x2bee-gw",
        "url variable": "X2BEE_API_MEMBER_URL",
        "database secret": "x2bee/acme/prd/db/x2bee-api-order",
        "database parameter": "/x2bee/acme/prd/db/mbod/writer",
        "repository": "x2bee/acme/prd/x2bee-gw",
        "registry": "111122223333.dkr.ecr.ap-northeast-2.amazonaws.com",
        "image key": "alias/x2bee-acme-prd-images",
        "target group": "x2bee-acme-prd-ingress",
        "hosts": (
            "www.acme-shop.co.kr",
            "api.acme-shop.co.kr",
            "bo.acme-shop.co.kr",
            "cc.acme-shop.co.kr",
            "logs.acme-shop.co.kr",
        ),
        "private zone": "prd.acme.internal",
        "key": "alias/x2bee-acme-prd",
        "network parameter": "/x2bee/acme/prd/network/vpc-id",
        "foundation": "x2bee-acme-prd-foundation",
        "delivery": "x2bee-acme-prd-delivery",
        "namespace chart": "namespace",
    }


def test_the_longest_names_still_fit() -> None:
    assert len(pod_role_name(LONGEST, "x" * 40)) == 64
    assert len(ingress.target_group(LONGEST)) <= 32


@pytest.mark.parametrize("bad", ["", "Bad", "1a", "a_b", "a-", "-a", "a.b", "가나", "a\n"])
def test_what_is_no_label_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="lower-case letters, digits and '-'"):
        dns_label(bad)


def test_a_name_that_is_too_long_is_refused_where_it_is_made() -> None:
    with pytest.raises(ValueError, match=r"an IAM role name may have at most 64 characters, got 65"):
        pod_role_name(LONGEST, "x" * 41)
    with pytest.raises(ValueError, match="at most 3"):
        bounded("four", 3, "it")


@pytest.mark.parametrize(
    ("customer", "environment"), [("ACME", "prd"), ("acme", "prd env"), ("a", "prd"), ("acme", "production")]
)
def test_a_site_is_checked_where_it_is_made(customer: str, environment: str) -> None:
    with pytest.raises(ValueError, match="expected lower-case letters and digits"):
        Site(customer, environment)


@pytest.mark.parametrize("branch", ["main", "release/2026.11", "v1.2.3", "a-b_c"])
def test_a_branch_or_tag_is_taken(branch: str) -> None:
    assert TypeAdapter[str](BranchName).validate_python(branch) == branch


@pytest.mark.parametrize("branch", ["a..b", "a//b", "a/", "a.lock", "-a", "/a", "a b", "", "a" * 101])
def test_what_git_takes_for_no_branch_is_refused(branch: str) -> None:
    with pytest.raises(ValidationError, match="a branch or tag such as main or deploy/prd"):
        TypeAdapter[str](BranchName).validate_python(branch)


@pytest.mark.parametrize("url", ["http://a.example", "https://", "https://a b", "https://a'b", "https://a\\b"])
def test_an_address_without_tls_or_that_ends_a_text_of_a_script_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="an address that begins with https://, without spaces"):
        TypeAdapter[str](HttpsUrl).validate_python(url)


@pytest.mark.parametrize("name", ["a", "x2bee-gw", "a" * 40])
def test_a_label(name: str) -> None:
    assert TypeAdapter(Label).validate_python(name) == name


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("Gift_Api", "gift-api"),
        ("9lives-", "lives"),
        ("a.b c", "a-b-c"),
        ("a" * 41, "a" * 40),
        ("선물", None),
    ],
)
def test_what_is_no_label_is_told_with_one_that_is(name: str, instead: str | None) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Label).validate_python(name)
    (found,) = caught.value.errors()
    assert found["type"] == "X2B106"
    said = f"'{name}' is not a name; expected lower-case letters, digits and '-', first a letter, at most 40 characters"
    assert found["msg"] == said
    assert found.get("ctx", {}).get("fix") == instead
