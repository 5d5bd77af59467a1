"""What may be said of logs, and what is refused, with what is allowed and what to change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.logging.store_cases import LEAST, METADATA, SAID, SAML
from x2bee_constructs import Site
from x2bee_constructs.logging import names
from x2bee_constructs.logging.domain_login import DashboardsSpec, Saml
from x2bee_constructs.logging.domain_props import OpenSearchSpec
from x2bee_constructs.logging.domain_sizes import LARGEST_VOLUME
from x2bee_constructs.logging.props import LoggingSpec, LogStoreProps

LONGEST = Site("a" * 10, "b" * 6)
ACCOUNT = "111122223333"


def faults(model: Any, said: dict[str, Any]) -> list[tuple[str, tuple[Any, ...], dict[str, Any]]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(said)
    return [(found["type"], found["loc"], found.get("ctx", {})) for found in caught.value.errors()]


def test_the_longest_site_still_has_names() -> None:
    assert names.domain_name(LONGEST) == "x2bee-aaaaaaaaaa-bbbbbb-logs"
    assert len(names.domain_name(LONGEST)) == 28
    assert max(len(names.archive_bucket(LONGEST, ACCOUNT, kind)) for kind in names.CLASSES) <= 63
    assert len(names.archive_records_bucket(LONGEST, ACCOUNT)) <= 63


def test_every_class_has_a_bucket_a_prefix_and_a_stream_of_its_own() -> None:
    acme = Site("acme", "prd")
    for name in (
        [names.archive_bucket(acme, ACCOUNT, kind) for kind in names.CLASSES],
        [names.archive_prefix(kind) for kind in names.CLASSES],
        [names.data_stream(acme, kind) for kind in names.CLASSES],
    ):
        assert len(set(name)) == 4
    assert names.archive_bucket(acme, ACCOUNT, "audit") == "x2bee-acme-prd-log-archive-audit-111122223333"


@pytest.mark.parametrize("name", SAID)
def test_each_case_may_be_said(name: str) -> None:
    assert LogStoreProps.model_validate(SAID[name]).host == "logs.acme-shop.co.kr"


def test_with_standby_there_are_three_copies_and_without_as_many_as_nodes_allow() -> None:
    assert OpenSearchSpec().replicas == 2
    assert [OpenSearchSpec(standby=False, instances=nodes).replicas for nodes in (1, 2, 3)] == [0, 1, 1]
    assert [OpenSearchSpec(standby=False, instances=nodes).zones for nodes in (1, 2, 3, 4)] == [1, 2, 3, 3]


@pytest.mark.parametrize(
    ("said", "code", "at", "fix"),
    [
        ({"instances": 4}, "X2B354", ("instances",), "instances: 6, or standby: false"),
        ({"instance_type": "t3.small.search"}, "X2B354", ("instance_type",), "standby: false, or another type"),
        ({"master_type": "t3.medium.search"}, "X2B354", ("master_type",), "standby: false, or another type"),
        (
            {"standby": False, "master_type": "m6g.large.search"},
            "X2B354",
            ("master_type",),
            "take master_type out",
        ),
        ({"instance_type": "r6g.lage.search"}, "X2B354", ("instance_type",), "r6g.large.search"),
        (
            {"storage_gib": 3000},
            "X2B353",
            ("storage_gib",),
            "storage_gib: 2048 with more instances, or a larger instance_type",
        ),
    ],
)
def test_a_domain_that_aws_would_not_make_is_refused(
    said: dict[str, Any], code: str, at: tuple[str, ...], fix: str
) -> None:
    ((found, place, context),) = faults(OpenSearchSpec, said)
    assert (found, place, context["fix"]) == (code, at, fix)


def test_all_faults_of_a_domain_are_told_at_once() -> None:
    said = {"instances": 5, "master_type": "x1.large.search", "storage_gib": 99_999}
    assert [place for _, place, _ in faults(OpenSearchSpec, said)] == [
        ("master_type",),
        ("storage_gib",),
        ("instances",),
    ]


@given(st.sampled_from(sorted(LARGEST_VOLUME)), st.integers(10, 30_000))
def test_no_volume_is_larger_than_its_type_has(node: str, gib: int) -> None:
    said = {"standby": False, "instance_type": node, "storage_gib": gib}
    if gib <= LARGEST_VOLUME[node]:
        assert OpenSearchSpec.model_validate(said).storage_gib == gib
    else:
        assert [code for code, _, _ in faults(OpenSearchSpec, said)] == ["X2B353"]


def test_without_a_zone_there_is_no_certificate_unless_one_is_there() -> None:
    ((code, _, context),) = faults(LogStoreProps, {**LEAST, "zone": None})
    assert (code, context["fix"]) == ("X2B355", "say zone, or certificate")
    given_one = {**LEAST, "zone": None, "certificate": "01234567-89ab-cdef-0123-456789abcdef"}
    assert LogStoreProps.model_validate(given_one).zone is None


def test_a_host_longer_than_a_certificates_name_needs_one_that_is_there() -> None:
    domain = f"{'a' * 60}.co.kr"
    said = {**LEAST, "domain": domain, "zone": {"id": "Z0123456789", "name": domain}}
    ((code, place, context),) = faults(LogStoreProps, said)
    assert (code, place, context["got"]) == ("X2B355", ("domain",), "71")


def test_a_zone_that_does_not_have_the_host_is_refused() -> None:
    said = {**LEAST, "zone": {"id": "Z0123456789", "name": "other.co.kr"}}
    ((code, place, context),) = faults(LogStoreProps, said)
    assert (code, place, context["got"]) == ("X2B356", ("zone", "name"), "'other.co.kr'")


def test_saml_without_groups_lets_everybody_in_and_shows_nothing() -> None:
    ((code, place, context),) = faults(DashboardsSpec, {"login": SAML})
    assert (code, place, context["fix"]) == ("X2B357", ("groups",), "groups: {developers: reader}")


def test_a_group_of_iam_is_a_roles_name_and_not_its_arn() -> None:
    groups = {"arn:aws:iam::111122223333:role/acme-sre": "administrator"}
    ((code, _, context),) = faults(DashboardsSpec, {"groups": groups})
    assert (code, context["fix"]) == ("X2B357", "acme-sre")


@pytest.mark.parametrize(
    "metadata",
    [
        "not xml",
        "<html/>",
        METADATA.replace("login.acme", "login.other"),
        f'<!DOCTYPE a [<!ENTITY b "c">]>{METADATA}',
        METADATA[:-4],
    ],
)
def test_what_is_not_this_providers_metadata_is_refused(metadata: str) -> None:
    ((code, place, _),) = faults(Saml, {**SAML, "metadata": metadata})
    assert (code, place) == ("X2B358", ("metadata",))


def test_a_login_of_no_kind_is_told_the_kinds() -> None:
    ((_, place, context),) = faults(DashboardsSpec, {"login": {"kind": "cognito"}})
    assert place == ("login",)
    assert all(kind in str(context) for kind in ("saml", "internal", "iam"))


def test_an_unknown_key_is_answered_with_the_nearest() -> None:
    ((code, place, context),) = faults(LoggingSpec, {"acess": {}})
    assert (code, place, context["fix"]) == ("X2B102", ("acess",), "access")
