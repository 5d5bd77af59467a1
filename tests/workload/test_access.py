"""Access to AWS: exactly what is declared becomes allowed, and bad input is refused where it stands."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from x2bee_constructs.core.iam import Statement, pod_role_name
from x2bee_constructs.core.names import Site
from x2bee_constructs.workload.access import Access, statements

ACME = Site("acme", "prd")
ACCOUNT, REGION = "111122223333", "ap-northeast-2"
HERE = f"{REGION}:{ACCOUNT}"
OWN = {"StringEquals": {"aws:ResourceAccount": (ACCOUNT,)}}


def allowed(said: Any) -> list[Statement]:
    return statements(Access.model_validate(said), ACME, ACCOUNT, REGION)


def key(action: str, *services: str) -> tuple[tuple[str, ...], tuple[str, ...], Any]:
    via = tuple(f"{service}.{REGION}.amazonaws.com" for service in services)
    conditions = {
        "StringEquals": {"kms:ViaService": via},
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": ("alias/x2bee-acme-prd",)},
    }
    return (f"kms:{action}",), (f"arn:aws:kms:{HERE}:key/*",), conditions


_FIND = ("sqs:GetQueueAttributes", "sqs:GetQueueUrl")

KINDS: dict[str, tuple[dict[str, Any], list[tuple[Any, Any, Any]]]] = {
    "nothing": ({}, []),
    "send": (
        {"queues": [{"name": "acme-gifts.fifo", "send": True}]},
        [
            ((*_FIND, "sqs:SendMessage"), (f"arn:aws:sqs:{HERE}:acme-gifts.fifo",), {}),
            key("GenerateDataKey", "sqs"),
            key("Decrypt", "sqs"),
        ],
    ),
    "receive": (
        {"queues": [{"name": "acme-gifts", "receive": True}]},
        [
            (
                ("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage", *_FIND),
                (f"arn:aws:sqs:{HERE}:acme-gifts",),
                {},
            ),
            key("Decrypt", "sqs"),
        ],
    ),
    "publish": (
        {"topics": ["acme-events", "acme-alarms"]},
        [
            (("sns:Publish",), (f"arn:aws:sns:{HERE}:acme-alarms", f"arn:aws:sns:{HERE}:acme-events"), {}),
            key("GenerateDataKey", "sns"),
            key("Decrypt", "sns"),
        ],
    ),
    "read": (
        {"buckets": [{"name": "acme-banners", "read": True}]},
        [
            (("s3:GetObject",), ("arn:aws:s3:::acme-banners/*",), OWN),
            (("s3:ListBucket",), ("arn:aws:s3:::acme-banners",), OWN),
            key("Decrypt", "s3"),
        ],
    ),
    "read below prefixes": (
        {"buckets": [{"name": "acme-banners", "read": True, "prefix": prefix} for prefix in ("pc/", "app/new/")]},
        [
            (("s3:GetObject",), ("arn:aws:s3:::acme-banners/app/new/*", "arn:aws:s3:::acme-banners/pc/*"), OWN),
            (
                ("s3:ListBucket",),
                ("arn:aws:s3:::acme-banners",),
                {**OWN, "StringLike": {"s3:prefix": ("app/new/*", "pc/*")}},
            ),
            key("Decrypt", "s3"),
        ],
    ),
    "write": (
        {"buckets": [{"name": "acme-banners", "write": True, "prefix": "pc/"}]},
        [
            (("s3:AbortMultipartUpload", "s3:PutObject"), ("arn:aws:s3:::acme-banners/pc/*",), OWN),
            key("GenerateDataKey", "s3"),
            key("Decrypt", "s3"),
        ],
    ),
    "delete": (
        {"buckets": [{"name": "acme-banners", "delete": True}]},
        [(("s3:DeleteObject",), ("arn:aws:s3:::acme-banners/*",), OWN)],
    ),
    "parameters": (
        {"parameters": ["gift/pg-url"]},
        [
            (
                ("ssm:GetParameter", "ssm:GetParameters"),
                (f"arn:aws:ssm:{HERE}:parameter/x2bee/acme/prd/gift/pg-url",),
                {},
            ),
            key("Decrypt", "ssm"),
        ],
    ),
    "secrets": (
        {"secrets": ["gift/pg"]},
        [
            (
                ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"),
                (f"arn:aws:secretsmanager:{HERE}:secret:x2bee/acme/prd/gift/pg-??????",),
                {},
            ),
            key("Decrypt", "secretsmanager"),
        ],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_each_kind_allows(kind: str) -> None:
    said, expected = KINDS[kind]
    assert [(found.actions, found.resources, dict(found.conditions)) for found in allowed(said)] == expected
    assert Access.model_validate(said).declared == bool(expected)


FAULTS = [
    ({"queues": [{"name": "acme-gifts"}]}, "X2B120", ("queues", 0), "send: true or receive: true"),
    ({"buckets": [{"name": "acme-b", "prefix": "a/"}]}, "X2B120", ("buckets", 0), "bucket 'acme-b' grants nothing"),
    ({"queues": [{"name": "a" * 81, "send": True}]}, "X2B106", ("queues", 0, "name"), "at most 80"),
    ({"queues": [{"name": "*", "send": True}]}, "X2B106", ("queues", 0, "name"), "an SQS queue's name"),
    ({"queues": [{"name": "q", "sned": True}]}, "X2B102", ("queues", 0, "sned"), "did you mean 'send'?"),
    ({"queues": ["acme-gifts"]}, "X2B103", ("queues", 0), "a mapping"),
    ({"topics": [f"arn:aws:sns:{HERE}:t"]}, "X2B106", ("topics", 0), "an SNS topic's name"),
    ({"topics": ["t", "t"]}, "X2B101", ("topics",), "stands twice"),
    ({"buckets": [{"name": "Acme", "read": True}]}, "X2B106", ("buckets", 0, "name"), "lower-case"),
    ({"buckets": [{"name": "10.0.0.1", "read": True}]}, "X2B106", ("buckets", 0, "name"), "lower-case"),
    ({"buckets": [{"name": "acme-b", "read": True, "prefix": "a"}]}, "X2B106", ("buckets", 0, "prefix"), "end in '/'"),
    ({"buckets": [{"name": "acme-b", "read": True, "prefix": "*/"}]}, "X2B106", ("buckets", 0, "prefix"), "wildcards"),
    ({"buckets": [{"name": "acme-b", "read": "yes"}]}, "X2B103", ("buckets", 0, "read"), "true or false"),
    ({"parameters": ["/x2bee/acme/prd/a"]}, "X2B106", ("parameters", 0), "without '/' at either end"),
    ({"parameters": ["a/*"]}, "X2B106", ("parameters", 0), "a path below"),
    ({"secrets": ["a/"]}, "X2B106", ("secrets", 0), "without '/' at either end"),
    ({"secrets": [f"{n:0100}" for n in range(50)]}, "X2B104", (), "at most 10000 characters"),
]


@pytest.mark.parametrize(("said", "code", "place", "words"), FAULTS)
def test_bad_access_is_refused(said: dict[str, Any], code: str, place: tuple[str | int, ...], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Access.model_validate(said)
    faults = {(fault["type"], fault["loc"]): fault["msg"] for fault in caught.value.errors()}
    assert words in faults[code, place]


def test_the_contract() -> None:
    assert ACME.cluster == "x2bee-acme-prd"
    assert ACME.key_alias == "alias/x2bee-acme-prd"
    longest = Site("a" * 10, "b" * 6)
    assert len(pod_role_name(longest, "s" * 40)) == 64
    with pytest.raises(ValueError, match="at most 64"):
        pod_role_name(longest, "s" * 41)


RIGHT, WORD = st.booleans(), st.from_regex(r"[a-z0-9][a-z0-9-]{1,20}[a-z0-9]", fullmatch=True)
BELOW = st.lists(WORD, min_size=1, max_size=3).map("/".join)


def grants(*rights: str, **others: Any) -> Any:
    """A list of entries that grant something."""
    entry = st.fixed_dictionaries({"name": WORD, **dict.fromkeys(rights, RIGHT)}, optional=others)
    return st.lists(entry.filter(lambda said: any(said[right] for right in rights)), max_size=3, unique_by=repr)


def words(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(strategy, max_size=3, unique=True)


ACCESS = st.fixed_dictionaries(
    {
        "queues": grants("send", "receive"),
        "topics": words(WORD),
        "buckets": grants("read", "write", "delete", prefix=BELOW.map("{}/".format)),
        "parameters": words(BELOW),
        "secrets": words(BELOW),
    }
)

_EXACT = rf"arn:aws:(sqs|sns):{HERE}:[a-z0-9-]+|arn:aws:ssm:{HERE}:parameter/x2bee/acme/prd/[a-z0-9/-]+"
_OPEN = (
    rf"arn:aws:s3:::[a-z0-9-]+(/([a-z0-9-]+/)*\*)?|arn:aws:kms:{HERE}:key/\*"
    rf"|arn:aws:secretsmanager:{HERE}:secret:x2bee/acme/prd/[a-z0-9/-]+-\?{{6}}"
)


@given(said=ACCESS, order=st.randoms(use_true_random=False))
def test_least_privilege_whatever_is_said(said: dict[str, list[Any]], order: random.Random) -> None:
    found = allowed(said)
    assert bool(found) == any(said.values())
    for statement in found:
        assert statement.actions
        assert all(re.fullmatch(r"[a-z0-9]+:[A-Za-z]+", action) for action in statement.actions), "a wildcard action"
        for resource in statement.resources:
            assert re.fullmatch(f"{_EXACT}|{_OPEN}", resource), resource
        if "kms" in statement.actions[0]:
            assert statement.conditions.keys() == {"StringEquals", "ForAnyValue:StringEquals"}
        if "s3" in statement.actions[0]:
            assert statement.conditions["StringEquals"] == {"aws:ResourceAccount": (ACCOUNT,)}
    assert len({statement.sid for statement in found}) == len(found)
    assert all(statement.sid.isalnum() for statement in found)
    shuffled = {kind: order.sample(entries, len(entries)) for kind, entries in said.items()}
    assert allowed(shuffled) == found
