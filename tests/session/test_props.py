"""What may be said of sessions, and what is refused with all its faults."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.session.cases import LEAST, MOST
from x2bee_constructs import Site
from x2bee_constructs.session import names
from x2bee_constructs.session.props import SessionAccessProps, Sessions, SessionStoreProps

SITE = Site("acme", "prd")
LONGEST = Site("abcdefghij", "abcdef")


def codes(said: dict[str, Any]) -> list[tuple[str, str]]:
    """Where and which the faults are."""
    with pytest.raises(ValidationError) as caught:
        SessionStoreProps.model_validate(said)
    return [(".".join(str(part) for part in found["loc"]), found["type"]) for found in caught.value.errors()]


def test_little_has_to_be_said() -> None:
    props = SessionStoreProps.model_validate(LEAST)
    assert (props.engine_version, props.family, props.port, props.replicas) == ("9.1", "valkey9", 16379, 2)


def test_redis_has_its_own_newest_version_and_family() -> None:
    props = SessionStoreProps.model_validate({**LEAST, "engine": "redis"})
    assert (props.engine_version, props.family) == ("7.1", "redis7")


def test_a_customer_says_the_same_without_knowing_the_users() -> None:
    said = Sessions(node_type="cache.m7g.large", replicas=1)
    props = SessionStoreProps.model_validate({**dict(said), **LEAST})
    assert (props.node_type, props.replicas) == ("cache.m7g.large", 1)
    with pytest.raises(ValidationError, match="X2B338"):
        Sessions(port=6379)


def test_everything_can_be_said() -> None:
    assert SessionStoreProps.model_validate(MOST).replicas == 5


def test_all_faults_are_told_at_once() -> None:
    users = [
        {"service": "x2bee-bo"},
        {"service": "x2bee-bo"},
        {"service": "default"},
        {"service": "x2bee-cc", "namespace": "x2bee:session:cc"},
    ]
    assert codes({**LEAST, "users": users, "version": "9.9", "port": 6379}) == [
        ("version", "X2B337"),
        ("port", "X2B338"),
        ("users.1.service", "X2B335"),
        ("users.2.service", "X2B335"),
        ("users.3.namespace", "X2B336"),
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_a_namespace_within_another_is_refused_in_any_order(order: int) -> None:
    users = [{"service": "a", "namespace": "shop"}, {"service": "b", "namespace": "shop:vip"}][::order]
    with pytest.raises(ValidationError, match="'shop:vip' lies within 'shop' of service 'a'") as caught:
        SessionAccessProps.model_validate({"users": users})
    assert [found["type"] for found in caught.value.errors()] == ["X2B336"]


@pytest.mark.parametrize("namespace", ["x2bee:session:", ":x", "*", "x2bee:*", "a?", "[ab]", "a b", "A", ""])
def test_a_namespace_is_no_pattern(namespace: str) -> None:
    with pytest.raises(ValidationError, match="is not allowed here"):
        SessionAccessProps.model_validate({"users": [{"service": "a", "namespace": namespace}]})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("client_cidrs", []),
        ("log_days", 30),
        ("node_type", "r7g.large"),
        ("replicas", 0),
        ("snapshot_days", 36),
        ("users", []),
    ],
)
def test_what_cannot_be_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        SessionStoreProps.model_validate({**LEAST, field: value})


def test_both_sides_read_these_names() -> None:
    assert names.store(SITE) == names.user_group(SITE) == "x2bee-acme-prd-session"
    assert names.member(SITE, 2) == "x2bee-acme-prd-session-002"
    assert names.secret(SITE, "x2bee-bo") == "x2bee/acme/prd/session/x2bee-bo"
    assert names.parameter(SITE, "primary") == "/x2bee/acme/prd/session/primary"
    assert names.credentials("x2bee-bo") == "x2bee-bo-session"
    assert names.user_id(SITE, "x2bee-bo") == "x2bee-acme-prd-x2bee-bo"


services = st.from_regex(r"[a-z]([a-z0-9-]{0,38}[a-z0-9])?", fullmatch=True)


@given(one=services, other=services)
def test_ids_are_short_valid_and_never_shared(one: str, other: str) -> None:
    ids = {name: names.user_id(LONGEST, name) for name in (one, other)}
    assert all(len(found) <= 40 and not found.endswith("-") for found in ids.values())
    assert all("--" not in found or "--" in name for name, found in ids.items())
    assert (ids[one] == ids[other]) == (one == other)


def test_the_longest_site_has_a_store() -> None:
    assert len(names.store(LONGEST)) <= 40
